"""Will it be late? Asked in time, answered, apologised for, and appointed anew at most once (art. 19.6)."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, Reappointment
from gandan.dossiers.queries import lawful_standing
from gandan.dossiers.queries.changes import REAPPOINTED, apology_limit, to_be_asked, units_in_hand
from gandan.dossiers.rules import reappointments as rules
from gandan.journal.actions import record, tell
from gandan.law.deadline import derive
from gandan.law.grounds import grounds_on
from gandan.law.rulebook import Rule, rule
from gandan.law.terms import Term
from gandan.lib.refs import CLOCK
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, holders, rule_for
from gandan.promises import actions as promises
from gandan.promises.queries import open_about
from gandan.promises.states import Kind


def ask_whether_in_time(*, at: datetime) -> int:
    """Ask whoever looks after a dossier, some working days before the appointed one. Returns how many were asked."""
    asked = 0
    for unit in units_in_hand():
        for pk in list(to_be_asked(unit, at).values_list("pk", flat=True)):
            asked += _ask(unit, pk, at=at)
    return asked


@transaction.atomic
def _ask(unit: Unit, dossier_id: int, *, at: datetime) -> bool:
    # two workers at once: the second finds the dossier asked about
    dossier = to_be_asked(unit, at).select_for_update(of=("self",)).filter(pk=dossier_id).first()
    limit = apology_limit(dossier) if dossier else None
    day = localdate(at)
    answer = rule_for("gandan:foresight-answer", unit, day)
    if dossier is None or limit is None or _due(answer, unit, at) > limit.until:
        return False  # an answer that may come after the law's last moment helps nobody
    _owe(dossier, Kind.FORESIGHT, answer, person=dossier.handler, at=at)
    record(dossier, "dossiers.ask_whether_in_time", by=CLOCK, at=at)
    if dossier.handler:
        tell(dossier.handler.reach(), "foresight_asked", about=dossier, at=at, dossier=dossier)
    return True


@transaction.atomic
def foresee(
    *, dossier_id: int, revision: int, in_time: bool, reason: str, further: str, by: Person, at: datetime
) -> Dossier:
    """The answer: in time, and the appointed day stands; or not, and a leader is asked to apologise for a new day."""
    dossier, move = take(dossier_id, "foresee", revision=revision, by=by, at=at)
    lawful = lawful_standing(dossier, at)
    rules.check_may_foresee(lawful)
    if not in_time:
        rules.check_reappointment(reason=reason, further=further, standing=lawful)

    make_move(dossier, move)
    _answered(dossier, Kind.FORESIGHT, at=at)
    if in_time:
        record(dossier, act(move), by=by, at=at, in_time=True)
        return dossier
    proposal = _propose(dossier, reason=reason, further=further, by=by, at=at)
    record(dossier, act(move), by=by, at=at, personal={"reason": proposal.reason}, in_time=False, further=proposal.term)
    leaders = holders(Power.DOSSIER_REAPPOINT, dossier.deciding_unit, localdate(at))
    waits = rule_for("gandan:reappointment", dossier.deciding_unit, localdate(at))
    _owe(dossier, Kind.REAPPOINTMENT_DECISION, waits, person=leaders[0] if leaders else None, at=at)
    for leader in leaders:
        tell(leader.reach(), "reappointment_proposed", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def reappoint(
    *, dossier_id: int, revision: int, sign: bool, reason: str, further: str, by: Person, at: datetime
) -> Dossier:
    """A leader signs the apology with the one new day, as proposed or in own words, or declines what was proposed."""
    dossier, move = take(dossier_id, "reappoint", revision=revision, by=by, at=at)
    lawful = lawful_standing(dossier, at)
    rules.check_may_sign(lawful)
    if sign:
        rules.check_reappointment(reason=reason, further=further, standing=lawful)

    make_move(dossier, move)
    _answered(dossier, Kind.REAPPOINTMENT_DECISION, at=at)
    pending = dossier.reappointments.filter(state=Reappointment.State.PROPOSED).select_related("proposed_by").first()
    if sign:
        _answered(dossier, Kind.FORESIGHT, at=at)
        _appoint(dossier, pending, reason=reason, further=further, by=by, at=at)
    elif pending:
        _decline(dossier, pending, by=by, at=at)
    return dossier


def _appoint(
    dossier: Dossier, pending: Reappointment | None, *, reason: str, further: str, by: Person, at: datetime
) -> None:
    """The day appointed before stands no longer; the further term counts from it."""
    signed = pending or _propose(dossier, reason=reason, further=further, by=by, at=at)
    old = dossier.result_promise
    promises.void(old, reason="reappointed", at=at)
    new = promises.make(
        Kind.RESULT,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=dossier.handler,
        rule=rule(REAPPOINTED, on=localdate(at)),
        term=Term.parse(further),
        start=old.due_at,
        calendar=calendar_of(dossier.deciding_unit, localdate(at)),
    )
    signed.reason, signed.term, signed.state = reason.strip(), new.term, Reappointment.State.SIGNED
    signed.decided_by, signed.decided_at, signed.new_promise = by, at, new
    signed.save()
    dossier.result_promise = new
    dossier.save(update_fields=["result_promise"])

    due = {"due_at": localtime(new.due_at).isoformat(), "term": new.term, "rule": new.rule}
    record(dossier, "dossiers.reappoint", by=by, at=at, personal={"reason": signed.reason}, signed=True, **due)
    said = {"dossier": dossier, "reappointment": signed, "limit": rule(REAPPOINTED, on=localdate(at))}
    tell(dossier.applicant.reach(), "dossier_reappointed", about=dossier, at=at, **said)
    if dossier.handler and dossier.handler != by:
        tell(dossier.handler.reach(), "reappointment_signed", about=dossier, at=at, dossier=dossier)


def _decline(dossier: Dossier, pending: Reappointment, *, by: Person, at: datetime) -> None:
    pending.state, pending.decided_by, pending.decided_at = Reappointment.State.DECLINED, by, at
    pending.save(update_fields=["state", "decided_by", "decided_at"])
    record(dossier, "dossiers.reappoint", by=by, at=at, signed=False)
    tell(pending.proposed_by.reach(), "reappointment_declined", about=dossier, at=at, dossier=dossier)


def _propose(dossier: Dossier, *, reason: str, further: str, by: Person, at: datetime) -> Reappointment:
    return dossier.reappointments.create(
        ordinal=dossier.reappointments.count() + 1,
        state=Reappointment.State.PROPOSED,
        reason=reason.strip(),
        term=str(Term.parse(further)),
        proposed_by=by,
        proposed_at=at,
        old_promise=dossier.result_promise,
    )


def _owe(dossier: Dossier, kind: Kind, waits: Rule, *, person: Person | None, at: datetime) -> None:
    promises.make(
        kind,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=person,
        rule=waits,
        term=waits.term,
        start=at,
        calendar=calendar_of(dossier.deciding_unit, localdate(at)),
    )


def _answered(dossier: Dossier, kind: Kind, *, at: datetime) -> None:
    for promise in open_about(dossier, kind):
        promises.keep(promise, at=at)


def _due(waits: Rule, unit: Unit, at: datetime) -> datetime:
    day = localdate(at)
    return derive(at, waits.term, calendar_of(unit, day), grounds=grounds_on(day)).due_at
