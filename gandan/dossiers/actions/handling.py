"""From hand to hand: taken up, assigned, settled."""

from datetime import datetime
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.attachments.actions import keep
from gandan.attachments.models import StoredFile
from gandan.dossiers import rules
from gandan.dossiers.actions.endings import end_side_matters
from gandan.dossiers.actions.hand_overs import send_result
from gandan.dossiers.actions.returning import mark_result
from gandan.dossiers.actions.routing import withdraw_legs
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, Outcome
from gandan.dossiers.queries import refusal_to_attach
from gandan.dossiers.queries.routing import unfinished_legs
from gandan.dossiers.rules.returning import is_early
from gandan.dossiers.rules.routing import check_road_done
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
    *,
    dossier_id: int,
    revision: int,
    outcome: str,
    result_number: str,
    reason: str,
    unfinished_because: str = "",
    by: Person,
    at: datetime,
) -> Dossier:
    """The result is there, a yes or a reasoned no; the promise of the result is kept (art. 19.3).

    `unfinished_because`: why it does not wait for agencies whose step is not done.
    """
    dossier, move = take(dossier_id, "settle", revision=revision, by=by, at=at)
    rules.check_settlement(outcome=outcome, reason=reason)
    check_road_done([f"{leg.unit.name}: {leg.task}" for leg in unfinished_legs(dossier)], unfinished_because)

    dossier.outcome, dossier.result_number = Outcome(outcome), result_number.strip()
    dossier.reason, dossier.settled_at = reason.strip(), at
    reach = dossier.applicant.reach()
    early = is_early(localtime(at), localtime(dossier.result_promise.due_at))
    dossier.early_told_at = at if early and reach else None
    make_move(dossier, move, "outcome", "result_number", "reason", "settled_at", "early_told_at")
    promises.keep(dossier.result_promise, at=at)
    withdraw_legs(dossier, at=at, because=unfinished_because.strip())
    end_side_matters(dossier, by=by, at=at)
    coming = send_result(dossier, by=by, at=at)

    said = {"reason": dossier.reason, "number": dossier.result_number, "unfinished": unfinished_because.strip()}
    said = {name: words for name, words in said.items() if words}
    record(dossier, act(move), by=by, at=at, personal=said, outcome=outcome)
    tell(reach, "dossier_settled", about=dossier, at=at, dossier=dossier, early=early, coming=coming)
    return dossier


@transaction.atomic
def read_numbers(*, dossier_id: int, by: Person, at: datetime) -> None:
    """Somebody reads the applicant's numbers in full: nothing changes, and the journal says who and when."""
    dossier = Dossier.objects.only("reference", "receiving_unit_id", "deciding_unit_id").get(pk=dossier_id)
    units = (dossier.receiving_unit_id, dossier.deciding_unit_id)
    standing(by, localdate(at)).require(Power.DOSSIER_READ, *units)
    record(dossier, "dossiers.read_numbers", by=by, at=at)


def attach(
    *, dossier_id: int, label: str, upload: File, is_result: bool = False, by: Person, at: datetime
) -> StoredFile:
    """Keep a file with the dossier, by somebody who works on it; refused when the dossier has ended.

    `is_result`: it is the result itself, which the applicant fetches once it is handed over.
    The file is taken in first; the dossier is locked only while its row is written, however large the file.
    """
    dossier = Dossier.objects.get(pk=dossier_id)
    check = partial(_check_may_attach, dossier_id, by, at)
    then = {"then": partial(mark_result, dossier, by=by, at=at)} if is_result else {}
    return keep(subject=dossier, label=label, upload=upload, by=by, at=at, check=check, **then)


def _check_may_attach(dossier_id: int, by: Person, at: datetime) -> None:
    refused = refusal_to_attach(Dossier.objects.select_for_update().get(pk=dossier_id), by, localdate(at))
    if refused:
        raise refused


def _hand_to(dossier: Dossier, officer: Person) -> None:
    dossier.handler = officer
    for promise in (dossier.result_promise, *open_about(dossier, Kind.FORESIGHT)):
        promises.hand_over(promise, person=officer)
