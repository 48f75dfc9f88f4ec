"""Deadlines: the days of the law, its boundaries, and what always holds."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.law.calendar import HANOI, CountedSaturdays, SpecialDay, WorkCalendar, standard_calendar
from gandan.law.deadline import Deadline, Exclusion, Step, derive
from gandan.law.grounds import grounds_on
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused

MORNING = (time(7, 30), time(11, 30))
GROUNDS = grounds_on(date(2026, 11, 23))


def due(start: str, term: str, calendar: WorkCalendar | None = None, exclusions: Iterable[Exclusion] = ()) -> str:
    return f"{derived(start, term, calendar, exclusions).due_at:%Y-%m-%d %H:%M}"


def derived(
    start: str, term: str, calendar: WorkCalendar | None = None, exclusions: Iterable[Exclusion] = ()
) -> Deadline:
    begun = datetime.fromisoformat(start).replace(tzinfo=HANOI)
    return derive(
        begun, Term.parse(term), calendar or standard_calendar(), exclusions, grounds=grounds_on(begun.date())
    )


def told(deadline: Deadline) -> list[tuple[str, str, str, int]]:
    return [(step.kind, f"{step.first:%m-%d}", f"{step.last:%m-%d}", step.amount) for step in deadline.steps]


@pytest.mark.parametrize(
    ("start", "term", "expected"),
    [
        ("2026-11-23T15:30", "within the day", "2026-11-25 17:00"),  # 24/11 is off
        ("2026-02-12T09:00", "3 working days", "2026-02-24 17:00"),  # over Tết
        ("2026-11-23T15:30", "3 working days", "2026-11-27 17:00"),
        ("2025-12-30T09:00", "3 working days", "2026-01-06 17:00"),  # year end and the swap of 02/01
        ("2026-01-08T09:00", "2 working days", "2026-01-10 17:00"),  # the Saturday worked in exchange
        ("2026-08-20T09:00", "3 working days", "2026-08-24 17:00"),  # 22/8 is worked
        ("2026-08-28T09:00", "1 working day", "2026-09-03 17:00"),  # 31/8 to 2/9 are off
        ("2026-04-24T16:00", "1 working day", "2026-04-28 17:00"),  # Hùng Kings on a Sunday, made up for on Monday
        ("2024-02-28T09:00", "1 working day", "2024-02-29 17:00"),  # a leap day
        ("2024-02-28T09:00", "2 days", "2024-03-01 17:00"),
        ("2026-02-07T09:00", "10 days", "2026-02-23 17:00"),  # ends on mùng một, rolls past Tết and the weekend
        ("2026-11-06T09:00", "15 days", "2026-11-23 17:00"),  # ends on a Saturday
        ("2026-11-09T09:00", "15 days", "2026-11-25 17:00"),  # ends on 24/11
        ("2026-11-08T09:00", "15 days", "2026-11-23 17:00"),
        ("2026-12-31T16:00", "1 working day", "2027-01-04 17:00"),
        ("2026-11-27T16:30", "8 working hours", "2026-11-30 16:30"),  # Friday afternoon to Monday
        ("2026-11-23T15:30", "8 working hours", "2026-11-25 15:30"),
        ("2026-11-25T07:30", "8 working hours", "2026-11-25 17:00"),  # ends with the day, not at the next opening
        ("2026-11-25T07:30", "4 working hours", "2026-11-25 11:30"),
        ("2026-11-25T12:10", "1 working hour", "2026-11-25 14:00"),  # noon does not run
        ("2026-11-25T17:00", "1 working hour", "2026-11-26 08:30"),
        ("2026-11-28T09:00", "1 working hour", "2026-11-30 08:30"),  # a Saturday
    ],
)
def test_a_date_of_the_law(start: str, term: str, expected: str) -> None:
    assert due(start, term) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-25T14:59", "2026-11-25 17:00"),
        ("2026-11-25T15:00", "2026-11-25 17:00"),  # the law says "sau 15 giờ": 15:00 itself is not after it
        ("2026-11-25T15:00:59", "2026-11-25 17:00"),  # a receipt states hour and minute
        ("2026-11-25T15:01", "2026-11-26 17:00"),
        ("2026-11-25T05:00", "2026-11-25 17:00"),
        ("2026-11-20T15:30", "2026-11-23 17:00"),  # a Friday afternoon
        ("2026-04-29T15:30", "2026-05-04 17:00"),  # before two holidays and a weekend
        ("2026-11-28T08:00", "2026-11-30 17:00"),  # Saturday reception
        ("2026-01-10T08:00", "2026-01-10 17:00"),  # a Saturday worked in exchange is a working day
        ("2025-12-31T15:30", "2026-01-05 17:00"),
    ],
)
def test_within_the_day_and_its_hour(start: str, expected: str) -> None:
    assert due(start, "within the day") == expected


def test_saturday_reception_starts_nothing_earlier_unless_the_unit_decided_that_saturdays_count() -> None:
    assert due("2026-11-28T08:00", "1 working day") == "2026-11-30 17:00"
    counted = CountedSaturdays(date(2026, 1, 1), None, (MORNING,), "Quyết định 7/QĐ-UBND")
    saturdays = standard_calendar(counted_saturdays=[counted])
    assert due("2026-11-26T08:00", "2 working days", saturdays) == "2026-11-28 11:30"
    assert due("2026-11-28T08:00", "within the day", saturdays) == "2026-11-28 11:30"
    assert due("2026-11-28T11:30", "within the day", saturdays) == "2026-11-30 17:00"  # the session has ended
    step = derived("2026-11-26T08:00", "2 working days", saturdays).steps[2]
    assert (step.kind, step.source) == ("counted", "Quyết định 7/QĐ-UBND")


def test_every_day_is_told_with_its_source() -> None:
    deadline = derived("2026-02-12T09:00", "3 working days")
    assert told(deadline) == [
        ("start", "02-12", "02-12", 0),
        ("counted", "02-13", "02-13", 1),
        ("off", "02-14", "02-15", 0),
        ("off", "02-16", "02-20", 0),
        ("off", "02-21", "02-22", 0),
        ("counted", "02-23", "02-24", 2),
        ("due", "02-24", "02-24", 0),
    ]
    assert all(step.source for step in deadline.steps)
    assert deadline.steps[3].what == "Tết Nguyên đán"


def test_a_term_that_ends_on_a_holiday_tells_where_it_rolled() -> None:
    deadline = derived("2026-04-16T09:00", "15 days")
    assert told(deadline) == [
        ("start", "04-16", "04-16", 0),
        ("counted", "04-17", "05-01", 15),
        ("rolled", "05-01", "05-01", 0),
        ("rolled", "05-02", "05-03", 0),
        ("due", "05-04", "05-04", 0),
    ]
    assert "Đ.148 k.5" in deadline.steps[2].source


def test_excluded_days_are_left_out_with_their_source() -> None:
    waiting = Exclusion(date(2026, 11, 26), date(2026, 11, 28), "Chờ nộp thuế", "Nghị định 101/2024/NĐ-CP")
    deadline = derived("2026-11-23T09:00", "3 working days", exclusions=[waiting])
    assert f"{deadline.due_at:%m-%d}" == "12-01"
    assert told(deadline)[3:5] == [("excluded", "11-26", "11-27", 0), ("off", "11-28", "11-29", 0)]
    assert deadline.steps[3].source == "Nghị định 101/2024/NĐ-CP"
    assert due("2026-11-23T09:00", "5 days", exclusions=[waiting]) == "2026-12-01 17:00"
    assert due("2026-11-25T16:00", "2 working hours", exclusions=[waiting]) == "2026-11-30 08:30"
    assert due("2026-11-26T09:00", "within the day", exclusions=[waiting]) == "2026-11-30 17:00"


def test_overlapping_exclusions_are_each_told_once() -> None:
    first = Exclusion(date(2026, 12, 1), date(2026, 12, 3), "Xác minh", "Luật A, Đ.1")
    second = Exclusion(date(2026, 12, 2), date(2026, 12, 4), "Niêm yết", "Luật B, Đ.2")
    one, other = (
        derived("2026-11-30T09:00", "1 working day", exclusions=both) for both in ([first, second], [second, first])
    )
    assert one == other
    assert told(one)[1:3] == [("excluded", "12-01", "12-03", 0), ("excluded", "12-04", "12-04", 0)]
    assert f"{one.due_at:%m-%d}" == "12-07"


@pytest.mark.parametrize(("reason", "source"), [("", "Luật A"), ("Xác minh", " ")])
def test_an_exclusion_without_reason_or_source_is_refused(reason: str, source: str) -> None:
    with pytest.raises(Refused) as refused:
        Exclusion(date(2026, 12, 1), date(2026, 12, 3), reason, source)
    assert refused.value.code == "law.exclusion"
    with pytest.raises(Refused):
        Exclusion(date(2026, 12, 3), date(2026, 12, 1), "Xác minh", "Luật A")


def test_a_start_elsewhere_is_read_in_ha_noi_time() -> None:
    late = datetime(2026, 11, 25, 8, 1, tzinfo=UTC)  # 15:01 in Hà Nội
    deadline = derive(late, Term.parse("within the day"), standard_calendar(), grounds=GROUNDS)
    assert deadline.due_at.isoformat() == "2026-11-26T17:00:00+07:00"


def test_a_start_without_time_zone_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        derive(datetime(2026, 11, 25, 8, 0), Term.parse("1 day"), standard_calendar(), grounds=GROUNDS)
    assert refused.value.code == "law.naive_start"


@pytest.mark.parametrize("term", ["2500 working days", "3660 days", "2000 working hours", "within the day"])
@pytest.mark.parametrize("start", ["2040-12-31T16:00", "2018-12-28T09:00", "1900-01-01T09:00"])
def test_a_term_that_leaves_the_calendar_is_refused(start: str, term: str) -> None:
    with pytest.raises(Refused) as refused:
        due(start, term)
    assert refused.value.code == "law.outside_calendar"


def test_the_derivation_reads_back_from_plain_values() -> None:
    waiting = Exclusion(date(2026, 11, 26), date(2026, 11, 28), "Chờ nộp thuế", "Nghị định 101/2024/NĐ-CP")
    deadline = derived("2026-11-23T09:00", "3 working days", exclusions=[waiting])
    kept = deadline.to_json()
    assert tuple(Step.from_json(row) for row in kept["steps"]) == deadline.steps
    assert tuple(Exclusion.from_json(row) for row in kept["exclusions"]) == (waiting,)


# What always holds, over calendars with days of their own.

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
days = st.dates(date(2026, 1, 5), date(2026, 12, 31))
starts = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=HANOI))
specials = st.builds(SpecialDay, days, st.sampled_from(["off", "working"]), st.just("Ngày mẫu"), st.just("Văn bản mẫu"))
calendars = st.lists(specials, max_size=30, unique_by=lambda special: special.day).map(
    lambda own: WorkCalendar(tuple(own), first=FIRST, last=LAST)
)
units = st.sampled_from(list(TermUnit))


def a_term(unit: TermUnit, amount: int) -> Term:
    return Term(1 if unit is TermUnit.WITHIN_DAY else amount, unit)


@st.composite
def exclusion_lists(draw: st.DrawFn) -> list[Exclusion]:
    picked = draw(st.lists(st.tuples(days, st.integers(0, 9)), max_size=3))
    return [
        Exclusion(day, day + timedelta(days=more), "Khoảng mẫu", f"Luật {n}") for n, (day, more) in enumerate(picked)
    ]


@given(starts, units, st.integers(1, 40), calendars, exclusion_lists())
def test_due_is_a_working_day_inside_office_hours_and_not_before_the_start(
    start: datetime, unit: TermUnit, amount: int, calendar: WorkCalendar, exclusions: list[Exclusion]
) -> None:
    due_at = derive(start, a_term(unit, amount), calendar, exclusions, grounds=GROUNDS).due_at
    if unit is TermUnit.HOURS:  # the clock knows no office
        assert due_at == start.astimezone(HANOI).replace(second=0, microsecond=0) + timedelta(hours=amount)
        return
    assert calendar.is_working(due_at.date())
    assert any(opens < due_at.time() <= closes for opens, closes in calendar.spans(due_at.date()))
    assert due_at > start
    assert not any(exclusion.first <= due_at.date() <= exclusion.last for exclusion in exclusions)


@given(starts, starts, units, st.integers(1, 40), calendars, exclusion_lists())
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, unit: TermUnit, amount: int, calendar: WorkCalendar, exclusions: list[Exclusion]
) -> None:
    early, late = sorted([one, other])
    term = a_term(unit, amount)
    assert (
        derive(early, term, calendar, exclusions, grounds=GROUNDS).due_at
        <= derive(late, term, calendar, exclusions, grounds=GROUNDS).due_at
    )


@given(starts, units, st.integers(1, 40), calendars, exclusion_lists())
def test_a_longer_term_is_never_due_earlier(
    start: datetime, unit: TermUnit, amount: int, calendar: WorkCalendar, exclusions: list[Exclusion]
) -> None:
    shorter, longer = a_term(unit, amount), a_term(unit, amount + 1)
    assert (
        derive(start, shorter, calendar, exclusions, grounds=GROUNDS).due_at
        <= derive(start, longer, calendar, exclusions, grounds=GROUNDS).due_at
    )


@given(starts, units, st.integers(1, 40), calendars, days)
def test_one_more_holiday_never_makes_it_earlier(
    start: datetime, unit: TermUnit, amount: int, calendar: WorkCalendar, day: date
) -> None:
    others = tuple(special for special in calendar.days if special.day != day)
    more = WorkCalendar((*others, SpecialDay(day, "off", "Nghỉ thêm", "Văn bản mẫu")), first=FIRST, last=LAST)
    term = a_term(unit, amount)
    assert derive(start, term, calendar, grounds=GROUNDS).due_at <= derive(start, term, more, grounds=GROUNDS).due_at


@given(starts, st.integers(1, 60), calendars, exclusion_lists())
def test_the_steps_tell_every_day_once_and_count_the_whole_term(
    start: datetime, amount: int, calendar: WorkCalendar, exclusions: list[Exclusion]
) -> None:
    deadline = derive(start, Term(amount, TermUnit.WORKING_DAYS), calendar, exclusions, grounds=GROUNDS)
    assert sum(step.amount for step in deadline.steps) == amount
    middle = deadline.steps[1:-1]
    assert middle[0].first == start.date() + timedelta(days=1)
    assert middle[-1].last == deadline.due_at.date()
    for before, after in pairwise(middle):
        assert after.first == before.last + timedelta(days=1)
    assert all(step.source for step in deadline.steps)


def test_seventy_two_hours_run_through_nights_and_days_off():
    found_out = datetime(2026, 11, 20, 16, 30, tzinfo=HANOI)  # a Friday
    deadline = derive(found_out, Term(72, TermUnit.HOURS), standard_calendar(), grounds=GROUNDS)
    assert deadline.due_at == datetime(2026, 11, 23, 16, 30, tzinfo=HANOI)
    assert [step.amount for step in deadline.steps if step.kind == "counted"] == [450, 1440, 1440, 990]
