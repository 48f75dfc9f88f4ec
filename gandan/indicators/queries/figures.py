"""A definition measured: for units, in periods, as of an instant; and the cases behind a figure."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localdate

from gandan.indicators.queries.sources import composed, periods_table, rows_of
from gandan.indicators.rules import periods as calendar
from gandan.indicators.values import Case, Cases, Definition, Figure, Period, Reading
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Unit
from gandan.organisation.queries import kept, unit_map

Counts = dict[tuple[str, str], tuple[int, int]]  # (unit, period) -> (numerator, denominator)


def measure(
    definition: Definition,
    units: Sequence[Unit],
    periods: Sequence[Period],
    at: datetime,
    reading: Reading = Reading.WITH_BEFORE,
) -> list[Figure]:
    """The figure of each unit, with all below it, in each period; one query of facts. Units outside, periods inside.

    What is still open is judged as of `at`. Of whatever is never shown in small numbers, the months of each unit that
    are over and large enough are added up, and only these: no figure, taken from another, tells what one hides.
    """
    scopes = {unit.pk: _inside(unit, localdate(at), reading) for unit in units}
    parts = {period.code: _parts(definition, period, localdate(at)) for period in periods}
    least = settings.RATINGS_LEAST if definition.small else 0
    asked = sorted({part for held in parts.values() for part in held})
    counts = _counts(definition, frozenset().union(*scopes.values()), asked, at)
    found = []
    for unit in units:
        for period in periods:
            held = [(code, part.code) for code in _codes(scopes[unit.pk]) for part in parts[period.code]]
            cells = [counts[one] for one in held if counts.get(one, (0, 0))[1]]
            shown = [cell for cell in cells if cell[1] >= least]
            met, every = sum(one for one, _all in shown), sum(every for _one, every in shown)
            left_out = len(cells) - len(shown)
            found.append(Figure(definition.code, unit.ref.code, period.code, met, every, left_out))
    return found


def _parts(definition: Definition, period: Period, on: date) -> list[Period]:
    """What the figure of a period is added up from: itself; or, of small numbers, its whole months that are over."""
    return [one for one in calendar.months_in(period) if one.is_over(on)] if definition.small else [period]


def figure(
    definition: Definition, unit: Unit, period: Period, at: datetime, reading: Reading = Reading.WITH_BEFORE
) -> Figure:
    return measure(definition, [unit], [period], at, reading)[0]


def _counts(definition: Definition, unit_ids: Collection[int], periods: Sequence[Period], at: datetime) -> Counts:
    if not unit_ids or not periods:
        return {}
    units = sorted(_codes(unit_ids))
    begin, params = composed(definition, at, unit_ids)
    sql = (
        f"{begin}, {periods_table(periods)}"
        " SELECT unit, period, SUM(numerator), SUM(denominator)"
        " FROM cases JOIN periods ON day BETWEEN first_on AND last_on"
        f" WHERE unit IN ({_places(units)}) GROUP BY unit, period"
    )
    rows = rows_of(sql, [*params, *units])
    return {(unit, period): (int(met), int(every)) for unit, period, met, every in rows}


def _places(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


# --- units ---------------------------------------------------------------------------------------------------------


def _inside(unit: Unit, on: date, reading: Reading) -> frozenset[int]:
    """The unit and all below it; with what these took over from, or without."""
    units = unit_map(on)
    if reading == Reading.WITH_BEFORE:
        return units.scope([unit.pk])
    reached, waiting = set(), [unit.pk]
    while waiting:
        one = waiting.pop()
        reached.add(one)
        waiting.extend(units.children.get(one, frozenset()) - reached)
    return frozenset(reached)


def has_before(unit: Unit, on: date) -> bool:
    """Whether it, or anything below it, took over from other units: only then do the two readings differ."""
    return _inside(unit, on, Reading.WITH_BEFORE) != _inside(unit, on, Reading.AS_IT_WAS)


def _codes(unit_ids: Collection[int]) -> frozenset[str]:
    known = _all_codes()
    return frozenset(known[one] for one in unit_ids)


@kept(2)
def _all_codes() -> dict[int, str]:
    """The public code of every unit there ever was."""
    return {one.pk: one.ref.code for one in Unit.objects.order_by().only("code", "valid_from")}


# --- cases ---------------------------------------------------------------------------------------------------------


def cases(
    definition: Definition,
    unit: Unit,
    period: Period,
    at: datetime,
    *,
    met: bool,
    reading: Reading = Reading.WITH_BEFORE,
    first: int = 0,
    size: int | None = None,
) -> list[Case]:
    """The cases of one sort behind a figure, newest first: `size` of them after the first `first`.

    Refused `indicators.no_cases` where a figure opens to none.
    """
    begin, params, units = _of_cases(definition, unit, period, at, reading)
    cut = "" if size is None else f" LIMIT {int(size)} OFFSET {int(first)}"
    sql = (
        f"{begin} SELECT subject, unit, day FROM cases JOIN periods ON day BETWEEN first_on AND last_on"
        f" WHERE numerator = %s AND unit IN ({_places(units)}) ORDER BY day DESC, subject{cut}"
    )
    rows = rows_of(sql, [*params, int(met), *units])
    return [Case(subject, code, _date(day), met) for subject, code, day in rows]


def _of_cases(
    definition: Definition, unit: Unit, period: Period, at: datetime, reading: Reading
) -> tuple[str, list[object], list[str]]:
    if definition.cases == Cases.NONE:
        sentence = mark("Chỉ số này đếm từ số tổng, nên không mở ra từng trường hợp.")
        raise Refused(sentence, code="indicators.no_cases")
    inside = _inside(unit, localdate(at), reading)
    begin, params = composed(definition, at, inside)
    return f"{begin}, {periods_table([period])}", params, sorted(_codes(inside))


def _date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
