"""Reading dossiers: who may see which, what may be done next, search, lists and the figures that open them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate, localtime

from gandan.dossiers import rules
from gandan.dossiers.models import Applicant, Dossier, Draft, SupplementRequest
from gandan.dossiers.states import IN_HANDS, MACHINE, State
from gandan.dossiers.values import tidy_phone
from gandan.law.deadline import Deadline, derive
from gandan.law.grounds import grounds_on
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.codes import read_code
from gandan.lib.fold import fold
from gandan.lib.machine import Move
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import calendar_of, standing
from gandan.promises.queries import Horizon, kept_late, overdue

PAGE = 50
DECIDING = frozenset({Power.DOSSIER_EXAMINE, Power.DOSSIER_SETTLE, Power.DOSSIER_ASSIGN, Power.DOSSIER_ASK_AGAIN})
# Whoever works on a dossier adds files to it; whoever only reads it does not.
ATTACHING = (
    Power.DOSSIER_RECEIVE,
    Power.DOSSIER_ASK,
    Power.DOSSIER_EXAMINE,
    Power.DOSSIER_SETTLE,
    Power.DOSSIER_RETURN,
)
# Moves that are no choice at all until something else has happened: shown only then.
_SHOWN_WHEN_LAWFUL = frozenset({"propose_second_request", "decide_second_request"})


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
    return Dossier.objects.filter(Q(receiving_unit__in=units) | Q(deciding_unit__in=units))


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
    ).prefetch_related("papers", "supplement_requests__asked_by", "supplement_requests__decided_by")


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
    )


def next_moves(dossier: Dossier, person: Person, at: datetime) -> list[NextMove]:
    """Every move out of the dossier's state, each allowed or with the sentence that says why not."""
    mine = standing(person, localdate(at))
    lawful = lawful_standing(dossier, at)
    moves = []
    for move in MACHINE.out_of(dossier.state):
        refused = rules.refusal_of(move.name, lawful)
        if refused and move.name in _SHOWN_WHEN_LAWFUL:
            continue
        if not refused and not mine.may(Power(move.power), *power_units(dossier, move)):
            refused = refuse_without(Power(move.power))
        moves.append(NextMove(move.name, move.label, refused))
    return moves


def refusal_to_attach(dossier: Dossier, person: Person, on: date) -> Refused | None:
    """Why the person may not add a file to the dossier, or None: reading it is not working on it."""
    try:
        rules.check_may_attach(dossier.state)
    except Refused as refused:
        return refused
    mine, units = standing(person, on), (dossier.receiving_unit_id, dossier.deciding_unit_id)
    may = any(mine.may(power, *units) for power in ATTACHING)
    return None if may else refuse_without(Power.DOSSIER_RECEIVE)


def by_public_code(typed: str) -> Dossier | None:
    """The dossier a citizen means by a code or a reference, typed in any case and with spaces."""
    compact = "".join(typed.split()).upper()
    wanted = Q(code=compact) | Q(reference=read_code(typed))
    return Dossier.objects.filter(wanted).select_related("version", "receiving_unit", "deciding_unit").first()


def search(person: Person, text: str, on: date) -> QuerySet[Dossier]:
    """By code, reference, personal number, telephone or (without accents) name, among what the person may see."""
    compact = "".join(text.split())
    wanted = Q(code=compact.upper()) | Q(reference=read_code(text))
    if compact.isdigit() or compact.startswith("+"):
        wanted |= Q(applicant__id_number=compact) | Q(applicant__phone=tidy_phone(compact))
    elif fold(text):
        wanted |= Q(applicant__folded_name__contains=fold(text))
        wanted |= Q(code__startswith=compact.upper()) if len(compact) >= 6 else Q()
    return visible_to(person, on).filter(wanted)


def known_applicants(person: Person, text: str, on: date, limit: int = 5) -> list[Applicant]:
    """People served before in one's units, by number, telephone or name, so that nothing is typed twice.

    One row a person (the latest statement, with the `reference` of its dossier), told apart by number, else by name
    and year of birth.
    """
    compact = "".join(text.split())
    if len(compact) < 3:
        return []
    units = standing(person, on).units_for(Power.DOSSIER_RECEIVE)
    by_number = Q(id_number=compact) | Q(phone=compact)
    wanted = by_number if compact.isdigit() else Q(folded_name__startswith=fold(text))
    latest: dict[object, Applicant] = {}
    stated = Applicant.objects.filter(wanted, unit__in=units).annotate(reference=F("dossier__reference"))
    for applicant in stated.order_by("-id")[: limit * 8]:
        latest.setdefault(applicant.id_number or (applicant.folded_name, applicant.birth_year), applicant)
    return list(latest.values())[:limit]


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


FIGURES = ("received", "in_hands", "due_soon", "late", "waiting", "settled", "settled_late", "refused", "to_collect")


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
        "refused": Q(state=State.REFUSED) & within("ended_at"),
        "to_collect": Q(state=State.SETTLED),
    }[name]


def unit_figures(unit_ids: Collection[int], period: Period, horizon: Horizon) -> dict[str, int]:
    """Every figure of a unit page, in one query over the dossiers these units received or decide."""
    ours = of_units(unit_ids)
    return ours.aggregate(**{name: Count("id", filter=figure(name, period, horizon)) for name in FIGURES})


def of_units(unit_ids: Collection[int]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(Q(receiving_unit__in=unit_ids) | Q(deciding_unit__in=unit_ids))


def page(dossiers: QuerySet[Dossier], before: int | None = None, size: int = PAGE) -> list[Dossier]:
    """The next `size` dossiers, newest first, after the primary key `before` (keyset paging)."""
    if before:
        dossiers = dossiers.filter(pk__lt=before)
    joined = dossiers.select_related("applicant", "version", "handler", "result_promise", "supplement_promise")
    return list(joined.order_by("-id")[:size])
