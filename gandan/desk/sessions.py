"""A session lasts an hour from the last page, not from sign-in; written at most every few minutes, not on each page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SEEN = "seen"
WRITE_EVERY_SECONDS = 300


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
