"""`gandan begin`: a real installation gets its first administrator, once."""

import io

import pytest

from gandan.console.main import call
from gandan.organisation.models import Person, User
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.procedures.models import Version
from tests.factories import TWO_TIERS, UnitFactory

pytestmark = pytest.mark.django_db
PASSWORD = "một mật khẩu dài và riêng"


@pytest.fixture
def begin(monkeypatch):
    """Type a password into a pipe and begin; the exit code."""

    def run(*, unit="37", username="quan-tri", password=PASSWORD):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        return call(["begin", "--unit", unit, "--name", "Phạm Quốc Khánh", "--username", username])

    return run


def test_the_first_administrator_may_keep_the_organisation_and_sign_in(begin):
    unit = UnitFactory(code="37", kind="province")
    assert begin() == 0
    user = User.objects.get(username="quan-tri")
    assert user.check_password(PASSWORD)
    assert standing(user.person, TWO_TIERS.replace(year=2100)).may(Power.ORGANISATION_KEEP, unit)
    assert Version.objects.count() == 57


def test_there_is_one_first_administrator(begin, capsys):
    UnitFactory(code="37", kind="province")
    begin()
    assert begin(username="ke-hai") == 2
    assert "Đã có người quản trị" in capsys.readouterr().err
    assert User.objects.count() == 1


@pytest.mark.parametrize(("wrong", "told"), [({"unit": "99"}, "không có đơn vị"), ({"password": "123"}, "mật khẩu")])
def test_what_is_wrong_is_said_and_nothing_is_half_written(begin, capsys, wrong, told):
    UnitFactory(code="37", kind="province")
    assert begin(**wrong) == 2
    assert told in capsys.readouterr().err.lower()
    assert not Person.objects.exists()
    assert not Version.objects.exists()
