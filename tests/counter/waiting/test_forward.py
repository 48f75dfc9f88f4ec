"""How the line runs on: the order is that of the hall, the times are the unit's own."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from gandan.counter.queueing.line import InLine
from gandan.counter.waiting.rules.forward import forecast
from gandan.counter.waiting.rules.times import THIN, Times
from gandan.counter.waiting.values import Desk, Known, Snapshot

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
COPIES, LAND = "copies", "land"
TEN = Known(seconds={COPIES: (600,) * 400, LAND: (1800,) * 400})


def came(ticket: str, minutes: float, kind: str = COPIES, **more) -> InLine:
    return InLine(ticket, kind, AT - timedelta(minutes=minutes), **more)


def busy(*kinds: str, serving: str = COPIES, minutes: float = 0) -> Desk:
    return Desk(frozenset(kinds), serving, AT - timedelta(minutes=minutes))


def found(line, desks, known=TEN, most_overtaken=3):
    """The forecast for the last of the line."""
    return forecast(Snapshot(tuple(line), tuple(desks), AT, most_overtaken), line[-1], known, Random(1))


def test_a_free_counter_calls_at_once():
    assert found([came("C1", 0)], [Desk(frozenset({COPIES}))]).at_once


def test_a_free_counter_for_other_work_does_not():
    waits = found([came("C1", 0)], [Desk(frozenset({LAND})), busy(COPIES)])
    assert (waits.at_once, waits.ahead) == (False, 0)


def test_whoever_has_somebody_before_them_at_the_only_free_counter_waits():
    assert not found([came("C1", 5), came("C2", 0)], [Desk(frozenset({COPIES}))]).at_once


def test_each_before_takes_their_time_shared_by_the_counters():
    line = [came(f"C{number}", 9 - number) for number in range(5)]
    alone, two = found(line, [busy(COPIES)]), found(line, [busy(COPIES), busy(COPIES)])
    assert alone.middle == pytest.approx(50 * 60, rel=0.15)
    assert two.middle < 0.65 * alone.middle
    assert alone.ahead == 4


def test_what_is_served_now_counts_with_what_is_left_of_it():
    assert found([came("C1", 0)], [busy(COPIES, minutes=8)]).middle == pytest.approx(120, abs=30)


def test_the_kind_of_work_before_counts():
    copies = found([came("C1", 5), came("C2", 0)], [busy(COPIES, LAND)])
    land = found([came("L1", 5, LAND), came("C2", 0)], [busy(COPIES, LAND)])
    assert land.middle > copies.middle + 15 * 60


def test_priority_goes_before_in_the_forecast_as_in_the_hall():
    line = [came(f"C{number}", 9 - number) for number in range(5)]
    ordinary, urgent = (
        found([*line, came("C9", 0)], [busy(COPIES)]),
        found([*line, came("C9", 0, first=True)], [busy(COPIES)]),
    )
    assert (ordinary.ahead, urgent.ahead) == (5, 0)
    assert urgent.middle < ordinary.middle / 3


def test_those_with_priority_still_to_come_are_reckoned_with():
    line = [came(f"C{number}", 9 - number) for number in range(4)]
    often = Known(seconds=TEN.seconds, firsts=(COPIES,), firsts_a_second=1 / 600)
    assert found(line, [busy(COPIES)], often).middle > found(line, [busy(COPIES)]).middle + 10 * 60


def test_nobody_is_called_over_lunch():
    lunch = Known(seconds=TEN.seconds, hours=((-9000, 1800), (9000, 20000)))
    line = [came(f"C{number}", 9 - number) for number in range(5)]
    assert found(line, [busy(COPIES)], lunch).middle > 9000


def test_before_the_opening_the_usual_counters_are_reckoned_with_and_said_to_be_assumed():
    early = Known(seconds=TEN.seconds, hours=((900, 15000),), usual=(frozenset({COPIES}), frozenset({COPIES})))
    waits = found([came("C1", 2), came("C2", 1), came("C3", 0)], [], early)
    assert (waits.is_thin, waits.at_once, waits.desks) == (True, False, 0)
    assert waits.middle == pytest.approx(900 + 600, rel=0.1)


def test_where_nothing_is_known_it_is_said_and_the_range_is_wide():
    line = [came(f"C{number}", 9 - number) for number in range(4)]
    nothing = found(line, [busy(COPIES)], Known())
    assert nothing.is_thin
    assert nothing.spread > 2 * found(line, [busy(COPIES)]).spread


def test_a_booked_time_goes_first_once_it_has_come():
    booked = InLine("B1", COPIES, AT + timedelta(minutes=5))
    line = [came(f"C{number}", 9 - number) for number in range(3)]
    with_booking = found([booked, *line], [busy(COPIES)])
    assert with_booking.middle > found(line, [busy(COPIES)]).middle + 5 * 60


def test_the_same_line_gets_the_same_forecast():
    line = [came(f"C{number}", 9 - number) for number in range(4)]
    assert found(line, [busy(COPIES)]) == found(line, [busy(COPIES)])


def test_a_kind_seldom_seen_is_shrunk_towards_all_kinds():
    times = Times({COPIES: [600] * 400, LAND: [3600]}, Random(1))
    drawn = [times.draw(LAND) for _ in range(2000)]
    assert 600 < sum(drawn) / len(drawn) < 1200
    assert not times.is_thin


def test_with_few_times_it_is_said():
    assert Times({COPIES: [600] * (THIN - 1)}, Random(1)).is_thin
    assert not Times({COPIES: [600] * THIN}, Random(1)).is_thin


def test_who_is_longer_at_the_counter_than_anybody_was_stays_a_while():
    assert Times({COPIES: [600] * 9000}, Random(1)).left(COPIES, 4000) == 1000
