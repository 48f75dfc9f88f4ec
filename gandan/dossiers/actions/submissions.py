"""What came by post or online: entered as it arrived, then taken in, sent back for more, or refused (art. 15, 17.2)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers import rules
from gandan.dossiers.actions.hand_overs import forward
from gandan.dossiers.actions.intake import begin, settle_in, term_of
from gandan.dossiers.actions.money import charge_fees
from gandan.dossiers.actions.steps import (
    act,
    keep_triage,
    make_move,
    named,
    next_code,
    promise_result,
    promise_triage,
    record_with_due_date,
    take,
)
from gandan.dossiers.models import Dossier
from gandan.dossiers.rules.submissions import check_submission
from gandan.dossiers.values import Intake, PaperGiven
from gandan.journal.actions import record, tell
from gandan.organisation.models import Person
from gandan.organisation.queries import calendar_of


@transaction.atomic
def submit(*, intake: Intake, arrived_at: datetime, by: Person, at: datetime) -> Dossier:
    """Enter what was sent, as of when it arrived; whether it is complete is checked within its own time."""
    check_submission(channel=intake.channel, arrived_at=arrived_at, at=at)
    dossier, move = begin(intake, "submit", received_at=arrived_at, by=by, at=at)
    dossier.term = str(term_of(intake, dossier.version))
    settle_in(dossier, intake, move)
    calendar = calendar_of(dossier.receiving_unit, localdate(arrived_at))
    promise = promise_triage(dossier, arrived_at=arrived_at, person=by, calendar=calendar)
    times = {"arrived_at": localtime(arrived_at).isoformat(), "due_at": localtime(promise.due_at).isoformat()}
    record(dossier, act(move), by=by, at=at, personal=named(dossier), channel=dossier.channel, **times)
    tell(dossier.applicant.reach(), "dossier_submitted", about=dossier, at=at, dossier=dossier, promise=promise)
    return dossier


@transaction.atomic
def accept_submitted(*, dossier_id: int, revision: int, given: Collection[int], by: Person, at: datetime) -> Dossier:
    """What was sent is complete: it gets its code and its term starts now (art. 17.3). `given`: paper ordinals."""
    dossier, move = take(dossier_id, "accept", revision=revision, by=by, at=at)
    dossier.papers.filter(ordinal__in=given, given_at=None).update(given_at=at)
    dossier.papers.exclude(ordinal__in=given).update(given_at=None)
    rules.check_papers([PaperGiven(p.name, needed=p.needed, given=p.given) for p in dossier.papers.all()])
    keep_triage(dossier, at=at)
    promise_result(dossier, at=at)
    dossier.code, dossier.accepted_at = next_code(dossier.deciding_unit, at), at
    make_move(dossier, move, "code", "accepted_at", "result_promise")

    code, procedure = dossier.code, dossier.version.procedure.code
    record_with_due_date(dossier, move, by=by, at=at, code=code, procedure=procedure)
    charge_fees(dossier, by=by, at=at)
    forward(dossier, by=by, at=at)
    tell(dossier.applicant.reach(), "dossier_accepted", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def refuse_submitted(*, dossier_id: int, revision: int, reason: str, by: Person, at: datetime) -> Dossier:
    """What was sent is not for this office, or cannot be taken: a reason on paper, in time (art. 17.1, 17.2)."""
    dossier, move = take(dossier_id, "refuse", revision=revision, by=by, at=at)
    rules.check_reason(reason)
    keep_triage(dossier, at=at)
    dossier.reason, dossier.ended_at = reason.strip(), at
    make_move(dossier, move, "reason", "ended_at")

    record(dossier, act(move), by=by, at=at, personal=named(dossier) | {"reason": dossier.reason})
    tell(dossier.applicant.reach(), "dossier_refused", about=dossier, at=at, dossier=dossier)
    return dossier
