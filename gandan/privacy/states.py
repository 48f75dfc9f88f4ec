"""The life of a request that somebody makes about their own data (law 91/2025, decree 356/2025)."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    RECEIVED = "received"
    REPLIED = "replied"
    GRANTED = "granted"
    REFUSED = "refused"


STATE_NAMES = {
    State.RECEIVED: mark("Mới nhận"),
    State.REPLIED: mark("Đã phản hồi, đang làm"),
    State.GRANTED: mark("Đã thực hiện"),
    State.REFUSED: mark("Không thực hiện, đã nêu lý do"),
}
ENDED = frozenset({State.GRANTED, State.REFUSED})
_OPEN = frozenset({State.RECEIVED, State.REPLIED})


def _move(name: str, sources: frozenset[str], target: str | None, label: str) -> Move:
    return Move(name, sources, target, "privacy.keep", label)


MACHINE = Machine(
    [
        _move("reply", frozenset({State.RECEIVED}), State.REPLIED, mark("Phản hồi đã nhận yêu cầu")),
        _move("grant", _OPEN, State.GRANTED, mark("Đã thực hiện")),
        _move("refuse", _OPEN, State.REFUSED, mark("Không thực hiện")),
        _move("extend", _OPEN, None, mark("Gia hạn một lần")),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
)


class What(StrEnum):
    """What may be asked for."""

    ACCESS = "access"
    RECTIFY = "rectify"
    DELETE = "delete"
    RESTRICT = "restrict"
    OBJECT = "object"
    WITHDRAW = "withdraw"


WHAT_NAMES = {
    What.ACCESS: mark("Xem, nhận bản sao dữ liệu của mình"),
    What.RECTIFY: mark("Chỉnh sửa dữ liệu sai"),
    What.DELETE: mark("Xóa dữ liệu"),
    What.RESTRICT: mark("Hạn chế xử lý"),
    What.OBJECT: mark("Phản đối xử lý"),
    What.WITHDRAW: mark("Rút lại sự đồng ý"),
}


# acts of the journal by which personal data was seen in full or left the house, and what it was
READ_NAMES = {
    "dossiers.read_numbers": mark("Số giấy tờ, điện thoại đầy đủ"),
    "dossiers.read_statement": mark("Tờ khai in sẵn"),
    "dossiers.open_prepared": mark("Bản chuẩn bị ở nhà"),
    "attachments.read": mark("Tệp đính kèm"),
    "privacy.export": mark("Bản sao mọi dữ liệu"),
    "dossiers.take_out_register": mark("Sổ theo dõi hồ sơ, lấy ra tệp"),
    "dossiers.give_back": mark("Tệp xuất trả hệ thống của tỉnh"),
}
