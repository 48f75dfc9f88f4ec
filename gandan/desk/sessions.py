"""A session lasts an hour from the last page, not from sign-in; written at most every few minutes, not on each page."""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SEEN = "seen"
WRITE_EVERY_SECONDS = 300


class SessionStore(db.SessionStore):
    """Django's rows (`SESSION_ENGINE` names this module); every page reads one, so it is asked for in plain SQL."""

    def load(self) -> dict[str, Any]:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            asked = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
            cursor.execute(asked, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


class SlidingSession:
    """Middleware, after authentication: a page seen by somebody signed in puts off the end of their session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.get(SEEN, 0) >= WRITE_EVERY_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)
