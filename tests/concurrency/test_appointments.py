"""Two people take the last time at once: one has it, the other is told the nearest free ones; no seat is sold twice."""

from collections import Counter
from functools import partial

import pytest

from gandan.counter.appointments import actions
from gandan.counter.appointments.models import Appointment
from gandan.counter.appointments.states import TAKES_A_SEAT, State
from gandan.counter.appointments.values import CITIZEN
from gandan.lib.refusal import Overtaken
from tests.concurrency.conftest import MANY, of_kind, together
from tests.counter.appointments.conftest import AT_EIGHT, NOW, Scene, days, scene_of

pytestmark = pytest.mark.both


@pytest.fixture
def hall(own_database) -> Scene:
    return scene_of()


def seats() -> Counter:
    return Counter(Appointment.objects.filter(state__in=TAKES_A_SEAT).values_list("kind__code", "starts_at", "seat"))


def test_of_two_who_take_the_last_seat_at_once_one_has_it_and_the_other_hears_what_is_free(hall):
    results = together(*[partial(hall.held)] * 2)
    (late,) = of_kind(results, Overtaken)
    assert late.code == "appointments.taken"
    assert "07:50 17/11; 08:30 17/11" in str(late)
    assert Appointment.objects.get().state == State.HELD


def test_many_who_want_the_same_time_get_as_many_seats_as_there_are(hall):
    hall.rules(walk_in_share=0)
    hall.offer(at_once=3)
    results = together(*[partial(hall.held)] * MANY)
    assert len(of_kind(results, Overtaken)) == MANY - 3
    assert sorted(seat for _kind, _starts, seat in seats()) == [1, 2, 3]


def test_a_citizen_an_officer_and_one_who_moves_want_one_seat_and_one_of_them_gets_it(hall):
    other = hall.booked(AT_EIGHT + days(1))
    move = partial(actions.move_booking, appointment_id=other.pk, starts_at=AT_EIGHT, by=CITIZEN, at=NOW)
    book = partial(actions.book_for, kind=hall.kind, starts_at=AT_EIGHT, by=hall.clerk, at=NOW)
    results = together(partial(hall.held), book, move)
    assert len(of_kind(results, Overtaken)) == 2
    assert set(seats().values()) == {1}
    other.refresh_from_db()
    assert (other.starts_at == AT_EIGHT) == (results[2].__class__ is Appointment)


def test_a_hold_confirmed_while_it_is_swept_is_either_booked_or_gone(hall):
    hold = hall.held()
    late = NOW + days(1) / 72  # twenty minutes
    confirm = partial(actions.confirm_booking, appointment_id=hold.pk, by=CITIZEN, at=late)
    results = together(confirm, partial(actions.expire_holds, at=late))
    gone = of_kind(results, Overtaken)
    hold.refresh_from_db()
    assert hold.state == (State.EXPIRED if gone else State.BOOKED)


def test_a_time_given_up_by_two_windows_at_once_is_given_up_once(hall):
    mine = hall.booked()
    results = together(*[partial(actions.cancel, appointment_id=mine.pk, by=CITIZEN, at=NOW)] * MANY)
    assert len(of_kind(results, Overtaken)) == MANY - 1
