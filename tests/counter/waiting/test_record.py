"""What a recorded day says of when a counter was there."""

from datetime import datetime, timedelta

from gandan.counter.waiting.rules.record import AtDesk, recorded_day
from gandan.counter.waiting.values import Shift, Visit
from gandan.law.calendar import HANOI

OPENS = datetime(2026, 11, 16, 8, tzinfo=HANOI)


def at(minutes: float) -> datetime:
    return OPENS + timedelta(minutes=minutes)


def there(came: float, called: float) -> list[tuple[float, float]]:
    """When one counter was there that was free from minute 10 on, until whoever came next was called."""
    first, second = AtDesk("q1", "1", "A", at(0), at(10)), AtDesk("q1", "2", "A", at(called), at(called + 10))
    waited = {"kind": "A", "first": False, "stays": (), "left": None}
    visits = [
        Visit(ticket="1", came=at(0), called=at(0), **waited),
        Visit(ticket="2", came=at(came), called=at(called), **waited),
    ]
    day = recorded_day(visits, [first, second], [Shift("q1", frozenset("A"), at(0), at(180))], 3)
    return [
        ((part.opens - OPENS).total_seconds() / 60, (part.closes - OPENS).total_seconds() / 60) for part in day.shifts
    ]


def test_that_nobody_came_for_an_hour_does_not_mean_that_nobody_sat_there():
    assert there(70, 70.5) == [(0, 70), (70.5, 180)]


def test_somebody_who_waits_beside_a_free_counter_says_that_it_is_empty():
    assert there(5, 60) == [(0, 10), (60, 180)]
