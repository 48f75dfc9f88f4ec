"""The road through agencies: steps in turn or at once, opinions asked for; each a promise of its unit (art. 19, 20)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers.actions.hand_overs import hand_over, sign_for
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, HandOver, Leg
from gandan.dossiers.queries.changes import exclusions_since
from gandan.dossiers.queries.routing import (
    is_applicant_awaited,
    leg_units,
    open_legs,
    overdue_opinions,
    unfinished_legs,
)
from gandan.dossiers.rules import routing as rules
from gandan.dossiers.values import LegStated
from gandan.journal.actions import record, tell
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Tree, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, holders, standing
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState

OF_KIND = {
    Leg.Kind.STEP: (Kind.LEG, "118/2025:20.2:leg"),
    Leg.Kind.OPINION: (Kind.OPINION, "118/2025:19.4:opinion"),
}


@transaction.atomic
def plan_route(
    *, dossier_id: int, revision: int, legs: Sequence[LegStated], way: str, by: Person, at: datetime
) -> Dossier:
    """Lay the road, or add to it: each agency with its task and term; the first stage begins at once."""
    dossier, move = take(dossier_id, "plan_route", revision=revision, by=by, at=at)
    rules.check_legs(legs, there_are=dossier.legs.count())
    rules.check_way(way)
    added = _add(dossier, legs, Leg.Kind.STEP, by=by, at=at)
    make_move(dossier, move)
    said = {"road": "; ".join(f"{leg.unit.name}: {leg.task}" for leg in added)}
    record(dossier, act(move), by=by, at=at, personal=said, legs=len(added))
    joins = [leg for leg in added if leg.stage == _running_stage(dossier)]
    _begin(dossier, joins, from_unit=dossier.deciding_unit, way=way, by=by, at=at)
    _begin_next_stage(dossier, from_unit=dossier.deciding_unit, way=way, by=by, at=at)
    return dossier


@transaction.atomic
def consult(*, dossier_id: int, revision: int, asked: LegStated, way: str, by: Person, at: datetime) -> Dossier:
    """Ask another agency's opinion, with the term in which it is to answer (art. 19.4)."""
    dossier, move = take(dossier_id, "consult", revision=revision, by=by, at=at)
    rules.check_legs([asked], there_are=dossier.legs.count())
    rules.check_way(way)
    added = _add(dossier, [replace(asked, stage=0)], Leg.Kind.OPINION, by=by, at=at)
    make_move(dossier, move)
    said = {"question": added[0].task, "term_ground": added[0].term_ground}
    record(dossier, act(move), by=by, at=at, personal=said, unit=added[0].unit.name)
    _begin(dossier, added, from_unit=dossier.deciding_unit, way=way, by=by, at=at)
    return dossier


@transaction.atomic
def finish_leg(
    *, dossier_id: int, leg: int, finding: str, way: str = HandOver.Way.ELECTRONIC, by: Person, at: datetime
) -> Leg:
    """An agency has done its step, or answers what it was asked. The next stage begins by itself, with the papers going
    straight there; else what was found goes back to the agency that decides. `leg`: its ordinal.
    """
    dossier, done = _take_leg(dossier_id, leg)
    rules.check_leg_runs(done.state)
    standing(by, localdate(at)).require(Power.DOSSIER_EXAMINE, *leg_units(done, localdate(at)))
    rules.check_finding(finding)
    rules.check_way(way)
    _sign_before_finishing(done, by=by, at=at)
    _end(done, Leg.State.DONE, finding, by=by, at=at)
    if done.promise.state == PromiseState.OPEN:  # else its time stands still: the applicant is waited for
        promises.keep(done.promise, at=at)
    verb = "answer_opinion" if done.kind == Leg.Kind.OPINION else "finish_leg"
    record(dossier, f"dossiers.{verb}", by=by, at=at, personal={"finding": done.finding}, unit=done.unit.name, leg=leg)

    begun = _begin_next_stage(dossier, from_unit=done.unit, way=way, by=by, at=at)
    if not begun:
        hand_over(dossier, from_unit=done.unit, to_unit=dossier.deciding_unit, way=way, leg=done, by=by, at=at)
    if dossier.handler and dossier.handler != by:
        tell(dossier.handler.reach(), "leg_finished", about=dossier, at=at, dossier=dossier, leg=done)
    return done


@transaction.atomic
def withdraw_leg(*, dossier_id: int, leg: int, reason: str, by: Person, at: datetime) -> Leg:
    """A step that is no longer needed, or an opinion nobody waits for any more; with its reason."""
    dossier, open_leg = _take_leg(dossier_id, leg)
    rules.check_leg_open(open_leg.state)
    standing(by, localdate(at)).require(Power.DOSSIER_EXAMINE, dossier.deciding_unit)
    rules.check_finding(reason)
    _withdraw(open_leg, reason, why="withdrawn", by=by, at=at)
    record(dossier, "dossiers.withdraw_leg", by=by, at=at, personal={"why": reason}, unit=open_leg.unit.name, leg=leg)
    _begin_next_stage(dossier, from_unit=dossier.deciding_unit, way=HandOver.Way.ELECTRONIC, by=by, at=at)
    return open_leg


def tell_overdue_opinions(*, at: datetime) -> int:
    """Tell the head of the desk once of every opinion that did not come in time. Each in its own transaction."""
    return sum(_tell_overdue(pk, at) for pk in list(overdue_opinions(at).values_list("pk", flat=True)))


@transaction.atomic
def _tell_overdue(leg_id: int, at: datetime) -> bool:
    found = overdue_opinions(at).select_for_update(of=("self",)).filter(pk=leg_id)
    leg = found.select_related("dossier__receiving_unit", "dossier__version", "unit", "promise").first()
    if leg is None:
        return False  # it was answered meanwhile, or told by another worker
    leg.overdue_told_at = at
    leg.save(update_fields=["overdue_told_at"])
    heads = holders(Power.CENTRE_LEAD, leg.dossier.receiving_unit, localdate(at))
    unit = leg.unit.name
    record(leg.dossier, "dossiers.tell_overdue_opinion", by=CLOCK, at=at, unit=unit, leg=leg.ordinal, told=len(heads))
    for head in heads:
        tell(head.reach(), "opinion_overdue", about=leg.dossier, at=at, dossier=leg.dossier, leg=leg)
    return True


def withdraw_legs(dossier: Dossier, *, at: datetime, because: str = "") -> None:
    """The dossier's road has ended: nobody waits any more for what agencies still had to do.

    An agency whose step had begun is told; `because` stays with the step.
    """
    for leg in open_legs(dossier):
        _withdraw(leg, because, why=dossier.state, by=None, at=at)
        if leg.promise and leg.person:
            tell(leg.person.reach(), "leg_not_needed", about=dossier, at=at, dossier=dossier, leg=leg)


def stop_legs(dossier: Dossier, *, why: str, at: datetime) -> None:
    """From now on the applicant is waited for: like the result's, the time of every step under way stands still.

    Not called for time that is left out for another office: its step may be the very thing that is waited for.
    """
    for leg in unfinished_legs(dossier):
        if leg.promise.state == PromiseState.OPEN:
            promises.void(leg.promise, reason=why, at=at)
            if leg.person:
                tell(leg.person.reach(), "leg_stands_still", about=dossier, at=at, dossier=dossier, leg=leg)


def restart_legs(dossier: Dossier, *, anew: bool, by: Person, at: datetime) -> None:
    """The applicant is waited for no more: each step goes on as the result does, and the next stage whose turn came.

    `anew`: in its full term from now (a supplement, art. 19.5); else from where it began, without the days left out.
    """
    for leg in unfinished_legs(dossier):
        if leg.stands_still:
            _restart(dossier, leg, at if anew else leg.promise.started_at, by=by, at=at)
    _begin_next_stage(dossier, from_unit=dossier.deciding_unit, way=HandOver.Way.ELECTRONIC, by=by, at=at)


def _restart(dossier: Dossier, leg: Leg, start: datetime, *, by: Person, at: datetime) -> None:
    people = _workers(dossier, leg, localdate(at))
    if leg.person not in people:
        leg.person = people[0] if len(people) == 1 else None
    leg.promise = _promise(dossier, leg, start=start, at=at)
    leg.save(update_fields=["person", "promise"])
    record(dossier, "dossiers.restart_leg", by=by, at=at, unit=leg.unit.name, leg=leg.ordinal, **_due(leg))
    if leg.person and leg.person != by:
        tell(leg.person.reach(), "leg_goes_on", about=dossier, at=at, dossier=dossier, leg=leg)


# --- steps ---------------------------------------------------------------------------------------------------------


def _take_leg(dossier_id: int, ordinal: int) -> tuple[Dossier, Leg]:
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    rules.check_under_way(dossier.state)
    leg = dossier.legs.select_related("unit", "promise").get(ordinal=ordinal)
    leg.dossier = dossier
    return dossier, leg


def _add(dossier: Dossier, legs: Sequence[LegStated], kind: str, *, by: Person, at: datetime) -> list[Leg]:
    units = Unit.objects.in_force(localdate(at)).filter(tree=Tree.STATE).in_bulk({leg.unit_id for leg in legs})
    if any(leg.unit_id not in units for leg in legs):
        sentence = mark("Cơ quan đã chọn không còn hoạt động hôm nay; hãy chọn lại.")
        raise Refused(sentence, code="dossiers.unit_not_in_force")
    known = list(dossier.legs.values_list("stage", "ordinal"))
    last, ordinal = max((stage for stage, _ in known), default=0), max((number for _, number in known), default=0)
    stages = rules.stages_of(legs, last=last, running=_running_stage(dossier))
    return [
        dossier.legs.create(
            ordinal=number,
            stage=stage,
            kind=kind,
            unit=units[leg.unit_id],
            task=leg.task.strip(),
            term=str(Term.parse(leg.term)),
            term_ground=leg.term_ground.strip(),
            planned_by=by,
            planned_at=at,
        )
        for number, (leg, stage) in enumerate(zip(legs, stages, strict=True), start=ordinal + 1)
    ]


def _running_stage(dossier: Dossier) -> int:
    running = dossier.legs.filter(kind=Leg.Kind.STEP, state=Leg.State.RUNNING)
    return running.order_by("stage").values_list("stage", flat=True).first() or 0


def _begin_next_stage(dossier: Dossier, *, from_unit: Unit, way: str, by: Person, at: datetime) -> list[Leg]:
    """A stage begins when every leg of the stage before it has ended, and nobody waits for the applicant."""
    if is_applicant_awaited(dossier):
        return []
    steps = dossier.legs.filter(kind=Leg.Kind.STEP)
    stage = rules.stage_to_begin(steps.values_list("stage", "state"))
    if stage is None:
        return []
    turn = steps.filter(stage=stage, state=Leg.State.PLANNED).select_related("unit").order_by("ordinal")
    return _begin(dossier, list(turn), from_unit=from_unit, way=way, by=by, at=at)


def _begin(dossier: Dossier, legs: Sequence[Leg], *, from_unit: Unit, way: str, by: Person, at: datetime) -> list[Leg]:
    """The papers go to the first of them, the electronic file to all at once (art. 20.2)."""
    for place, leg in enumerate(legs):
        _run(dossier, leg, by=by, at=at)
        its_way = way if place == 0 else HandOver.Way.ELECTRONIC
        hand_over(dossier, from_unit=from_unit, to_unit=leg.unit, way=its_way, leg=leg, by=by, at=at)
        record(dossier, "dossiers.begin_leg", by=by, at=at, unit=leg.unit.name, leg=leg.ordinal, **_due(leg))
    return list(legs)


def _due(leg: Leg) -> dict[str, str]:
    return {"due_at": localtime(leg.promise.due_at).isoformat(), "term": leg.term, "rule": leg.promise.rule}


def _run(dossier: Dossier, leg: Leg, *, by: Person, at: datetime) -> None:
    """From now on the unit owes it, in its own term and by its own calendar."""
    people = _workers(dossier, leg, localdate(at))
    leg.person = people[0] if len(people) == 1 else None
    leg.promise = _promise(dossier, leg, start=at, at=at)
    leg.state = Leg.State.RUNNING
    leg.save(update_fields=["person", "promise", "state"])
    for person in (one for one in people if one != by):
        tell(person.reach(), "leg_begun", about=dossier, at=at, dossier=dossier, leg=leg)


def _workers(dossier: Dossier, leg: Leg, on: date) -> list[Person]:
    """Who in the unit could do the step; the dossier's handler where it is in their own unit."""
    people = holders(Power.DOSSIER_EXAMINE, leg.unit, on, field=dossier.version.field)
    own = leg.unit_id == dossier.deciding_unit_id and dossier.handler in people
    return [dossier.handler] if own and dossier.handler else people


def _promise(dossier: Dossier, leg: Leg, *, start: datetime, at: datetime) -> Promise:
    """Counted from `start`; what was left out since then because the applicant was waited for does not count."""
    kind, stands_on = OF_KIND[Leg.Kind(leg.kind)]
    return promises.make(
        kind,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=leg.unit,
        person=leg.person,
        rule=rule(stands_on, on=localdate(start)),
        term=Term.parse(leg.term),
        start=start,
        calendar=calendar_of(leg.unit, localdate(at)),
        exclusions=exclusions_since(dossier, start, only_for_applicant=True) if start < at else (),
    )


def _sign_before_finishing(leg: Leg, *, by: Person, at: datetime) -> None:
    """Who finishes has the electronic file; papers must have been signed for."""
    for coming in leg.hand_overs.filter(to_unit=leg.unit, received_at=None).select_related("promise"):
        rules.check_papers_received(way=coming.way, received=False)
        sign_for(coming, by=by, at=at)


def _end(leg: Leg, state: str, words: str, *, by: Person | None, at: datetime) -> None:
    leg.state, leg.finding, leg.ended_by, leg.ended_at = state, words.strip(), by, at
    leg.save(update_fields=["state", "finding", "ended_by", "ended_at"])


def _withdraw(leg: Leg, words: str, *, why: str, by: Person | None, at: datetime) -> None:
    _end(leg, Leg.State.WITHDRAWN, words, by=by, at=at)
    if leg.promise and leg.promise.state == PromiseState.OPEN:
        promises.void(leg.promise, reason=why, at=at)
    for coming in leg.hand_overs.filter(received_at=None, promise__state=PromiseState.OPEN).select_related("promise"):
        promises.void(coming.promise, reason=why, at=at)
