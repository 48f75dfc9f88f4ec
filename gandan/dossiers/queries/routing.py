"""The road of a dossier through agencies: its legs, its hand-overs, which agencies there are to choose from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from gandan.dossiers.models import Dossier, HandOver, Leg
from gandan.dossiers.rules.routing import OPEN
from gandan.dossiers.states import State
from gandan.organisation.models import Person, Tree, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders, kept, rule_for, scope_of, standing, unit_map
from gandan.procedures.rules import RouteStep
from gandan.promises.queries import overdue

# the kinds of units that take part in settling a dossier, those that one looks for first at the head
AGENCY_KINDS = (
    UnitKind.LAND_REGISTRY,
    UnitKind.TAX_OFFICE,
    UnitKind.PROVINCIAL_AGENCY,
    UnitKind.POLICE,
    UnitKind.COMMITTEE,
)
# whoever works on dossiers in a unit signs for those that come there
SIGNING = (
    Power.DOSSIER_RECEIVE,
    Power.DOSSIER_ASK,
    Power.DOSSIER_EXAMINE,
    Power.DOSSIER_SETTLE,
    Power.DOSSIER_RETURN,
)


@dataclass(frozen=True)
class Route:
    """The legs in their order, the hand-overs in theirs."""

    legs: Sequence[Leg]
    hand_overs: Sequence[HandOver]

    @property
    def running(self) -> list[Leg]:
        return [leg for leg in self.legs if leg.state == Leg.State.RUNNING]


@dataclass(frozen=True)
class DecreedLeg:
    """A step of the procedure, and the agencies it can mean for this dossier. `term` and `ground` are never empty."""

    step: RouteStep
    agencies: Sequence[Unit]
    term: str
    ground: str


def with_a_leg_of(unit_ids: Collection[int]) -> Exists:
    """The dossiers on whose road one of the units stands: the electronic file reaches it at once (art. 20.2).

    Who had begun a step goes on reading when the dossier ended before it; not who never got to it, nor whose step
    somebody withdrew.
    """
    not_theirs = Q(state=Leg.State.WITHDRAWN) & (Q(promise=None) | Q(ended_by__isnull=False))
    return Exists(Leg.objects.filter(dossier=OuterRef("pk"), unit__in=unit_ids).exclude(not_theirs))


def unfinished_legs(dossier: Dossier) -> list[Leg]:
    """The steps and opinions of agencies that have begun and are not done, in their order."""
    return _with_their_people(dossier.legs.filter(state=Leg.State.RUNNING))


def open_legs(dossier: Dossier) -> list[Leg]:
    """What agencies have begun or still have to begin, in its order."""
    return _with_their_people(dossier.legs.filter(state__in=OPEN))


def _with_their_people(legs: QuerySet[Leg]) -> list[Leg]:
    # most dossiers have none, and asking that first costs about half of asking for legs with all that belongs to them
    return list(legs.select_related("unit", "person", "promise")) if legs.exists() else []


def is_applicant_awaited(dossier: Dossier) -> bool:
    """Whether all that goes on now waits for what the applicant has to bring or do."""
    if dossier.state == State.EXCLUDED:
        return dossier.excluded_times.filter(ended_at=None, waits_for_applicant=True).exists()
    return dossier.state == State.AWAITING_SUPPLEMENT


def is_elsewhere(dossier: Dossier) -> bool:
    """Whether another house than that of the receiving centre decides (art. 20.1)."""
    return _house(dossier, "receiving_unit") != _house(dossier, "deciding_unit")


def _house(dossier: Dossier, which: str) -> int:
    """Of the unit where it was read with the dossier; else of what is remembered of units."""
    if getattr(Dossier, which).is_cached(dossier):
        return house_of(getattr(dossier, which))
    return _house_by_id(getattr(dossier, f"{which}_id"))


@kept(1024)
def _house_by_id(unit_id: int) -> int:
    return house_of(Unit.objects.get(pk=unit_id))


def places_of(dossier: Dossier) -> list[Unit]:
    """Every unit the papers lie in or passed: the desk, who decides, each agency whose leg began or of a hand-over,
    and where it was until units merged.
    """
    found = [dossier.receiving_unit, dossier.deciding_unit]
    found += [leg.unit for leg in dossier.legs.exclude(promise=None).select_related("unit")]
    for gone in dossier.hand_overs.select_related("from_unit", "to_unit"):
        found += [gone.from_unit, gone.to_unit]
    found += [passage.old for passage in dossier.passages.select_related("old")]
    return list({unit.pk: unit for unit in found}.values())


def house_of(unit: Unit) -> int:
    """A service centre belongs to the house of its committee; every other unit is its own."""
    return unit.parent_id if unit.kind == UnitKind.SERVICE_CENTRE and unit.parent_id else unit.pk


def route_of(dossier: Dossier, on: date) -> Route:
    """Legs and hand-overs with all that is shown of them: two queries, one when nothing ever went elsewhere."""
    legs = list(dossier.legs.select_related("unit", "person", "promise").defer("promise__derivation"))
    hand_overs: list[HandOver] = []
    if legs or (dossier.accepted_at and (is_elsewhere(dossier) or _took_over(dossier, on))):
        joined = dossier.hand_overs.select_related("from_unit", "to_unit", "handed_by", "received_by", "promise", "leg")
        hand_overs = list(joined)
    return Route(legs, hand_overs)


def leg_units(leg: Leg, on: date) -> tuple[int, ...]:
    """Where the power to finish a leg is held: its own unit; where nobody works here, also the agency that decides,
    which writes down what came back.
    """
    if holders(Power.DOSSIER_EXAMINE, leg.unit, on):
        return (leg.unit_id,)
    return (leg.unit_id, leg.dossier.deciding_unit_id)


def may_work_on(leg: Leg, person: Person, on: date) -> bool:
    return standing(person, on).may(Power.DOSSIER_EXAMINE, *leg_units(leg, on))


def running_legs(dossier: Dossier) -> list[Leg]:
    """Where the dossier is now, as a citizen may know it: agencies and their days, no persons."""
    running = dossier.legs.filter(state=Leg.State.RUNNING, kind=Leg.Kind.STEP)
    return list(running.select_related("unit", "promise").defer("promise__derivation"))


def signing_units(coming: HandOver, on: date) -> tuple[int, ...]:
    """Where the power to sign for a hand-over is held: the receiving unit, the desk of its house; where nobody works
    here, also the unit that gave it, which writes down that it arrived.
    """
    desks = Unit.objects.in_force(on).filter(parent=coming.to_unit, kind=UnitKind.SERVICE_CENTRE)
    units = (coming.to_unit_id, *desks.values_list("pk", flat=True))
    somebody = holders(Power.DOSSIER_EXAMINE, coming.to_unit, on) or holders(Power.DOSSIER_RETURN, coming.to_unit, on)
    return units if somebody else (*units, coming.from_unit_id)


def may_sign_for(coming: HandOver, person: Person, on: date) -> bool:
    mine, units = standing(person, on), signing_units(coming, on)
    return any(mine.may(power, *units) for power in SIGNING)


def works_on_a_leg(dossier: Dossier, person: Person, on: date) -> bool:
    """Whether a leg of the person's unit is under way."""
    units = standing(person, on).units_for(Power.DOSSIER_EXAMINE)
    return dossier.legs.filter(state=Leg.State.RUNNING, unit__in=units).exists()


def _took_over(dossier: Dossier, on: date) -> bool:
    """Whether its units became one with others: what was on its way between them may still be."""
    before = unit_map(on).predecessors
    return dossier.receiving_unit_id in before or dossier.deciding_unit_id in before


# --- agencies ----------------------------------------------------------------------------------------------------


def agencies(dossier: Dossier, on: date) -> list[Unit]:
    """The agencies in force in the province of the dossier, those of the road's usual kinds first."""
    inside = Unit.objects.in_force(on).filter(tree=Tree.STATE, kind__in=AGENCY_KINDS)
    province = _province_of(dossier.deciding_unit)
    if province:
        inside = inside.filter(pk__in=scope_of([province.pk], on))
    return sorted(inside, key=lambda unit: (AGENCY_KINDS.index(UnitKind(unit.kind)), unit.folded_name))


def _province_of(unit: Unit) -> Unit | None:
    above: Unit | None = unit
    while above and above.kind != UnitKind.PROVINCE:
        above = above.parent
    return above


def decreed_legs(dossier: Dossier, on: date) -> list[DecreedLeg]:
    """The decreed steps of the procedure as they would be for this dossier; a step without a term of its own gets the
    place's usual one.
    """
    steps = dossier.version.route_steps
    if not steps:
        return []
    known = agencies(dossier, on)
    return [_decreed(step, known, dossier, on) for step in steps]


def _decreed(step: RouteStep, known: Sequence[Unit], dossier: Dossier, on: date) -> DecreedLeg:
    if not step.agency:
        fitting = [dossier.deciding_unit]
    else:
        fitting = [unit for unit in known if step.agency in (unit.code, unit.kind)]
    usual = rule_for("gandan:leg-term", dossier.deciding_unit, on)
    return DecreedLeg(step, fitting, step.term or str(usual.term), step.basis or usual.article)


# --- opinions, and the slips of a period -------------------------------------------------------------------------


def overdue_opinions(at: datetime) -> QuerySet[Leg]:
    """Opinions that did not come in time, of which the head of the desk does not know yet (art. 19.4)."""
    asked = Leg.objects.filter(kind=Leg.Kind.OPINION, state=Leg.State.RUNNING, overdue_told_at=None)
    return asked.filter(overdue(at, "promise__"))


def accepted_in(unit_ids: Collection[int], first: datetime, after_last: datetime) -> QuerySet[Dossier]:
    """The dossiers accepted from `first` on and before `after_last` that the units received, decide or take part in."""
    ours = Q(receiving_unit__in=unit_ids) | Q(deciding_unit__in=unit_ids) | Q(with_a_leg_of(unit_ids))
    return Dossier.objects.filter(ours, accepted_at__gte=first, accepted_at__lt=after_last).order_by(
        "accepted_at", "id"
    )
