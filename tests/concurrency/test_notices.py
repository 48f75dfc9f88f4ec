"""Two workers at once: no message twice, none forgotten."""

import threading
from collections import Counter
from functools import partial

import pytest

from gandan.journal.actions import deliver_due, tell
from gandan.journal.models import Notice, NoticeState
from gandan.lib.reach import Reach
from tests.concurrency.conftest import of_kind, together
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.both
WAITING = 24


def test_workers_that_deliver_at_once_never_send_a_message_twice(scene):
    dossier = scene.accepted()
    for number in range(WAITING - 1):
        reach = Reach("email", f"nguoi-{number}@example.com")
        tell(reach, "dossier_accepted", about=dossier, at=MONDAY, dossier=dossier)
    left: Counter[int] = Counter()
    counting = threading.Lock()

    def send(notice: Notice) -> None:
        with counting:
            left[notice.pk] += 1

    results = together(*[partial(deliver_due, send=send, clock=lambda: MONDAY)] * 4)
    assert sum(of_kind(results, int)) == WAITING
    assert set(left.values()) == {1}
    assert len(left) == WAITING
    assert not Notice.objects.exclude(state=NoticeState.SENT).exists()


def test_a_message_in_the_hands_of_one_worker_is_left_alone_by_the_other(scene):
    scene.accepted()
    sending, may_end = threading.Event(), threading.Event()

    def slow(notice: Notice) -> None:
        sending.set()
        assert may_end.wait(20)

    def second_worker() -> int:
        assert sending.wait(20)
        sent = deliver_due(send=lambda notice: None, clock=lambda: MONDAY)
        may_end.set()
        return sent

    assert together(partial(deliver_due, send=slow, clock=lambda: MONDAY), second_worker) == [1, 0]
    assert Notice.objects.get().attempts == 1
