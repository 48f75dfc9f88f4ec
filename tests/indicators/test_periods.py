"""Months, quarters and years; their names and neighbours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gandan.indicators.rules import periods
from gandan.indicators.values import PeriodKind
from tests.refusals import refused

KINDS = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]
days = some.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(days, some.sampled_from(KINDS))
def test_a_day_lies_in_its_period_and_the_period_before_ends_the_day_before(day, kind):
    period = periods.holding(day, kind)
    assert period.first_on <= day <= period.last_on
    assert periods.before(period).last_on == period.first_on - timedelta(days=1)
    assert periods.read(period.code) == period


@given(days, some.sampled_from(KINDS))
def test_a_period_is_its_whole_months(day, kind):
    period = periods.holding(day, kind)
    months = periods.months_in(period)
    assert len(months) == periods.MONTHS[kind]
    assert (months[0].first_on, months[-1].last_on) == (period.first_on, period.last_on)


@given(days, some.integers(0, 400))
def test_a_span_is_followed_by_the_one_before_it_of_as_many_days(first, more):
    last = first + timedelta(days=more)
    span = periods.span(first, last)
    before = periods.before(span)
    assert before.last_on == first - timedelta(days=1)
    assert before.last_on - before.first_on == last - first
    for month in periods.months_in(span):
        assert first <= month.first_on <= month.last_on <= last


@pytest.mark.parametrize(
    "typed", ["", "2026-13", "2026-00", "2026Q5", "2026-1", "26", "2026Q", "1999", "2026-11 ", "٢٠٢٦"]
)
def test_what_is_no_period_is_refused(typed):
    with refused("indicators.no_period"):
        periods.read(typed)


def test_the_names_people_use():
    def said(code: str) -> str:
        sentence, params = periods.words(periods.read(code))
        return sentence % params

    assert [said(one) for one in ("2026-11", "2026Q4", "2026")] == ["Tháng 11/2026", "Quý 4/2026", "Năm 2026"]
    sentence, params = periods.words(periods.span(date(2026, 1, 15), date(2026, 6, 30)))
    assert sentence % params == "Từ 15/01/2026 đến 30/06/2026"


def test_a_span_of_no_day_is_a_mistake():
    with pytest.raises(ValueError, match="holds no day"):
        periods.span(date(2026, 2, 1), date(2026, 1, 31))
