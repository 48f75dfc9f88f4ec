"""One commune with a dossier, a clock we choose, and counters of this test alone."""

import pytest
from django.utils import timezone

from tests.desk.conftest import Clock
from tests.dossiers.conftest import Scene, scene

__all__ = ["Scene", "scene"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    return clock
