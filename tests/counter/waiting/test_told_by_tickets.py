"""What happens in a hall is told, and a real day can be replayed."""

from datetime import timedelta

import pytest

from gandan.counter.tickets import actions
from gandan.counter.tickets.queries import tickets_of
from gandan.counter.waiting.models import DeskSpell, Estimate, Spell
from gandan.counter.waiting.queries import recorded
from gandan.counter.waiting.rules.simulator import play, seen, usual_seconds, waits_of
from tests.counter.tickets.conftest import MONDAY, Hall, hall, later

__all__ = ["hall"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def spells() -> list[tuple[str, str, int]]:
    return [(spell.ticket, spell.desk, spell.seconds) for spell in Spell.objects.order_by("began_at", "id")]


def test_a_number_comes_with_its_promise_and_a_call_settles_it(hall: Hall):
    hall.opened()
    first, second = hall.taken(priority="elderly"), hall.taken(at=later(1))
    told = {one.ticket: one for one in Estimate.objects.all()}
    assert (told[first.code].first, told[first.code].at_once) == (True, True)
    assert (told[second.code].ahead, told[second.code].desks) == (1, 1)
    hall.served(at=later(2))
    hall.called(at=later(12))
    assert Estimate.objects.get(ticket=second.code).called_at == later(12)


def test_a_second_call_after_a_hold_changes_nothing(hall: Hall):
    hall.opened()
    ticket = hall.taken()
    hall.do(actions.hold, hall.served(at=later(2)), at=later(5))
    hall.do(actions.resume, ticket, at=later(20))
    hall.called(at=later(21))
    assert Estimate.objects.get().called_at == later(2)


@pytest.mark.parametrize("how", ["finish", "hold", "transfer", "leave"])
def test_whatever_ends_a_time_at_a_counter_is_learned_from(hall: Hall, how):
    counter = hall.opened()
    hall.taken()
    ticket = hall.called(at=later(2))
    hall.do(getattr(actions, how), ticket, at=later(8), **({"kind": hall.land} if how == "transfer" else {}))
    assert spells() == [(ticket.code, counter.code, 360)]
    assert Spell.objects.get().kind == hall.births.code


def test_who_did_not_come_took_the_counter_too(hall: Hall):
    hall.opened()
    hall.taken()
    ticket = hall.called(at=later(2))
    hall.do(actions.recall, ticket, at=later(3))
    hall.do(actions.mark_no_show, ticket, at=later(4))
    assert [seconds for _ticket, _desk, seconds in spells()] == [120]


def test_what_the_night_ends_is_not_learned_from_and_not_kept(hall: Hall):
    hall.opened()
    hall.taken()
    hall.served(at=later(2))
    waiting = hall.taken(at=later(3))
    night = MONDAY + timedelta(hours=16)
    actions.end_days(at=night)
    assert spells() == []
    assert Estimate.objects.get(ticket=waiting.code).dropped_at == night
    assert DeskSpell.objects.get().closed_at == night


def test_who_leaves_is_told(hall: Hall):
    hall.opened()
    hall.taken()
    ticket = hall.taken(at=later(1))
    hall.do(actions.leave, ticket, at=later(9))
    assert Estimate.objects.get(ticket=ticket.code).dropped_at == later(9)


def test_a_counter_is_recorded_from_its_opening_to_its_closing(hall: Hall):
    counter = hall.opened(kinds=(hall.births,))
    hall.opened(kinds=(hall.births, hall.land), at=later(30))
    actions.close_counter(counter_id=counter.pk, by=hall.clerks[0], at=later(60))
    rows = [(row.kinds, row.opened_at, row.closed_at) for row in DeskSpell.objects.order_by("opened_at")]
    both = sorted([hall.births.code, hall.land.code])
    assert rows == [([hall.births.code], MONDAY, later(30)), (both, later(30), later(60))]


def test_a_day_that_was_really_lived_is_replayed_as_it_was(hall: Hall):
    """Two counters of the real hall, priority and a transfer: the record holds all that the simulator asks for."""
    for which in (0, 1):
        hall.opened(which)
    for number in range(16):
        kind, priority = (hall.births, hall.land)[number % 3 == 0], "elderly" if number % 5 == 0 else ""
        hall.taken(kind, at=later(number), priority=priority)
    minute, moved = 1.0, False
    while hall.called(0, at=later(minute)):
        hall.called(1, at=later(minute + 2))
        for which in (0, 1):
            mine = [
                one for one in tickets_now(hall) if one.counter_id == hall.counters[which].pk and one.state == "called"
            ]
            for ticket in mine:
                if ticket.kind == hall.land and not moved and which == 0:
                    hall.do(actions.transfer, ticket, 0, kind=hall.births, at=later(minute + 4))
                    moved = True
                else:
                    hall.do(actions.start, ticket, which, at=later(minute + 2.5))
                    hall.do(actions.finish, ticket, which, at=later(minute + 5 + which))
        minute += 7
    days = recorded(hall.place.centre, MONDAY.date(), MONDAY.date())
    (day,) = days
    assert moved
    run = waits_of(list(play(day, usual_seconds(days)).values()))
    assert (run.called, len(day.visits)) == (16, 16)
    assert run.median == pytest.approx(seen(days).median, rel=0.10)
    assert run.nine_of_ten == pytest.approx(seen(days).nine_of_ten, rel=0.10)


def tickets_now(hall: Hall):
    return tickets_of([hall.place.centre.pk], MONDAY.date(), MONDAY.date())
