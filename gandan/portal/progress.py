"""How far a dossier is, in people's words: all that anybody may know who knows its code."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.routing import is_elsewhere
from gandan.dossiers.states import State
from gandan.lib.codes import read_code
from gandan.lib.refusal import mark

# the shape of the state, its words, and how far along it is
PROGRESS = {
    State.SUBMITTED: ("soon", mark("Đã nhận, chờ kiểm tra"), 0),
    State.ACCEPTED: ("soon", mark("Đã tiếp nhận, chờ giải quyết"), 1),
    State.EXAMINING: ("soon", mark("Đang giải quyết"), 1),
    State.AWAITING_SUPPLEMENT: ("wait", mark("Đang chờ bổ sung giấy tờ"), 1),
    State.EXCLUDED: ("wait", mark("Đang chờ, chưa tính thời hạn"), 1),
    State.SETTLED: ("kept", mark("Đã có kết quả, mời đến nhận"), 3),
    State.CORRECTING: ("soon", mark("Kết quả có sai sót, đang sửa"), 2),
    State.RETURNED: ("kept", mark("Đã trả kết quả"), 4),
    State.REFUSED: ("none", mark("Không được tiếp nhận"), 0),
    State.CLOSED: ("none", mark("Đã đóng vì không được bổ sung"), 0),
    State.STOPPED: ("none", mark("Đã dừng theo yêu cầu của người nộp"), 0),
}
COMING_BACK = ("soon", mark("Đã có kết quả, đang chuyển về nơi nhận hồ sơ"), 3)
STAGES = (mark("Nộp hồ sơ"), mark("Tiếp nhận"), mark("Giải quyết"), mark("Có kết quả"), mark("Trả kết quả"))


@dataclass(frozen=True)
class Progress:
    """What anybody may know who knows the code: codes can be guessed, so nothing here tells whose or what it is."""

    code: str
    shape: str
    words: str
    stages: list[tuple[str, bool]]  # (words, reached)
    received: date | None  # shown as a month
    expected: str


def progress(dossier: Dossier, typed: str) -> Progress:
    """How far a dossier is; the code is said back as the person knows it, and the other one is not told."""
    shape, words, reached = stands(dossier)
    reached = reached if dossier.accepted_at else 0
    by_reference = read_code(typed) == dossier.reference
    over = dossier.state in (State.REFUSED, State.CLOSED, State.STOPPED)
    stages = [] if over else [(_(words_of), place <= reached) for place, words_of in enumerate(STAGES)]
    return Progress(
        code=dossier.reference if by_reference else dossier.code,
        shape=shape,
        words=_(words),
        stages=stages,
        received=timezone.localdate(dossier.submitted_at),
        expected=_roughly(dossier),
    )


def stands(dossier: Dossier) -> tuple[str, str, int]:
    """A result made elsewhere is not to be collected before it is back where the dossier was handed in."""
    return COMING_BACK if is_coming_back(dossier) else PROGRESS[dossier.state]


def is_coming_back(dossier: Dossier) -> bool:
    return dossier.state == State.SETTLED and is_elsewhere(dossier) and not dossier.result_at_desk_at


def _roughly(dossier: Dossier) -> str:
    """The promised time as people say it: "cuối tháng 11/2026"."""
    promise = dossier.result_promise
    if promise is None or promise.state != "open":
        return ""
    due = timezone.localdate(promise.due_at)
    part = _("đầu tháng") if due.day <= 10 else _("giữa tháng") if due.day <= 20 else _("cuối tháng")
    return f"{part} {due:%m/%Y}"
