"""What a list of mergers means: which units begin, which end, which follow which; judged before anything is written.

A code names no unit alone: 13504 was one commune until 30/6/2025 and is another since. So each old code is read on the
eve of its day. Whatever belongs to a unit that ends goes on below the new one; service centres become one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gandan.lib.fold import fold
from gandan.lib.refusal import Refused, mark
from gandan.organisation.rules.merger_rows import MergerRow, Trouble
from gandan.organisation.rules.units import (
    Period,
    UnitFacts,
    check_code_free,
    check_parent,
    check_succession,
    check_unit,
)

COMMITTEE = "Ủy ban nhân dân "
MERGING_KIND = "service_centre"  # of these one remains below each new unit; every other kind goes on by itself


@dataclass(frozen=True)
class Successor:
    """A new unit and the references of those it takes over from; `known` when it is kept here already."""

    facts: UnitFacts
    olds: tuple[str, ...]
    known: bool = False


@dataclass(frozen=True)
class Step:
    """All that becomes something else on one day, those above before those below."""

    on: date
    successors: tuple[Successor, ...]


@dataclass(frozen=True)
class Plan:
    """What a list would do, day after day; nothing is done while there is any trouble."""

    steps: tuple[Step, ...]
    troubles: tuple[Trouble, ...]


Group = tuple[list[str], list[MergerRow]]  # the references of the old units of one new unit, and its rows
World = dict[str, UnitFacts]  # every unit by its reference, as it will be once the steps so far are done


def plan_mergers(rows: Sequence[MergerRow], known: Mapping[str, UnitFacts], *, parent: str = "") -> Plan:
    """Judge the rows against the units kept here and against each other; the rows of a later day see the earlier."""
    world, steps, troubles = dict(known), [], []
    for day in sorted({row.on for row in rows}):
        of_day = [row for row in rows if row.on == day]
        groups, wrong = _groups(of_day, world)
        troubles += wrong
        successors: list[Successor] = []
        ending = {ref for olds, _ in groups.values() for ref in olds}
        world |= {ref: replace(world[ref], period=Period(world[ref].period.first, day)) for ref in ending}
        for olds, group in groups.values():
            try:
                successors += _successors(olds, group, world, parent)
            except Refused as refusal:
                troubles.append(Trouble(group[0].line, refusal))
        steps.append(Step(day, tuple(successors)))
    return Plan(tuple(steps), tuple(sorted(troubles, key=lambda trouble: trouble.line)))


def _groups(rows: Iterable[MergerRow], world: World) -> tuple[dict[str, Group], list[Trouble]]:
    """The groups by new code, and the rows that cannot be read so."""
    groups: dict[str, Group] = {}
    taken: set[str] = set()
    troubles = []
    for row in rows:
        try:
            old = _old(row, world)
            if old.ref in taken:
                sentence = mark("“%(old)s” đã có ở một dòng trên: mỗi đơn vị cũ chỉ nhập vào một đơn vị mới.")
                raise Refused(sentence, code="organisation.merger_splits", old=old.name)
            olds, same = groups.setdefault(row.new_code, ([], []))
            _check_agree(row, old, [world[ref] for ref in olds], same)
            olds.append(old.ref)
            taken.add(old.ref)
            same.append(row)
        except Refused as refusal:
            troubles.append(Trouble(row.line, refusal))
    return {code: group for code, group in groups.items() if group[0]}, troubles


def _old(row: MergerRow, world: World) -> UnitFacts:
    """The unit that bore the old code on the eve of the day."""
    eve = row.on - timedelta(days=1)
    for unit in world.values():
        if unit.code != row.old_code or not unit.period.holds(eve):
            continue
        if fold(place_of(row.old_name)) != fold(place_of(unit.name)):
            sentence = mark("Ngày %(eve)s mã %(unit_code)s là của “%(name)s”, không phải “%(said)s”.")
            raise Refused(
                sentence,
                code="organisation.merger_other_name",
                eve=f"{eve:%d/%m/%Y}",
                unit_code=unit.code,
                name=unit.name,
                said=row.old_name,
            )
        return unit
    ended = [unit for unit in world.values() if unit.code == row.old_code]
    if ended:
        sentence = mark("Ngày %(eve)s không đơn vị nào mang mã %(unit_code)s (có vào lúc khác: “%(name)s”).")
        name = max(ended, key=lambda unit: unit.period.first).name
        raise Refused(
            sentence, code="organisation.merger_not_then", eve=f"{eve:%d/%m/%Y}", unit_code=row.old_code, name=name
        )
    sentence = mark("Không có đơn vị nào mang mã %(unit_code)s. Hãy lập hoặc nhập đơn vị này trước.")
    raise Refused(sentence, code="organisation.merger_no_unit", unit_code=row.old_code)


def _check_agree(row: MergerRow, old: UnitFacts, olds: Sequence[UnitFacts], same: Sequence[MergerRow]) -> None:
    """Rows of one new unit speak of the same unit; what merges is of one kind."""
    if same and (fold(same[0].new_name), same[0].source) != (fold(row.new_name), row.source):
        sentence = mark("Đơn vị mới %(unit_code)s được ghi khác với dòng %(line)s (tên hoặc căn cứ).")
        raise Refused(sentence, code="organisation.merger_disagrees", unit_code=row.new_code, line=same[0].line)
    if olds and (olds[0].tree, olds[0].kind) != (old.tree, old.kind):
        sentence = mark("“%(old)s” khác loại với “%(other)s”: không nhập làm một được.")
        raise Refused(sentence, code="organisation.merger_other_kind", old=old.name, other=olds[0].name)


def _successors(olds: Sequence[str], rows: Sequence[MergerRow], world: World, parent: str) -> list[Successor]:
    """The new unit with all that goes on below it; `world` learns of them."""
    row, before = rows[0], [world[ref] for ref in olds]
    keeper = next((unit for unit in before if unit.code == row.new_code), None)
    facts = UnitFacts(
        tree=before[0].tree,
        kind=before[0].kind,
        code=row.new_code,
        name=_name_like(before[0].name, row.new_name),
        period=Period(row.on),
        parent=_parent(row.parent or parent, before, world, row.on),
        agency_code=next((one.agency_code for one in rows if one.agency_code), keeper.agency_code if keeper else ""),
        source=row.source,
    )
    first = _begin(facts, tuple(olds), world)
    return [first, *_below(first, keeper or before[0], world)]


def _below(above: Successor, keeper: UnitFacts, world: World) -> list[Successor]:
    """What belonged to the old units goes on below the new one: centres as one, everything else by itself."""
    day = above.facts.period.first
    children = [
        unit
        for unit in world.values()
        if unit.parent in above.olds and unit.period.first < day and unit.period.before in (None, day)
    ]
    children = [unit for unit in children if not _has_followed(unit, day, world)]
    merging = [unit for unit in children if unit.kind == MERGING_KIND]
    going_on = [[unit] for unit in children if unit.kind != MERGING_KIND]
    found = []
    for units in ([merging] if merging else []) + going_on:
        found += _go_on(units, above, keeper, world)
    return found


def _has_followed(unit: UnitFacts, day: date, world: World) -> bool:
    """Ended for that day, with another of its code since: done before."""
    return unit.period.before == day and any(
        other.code == unit.code and other.period.first == day for other in world.values()
    )


def _go_on(units: Sequence[UnitFacts], above: Successor, keeper: UnitFacts, world: World) -> list[Successor]:
    new, day = above.facts, above.facts.period.first
    main = next((unit for unit in units if unit.parent == keeper.ref), units[0])
    old_parent = world[main.parent or ""]
    facts = replace(main, period=Period(day), parent=new.ref, source=new.source)
    if main.kind == MERGING_KIND:
        name = main.name.replace(place_of(old_parent.name), place_of(new.name))
        own = main.code.startswith(old_parent.code)
        code = new.code + main.code.removeprefix(old_parent.code) if own else main.code
        facts = replace(facts, code=code, name=name, address="", phone=main.phone)
    refs = tuple(unit.ref for unit in units)
    world.update({unit.ref: replace(unit, period=Period(unit.period.first, day)) for unit in units})
    next_one = _begin(facts, refs, world)
    return [next_one, *_below(next_one, main, world)]


def _begin(facts: UnitFacts, olds: tuple[str, ...], world: World) -> Successor:
    """The new unit, checked; taken as it is when it is kept here already under the same name."""
    there = world.get(facts.ref)
    if there is not None and fold(there.name) == fold(facts.name):
        successor = Successor(there, olds, known=True)
    else:
        check_unit(facts)
        check_code_free(facts, world.values())
        if facts.parent is not None:  # there on the first day; a later step ends what ends with it
            first_day = Period(facts.period.first, facts.period.first + timedelta(days=1))
            check_parent(replace(facts, period=first_day), world[facts.parent])
        successor = Successor(facts, olds)
    for ref in olds:
        check_succession(world[ref], successor.facts, facts.period.first)
    world[successor.facts.ref] = successor.facts
    return successor


def _parent(said: str, olds: Sequence[UnitFacts], world: World, day: date) -> str | None:
    """What the new unit belongs to: as said, else as the old ones, where that is still there."""
    if said:
        code, _, first_day = said.partition("@")
        for unit in world.values():
            named = unit.ref == said or (not first_day and unit.code == code)
            if named and unit.period.holds(day):
                return unit.ref
    parents = [unit.parent for unit in olds]
    if parents == [None] * len(parents):
        return None
    still = [ref for ref in parents if ref and world[ref].period.holds(day)]
    if still:
        return still[0]
    sentence = mark("Đơn vị cấp trên của “%(old)s” không còn vào ngày %(day)s: hãy chọn đơn vị mới thuộc đâu.")
    raise Refused(sentence, code="organisation.merger_no_parent", old=olds[0].name, day=f"{day:%d/%m/%Y}")


def place_of(name: str) -> str:
    """ "xã Bình Lục" of a committee's name, in whichever way it is written."""
    bare = name.removeprefix(COMMITTEE)
    return bare[:1].lower() + bare[1:]


def _name_like(old: str, new: str) -> str:
    """A commune of the resolution is its committee here, as the old one was."""
    return COMMITTEE + place_of(new) if old.startswith(COMMITTEE) and not new.startswith(COMMITTEE) else new
