"""A large demo has a month of numbers behind it, enough to ask what would be."""

from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest

from gandan.counter.waiting.queries import LEAST_TICKETS
from gandan.demo import counter
from gandan.law.calendar import HANOI
from tests.factories import commune

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 11, 24, 18, tzinfo=HANOI)
ABSENT_TOO = 0.9  # of those who come, at least so many are called


def lived(monkeypatch, scale: float) -> list[tuple[datetime, int]]:
    """The days that the demo lives through, with how many people come."""
    desk = SimpleNamespace(centre=commune().centre)
    world = SimpleNamespace(
        desks=[desk],
        halls={desk.centre: counter.Hall(desk, [], [], Random(1))},
        begins=datetime(2025, 7, 1, 7, tzinfo=HANOI),
    )
    days = []
    monkeypatch.setattr(counter, "_live", lambda _hall, day, _as_of, people: days.append((day, people)))
    counter.build(world, Random(1), AS_OF, scale=scale)
    return days


def test_from_scale_two_on_a_month_can_be_asked_what_would_be(monkeypatch):
    days = lived(monkeypatch, 2)
    month = [people for day, people in days if day >= AS_OF.date() - timedelta(days=30)]
    assert sum(month) * ABSENT_TOO >= LEAST_TICKETS


def test_the_small_demo_stays_quick(monkeypatch):
    assert len(lived(monkeypatch, 1)) <= counter.DAYS + 2
