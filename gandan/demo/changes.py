"""The few dossiers whose appointed day changes: late, apologised for, waiting by a sector law, stopped."""

from contextlib import suppress
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from gandan.dossiers import actions
from gandan.dossiers.states import State
from gandan.lib.refusal import Refused
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders

if TYPE_CHECKING:
    from gandan.demo.dossiers import Life

FORESEEN, EXCLUDED, STOPPED = 0.02, 0.012, 0.012  # of the dossiers taken up
SIGNED = 0.8
REASONS = (
    "Nơi ông/bà từng cư trú chưa trả lời xác minh.",
    "Hồ sơ gốc lưu ở kho của huyện cũ, đang được chuyển về xã.",
)
WAITS = (
    (
        "Niêm yết công khai tại nhà văn hóa thôn.",
        "Nghị định 101/2024/NĐ-CP, Điều 33",
        "15 days",
        False,
    ),
    ("Ông/bà nộp lệ phí trước bạ theo thông báo của cơ quan thuế.", "Luật Quản lý thuế, Điều 55", "30 days", True),
)
WISHES = ("Tôi tìm lại được giấy cũ nên không cần nữa.", "Gia đình chuyển đi tỉnh khác, để lúc khác làm.")


def change(life: "Life", at: datetime) -> bool:
    """Let something happen to a dossier just taken up; True when it goes on by another road than the usual one."""
    rng = Random(life.rng.random())
    lot = rng.random()
    if lot < FORESEEN:
        _foresee(life, rng, at)
        return False
    if lot < FORESEEN + EXCLUDED:
        life.region.plan(life.time.later(rng, at, 0), lambda when: _wait(life, rng, when))
        return True
    if lot < FORESEEN + EXCLUDED + STOPPED:
        life.region.plan(life.time.later(rng, at, 1), lambda when: _stop(life, rng, when))
        return True
    return False


def _foresee(life: "Life", rng: Random, at: datetime) -> None:
    reason = rng.choice(REASONS)
    with suppress(Refused):  # a short term leaves no time to apologise in
        life.act(actions.foresee, in_time=False, reason=reason, further="3 working days", by=life.specialist, at=at)
        leaders = holders(Power.DOSSIER_REAPPOINT, life.dossier.deciding_unit, at.date())
        said = {"sign": rng.random() < SIGNED, "reason": reason, "further": "3 working days"}
        life.act(actions.reappoint, **said, by=leaders[0], at=at)


def _wait(life: "Life", rng: Random, at: datetime) -> None:
    reason, ground, term, applicant = rng.choice(WAITS)
    said = {"reason": reason, "ground": ground, "term": term, "waits_for_applicant": applicant}
    life.act(actions.begin_excluded_time, **said, by=life.specialist, at=at)
    life.region.plan(life.time.later(rng, at, rng.randrange(4, 12)), lambda when: _go_on(life, when))


def _go_on(life: "Life", at: datetime) -> None:
    if life.dossier.state == State.EXCLUDED:
        life.act(actions.end_excluded_time, by=life.specialist, at=at)
        life.region.plan(life.when_settled(at), life.settle)


def _stop(life: "Life", rng: Random, at: datetime) -> None:
    given_back = set(life.dossier.papers.exclude(given_at=None).values_list("ordinal", flat=True))
    life.act(actions.stop, reason=rng.choice(WISHES), given_back=given_back, by=life.counter, at=at)
