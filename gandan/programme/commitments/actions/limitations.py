"""Limitations that leaders mean to overcome; that one was overcome is verified by somebody else."""

from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power, refuse_without
from gandan.programme.commitments.actions.taking import locked, standing, writable
from gandan.programme.commitments.models import Limitation
from gandan.programme.commitments.queries import keeps_level, limitations_of, may_confirm
from gandan.programme.commitments.rules import writing
from gandan.programme.commitments.values import LimitationText


@transaction.atomic
def write_limitation(
    *, commitment_id: int, text: LimitationText, limitation_code: str, by: Person, at: datetime
) -> Limitation:
    """A new one where `limitation_code` is "", else another text of one."""
    commitment = writable(commitment_id, by=by)
    those = limitations_of(commitment)
    one = those.get(code=limitation_code) if limitation_code else Limitation(commitment=commitment)
    others = those.exclude(pk=one.pk).count()
    writing.check_limitation(text, year=commitment.year, others=others, leads=commitment.template.leads)
    if one.pk:
        _check_changeable(one, at)
    for field in fields(text):
        setattr(one, field.name, getattr(text, field.name))
    one.save()
    record(commitment, "commitments.write_limitation", by=by, at=at, personal={"statement": one.statement})
    return one


@transaction.atomic
def drop_limitation(*, limitation_code: str, by: Person, at: datetime) -> Limitation:
    """Taken out; one of a draft that was never signed goes."""
    one = Limitation.objects.get(code=limitation_code, dropped_at__isnull=True)
    commitment = writable(one.commitment_id, by=by)
    _check_changeable(one, at)
    record(commitment, "commitments.drop_limitation", by=by, at=at, personal={"statement": one.statement})
    if commitment.editions.exists():
        one.dropped_at = at
        one.save(update_fields=["dropped_at"])
    else:
        one.delete()
    return one


def _check_changeable(one: Limitation, at: datetime) -> None:
    signed = one.commitment.editions.exists()
    due_on = one.due_on if signed else None
    shown = one.shown_at is not None
    writing.check_changeable(is_shown=shown, due_on=due_on, measured_until=None, today=localdate(at))


@transaction.atomic
def show_limitation(*, limitation_code: str, shown: str, by: Person, at: datetime) -> Limitation:
    """The leader says by what one sees that it was overcome."""
    writing.check_said(shown)
    one = Limitation.objects.get(code=limitation_code, dropped_at__isnull=True)
    commitment = standing(one.commitment_id, by=by)
    one.refresh_from_db()
    if one.shown_at is not None:
        raise Overtaken(mark("Minh chứng của hạn chế này đã ghi."), code="commitments.shown")
    one.shown, one.shown_at = shown, at
    one.save(update_fields=["shown", "shown_at"])
    told = {"statement": one.statement, "shown": shown}
    record(commitment, "commitments.show_limitation", by=by, at=at, personal=told)
    return one


@transaction.atomic
def verify_limitation(*, limitation_code: str, by: Person, at: datetime) -> Limitation:
    """Somebody else has looked: it is overcome. Whoever confirms, or follows the programme of the level."""
    one = Limitation.objects.get(code=limitation_code, dropped_at__isnull=True)
    commitment, today = locked(one.commitment_id), localdate(at)
    one.refresh_from_db()
    if commitment.person_id == by.pk:
        raise Refused(mark("Hạn chế của mình thì người khác kiểm lại."), code="commitments.own")
    if not (may_confirm(commitment, by, today) or keeps_level(commitment, by, today)):
        raise refuse_without(Power.COMMITMENTS_CONFIRM)
    if one.shown_at is None:
        raise Refused(mark("Chưa có minh chứng để kiểm lại."), code="commitments.not_shown")
    if one.verified_at is not None:
        raise Overtaken(mark("Hạn chế này đã được kiểm lại."), code="commitments.verified")
    one.verified_by, one.verified_at = by, at
    one.save(update_fields=["verified_by", "verified_at"])
    record(commitment, "commitments.verify_limitation", by=by, at=at, personal={"statement": one.statement})
    return one
