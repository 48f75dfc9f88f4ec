"""What did you think of the service? A link from the receipt asks once; a tablet at the counter asks whoever comes by.

Nothing here knows who answers: no account, no cookie but the form's own, no dossier.
"""

from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.counter.ratings import actions, queries
from gandan.counter.ratings.values import Claim, Question
from gandan.lib.refusal import Refused
from gandan.moderation.queries import places_to_file
from gandan.organisation.queries import unit_of
from gandan.portal.private import keep_private
from gandan.ui import limits
from gandan.ui.templatetags.ui import sentence

UNPROCESSABLE, TOO_MANY = 422, 429
MOST_LETTERS = 1000
TABLET_COOKIE = "may"  # set where a browser is made a machine of the hall
BACK_AFTER = 15  # seconds until a tablet returns to its first page after thanks
IDLE_AFTER = 90  # and from a question that nobody answers
TO_WRITE = 600  # and from a comment that nobody finishes: whoever comes next must not read it
TO_COPY = 120  # and from the code of one's own words


def _comment_field(**attributes: str) -> forms.CharField:
    return forms.CharField(
        label=_("Ông/bà muốn nói thêm điều gì?"),
        help_text=_("Xin đừng ghi tên, số điện thoại, số giấy tờ. Có người đọc trước khi đăng công khai."),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4, **attributes}),
        error_messages={"max_length": _("Dài %(show_value)s chữ; nhiều nhất %(limit_value)s chữ.")},
    )


class WordsForm(forms.Form):
    """The last page of a tablet."""

    mark_optional = False
    comment = _comment_field(autocomplete="off")


class RateForm(forms.Form):
    """The questions of the link; every one may stay unanswered."""

    mark_optional = False

    def __init__(self, *args: object, asked: list[Question], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[one.id] = forms.ChoiceField(
                label=gettext(one.words),
                choices=[(answer, gettext(words)) for answer, words in one.answers.items()],
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": _("Hãy chọn trong các mục có sẵn.")},
            )
        self.fields["comment"] = _comment_field()

    def said(self) -> dict[str, object]:
        comment = self.cleaned_data["comment"]
        return {
            "answers": {name: one for name, one in self.cleaned_data.items() if one and name != "comment"},
            "comment": comment,
        }


# --- by the link of a receipt ----------------------------------------------------------------------------------------


@keep_private
def rate(request: HttpRequest, link: str) -> HttpResponse:
    """The questions; then thanks, or the page of one's own words."""
    now = timezone.now()
    try:
        claim = actions.check(link=link, at=now)
    except Refused as refused:
        return _kindly(request, refused)
    if request.method == "POST":
        return _answered(request, link, claim, now)
    return _asked(request, RateForm(asked=queries.asked_of(claim)), claim)


def _answered(request: HttpRequest, link: str, claim: Claim, now: datetime) -> HttpResponse:
    if _too_often(f"rate:{request.META['REMOTE_ADDR']}", now):
        return too_many(request, now)
    form = RateForm(request.POST, asked=queries.asked_of(claim))
    if not form.is_valid():
        return _asked(request, form, claim, status=UNPROCESSABLE)
    try:
        thanks = actions.answer(link=link, **form.said(), at=now)
    except Refused as refused:
        form.add_error(None, sentence(refused))
        return _asked(request, form, claim, status=UNPROCESSABLE)
    if thanks.filed:
        return redirect(f"{reverse('portal:own_words', args=[thanks.filed.secret])}?moi=1")
    return redirect(f"{reverse('portal:rated')}{'?tien=1' if thanks.paid_more else ''}")


def how_to_rate(request: HttpRequest) -> HttpResponse:
    """For who typed the address without the link: where it stands, and what can be read here."""
    return render(request, "portal/ratings/how_to_rate.html")


def rated(request: HttpRequest) -> HttpResponse:
    """Thanks; whoever told of money beyond the fees is told where that is looked into."""
    return render(request, "portal/ratings/thanks.html", {"paid_more": "tien" in request.GET})


def _asked(request: HttpRequest, form: RateForm, claim: Claim, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "unit": unit_of(claim.unit_id), "day": claim.day}
    return render(request, "portal/ratings/rate.html", context, status=status)


def _kindly(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A link that is false, old or used: said in words, and what can be read instead."""
    return render(request, "portal/ratings/no_link.html", {"refused": refused}, status=UNPROCESSABLE)


# --- on a tablet at the counter --------------------------------------------------------------------------------------


@keep_private
def tablet(request: HttpRequest, key: str) -> HttpResponse:
    """One question a page with large buttons, what was answered carried along; then thanks, and the first page again.

    The way back is a header, so that it needs no script and a page without somebody before it forgets the answers.
    """
    now = timezone.now()
    try:
        link = request.POST.get("link") or actions.hand_out_on_tablet(
            key=key, machine=request.COOKIES.get(TABLET_COOKIE, ""), at=now
        )
        claim = actions.check(link=link, at=now)
    except Refused as refused:
        return _tablet_over(request, key, refused)
    asked = queries.asked_of(claim)
    said = {one.id: request.POST[one.id] for one in asked if one.id in request.POST}
    left = [one for one in asked if one.id not in said]
    so_far = {"key": key, "link": link, "said": said, "total": len(asked), "unit": unit_of(claim.unit_id)}
    if left:
        return _one_question(request, left[0], so_far)
    if "comment" not in request.POST:
        return _any_words(request, WordsForm(), so_far)
    form = WordsForm({} if "none" in request.POST else request.POST)
    if not form.is_valid():
        return _any_words(request, form, so_far, status=UNPROCESSABLE)
    return _said_on_tablet(request, so_far, form.cleaned_data["comment"], now)


def _said_on_tablet(request: HttpRequest, so_far: dict[str, object], comment: str, now: datetime) -> HttpResponse:
    """Thanks. Whoever wrote is shown their code at once, under no address that the next one could go back to."""
    key, given = so_far["key"], {name: one for name, one in so_far["said"].items() if one}
    if not given and not comment:
        return redirect("portal:tablet_thanks", key)
    if _too_often(f"tablet:{key}", now):
        return too_many(request, now)
    try:
        thanks = actions.answer(link=so_far["link"], answers=given, comment=comment, at=now)
    except Refused as refused:
        return _tablet_over(request, key, refused)
    if not thanks.filed:
        return redirect("portal:tablet_thanks", key)
    places = places_to_file(so_far["unit"]) if thanks.filed.accuses else []
    context = {"key": key, "code": thanks.filed.secret, "places": places, "seconds": TO_COPY, "unit": so_far["unit"]}
    return _back_to_start(render(request, "portal/ratings/tablet_words_kept.html", context), key, TO_COPY)


def _any_words(request: HttpRequest, form: WordsForm, so_far: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "portal/ratings/tablet_words.html", so_far | {"form": form}, status=status)
    return _back_to_start(response, so_far["key"], TO_WRITE)


def _one_question(request: HttpRequest, question: Question, so_far: dict[str, object]) -> HttpResponse:
    context = so_far | {
        "question": gettext(question.words),
        "name": question.id,
        "answers": [(answer, gettext(words)) for answer, words in question.answers.items()],
        "number": len(so_far["said"]) + 1,
    }
    response = render(request, "portal/ratings/tablet.html", context)
    return _back_to_start(response, so_far["key"], IDLE_AFTER) if so_far["said"] else response


@keep_private
def tablet_thanks(request: HttpRequest, key: str) -> HttpResponse:
    response = render(request, "portal/ratings/tablet_thanks.html", {"key": key, "seconds": BACK_AFTER})
    return _back_to_start(response, key, BACK_AFTER)


def _tablet_over(request: HttpRequest, key: str, refused: Refused) -> HttpResponse:
    context = {"key": key, "refused": refused}
    return render(request, "portal/ratings/tablet_over.html", context, status=UNPROCESSABLE)


def _back_to_start(response: HttpResponse, key: str, seconds: int) -> HttpResponse:
    response["Refresh"] = f"{seconds}; url={reverse('portal:tablet', args=[key])}"
    return response


# --- limits ----------------------------------------------------------------------------------------------------------


def _too_often(what: str, now: datetime) -> bool:
    return limits.count(what, now) > settings.RATING_LIMIT_PER_MINUTE


def too_many(request: HttpRequest, now: datetime) -> HttpResponse:
    wait = limits.wait(now)
    response = render(request, "portal/ratings/too_many.html", {"wait": wait}, status=TOO_MANY)
    response["Retry-After"] = str(wait)
    return response
