"""The statutory papers of a dossier as PDF (circular 03/2025/TT-VPCP, Phụ lục I: Mẫu 01, 02, 03).

`settings.FORMS_DIR` holds the forms, one typst file each, and `samples/<form>.json` beside them. What a form is given
is described at its top; here that data is gathered from a dossier. A paper can be printed again at any time: it tells
what was promised, asked or refused that day, by whom. Names and numbers of the unit and the officer are today's.
"""

import json
import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from gandan.dossiers.models import Applicant, Dossier, Outcome, SupplementRequest
from gandan.dossiers.states import State
from gandan.journal.queries import last_entry
from gandan.law import explain
from gandan.law.calendar import WEEKEND_NAME
from gandan.law.deadline import Step
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused, mark
from gandan.lib.typeset import qr_svg, render
from gandan.organisation.models import Person, Unit
from gandan.procedures.rules import Fee
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState

Data = dict[str, Any]

# the acts after which a receipt, or the paper of a refused result, is handed out
RECEIVING = ("dossiers.accept", "dossiers.receive_supplement")
SETTLING = ("dossiers.settle",)

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_PLACE = re.compile(r"\b(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)


def receipts(dossier: Dossier) -> list[Promise]:
    """The promises of a result made for the dossier, oldest first: each was a receipt in somebody's hand."""
    return list(_promises_about(dossier).filter(kind=Kind.RESULT).defer("derivation").order_by("id"))


def receipt(dossier: Dossier, promise: Promise) -> bytes:
    """Mẫu 01, the receipt with the appointed return, of one of `receipts`; one that stands no longer says so."""
    return _print("receipt", receipt_data(dossier, promise))


def supplement(dossier: Dossier, request: SupplementRequest) -> bytes:
    """Mẫu 02, what is to be brought and by when. Refused `dossiers.request_not_sent` for one that never went out."""
    return _print("supplement", supplement_data(dossier, request))


def refusal(dossier: Dossier) -> bytes:
    """Mẫu 03, for a refusal at reception and for one as a result. Refused `dossiers.not_refused` for any other."""
    return _print("refusal", refusal_data(dossier))


def sample_forms(directory: Path) -> list[Path]:
    """Every form of the set, printed with its own sample data into `directory`; needs no database."""
    directory.mkdir(parents=True, exist_ok=True)
    printed = []
    for sample in sorted((settings.FORMS_DIR / "samples").glob("*.json")):
        path = directory / f"{sample.stem}.pdf"
        path.write_bytes(_print(sample.stem, json.loads(sample.read_text(encoding="utf-8"))))
        printed.append(path)
    return printed


def _print(form: str, data: Data) -> bytes:
    lookup = data["lookup"] | {"qr": qr_svg(data["lookup"]["url"])}
    return render(settings.FORMS_DIR / f"{form}.typ", data | {"lookup": lookup})


# --- the data of each form ---------------------------------------------------------------------------------------


def receipt_data(dossier: Dossier, promise: Promise) -> Data:
    """The data of receipt.typ, but the QR."""
    unit = dossier.receiving_unit
    papers = dossier.papers.filter(given_at__lte=promise.started_at)
    officer = _who(dossier, RECEIVING, at=promise.started_at) or dossier.received_by
    return _about(dossier, unit, officer, promise.started_at) | {
        "void": _moment(promise.settled_at) if promise.state == PromiseState.VOID else "",
        "papers": [
            {"name": p.name, "originals": p.originals, "certified": p.certified, "copies": p.copies} for p in papers
        ],
        "sets": f"{dossier.sets:02d}",
        # after a supplement the time starts anew: what counts is when the dossier was complete
        "received_at": _moment(promise.started_at),
        "return_at": dossier.return_at or unit.name,
        "fees": [_fee(fee) for fee in dossier.version.fee_list],
        **_promised(promise, ground=dossier.term_ground),
    }


def supplement_data(dossier: Dossier, request: SupplementRequest) -> Data:
    """The data of supplement.typ, but the QR."""
    sent_at = request.decided_at or request.asked_at
    promise = _promise_of(dossier, sent_at) if request.state == SupplementRequest.State.SENT else None
    if promise is None:
        sentence = mark("Yêu cầu bổ sung này chưa được gửi cho người dân nên chưa có phiếu.")
        raise Refused(sentence, code="dossiers.request_not_sent")
    return _about(dossier, dossier.receiving_unit, request.asked_by, sent_at) | {
        "round": f"lần {request.ordinal}",
        "missing": list(request.missing),
        "reason": request.reason,
        "ground": request.ground,
        "approved_by": request.decided_by.name if request.decided_by else "",
        "accepted": dossier.accepted_at is not None and dossier.accepted_at <= sent_at,
        **_promised(promise, began="Ngày gửi phiếu, không tính"),
    }


def refusal_data(dossier: Dossier) -> Data:
    """The data of refusal.typ, but the QR."""
    at_reception = dossier.state == State.REFUSED
    decided_at = dossier.ended_at if at_reception else dossier.settled_at
    if decided_at is None or not (at_reception or dossier.outcome == Outcome.REFUSED):
        raise Refused(mark("Hồ sơ này không bị từ chối nên không có phiếu từ chối."), code="dossiers.not_refused")
    unit = dossier.receiving_unit if at_reception else dossier.deciding_unit
    officer = None if at_reception else _who(dossier, SETTLING, at=decided_at)
    return _about(dossier, unit, officer or dossier.received_by, decided_at) | {
        "at_reception": at_reception,
        "reason": dossier.reason,
        "decided_at": _moment(decided_at),
    }


def _promise_of(dossier: Dossier, sent_at: datetime) -> Promise | None:
    """The applicant's promise that a request began; a later request has its own, so the dossier's may not be it."""
    return _promises_about(dossier).filter(kind=Kind.SUPPLEMENT_BY_APPLICANT, started_at=sent_at).first()


def _promises_about(dossier: Dossier) -> QuerySet[Promise]:
    return Promise.objects.filter(subject_kind=dossier.ref.kind, subject_code=dossier.ref.code)


def _who(dossier: Dossier, acts: Collection[str], *, at: datetime) -> Person | None:
    """Who did it at that instant, as the journal has it; the dossier itself names only who has it now."""
    entry = last_entry(dossier, acts=acts, at=at)
    return Person.objects.filter(code=entry.actor_code).first() if entry else None


def _about(dossier: Dossier, unit: Unit, officer: Person, made_at: datetime) -> Data:
    """What every form says of the unit, the dossier and the applicant."""
    day = localdate(made_at)
    procedure = dossier.version
    return {
        "agency": {"superior": unit.parent.name if unit.parent else "", "name": unit.name},
        "place": _place(unit),
        "made_on": {"day": f"{day:%d}", "month": f"{day:%m}", "year": f"{day:%Y}"},
        "number_label": "Mã hồ sơ" if dossier.code else "Số tham chiếu",
        "number": dossier.code or dossier.reference,
        "reference": dossier.reference,
        "lookup": {
            "url": f"{settings.PUBLIC_URL}/tra-cuu/{dossier.reference}/{dossier.receipt_secret}/",
            "page": f"{settings.PUBLIC_URL}/tra-cuu/".removeprefix("https://").removeprefix("http://").rstrip("/"),
        },
        "applicant": _applicant(dossier.applicant),
        "procedure": {"name": procedure.name, "code": procedure.procedure.code},
        "officer": {"name": officer.name, "phone": officer.phone or unit.phone},
    }


def _applicant(applicant: Applicant) -> Data:
    person = applicant.kind == Applicant.Kind.PERSON
    number = applicant.id_number
    parts = [applicant.street, applicant.hamlet, applicant.commune, applicant.province]
    agent = {
        "name": applicant.agent_name,
        "number": _masked(applicant.agent_id_number),
        "phone": applicant.agent_phone,
        "paper": applicant.agent_paper,
    }
    return {
        "name": applicant.name,
        "number_label": "Số định danh" if person else "Mã số",
        "number": _masked(number) if person else number,
        "phone": applicant.phone,
        "email": applicant.email,
        "address": applicant.address_on_paper or ", ".join(part for part in parts if part),
        "agent": agent if applicant.agent_name else None,
    }


def _fee(fee: Fee) -> Data:
    """The register's own words; an amount alone only where it has none."""
    amount = f"{fee.amount:,} đồng".replace(",", ".") if fee.amount is not None else ""
    return {"text": ": ".join(part for part in (fee.name, fee.text or amount) if part), "exemption": fee.exemption}


def _promised(promise: Promise, *, ground: str = "", began: str = "") -> Data:
    """`ground` is an officer's, for a term the register does not give; `began` says the first day in other words."""
    term = Term.parse(promise.term).words()
    steps = [Step.from_json(step) for step in promise.derivation["steps"]]
    return {
        "term": f"{term} ({ground})" if ground else term,
        "due_at": _moment(promise.due_at),
        "strip": [
            {"kind": cell.kind, "weekday": cell.weekday, "day": "…" if cell.kind == "gap" else f"{cell.day:%d/%m}"}
            for cell in explain.strip(steps)
        ],
        "why": _why(steps, began),
    }


def _why(steps: Sequence[Step], began: str) -> list[Data]:
    """Why this date, in the few lines a receipt has room for: what the strip cannot show by itself.

    Days counted one by one and the due day stand in the strip; every weekly rest is told once.
    """
    told: list[Data] = []
    weekly_rest: Data | None = None
    for step, line in zip(steps, explain.lines(steps), strict=True):
        if step.kind == "due" or (step.kind == "counted" and step.unit != TermUnit.DAYS):
            continue
        if step.kind == "off" and step.what == WEEKEND_NAME and weekly_rest:
            weekly_rest["days"] = "Thứ Bảy, Chủ nhật"
            continue
        sentence = began if began and step.kind == "start" else line.sentence
        told.append({"days": line.days, "sentence": sentence, "source": line.source})
        if step.what == WEEKEND_NAME:
            weekly_rest = told[-1]
    return told


# --- words -------------------------------------------------------------------------------------------------------


def _moment(at: datetime) -> str:
    """As on official papers: "17 giờ 00 phút, thứ Sáu, ngày 27/11/2026"."""
    local = localtime(at)
    return f"{local.hour} giờ {local:%M} phút, {_day(local.date())}"


def _day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, ngày {day:%d/%m/%Y}"


def _masked(number: str) -> str:
    """The last four digits only: enough to tell two people apart, too little to harm one whose paper is lost."""
    return f"•••• •••• {number[-4:]}" if len(number) > 4 else number


def _place(unit: Unit) -> str:
    """The place of the date line: "Bình Lục" for the People's Committee of Bình Lục commune (decree 30/2020/NĐ-CP)."""
    found = _PLACE.search(unit.name) or (unit.parent and _PLACE.search(unit.parent.name))
    return found[1] if found else ""
