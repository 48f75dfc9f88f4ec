"""Calendars, office hours and local choices, as they apply to a unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, Protocol, TypeVar

from gandan.law import calendar as law
from gandan.law.hours import read_spans, read_typed_spans
from gandan.law.rulebook import Rule, rule
from gandan.law.special_days import special_days
from gandan.law.terms import Term
from gandan.organisation.models import OfficeHours, RuleChoice, SpecialDay, Unit
from gandan.organisation.queries.editions import kept

# Do Saturdays count? The value of the choice is "no", or the hours that count: "07:30-11:30".
SATURDAYS_RULE = "gandan:saturday-counts"


def calendar_of(unit: Unit | None, on: date) -> law.WorkCalendar:
    """The working calendar that applies to a unit: the packaged table, then days, hours and Saturdays kept here.

    Those of the nearest unit upwards win; those without a unit hold for everybody, and they alone for no unit.
    Four queries the first time.
    """
    return _calendar(unit and unit.pk, on)


@kept(512)
def _calendar(unit_id: int | None, on: date) -> law.WorkCalendar:
    rows = _rows()
    chain = _chain(unit_id, rows.parents) if unit_id else []
    special = {row.day: row for row in _farthest_first(rows.days, chain)}
    extra = [_as_law(row) for _, row in sorted(special.items())]
    saturdays = [row for row in rows.choices if row.rule == SATURDAYS_RULE]
    return law.standard_calendar(
        _hours_of(_nearest([row for row in rows.hours if _is_in_force(row, on)], chain)),
        extra,
        counted_saturdays=_saturdays_of(_nearest(saturdays, chain)),
    )


class _Rows(NamedTuple):
    """All that is kept here about days and hours: a few rows a unit."""

    parents: dict[int, int | None]
    days: list[SpecialDay]
    hours: list[OfficeHours]  # in the order they were written: where seasons overlap the first stands
    choices: list[RuleChoice]


@kept(2)
def _rows() -> _Rows:
    return _Rows(
        dict(Unit.objects.order_by().values_list("id", "parent_id")),
        list(SpecialDay.objects.order_by("day")),
        list(OfficeHours.objects.order_by("id")),
        list(RuleChoice.objects.order_by("rule", "valid_from")),
    )


def _hours_of(rows: Sequence[OfficeHours]) -> law.OfficeHours:
    if not rows:
        return law.DEFAULT_HOURS
    seasons = tuple(law.Season(read_spans(row.spans), row.from_day, row.to_day) for row in rows)
    return law.OfficeHours(seasons, rows[0].source)


def _saturdays_of(rows: Sequence[RuleChoice]) -> list[law.CountedSaturdays]:
    return [
        law.CountedSaturdays(
            row.valid_from,
            row.valid_to - timedelta(days=1) if row.valid_to else None,
            read_typed_spans(row.value),
            row.source,
        )
        for row in rows
        if row.value != "no"
    ]


def choice(rule_id: str, unit: Unit, on: date) -> RuleChoice | None:
    """The value a place chose where the law leaves a choice: the nearest unit's, then everybody's, else none."""
    rows = _rows()
    chosen = [row for row in rows.choices if row.rule == rule_id and _is_in_force(row, on)]
    nearest = _nearest(chosen, _chain(unit.pk, rows.parents))
    return max(nearest, key=lambda row: row.valid_from, default=None)


NOT_TERMS = ("yes/no", "years", "fields of work")  # what a place may choose besides a term, stored as it is read


def rule_for(rule_id: str, unit: Unit, on: date) -> Rule:
    """A rule as it holds for a unit on a day: the packaged one, or what the place chose in its stead.

    Of a choice, `article` is the deciding document and `valid_from` its first day. Raises Refused `law.no_rule`.
    """
    packaged, chosen = rule(rule_id, on), choice(rule_id, unit, on)
    if chosen is None:
        return packaged
    value, counts = chosen.value, packaged.unit
    if counts not in NOT_TERMS:
        term = Term.parse(chosen.value)
        value, counts = str(term.amount), term.unit.value
    return replace(
        packaged,
        value=value,
        unit=counts,
        article=chosen.source,
        valid_from=chosen.valid_from,
        valid_to=chosen.valid_to,
        certainty="certain",
    )


class DayRow(NamedTuple):
    """A special day as it stands, and the row kept here that says so, if one does."""

    special: law.SpecialDay
    own: SpecialDay | None


def days_of_year(year: int, unit: Unit | None = None) -> list[DayRow]:
    """The special days of a year: for everybody with what is kept here standing above the table, or one unit's own."""
    rows = {row.day: row for row in SpecialDay.objects.filter(day__year=year, unit=unit)}
    packaged = {} if unit else {special.day: DayRow(special, None) for special in special_days(year)}
    own = {day: DayRow(_as_law(row), row) for day, row in rows.items()}
    return [row for _, row in sorted((packaged | own).items())]


def _as_law(row: SpecialDay) -> law.SpecialDay:
    return law.SpecialDay(row.day, row.kind, row.name, row.source, "announced", verified=True)


def _chain(unit_id: int, parents: Mapping[int, int | None]) -> list[int]:
    """Ids of the unit and of all it belongs to, nearest first."""
    chain = [unit_id]
    while (above := parents.get(chain[-1])) is not None and above not in chain:
        chain.append(above)
    return chain


def _is_in_force(row: OfficeHours | RuleChoice, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)


class _OfUnit(Protocol):
    """A row kept for a unit, or for everybody where `unit_id` is None."""

    unit_id: int | None


_Row = TypeVar("_Row", bound=_OfUnit)


def _farthest_first(rows: Iterable[_Row], chain: list[int]) -> list[_Row]:
    """Those kept for a unit of the chain or for everybody, who come first."""
    near: dict[int | None, int] = {unit_id: distance for distance, unit_id in enumerate(chain)} | {None: len(chain)}
    return sorted((row for row in rows if row.unit_id in near), key=lambda row: near[row.unit_id], reverse=True)


def _nearest(rows: Iterable[_Row], chain: list[int]) -> list[_Row]:
    """The rows of the nearest unit that has any."""
    ordered = _farthest_first(rows, chain)
    return [row for row in ordered if row.unit_id == ordered[-1].unit_id]
