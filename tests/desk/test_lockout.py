"""Trying passwords from many addresses, or under many names."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from gandan.organisation.powers import PostKind
from tests.factories import PASSWORD, PersonFactory, account, commune, officer

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"


@pytest.fixture
def user():
    return account(officer(commune().centre, PostKind.COUNTER_OFFICER))


def tries(client, user, *, address, password="sai"):
    login = {"login": user.username, "password": password}
    return client.post(SIGN_IN, login, REMOTE_ADDR=address).status_code


def test_one_account_tried_from_many_addresses_is_locked_everywhere(client, user, settings):
    settings.LOCKOUT_ACCOUNT_ATTEMPTS = 8
    answers = [tries(client, user, address=f"10.0.0.{n}") for n in range(1, 9)]
    assert answers == [200] * 7 + [429]
    assert tries(client, user, address="10.0.0.99", password=PASSWORD) == 429
    other = account(PersonFactory())
    assert tries(client, other, address="10.0.0.99", password=PASSWORD) == 302


def test_one_address_that_tries_many_accounts_is_locked_for_all(client, user, settings):
    settings.LOCKOUT_ADDRESS_ATTEMPTS = 8
    others = [account(PersonFactory()) for _ in range(8)]
    answers = [tries(client, other, address="10.0.0.1") for other in others]
    assert answers == [200] * 7 + [429]
    assert tries(client, user, address="10.0.0.1", password=PASSWORD) == 429
    assert tries(client, user, address="10.0.0.2", password=PASSWORD) == 302


def test_it_says_the_same_as_always_and_ends_by_itself(client, user, settings):
    settings.LOCKOUT_ACCOUNT_ATTEMPTS = 2
    tries(client, user, address="10.0.0.1")
    login = {"login": user.username, "password": "sai"}
    assert "Mật khẩu sai 5 lần liên tiếp" in client.post(SIGN_IN, login, REMOTE_ADDR="10.0.0.2").text
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert tries(client, user, address="10.0.0.3", password=PASSWORD) == 302


def test_a_right_password_here_does_not_forgive_the_wrong_ones_elsewhere(client, user, settings):
    settings.LOCKOUT_ACCOUNT_ATTEMPTS = 4
    for n in range(1, 4):
        tries(client, user, address=f"10.0.0.{n}")
    assert tries(client, user, address="10.0.0.9", password=PASSWORD) == 302
    client.logout()
    assert tries(client, user, address="10.0.0.4") == 429
