"""Two centres become one: their halls too, and whoever waits is still called."""

import pytest

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Counter, Ticket, WorkKind
from gandan.counter.tickets.responses import on_units_merged
from gandan.lib.refs import CLOCK
from gandan.organisation.values import Merger
from tests.counter.tickets.conftest import MONDAY, hall_of, later
from tests.factories import UnitFactory

pytestmark = pytest.mark.both


def merged(*halls):
    new = UnitFactory(kind="service_centre", code=halls[0].place.centre.code, valid_from=MONDAY.date())
    passes = {hall.place.centre.pk: new.pk for hall in halls}
    lines = on_units_merged(Merger(MONDAY.date(), "NQ 9", passes, CLOCK, later(5)))
    return new, [line.how_many for line in lines]


def test_letters_and_numbers_of_the_one_whose_code_goes_on_stay_and_the_others_get_free_ones(hall):
    other = hall_of()
    new, counts = merged(hall, other)
    assert counts == [4, 4, 0, 0]
    assert set(WorkKind.objects.filter(unit=new).values_list("letter", flat=True)) == set("ABCD")
    assert set(Counter.objects.filter(unit=new).values_list("number", flat=True)) == {1, 2, 3, 4}
    hall.births.refresh_from_db()
    assert (hall.births.unit, hall.births.letter) == (new, "A")


def test_who_waits_keeps_number_and_place_and_what_ended_stays(hall):
    hall.opened()
    done, waiting = hall.taken(), hall.taken(at=later(1))
    hall.served(at=later(2))
    hall.do(actions.finish, done, at=later(3))
    new, counts = merged(hall)
    assert counts == [2, 2, 1, 0]
    assert [one.ticket for one in queries.line_of(new, later(6))] == [waiting.code]
    assert Ticket.objects.get(pk=done.pk).unit == hall.place.centre


def test_no_two_who_wait_in_the_new_hall_have_the_same_number(hall):
    other = hall_of()
    mine, theirs = hall.taken(), other.taken()
    assert mine.number == theirs.number == "A 001"
    _new, counts = merged(hall, other)
    assert counts[2:] == [2, 1]
    mine.refresh_from_db()
    theirs.refresh_from_db()
    other.births.refresh_from_db()
    assert (mine.number, theirs.number) == ("A 001", f"{other.births.letter} 001")
    assert other.births.letter != "A"


def test_how_the_line_is_kept_goes_on(hall):
    actions.set_house_rules(unit=hall.place.centre, said={"most_overtaken": 7}, by=hall.head, at=MONDAY)
    new, _ = merged(hall)
    assert queries.board_row(new).most_overtaken == 7
