"""The statutory papers of a dossier as PDF (circular 03/2025/TT-VPCP, Phụ lục I: Mẫu 01, 02, 03).

`settings.FORMS_DIR` holds the forms, one typst file each, and `samples/<form>.json` beside them. What a form is given
is described at its top; here that data is gathered from a dossier. A paper can be printed again at any time: it tells
what was promised, asked or refused that day, by whom. Names and numbers of the unit and the officer are today's.
"""

from datetime import datetime

from gandan.dossiers.models import Dossier, Outcome, SupplementRequest
from gandan.dossiers.printouts.money import payment_data
from gandan.dossiers.printouts.sheets import (
    Data,
    about,
    fee_words,
    handed_papers,
    moment,
    print_form,
    promised,
    promises_about,
    who_did,
)
from gandan.dossiers.queries import version_here
from gandan.dossiers.queries.changes import REAPPOINTED
from gandan.dossiers.queries.takeover import TOLD_RULE
from gandan.dossiers.states import State
from gandan.lib.refusal import Refused, mark
from gandan.lib.typeset import qr_svg
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState

# the acts after which a receipt, or the paper of a refused result, is handed out
RECEIVING = ("dossiers.accept", "dossiers.receive_supplement")
SETTLING = ("dossiers.settle",)
VOID_WHY = {
    "supplement_requested": "cơ quan đã yêu cầu bổ sung hồ sơ. Khi hồ sơ đầy đủ, thời hạn tính lại từ đầu và có giấy "
    "hẹn mới.",
    "reappointed": "cơ quan đã xin lỗi và hẹn lại; ngày trả mới ghi ở văn bản xin lỗi.",
    "excluded_time": "thời gian không tính vào thời hạn đã bắt đầu. Khi thời gian này kết thúc, có ngày trả mới.",
    "stopped": "hồ sơ đã dừng giải quyết theo yêu cầu của người nộp.",
}


def receipts(dossier: Dossier) -> list[Promise]:
    """The promises of a result that a receipt tells, oldest first: each began with one in somebody's hand.

    A day counted again without excluded time stands on the same receipt; a new appointment has its letter of apology;
    of a day that the province promised, the receipt is the province's.
    """
    counted_again = dossier.excluded_times.exclude(ended_by=None).values("interrupted")
    made = promises_about(dossier).filter(kind=Kind.RESULT).exclude(rule__in=(REAPPOINTED, TOLD_RULE))
    made = made.exclude(pk__in=counted_again)
    return list(made.defer("derivation").order_by("id"))


def receipt(dossier: Dossier, promise: Promise, *, rating_url: str = "") -> bytes:
    """Mẫu 01, the receipt with the appointed return, of one of `receipts`; one that stands no longer says so.

    `rating_url`: where whoever holds the paper may say what they think; a surface's, nothing of the dossier.
    """
    rating = {"rating": {"qr": qr_svg(rating_url)} if rating_url else None}
    return print_form("receipt", receipt_data(dossier, promise) | rating, field=dossier.version.field)


def supplement(dossier: Dossier, request: SupplementRequest) -> bytes:
    """Mẫu 02, what is to be brought and by when. Refused `dossiers.request_not_sent` for one that never went out."""
    return print_form("supplement", supplement_data(dossier, request), field=dossier.version.field)


def refusal(dossier: Dossier) -> bytes:
    """Mẫu 03, for a refusal at reception and for one as a result. Refused `dossiers.not_refused` for any other."""
    return print_form("refusal", refusal_data(dossier), field=dossier.version.field)


# --- the data of each form ---------------------------------------------------------------------------------------


def receipt_data(dossier: Dossier, promise: Promise) -> Data:
    """The data of receipt.typ, but the QR."""
    unit = dossier.receiving_unit
    papers = dossier.papers.filter(given_at__lte=promise.started_at)
    officer = who_did(dossier, RECEIVING, at=promise.started_at) or dossier.received_by
    return about(dossier, unit, officer, promise.started_at) | {
        "void": moment(promise.settled_at) if promise.state == PromiseState.VOID else "",
        "void_why": VOID_WHY.get(promise.void_reason, ""),
        "papers": handed_papers(papers),
        "sets": f"{dossier.sets:02d}",
        # after a supplement the time starts anew: what counts is when the dossier was complete
        "received_at": moment(promise.started_at),
        "return_at": dossier.return_at or unit.name,
        "fees": [fee_words(fee, ask=unit.phone) for fee in version_here(dossier).fee_list],
        "payment": payment_data(dossier),
        **promised(promise, ground=dossier.term_ground),
    }


def supplement_data(dossier: Dossier, request: SupplementRequest) -> Data:
    """The data of supplement.typ, but the QR."""
    sent_at = request.decided_at or request.asked_at
    promise = _promise_of(dossier, sent_at) if request.state == SupplementRequest.State.SENT else None
    if promise is None:
        sentence = mark("Yêu cầu bổ sung này chưa được gửi cho người dân nên chưa có phiếu.")
        raise Refused(sentence, code="dossiers.request_not_sent")
    return about(dossier, dossier.receiving_unit, request.asked_by, sent_at) | {
        "round": f"lần {request.ordinal}",
        "missing": list(request.missing),
        "reason": request.reason,
        "ground": request.ground,
        "approved_by": request.decided_by.name if request.decided_by else "",
        "accepted": dossier.accepted_at is not None and dossier.accepted_at <= sent_at,
        **promised(promise, began="Ngày gửi phiếu, không tính"),
    }


def refusal_data(dossier: Dossier) -> Data:
    """The data of refusal.typ, but the QR."""
    at_reception = dossier.state == State.REFUSED
    decided_at = dossier.ended_at if at_reception else dossier.settled_at
    if decided_at is None or not (at_reception or dossier.outcome == Outcome.REFUSED):
        raise Refused(mark("Hồ sơ này không bị từ chối nên không có phiếu từ chối."), code="dossiers.not_refused")
    unit = dossier.receiving_unit if at_reception else dossier.deciding_unit
    officer = None if at_reception else who_did(dossier, SETTLING, at=decided_at)
    return about(dossier, unit, officer or dossier.received_by, decided_at) | {
        "at_reception": at_reception,
        "reason": dossier.reason,
        "ground": dossier.refusal_ground,
        "right_place": dossier.right_place,
        "decided_at": moment(decided_at),
    }


def _promise_of(dossier: Dossier, sent_at: datetime) -> Promise | None:
    """The applicant's promise that a request began; a later request has its own, so the dossier's may not be it."""
    return promises_about(dossier).filter(kind=Kind.SUPPLEMENT_BY_APPLICANT, started_at=sent_at).first()
