"""Items are written and taken out while a commitment is a draft or is being amended."""

from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.organisation.models import Person
from gandan.programme.commitments.actions.taking import writable
from gandan.programme.commitments.models import Item
from gandan.programme.commitments.rules import writing
from gandan.programme.commitments.states import MeasureKind
from gandan.programme.commitments.values import ItemText

_AIM = ("indicator", "period", "judged_by", "target")


@transaction.atomic
def write_item(*, commitment_id: int, text: ItemText, item_code: str, by: Person, at: datetime) -> Item:
    """A new item where `item_code` is "", else another text of one.

    A measure that stays the same keeps the seal of its first signing.
    """
    commitment = writable(commitment_id, by=by)
    items = commitment.items.filter(dropped_at__isnull=True)
    item = items.get(code=item_code) if item_code else Item(commitment=commitment)
    others = items.exclude(pk=item.pk).count()
    writing.check_item(text, commitment.template, year=commitment.year, items=others)
    if item.pk:
        _check_changeable(item, at)
    before = {name: getattr(item, name) for name in _AIM}
    for field in fields(text):
        setattr(item, field.name, getattr(text, field.name))
    if item.measure_kind != MeasureKind.INDICATOR:
        item.indicator, item.period, item.target = "", "", 0
    if before != {name: getattr(item, name) for name in _AIM}:
        item.sealed, item.seal = None, ""
    item.save()
    record(commitment, "commitments.write_item", by=by, at=at, personal={"content": item.content}, item=item.code)
    return item


@transaction.atomic
def drop_item(*, commitment_id: int, item_code: str, by: Person, at: datetime) -> Item:
    """Taken out. What was signed once stays as it was signed; a draft's item goes."""
    commitment = writable(commitment_id, by=by)
    item = commitment.items.get(code=item_code, dropped_at__isnull=True)
    _check_changeable(item, at)
    record(commitment, "commitments.drop_item", by=by, at=at, personal={"content": item.content}, item=item.code)
    if commitment.editions.exists():
        item.dropped_at = at
        item.save(update_fields=["dropped_at"])
    else:
        item.delete()
    return item


def _check_changeable(item: Item, at: datetime) -> None:
    """Only what was signed before binds; `promise` and `sealed` are there since the signing."""
    writing.check_changeable(
        is_shown=item.shown_at is not None,
        due_on=localdate(item.promise.due_at) if item.promise else None,
        measured_until=item.measured_until,
        today=localdate(at),
    )
