"""A recorded month of a hall made by other means, replayed; only then is it asked what would be."""

from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache

import pytest

from gandan.counter.waiting import queries
from gandan.counter.waiting.rules import what_if
from gandan.counter.waiting.rules.simulator import play, replay, usual_seconds, waits_of
from gandan.counter.waiting.rules.what_if import answer
from gandan.counter.waiting.values import Change
from tests.counter.waiting.another_world import World
from tests.counter.waiting.rows import keep
from tests.factories import commune
from tests.refusals import refused

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 5), date(2026, 11, 3)
MORNING = (time(7, 30), time(11, 30))
DAY = (MORNING, (time(13, 30), time(17)))


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch):
    monkeypatch.setattr(what_if, "MOST_RUNS", what_if.LEAST_RUNS)


@cache
def month(seed: int = 7):
    """22 days as they stand in the tables: plain values, read once."""
    unit = commune().centre
    keep(unit, World(seed, people=60).days(FIRST, 22))
    return queries.recorded(unit, FIRST, LAST)


@pytest.mark.both
@pytest.mark.parametrize("seed", [2, 7, 11])
def test_the_unchanged_replay_of_a_month_waits_as_was_seen(seed):
    found = replay(month(seed))
    assert found.seen.called >= 800
    assert found.seen.median > 120
    assert found.run.median == pytest.approx(found.seen.median, rel=0.10)
    assert found.run.nine_of_ten == pytest.approx(found.seen.nine_of_ten, rel=0.10)


@pytest.mark.parametrize("seed", [2, 7, 11])
def test_the_replay_is_right_for_those_with_priority_apart(seed):
    """The waits of all together hardly depend on who goes first; those of the few who do, do."""
    days = month(seed)
    usual = usual_seconds(days)
    runs = [(day, play(day, usual)) for day in days]
    played = [(visit, waits) for day, waits in runs for visit in day.visits if visit.first and visit.called]
    run = waits_of([waits[visit.ticket] for visit, waits in played])
    was = waits_of([(visit.called - visit.came).total_seconds() for visit, _waits in played])
    assert run.called >= 100
    assert run.nine_of_ten == pytest.approx(was.nine_of_ten, rel=0.10)


def test_a_record_that_does_not_fit_itself_is_not_answered_for():
    """Times at the counter a third too long: then people cannot have waited as was seen."""

    def longer(visit):
        return replace(visit, stays=tuple(stay._replace(seconds=stay.seconds * 1.3) for stay in visit.stays))

    days = [replace(day, visits=tuple(map(longer, day.visits))) for day in month()]
    with refused("waiting.replay_differs") as told:
        answer(days, Change(one_more=True), seed=1)
    assert "phút" in str(told.value)


def test_a_few_days_are_too_little():
    with refused("waiting.record_thin"):
        answer(month()[:1], Change(one_more=True), seed=1)


def test_one_more_counter_shortens_the_waits_and_says_within_what():
    found = answer(month(), Change(one_more=True), seed=1)
    assert found.then.median.middle < found.now.median.middle
    assert found.then.nine_of_ten.high < found.now.nine_of_ten.low
    assert found.now.nine_of_ten.low < found.now.nine_of_ten.middle < found.now.nine_of_ten.high
    assert found.runs == what_if.LEAST_RUNS
    assert found.saturday is None


def test_the_same_question_gets_the_same_answer():
    days = month()
    assert answer(days, Change(one_more=True), seed=1) == answer(days, Change(one_more=True), seed=1)
    assert answer(days, Change(one_more=True), seed=2).now != answer(days, Change(one_more=True), seed=1).now


def test_mornings_only_make_people_wait_longer_and_leave_some_unserved():
    found = answer(month(), Change(hours=(MORNING,)), seed=1)
    assert found.then.nine_of_ten.middle > found.now.nine_of_ten.middle
    assert found.then.unserved.middle > found.now.unserved.middle


def test_opening_through_lunch_lets_nobody_wait_longer():
    found = answer(month(), Change(hours=((time(7), time(17)),)), seed=1)
    assert found.then.median.middle < found.now.median.middle


def test_a_saturday_takes_people_off_the_other_days():
    change = Change(saturday=DAY, saturday_desks=2, saturday_share=20)
    found = answer(month(), change, seed=1)
    moved = found.now.people.middle - found.then.people.middle
    assert moved == pytest.approx(0.2 * found.now.people.middle, rel=0.15)
    assert found.then.median.middle < found.now.median.middle
    assert found.saturday.people.middle == pytest.approx(5 * moved, rel=0.15)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(), "waiting.change_empty"),
        (Change(hours=(MORNING, MORNING)), "waiting.wrong_hours"),
        (Change(saturday=DAY, saturday_share=10), "waiting.saturday_incomplete"),
        (Change(saturday=DAY, saturday_desks=1, saturday_share=95), "waiting.saturday_incomplete"),
    ],
)
def test_a_question_that_says_too_little_is_refused(change, code):
    with refused(code):
        answer([], change, seed=1)


@pytest.mark.both
def test_an_absence_of_an_officer_is_seen_in_the_record():
    """Nobody writes down that a counter stood empty; that people waited beside it says so."""
    days = month()
    shifts = [shift for day in days for shift in day.shifts]
    assert {shift.desk for shift in shifts} == {"q1", "q2", "q3"}
    assert all(shift.opens < shift.closes for shift in shifts)
    assert all(shift.closes - shift.opens < timedelta(hours=5) for shift in shifts)


def test_the_record_reaches_back_a_month_or_three_where_a_month_holds_too_few():
    unit = commune().centre
    keep(unit, World(7, people=60).days(FIRST, 10))
    last = FIRST + timedelta(days=13)
    assert queries.record_from(unit, last) == last - timedelta(days=91)
    keep(unit, World(8, people=60, named="M").days(FIRST, 10))
    assert queries.record_from(unit, last) == last - timedelta(days=30)
