"""The monthly settlement of fees between a desk and the agencies they belong to (decree 118/2025 art. 12.9)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from gandan.dossiers.models import Charge, FeeSettlement
from gandan.dossiers.queries.money import Share, desks_with_unsettled, waiting
from gandan.dossiers.rules import money as rules
from gandan.journal.actions import record
from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, holders, rule_for, standing, unit_map
from gandan.promises import actions as promises
from gandan.promises.models import Promise, PromiseQuerySet
from gandan.promises.states import Kind


@transaction.atomic
def settle_fees(*, unit: Unit, month: date, by: Person, at: datetime) -> list[FeeSettlement]:
    """Draw up the lists of a month, one for each agency; what is given back later goes on a later month's list."""
    today = localdate(at)
    standing(by, today).require(Power.FEES_SETTLE, unit)
    rules.check_month_over(month, today=today)
    _lock(unit.pk)
    shares = waiting(unit, month, on=today)
    if not shares:
        sentence = mark("Tháng %(month)s không còn khoản nào chưa quyết toán.")
        raise Refused(sentence, code="dossiers.nothing_to_settle", month=f"{month:%m/%Y}")
    drawn = [_draw(share, unit, month, by=by, at=at) for share in shares]
    _keep_promised(unit, at=at)
    return drawn


def _keep_promised(unit: Unit, *, at: datetime) -> None:
    """Every month for which no list is left to draw: this one's held what was forgotten of months before."""
    for promise in Promise.objects.open().filter(kind=Kind.FEE_SETTLEMENT, unit=unit):
        if not waiting(unit, _month_before(localdate(promise.started_at)), on=localdate(at)):
            promises.keep(promise, at=at)


def _lock(unit_id: int) -> None:
    """Lists of one desk are drawn one after the other. no_key: meanwhile dossiers that point at it are accepted."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _draw(share: Share, unit: Unit, month: date, *, by: Person, at: datetime) -> FeeSettlement:
    agency = share.beneficiary
    drawn = FeeSettlement.objects.create(
        unit=unit, beneficiary=agency, month=month, total=share.total, drawn_by=by, drawn_at=at
    )
    taken = [line.charge.pk for line in share.lines if line.amount > 0]
    given_back = [line.charge.pk for line in share.lines if line.amount < 0]
    Charge.objects.filter(pk__in=taken).update(settlement=drawn)
    Charge.objects.filter(pk__in=given_back).update(refund_settlement=drawn)
    told = {"month": f"{month:%m/%Y}", "amount": drawn.total, "agency": agency.ref.code, "rows": len(share.lines)}
    record(drawn, "dossiers.settle_fees", by=by, at=at, **told)
    return drawn


def promise_settlements(*, at: datetime) -> int:
    """At the first look in a month: whoever took money before owes its lists. Returns how many promises were made."""
    today = localdate(at)
    begins = make_aware(datetime(today.year, today.month, 1))
    month = _month_before(today)
    made = 0
    for unit in Unit.objects.filter(pk__in=desks_with_unsettled(begins, on=today)).order_by("pk"):
        made += _promise(unit, month, start=begins, today=today)
    return made


@transaction.atomic
def _promise(unit: Unit, month: date, *, start: datetime, today: date) -> bool:
    about, day = _month_of(unit.pk, month), localdate(start)
    _lock(unit.pk)
    if _promised(unit, month, on=today).exists():  # by today's map: it may have taken over since the month began
        return False
    within, leaders = rule_for("gandan:fee-settlement", unit, day), holders(Power.FEES_SETTLE, unit, day)
    promises.make(
        Kind.FEE_SETTLEMENT,
        subject=_OfMonth(about),
        title=f"Quyết toán phí, lệ phí tháng {month:%m/%Y}",
        unit=unit,
        person=leaders[0] if leaders else None,
        rule=within,
        term=within.term,
        start=start,
        calendar=calendar_of(unit, day),
    )
    return True


def _promised(unit: Unit, month: date, *, on: date) -> PromiseQuerySet:
    """What the desk owes for the month, or a desk owed that it took over from: a merger passes the promise on."""
    codes = [_month_of(ours, month).code for ours in unit_map(on).before([unit.pk])]
    return Promise.objects.filter(kind=Kind.FEE_SETTLEMENT, subject_kind="fee_month", subject_code__in=codes)


class _OfMonth:
    """What the promise is about: a desk's month, which has no row of its own."""

    def __init__(self, ref: Ref) -> None:
        self.ref = ref


def _month_of(unit_id: int, month: date) -> Ref:
    return Ref("fee_month", f"{unit_id}-{month:%Y-%m}")
