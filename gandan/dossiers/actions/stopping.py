"""The applicant wishes to stop: possible until there is a result (decree 118/2025 art. 21)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from gandan.dossiers import rules
from gandan.dossiers.actions.endings import end_side_matters
from gandan.dossiers.actions.steps import act, make_move, named, take
from gandan.dossiers.models import Dossier
from gandan.journal.actions import record, tell
from gandan.organisation.models import Person
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.states import State as PromiseState


@transaction.atomic
def stop(
    *, dossier_id: int, revision: int, reason: str, given_back: Collection[int], by: Person, at: datetime
) -> Dossier:
    """Stop for the applicant's `reason`, in their words; `given_back`: ordinals of the papers handed back to them."""
    dossier, move = take(dossier_id, "stop", revision=revision, by=by, at=at)
    rules.check_reason(reason)

    dossier.reason, dossier.ended_at = reason.strip(), at
    make_move(dossier, move, "reason", "ended_at")
    in_hand = dossier.papers.filter(ordinal__in=given_back, given_back_at=None).exclude(given_at=None)
    handed_back = in_hand.update(given_back_at=at)
    for promise in (dossier.result_promise, dossier.supplement_promise):
        _void(promise, at=at)
    end_side_matters(dossier, by=by, at=at)

    said = named(dossier) | {"reason": dossier.reason}
    record(dossier, act(move), by=by, at=at, personal=said, given_back=handed_back)
    tell(dossier.applicant.reach(), "dossier_stopped", about=dossier, at=at, dossier=dossier)
    if dossier.handler and dossier.handler != by:
        tell(dossier.handler.reach(), "dossier_stopped_inside", about=dossier, at=at, dossier=dossier)
    return dossier


def _void(promise: Promise | None, *, at: datetime) -> None:
    if promise and promise.state == PromiseState.OPEN:
        promises.void(promise, reason="stopped", at=at)
