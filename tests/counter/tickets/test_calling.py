"""At the counter: in order, nobody overtaken without end, back to their place, one at a counter."""

import pytest

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Counter, Ticket
from gandan.counter.tickets.values import HALL
from gandan.journal.models import Entry
from gandan.lib.refusal import Overtaken
from gandan.organisation.powers import PostKind
from tests.counter.tickets.conftest import MONDAY, hall_of, later
from tests.factories import officer
from tests.refusals import refused, refused_code

pytestmark = pytest.mark.both


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("kind", "counter").get(pk=ticket.pk)


def test_the_longest_waiting_of_the_kinds_that_the_counter_serves_is_called(hall):
    hall.opened(kinds=(hall.land,))
    hall.taken(hall.births)
    land = hall.taken(hall.land, at=later(1))
    called = hall.called(at=later(2))
    assert (called.code, called.state, called.calls, called.called_at) == (land.code, "called", 1, later(2))
    assert [entry.act for entry in Entry.objects.filter(subject_code=land.code).order_by("id")] == [
        "tickets.take_number",
        "tickets.call_next",
    ]


def test_nobody_waits_is_no_refusal(hall):
    hall.opened()
    assert hall.called() is None


def test_the_next_key_finishes_whom_the_counter_serves(hall):
    hall.opened()
    first, second = hall.taken(), hall.taken()
    hall.served(at=later(1))
    assert hall.called(at=later(9)).code == second.code
    assert (now(first).state, now(first).ended_at) == ("finished", later(9))


def test_the_next_key_pressed_twice_calls_one(hall):
    hall.opened()
    first = hall.taken()
    second = hall.taken()
    hall.called()
    assert refused_code(hall.called) == "tickets.still_called"
    assert (now(first).state, now(second).state) == ("called", "waiting")


def test_a_screen_that_is_behind_finishes_nobody(hall):
    counter = hall.opened()
    first = hall.taken()
    hall.taken()
    hall.served()
    said = {"counter_id": counter.pk, "by": hall.clerks[0], "at": later(1)}
    assert refused_code(actions.call_next, present="", **said) == "tickets.screen_behind"
    assert now(first).state == "serving"
    assert actions.call_next(present=first.code, **said).number == "A 002"


def test_who_has_priority_goes_first_and_nobody_is_overtaken_more_often_than_set(hall):
    actions.set_house_rules(unit=hall.place.centre, said={"most_overtaken": 2}, by=hall.head, at=MONDAY)
    hall.opened()
    plain = hall.taken()
    for minute in range(1, 5):
        hall.taken(at=later(minute), priority="elderly")
    order = [hall.served(at=later(10 + minute)).number for minute in range(5)]
    assert order == ["A 002", "A 003", plain.number, "A 004", "A 005"]
    assert now(plain).overtaken == 2


def test_the_queue_that_is_shown_is_the_order_of_calling(hall):
    counter = hall.opened()
    for minute, priority in enumerate(["", "", "elderly", "pregnant", "elderly", "disabled", ""]):
        hall.taken(hall.land if minute % 2 else hall.births, at=later(minute), priority=priority)
    shown = [ticket.number for ticket in queries.next_at(counter, later(10))]
    assert shown == [hall.served(at=later(10)).number for _ in range(7)]


def test_how_many_are_ahead(hall):
    hall.taken()
    mine = hall.taken(at=later(1))
    assert queries.ahead_of(now(mine), later(2)) == 1
    hall.taken(at=later(3), priority="elderly")
    assert queries.ahead_of(now(mine), later(4)) == 2
    hall.opened()
    hall.called(at=later(5))
    hall.do(actions.start, Ticket.objects.get(state="called"), at=later(5))
    hall.called(at=later(6))
    assert queries.ahead_of(now(mine), later(7)) == 0
    actions.leave(ticket_id=mine.pk, by=hall.clerks[0], at=later(8))
    assert queries.ahead_of(now(mine), later(9)) is None


def test_absent_only_after_so_many_calls(hall):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    assert refused_code(hall.do, step=actions.mark_no_show, ticket=ticket) == "tickets.called_too_little"
    hall.do(actions.recall, ticket, at=later(1))
    assert hall.do(actions.mark_no_show, ticket, at=later(2)).state == "no_show"


def test_who_was_absent_or_on_hold_comes_back_to_their_own_place(hall):
    hall.opened()
    absent, held, third = (hall.taken(at=later(minute)) for minute in range(3))
    hall.called(at=later(5))
    hall.do(actions.recall, absent, at=later(5))
    hall.do(actions.mark_no_show, absent, at=later(6))
    hall.called(at=later(6))
    hall.do(actions.hold, held, at=later(7))
    assert set(queries.set_aside(hall.place.centre, later(7))) == {absent, held}
    for one in (held, absent):
        hall.do(actions.resume, one, at=later(8))
    assert [hall.served(at=later(9)).code for _ in range(3)] == [absent.code, held.code, third.code]
    assert now(absent).called_at == later(5)  # the first call is the one that was waited for


def test_who_is_held_until_a_time_is_back_by_themselves(hall):
    hall.opened()
    held, other = hall.taken(), hall.taken(at=later(1))
    hall.called(at=later(2))
    hall.do(actions.hold, held, at=later(3), until=later(20))
    assert hall.served(at=later(4)).code == other.code
    assert hall.called(at=later(19)) is None
    assert hall.called(at=later(20)).code == held.code


def test_a_return_in_the_past_is_refused(hall):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    assert refused_code(hall.do, step=actions.hold, ticket=ticket, until=later(-1)) == "tickets.wrong_return"


def test_a_transfer_keeps_number_and_place(hall):
    hall.opened(0, kinds=(hall.births,))
    hall.opened(1, kinds=(hall.land,))
    mine = hall.taken(hall.births)
    hall.taken(hall.land, at=later(1))
    hall.called(0, at=later(2))
    moved = hall.do(actions.transfer, mine, at=later(3), kind=hall.land)
    assert (moved.number, moved.state, moved.counter, moved.since) == ("A 001", "waiting", None, MONDAY)
    assert hall.called(1, at=later(4)).code == mine.code


def test_a_transfer_to_the_same_kind_is_refused(hall):
    ticket = hall.taken()
    assert refused_code(hall.do, step=actions.transfer, ticket=ticket, kind=hall.births) == "tickets.same_kind"


def test_nobody_is_transferred_into_the_line_of_another_hall(hall):
    elsewhere = hall_of().births
    hall.opened()
    ticket = hall.taken()
    hall.called()
    assert refused_code(hall.do, step=actions.transfer, ticket=ticket, kind=elsewhere) == "tickets.same_kind"
    assert (now(ticket).kind, now(ticket).state) == (hall.births, "called")


@pytest.mark.parametrize("act", [actions.transfer, actions.leave])
def test_nobody_takes_a_number_off_another_counter(hall, act):
    hall.opened(0)
    hall.opened(1)
    ticket = hall.taken()
    hall.called(0)
    said = {"kind": hall.land} if act is actions.transfer else {}
    entries, version = Entry.objects.count(), queries.version_of(hall.place.centre)
    assert refused_code(hall.do, step=act, ticket=ticket, which=1, **said) == "tickets.not_at_counter"
    assert (now(ticket).state, now(ticket).counter_id) == ("called", hall.counters[0].pk)
    assert (Entry.objects.count(), queries.version_of(hall.place.centre)) == (entries, version)
    assert hall.do(act, ticket, **said).state in ("waiting", "left")


def test_who_is_called_may_still_say_that_they_wait_no_longer(hall):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    assert actions.leave(ticket_id=ticket.pk, by=HALL, at=later(1)).state == "left"


def test_a_counter_acts_only_on_its_own_number(hall):
    hall.opened(0)
    hall.opened(1)
    ticket = hall.taken()
    hall.called(0)
    for act in (actions.recall, actions.start, actions.finish, actions.hold, actions.mark_no_show):
        with pytest.raises(Overtaken):
            hall.do(act, ticket, 1)
    assert now(ticket).calls == 1


def test_a_counter_has_one_sitter_and_an_officer_one_counter(hall):
    hall.opened(0)
    with refused("tickets.counter_taken"):
        actions.open_counter(counter_id=hall.counters[0].pk, by=hall.clerks[1], at=MONDAY)
    with refused("tickets.sits_elsewhere"):
        actions.open_counter(counter_id=hall.counters[1].pk, by=hall.clerks[0], at=MONDAY)
    specialist = officer(hall.place.committee, PostKind.SPECIALIST)
    with refused("organisation.no_power"):
        actions.open_counter(counter_id=hall.counters[1].pk, by=specialist, at=MONDAY)


def test_a_counter_closes_when_nobody_stands_there_and_the_head_closes_for_who_went(hall):
    counter = hall.opened()
    ticket = hall.taken()
    hall.called()
    assert refused_code(actions.close_counter, counter_id=counter.pk, by=hall.clerks[0], at=MONDAY) == (
        "tickets.still_serving"
    )
    hall.do(actions.finish, ticket)
    assert refused_code(actions.close_counter, counter_id=counter.pk, by=hall.clerks[1], at=MONDAY) == (
        "organisation.no_power"
    )
    actions.close_counter(counter_id=counter.pk, by=hall.head, at=MONDAY)
    counter = Counter.objects.get(pk=counter.pk)
    assert (counter.is_open, counter.serving.count()) == (False, 0)
    with refused("tickets.not_at_counter"):
        hall.called()


def test_kinds_of_an_open_counter_are_chosen_anew_by_opening_again(hall):
    hall.opened(kinds=(hall.births,))
    counter = hall.opened(kinds=(hall.land,), at=later(5))
    assert list(counter.serving.all()) == [hall.land]
    assert counter.opened_at == MONDAY


def test_what_somebody_came_about_is_linked_by_its_code(hall):
    from gandan.lib.refs import Ref

    hall.opened()
    ticket = hall.taken()
    hall.called()
    hall.do(actions.link, ticket, about=Ref("dossier", "7K3M92QXAB"))
    assert now(ticket).about == Ref("dossier", "7K3M92QXAB")


def test_the_board_shows_whom_counters_call_then_whom_they_serve_and_how_many_wait_for_what(hall):
    hall.opened(0, kinds=(hall.births,))
    hall.opened(1, kinds=(hall.births,))
    for minute in range(4):
        hall.taken(at=later(minute), priority="elderly" if minute == 1 else "")
    hall.taken(hall.land, at=later(4))
    hall.called(0, at=later(5))
    hall.served(1, at=later(6))
    shown = [(call.number, call.counter, call.is_called, call.goes_first) for call in calls_at(hall, 7)]
    assert shown == [("A 002", 1, True, True), ("A 001", 2, False, False)]
    board = queries.board_of(hall.place.centre, later(7))
    assert [(kind.letter, kind.waiting, kind.is_served) for kind in board.kinds] == [("A", 2, True), ("B", 1, False)]
    assert (board.version, board.waiting) == (queries.version_of(hall.place.centre), 3)


@pytest.mark.parametrize("act", [actions.hold, actions.mark_no_show, actions.finish, actions.leave])
def test_who_is_held_absent_or_done_is_no_longer_shown_as_called(hall, act):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    hall.do(actions.recall, ticket, at=later(1))
    assert [call.number for call in calls_at(hall, 1)] == ["A 001"]
    hall.do(act, ticket, at=later(2))
    assert calls_at(hall, 3) == ()


def calls_at(hall, minutes):
    return queries.board_of(hall.place.centre, later(minutes)).calls


def test_a_counter_left_open_overnight_serves_nobody_the_next_day(hall):
    hall.opened(at=MONDAY)
    tomorrow = later(24 * 60)
    assert queries.counters_serving(hall.births, later(1)) == [1]
    assert queries.counters_serving(hall.births, tomorrow) == []
    assert queries.snapshot_of(hall.place.centre, tomorrow).desks == ()
    assert not any(kind.is_served for kind in queries.board_of(hall.place.centre, tomorrow).kinds)
