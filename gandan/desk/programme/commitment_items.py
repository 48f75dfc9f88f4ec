"""The items of a commitment and a leader's limitations: written, shown, reviewed, contested, verified; their cases."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.desk.indicators import drawn, listed
from gandan.desk.programme.commitment_forms import ItemForm, LimitationForm, ReviewForm, WordsForm, typed_of
from gandan.desk.programme.commitments import acted_on, commitment_in_reach, own_commitment, road
from gandan.desk.surface import officer_page
from gandan.indicators import queries as indicators
from gandan.indicators.values import Cases, Definition, Figure
from gandan.organisation.queries import unit_by_ref
from gandan.programme.commitments import actions, queries
from gandan.programme.commitments.models import Commitment, Item, Limitation

MOST_CASES = 200  # of one sort, on one page


def _item(commitment: Commitment, code: str) -> Item:
    return get_object_or_404(queries.live_items(commitment), code=code)


def _limitation(commitment: Commitment, code: str) -> Limitation:
    return get_object_or_404(queries.limitations_of(commitment), code=code)


# --- items ---------------------------------------------------------------------------------------------------------


def _item_page(request: HttpRequest, commitment: Commitment, item: Item | None) -> HttpResponse:
    initial: dict[str, Any] = typed_of(item) if item else {"judged_by": "target", "measure_kind": ""}
    form = ItemForm(request.POST or None, commitment=commitment, on=request.today, initial=initial)

    def act() -> None:
        told = {"text": form.text(), "item_code": item.code if item else ""}
        actions.write_item(commitment_id=commitment.pk, **told, by=request.person, at=request.now)

    title = _("Sửa nội dung") if item else _("Thêm nội dung")
    return acted_on(request, commitment, form, act, title=title, button=_("Ghi nội dung"), template="commitment_item")


@officer_page
def item_new(request: HttpRequest, code: str) -> HttpResponse:
    return _item_page(request, own_commitment(request, code), None)


@officer_page
def item_change(request: HttpRequest, code: str, item: str) -> HttpResponse:
    found = own_commitment(request, code)
    return _item_page(request, found, _item(found, item))


@officer_page
@require_POST
def item_drop(request: HttpRequest, code: str, item: str) -> HttpResponse:
    found = own_commitment(request, code)
    one = _item(found, item)
    actions.drop_item(commitment_id=found.pk, item_code=one.code, by=request.person, at=request.now)
    messages.success(request, _("Đã bỏ nội dung."))
    return redirect(road(found))


@officer_page
def commitment_show(request: HttpRequest, code: str, item: str) -> HttpResponse:
    found = own_commitment(request, code)
    one = _item(found, item)
    form = WordsForm(request.POST or None, label=_("Minh chứng: xem được ở đâu, con số nào"))

    def act() -> None:
        actions.show_evidence(item_code=one.code, shown=form.cleaned_data["words"], by=request.person, at=request.now)

    words = {"title": _("Ghi minh chứng"), "button": _("Ghi minh chứng"), "of": one.content}
    return acted_on(request, found, form, act, **words, template="commitment_words")


@officer_page
def item_contest(request: HttpRequest, code: str, item: str) -> HttpResponse:
    found = own_commitment(request, code)
    one = _item(found, item)
    form = WordsForm(request.POST or None, label=_("Vì sao không đồng ý với kết luận"))

    def act() -> None:
        actions.contest(item_code=one.code, reason=form.cleaned_data["words"], by=request.person, at=request.now)

    words = {"title": _("Không đồng ý với kết luận"), "button": _("Ghi ý kiến"), "of": one.content}
    return acted_on(request, found, form, act, **words, template="commitment_words")


@officer_page
def commitment_review(request: HttpRequest, code: str, quarter: int) -> HttpResponse:
    found = own_commitment(request, code)
    if not 1 <= quarter <= 4:
        raise Http404
    items = list(queries.live_items(found))
    period = indicators.read_period(f"{found.year}Q{quarter}")
    ledger = {item.code: queries.ledger_words(item, period, request.now) for item in items}
    form = ReviewForm(request.POST or None, items=items, quarter=quarter, ledger=ledger)

    def act() -> None:
        told = {"quarter": quarter, "said": form.said()}
        actions.review(commitment_id=found.pk, **told, by=request.person, at=request.now)

    title = _("Tự rà soát quý %(quarter)s") % {"quarter": quarter}
    return acted_on(request, found, form, act, title=title, button=_("Ghi rà soát"))


@officer_page
def item_cases(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What a verdict was counted from, for whoever reads the commitment; dossiers only those they may open."""
    found = commitment_in_reach(request, code)
    measure = _item(found, item).sealed_measure
    of = measure and indicators.definition(measure.indicator)
    unit = measure and unit_by_ref(measure.unit)
    if measure is None or of is None or unit is None or of.cases == Cases.NONE:
        raise Http404
    period = indicators.read_period(_item(found, item).period)
    met = request.GET.get("of") == "met"
    figure = indicators.figure(of, unit, period, request.now)
    asked = partial(indicators.cases, of, unit, period, request.now)
    context = {
        "section": "programme",
        "unit": unit,
        "period_name": indicators.words_of_period(period),
        "name": _(of.name),
        "counts": _(of.counts),
        "figure": drawn(figure),
        "back": road(found),
        "tabs": _tabs(reverse("desk:commitment_cases", args=[found.code, item]), of, figure, met=met),
        "of_dossiers": of.cases == Cases.DOSSIERS,
    }
    return render(request, "desk/indicators/cases.html", context | listed(of, asked(met=met, size=MOST_CASES), request))


def _tabs(address: str, of: Definition, figure: Figure, *, met: bool) -> list[dict[str, Any]]:
    rest = figure.denominator - figure.numerator
    sorts = ((False, "unmet", of.unmet, rest), (True, "met", of.met, figure.numerator))
    return [
        {"label": _(label), "count": count, "url": f"{address}?of={name}", "current": is_met == met}
        for is_met, name, label, count in sorts
    ]


# --- limitations ---------------------------------------------------------------------------------------------------


def _limitation_page(request: HttpRequest, commitment: Commitment, one: Limitation | None) -> HttpResponse:
    names = ("statement", "cause", "measure", "due_on", "evidence")
    form = LimitationForm(request.POST or None, initial={name: getattr(one, name) for name in names} if one else None)

    def act() -> None:
        told = {"text": form.text(), "limitation_code": one.code if one else ""}
        actions.write_limitation(commitment_id=commitment.pk, **told, by=request.person, at=request.now)

    title = _("Sửa hạn chế") if one else _("Thêm hạn chế cần khắc phục")
    return acted_on(request, commitment, form, act, title=title, button=_("Ghi hạn chế"), template="commitment_item")


@officer_page
def limitation_new(request: HttpRequest, code: str) -> HttpResponse:
    return _limitation_page(request, own_commitment(request, code), None)


@officer_page
def limitation_change(request: HttpRequest, code: str, limitation: str) -> HttpResponse:
    found = own_commitment(request, code)
    return _limitation_page(request, found, _limitation(found, limitation))


@officer_page
@require_POST
def limitation_drop(request: HttpRequest, code: str, limitation: str) -> HttpResponse:
    found = own_commitment(request, code)
    one = _limitation(found, limitation)
    actions.drop_limitation(limitation_code=one.code, by=request.person, at=request.now)
    return redirect(road(found))


@officer_page
def limitation_show(request: HttpRequest, code: str, limitation: str) -> HttpResponse:
    found = own_commitment(request, code)
    one = _limitation(found, limitation)
    form = WordsForm(request.POST or None, label=_("Minh chứng: xem được ở đâu, con số nào"))

    def act() -> None:
        actions.show_limitation(
            limitation_code=one.code, shown=form.cleaned_data["words"], by=request.person, at=request.now
        )

    words = {"title": _("Ghi minh chứng đã khắc phục"), "button": _("Ghi minh chứng"), "of": one.statement}
    return acted_on(request, found, form, act, **words, template="commitment_words")


@officer_page
@require_POST
def limitation_verify(request: HttpRequest, code: str, limitation: str) -> HttpResponse:
    found = commitment_in_reach(request, code)
    one = _limitation(found, limitation)
    actions.verify_limitation(limitation_code=one.code, by=request.person, at=request.now)
    messages.success(request, _("Đã ghi: hạn chế này đã khắc phục."))
    return redirect(road(found))
