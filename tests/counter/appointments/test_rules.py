"""Which times there are, how many may book each, and how many are left for whoever comes without booking."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.counter.appointments import rules
from gandan.counter.appointments.values import Slot, Taken
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Refused

DAY = date(2026, 11, 24)
MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13), time(17))
PLAIN = {"minutes": 20, "at_once": 2, "walk_in_share": 50}


def moment(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), HANOI)


def slot(begins: datetime, *, seats: int = 2, free: int = 1, minutes: int = 20) -> Slot:
    return Slot(begins, begins + timedelta(minutes=minutes), seats, free)


def taken(begins: datetime, *, kind: str = "B", seat: int = 1, minutes: int = 20) -> Taken:
    return Taken(kind, begins, begins + timedelta(minutes=minutes), seat)


def test_times_follow_one_another_within_the_hours_and_none_reaches_into_the_break():
    slots = rules.slots_of_day(DAY, (MORNING, AFTERNOON), **PLAIN | {"minutes": 50})
    assert [f"{one.starts_at:%H:%M}" for one in slots] == [
        *("07:30", "08:20", "09:10", "10:00"),
        *("13:00", "13:50", "14:40", "15:30"),
    ]
    assert all(rules.covers((MORNING, AFTERNOON), one.starts_at, one.ends_at) for one in slots)


def test_a_session_within_or_beyond_office_hours_gives_no_time_twice():
    spans = (MORNING, (time(8), time(10)), (time(11), time(12)), AFTERNOON)
    assert rules.merged(spans) == [(time(7, 30), time(12)), AFTERNOON]
    begins = [one.starts_at for one in rules.slots_of_day(DAY, spans, **PLAIN)]
    assert len(begins) == len(set(begins)) == 13 + 12
    assert rules.covers(spans, moment(11, 20), moment(11, 40))


def test_a_day_without_hours_has_no_times():
    assert rules.slots_of_day(DAY, (), **PLAIN) == []


@given(times=st.integers(0, 60), at_once=st.integers(1, 20), share=st.integers(0, 95))
def test_walk_ins_keep_their_share_and_no_time_has_more_seats_than_the_unit_can_serve(times, at_once, share):
    seats = rules.spread(times, at_once=at_once, walk_in_share=share)
    assert len(seats) == times
    assert all(0 <= many <= at_once for many in seats)
    assert sum(seats) == times * at_once * (100 - share) // 100
    assert max(seats, default=0) - min(seats, default=0) <= 1


def test_a_share_of_one_counter_takes_every_second_time():
    assert rules.spread(6, at_once=1, walk_in_share=50) == [1, 0, 1, 0, 1, 0]


def free(*sat: Taken, counters: int | None = None, seats: int = 2) -> int:
    (one,) = rules.with_free([slot(moment(8), seats=seats)], sat, kind="B", most=counters)
    return one.free


def test_whoever_sits_there_meanwhile_counts_also_in_times_of_another_length():
    assert free() == 2
    assert free(taken(moment(8))) == 1
    assert free(taken(moment(7, 45), minutes=30)) == 1
    assert free(taken(moment(7, 40)), taken(moment(8, 20))) == 2  # before and after, to the minute
    assert free(taken(moment(8)), taken(moment(8), seat=2), taken(moment(8), seat=3)) == 0


def test_all_kinds_together_never_book_more_than_there_are_counters():
    other = taken(moment(8), kind="A")
    assert free(other) == 2
    assert free(other, counters=2) == 1
    assert free(other, counters=1) == 0


def test_the_lowest_seat_that_nobody_has_is_given():
    here = slot(moment(8))
    assert rules.first_seat(here, [], kind="B") == 1
    assert rules.first_seat(here, [taken(moment(8)), taken(moment(8), seat=3)], kind="B") == 2
    assert rules.first_seat(here, [taken(moment(8), kind="A")], kind="B") == 1


def test_the_nearest_free_times_are_told_earliest_first():
    slots = [slot(moment(hour), free=hour % 2) for hour in range(7, 17)]
    assert [one.starts_at.hour for one in rules.nearest(slots, moment(10), 3)] == [7, 9, 11]


def code(act, *arguments, **named) -> str:
    with pytest.raises(Refused) as refusal:
        act(*arguments, **named)
    return refusal.value.code


def test_a_day_is_neither_past_nor_further_than_the_unit_gives_times():
    limits = {"today": DAY, "days_ahead": 14}
    rules.check_day(DAY, **limits)
    rules.check_day(DAY + timedelta(days=14), **limits)
    assert code(rules.check_day, DAY - timedelta(days=1), **limits) == "appointments.past"
    assert code(rules.check_day, DAY + timedelta(days=15), **limits) == "appointments.too_far"


def test_a_taken_time_is_refused_with_what_is_free_nearby():
    with pytest.raises(Refused) as refusal:
        rules.check_slot(slot(moment(8), free=0), nearest=[slot(moment(8, 20)), slot(moment(9))])
    assert "08:20 24/11; 09:00 24/11" in str(refusal.value)
    assert code(rules.check_slot, slot(moment(8), free=0), nearest=[]) == "appointments.all_taken"
    assert code(rules.check_slot, None, nearest=[]) == "appointments.no_such_time"
    rules.check_slot(slot(moment(8)), nearest=[])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"phone": "12", "is_mobile": False}, "appointments.wrong_phone"),
        ({"phone": "0912345678", "reaches_phones": False}, "appointments.no_gateway"),
        ({"email": "hoa@"}, "appointments.wrong_email"),
        ({"email": "hoa hoa@example.com"}, "appointments.wrong_email"),
        ({"is_needed": True}, "appointments.contact_needed"),
    ],
)
def test_what_cannot_be_reached_is_said_at_once(said, expected):
    plain = {"phone": "", "email": "", "is_mobile": True, "reaches_phones": True, "is_needed": False}
    rules.check_contact(**plain)
    assert code(rules.check_contact, **plain | said) == expected


def test_who_comes_within_the_grace_goes_first_and_is_not_missed_before_its_end():
    grace = {"grace_minutes": 15}
    assert rules.goes_first(moment(8), **grace, at=moment(8, 15))
    assert not rules.goes_first(moment(8), **grace, at=moment(8, 16))
    assert code(rules.check_missed, moment(8), **grace, at=moment(8, 15)) == "appointments.not_yet_missed"
    rules.check_missed(moment(8), **grace, at=moment(8, 16))


def test_a_number_outside_its_range_is_refused():
    rules.check_numbers({"minutes": 5}, rules.OFFER_RULES)
    assert code(rules.check_numbers, {"minutes": 4}, rules.OFFER_RULES) == "appointments.minutes"
    assert code(rules.check_numbers, {"walk_in_share": 96}, rules.HOUSE_RULES) == "appointments.walk_in_share"
