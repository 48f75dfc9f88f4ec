"""Fees as they stand: what a dossier owes, what a desk took and has not settled with whom it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q, QuerySet, Sum
from django.utils.timezone import localdate, make_aware

from gandan.dossiers.models import Charge, Dossier, FeeSettlement
from gandan.dossiers.queries.local import version_here
from gandan.dossiers.rules import money as rules
from gandan.dossiers.states import State
from gandan.law.deadline import derive
from gandan.law.grounds import grounds_on
from gandan.law.rulebook import Rule, rule
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, standing, unit_map, unit_of
from gandan.procedures.values import Fee

MONEY_TAKEN = (Charge.State.PAID, Charge.State.REFUNDED)


def charges_of(dossier: Dossier) -> list[Charge]:
    return list(dossier.charges.select_related("collected_by", "refunded_by", "beneficiary"))


def owed_by(dossier: Dossier) -> int:
    """What is still to be paid, in đồng."""
    return dossier.charges.filter(state=Charge.State.OWED).aggregate(sum=Sum("amount"))["sum"] or 0


def asked_now(dossier: Dossier, charges: Sequence[Charge]) -> int:
    """What the applicant is asked for, in đồng: nothing while we mend an error of ours (art. 23)."""
    if dossier.state == State.CORRECTING:
        return 0
    return sum(one.amount for one in charges if one.state == Charge.State.OWED)


def reaches_account_by(charge: Charge) -> tuple[datetime, Rule] | None:
    """When money paid online must be on the account, and the rule that says so (art. 24); None for any other."""
    if charge.method != Charge.Method.ONLINE or charge.paid_at is None:
        return None
    day = localdate(charge.paid_at)
    limit = rule("118/2025:24:fees", on=day)
    unit = charge.dossier.receiving_unit
    return derive(charge.paid_at, limit.term, calendar_of(unit, day), grounds=grounds_on(day)).due_at, limit


# --- a month of a desk --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One row of a settlement list: money taken, or given back after it had been settled (less than nothing)."""

    charge: Charge
    amount: int
    at: datetime


@dataclass
class Share:
    """What one agency gets of a desk's month."""

    beneficiary: Unit
    lines: list[Line] = field(default_factory=list)
    settlement: FeeSettlement | None = None

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


def month_ends(month: date) -> datetime:
    """The first instant after the month."""
    return make_aware(datetime.combine(date(month.year + month.month // 12, month.month % 12 + 1, 1), time()))


def unsettled(unit: Unit, month: date, *, on: date) -> list[Share]:
    """What the desk, and those it took over from, took by the end of the month and has settled with nobody."""
    ours = unit_map(on).before([unit.pk])
    before = month_ends(month)
    taken = Charge.objects.filter(_taken_before(before), dossier__receiving_unit__in=ours)
    given_back = Charge.objects.filter(_given_back_before(before), dossier__receiving_unit__in=ours)
    shares: dict[int, Share] = {}
    for line in _lines(taken, given_back):
        agency = _agency(line.charge, on)
        shares.setdefault(agency.pk, Share(agency)).lines.append(line)
    return sorted(shares.values(), key=lambda share: share.beneficiary.folded_name)


def _agency(charge: Charge, on: date) -> Unit:
    """Whom it belongs to today: money given back of an old list is set off by who took over from that agency."""
    became = unit_map(on).became(charge.beneficiary_id)
    return charge.beneficiary if charge.beneficiary_id in became else unit_of(min(became))


def waiting(unit: Unit, month: date, *, on: date) -> list[Share]:
    """What the lists of the month would hold that the desk has not drawn yet."""
    drawn_for = set(FeeSettlement.objects.filter(unit=unit, month=month).values_list("beneficiary_id", flat=True))
    return [share for share in unsettled(unit, month, on=on) if share.beneficiary.pk not in drawn_for]


def settled(unit: Unit, month: date, *, on: date) -> list[Share]:
    """The lists of the month as they were drawn, by the desk and by those it took over from."""
    shares = []
    drawn = FeeSettlement.objects.filter(unit__in=unit_map(on).before([unit.pk]), month=month)
    for one in drawn.select_related("beneficiary", "drawn_by", "unit"):
        share = share_of(one)
        shares.append(share)
    return shares


def share_of(settlement: FeeSettlement) -> Share:
    return Share(settlement.beneficiary, _lines(settlement.charges.all(), settlement.refunds.all()), settlement)


def desks_with_unsettled(before: datetime, *, on: date) -> set[int]:
    """The units of today whose desk took money before that instant and has not settled it."""
    waiting = Charge.objects.filter(_taken_before(before) | _given_back_before(before))
    received_by = waiting.order_by().values_list("dossier__receiving_unit", flat=True).distinct()
    known = unit_map(on)
    return {unit for received in received_by for unit in sorted(known.became(received))[:1]}


def _taken_before(before: datetime) -> Q:
    return Q(state__in=MONEY_TAKEN, paid_at__lt=before, settlement=None)


def _given_back_before(before: datetime) -> Q:
    return Q(state=Charge.State.REFUNDED, paid_at__isnull=False, refunded_at__lt=before, refund_settlement=None)


def _whole(charges: QuerySet[Charge]) -> list[Charge]:
    joined = charges.select_related("dossier__applicant", "dossier__version__procedure", "beneficiary", "collected_by")
    return list(joined.order_by("paid_at", "id"))


def _lines(taken: QuerySet[Charge], given_back: QuerySet[Charge]) -> list[Line]:
    rows = [Line(one, one.amount, one.paid_at) for one in _whole(taken) if one.paid_at]
    return rows + [Line(one, -one.amount, one.refunded_at) for one in _whole(given_back) if one.refunded_at]


# --- what a dossier's page shows ----------------------------------------------------------------------------------


def fees_left_open(dossier: Dossier, charges: Sequence[Charge]) -> list[Fee]:
    """The fees of the register that an officer must work out, as far as none of `charges` has that name."""
    if refusal_to_charge(dossier):
        return []
    stated = {one.name for one in charges}
    return [fee for fee in rules.left_open(version_here(dossier).fee_list, dossier.channel) if fee.name not in stated]


def charges_of_receipt(dossier: Dossier, number: str) -> list[Charge]:
    return [one for one in charges_of(dossier) if number and one.receipt_number == number]


def refusal_to_charge(dossier: Dossier) -> Refused | None:
    """Why nothing more may be asked of the applicant, told beforehand; None when it may."""
    try:
        rules.check_may_charge(State(dossier.state))
    except Refused as refused:
        return refused
    return None


def may_collect(dossier: Dossier, person: Person, on: date) -> bool:
    return standing(person, on).may(Power.FEES_COLLECT, dossier.receiving_unit_id)
