"""What became of my comment? By the code that only its writer has: the state, the reason, the one appeal."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gandan.lib.codes import read_code
from gandan.lib.fold import tidy
from gandan.lib.refusal import Refused
from gandan.moderation import actions, queries
from gandan.moderation.models import Text
from gandan.moderation.states import WAITING, Flag, Ground, State
from gandan.portal.private import keep_private
from gandan.portal.ratings import MOST_LETTERS, UNPROCESSABLE, too_many
from gandan.ui import limits
from gandan.ui.templatetags.ui import sentence

LONGEST_CODE = 40
SHAPES = {State.HIDDEN: "wait", State.SHOWN: "kept", State.REFUSED: "none", State.APPEALED: "wait"}


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("Vì sao nên xem lại?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Hãy viết vài lời."),
            "max_length": _("Dài %(show_value)s chữ; nhiều nhất %(limit_value)s chữ."),
        },
    )


@keep_private
def find(request: HttpRequest) -> HttpResponse:
    """Type the code; a right one leads to its page."""
    typed = tidy(request.GET.get("ma", "").replace("\0", ""))[:LONGEST_CODE]
    context = {"typed": typed, "missing": "ma" in request.GET and not typed}
    if not typed:
        return render(request, "portal/ratings/find.html", context)
    found = _asked_for(request, typed, timezone.now())
    if isinstance(found, HttpResponse):
        return found
    return redirect("portal:own_words", _code(typed))


@keep_private
def own_words(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own words, where they stand; an appeal is posted here too."""
    now = timezone.now()
    found = _asked_for(request, secret, now)
    if isinstance(found, HttpResponse):
        return found
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, found, secret, form)
    try:
        actions.appeal(secret=secret, words=form.cleaned_data["words"], at=now)
    except Refused as refused:
        form.add_error(None, sentence(refused))
        return _shown(request, found, secret, form)
    return redirect("portal:own_words", secret)


def _shown(request: HttpRequest, text: Text, secret: str, form: AppealForm) -> HttpResponse:
    refusal = queries.last_refusal(text) if text.state != State.SHOWN else None
    accuses = Flag.ACCUSATION in text.flags or (refusal is not None and refusal.ground == Ground.ACCUSES)
    context = {
        "text": text,
        "code": _code(secret),
        "is_new": "moi" in request.GET,
        "shape": SHAPES[State(text.state)],
        "refusal": refusal,
        "may_appeal": text.state == State.REFUSED and text.appealed_on is None,
        "owed": queries.owed([text]).get(text.code),
        "waits": text.state in WAITING,
        "places": queries.places_to_file(text.unit) if accuses else [],
        "form": form,
    }
    return render(request, "portal/ratings/own_words.html", context, status=UNPROCESSABLE if form.errors else 200)


def _asked_for(request: HttpRequest, typed: str, now: datetime) -> Text | HttpResponse:
    """The text of the code; who asks too often might be guessing."""
    if limits.count(f"from:{request.META['REMOTE_ADDR']}", now) > settings.LOOKUP_LIMIT_PER_MINUTE:
        return too_many(request, now)
    found = queries.by_secret(_code(typed))
    if found is None:
        return render(request, "portal/ratings/find.html", {"typed": typed, "unknown": True}, status=404)
    return found


def _code(typed: str) -> str:
    return read_code(typed.replace("-", ""))
