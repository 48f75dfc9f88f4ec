"""Commitments: one's own, what waits to be confirmed, those of the level, counts; one of them, and its moves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.desk.programme.citing import card
from gandan.desk.programme.commitment_forms import WordsForm
from gandan.desk.programme.commitment_rows import item_rows, signed_rows
from gandan.desk.programme.pages import acted, page
from gandan.desk.surface import officer_page
from gandan.desk.timeline import events
from gandan.organisation.models import Post
from gandan.programme.commitments import actions, queries
from gandan.programme.commitments.models import Commitment
from gandan.programme.commitments.states import MACHINE, State

SHAPES = {
    State.DRAFTED: "none",
    State.SIGNED: "wait",
    State.CONFIRMED: "kept",
    State.AMENDED: "soon",
    State.CLOSED: "none",
}
OLDEST = 2020
SEAL_PART = 16  # letters of a seal together: whole, it is wider than a telephone


def commitment_in_reach(request: HttpRequest, code: str) -> Commitment:
    found = queries.in_reach(code, request.person, request.today)
    if found is None:
        raise Http404
    found.shape = SHAPES[found.state]
    return found


def own_commitment(request: HttpRequest, code: str) -> Commitment:
    """One's own, or 404: nobody writes for another."""
    found = commitment_in_reach(request, code)
    if found.person_id != request.person.pk:
        raise Http404
    return found


def road(commitment: Commitment) -> str:
    return reverse("desk:commitment", args=[commitment.code])


def about(commitment: Commitment) -> dict[str, str]:
    """What a form says it belongs to."""
    title = f"{commitment.person} · {commitment.post.title}"
    return {"number": _("Cam kết năm %(year)s") % {"year": commitment.year}, "title": title}


def acted_on(
    request: HttpRequest, commitment: Commitment, form: Any, act: Any, *, title: str, button: str, **more: object
) -> HttpResponse:
    """A form about a commitment: acted on, back to its page; else shown, or shown again."""

    def done() -> str:
        act()
        return road(commitment)

    words = {"title": title, "button": button, "back": road(commitment), "about": about(commitment)}
    return acted(request, form, done, words | {"here": "commitments"} | more)


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else request.today.year
    return year if OLDEST <= year <= request.today.year + 1 else request.today.year


@officer_page
def commitments(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    writable = year in (request.today.year, request.today.year + 1)
    lists = {
        "mine": queries.mine(request.person).filter(year=year),
        "waiting": queries.to_confirm(request.person, request.today),
        "level": queries.read_by(request.person, request.today).filter(year=year).order_by("person__folded_name"),
    }
    for row in (one for rows in lists.values() for one in rows):
        row.shape = SHAPES[row.state]
        row.is_altered = bool(queries.altered(row))
    context = lists | {
        "here": "commitments",
        "year": year,
        "years": [request.today.year + 1, request.today.year, request.today.year - 1],
        "posts": queries.offered_posts(request.person, year, request.today) if writable else [],
        "counts": queries.counts_of_units(request.person, year, request.today),
    }
    return page(request, "commitments", context)


@officer_page
@require_POST
def commitment_start(request: HttpRequest, post: str, year: int) -> HttpResponse:
    seat = get_object_or_404(Post, code=post)
    made = actions.draft(post=seat, year=year, by=request.person, at=request.now)
    return redirect(road(made))


@officer_page
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    found = commitment_in_reach(request, code)
    is_own = found.person_id == request.person.pk
    confirmers = queries.confirmers_of(found, request.today)
    hinted = (found.is_writable and is_own) or (found.state == State.SIGNED and request.person in confirmers)
    weak = queries.weak_points_of(found) if hinted else []
    context = {
        "here": "commitments",
        "commitment": found,
        "is_own": is_own,
        "may_confirm": request.person in confirmers and found.state == State.SIGNED,
        "may_verify": not is_own,
        "confirmers": confirmers,
        "items": item_rows(found, weak, request),
        "weak": [one for one in weak if not one.place],
        "may_close": is_own and found.state != State.CLOSED and request.today.year > found.year,
    }
    return page(request, "commitment", context | _beside(request, found))


def _beside(request: HttpRequest, found: Commitment) -> dict[str, object]:
    """What stands beside the items of a commitment."""
    editions = found.editions.select_related("confirmed_by")
    year, month = request.today.year, request.today.month
    return {
        "limitations": queries.limitations_of(found),
        "altered": queries.altered(found),
        "editions": editions,
        "quarters": [quarter for quarter in (1, 2, 3, 4) if (year, month) >= (found.year, 3 * quarter - 2)],
        "events": events(found),
        **(card(request, found, found.unit) if editions else {}),
    }


@officer_page
def commitment_sign(request: HttpRequest, code: str) -> HttpResponse:
    """What would be signed, with what is weak in it and how it could be better; then the signature."""
    found = own_commitment(request, code)
    MACHINE.move("sign", state=found.state)
    if request.method == "POST":
        actions.sign(commitment_id=found.pk, by=request.person, at=request.now)
        messages.success(request, _("Đã ký bản cam kết."))
        return redirect(road(found))
    weak = queries.weak_points_of(found)
    context = {"commitment": found, "items": item_rows(found, weak, request), "here": "commitments"}
    whole = {"weak": [one for one in weak if not one.place], "limitations": queries.limitations_of(found)}
    confirmers = queries.confirmers_of(found, request.today)
    return page(request, "commitment_sign", context | whole | {"confirmers": confirmers, "is_weak": bool(weak)})


@officer_page
@require_POST
def commitment_confirm(request: HttpRequest, code: str) -> HttpResponse:
    found = commitment_in_reach(request, code)
    actions.confirm(commitment_id=found.pk, by=request.person, at=request.now)
    messages.success(request, _("Đã xác nhận bản cam kết."))
    return redirect(road(found))


@officer_page
def commitment_give_back(request: HttpRequest, code: str) -> HttpResponse:
    found = commitment_in_reach(request, code)
    if not queries.may_confirm(found, request.person, request.today):
        raise Http404
    form = WordsForm(request.POST or None, label=_("Cần sửa gì"))

    def act() -> None:
        reason = form.cleaned_data["words"]
        actions.give_back(commitment_id=found.pk, reason=reason, by=request.person, at=request.now)

    return acted_on(request, found, form, act, title=_("Trả lại để sửa"), button=_("Trả lại"))


@officer_page
def commitment_amend(request: HttpRequest, code: str) -> HttpResponse:
    found = own_commitment(request, code)
    form = WordsForm(request.POST or None, label=_("Vì sao phải sửa"))

    def act() -> None:
        reason = form.cleaned_data["words"]
        actions.amend(commitment_id=found.pk, reason=reason, by=request.person, at=request.now)

    return acted_on(request, found, form, act, title=_("Sửa bản đã ký"), button=_("Mở ra để sửa"))


@officer_page
@require_POST
def commitment_close(request: HttpRequest, code: str) -> HttpResponse:
    found = own_commitment(request, code)
    actions.close(commitment_id=found.pk, by=request.person, at=request.now)
    return redirect(road(found))


@officer_page
def commitment_edition(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What was signed once, word for word."""
    found = commitment_in_reach(request, code)
    edition = get_object_or_404(found.editions.select_related("confirmed_by"), number=number)
    seal = [edition.seal[at : at + SEAL_PART] for at in range(0, len(edition.seal), SEAL_PART)]
    context = {"commitment": found, "edition": edition, "seal": seal, "rows": signed_rows(found, edition.text)}
    return page(request, "commitment_edition", context | {"here": "commitments", "altered": queries.altered(found)})
