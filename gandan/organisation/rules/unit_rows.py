"""A file of units: read as people's spreadsheets really are, judged row by row, before anything is written.

Format (docs/operations.md): a header line with COLUMNS in any order, then one unit a line. Days are 2025-07-01 or
01/07/2025; `valid_to` is the first day the unit no longer exists, empty while it does; `parent_code` is a code in
force on the unit's first day, or code@first-day; `predecessors` are code@first-day, separated by semicolons.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from gandan.lib.fold import tidy
from gandan.lib.refusal import Refused, mark
from gandan.organisation.rules import units as rules
from gandan.organisation.rules.units import Period, UnitFacts

COLUMNS = (
    "tree", "kind", "code", "name", "parent_code", "valid_from", "valid_to",
    "agency_code", "address", "phone", "source", "predecessors",
)  # fmt: skip
REQUIRED = COLUMNS[:-1]
_VIETNAMESE_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True)
class UnitRow:
    """One line of the file; `line` is its number there, the header being 1."""

    line: int
    facts: UnitFacts  # its parent is still as written: a bare code, or code@first-day
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a line: created, changed, unchanged, or refused with the reason."""

    line: int
    ref: str
    word: str
    refusal: Refused | None = None


@dataclass(frozen=True)
class Plan:
    """What an import would do. `units` are those to write, with parents resolved; nothing is written if `refused`."""

    outcomes: list[Outcome]
    units: dict[str, UnitFacts] = field(default_factory=dict)
    successions: list[tuple[str, str, date, str]] = field(default_factory=list)  # old, new, day, source

    @property
    def refused(self) -> bool:
        return any(outcome.word == "refused" for outcome in self.outcomes)


def read_rows(content: bytes) -> tuple[list[UnitRow], list[Outcome]]:
    """The lines of a file and the lines that cannot be read. Refused `organisation.file_*` if none can."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = mark("Tệp không phải văn bản UTF-8. Trong bảng tính, hãy chọn lưu dạng “CSV UTF-8”.")
        raise Refused(sentence, code="organisation.file_not_text") from None
    header = text.split("\n", 1)[0]
    delimiter = ";" if ";" in header and "," not in header else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    _check_header([tidy(name or "").lower() for name in reader.fieldnames or []])
    reader.fieldnames = [tidy(name).lower() for name in reader.fieldnames or []]
    rows, troubles = [], []
    try:
        for record in reader:
            try:
                rows.append(_read_row(reader.line_num, record))
            except Refused as refusal:
                troubles.append(Outcome(reader.line_num, str(record.get("code") or ""), "refused", refusal))
    except csv.Error:
        raise Refused(
            mark("Không đọc được tệp sau dòng %(line)s: không đúng dạng CSV."),
            code="organisation.file_broken",
            line=reader.line_num,
        ) from None
    return rows, troubles


def _check_header(names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        sentence = mark("Tệp thiếu cột: %(names)s. Dòng đầu phải có đủ tên các cột.")
        raise Refused(sentence, code="organisation.file_columns_missing", names=", ".join(missing))
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        sentence = mark("Tệp có cột không biết: %(names)s. Các cột được dùng: %(known)s.")
        raise Refused(
            sentence, code="organisation.file_columns_unknown", names=", ".join(unknown), known=", ".join(COLUMNS)
        )


def _read_row(line: int, record: Mapping[str | None, str | list[str] | None]) -> UnitRow:
    if None in record or None in record.values():
        raise Refused(mark("Số ô của dòng không khớp với số cột."), code="organisation.row_ragged")
    cells = {name: tidy(str(value)) for name, value in record.items() if name is not None}
    tree, kind = cells["tree"].lower(), cells["kind"].lower()
    if tree not in rules.TREE_NAMES:
        sentence = mark("Hệ thống “%(value)s” không có. Chọn một trong: %(known)s.")
        raise Refused(sentence, code="organisation.unknown_tree", value=tree[:40], known=", ".join(rules.TREE_NAMES))
    if kind not in rules.TREES_OF_KIND:
        sentence = mark("Loại đơn vị “%(value)s” không có. Chọn một trong: %(known)s.")
        raise Refused(sentence, code="organisation.unknown_kind", value=kind[:40], known=", ".join(rules.TREES_OF_KIND))
    for name, label in (("code", mark("mã")), ("name", mark("tên")), ("valid_from", mark("ngày bắt đầu"))):
        if not cells[name]:
            raise Refused(mark("Thiếu %(field)s."), code="organisation.cell_empty", field=label)
    facts = UnitFacts(
        tree=tree,
        kind=kind,
        code=cells["code"],
        name=cells["name"],
        period=Period(read_day(cells["valid_from"]), read_day(cells["valid_to"]) if cells["valid_to"] else None),
        parent=cells["parent_code"] or None,
        agency_code=cells["agency_code"],
        address=cells["address"],
        phone=cells["phone"],
        source=cells["source"],
    )
    return UnitRow(
        line, facts, tuple(part.strip() for part in cells.get("predecessors", "").split(";") if part.strip())
    )


def read_day(text: str) -> date:
    """2025-07-01 or 01/07/2025. Refused `organisation.wrong_date`."""
    vietnamese = _VIETNAMESE_DATE.fullmatch(text)
    try:
        if vietnamese:
            day, month, year = map(int, vietnamese.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        sentence = mark("Ngày “%(text)s” không có thật hoặc viết sai. Hãy ghi như 2025-07-01 hoặc 01/07/2025.")
        raise Refused(sentence, code="organisation.wrong_date", text=text[:40]) from None


def plan_import(
    rows: Iterable[UnitRow], known: Mapping[str, UnitFacts], successions: Iterable[tuple[str, str]]
) -> Plan:
    """Judge every row against the units already `known` (by reference) and against each other; pure."""
    rows = list(rows)
    after = {**known, **{row.facts.ref: row.facts for row in rows}}
    by_code: dict[str, list[UnitFacts]] = {}
    for unit in after.values():
        by_code.setdefault(unit.code, []).append(unit)
    plan = Plan([])
    resolved: dict[str, UnitFacts] = {}
    for row in rows:
        try:
            if row.facts.ref in resolved:
                raise Refused(mark("Trùng mã và ngày bắt đầu với một dòng trên."), code="organisation.row_twice")
            resolved[row.facts.ref] = facts = _resolved(row.facts, by_code)
            _check_row(facts, known.get(facts.ref), after, by_code)
            plan.successions.extend(_successions(row, facts, after, set(successions)))
        except Refused as refusal:
            plan.outcomes.append(Outcome(row.line, row.facts.ref, "refused", refusal))
            continue
        before = known.get(facts.ref)
        word = "created" if before is None else "unchanged" if before == facts else "changed"
        if word != "unchanged":
            plan.units[facts.ref] = facts
        plan.outcomes.append(Outcome(row.line, facts.ref, word))
    return _check_trees(plan, {**known, **resolved}, resolved)


def _resolved(unit: UnitFacts, by_code: Mapping[str, list[UnitFacts]]) -> UnitFacts:
    """The unit with its parent as a reference."""
    if unit.parent is None:
        return unit
    code, _, first_day = unit.parent.partition("@")
    for candidate in by_code.get(code, ()):
        if candidate.ref == unit.parent or (not first_day and candidate.period.holds(unit.period.first)):
            return replace(unit, parent=candidate.ref)
    sentence = mark("Không có đơn vị %(parent)s vào ngày %(day)s để trực thuộc.")
    raise Refused(sentence, code="organisation.no_parent", parent=unit.parent[:40], day=f"{unit.period.first:%d/%m/%Y}")


def _check_row(
    unit: UnitFacts, before: UnitFacts | None, after: Mapping[str, UnitFacts], by_code: Mapping[str, list[UnitFacts]]
) -> None:
    rules.check_unit(unit)
    rules.check_code_free(unit, [other for other in by_code[unit.code] if other.ref != unit.ref])
    if before is not None and (before.tree, before.kind) != (unit.tree, unit.kind):
        raise Refused(
            mark("Đơn vị đã có với loại hoặc hệ thống khác; hãy kết thúc đơn vị cũ và lập đơn vị mới."),
            code="organisation.kind_changed",
        )
    if unit.parent is not None:
        rules.check_parent(unit, after[unit.parent])


def _successions(
    row: UnitRow, unit: UnitFacts, after: Mapping[str, UnitFacts], known: set[tuple[str, str]]
) -> list[tuple[str, str, date, str]]:
    found = []
    for old in row.predecessors:
        if old not in after:
            sentence = mark("Không có đơn vị trước “%(ref)s”. Hãy ghi mã@ngày-bắt-đầu, ví dụ 13504@2021-01-01.")
            raise Refused(sentence, code="organisation.no_predecessor", ref=old[:40])
        rules.check_succession(after[old], unit, unit.period.first)
        if (old, unit.ref) not in known:
            found.append((old, unit.ref, unit.period.first, unit.source))
    return found


def _check_trees(plan: Plan, units: Mapping[str, UnitFacts], of_file: Mapping[str, UnitFacts]) -> Plan:
    """What only shows once all rows are in: circles, and units outside the file left without what they belong to."""
    parents = {ref: unit.parent for ref, unit in units.items()}
    outcomes = []
    for outcome in plan.outcomes:
        try:
            if outcome.refusal is None:
                rules.check_not_own_ancestor(outcome.ref, parents)
                for below in units.values():
                    if below.parent == outcome.ref and below.ref not in of_file:
                        rules.check_parent(below, units[outcome.ref])
            outcomes.append(outcome)
        except Refused as refusal:
            outcomes.append(Outcome(outcome.line, outcome.ref, "refused", refusal))
    return replace(plan, outcomes=outcomes)
