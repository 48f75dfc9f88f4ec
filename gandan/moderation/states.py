"""The life of a text that the public may read: hidden until somebody decided."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    HIDDEN = "hidden"
    SHOWN = "shown"
    REFUSED = "refused"
    APPEALED = "appealed"


STATE_NAMES = {
    State.HIDDEN: mark("Chờ duyệt"),
    State.SHOWN: mark("Đã đăng"),
    State.REFUSED: mark("Không đăng, đã nêu lý do"),
    State.APPEALED: mark("Người viết đề nghị xem lại"),
}
WAITING = frozenset({State.HIDDEN, State.APPEALED})

MACHINE = Machine(
    [
        Move("show", WAITING, State.SHOWN, "moderation.decide", mark("Đăng lên")),
        Move("refuse", WAITING, State.REFUSED, "moderation.decide", mark("Không đăng")),
        Move("take_down", frozenset({State.SHOWN}), State.REFUSED, "moderation.decide", mark("Gỡ xuống")),
        Move("appeal", frozenset({State.REFUSED}), State.APPEALED, "", mark("Đề nghị xem lại")),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
    sentence=mark("Không thể “%(label)s” khi ý kiến đang ở tình trạng “%(state)s”."),
)


class Ground(StrEnum):
    """Why a text is not shown. None of them is that somebody dislikes it."""

    ACCUSES = "accuses"
    PERSONAL = "personal"
    INSULTS = "insults"
    ADVERTISES = "advertises"
    ELSEWHERE = "elsewhere"


GROUND_NAMES = {
    Ground.ACCUSES: mark("Cáo buộc một người cụ thể: phải gửi đơn để được xem xét và được bảo vệ"),
    Ground.PERSONAL: mark("Có dữ liệu cá nhân không thể che bớt"),
    Ground.INSULTS: mark("Xúc phạm người khác"),
    Ground.ADVERTISES: mark("Quảng cáo, lừa đảo"),
    Ground.ELSEWHERE: mark("Không nói về việc phục vụ ở đây"),
}


class Flag(StrEnum):
    """What the machine points at; it decides nothing."""

    ACCUSATION = "accusation"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"


FLAG_NAMES = {
    Flag.ACCUSATION: mark("Có thể cáo buộc một người"),
    Flag.ID_NUMBER: mark("Có số giấy tờ"),
    Flag.PHONE: mark("Có số điện thoại"),
    Flag.EMAIL: mark("Có thư điện tử"),
    Flag.LINK: mark("Có đường dẫn"),
}
