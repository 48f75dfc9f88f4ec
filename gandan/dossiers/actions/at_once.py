"""Served while the applicant waits: received, promised, settled and handed over in one act (art. 17.4)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from gandan.dossiers import rules
from gandan.dossiers.actions.intake import begin, begun_already, settle_in, term_of
from gandan.dossiers.actions.money import charge, pay
from gandan.dossiers.actions.steps import next_code, promise_result, record_with_due_date
from gandan.dossiers.models import Charge, Dossier, Draft, Outcome, ReturnManner
from gandan.dossiers.queries import decides_for
from gandan.dossiers.rules.at_once import check_at_once, fee_for, fees_here
from gandan.dossiers.values import Intake
from gandan.journal.actions import tell
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.promises import actions as promises


@transaction.atomic
def serve_at_once(
    *, intake: Intake, signer: Person, pages: int, result_number: str, paid: bool, by: Person, at: datetime
) -> Dossier:
    """One act for all of it; `intake.sets` copies of `pages` pages. No receipt unless asked, still recorded.

    `signer` signed what is handed over: whoever signs it has settled it, and is the dossier's handler.
    `intake.reference` is the page's own: sent twice, the second is told that it is done.
    """
    if Dossier.objects.filter(reference=intake.reference).exists():
        raise begun_already()
    Draft.objects.create(
        reference=intake.reference, unit_id=intake.receiving_unit_id, opened_by=by, opened_at=at, saved_at=at
    )
    dossier, move = begin(intake, "serve_at_once", by=by, at=at)
    rules.check_papers(intake.papers)
    term = term_of(intake, dossier.version)
    check_at_once(term, copies=intake.sets, pages=pages, result_number=result_number)
    _check_signed(dossier, signer, localdate(at))

    dossier.handler, dossier.term = signer, str(term)
    promise_result(dossier, at=at)
    promises.keep(dossier.result_promise, at=at)
    dossier.outcome, dossier.result_number = Outcome.APPROVED, result_number.strip()
    dossier.return_manner, dossier.collected_by = ReturnManner.DESK, dossier.applicant.name[:120]
    dossier.accepted_at = dossier.settled_at = dossier.returned_at = dossier.ended_at = at
    dossier.code = next_code(dossier.deciding_unit, at)
    try:
        with transaction.atomic():
            settle_in(dossier, intake, move)
    except IntegrityError as twice:  # the same page, sent at the same instant
        raise begun_already() from twice

    said = {"code": dossier.code, "procedure": dossier.version.procedure.code, "handler": signer.code}
    numbered = {"number": dossier.result_number}
    record_with_due_date(dossier, move, by=by, at=at, personal=numbered, copies=intake.sets, pages=pages, **said)
    _charge(dossier, pages=pages, paid=paid, by=by, at=at)
    tell(dossier.applicant.reach(), "dossier_served", about=dossier, at=at, dossier=dossier)
    return dossier


def _check_signed(dossier: Dossier, signer: Person, on: date) -> None:
    """Done by the agency of this very desk, and signed by somebody who may there."""
    unit = dossier.deciding_unit
    if unit.pk != decides_for(dossier.receiving_unit).pk:
        sentence = mark("Quầy này không làm và trả ngay thay %(unit)s; hãy tiếp nhận như hồ sơ thường.")
        raise Refused(sentence, code="dossiers.not_competent", unit=unit.name)
    if not standing(signer, on).may(Power.DOSSIER_SETTLE, unit):
        sentence = mark("%(who)s không ký được kết quả của %(unit)s; hãy chọn người khác.")
        raise Refused(sentence, code="dossiers.signer_may_not", who=signer.name, unit=unit.name)


def _charge(dossier: Dossier, *, pages: int, paid: bool, by: Person, at: datetime) -> None:
    """What the register's words come to for these copies and pages; money over the counter is receipted at once."""
    owed = []
    for fee in fees_here(dossier.version.fee_list):
        amount = fee_for(fee, copies=dossier.sets, pages=pages)
        if amount:
            owed.append(charge(dossier, name=fee.name[:200], amount=amount, ground=fee.text[:300], by=by, at=at))
    if owed and paid:
        ordinals = [one.ordinal for one in owed]
        pay(dossier_id=dossier.pk, ordinals=ordinals, method=Charge.Method.CASH, reference="", by=by, at=at)
