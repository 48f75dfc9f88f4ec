"""Supplements: asked for once; a second time only with a ground and a leader's approval."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.dossiers import rules
from gandan.dossiers.actions.endings import end_side_matters
from gandan.dossiers.actions.hand_overs import forward
from gandan.dossiers.actions.money import charge_fees
from gandan.dossiers.actions.proposals import withdraw_reappointment
from gandan.dossiers.actions.routing import restart_legs, stop_legs
from gandan.dossiers.actions.steps import (
    act,
    keep_triage,
    make_move,
    next_code,
    promise_result,
    record_with_due_date,
    take,
)
from gandan.dossiers.models import Dossier, Origin, SupplementRequest
from gandan.dossiers.queries import lawful_standing
from gandan.dossiers.states import MACHINE, State
from gandan.dossiers.values import PaperGiven
from gandan.journal.actions import record, tell
from gandan.law.rulebook import rule
from gandan.lib.machine import Move
from gandan.lib.refs import CLOCK, Ref
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, holders, rule_for
from gandan.promises import actions as promises
from gandan.promises.queries import open_about
from gandan.promises.states import Kind


@transaction.atomic
def request_supplement(
    *, dossier_id: int, revision: int, missing: Sequence[str], reason: str, by: Person, at: datetime
) -> Dossier:
    """Ask once, in writing, for all that is missing; the term starts anew when the dossier is complete."""
    dossier, move = take(dossier_id, "request_supplement", revision=revision, by=by, at=at)
    rules.check_first_request(missing=missing, reason=reason, standing=lawful_standing(dossier, at))
    keep_triage(dossier, at=at)
    make_move(dossier, move)
    send_request(dossier, move, missing=missing, reason=reason, by=by, at=at)
    return dossier


@transaction.atomic
def propose_second_request(
    *, dossier_id: int, revision: int, missing: Sequence[str], reason: str, ground: str, by: Person, at: datetime
) -> Dossier:
    """Ask a leader for leave to request a second time; meanwhile the term runs on."""
    dossier, move = take(dossier_id, "propose_second_request", revision=revision, by=by, at=at)
    lawful = lawful_standing(dossier, at)
    rules.check_proposal(missing=missing, reason=reason, ground=ground, standing=lawful)

    request = _ask(dossier, missing, reason, SupplementRequest.State.PROPOSED, by=by, at=at, ground=ground.strip())
    make_move(dossier, move)
    leaders = holders(Power.DOSSIER_ASK_AGAIN, dossier.deciding_unit, localdate(at))
    waits = rule_for("gandan:second-request", dossier.deciding_unit, localdate(at))
    promises.make(
        Kind.SECOND_REQUEST_DECISION,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=leaders[0] if leaders else None,
        rule=waits,
        term=waits.term,
        start=at,
        calendar=calendar_of(dossier.deciding_unit, localdate(at)),
    )
    record(dossier, act(move), by=by, at=at, personal=_said(request) | {"ground": request.ground})
    for leader in leaders:
        tell(leader.reach(), "second_request_proposed", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def decide_second_request(*, dossier_id: int, revision: int, approve: bool, by: Person, at: datetime) -> Dossier:
    """A leader approves or declines the pending proposal; approved, it goes out like a first request."""
    dossier, move = take(dossier_id, "decide_second_request", revision=revision, by=by, at=at)
    rules.check_may_decide(lawful_standing(dossier, at))

    request = dossier.supplement_requests.get(state=SupplementRequest.State.PROPOSED)
    request.decided_by, request.decided_at = by, at
    request.state = SupplementRequest.State.SENT if approve else SupplementRequest.State.DECLINED
    request.save(update_fields=["decided_by", "decided_at", "state"])
    for promise in open_about(dossier, Kind.SECOND_REQUEST_DECISION):
        promises.keep(promise, at=at)
    record(dossier, act(move), by=by, at=at, approved=approve)
    if approve:
        make_move(dossier, MACHINE.moves["request_supplement"])
        _await_supplement(dossier, request, at=at)
    else:
        make_move(dossier, move)
    return dossier


@transaction.atomic
def receive_supplement(*, dossier_id: int, revision: int, given: Collection[int], by: Person, at: datetime) -> Dossier:
    """The applicant brought what was missing: the term starts anew, in full (art. 19.5). `given`: paper ordinals."""
    dossier, move = take(dossier_id, "receive_supplement", revision=revision, by=by, at=at)
    dossier.papers.filter(ordinal__in=given, given_at=None).update(given_at=at)
    rules.check_papers([PaperGiven(p.name, needed=p.needed, given=p.given) for p in dossier.papers.order_by("ordinal")])
    dossier.supplement_requests.filter(state=SupplementRequest.State.SENT, answered_at=None).update(answered_at=at)
    promises.keep(dossier.supplement_promise, at=at)
    promise_result(dossier, at=at)
    dossier.supplement_promise = None
    is_new = dossier.code is None
    if is_new:
        dossier.code, dossier.accepted_at = next_code(dossier.deciding_unit, at), at
    make_move(dossier, move, "code", "accepted_at", "result_promise", "supplement_promise")

    record_with_due_date(dossier, move, by=by, at=at, code=dossier.code)
    if is_new:
        charge_fees(dossier, by=by, at=at)
    forward(dossier, by=by, at=at)  # what was brought goes where the dossier is
    restart_legs(dossier, anew=True, by=by, at=at)
    tell(dossier.applicant.reach(), "dossier_accepted", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def close(*, dossier_id: int, revision: int, by: Person | Ref, at: datetime) -> Dossier:
    """Fifteen days after the notice nothing came: the desk closes the dossier (art. 19.5)."""
    dossier, move = take(dossier_id, "close", revision=revision, by=by, at=at)
    rules.check_may_close(lawful_standing(dossier, at))

    promises.void(dossier.supplement_promise, reason="closed", at=at)
    dossier.ended_at = at
    make_move(dossier, move, "ended_at")
    end_side_matters(dossier, by=by, at=at)
    record(dossier, act(move), by=by, at=at)
    limit = rule(dossier.supplement_promise.rule, on=localdate(dossier.supplement_promise.started_at))
    tell(dossier.applicant.reach(), "dossier_closed", about=dossier, at=at, dossier=dossier, limit=limit)
    return dossier


def close_overdue_supplements(*, at: datetime) -> int:
    """Close every dossier whose supplement did not come in time; each in its own transaction. Returns how many.

    Not those of the province, which closes its own and tells us.
    """
    ours = Dossier.objects.filter(origin=Origin.OWN)
    overdue = ours.filter(state=State.AWAITING_SUPPLEMENT, supplement_promise__due_at__lt=at)
    closed = 0
    for dossier_id, revision in list(overdue.values_list("pk", "revision")):
        try:
            close(dossier_id=dossier_id, revision=revision, by=CLOCK, at=at)
        except Refused:  # an officer was quicker: the supplement came in, or it is closed already
            continue
        closed += 1
    return closed


def send_request(
    dossier: Dossier, move: Move, *, missing: Sequence[str], reason: str, by: Person, at: datetime
) -> None:
    """The written notice: a first request, recorded and told."""
    request = _ask(dossier, missing, reason, SupplementRequest.State.SENT, by=by, at=at)
    record(dossier, act(move), by=by, at=at, personal=_said(request))
    _await_supplement(dossier, request, at=at)


def _ask(
    dossier: Dossier, missing: Sequence[str], reason: str, state: str, *, by: Person, at: datetime, ground: str = ""
) -> SupplementRequest:
    return dossier.supplement_requests.create(
        ordinal=dossier.supplement_requests.count() + 1,
        missing=[item.strip() for item in missing if item.strip()],
        reason=reason.strip(),
        ground=ground,
        state=state,
        asked_by=by,
        asked_at=at,
    )


def _said(request: SupplementRequest) -> dict[str, str]:
    """What the officer wrote: it may well speak of the applicant's life."""
    return {"missing": "; ".join(request.missing), "reason": request.reason}


def _await_supplement(dossier: Dossier, request: SupplementRequest, *, at: datetime) -> None:
    """The running term ends; the applicant has 15 days from the notice (art. 19.5)."""
    day = localdate(at)
    if dossier.result_promise:
        promises.void(dossier.result_promise, reason="supplement_requested", at=at)
        stop_legs(dossier, why="supplement_requested", at=at)
        withdraw_reappointment(dossier, at=at)
    limit = rule("118/2025:19.5:close", on=day)
    dossier.supplement_promise = promises.make(
        Kind.SUPPLEMENT_BY_APPLICANT,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.receiving_unit,
        person=dossier.received_by,  # what is missing comes to the desk
        rule=limit,
        term=limit.term,
        start=at,
        calendar=calendar_of(dossier.receiving_unit, day),
    )
    dossier.save(update_fields=["supplement_promise"])
    tell(dossier.applicant.reach(), "supplement_requested", about=dossier, at=at, dossier=dossier, request=request)
