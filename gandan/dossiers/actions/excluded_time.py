"""Time that a sector's law leaves out of the term: the appointed day falls, and is counted again when it is over."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers.actions.proposals import withdraw_reappointment, withdraw_second_request
from gandan.dossiers.actions.routing import restart_legs, stop_legs
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, ExcludedTime
from gandan.dossiers.queries.changes import exclusions_since, resumed_start
from gandan.dossiers.rules.excluded_time import check_excluded_time
from gandan.journal.actions import record, tell
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.organisation.models import Person
from gandan.organisation.queries import calendar_of
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.states import Kind

EXCLUDED = "sector:excluded-time"


@transaction.atomic
def begin_excluded_time(
    *,
    dossier_id: int,
    revision: int,
    reason: str,
    ground: str,
    term: str,
    waits_for_applicant: bool,
    by: Person,
    at: datetime,
) -> Dossier:
    """From now on the time does not count, by the cited law; the wait has its own term."""
    dossier, move = take(dossier_id, "begin_excluded_time", revision=revision, by=by, at=at)
    check_excluded_time(reason=reason, ground=ground, term=term)

    promises.void(dossier.result_promise, reason="excluded_time", at=at)
    interval = dossier.excluded_times.create(
        ordinal=dossier.excluded_times.count() + 1,
        reason=reason.strip(),
        ground=ground.strip(),
        waits_for_applicant=waits_for_applicant,
        began_at=at,
        begun_by=by,
        promise=_promise_end(dossier, Term.parse(term), waits_for_applicant=waits_for_applicant, at=at),
        interrupted=dossier.result_promise,
    )
    make_move(dossier, move)
    if waits_for_applicant:
        stop_legs(dossier, why="excluded_time", at=at)
    withdraw_reappointment(dossier, at=at)
    withdraw_second_request(dossier, at=at)

    said = {"reason": interval.reason, "ground": interval.ground}
    due = {"due_at": localtime(interval.promise.due_at).isoformat(), "term": interval.promise.term}
    record(dossier, act(move), by=by, at=at, personal=said, waits_for_applicant=waits_for_applicant, **due)
    tell(dossier.applicant.reach(), "time_excluded", about=dossier, at=at, dossier=dossier, interval=interval)
    return dossier


def _promise_end(dossier: Dossier, term: Term, *, waits_for_applicant: bool, at: datetime) -> Promise:
    day = localdate(at)
    return promises.make(
        Kind.OBLIGATION_BY_APPLICANT if waits_for_applicant else Kind.EXCLUDED_TIME,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=dossier.handler,
        rule=rule(EXCLUDED, on=day),
        term=term,
        start=at,
        calendar=calendar_of(dossier.deciding_unit, day),
    )


@transaction.atomic
def end_excluded_time(*, dossier_id: int, revision: int, by: Person, at: datetime) -> Dossier:
    """The wait is over: the term goes on from where it began, without the days of every interval."""
    dossier, move = take(dossier_id, "end_excluded_time", revision=revision, by=by, at=at)
    interval = dossier.excluded_times.select_related("promise", "interrupted").get(ended_at=None)
    interval.ended_at, interval.ended_by = at, by
    interval.save(update_fields=["ended_at", "ended_by"])
    promises.keep(interval.promise, at=at)

    dossier.handler = dossier.handler or by
    dossier.result_promise = _promise_again(dossier, interval, at=at)
    make_move(dossier, move, "handler", "result_promise")
    promise = dossier.result_promise
    due = {"due_at": localtime(promise.due_at).isoformat(), "term": promise.term, "rule": promise.rule}
    record(dossier, act(move), by=by, at=at, **due)
    if interval.waits_for_applicant:
        restart_legs(dossier, anew=False, by=by, at=at)
    tell(dossier.applicant.reach(), "time_runs_again", about=dossier, at=at, dossier=dossier)
    return dossier


def _promise_again(dossier: Dossier, interval: ExcludedTime, *, at: datetime) -> Promise:
    interrupted = interval.interrupted
    calendar = calendar_of(dossier.deciding_unit, localdate(at))
    start = resumed_start(dossier, interrupted, calendar)
    return promises.make(
        Kind.RESULT,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=dossier.handler,
        rule=rule(interrupted.rule, on=localdate(interrupted.started_at)),
        term=Term.parse(interrupted.term),
        start=start,
        calendar=calendar,
        exclusions=exclusions_since(dossier, start),
    )


def end_wait(dossier: Dossier, *, at: datetime) -> None:
    """The dossier was stopped while its time did not count: the wait ends with it."""
    for interval in dossier.excluded_times.filter(ended_at=None).select_related("promise"):
        promises.void(interval.promise, reason=dossier.state, at=at)
        interval.ended_at = at
        interval.save(update_fields=["ended_at"])
