"""What makes a unit well formed: one code names one unit at a time, and a tree has neither gaps nor circles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gandan.lib.refusal import Refused, mark

TREE_NAMES = {"state": mark("Nhà nước"), "party": mark("Đảng"), "association": mark("Mặt trận, đoàn thể, tổ chức")}
# A political centre is a body of the Party committee with public staff: either line may keep it.
TREES_OF_KIND: Mapping[str, frozenset[str]] = {
    "province": frozenset({"state"}),
    "provincial_agency": frozenset({"state"}),
    "district": frozenset({"state"}),
    "committee": frozenset({"state"}),
    "service_centre": frozenset({"state"}),
    "police": frozenset({"state"}),
    "land_registry": frozenset({"state"}),
    "tax_office": frozenset({"state"}),
    "school": frozenset({"state"}),
    "political_centre": frozenset({"state", "party"}),
    "cooperative": frozenset({"association"}),
    "party_committee": frozenset({"party"}),
    "party_cell": frozenset({"party"}),
    "fatherland_front": frozenset({"association"}),
    "association": frozenset({"association"}),
}
LENGTHS = {"code": 20, "name": 200, "agency_code": 30, "address": 300, "phone": 20, "source": 300}
FIELD_NAMES = {
    "code": mark("mã"),
    "name": mark("tên"),
    "agency_code": mark("mã định danh cơ quan"),
    "address": mark("địa chỉ"),
    "phone": mark("điện thoại"),
    "source": mark("căn cứ"),
}


@dataclass(frozen=True)
class Period:
    """From `first` up to, not including, `before`; None is open."""

    first: date
    before: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.before is None or day < self.before)

    def within(self, other: "Period") -> bool:
        ends_inside = other.before is None or (self.before is not None and self.before <= other.before)
        return other.first <= self.first and ends_inside

    def overlaps(self, other: "Period") -> bool:
        return (other.before is None or self.first < other.before) and (
            self.before is None or other.first < self.before
        )


@dataclass(frozen=True)
class UnitFacts:
    """A unit as plain values; `parent` is the reference of the unit it belongs to (`37@2025-07-01`)."""

    tree: str
    kind: str
    code: str
    name: str
    period: Period
    parent: str | None = None
    agency_code: str = ""
    address: str = ""
    phone: str = ""
    source: str = ""

    @property
    def ref(self) -> str:
        return f"{self.code}@{self.period.first:%Y-%m-%d}"


def check_lengths(**texts: str) -> None:
    """Refused `organisation.text_too_long`: what does not fit is told, never cut."""
    for name, text in texts.items():
        if len(text) > LENGTHS[name]:
            sentence = mark("Ô “%(field)s” dài %(length)s ký tự, tối đa là %(limit)s.")
            raise Refused(
                sentence,
                code="organisation.text_too_long",
                field=FIELD_NAMES[name],
                length=len(text),
                limit=LENGTHS[name],
            )


def check_period(period: Period) -> None:
    """Refused `organisation.period_empty` when it ends before it begins."""
    if period.before is not None and period.before <= period.first:
        sentence = mark("Ngày kết thúc (%(before)s) phải sau ngày bắt đầu (%(first)s).")
        raise Refused(
            sentence,
            code="organisation.period_empty",
            first=f"{period.first:%d/%m/%Y}",
            before=f"{period.before:%d/%m/%Y}",
        )


def check_kind(tree: str, kind: str) -> None:
    """Refused `organisation.wrong_tree`: State, Party and association lines never mix."""
    if tree not in TREES_OF_KIND[kind]:
        sentence = mark("Loại đơn vị này không thuộc hệ thống “%(tree)s”.")
        raise Refused(sentence, code="organisation.wrong_tree", tree=TREE_NAMES[tree])


def check_unit(unit: UnitFacts) -> None:
    """Everything a unit must fulfil by itself."""
    check_lengths(
        code=unit.code,
        name=unit.name,
        agency_code=unit.agency_code,
        address=unit.address,
        phone=unit.phone,
        source=unit.source,
    )
    check_period(unit.period)
    check_kind(unit.tree, unit.kind)


def check_code_free(unit: UnitFacts, others: Iterable[UnitFacts]) -> None:
    """Refused `organisation.code_taken` when another unit bears the code on any of the same days."""
    for other in others:
        if other.code == unit.code and other.period.overlaps(unit.period):
            sentence = mark("Mã %(unit_code)s đang là mã của “%(name)s” (từ %(first)s): hãy kết thúc đơn vị đó trước.")
            raise Refused(
                sentence,
                code="organisation.code_taken",
                unit_code=unit.code,
                name=other.name,
                first=f"{other.period.first:%d/%m/%Y}",
            )


def check_parent(unit: UnitFacts, parent: UnitFacts) -> None:
    """Refused unless the parent is of the same tree and in force for all the unit's days."""
    if parent.tree != unit.tree:
        sentence = mark("“%(parent)s” thuộc hệ thống khác: mỗi đơn vị chỉ trực thuộc trong hệ thống của mình.")
        raise Refused(sentence, code="organisation.parent_of_other_tree", parent=parent.name)
    if not unit.period.within(parent.period):
        sentence = mark("“%(parent)s” không tồn tại suốt thời gian của “%(unit)s”.")
        raise Refused(sentence, code="organisation.parent_not_in_force", parent=parent.name, unit=unit.name)


def check_not_own_ancestor(ref: str, parents: Mapping[str, str | None]) -> None:
    """Refused `organisation.circle` when going upwards from a unit comes back to it. `parents` maps unit to parent."""
    seen = {ref}
    above = parents.get(ref)
    while above is not None:
        if above in seen:
            raise Refused(
                mark("Đơn vị không thể trực thuộc chính mình, trực tiếp hay qua đơn vị khác."),
                code="organisation.circle",
            )
        seen.add(above)
        above = parents.get(above)


def check_end(unit: UnitFacts, before: date, *, below: Iterable[UnitFacts]) -> None:
    """May the unit end before that day? Refused `organisation.units_below` while units below would outlive it."""
    if unit.period.before is not None:
        raise Refused(
            mark("“%(unit)s” đã kết thúc từ %(before)s."),
            code="organisation.unit_ended",
            unit=unit.name,
            before=f"{unit.period.before:%d/%m/%Y}",
        )
    check_period(Period(unit.period.first, before))
    outliving = [child.name for child in below if child.period.before is None or child.period.before > before]
    if outliving:
        sentence = mark("Còn đơn vị trực thuộc sau ngày đó: %(names)s. Hãy kết thúc các đơn vị này trước.")
        raise Refused(sentence, code="organisation.units_below", names=", ".join(outliving[:5]))


def check_succession(old: UnitFacts, new: UnitFacts, on: date) -> None:
    """Refused unless `old` existed before the day and `new` exists on it."""
    if old.ref == new.ref:
        raise Refused(mark("Một đơn vị không thể là đơn vị trước của chính mình."), code="organisation.succeeds_itself")
    if old.tree != new.tree:
        sentence = mark("“%(parent)s” thuộc hệ thống khác: mỗi đơn vị chỉ kế thừa trong hệ thống của mình.")
        raise Refused(sentence, code="organisation.predecessor_of_other_tree", parent=old.name)
    if old.period.first >= on:
        sentence = mark("“%(old)s” chỉ có từ %(first)s, nên không thể là đơn vị trước vào ngày %(on)s.")
        raise Refused(
            sentence,
            code="organisation.predecessor_too_young",
            old=old.name,
            first=f"{old.period.first:%d/%m/%Y}",
            on=f"{on:%d/%m/%Y}",
        )
    if not new.period.holds(on):
        sentence = mark("“%(new)s” không tồn tại vào ngày %(on)s.")
        raise Refused(sentence, code="organisation.successor_not_in_force", new=new.name, on=f"{on:%d/%m/%Y}")
