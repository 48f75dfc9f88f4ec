"""What a ticket is told is kept, and judged by what came of it."""

from datetime import date, datetime, timedelta

import pytest

from gandan.counter.queueing.line import InLine
from gandan.counter.waiting import actions, queries
from gandan.counter.waiting.models import DeskSpell, Estimate, Spell
from gandan.counter.waiting.values import Desk, Snapshot
from gandan.law.calendar import HANOI
from tests.factories import commune

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NINE = datetime(2026, 11, 17, 9, 0, tzinfo=HANOI)
TUESDAY = date(2026, 11, 17)
COPIES = "copies"


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def unit():
    return commune().centre


def promised(unit, ticket="T1", *, at=NINE, ahead=2, first=False, free=False) -> Estimate:
    line = [InLine(f"before-{ticket}-{n}", COPIES, at - minutes(9 - n)) for n in range(ahead)]
    line.append(InLine(ticket, COPIES, at, first))
    desk = Desk(frozenset({COPIES})) if free else Desk(frozenset({COPIES}), COPIES, at - minutes(3))
    snapshot = Snapshot(tuple(line), (desk,), at, 3)
    return actions.promise_wait(unit=unit, ticket=ticket, kind=COPIES, first=first, snapshot=snapshot, at=at)


def learned(unit, how_many=60, *, until=NINE, took=6):
    for number in range(how_many):
        began = until - minutes(10 * (number + 1))
        about = {"unit": unit, "kind": COPIES, "ticket": f"old{number}", "desk": "q1"}
        actions.learn(**about, began_at=began, ended_at=began + minutes(took))


def rate(unit):
    return queries.hit_rate(unit, TUESDAY, TUESDAY)


def test_a_promise_is_kept_as_a_row_with_what_it_was_made_from(unit):
    learned(unit)
    one = promised(unit)
    one.refresh_from_db()
    assert (one.ahead, one.desks, one.first, one.is_thin, one.at_once, one.method) == (2, 1, False, False, False, "1")
    assert NINE + minutes(10) <= one.by_at <= NINE + minutes(45)
    assert one.lower_at <= one.by_at
    assert queries.estimate_of("T1") == one


@pytest.mark.parametrize("free", [False, True])
def test_what_would_be_told_now_is_what_is_then_promised_and_no_row_is_kept(unit, free):
    learned(unit)
    line = tuple(InLine(f"T{n}", COPIES, NINE - minutes(9 - n)) for n in range(3))
    desk = Desk(frozenset({COPIES})) if free else Desk(frozenset({COPIES}), COPIES, NINE - minutes(3))
    told = queries.waits_now(unit, [COPIES], Snapshot(line, (desk,), NINE, 3))[COPIES]
    assert not Estimate.objects.exists()
    mine = InLine("TX", COPIES, NINE)
    snapshot = Snapshot((*line, mine), (desk,), NINE, 3)
    one = actions.promise_wait(unit=unit, ticket="TX", kind=COPIES, first=False, snapshot=snapshot, at=NINE)
    assert (one.ahead, one.middle, one.by_at) == (told.forecast.ahead, told.forecast.middle, told.told.by_at)


def test_a_new_hall_says_that_it_knows_little(unit):
    assert promised(unit).is_thin


def test_times_of_another_unit_teach_nothing_here(unit):
    learned(commune("Khác").centre)
    assert promised(unit).is_thin


def test_who_is_told_of_without_a_place_in_the_line_is_its_last(unit):
    snapshot = Snapshot((InLine("A", COPIES, NINE),), (Desk(frozenset({COPIES}), COPIES, NINE),), NINE, 3)
    one = actions.promise_wait(unit=unit, ticket="B", kind=COPIES, first=False, snapshot=snapshot, at=NINE)
    assert (one.ahead, one.since) == (1, NINE)


def test_a_promise_that_was_kept_counts_and_one_that_was_not_counts_against(unit):
    kept, missed = promised(unit, "T1"), promised(unit, "T2")
    actions.settle_wait(ticket="T1", called_at=kept.by_at, desk="q1")
    actions.settle_wait(ticket="T2", called_at=missed.by_at + minutes(1), desk="q1")
    found = rate(unit)
    assert (found.kept, found.told, found.share, found.is_few) == (1, 2, 0.5, True)
    assert found.low < 0.5 < found.high


def test_only_the_first_call_settles(unit):
    one = promised(unit)
    actions.settle_wait(ticket="T1", called_at=NINE + minutes(4), desk="q1")
    actions.settle_wait(ticket="T1", called_at=NINE + minutes(300), desk="q1")
    one.refresh_from_db()
    assert one.called_at == NINE + minutes(4)
    assert one.score is not None


def test_who_is_called_at_once_is_no_promise_kept(unit):
    one = promised(unit, ahead=0, free=True)
    actions.settle_wait(ticket="T1", called_at=NINE, desk="q1")
    one.refresh_from_db()
    assert (one.at_once, one.score) == (True, None)
    assert (rate(unit).told, rate(unit).at_once) == (0, 1)
    assert rate(unit).share is None


def test_who_leaves_in_time_cannot_be_judged_and_who_leaves_after_the_promise_had_waited_longer(unit):
    promised(unit, "T1")
    late = promised(unit, "T2")
    actions.drop_wait(ticket="T1", at=NINE + minutes(1))
    actions.drop_wait(ticket="T2", at=late.by_at + minutes(1))
    assert (rate(unit).kept, rate(unit).told, rate(unit).left) == (0, 1, 1)


def test_who_was_called_cannot_be_dropped_any_more(unit):
    one = promised(unit)
    actions.settle_wait(ticket="T1", called_at=NINE + minutes(4), desk="q1")
    actions.drop_wait(ticket="T1", at=NINE + minutes(9))
    one.refresh_from_db()
    assert one.dropped_at is None


def test_a_ticket_without_a_promise_is_let_be(unit):
    actions.settle_wait(ticket="none", called_at=NINE, desk="q1")
    actions.drop_wait(ticket="none", at=NINE)
    assert Estimate.objects.count() == 0


def test_the_pause_until_somebody_who_waits_is_called_belongs_to_the_time_before(unit):
    promised(unit)
    about = {"unit": unit, "kind": COPIES, "ticket": "T0", "desk": "q1"}
    actions.learn(**about, began_at=NINE - minutes(5), ended_at=NINE + minutes(5))
    actions.settle_wait(ticket="T1", called_at=NINE + minutes(7), desk="q1")
    assert Spell.objects.get().seconds == 12 * 60


@pytest.mark.parametrize(("desk", "called"), [("q2", 7), ("q1", 30)])
def test_the_pause_of_another_counter_or_a_long_absence_does_not(unit, desk, called):
    promised(unit)
    about = {"unit": unit, "kind": COPIES, "ticket": "T0", "desk": "q1"}
    actions.learn(**about, began_at=NINE - minutes(5), ended_at=NINE + minutes(5))
    actions.settle_wait(ticket="T1", called_at=NINE + minutes(called), desk=desk)
    assert Spell.objects.get().seconds == 10 * 60


def test_a_counter_that_was_idle_before_somebody_came_did_not_pause(unit):
    about = {"unit": unit, "kind": COPIES, "ticket": "T0", "desk": "q1"}
    actions.learn(**about, began_at=NINE - minutes(9), ended_at=NINE - minutes(3))
    promised(unit)
    actions.settle_wait(ticket="T1", called_at=NINE + minutes(1), desk="q1")
    assert Spell.objects.get().seconds == 6 * 60


def test_the_clocks_of_two_machines_may_be_apart(unit):
    spell = actions.learn(unit=unit, kind=COPIES, ticket="T", desk="q1", began_at=NINE, ended_at=NINE - minutes(1))
    assert (spell.seconds, spell.ended_at) == (0, NINE)


def test_a_counter_opened_for_other_work_is_closed_before(unit):
    actions.desk_opened(unit=unit, desk="q1", kinds=[COPIES], at=NINE)
    actions.desk_opened(unit=unit, desk="q1", kinds=[COPIES, "land"], at=NINE + minutes(60))
    actions.desk_closed(desk="q1", at=NINE + minutes(90))
    spells = DeskSpell.objects.order_by("opened_at")
    assert [(spell.kinds, spell.closed_at) for spell in spells] == [
        ([COPIES], NINE + minutes(60)),
        ([COPIES, "land"], NINE + minutes(90)),
    ]


def test_promises_are_counted_by_week(unit):
    for number, day in enumerate((-8, -7, 0)):
        one = promised(unit, f"T{number}", at=NINE + timedelta(days=day))
        actions.settle_wait(ticket=one.ticket, called_at=one.made_at + minutes(1), desk="q1")
    weeks = queries.hit_rates_by_week(unit, TUESDAY - timedelta(days=28), TUESDAY)
    assert [(week.first_day, week.kept, week.told) for week in weeks] == [
        (date(2026, 11, 9), 2, 2),
        (date(2026, 11, 16), 1, 1),
    ]


def test_an_estimate_asks_few_questions(unit, django_assert_max_num_queries):
    learned(unit)
    actions.desk_opened(unit=unit, desk="q1", kinds=[COPIES], at=NINE - timedelta(days=1))
    promised(unit, "warm")
    with django_assert_max_num_queries(9):
        promised(unit)


def test_the_hours_of_today_are_told_from_now_on(unit):
    (opens, closes), *_ = queries.known_of(unit, NINE, is_served=True).hours
    assert opens < 0 < closes
