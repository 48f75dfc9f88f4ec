import pytest

from gandan.lib.addresses import is_this_machine


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_nobody_else_reaches_this_machine(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "10.0.0.8", "dvc.example.vn", "localhost.example.vn", "1270.0.0.1"]
)
def test_everything_else_is_elsewhere(host: str) -> None:
    assert not is_this_machine(host)
