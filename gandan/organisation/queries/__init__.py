"""What is asked of the organisation: who stands where on a day, what units became, which hours and choices apply.

`on` is always the local date of the question; nothing here reads the clock.
"""

from gandan.organisation.queries.calendars import SATURDAYS_RULE, DayRow, calendar_of, choice, days_of_year, rule_for
from gandan.organisation.queries.domains import responses
from gandan.organisation.queries.editions import kept, reading
from gandan.organisation.queries.people import find_people, posts_of
from gandan.organisation.queries.retention import kept_long_enough, rules_of_keeper, years_before
from gandan.organisation.queries.standing import Standing, holders, open_post_units, standing
from gandan.organisation.queries.units import (
    Branch,
    History,
    UnitMap,
    find_units,
    named_exactly,
    packaged_units,
    scope_of,
    unit_branches,
    unit_by_ref,
    unit_history,
    unit_map,
    unit_of,
)

__all__ = [
    "SATURDAYS_RULE",
    "Branch",
    "DayRow",
    "History",
    "Standing",
    "UnitMap",
    "calendar_of",
    "choice",
    "days_of_year",
    "find_people",
    "find_units",
    "holders",
    "kept",
    "kept_long_enough",
    "named_exactly",
    "open_post_units",
    "packaged_units",
    "posts_of",
    "reading",
    "responses",
    "rule_for",
    "rules_of_keeper",
    "scope_of",
    "standing",
    "unit_branches",
    "unit_by_ref",
    "unit_history",
    "unit_map",
    "unit_of",
    "years_before",
]
