import socket

import pytest
from django.db import connections
from django.test import override_settings

from gandan.console import serve
from gandan.lib.refusal import Refused
from tests.factories import UserFactory


def test_a_busy_port_is_refused_with_its_number():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused) as refused:
            serve.check_free("127.0.0.1", port)
    assert refused.value.code == "console.port"
    assert str(port) in str(refused.value)


def test_a_free_port_is_left_free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve.check_free("127.0.0.1", port)
    serve.check_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("options", "left"), [({"pool": {"min_size": 1}}, ["closed", "pool closed"]), ({}, ["closed"])]
)
def test_workers_inherit_neither_a_connection_nor_a_pool(monkeypatch, options, left):
    done = []

    class Connection:
        settings_dict = {"OPTIONS": options}

        def close(self):
            done.append("closed")

        def close_pool(self):
            done.append("pool closed")

    monkeypatch.setattr(connections, "all", lambda initialized_only: [Connection()])
    serve.leave_database()
    assert done == left


@pytest.mark.both
@pytest.mark.django_db
class TestProduction:
    def test_starts_without_sample_accounts(self):
        UserFactory()
        with override_settings(MODE="production"):
            serve.check_production()

    def test_refuses_to_start_beside_sample_accounts_and_counts_them(self):
        UserFactory.create_batch(2, is_demo=True)
        with override_settings(MODE="production"), pytest.raises(Refused) as refused:
            serve.check_production()
        assert refused.value.code == "console.demo_accounts"
        assert "2 tài khoản mẫu" in str(refused.value)

    def test_the_demo_starts_beside_them(self):
        UserFactory(is_demo=True)
        serve.check_production()


def test_a_demo_nobody_asked_for_is_not_opened_to_other_machines():
    with override_settings(MODE_IS_CHOSEN=False):
        serve.check_chosen("127.0.0.1")
        with pytest.raises(Refused) as refused:
            serve.check_chosen("0.0.0.0")
    assert refused.value.code == "console.mode"
    with override_settings(MODE_IS_CHOSEN=True):
        serve.check_chosen("0.0.0.0")
