"""Units begin, change, end and follow one another."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from gandan.journal.actions import record
from gandan.lib.fold import tidy
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.actions.authority import require
from gandan.organisation.actions.turns import take_turn
from gandan.organisation.models import Unit, UnitSuccession
from gandan.organisation.powers import Power
from gandan.organisation.rules import units as rules

_CHANGEABLE = ("name", "agency_code", "address", "phone")


@transaction.atomic
def create_unit(
    *,
    tree: str,
    kind: str,
    code: str,
    name: str,
    valid_from: date,
    by: HasRef | Ref,
    at: datetime,
    parent: Unit | None = None,
    valid_to: date | None = None,
    agency_code: str = "",
    address: str = "",
    phone: str = "",
    source: str = "",
) -> Unit:
    """A unit begins on `valid_from`. Refused when its code is borne by another then, or its parent is not there."""
    require(Power.ORGANISATION_KEEP, parent, by=by, at=at)
    texts = {"name": name, "agency_code": agency_code, "address": address, "phone": phone, "source": source}
    told = {"tree": tree, "kind": kind, "code": tidy(code)} | {field: tidy(text) for field, text in texts.items()}
    facts = rules.UnitFacts(period=rules.Period(valid_from, valid_to), **told)
    rules.check_unit(facts)
    take_turn("unit codes")
    rules.check_code_free(facts, _others_with(facts.code))
    if parent is not None:
        rules.check_parent(facts, parent.facts)
    unit = Unit.objects.create(parent=parent, valid_from=valid_from, valid_to=valid_to, **told)
    record(unit, "organisation.unit_created", by=by, at=at, name=unit.name, source=unit.source)
    return unit


def _others_with(code: str) -> Iterable[rules.UnitFacts]:
    return [unit.facts for unit in Unit.objects.filter(code=code)]


def _locked(unit: Unit) -> Unit:
    """no_key: nothing that points at the unit waits meanwhile, no dossier that is accepted there."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


@transaction.atomic
def change_unit(*, unit: Unit, by: HasRef | Ref, at: datetime, **changes: str) -> Unit:
    """Change `name`, `agency_code`, `address` or `phone` of a unit that remains the same unit."""
    require(Power.ORGANISATION_KEEP, unit, by=by, at=at)
    unit = _locked(unit)
    wanted = {name: tidy(changes[name]) for name in _CHANGEABLE if name in changes}
    rules.check_lengths(**wanted)
    if wanted.get("name") == "":
        raise Refused(mark("Hãy ghi tên đơn vị."), code="organisation.no_name")
    changed = {name: text for name, text in wanted.items() if getattr(unit, name) != text}
    if not changed:
        return unit
    before = {name: getattr(unit, name) for name in changed}
    for name, text in changed.items():
        setattr(unit, name, text)
    unit.save(update_fields=[*changed, "folded_name"])
    record(unit, "organisation.unit_changed", by=by, at=at, before=before, after=changed)
    return unit


@transaction.atomic
def end_unit(*, unit: Unit, valid_to: date, source: str, by: HasRef | Ref, at: datetime) -> Unit:
    """The unit no longer exists from `valid_to` on. Refused while a unit below it would outlive it."""
    require(Power.ORGANISATION_KEEP, unit, by=by, at=at)
    unit = _locked(unit)
    source = tidy(source)
    if not source:
        raise Refused(mark("Hãy ghi quyết định làm căn cứ."), code="organisation.no_decision")
    rules.check_end(unit.facts, valid_to, below=[child.facts for child in unit.children.all()])
    unit.valid_to = valid_to
    unit.save(update_fields=["valid_to"])
    record(unit, "organisation.unit_ended", by=by, at=at, valid_to=valid_to.isoformat(), source=source)
    return unit


@transaction.atomic
def succeed(
    *, new: Unit, predecessors: Iterable[Unit], on: date, source: str, by: HasRef | Ref, at: datetime
) -> list[UnitSuccession]:
    """`new` takes over from each of `predecessors` on a day: wholly where they end, in part where they go on."""
    require(Power.ORGANISATION_KEEP, new, by=by, at=at)
    source = tidy(source)
    if not source:
        raise Refused(mark("Hãy ghi quyết định làm căn cứ."), code="organisation.no_decision")
    rules.check_lengths(source=source)
    rows = []
    for old in predecessors:
        rules.check_succession(old.facts, new.facts, on)
        row, created = UnitSuccession.objects.get_or_create(old=old, new=new, defaults={"on": on, "source": source})
        rows.append(row)
        if created:
            record(new, "organisation.unit_succeeded", by=by, at=at, old=old.ref.code, on=on.isoformat(), source=source)
    return rows
