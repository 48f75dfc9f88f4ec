"""Fees of a dossier: owed, paid with a receipt, exempt, given back (decree 118/2025 art. 24).

Money does not move a dossier: its revision stays, and an officer who settles it is not overtaken by a payment.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from gandan.dossiers.models import Charge, Dossier
from gandan.dossiers.queries import version_here
from gandan.dossiers.rules import money as rules
from gandan.dossiers.states import State
from gandan.journal.actions import record
from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

_STATE = Charge.State


def charge(dossier: Dossier, *, name: str, amount: int, ground: str, by: Person, at: datetime) -> Charge:
    """A fee is owed from now on. Inside a running transaction that holds the dossier, or is making it."""
    rules.check_charge(name=name, amount=amount, ground=ground)
    last = dossier.charges.aggregate(last=Max("ordinal"))["last"] or 0
    made = dossier.charges.create(
        ordinal=last + 1,
        name=name.strip(),
        amount=amount,
        ground=ground.strip(),
        beneficiary=dossier.deciding_unit,
        owed_at=at,
    )
    told = {"name": made.name, "ground": made.ground}
    record(dossier, "dossiers.charge", by=by, at=at, personal=told, ordinal=made.ordinal, amount=amount)
    return made


def charge_fees(dossier: Dossier, *, by: Person, at: datetime) -> list[Charge]:
    """At acceptance: what the version asks of this channel, where its sum is known. In the accepting transaction."""
    owed = rules.owed_at_acceptance(version_here(dossier).fee_list, dossier.channel)
    who: dict[str, Any] = {"by": by, "at": at}
    return [
        charge(
            dossier,
            name=rules.fitting(fee.name, 200),
            amount=fee.amount or 0,
            ground=rules.fitting(fee.text or fee.name, 300),
            **who,
        )
        for fee in owed
    ]


@transaction.atomic
def state_charge(*, dossier_id: int, name: str, amount: int, ground: str, by: Person, at: datetime) -> Charge:
    """An officer states a fee that the register leaves open, with the text that sets it."""
    dossier = _take(dossier_id, by=by, at=at)
    rules.check_may_charge(State(dossier.state))
    return charge(dossier, name=name, amount=amount, ground=ground, by=by, at=at)


@transaction.atomic
def pay(
    *, dossier_id: int, ordinals: Collection[int], method: str, reference: str, by: Person, at: datetime
) -> list[Charge]:
    """The money is there: one receipt for all that is paid together. `ordinals` are those of the charges."""
    dossier = _take(dossier_id, by=by, at=at)
    rules.check_payment(method=method, reference=reference)
    paid = [_charge_of(dossier, ordinal, _STATE.OWED) for ordinal in sorted(set(ordinals))]
    if not paid:
        raise Refused(mark("Hãy chọn khoản đã nộp."), code="dossiers.nothing_paid")
    number = _next_receipt(dossier.receiving_unit, at)
    for one in paid:
        one.state, one.method, one.reference = _STATE.PAID, Charge.Method(method), reference.strip()
        one.paid_at, one.collected_by, one.receipt_number = at, by, number
        one.save(update_fields=["state", "method", "reference", "paid_at", "collected_by", "receipt_number"])
    said = {"reference": reference.strip()} if reference.strip() else None
    total = sum(one.amount for one in paid)
    record(dossier, "dossiers.pay", by=by, at=at, personal=said, amount=total, method=method, receipt=number)
    return paid


@transaction.atomic
def exempt(*, dossier_id: int, ordinal: int, exemption: str, by: Person, at: datetime) -> Charge:
    """Not to be paid by this applicant: the words of the text that says so are kept as they are."""
    dossier = _take(dossier_id, by=by, at=at)
    rules.check_exemption(exemption)
    one = _charge_of(dossier, ordinal, _STATE.OWED)
    one.state, one.exemption = _STATE.EXEMPT, exemption.strip()
    one.save(update_fields=["state", "exemption"])
    record(dossier, "dossiers.exempt", by=by, at=at, personal=_said(one, one.exemption), amount=one.amount)
    return one


@transaction.atomic
def refund(*, dossier_id: int, ordinal: int, reason: str, by: Person, at: datetime) -> Charge:
    """Money given back, with its reason; the receipt stays, and says so when it is printed again."""
    dossier = _take(dossier_id, by=by, at=at)
    rules.check_refund(reason)
    one = _charge_of(dossier, ordinal, _STATE.PAID)
    one.state, one.refunded_at, one.refunded_by, one.refund_reason = _STATE.REFUNDED, at, by, reason.strip()
    one.save(update_fields=["state", "refunded_at", "refunded_by", "refund_reason"])
    said, receipt = _said(one, one.refund_reason), one.receipt_number
    record(dossier, "dossiers.refund", by=by, at=at, personal=said, amount=one.amount, receipt=receipt)
    return one


@transaction.atomic
def cancel_charge(*, dossier_id: int, ordinal: int, reason: str, by: Person, at: datetime) -> Charge:
    """Never to be paid after all: stated by mistake, or the dossier ended before."""
    dossier = _take(dossier_id, by=by, at=at)
    rules.check_refund(reason)
    one = _charge_of(dossier, ordinal, _STATE.OWED)
    one.state = _STATE.CANCELLED
    one.save(update_fields=["state"])
    record(dossier, "dossiers.cancel_charge", by=by, at=at, personal=_said(one, reason.strip()), amount=one.amount)
    return one


def cancel_owed(dossier: Dossier, *, by: Person | Ref, at: datetime) -> None:
    """What was never paid is no longer owed once the dossier ended without a result: nothing was done for it."""
    if dossier.state not in rules.WITHOUT_RESULT:
        return
    for one in dossier.charges.filter(state=_STATE.OWED):
        one.state = _STATE.CANCELLED
        one.save(update_fields=["state"])
        told = {"name": one.name}
        record(dossier, "dossiers.cancel_charge", by=by, at=at, personal=told, amount=one.amount)


def _take(dossier_id: int, *, by: Person, at: datetime) -> Dossier:
    """Lock the dossier, so that one charge is paid once; they collect where it was received."""
    held = Dossier.objects.select_related("receiving_unit", "deciding_unit").select_for_update(of=("self",))
    dossier = held.get(pk=dossier_id)
    standing(by, localdate(at)).require(Power.FEES_COLLECT, dossier.receiving_unit)
    return dossier


def _charge_of(dossier: Dossier, ordinal: int, wanted: str) -> Charge:
    one = dossier.charges.filter(ordinal=ordinal).first()
    if one is None:
        raise Refused(mark("Hồ sơ này không có khoản thu đó; hãy xem lại."), code="dossiers.no_such_charge")
    rules.check_still(one.state, wanted=wanted, state_name=one.get_state_display())
    return one


def _said(one: Charge, reason: str) -> dict[str, str]:
    return {"name": one.name, "reason": reason}


def _next_receipt(unit: Unit, at: datetime) -> str:
    """The next receipt of the desk in this year; its row stays locked until commit, so all is checked before."""
    year = localdate(at).year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_receiptnumber (unit_id, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (unit_id, year) DO UPDATE SET last = dossiers_receiptnumber.last + 1 RETURNING last",
            [unit.pk, year],
        )
        ordinal = cursor.fetchone()[0]
    return f"{ordinal:06d}/{year}"
