"""The figures of a unit in a period, each with its interval and beside the period before, and the cases behind one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.states import STATE_NAMES as TICKET_STATES
from gandan.desk.dossiers import STATE_SHAPES
from gandan.desk.surface import officer_page
from gandan.dossiers.queries import visible_to
from gandan.indicators import queries
from gandan.indicators.values import Better, Case, Cases, Change, Definition, Figure, Period, PeriodKind, Reading
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_by_ref, unit_history

READ_WITH = (Power.UNIT_OVERSEE, Power.RATINGS_READ)
WIDTH = 200  # of a drawn interval: two for a hundredth
FEW = 30  # fewer cases say little
PAGE = 50


class Asked:
    """One reading of the address: which unit, period and way of counting merged units. Out of reach is a 404."""

    def __init__(self, request: HttpRequest) -> None:
        self.now, self.today = request.now, request.today
        self.mine = standing(request.person, request.today)
        self.unit = self._unit(request.GET.get("unit", "").replace("\0", ""))
        self.period = queries.chosen(request.GET.get("period", ""), request.today)
        as_it_was = request.GET.get("reading") == Reading.AS_IT_WAS
        self.reading = Reading.AS_IT_WAS if as_it_was else Reading.WITH_BEFORE

    def _unit(self, code: str) -> Unit:
        if code:
            unit = unit_by_ref(code)
        else:
            unit = self.mine.unit if self._may_read(self.mine.unit) else next(iter(self.units), None)
        if unit is None or not self._may_read(unit):
            raise Http404
        return unit

    def _may_read(self, unit: Unit | None) -> bool:
        return unit is not None and any(self.mine.may(power, unit) for power in READ_WITH)

    @property
    def units(self) -> list[Unit]:
        """The units in force one may choose from."""
        reach = frozenset().union(*(self.mine.units_for(power) for power in READ_WITH))
        return list(Unit.objects.in_force(self.today).filter(pk__in=reach).order_by("folded_name"))

    @property
    def definitions(self) -> list[Definition]:
        return [one for one in queries.all_definitions() if self.mine.may(Power(one.power), self.unit)]

    @property
    def kept(self) -> dict[str, str]:
        """What an address needs to ask the same again."""
        said = {"unit": self.unit.ref.code, "period": self.period.code}
        return said | ({"reading": self.reading.value} if self.reading == Reading.AS_IT_WAS else {})


@officer_page
def indicators(request: HttpRequest) -> HttpResponse:
    """All figures of one unit; never units or people beside each other."""
    asked = Asked(request)
    before = queries.period_before(asked.period)
    rows = []
    for one in asked.definitions:
        now, then = queries.measure(one, [asked.unit], [asked.period, before], asked.now, asked.reading)
        rows.append(_row(one, now, then, asked))
    context = _frame(asked) | {
        "units": asked.units,
        "periods": _offered(asked),
        "rows": rows,
        "before": queries.words_of_period(before),
        "became": unit_history(asked.unit).after if asked.unit.valid_to else (),
        "has_before": queries.has_before(asked.unit, asked.today),
        "reading": asked.reading.value,
    }
    return render(request, "desk/indicators/figures.html", context)


def _frame(asked: Asked) -> dict[str, Any]:
    is_running = not asked.period.is_over(asked.today)
    told = {"period": asked.period, "period_name": queries.words_of_period(asked.period), "is_running": is_running}
    return {"section": "unit", "unit": asked.unit, **told}


def _offered(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    labels = {PeriodKind.MONTH: _("Tháng"), PeriodKind.QUARTER: _("Quý"), PeriodKind.YEAR: _("Năm")}
    offered = queries.offered(asked.today)
    if asked.period not in offered[asked.period.kind]:
        offered[asked.period.kind].append(asked.period)
    return [(labels[kind], [_choice(one) for one in periods]) for kind, periods in offered.items()]


def _choice(period: Period) -> tuple[str, str]:
    return period.code, queries.words_of_period(period)


# --- one figure --------------------------------------------------------------------------------------------------


def _row(definition: Definition, now: Figure, then: Figure, asked: Asked) -> dict[str, Any]:
    change = queries.changed(definition, now, then)
    return {
        "name": _(definition.name),
        "counts": _(definition.counts),
        "of": _(definition.of),
        "source": _(definition.source),
        "better": _("Càng cao càng tốt") if definition.better == Better.UP else _("Càng thấp càng tốt"),
        "now": drawn(now),
        "then": drawn(then),
        "change": change.value,
        "is_few": 0 < now.denominator < FEW,
        "small": definition.small,
        "url": _cases_url(definition, asked) if definition.cases != Cases.NONE and now.denominator else "",
    } | _said(change)


def _said(change: Change) -> dict[str, str]:
    """The words of a change, and the shape that goes with them."""
    words = {
        Change.BETTER: ("kept", _("Tốt hơn kỳ trước")),
        Change.WORSE: ("late", _("Kém hơn kỳ trước")),
        Change.NO_DIFFERENCE_SEEN: ("none", _("Không thấy khác biệt")),
        Change.NOTHING_TO_COMPARE: ("none", _("Chưa có gì để so")),
    }
    shape, said = words[change]
    return {"shape": shape, "said": said}


def drawn(figure: Figure) -> dict[str, Any]:
    """A figure in whole hundredths and as it is drawn: from `begin` to `end` the interval, `at` the share."""
    told: dict[str, Any] = {"met": figure.numerator, "every": figure.denominator, "left_out": figure.left_out}
    if figure.interval is None or figure.share is None:
        return told | {"percent": None}
    low, high = figure.interval
    told |= {"percent": _percent(figure), "low": round(100 * low), "high": round(100 * high)}
    return told | {"begin": round(WIDTH * low), "end": round(WIDTH * high), "at": round(WIDTH * figure.share)}


def _percent(figure: Figure) -> int:
    """Rounded, but all and nothing are said of all and nothing alone."""
    if figure.numerator in (0, figure.denominator):
        return 100 if figure.numerator else 0
    return min(99, max(1, round(100 * figure.numerator / figure.denominator)))


# --- its cases -----------------------------------------------------------------------------------------------------


def _cases_url(definition: Definition, asked: Asked, **more: str) -> str:
    address = reverse("desk:indicator_cases", args=[definition.code])
    return f"{address}?{urlencode(asked.kept | more, safe='@')}"


@officer_page
def indicator_cases(request: HttpRequest, code: str) -> HttpResponse:
    """What a figure was counted from, in two lists; of dossiers, those that the reader may open."""
    asked, definition = Asked(request), queries.definition(code)
    if definition not in asked.definitions or definition.cases == Cases.NONE:
        raise Http404
    figure = queries.figure(definition, asked.unit, asked.period, asked.now, asked.reading)
    met = request.GET.get("of") == "met"
    page = _page(request.GET.get("page", ""))
    cut = {"met": met, "reading": asked.reading, "first": page * PAGE, "size": PAGE + 1}
    found = queries.cases(definition, asked.unit, asked.period, asked.now, **cut)
    context = _frame(asked) | {
        "name": _(definition.name),
        "counts": _(definition.counts),
        "figure": drawn(figure),
        "back": f"{reverse('desk:indicators')}?{urlencode(asked.kept, safe='@')}",
        "tabs": _tabs(definition, asked, figure, met=met),
        "of_dossiers": definition.cases == Cases.DOSSIERS,
        **listed(definition, found[:PAGE], request),
        **_turned(definition, asked, met=met, page=page, is_last=len(found) <= PAGE),
    }
    return render(request, "desk/indicators/cases.html", context)


def _page(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _tabs(definition: Definition, asked: Asked, figure: Figure, *, met: bool) -> list[dict[str, Any]]:
    """Those that are against the good direction first: they are what one opens a figure for."""
    sorts = [
        (True, "met", definition.met, figure.numerator),
        (False, "unmet", definition.unmet, figure.denominator - figure.numerator),
    ]
    if definition.better == Better.UP:
        sorts.reverse()
    return [
        {"label": _(label), "count": count, "url": _cases_url(definition, asked, of=of), "current": is_met == met}
        for is_met, of, label, count in sorts
    ]


def _turned(definition: Definition, asked: Asked, *, met: bool, page: int, is_last: bool) -> dict[str, str]:
    of = "met" if met else "unmet"

    def url(number: int) -> str:
        return _cases_url(definition, asked, of=of, page=str(number))

    return {"newer_url": url(page - 1) if page else "", "older_url": "" if is_last else url(page + 1)}


def listed(definition: Definition, cases: Sequence[Case], request: HttpRequest) -> dict[str, Any]:
    rows = _dossiers(cases, request) if definition.cases == Cases.DOSSIERS else _tickets(cases)
    return {"rows": rows, "hidden": len(cases) - len(rows)}


def _dossiers(cases: Sequence[Case], request: HttpRequest) -> list[dict[str, Any]]:
    codes = [one.code for one in cases]
    seen = visible_to(request.person, request.today).filter(reference__in=codes)
    known = {one.reference: one for one in seen.select_related("version", "result_promise", "deciding_unit")}
    return [
        {"dossier": known[one.code], "shape": STATE_SHAPES[known[one.code].state], "day": one.day}
        for one in cases
        if one.code in known
    ]


def _tickets(cases: Sequence[Case]) -> list[dict[str, Any]]:
    known = {
        one.code: one for one in Ticket.objects.filter(code__in=[one.code for one in cases]).select_related("kind")
    }
    return [_ticket(known[one.code]) for one in cases if one.code in known]


def _ticket(ticket: Ticket) -> dict[str, Any]:
    began = max(ticket.taken_at, ticket.booked_for or ticket.taken_at)
    waited = ticket.called_at and max(ticket.called_at - began, timedelta())
    return {
        "number": ticket.number,
        "kind": ticket.kind.name,
        "taken": localtime(ticket.taken_at),
        "booked": ticket.booked_for,
        "called": ticket.called_at,
        "minutes": None if waited is None else int(waited.total_seconds() // 60),
        "state": _(TICKET_STATES[ticket.state]),
    }
