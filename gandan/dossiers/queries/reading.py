"""Reading dossiers: who may see which, what may be done next, search, lists and the figures that open them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext

from gandan.dossiers import rules
from gandan.dossiers.models import Dossier, Draft, Origin, Paper, SupplementRequest
from gandan.dossiers.queries.changes import changes_standing, reappointed
from gandan.dossiers.queries.routing import is_elsewhere, places_of, with_a_leg_of, works_on_a_leg
from gandan.dossiers.queries.who_may import refuse_naming
from gandan.dossiers.rules.returning import is_early
from gandan.dossiers.states import IN_HANDS, MACHINE, State
from gandan.law.deadline import Deadline, derive
from gandan.law.grounds import grounds_on
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.codes import read_code
from gandan.lib.machine import Move
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import calendar_of, standing
from gandan.promises.queries import Horizon, kept_late, overdue

DECIDING = frozenset(
    {
        Power.DOSSIER_EXAMINE,
        Power.DOSSIER_SETTLE,
        Power.DOSSIER_ASSIGN,
        Power.DOSSIER_ASK_AGAIN,
        Power.DOSSIER_REAPPOINT,
    }
)
# Whoever works on a dossier adds files to it; whoever only reads it does not.
ATTACHING = (
    Power.DOSSIER_RECEIVE,
    Power.DOSSIER_ASK,
    Power.DOSSIER_EXAMINE,
    Power.DOSSIER_SETTLE,
    Power.DOSSIER_RETURN,
)
# Moves that are no choice at all until something else has happened: shown only then.
_SHOWN_WHEN_LAWFUL = frozenset(
    {"propose_second_request", "decide_second_request", "announce_early", "remedy_loss", "take_result_to_desk"}
    | {"foresee"}
)

# Papers are lost where they are: that office tells it, and makes it good.
_WHEREVER_IT_WAS = frozenset({"report_loss", "remedy_loss"})


@dataclass(frozen=True)
class NextMove:
    """A move as a button: allowed, or blocked with its reason."""

    name: str
    label: str
    refused: Refused | None

    @property
    def allowed(self) -> bool:
        return self.refused is None


def visible_to(person: Person, on: date) -> QuerySet[Dossier]:
    """The dossiers that the person's posts of that day let them read."""
    units = standing(person, on).units_for(Power.DOSSIER_READ)
    return Dossier.objects.filter(Q(receiving_unit__in=units) | Q(deciding_unit__in=units) | Q(with_a_leg_of(units)))


def with_all(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Together with what a dossier's page shows."""
    return dossiers.select_related(
        "applicant",
        "version__procedure",
        "receiving_unit",
        "deciding_unit",
        "handler",
        "received_by",
        "result_promise__calendar",
        "supplement_promise__calendar",
    ).prefetch_related(
        "papers",
        "losses__promise",
        "losses__unit",
        "corrections__promise",
        "reappointments__proposed_by",
        "reappointments__decided_by",
        "supplement_requests__asked_by",
        "supplement_requests__decided_by",
    )


def originals_in_hand(dossier: Dossier) -> list[Paper]:
    """Papers handed in as originals and not given back."""
    return [paper for paper in dossier.papers.all() if paper.given and paper.originals and not paper.given_back_at]


def drafts_of(person: Person) -> QuerySet[Draft]:
    """What the person has begun to type and not finished, newest first."""
    return Draft.objects.filter(opened_by=person).select_related("unit").order_by("-saved_at")


def power_units(dossier: Dossier, move: Move) -> tuple[int, ...]:
    """The units in one of which the move's power must be held."""
    if move.power in DECIDING:
        return (dossier.deciding_unit_id,)
    if move.power == Power.DOSSIER_ASK:
        return (dossier.receiving_unit_id, dossier.deciding_unit_id)
    return (dossier.receiving_unit_id,)


def may_make(person: Person, dossier: Dossier, move: Move, on: date) -> bool:
    """Whether the person holds the move's power where it must be held."""
    mine, power = standing(person, on), Power(move.power)
    if mine.may(power, *power_units(dossier, move)):
        return True
    return move.name in _WHEREVER_IT_WAS and mine.may(power, *(unit.pk for unit in places_of(dossier)))


def lawful_standing(dossier: Dossier, at: datetime) -> rules.Standing:
    """What the law needs to know of this dossier at this instant."""
    requests = dossier.supplement_requests.all()
    sent = [r for r in requests if r.state == SupplementRequest.State.SENT]
    notice = None
    if dossier.accepted_at:
        day = localdate(dossier.accepted_at)
        limit = rule("118/2025:19.5:notice", on=day)
        calendar = calendar_of(dossier.deciding_unit, day)
        due = derive(dossier.accepted_at, limit.term, calendar, grounds=grounds_on(day)).due_at
        notice = rules.Limit(due, limit)
    return rules.Standing(
        at=at,
        times_asked=len(sent),
        proposal_pending=any(r.state == SupplementRequest.State.PROPOSED for r in requests),
        notice=notice,
        supplement_until=localtime(dossier.supplement_promise.due_at) if dossier.supplement_promise else None,
        early_until=_early_until(dossier, at),
        open_losses=sum(loss.remedied_at is None for loss in dossier.losses.all()),
        elsewhere=is_elsewhere(dossier),
        result_at_desk=dossier.result_at_desk_at is not None,
        is_provinces=dossier.origin == Origin.PROVINCE,
        **changes_standing(dossier, at),
    )


def _early_until(dossier: Dossier, at: datetime) -> datetime | None:
    """The appointed day of a result that is there before it, as long as the applicant was not told."""
    if dossier.state != State.SETTLED or dossier.early_told_at or not dossier.result_promise:
        return None
    due_at = localtime(dossier.result_promise.due_at)
    return due_at if is_early(localtime(at), due_at) else None


def next_moves(
    dossier: Dossier, person: Person, at: datetime, *, lawful: rules.Standing | None = None, every: bool = False
) -> list[NextMove]:
    """Every move out of the dossier's state, each allowed or with the sentence that says why not.

    `lawful` is the dossier's standing at that instant, where it is known already. With `every`, also those that are
    no choice until something else has happened: the page of one says why not.
    """
    lawful = lawful or lawful_standing(dossier, at)
    moves = []
    for move in MACHINE.out_of(dossier.state):
        refused = rules.refusal_of(move.name, lawful)
        if refused and move.name in _SHOWN_WHEN_LAWFUL and not every:
            continue
        if not refused and not may_make(person, dossier, move, localdate(at)):
            refused = refuse_naming(Power(move.power), _units(dossier, move), localdate(at))
        moves.append(NextMove(move.name, gettext(move.label), refused))
    return moves


def _units(dossier: Dossier, move: Move) -> list[Unit]:
    both = (dossier.receiving_unit, dossier.deciding_unit)
    return [unit for unit in both if unit.pk in power_units(dossier, move)]


def refusal_to_attach(dossier: Dossier, person: Person, on: date) -> Refused | None:
    """Why the person may not add a file to the dossier, or None: reading it is not working on it."""
    try:
        rules.check_may_attach(dossier.state)
    except Refused as refused:
        return refused
    mine, units = standing(person, on), (dossier.receiving_unit_id, dossier.deciding_unit_id)
    may = any(mine.may(power, *units) for power in ATTACHING) or works_on_a_leg(dossier, person, on)
    return None if may else refuse_without(Power.DOSSIER_RECEIVE)


def by_public_code(typed: str) -> Dossier | None:
    """The dossier a citizen means by a code or a reference, typed in any case and with spaces."""
    compact = "".join(typed.split()).upper()
    wanted = Q(code=compact) | Q(reference=read_code(typed))
    return Dossier.objects.filter(wanted).select_related("version", "receiving_unit", "deciding_unit").first()


def due_if_accepted(term: Term, unit: Unit, at: datetime) -> Deadline:
    """What `unit` would promise for a dossier accepted at this instant."""
    day = localdate(at)
    return derive(at, term, calendar_of(unit, day), grounds=grounds_on(day))


# --- figures and the lists they open ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """From `first` on, and before `after_last`: two midnights of local days."""

    first: datetime
    after_last: datetime


# the states a figure is about, where it is about some
FIGURE_STATES: dict[str, frozenset[str]] = {
    "in_hands": IN_HANDS,
    "due_soon": IN_HANDS,
    "late": IN_HANDS,
    "waiting": frozenset({State.AWAITING_SUPPLEMENT}),
    "refused": frozenset({State.REFUSED}),
    "to_collect": frozenset({State.SETTLED}),
}
FIGURES = (
    "received",
    "in_hands",
    "due_soon",
    "late",
    "waiting",
    "settled",
    "settled_late",
    "reappointed",
    "refused",
    "to_collect",
)


def figure(name: str, period: Period, horizon: Horizon) -> Q:
    """The dossiers behind a figure. The period applies to what happened, the horizon to what stands now."""
    in_period = {"gte": period.first, "lt": period.after_last}

    def within(column: str) -> Q:
        return Q(**{f"{column}__{how}": when for how, when in in_period.items()})

    in_hands = Q(state__in=IN_HANDS)
    return {
        "received": within("accepted_at"),
        "in_hands": in_hands,
        "due_soon": in_hands & Q(result_promise__due_at__range=(horizon.now, horizon.soon_ends)),
        "late": in_hands & overdue(horizon.now, "result_promise__"),
        "waiting": Q(state=State.AWAITING_SUPPLEMENT),
        "settled": within("settled_at"),
        "settled_late": within("settled_at") & kept_late("result_promise__"),
        "reappointed": reappointed(**in_period),
        "refused": Q(state=State.REFUSED) & within("ended_at"),
        "to_collect": Q(state=State.SETTLED),
    }[name]


def unit_figures(unit_ids: Collection[int], period: Period, horizon: Horizon) -> dict[str, int]:
    """Every figure of a unit page, in one query over the dossiers these units received or decide."""
    ours = of_units(unit_ids)
    return ours.aggregate(**{name: Count("id", filter=figure(name, period, horizon)) for name in FIGURES})


def of_units(unit_ids: Collection[int]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(Q(receiving_unit__in=unit_ids) | Q(deciding_unit__in=unit_ids))
