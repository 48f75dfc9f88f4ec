"""When an office is open in the days to come, for whoever means to go there."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from gandan.law.calendar import WorkCalendar
from gandan.law.hours import Span

SHOWN = 5

Hours = Callable[[date], Sequence[Span]]


class OpenDay(NamedTuple):
    day: date
    hours: str  # "" when it is off
    why_off: str


def days_ahead(calendar: WorkCalendar, today: date, hours: Hours | None = None) -> list[OpenDay]:
    """Today and the days after it, as many as people plan for; `hours` of a place that is open besides office hours."""
    days = [today + timedelta(days=ahead) for ahead in range(SHOWN)]
    return [_open_day(calendar, day, (hours or calendar.spans)(day)) for day in days]


def _open_day(calendar: WorkCalendar, day: date, open_hours: Sequence[Span]) -> OpenDay:
    off = calendar.why_off(day)
    spans = [f"{begin:%H:%M}–{end:%H:%M}" for begin, end in open_hours]
    return OpenDay(day, ", ".join(spans), off.name if off else "")
