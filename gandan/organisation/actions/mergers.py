"""Units merge: new ones begin, old ones end, and everything still open goes on with the new, in one transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.actions.authority import require
from gandan.organisation.actions.inheritance import inherit_choices, move_posts
from gandan.organisation.actions.turns import merge_alone, take_turn
from gandan.organisation.models import Unit, UnitSuccession
from gandan.organisation.powers import POST_KIND_NAMES, PostKind, Power
from gandan.organisation.queries import responses
from gandan.organisation.rules.merger_rows import MergerRow, read_merger_rows
from gandan.organisation.rules.mergers import Plan, Step, Successor, plan_mergers
from gandan.organisation.values import Line, Merger, MergerReport, Moved, NewUnit

ONE_IS_USUAL = (PostKind.CHAIR, PostKind.CENTRE_HEAD, PostKind.PARTY_SECRETARY)
DECIDING_KINDS = ("committee", "provincial_agency")


def preview_mergers(*, rows_typed: str, parent: str = "", by: HasRef | Ref, at: datetime) -> MergerReport:
    """What `merge_units` would do, from doing it and taking it back; with all that blocks it, refusing nothing."""
    rows, unread = read_merger_rows(rows_typed)
    with transaction.atomic():
        plan = _judge(rows, parent, by=by, at=at)
        if troubles := sorted([*unread, *plan.troubles], key=lambda trouble: trouble.line):
            return MergerReport(troubles=[(trouble.line, trouble.refusal) for trouble in troubles])
        report = MergerReport(blocked=_too_early(plan, at))
        try:
            with transaction.atomic():
                _carry_out(plan, report, by=by, at=at)
                transaction.set_rollback(True)
        except Refused as refused:
            report = MergerReport(blocked=refused)
    return report


@transaction.atomic
def merge_units(*, rows_typed: str, parent: str = "", by: HasRef | Ref, at: datetime) -> MergerReport:
    """Do what a resolution says: all of its rows or none. Whose duty the open work is changes; no deadline moves."""
    rows, unread = read_merger_rows(rows_typed)
    plan = _judge(rows, parent, by=by, at=at)
    for trouble in (*unread, *plan.troubles):
        sentence = mark("Danh sách còn dòng chưa làm được (dòng %(line)s): %(why)s")
        raise Refused(sentence, code="organisation.merger_rows", line=trouble.line, why=str(trouble.refusal))
    if refused := _too_early(plan, at):
        raise refused
    report = MergerReport()
    _carry_out(plan, report, by=by, at=at)
    return report


def _judge(rows: Sequence[MergerRow], parent: str, *, by: HasRef | Ref, at: datetime) -> Plan:
    require(Power.ORGANISATION_KEEP, None, by=by, at=at)
    merge_alone()
    take_turn("unit codes")
    # no_key: an officer in the middle of an act may still write rows that point at a unit, and is waited for
    units = Unit.objects.select_for_update(of=("self",), no_key=True).select_related("parent")
    return plan_mergers(rows, {unit.ref.code: unit.facts for unit in units}, parent=parent)


def _too_early(plan: Plan, at: datetime) -> Refused | None:
    """Open work goes on with the new units from their first day, not before."""
    later = [step.on for step in plan.steps if step.on > localdate(at)]
    if not later:
        return None
    sentence = mark("Nghị quyết có hiệu lực từ %(day)s: trước ngày đó chỉ xem trước được, đến ngày mới thực hiện.")
    return Refused(sentence, code="organisation.merger_too_early", day=f"{later[0]:%d/%m/%Y}")


def _carry_out(plan: Plan, report: MergerReport, *, by: HasRef | Ref, at: datetime) -> None:
    counted: Counter[tuple[str, bool]] = Counter()
    for step in plan.steps:
        units = {unit.ref.code: unit for unit in Unit.objects.select_related("parent")}
        news = {one.facts.ref: _begin(one, units, by=by, at=at) for one in step.successors}
        passes = {units[old]: news[one.facts.ref] for one in step.successors for old in one.olds}
        for one in step.successors:
            _end_and_follow(one, units, step, by=by, at=at)
            report.units.append(_told(one, news[one.facts.ref], units, step))
        merger = Merger(
            step.on, step.successors[0].facts.source, {old.pk: new.pk for old, new in passes.items()}, by=by, at=at
        )
        _pass_posts(passes, merger, report)
        for what, how_many in inherit_choices(passes, merger).items():
            counted[what, False] += how_many
        # those above first: a dossier is locked before its promises, as in every act, so that none waits in a ring
        for respond in reversed(responses("on_units_merged")):
            for line in respond(merger):
                counted[line.what, line.stays] += line.how_many
        report.untouched.extend(_not_named(passes, units, step))
    report.lines.extend(Line(what, how_many, stays) for (what, stays), how_many in counted.items())


def _not_named(passes: Mapping[Unit, Unit], units: Mapping[str, Unit], step: Step) -> list[str]:
    """Units of the merged places that go on as they were: their codes begin as an old one's, as 13504.CA for 13504."""
    places = {old.code.partition(".")[0] for old in passes}
    known = {unit.pk for pair in passes.items() for unit in pair}
    return [
        f"{unit.name} ({unit.code})"
        for unit in units.values()
        if unit.pk not in known
        and unit.code.partition(".")[0] in places
        and unit.valid_from <= step.on
        and (unit.valid_to is None or unit.valid_to > step.on)
    ]


def _begin(one: Successor, units: dict[str, Unit], *, by: HasRef | Ref, at: datetime) -> Unit:
    facts = one.facts
    if one.known:
        return units[facts.ref]
    unit = Unit.objects.create(
        tree=facts.tree,
        kind=facts.kind,
        code=facts.code,
        name=facts.name,
        parent=units[facts.parent] if facts.parent else None,
        valid_from=facts.period.first,
        agency_code=facts.agency_code,
        address=facts.address,
        phone=facts.phone,
        source=facts.source,
    )
    units[facts.ref] = unit
    record(unit, "organisation.unit_created", by=by, at=at, name=unit.name, source=unit.source)
    return unit


def _end_and_follow(one: Successor, units: Mapping[str, Unit], step: Step, *, by: HasRef | Ref, at: datetime) -> None:
    new, day = units[one.facts.ref], step.on
    for ref in one.olds:
        old = units[ref]
        if old.valid_to != day:
            old.valid_to = day
            old.save(update_fields=["valid_to"])
            told = {"valid_to": day.isoformat(), "source": one.facts.source}
            record(old, "organisation.unit_ended", by=by, at=at, **told)
        told = {"on": day, "source": one.facts.source}
        _, created = UnitSuccession.objects.get_or_create(old=old, new=new, defaults=told)
        if created:
            told = {"old": ref, "on": day.isoformat(), "source": one.facts.source}
            record(new, "organisation.unit_succeeded", by=by, at=at, **told)


def _told(one: Successor, new: Unit, units: Mapping[str, Unit], step: Step) -> NewUnit:
    eve = step.on - timedelta(days=1)
    return NewUnit(
        ref=new.ref.code,
        name=new.name,
        on=step.on,
        olds=tuple(f"{units[ref].name} ({units[ref].code}, đến {eve:%d/%m/%Y})" for ref in one.olds),
        parent=new.parent.name if new.parent else "",
        agency_code=new.agency_code,
        decides=new.kind in DECIDING_KINDS,
        known=one.known,
    )


def _pass_posts(passes: Mapping[Unit, Unit], merger: Merger, report: MergerReport) -> None:
    moved = move_posts(passes, merger)
    for tenure, old in moved:
        report.moved.append(Moved(tenure.person.name, tenure.post.title, old.name, tenure.post.unit.name))
    kinds = Counter((tenure.post.kind, tenure.post.unit.name) for tenure, _ in moved)
    for (kind, unit), how_many in kinds.items():
        if kind in ONE_IS_USUAL and how_many > 1:
            report.crowded.append(Line(f"{POST_KIND_NAMES[PostKind(kind)]}: {unit}", how_many))
