"""From hand to hand: taken up, assigned, settled, returned."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.dossiers import rules
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, Outcome
from gandan.journal.actions import record, tell
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.promises import actions as promises


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

    record(dossier, act(move), by=by, at=at, outcome=outcome, number=dossier.result_number, reason=dossier.reason)
    tell(dossier.applicant.reach(), "dossier_settled", about=dossier, at=at, dossier=dossier)
    return dossier


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
    record(Dossier.objects.only("reference").get(pk=dossier_id), "dossiers.read_numbers", by=by, at=at)


def _hand_to(dossier: Dossier, officer: Person) -> None:
    dossier.handler = officer
    promises.hand_over(dossier.result_promise, person=officer)
