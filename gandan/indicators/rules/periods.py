"""Months, quarters and years of the calendar, and spans of days."""

import re
from datetime import date, timedelta

from gandan.indicators.values import Period, PeriodKind
from gandan.lib.refusal import Refused, mark

_CODE = re.compile(r"(?P<year>2\d{3})(?:-(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))?", re.ASCII)
MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
NAMES = {
    PeriodKind.MONTH: mark("Tháng %(number)s/%(year)s"),
    PeriodKind.QUARTER: mark("Quý %(number)s/%(year)s"),
    PeriodKind.YEAR: mark("Năm %(year)s"),
    PeriodKind.SPAN: mark("Từ %(first)s đến %(last)s"),
}


def read(code: str) -> Period:
    """The period of `2026-11`, `2026Q4` or `2026`; Refused `indicators.no_period` for anything else."""
    found = _CODE.fullmatch(code)
    if found is None:
        sentence = mark("Kỳ “%(typed)s” không đọc được. Viết 2026-11, 2026Q4 hoặc 2026.")
        raise Refused(sentence, code="indicators.no_period", typed=code)
    year = int(found["year"])
    if found["month"]:
        return holding(date(year, int(found["month"]), 1), PeriodKind.MONTH)
    if found["quarter"]:
        return holding(date(year, 3 * int(found["quarter"]), 1), PeriodKind.QUARTER)
    return holding(date(year, 1, 1), PeriodKind.YEAR)


def holding(day: date, kind: PeriodKind) -> Period:
    """The month, quarter or year in which the day lies."""
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _plus(first, months) - timedelta(days=1), kind)


def span(first_on: date, last_on: date) -> Period:
    """Days that are no month, quarter or year, such as those of a commitment. Raises ValueError for none at all."""
    if last_on < first_on:
        raise ValueError(f"{first_on} to {last_on} holds no day")
    return Period(first_on, last_on, PeriodKind.SPAN)


def before(period: Period) -> Period:
    """The one just before: of a span, as many days."""
    if period.kind == PeriodKind.SPAN:
        days = period.last_on - period.first_on
        last_on = period.first_on - timedelta(days=1)
        return span(last_on - days, last_on)
    return holding(period.first_on - timedelta(days=1), period.kind)


def months_in(period: Period) -> list[Period]:
    """The whole months of which it consists; a span's, only those it holds whole."""
    found, month = [], holding(period.first_on, PeriodKind.MONTH)
    while month.last_on <= period.last_on:
        if month.first_on >= period.first_on:
            found.append(month)
        month = holding(month.last_on + timedelta(days=1), PeriodKind.MONTH)
    return found


def words(period: Period) -> tuple[str, dict[str, object]]:
    """The sentence that names it, and what fills it."""
    first, last = period.first_on, period.last_on
    number = (first.month + 2) // 3 if period.kind == PeriodKind.QUARTER else first.month
    days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    return NAMES[period.kind], {"number": number, "year": first.year, **days}


def _plus(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
