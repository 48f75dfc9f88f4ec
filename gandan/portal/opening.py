"""When an office is open in the days to come, for whoever means to go there."""

from datetime import date, timedelta
from typing import NamedTuple

from gandan.law.calendar import WorkCalendar

SHOWN = 5


class OpenDay(NamedTuple):
    day: date
    hours: str  # "" when it is off
    why_off: str


def days_ahead(calendar: WorkCalendar, today: date) -> list[OpenDay]:
    """Today and the days after it, as many as people plan for."""
    days = [today + timedelta(days=ahead) for ahead in range(SHOWN)]
    return [_open_day(calendar, day) for day in days]


def _open_day(calendar: WorkCalendar, day: date) -> OpenDay:
    off = calendar.why_off(day)
    spans = [f"{begin:%H:%M}–{end:%H:%M}" for begin, end in calendar.spans(day)]
    return OpenDay(day, ", ".join(spans), off.name if off else "")
