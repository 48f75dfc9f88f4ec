"""How long a unit keeps what it holds: the years of a rule, for what it took over as well."""

from datetime import date

from gandan.law.rulebook import Rule
from gandan.organisation.queries.calendars import rule_for
from gandan.organisation.queries.units import unit_map, unit_of


def rules_of_keeper(rule_id: str, unit_id: int, on: date) -> list[Rule]:
    """A rule as it holds today for what was a unit's: by the unit itself, or by each that took over from it."""
    return [rule_for(rule_id, unit_of(keeper), on) for keeper in sorted(unit_map(on).became(unit_id))]


def kept_long_enough(rule_id: str, unit_id: int, on: date) -> date:
    """What ended in the unit before this day has been kept for all the years; the longest, where several took over."""
    return years_before(on, max(int(rule.value) for rule in rules_of_keeper(rule_id, unit_id, on)))


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; the 29th of February is the 1st of March where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
