"""Counters that press at the same instant: nobody is called twice, nobody is skipped, no number is given twice."""

from functools import partial

import pytest

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Board, Ticket
from gandan.counter.tickets.values import HALL
from gandan.lib.refusal import Refused
from tests.concurrency.conftest import of_kind, together
from tests.counter.tickets.conftest import Hall, hall_of, later

pytestmark = pytest.mark.both
COUNTERS = 6


@pytest.fixture
def hall(own_database) -> Hall:
    return hall_of(COUNTERS)


def test_counters_that_press_at_once_call_the_first_ones_each_once(hall):
    for which in range(COUNTERS):
        hall.opened(which)
    numbers = [hall.taken(at=later(minute)).number for minute in range(COUNTERS + 2)]
    called = together(*(partial(hall.called, which, at=later(20)) for which in range(COUNTERS)))
    assert sorted(ticket.number for ticket in of_kind(called, Ticket)) == numbers[:COUNTERS]
    assert Ticket.objects.filter(state="waiting").count() == 2


def test_fewer_wait_than_counters_press(hall):
    for which in range(COUNTERS):
        hall.opened(which)
    for _ in range(2):
        hall.taken()
    called = together(*(partial(hall.called, which, at=later(1)) for which in range(COUNTERS)))
    assert len(of_kind(called, Ticket)) == 2
    assert called.count(None) == COUNTERS - 2


def test_one_counter_whose_key_is_hit_twice_calls_one(hall):
    hall.opened()
    for _ in range(3):
        hall.taken()
    called = together(*[partial(hall.called, at=later(1))] * 3)
    assert len(of_kind(called, Refused)) == 2
    assert Ticket.objects.filter(state="called").count() == 1


def test_numbers_pressed_at_once_are_all_different_and_without_a_gap(hall):
    """Also in a hall whose row is not there yet."""
    Board.objects.all().delete()
    press = partial(actions.take_number, unit=hall.place.centre, channel="kiosk", by=HALL, at=later(0))
    taken = together(*[partial(press, kind=hall.births)] * 5, *[partial(press, kind=hall.land)] * 3)
    numbers = sorted(ticket.number for ticket in of_kind(taken, Ticket))
    assert numbers == ["A 001", "A 002", "A 003", "A 004", "A 005", "B 001", "B 002", "B 003"]
    assert len({ticket.since for ticket in taken}) == 8
    assert Board.objects.get().version == 8


def test_a_kiosk_and_telephones_flooded_at_once_give_no_more_than_the_hall_allows(hall):
    actions.set_house_rules(unit=hall.place.centre, said={"most_a_minute": 4}, by=hall.head, at=later(0))
    press = partial(actions.take_number, unit=hall.place.centre, kind=hall.births, by=HALL, at=later(0))
    results = together(*(partial(press, channel=channel) for channel in ("kiosk", "phone") * 5))
    assert [refused.code for refused in of_kind(results, Refused)] == ["tickets.flood"] * 6
    assert Ticket.objects.count() == 4
    assert press(channel="desk").number == "A 005"


def test_one_seat_is_taken_by_one(hall):
    sit = partial(actions.open_counter, counter_id=hall.counters[0].pk, at=later(0))
    results = together(*(partial(sit, by=person) for person in hall.clerks[:4]))
    assert len(of_kind(results, Refused)) == 3
