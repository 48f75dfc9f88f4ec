"""The desk at a time we choose, with somebody signed in."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from gandan.organisation.models import Person, User
from tests.dossiers.conftest import MONDAY, Scene, scene
from tests.factories import account

__all__ = ["Scene", "scene"]


class Clock:
    """What every page takes for now; move `at`."""

    def __init__(self) -> None:
        self.at: datetime = MONDAY


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    return clock


@pytest.fixture
def desk(clock: Clock) -> Callable[[Person], Client]:
    """A browser signed in as the person."""

    def signed_in(person: Person) -> Client:
        client = Client()
        user = User.objects.filter(person=person).first() or account(person)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
