"""The life of a commitment, and the few words its items are told in."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    DRAFTED = "drafted"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    AMENDED = "amended"  # open to be written again after it was signed; what was signed stays as it is
    CLOSED = "closed"


STATE_NAMES = {
    State.DRAFTED: mark("Đang soạn"),
    State.SIGNED: mark("Đã ký, chờ xác nhận"),
    State.CONFIRMED: mark("Đã xác nhận"),
    State.AMENDED: mark("Đang sửa sau khi ký"),
    State.CLOSED: mark("Đã kết thúc"),
}
WRITABLE = frozenset({State.DRAFTED, State.AMENDED})
STANDING = frozenset({State.SIGNED, State.CONFIRMED})  # as it was signed last
_OPEN = WRITABLE | STANDING

MACHINE = Machine(
    [
        Move("sign", WRITABLE, State.SIGNED, "", mark("Ký bản cam kết")),
        Move("confirm", frozenset({State.SIGNED}), State.CONFIRMED, "commitments.confirm", mark("Xác nhận")),
        Move("give_back", frozenset({State.SIGNED}), State.AMENDED, "commitments.confirm", mark("Trả lại để sửa")),
        Move("amend", STANDING, State.AMENDED, "", mark("Sửa bản đã ký")),
        Move("close", _OPEN, State.CLOSED, "", mark("Kết thúc")),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
    sentence=mark("Không thể “%(label)s” khi bản cam kết đang ở tình trạng “%(state)s”."),
)


class MeasureKind(StrEnum):
    NONE = ""
    COUNT = "count"
    DOCUMENT = "document"
    INDICATOR = "indicator"


MEASURE_NAMES = {
    MeasureKind.NONE: mark("Chưa có"),
    MeasureKind.COUNT: mark("Một con số đếm được"),
    MeasureKind.DOCUMENT: mark("Một văn bản, sản phẩm cho xem được"),
    MeasureKind.INDICATOR: mark("Một chỉ số do sổ của hệ thống tính"),
}


class Progress(StrEnum):
    """What the person says of an item in a quarter."""

    DONE = "done"
    GOING_ON = "going_on"
    NOT_BEGUN = "not_begun"
    HINDERED = "hindered"


PROGRESS_NAMES = {
    Progress.DONE: mark("Đã xong"),
    Progress.GOING_ON: mark("Đang làm"),
    Progress.NOT_BEGUN: mark("Chưa làm"),
    Progress.HINDERED: mark("Vướng, cần hỗ trợ"),
}
