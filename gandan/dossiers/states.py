"""The life of a dossier as a table of moves; with rules.py it answers *is it lawful?*, no person in sight."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    """`new` is where every life begins; it is never stored: until then the papers are a Draft."""

    NEW = "new"
    ACCEPTED = "accepted"
    EXAMINING = "examining"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    SETTLED = "settled"
    RETURNED = "returned"
    REFUSED = "refused"
    CLOSED = "closed"


STATE_NAMES = {
    State.NEW: mark("Đang soạn tại quầy"),
    State.ACCEPTED: mark("Đã tiếp nhận"),
    State.EXAMINING: mark("Đang giải quyết"),
    State.AWAITING_SUPPLEMENT: mark("Chờ người dân bổ sung"),
    State.SETTLED: mark("Đã có kết quả"),
    State.RETURNED: mark("Đã trả kết quả"),
    State.REFUSED: mark("Từ chối tiếp nhận"),
    State.CLOSED: mark("Đã đóng: không bổ sung"),
}

IN_HANDS = frozenset({State.ACCEPTED, State.EXAMINING})  # the office's time is running
ENDED = frozenset({State.RETURNED, State.REFUSED, State.CLOSED})

S = State


def _move(name: str, sources: set[State], target: State | None, power: str, label: str) -> Move:
    return Move(name, frozenset(sources), target, power, label)


MACHINE = Machine(
    [
        _move("accept", {S.NEW}, S.ACCEPTED, "dossiers.receive", mark("Tiếp nhận hồ sơ")),
        _move("examine", {S.ACCEPTED}, S.EXAMINING, "dossiers.examine", mark("Nhận giải quyết")),
        _move("settle", {S.EXAMINING}, S.SETTLED, "dossiers.settle", mark("Giải quyết xong")),
        _move("return_result", {S.SETTLED}, S.RETURNED, "dossiers.return", mark("Trả kết quả")),
        _move(
            "request_supplement",
            {S.NEW, S.ACCEPTED, S.EXAMINING},
            S.AWAITING_SUPPLEMENT,
            "dossiers.ask",
            mark("Yêu cầu bổ sung"),
        ),
        _move(
            "propose_second_request",
            {S.ACCEPTED, S.EXAMINING},
            None,
            "dossiers.ask",
            mark("Đề nghị yêu cầu bổ sung lần hai"),
        ),
        _move(
            "decide_second_request",
            {S.ACCEPTED, S.EXAMINING},
            None,
            "dossiers.ask_again",
            mark("Duyệt yêu cầu bổ sung lần hai"),
        ),
        _move(
            "receive_supplement",
            {S.AWAITING_SUPPLEMENT},
            S.ACCEPTED,
            "dossiers.receive",
            mark("Nhận hồ sơ đã bổ sung"),
        ),
        _move("assign", {S.ACCEPTED, S.EXAMINING}, None, "dossiers.assign", mark("Phân công")),
        _move("refuse", {S.NEW}, S.REFUSED, "dossiers.receive", mark("Từ chối tiếp nhận")),
        _move("close", {S.AWAITING_SUPPLEMENT}, S.CLOSED, "dossiers.receive", mark("Đóng hồ sơ")),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
)
