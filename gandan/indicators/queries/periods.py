"""Periods as screens and commands choose them, and what a figure says beside the one of the period before."""

from datetime import date

from django.utils.translation import gettext

from gandan.indicators.rules import comparing, periods
from gandan.indicators.values import Change, Definition, Figure, Period, PeriodKind
from gandan.lib.refusal import Refused

MONTHS, QUARTERS, YEARS = 13, 6, 3


def read_period(code: str) -> Period:
    """Of `2026-11`, `2026Q4` or `2026`; Refused `indicators.no_period` for anything else."""
    return periods.read(code)


def chosen(code: str, on: date) -> Period:
    """What an address asks for; the month that ended last when it says nothing sensible, or a time to come."""
    try:
        period = periods.read(code)
    except Refused:
        return month_before(on)
    return period if period.first_on <= on else month_before(on)


def offered(on: date) -> dict[PeriodKind, list[Period]]:
    """The months, quarters and years one may choose, the running one first."""
    found = {}
    for kind, many in ((PeriodKind.MONTH, MONTHS), (PeriodKind.QUARTER, QUARTERS), (PeriodKind.YEAR, YEARS)):
        found[kind] = [periods.holding(on, kind)]
        while len(found[kind]) < many:
            found[kind].append(periods.before(found[kind][-1]))
    return found


def month_before(on: date) -> Period:
    """The month that ended last."""
    return periods.before(periods.holding(on, PeriodKind.MONTH))


def period_before(period: Period) -> Period:
    return periods.before(period)


def words_of_period(period: Period) -> str:
    """Its name, in the reader's language."""
    sentence, params = periods.words(period)
    return gettext(sentence) % params


def changed(definition: Definition, now: Figure, before: Figure) -> Change:
    """What the figure says beside the one before."""
    return comparing.change(now, before, definition.better)
