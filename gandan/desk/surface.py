"""What every officer's page stands on: somebody signed in with a post, and how a no is answered."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, reading, standing
from gandan.ui.templatetags.ui import sentence

KEEPING = (
    Power.PRIVACY_KEEP,
    Power.ORGANISATION_KEEP,
    Power.CALENDAR_KEEP,
    Power.FEES_SETTLE,
    Power.CATALOGUE_KEEP,
    Power.NOTICES_KEEP,
    Power.COUNTER_KEEP,
)
UNPROCESSABLE, CONFLICT, FORBIDDEN = 422, 409, 403

View = Callable[..., HttpResponse]


def officer_page(view: View) -> View:
    """Sign-in required; the view finds `request.person`, `request.now` and `request.today`.

    A Refused that the view lets through is answered 422 and an Overtaken 409, with the sentence on a page of its own.
    Nothing of these pages is kept by a browser: the counter's machine is used by many.
    """

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        with reading() if request.method in ("GET", "HEAD") else nullcontext():
            response = _answer(view, request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def _answer(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    person = request.user.person
    if person is None or not standing(person, request.today).posts:
        return render(request, "desk/no_post.html", status=FORBIDDEN)
    request.person = person
    try:
        return view(request, *args, **kwargs)
    except Refused as refused:
        return render(request, "desk/refused.html", {"refused": refused}, status=status_of(refused))


def status_of(refused: Refused) -> int:
    """409 when somebody else was quicker, else 422."""
    return CONFLICT if isinstance(refused, Overtaken) else UNPROCESSABLE


def posted(request: HttpRequest, form: forms.Form, act: Callable[[], HttpResponse]) -> tuple[HttpResponse | None, int]:
    """What a form came to: the answer of `act`, or None and the status with which it is shown.

    That is 200 when nothing was posted; else what is wrong stands in the form, beside what was typed.
    """
    if request.method != "POST":
        return None, 200
    if not form.is_valid():
        return None, UNPROCESSABLE
    try:
        return act(), 200
    except Refused as refused:
        form.add_error(None, sentence(refused))
        return None, status_of(refused)


def surroundings(request: HttpRequest) -> dict[str, object]:
    """What the frame of officers' pages says: who, of which unit, at what instant; no query that was not made."""
    person = getattr(request, "person", None)
    if person is None:
        return {}
    mine = standing(person, request.today)
    return {
        "who": person,
        "my_unit": mine.posts[0].unit if mine.posts else None,
        "can_receive": mine.may(Power.DOSSIER_RECEIVE),
        "can_call": mine.may(Power.COUNTER_CALL),
        "can_take_over": settings.ROLE == "companion" and mine.may(Power.DOSSIER_TAKE_OVER),
        "can_read": mine.may(Power.DOSSIER_READ),
        "may_serve": mine.may(Power.SESSIONS_KEEP) or mine.may(Power.COUNTER_CALL) or mine.may(Power.DOSSIER_SETTLE),
        "can_read_ratings": mine.may(Power.RATINGS_READ),
        "leads_centre": mine.may(Power.CENTRE_LEAD),
        "can_keep": any(mine.may(power) for power in KEEPING),
        "now": request.now,
        "today": request.today,
        "calendar": calendar_of(mine.unit, request.today),
    }
