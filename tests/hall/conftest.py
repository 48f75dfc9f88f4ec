"""A hall with a clock we choose, a kiosk of its own and a telephone before its wall."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.queries import board_row
from gandan.hall import keys
from tests.counter.tickets.conftest import MONDAY, Hall, hall
from tests.desk.conftest import Clock

__all__ = ["hall"]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> Clock:
    settings.DATA_DIR = tmp_path  # what was asked in a minute is counted there
    cache.clear()
    clock = Clock()
    clock.at = MONDAY
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    return clock


@pytest.fixture
def base(hall: Hall) -> str:
    return f"/sanh/{hall.place.centre.ref.code}"


@pytest.fixture
def kiosk(hall: Hall, base: str, client: Client) -> Client:
    """A browser that an officer made the hall's kiosk."""
    key = keys.machine_key(board_row(hall.place.centre))
    assert client.get(f"{base}/may/{key}/so/").url == f"{base}/lay-so/"
    return client


@pytest.fixture
def wall(hall: Hall, base: str, clock: Clock) -> str:
    """The address in the code on the wall, at this hour."""
    return f"{base}/dien-thoai/{keys.wall_key(board_row(hall.place.centre), clock.at)}/"


def page_of(answer) -> str:
    """The one-time word of a page that asks for a number."""
    return re.search(r'name="phieu" value="([^"]+)"', answer.content.decode()).group(1)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def newest() -> Ticket:
    return Ticket.objects.latest("id")
