"""The life of one session: a day on which a unit receives people, planned, announced, held, summed up."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    SUMMED_UP = "summed_up"
    CANCELLED = "cancelled"


STATE_NAMES = {
    State.PLANNED: mark("Dự kiến"),
    State.ANNOUNCED: mark("Đã công bố"),
    State.HELD: mark("Đã diễn ra"),
    State.SUMMED_UP: mark("Đã tổng kết"),
    State.CANCELLED: mark("Đã hủy"),
}

COMING = frozenset({State.PLANNED, State.ANNOUNCED})
RECEIVES = frozenset({State.ANNOUNCED, State.HELD})  # its hours are hours in which numbers are given
ROSTER_OPEN = frozenset({State.PLANNED, State.ANNOUNCED, State.HELD})  # until it is summed up: who came may differ


def _move(name: str, sources: set[State], target: State, label: str) -> Move:
    return Move(name, frozenset(sources), target, "sessions.keep", label)


MACHINE = Machine(
    [
        _move("announce", {State.PLANNED}, State.ANNOUNCED, mark("Công bố")),
        _move("hold", {State.ANNOUNCED}, State.HELD, mark("Ghi đã diễn ra")),
        _move("sum_up", {State.HELD}, State.SUMMED_UP, mark("Tổng kết")),
        _move("cancel", {State.PLANNED, State.ANNOUNCED}, State.CANCELLED, mark("Hủy phiên")),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
    sentence=mark("Không thể “%(label)s”: phiên này đang ở trạng thái “%(state)s”."),
)
