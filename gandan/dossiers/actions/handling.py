"""From hand to hand: taken up, assigned, settled, returned."""

from datetime import datetime
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate

from gandan.attachments.actions import keep
from gandan.attachments.models import StoredFile
from gandan.dossiers import rules
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, Outcome, SupplementRequest
from gandan.dossiers.queries import refusal_to_attach
from gandan.journal.actions import record, tell
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.promises import actions as promises
from gandan.promises.queries import open_about
from gandan.promises.states import Kind


@transaction.atomic
def examine(*, dossier_id: int, revision: int, by: Person, at: datetime) -> Dossier:
    """An officer takes the dossier up and looks after it from now on (art. 19.1)."""
    dossier, move = take(dossier_id, "examine", revision=revision, by=by, at=at)
    _hand_to(dossier, by)
    make_move(dossier, move, "handler")
    record(dossier, act(move), by=by, at=at)
    return dossier


@transaction.atomic
def assign(*, dossier_id: int, revision: int, handler: Person, by: Person, at: datetime) -> Dossier:
    """The head names who looks after the dossier (art. 19.1)."""
    dossier, move = take(dossier_id, "assign", revision=revision, by=by, at=at)
    standing(handler, localdate(at)).require(Power.DOSSIER_EXAMINE, dossier.deciding_unit)
    _hand_to(dossier, handler)
    make_move(dossier, move, "handler")
    record(dossier, act(move), by=by, at=at, handler=handler.code)
    tell(handler.reach(), "dossier_assigned", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def settle(
    *, dossier_id: int, revision: int, outcome: str, result_number: str, reason: str, by: Person, at: datetime
) -> Dossier:
    """The result is there, a yes or a reasoned no; the promise of the result is kept (art. 19.3)."""
    dossier, move = take(dossier_id, "settle", revision=revision, by=by, at=at)
    rules.check_settlement(outcome=outcome, reason=reason)

    dossier.outcome, dossier.result_number = Outcome(outcome), result_number.strip()
    dossier.reason, dossier.settled_at = reason.strip(), at
    make_move(dossier, move, "outcome", "result_number", "reason", "settled_at")
    promises.keep(dossier.result_promise, at=at)
    _withdraw_proposal(dossier, at=at)

    said = {"reason": dossier.reason} if dossier.reason else None
    record(dossier, act(move), by=by, at=at, personal=said, outcome=outcome, number=dossier.result_number)
    tell(dossier.applicant.reach(), "dossier_settled", about=dossier, at=at, dossier=dossier)
    return dossier


def _withdraw_proposal(dossier: Dossier, *, at: datetime) -> None:
    """With the result there, nobody waits any more for leave to ask a second time."""
    for promise in open_about(dossier, Kind.SECOND_REQUEST_DECISION):
        promises.void(promise, reason="settled", at=at)
    pending = dossier.supplement_requests.filter(state=SupplementRequest.State.PROPOSED)
    pending.update(state=SupplementRequest.State.WITHDRAWN)


@transaction.atomic
def return_result(*, dossier_id: int, revision: int, collected_by: str, by: Person, at: datetime) -> Dossier:
    """Hand over the result and what was kept for comparison (art. 22)."""
    dossier, move = take(dossier_id, "return_result", revision=revision, by=by, at=at)
    rules.check_collector(collected_by)

    dossier.collected_by, dossier.returned_at, dossier.ended_at = collected_by.strip(), at, at
    make_move(dossier, move, "collected_by", "returned_at", "ended_at")

    record(dossier, act(move), by=by, at=at, personal={"collected_by": dossier.collected_by})
    return dossier


@transaction.atomic
def read_numbers(*, dossier_id: int, by: Person, at: datetime) -> None:
    """Somebody reads the applicant's numbers in full: nothing changes, and the journal says who and when."""
    dossier = Dossier.objects.only("reference", "receiving_unit_id", "deciding_unit_id").get(pk=dossier_id)
    units = (dossier.receiving_unit_id, dossier.deciding_unit_id)
    standing(by, localdate(at)).require(Power.DOSSIER_READ, *units)
    record(dossier, "dossiers.read_numbers", by=by, at=at)


def attach(*, dossier_id: int, label: str, upload: File, by: Person, at: datetime) -> StoredFile:
    """Keep a file with the dossier, by somebody who works on it; refused when the dossier has ended.

    The file is taken in first; the dossier is locked only while its row is written, however large the file.
    """
    dossier = Dossier.objects.get(pk=dossier_id)
    check = partial(_check_may_attach, dossier_id, by, at)
    return keep(subject=dossier, label=label, upload=upload, by=by, at=at, check=check)


def _check_may_attach(dossier_id: int, by: Person, at: datetime) -> None:
    refused = refusal_to_attach(Dossier.objects.select_for_update().get(pk=dossier_id), by, localdate(at))
    if refused:
        raise refused


def _hand_to(dossier: Dossier, officer: Person) -> None:
    dossier.handler = officer
    promises.hand_over(dossier.result_promise, person=officer)
