"""The life of a booked time."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    HELD = "held"
    BOOKED = "booked"
    ARRIVED = "arrived"
    MISSED = "missed"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"
    EXPIRED = "expired"


STATE_NAMES = {
    State.HELD: mark("Đang giữ chỗ, chưa xác nhận"),
    State.BOOKED: mark("Đã đặt"),
    State.ARRIVED: mark("Đã đến"),
    State.MISSED: mark("Không đến"),
    State.CANCELLED: mark("Người hẹn đã hủy"),
    State.CALLED_OFF: mark("Cơ quan phải hủy, mời chọn giờ khác"),
    State.EXPIRED: mark("Hết hạn giữ chỗ"),
}

TAKES_A_SEAT = frozenset({State.HELD, State.BOOKED, State.ARRIVED})  # nobody else gets the same seat
OPEN = frozenset({State.HELD, State.BOOKED, State.CALLED_OFF})  # something may still become of it

S = State


def _move(name: str, sources: set[State], target: State | None, label: str) -> Move:
    return Move(name, frozenset(sources), target, "counter.call", label)


MACHINE = Machine(
    [
        _move("book", {S.HELD}, S.BOOKED, mark("Xác nhận lịch hẹn")),
        _move("expire", {S.HELD}, S.EXPIRED, mark("Hết hạn giữ chỗ")),
        _move("arrive", {S.BOOKED}, S.ARRIVED, mark("Đã đến")),
        _move("miss", {S.BOOKED}, S.MISSED, mark("Không đến")),
        _move("cancel", {S.HELD, S.BOOKED, S.CALLED_OFF}, S.CANCELLED, mark("Hủy lịch hẹn")),
        _move("call_off", {S.BOOKED}, S.CALLED_OFF, mark("Cơ quan hủy")),
        _move("move", {S.BOOKED, S.CALLED_OFF}, S.BOOKED, mark("Đổi giờ")),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
    sentence=mark("Không thể “%(label)s”: lịch hẹn này đang ở trạng thái “%(state)s”."),
)
