"""A dossier goes from one unit to another, on paper or electronically: every line of its control slip."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Channel, Dossier, HandOver, Leg
from gandan.dossiers.queries import lawful_standing
from gandan.dossiers.queries.routing import house_of, is_elsewhere, may_sign_for
from gandan.dossiers.rules import routing as rules
from gandan.journal.actions import record, tell
from gandan.law.rulebook import Rule, rule
from gandan.law.terms import Term, TermUnit
from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import calendar_of, holders, standing
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState


def hand_over(
    dossier: Dossier, *, from_unit: Unit, to_unit: Unit, way: str, by: Person, at: datetime, leg: Leg | None = None
) -> HandOver | None:
    """Write that the dossier goes over; paper is promised to arrive (art. 18.2, 20.1). None inside one unit."""
    if from_unit.pk == to_unit.pk:
        return None
    last = dossier.hand_overs.order_by("-ordinal").values_list("ordinal", flat=True).first()
    promise = _promise_arrival(dossier, from_unit, to_unit, by, at) if way in rules.ON_PAPER else None
    return dossier.hand_overs.create(
        leg=leg,
        ordinal=(last or 0) + 1,
        way=way,
        from_unit=from_unit,
        to_unit=to_unit,
        handed_by=by,
        handed_at=at,
        promise=promise,
    )


def _promise_arrival(dossier: Dossier, from_unit: Unit, to_unit: Unit, by: Person, at: datetime) -> Promise:
    within, term = _time_for_paper(from_unit, to_unit, at)
    return promises.make(
        Kind.PAPER_TRANSFER,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=from_unit,
        person=by if standing(by, localdate(at)).may(Power.DOSSIER_READ, from_unit) else None,
        rule=within,
        term=term,
        start=at,
        calendar=calendar_of(from_unit, localdate(at)),
    )


def _time_for_paper(from_unit: Unit, to_unit: Unit, at: datetime) -> tuple[Rule, Term]:
    """Inside one house the same day, after 15:00 the next; to another agency one working day."""
    day = localdate(at)
    if house_of(from_unit) == house_of(to_unit):
        return rule("118/2025:18.2:forward", on=day), Term(1, TermUnit.WITHIN_DAY)
    across = rule("118/2025:20.1:paper", on=day)
    return across, across.term


def forward(dossier: Dossier, *, by: Person, at: datetime) -> HandOver | None:
    """At acceptance a dossier for another house goes there at once, and that house's desk is told (art. 18.1, 20.1)."""
    if not is_elsewhere(dossier):
        return None
    way = HandOver.Way.ELECTRONIC if dossier.channel == Channel.ONLINE else HandOver.Way.BOTH
    gone = hand_over(dossier, from_unit=dossier.receiving_unit, to_unit=dossier.deciding_unit, way=way, by=by, at=at)
    record(dossier, "dossiers.forward", by=by, at=at, unit=dossier.deciding_unit.name, way=way)
    for person in _desk_of(dossier.deciding_unit, at):
        tell(person.reach(), "dossier_forwarded", about=dossier, at=at, dossier=dossier, hand_over=gone)
    return gone


def _desk_of(committee: Unit, at: datetime) -> list[Person]:
    """Who sits at the desk of a committee; who assigns its work where it has no desk."""
    day = localdate(at)
    centre = Unit.objects.in_force(day).filter(parent=committee, kind=UnitKind.SERVICE_CENTRE).first()
    found = holders(Power.DOSSIER_RECEIVE, centre, day) if centre else []
    return found or holders(Power.DOSSIER_ASSIGN, committee, day)


@transaction.atomic
def receive_hand_over(*, dossier_id: int, ordinal: int, by: Person, at: datetime) -> HandOver:
    """An officer of the receiving unit signs for the dossier: the paper has arrived."""
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    given = dossier.hand_overs.select_related("to_unit", "from_unit", "received_by", "promise", "leg__promise")
    coming = given.get(ordinal=ordinal)
    rules.check_not_received(received_by=coming.received_by.name if coming.received_by else "")
    if not may_sign_for(coming, by, localdate(at)):
        raise refuse_without(Power.DOSSIER_EXAMINE)
    sign_for(coming, by=by, at=at)
    unit, sender = coming.to_unit, coming.from_unit
    record(dossier, "dossiers.receive_hand_over", by=by, at=at, unit=unit.name, sender=sender.name, way=coming.way)
    return coming


def sign_for(coming: HandOver, *, by: Person, at: datetime) -> None:
    """Received; the paper's promise is kept, and who signed looks after the leg if nobody does yet."""
    coming.received_by, coming.received_at = by, at
    coming.save(update_fields=["received_by", "received_at"])
    if coming.promise and coming.promise.state == PromiseState.OPEN:
        promises.keep(coming.promise, at=at)
    leg = coming.leg
    if leg and leg.state == Leg.State.RUNNING and leg.unit_id == coming.to_unit_id and leg.person_id is None:
        leg.person = by
        leg.save(update_fields=["person"])
        promises.hand_over(leg.promise, person=by)


# --- the result on its way back -----------------------------------------------------------------------------------


def send_result(dossier: Dossier, *, by: Person, at: datetime) -> HandOver | None:
    """What another house decided goes back to the desk that received the dossier (art. 20.1)."""
    if not is_elsewhere(dossier):
        return None
    way = HandOver.Way.BOTH
    return hand_over(dossier, from_unit=dossier.deciding_unit, to_unit=dossier.receiving_unit, way=way, by=by, at=at)


def send_back(dossier: Dossier, *, by: Person, at: datetime) -> None:
    """A wrong result goes back to the other house that made it; in memory, the mended one is awaited at the desk."""
    if is_elsewhere(dossier):
        way = HandOver.Way.BOTH
        hand_over(dossier, from_unit=dossier.receiving_unit, to_unit=dossier.deciding_unit, way=way, by=by, at=at)
        dossier.result_at_desk_at = None


@transaction.atomic
def take_result_to_desk(*, dossier_id: int, revision: int, by: Person, at: datetime) -> Dossier:
    """The result another house made has come back to the receiving centre: signed for, ready to be handed out."""
    dossier, move = take(dossier_id, "take_result_to_desk", revision=revision, by=by, at=at)
    rules.check_result_elsewhere(lawful_standing(dossier, at))
    coming = dossier.hand_overs.filter(to_unit=dossier.receiving_unit, received_at=None).select_related("promise")
    for one in coming.order_by("ordinal"):
        sign_for(one, by=by, at=at)
    dossier.result_at_desk_at = at
    make_move(dossier, move, "result_at_desk_at")
    record(dossier, act(move), by=by, at=at, sender=dossier.deciding_unit.name)
    tell(dossier.applicant.reach(), "result_at_desk", about=dossier, at=at, dossier=dossier)
    return dossier


def end_transfers(dossier: Dossier, *, at: datetime) -> None:
    """Nobody waits any more for papers on their way."""
    underway = dossier.hand_overs.filter(received_at=None, promise__state=PromiseState.OPEN)
    for coming in underway.select_related("promise"):
        promises.void(coming.promise, reason=dossier.state, at=at)
