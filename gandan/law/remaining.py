"""How far off a due instant is, in what its term counts: working days for a term in working days, hours for hours."""

from datetime import date, datetime, timedelta

from gandan.law.calendar import HANOI, WorkCalendar
from gandan.lib.refusal import mark

SOON = 3  # working days after today
HOURS_WITHIN = 3  # days: further away nobody thinks in hours, whatever the term counts
MINUTES, HOURS, WORKING_HOURS = mark("%(n)s phút"), mark("%(n)s giờ"), mark("%(n)s giờ làm việc")
DAYS, WORKING_DAYS = mark("%(n)s ngày"), mark("%(n)s ngày làm việc")


def soon_until(today: date, calendar: WorkCalendar) -> date:
    """The last day that is "soon": the third working day after today. One word on every screen and tab."""
    ahead, worked = today, 0
    while worked < SOON:
        ahead += timedelta(days=1)
        worked += calendar.is_working(ahead)
    return ahead


def apart(one: datetime, other: datetime, term: str = "", calendar: WorkCalendar | None = None) -> tuple[int, str]:
    """The distance of two instants as (number, sentence with the place `n`), in the one unit a person would use.

    Minutes or hours within a day; else what `term` counts, as law.terms writes it: its hours for a few days, its
    working days where there is one between the two, else plain days. Without a calendar, plain days.
    """
    first, last = sorted((one.astimezone(HANOI), other.astimezone(HANOI)))
    days = (last.date() - first.date()).days
    if days == 0:
        return _clock(last - first)
    if calendar and not (calendar.first <= first.date() and last.date() <= calendar.last):
        calendar = None  # a day that somebody typed, beyond every calendar
    if term.endswith(("hour", "hours")) and days <= HOURS_WITHIN:
        return _in_hours(first, last, term, calendar)
    if calendar and "working" in term:
        worked = calendar.working_days(first.date(), last.date())
        if worked:
            return worked, WORKING_DAYS
    return days, DAYS


def _in_hours(first: datetime, last: datetime, term: str, calendar: WorkCalendar | None) -> tuple[int, str]:
    """Hours of the clock, or of the office where the term counts those and one is left."""
    if calendar and "working" in term:
        hours = int(_worked(first, last, calendar) / timedelta(hours=1))
        if hours:
            return hours, WORKING_HOURS
    return _clock(last - first)


def _worked(first: datetime, last: datetime, calendar: WorkCalendar) -> timedelta:
    """The office hours between two instants a few days apart."""
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    spans = [
        (datetime.combine(day, begin, HANOI), datetime.combine(day, end, HANOI))
        for day in days
        for begin, end in calendar.spans(day)
    ]
    return sum((max(min(end, last) - max(begin, first), timedelta()) for begin, end in spans), timedelta())


def _clock(span: timedelta) -> tuple[int, str]:
    minutes = int(span / timedelta(minutes=1))
    return (minutes, MINUTES) if minutes < 60 else (minutes // 60, HOURS)
