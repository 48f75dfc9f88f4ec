"""Threads that meet in a database of the test's own, where transactions really commit."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from tests.dossiers.conftest import Scene, scene_of

MANY = 8


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all acts at the same moment, each in a thread and connection of its own; their results or exceptions."""
    ready = threading.Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        ready.wait(20)
        try:
            return act()
        except Exception as trouble:
            return trouble
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def of_kind(results: Sequence[Any], kind: type) -> list[Any]:
    """The results of that kind; fails when there is an exception of any other kind."""
    strange = [one for one in results if isinstance(one, Exception) and not isinstance(one, kind)]
    assert strange == []
    return [one for one in results if isinstance(one, kind)]


@pytest.fixture
def scene(own_database) -> Scene:
    """One commune and its officers, really in the database."""
    return scene_of()
