"""A file of units becomes units: all of it or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gandan.journal.actions import record
from gandan.lib.refs import HasRef, Ref
from gandan.organisation.actions.authority import require
from gandan.organisation.actions.turns import take_turn
from gandan.organisation.models import Unit, UnitSuccession
from gandan.organisation.powers import Power
from gandan.organisation.rules.unit_rows import Outcome, Plan, UnitRow, plan_import


@transaction.atomic
def import_units(*, rows: Sequence[UnitRow], by: HasRef | Ref, at: datetime) -> list[Outcome]:
    """Write the rows of a file and tell what became of each; nothing is written when any row is refused."""
    require(Power.ORGANISATION_KEEP, None, by=by, at=at)
    take_turn("unit codes")
    units = {unit.ref.code: unit for unit in Unit.objects.select_for_update(of=("self",)).select_related("parent")}
    pairs = UnitSuccession.objects.select_related("old", "new")
    known = {ref: unit.facts for ref, unit in units.items()}
    plan = plan_import(rows, known, [(pair.old.ref.code, pair.new.ref.code) for pair in pairs])
    if not plan.refused:
        _write(plan, units, by=by, at=at)
    return plan.outcomes


def _write(plan: Plan, units: dict[str, Unit], *, by: HasRef | Ref, at: datetime) -> None:
    for ref in sorted(plan.units, key=lambda ref: _depth(ref, plan)):
        facts = plan.units[ref]
        unit = units.get(ref) or Unit(tree=facts.tree, kind=facts.kind, code=facts.code, valid_from=facts.period.first)
        before = unit.facts if unit.pk else None
        unit.name, unit.valid_to, unit.source = facts.name, facts.period.before, facts.source
        unit.agency_code, unit.address, unit.phone = facts.agency_code, facts.address, facts.phone
        unit.parent = units[facts.parent] if facts.parent else None
        unit.save()
        units[ref] = unit
        act = "organisation.unit_changed" if before else "organisation.unit_created"
        record(unit, act, by=by, at=at, name=unit.name, source=unit.source)
    for old, new, day, source in plan.successions:
        UnitSuccession.objects.create(old=units[old], new=units[new], on=day, source=source)
        record(units[new], "organisation.unit_succeeded", by=by, at=at, old=old, on=day.isoformat(), source=source)


def _depth(ref: str, plan: Plan) -> int:
    """How many units of the plan stand above this one: parents are written before what belongs to them."""
    depth, above = 0, plan.units[ref].parent
    while above in plan.units:
        depth, above = depth + 1, plan.units[above].parent
    return depth
