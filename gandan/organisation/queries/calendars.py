"""Calendars, office hours and local choices, as they apply to a unit."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Protocol, TypeVar

from django.db.models import Q

from gandan.law import calendar as law
from gandan.law.hours import read_spans
from gandan.law.special_days import special_days
from gandan.organisation.models import OfficeHours, RuleChoice, SpecialDay, Unit
from gandan.organisation.queries.editions import kept
from gandan.organisation.rules.hours import read_typed_spans

# Do Saturdays count? The value of the choice is "no", or the hours that count: "07:30-11:30".
SATURDAYS_RULE = "gandan:saturday-counts"


def calendar_of(unit: Unit, on: date) -> law.WorkCalendar:
    """The working calendar that applies to a unit: the packaged table, then days, hours and Saturdays kept here.

    Those of the nearest unit upwards win; those without a unit hold for everybody. Four queries the first time.
    """
    return _calendar(unit.pk, on)


@kept(512)
def _calendar(unit_id: int, on: date) -> law.WorkCalendar:
    chain = _chain(unit_id)
    special = {row.day: row for row in _farthest_first(SpecialDay.objects.filter(_for_any_of(chain)), chain)}
    extra = [_as_law(row) for _, row in sorted(special.items())]
    return law.standard_calendar(_hours_of(chain, on), extra, counted_saturdays=_saturdays_of(chain))


def _hours_of(chain: list[int], on: date) -> law.OfficeHours:
    # in the order they were written: where seasons overlap the first stands
    rows = _nearest(OfficeHours.objects.filter(_in_force(on), _for_any_of(chain)).order_by("id"), chain)
    if not rows:
        return law.DEFAULT_HOURS
    seasons = tuple(law.Season(read_spans(row.spans), row.from_day, row.to_day) for row in rows)
    return law.OfficeHours(seasons, rows[0].source)


def _saturdays_of(chain: list[int]) -> list[law.CountedSaturdays]:
    rows = _nearest(RuleChoice.objects.filter(_for_any_of(chain), rule=SATURDAYS_RULE), chain)
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
    chain = _chain(unit.pk)
    rows = _nearest(RuleChoice.objects.filter(_in_force(on), _for_any_of(chain), rule=rule_id), chain)
    return max(rows, key=lambda row: row.valid_from, default=None)


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


def _chain(unit_id: int) -> list[int]:
    """Ids of the unit and of all it belongs to, nearest first; one query."""
    parents = dict(Unit.objects.order_by().values_list("id", "parent_id"))
    chain = [unit_id]
    while (above := parents.get(chain[-1])) is not None and above not in chain:
        chain.append(above)
    return chain


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _for_any_of(chain: list[int]) -> Q:
    return Q(unit__isnull=True) | Q(unit_id__in=chain)


class _OfUnit(Protocol):
    """A row kept for a unit, or for everybody where `unit_id` is None."""

    unit_id: int | None


_Row = TypeVar("_Row", bound=_OfUnit)


def _farthest_first(rows: Iterable[_Row], chain: list[int]) -> list[_Row]:
    near = {unit_id: distance for distance, unit_id in enumerate(chain)}
    return sorted(rows, key=lambda row: len(chain) if row.unit_id is None else near[row.unit_id], reverse=True)


def _nearest(rows: Iterable[_Row], chain: list[int]) -> list[_Row]:
    """The rows of the nearest unit that has any."""
    ordered = _farthest_first(rows, chain)
    return [row for row in ordered if row.unit_id == ordered[-1].unit_id]
