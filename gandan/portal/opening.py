"""When an office is open in the days to come, for whoever means to go there."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from gandan.counter.sessions.values import OpenSession
from gandan.law.calendar import WorkCalendar
from gandan.law.hours import Span

SHOWN = 5


class SessionHours(NamedTuple):
    """A session of that day; `receives` says whether the work in hand is received there."""

    plan: str
    place: str
    hours: str
    receives: bool


class OpenDay(NamedTuple):
    day: date
    hours: str  # "" when it is off
    why_off: str
    sessions: list[SessionHours]


def last_shown(today: date) -> date:
    return today + timedelta(days=SHOWN - 1)


def days_ahead(
    calendar: WorkCalendar, today: date, sessions: Sequence[OpenSession] = (), *, procedure: str
) -> list[OpenDay]:
    """Today and the days after it, as many as people plan for; office hours, and the sessions held besides."""
    days = [today + timedelta(days=ahead) for ahead in range(SHOWN)]
    return [_open_day(calendar, day, [one for one in sessions if one.day == day], procedure) for day in days]


def _open_day(calendar: WorkCalendar, day: date, sessions: Sequence[OpenSession], procedure: str) -> OpenDay:
    off = calendar.why_off(day)
    held = [SessionHours(one.plan, one.place, _words(one.spans), procedure in one.procedures) for one in sessions]
    return OpenDay(day, _words(calendar.spans(day)), off.name if off else "", held)


def _words(spans: Sequence[Span]) -> str:
    return ", ".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in spans)
