"""The life of a ticket: the number of somebody who waits in the hall of one unit, on one day."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    NO_SHOW = "no_show"
    FINISHED = "finished"
    LEFT = "left"
    DAY_OVER = "day_over"


STATE_NAMES = {
    State.WAITING: mark("Đang chờ"),
    State.CALLED: mark("Đang gọi"),
    State.SERVING: mark("Đang làm việc"),
    State.HELD: mark("Tạm hoãn"),
    State.NO_SHOW: mark("Vắng khi gọi"),
    State.FINISHED: mark("Đã xong"),
    State.LEFT: mark("Đã thôi chờ"),
    State.DAY_OVER: mark("Hết ngày khi chưa xong"),
}

AT_DESK = frozenset({State.CALLED, State.SERVING})  # a counter has it
OPEN = frozenset({State.WAITING, State.CALLED, State.SERVING, State.HELD})
ENDED = frozenset({State.FINISHED, State.LEFT, State.DAY_OVER})  # nobody comes back out of these

S = State


def _move(name: str, sources: set[State], target: State | None, label: str) -> Move:
    return Move(name, frozenset(sources), target, "counter.call", label)


MACHINE = Machine(
    [
        _move("call_next", {S.WAITING, S.HELD}, S.CALLED, mark("Gọi số tiếp theo")),
        _move("recall", {S.CALLED}, None, mark("Gọi lại")),
        _move("start", {S.CALLED}, S.SERVING, mark("Đã đến quầy")),
        _move("finish", {S.CALLED, S.SERVING}, S.FINISHED, mark("Xong")),
        _move("hold", {S.CALLED, S.SERVING}, S.HELD, mark("Tạm hoãn")),
        _move("resume", {S.HELD, S.NO_SHOW}, S.WAITING, mark("Cho vào hàng lại")),
        _move("transfer", {S.WAITING, S.CALLED, S.SERVING, S.HELD}, S.WAITING, mark("Chuyển loại việc")),
        _move("mark_no_show", {S.CALLED}, S.NO_SHOW, mark("Vắng")),
        _move("leave", {S.WAITING, S.CALLED, S.HELD}, S.LEFT, mark("Thôi chờ")),
        _move("end_day", {S.WAITING, S.CALLED, S.SERVING, S.HELD}, S.DAY_OVER, mark("Hết ngày")),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
    sentence=mark("Không thể “%(label)s”: số này đang ở trạng thái “%(state)s”."),
)
