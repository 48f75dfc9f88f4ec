"""Mẫu 04, the apology with the new day, and Mẫu 05, the notice that a dossier is stopped (circular 03/2025/TT-VPCP)."""

from gandan.dossiers.models import Dossier, Reappointment
from gandan.dossiers.printouts.sheets import Data, about, handed_papers, moment, print_form, promised, who_did
from gandan.dossiers.states import State
from gandan.law.terms import Term
from gandan.lib.refusal import Refused, mark

STOPPING = ("dossiers.stop",)


def signed_reappointment(dossier: Dossier) -> Reappointment | None:
    """The one apology that went out, if one did."""
    return next((r for r in dossier.reappointments.all() if r.state == Reappointment.State.SIGNED), None)


def apology(dossier: Dossier) -> bytes:
    """Mẫu 04. Refused `dossiers.not_reappointed` for a dossier whose appointed day was never changed."""
    return print_form("apology", apology_data(dossier))


def stop_notice(dossier: Dossier) -> bytes:
    """Mẫu 05. Refused `dossiers.not_stopped` for any dossier that goes on or ended otherwise."""
    return print_form("stop", stop_data(dossier))


def apology_data(dossier: Dossier) -> Data:
    """The data of apology.typ, but the QR."""
    signed = signed_reappointment(dossier)
    if signed is None:
        raise Refused(mark("Hồ sơ này chưa hẹn lại nên không có văn bản xin lỗi."), code="dossiers.not_reappointed")
    unit = dossier.deciding_unit
    return about(dossier, unit, signed.decided_by, signed.decided_at) | {
        "received_at": moment(dossier.accepted_at),
        "old_due_at": moment(signed.old_promise.due_at),
        "reason": signed.reason,
        "further": Term.parse(signed.term).words(),
        "return_at": dossier.return_at or dossier.receiving_unit.name,
        **promised(signed.new_promise, began="Ngày hẹn cũ, không tính"),
    }


def stop_data(dossier: Dossier) -> Data:
    """The data of stop.typ, but the QR."""
    if dossier.state != State.STOPPED:
        raise Refused(mark("Hồ sơ này không dừng nên không có thông báo dừng."), code="dossiers.not_stopped")
    officer = who_did(dossier, STOPPING, at=dossier.ended_at) or dossier.received_by
    given_back = dossier.papers.exclude(given_back_at=None)
    return about(dossier, dossier.receiving_unit, officer, dossier.ended_at) | {
        "received_at": moment(dossier.accepted_at or dossier.submitted_at),
        "stopped_at": moment(dossier.ended_at),
        "reason": dossier.reason,
        "papers": handed_papers(given_back),
    }
