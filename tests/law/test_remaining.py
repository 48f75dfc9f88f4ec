"""How far off a due instant is, in what its term counts."""

from datetime import date, datetime

import pytest

from gandan.law.calendar import HANOI, standard_calendar
from gandan.law.remaining import DAYS, HOURS, MINUTES, WORKING_DAYS, WORKING_HOURS, apart

CALENDAR = standard_calendar()


def at(day: int, hour: int = 17, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


MONDAY = at(23, 9, 30)  # Tuesday 24 November is a holiday: Ngày Văn hóa Việt Nam


@pytest.mark.parametrize(
    ("due", "term", "told"),
    [
        (at(27), "3 working days", (3, WORKING_DAYS)),  # Tuesday and no weekend between
        (at(30), "10 working days", (4, WORKING_DAYS)),
        (at(30), "1 working day", (4, WORKING_DAYS)),
        (at(30), "15 days", (7, DAYS)),
        (at(24), "1 working day", (1, DAYS)),  # a day off: no working day lies between
        (at(23, 16, 30), "3 working days", (7, HOURS)),
        (at(23, 10), "3 working days", (30, MINUTES)),
        (at(25, 9, 30), "48 hours", (48, HOURS)),
        (at(25, 9, 30), "8 working hours", (8, WORKING_HOURS)),
        (at(30, 9, 30), "24 working hours", (4, WORKING_DAYS)),
        (at(30, 9, 30), "240 hours", (7, DAYS)),
        (at(27), "", (4, DAYS)),
        (at(27), "within the day", (4, DAYS)),
    ],
)
def test_the_distance_is_told_in_what_the_term_counts(due, term, told):
    assert apart(MONDAY, due, term, CALENDAR) == told


def test_what_is_late_is_told_in_the_same_unit():
    assert apart(at(27, 9), at(20), "3 working days", CALENDAR) == (4, WORKING_DAYS)


def test_late_since_friday_evening_is_told_in_days_on_sunday():
    assert apart(at(22, 9), at(20), "3 working days", CALENDAR) == (2, DAYS)


def test_without_a_calendar_or_beyond_it_there_are_only_plain_days():
    assert apart(MONDAY, at(27), "3 working days") == (4, DAYS)
    assert apart(MONDAY, at(23).replace(year=2041), "3 working days", CALENDAR)[1] == DAYS


def test_working_days_are_those_that_the_calendar_names_one_by_one():
    first, last = date(2025, 12, 20).toordinal(), date(2026, 10, 5).toordinal()
    days = [date.fromordinal(n) for n in range(first, last + 1)]
    for after in days[::17]:
        worked = 0
        for until in days[days.index(after) + 1 :]:
            worked += CALENDAR.is_working(until)
            assert CALENDAR.working_days(after, until) == worked
