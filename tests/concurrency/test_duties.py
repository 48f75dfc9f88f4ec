"""Two workers at the turn of the day promise a centre's duties once between them."""

from functools import partial

import pytest

from gandan.centre.actions import promise_duties
from gandan.centre.models import Duty
from gandan.promises.models import Promise
from tests.concurrency.conftest import together
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.both


@pytest.mark.usefixtures("scene")
def test_two_workers_promise_each_duty_once():
    made = together(*[partial(promise_duties, at=MONDAY)] * 4)
    assert sorted(made, key=str) == [0, 0, 0, 3]
    assert Duty.objects.count() == Promise.objects.count() == 3
