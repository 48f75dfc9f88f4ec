"""Units, the trees they form, and what became of them."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

from django.db.models import Q

from gandan.lib.fold import fold
from gandan.organisation.models import Tree, Unit, UnitQuerySet, UnitSuccession
from gandan.organisation.queries.editions import kept
from gandan.organisation.rules.unit_rows import UnitRow, read_rows


@dataclass(frozen=True)
class UnitMap:
    """All units and successions as they stand on a day, by id: small enough to be read whole."""

    parents: Mapping[int, int | None]
    children: Mapping[int, frozenset[int]]
    predecessors: Mapping[int, frozenset[int]]  # only units no longer in force: what is in force keeps its own
    successors: Mapping[int, frozenset[int]]  # likewise
    ended: frozenset[int]

    def above(self, unit_id: int) -> dict[int, int]:
        """Every unit whose scope holds this one, and how many steps away it is: the unit itself 0, its parent 1."""
        return self._steps(unit_id, lambda unit: (*self.successors.get(unit, ()), *self._parent(unit)))

    def onwards(self, unit_id: int) -> dict[int, int]:
        """The unit and every unit that took over from it, and how many steps away each is."""
        return self._steps(unit_id, lambda unit: self.successors.get(unit, ()))

    def _parent(self, unit_id: int) -> tuple[int, ...]:
        parent = self.parents.get(unit_id)
        return () if parent is None else (parent,)

    @staticmethod
    def _steps(unit_id: int, further: Callable[[int], Iterable[int]]) -> dict[int, int]:
        steps = {unit_id: 0}
        waiting = deque([unit_id])
        while waiting:
            unit = waiting.popleft()
            for other in further(unit):
                if other not in steps:
                    steps[other] = steps[unit] + 1
                    waiting.append(other)
        return steps

    def became(self, unit_id: int) -> frozenset[int]:
        """What a unit is today: itself while in force, else its last successors (several after a split)."""
        reached = _closure([unit_id], self.successors)
        last = frozenset(unit for unit in reached if not self.successors.get(unit))
        return last or frozenset({unit_id})

    def falls_to(self, unit_id: int) -> frozenset[int]:
        """Who answers for what a unit left: what it became; where nobody followed, whoever the unit above it became."""
        answer: set[int] = set()
        for last in self.became(unit_id):
            above = self.parents[last] if last in self.ended else None
            answer |= {last} if above is None else self.falls_to(above)
        return frozenset(answer)

    def left_to(self, unit_id: int) -> frozenset[int]:
        """The unit, those it took over from, and those below these that ended with nobody to follow."""
        return self.before([unit_id]) | {one for one in self.ended if unit_id in self.falls_to(one)}

    def before(self, unit_ids: Iterable[int]) -> frozenset[int]:
        """The units and every unit they took over from."""
        return _closure(unit_ids, self.predecessors)

    def scope(self, unit_ids: Iterable[int]) -> frozenset[int]:
        """The units, everything below them, and every unit they took over from."""
        return _closure(unit_ids, self.children, self.predecessors)


def _closure(seeds: Iterable[int], *relations: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """Everything reached from `seeds` over any of `relations`, the seeds included."""
    reached: set[int] = set()
    waiting = list(seeds)
    while waiting:
        unit = waiting.pop()
        if unit not in reached:
            reached.add(unit)
            for relation in relations:
                waiting.extend(relation.get(unit, ()))
    return frozenset(reached)


@kept(32)
def unit_map(on: date) -> UnitMap:
    """The map of units on a day; two queries the first time."""
    children: defaultdict[int, set[int]] = defaultdict(set)
    predecessors: defaultdict[int, set[int]] = defaultdict(set)
    successors: defaultdict[int, set[int]] = defaultdict(set)
    parents, ended = {}, set()
    units, successions = _rows()
    for unit, parent, valid_to in units:
        parents[unit] = parent
        if parent is not None:
            children[parent].add(unit)
        if valid_to is not None and valid_to <= on:
            ended.add(unit)
    for old, new in successions:
        if old in ended:
            predecessors[new].add(old)
            successors[old].add(new)
    return UnitMap(parents, _frozen(children), _frozen(predecessors), _frozen(successors), frozenset(ended))


@kept(2)
def _rows() -> tuple[list[tuple[int, int | None, date | None]], list[tuple[int, int]]]:
    """Units (id, parent, first day no more) and successions (old, new), of all times."""
    units = Unit.objects.order_by().values_list("id", "parent_id", "valid_to")
    return list(units), list(UnitSuccession.objects.values_list("old_id", "new_id"))


def _frozen(relation: Mapping[int, set[int]]) -> dict[int, frozenset[int]]:
    return {unit: frozenset(others) for unit, others in relation.items()}


def scope_of(unit_ids: Iterable[int], on: date) -> frozenset[int]:
    """The units with all below them and all they took over from, as ids."""
    return unit_map(on).scope(unit_ids)


@dataclass(frozen=True)
class History:
    """What a unit came from and what it became, all generations, earliest first; and others that bore its code."""

    before: list[UnitSuccession]
    after: list[UnitSuccession]
    same_code: list[Unit]


def unit_history(unit: Unit) -> History:
    """Three queries, whatever the number of generations."""
    rows = list(UnitSuccession.objects.select_related("old", "new").order_by("on", "old__name"))
    backwards: defaultdict[int, set[int]] = defaultdict(set)
    forwards: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        backwards[row.new_id].add(row.old_id)
        forwards[row.old_id].add(row.new_id)
    earlier = _closure([unit.pk], _frozen(backwards))
    later = _closure([unit.pk], _frozen(forwards))
    return History(
        before=[row for row in rows if row.new_id in earlier],
        after=[row for row in rows if row.old_id in later],
        same_code=list(Unit.objects.filter(code=unit.code).exclude(pk=unit.pk).order_by("valid_from")),
    )


@kept(512)
def unit_of(pk: int) -> Unit:
    """The unit of a key, with what it belongs to; kept for many requests: never change it. Raises Unit.DoesNotExist."""
    return Unit.objects.select_related("parent").get(pk=pk)


@kept(512)
def named_exactly(folded_name: str, on: date) -> tuple[Unit, ...]:
    """The units in force on a day that bear a name, written without accents; kept for many requests."""
    return tuple(Unit.objects.in_force(on).filter(folded_name=folded_name).order_by("pk"))


def unit_by_ref(code: str) -> Unit | None:
    """The unit of a public code such as `13504@2025-07-01`."""
    bare, _, first_day = code.partition("@")
    try:
        return Unit.objects.filter(code=bare, valid_from=date.fromisoformat(first_day)).first()
    except ValueError:
        return None


def find_units(text: str, on: date | None = None) -> UnitQuerySet:
    """Units whose code begins with the text, or whose name has all its words (no accents needed); of a day or ever."""
    units = Unit.objects.in_force(on) if on else Unit.objects.all()
    words = Q()
    for word in fold(text).split():
        words &= Q(folded_name__contains=word)
    return units.filter(words | Q(code__startswith=text.strip())).order_by("folded_name", "valid_from")


_TREES = list(Tree.values)


@dataclass(frozen=True)
class Branch:
    """A unit and how deep it stands below the top of its tree."""

    unit: Unit
    depth: int


def unit_branches(on: date) -> list[Branch]:
    """Every unit in force on a day, each below what it belongs to: State, Party, associations; one query."""
    units = sorted(Unit.objects.in_force(on).order_by("folded_name"), key=lambda unit: _TREES.index(unit.tree))
    known = {unit.pk for unit in units}
    below: defaultdict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    branches: list[Branch] = []
    waiting = [Branch(unit, 0) for unit in reversed(below[None])]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        waiting.extend(Branch(unit, branch.depth + 1) for unit in reversed(below[branch.unit.pk]))
    return branches


def packaged_units() -> list[UnitRow]:
    """The units that come with the release (organisation/data/*.csv): today's Ninh Bình, and Bình Lục before it."""
    files = sorted(resources.files("gandan.organisation").joinpath("data").iterdir(), key=lambda file: file.name)
    return [row for file in files if file.name.endswith(".csv") for row in read_rows(file.read_bytes())[0]]
