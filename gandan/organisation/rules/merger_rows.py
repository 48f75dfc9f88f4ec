"""A list of mergers, as a resolution has it: read as people's spreadsheets really are, before anything is judged."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gandan.lib.fold import fold, tidy
from gandan.lib.refusal import Refused, mark
from gandan.organisation.rules.unit_rows import read_day
from gandan.organisation.rules.units import check_lengths
from gandan.organisation.values import MERGER_COLUMNS, NEEDED_MERGER_COLUMNS

_COLUMN_OF = {fold(said): name for name, said in MERGER_COLUMNS.items()}


@dataclass(frozen=True)
class MergerRow:
    """One old unit and what it becomes; `line` is its place in the list, the header being 1."""

    line: int
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    on: date
    source: str
    parent: str = ""  # code@first-day of what the new unit belongs to; empty: what the old ones belong to
    agency_code: str = ""


@dataclass(frozen=True)
class Trouble:
    """A line that cannot be done, and why."""

    line: int
    refusal: Refused


def read_merger_rows(text: str) -> tuple[list[MergerRow], list[Trouble]]:
    """The lines of a list and the lines that cannot be read. Refused `organisation.file_*` if none can."""
    text = text.removeprefix("\ufeff").strip()
    header = text.split("\n", 1)[0]
    delimiter = next((mark for mark in ("\t", ";") if mark in header and "," not in header), ",")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    said = [tidy(name or "") for name in reader.fieldnames or []]
    names = [_COLUMN_OF.get(fold(name), name.lower()) for name in said]
    _check_header(names)
    reader.fieldnames = names
    rows, troubles = [], []
    try:
        for record in reader:
            try:
                rows.append(_read(reader.line_num, record))
            except Refused as refusal:
                troubles.append(Trouble(reader.line_num, refusal))
    except csv.Error:
        sentence = mark("Không đọc được danh sách sau dòng %(line)s: không đúng dạng CSV.")
        raise Refused(sentence, code="organisation.file_broken", line=reader.line_num) from None
    if not rows and not troubles:
        raise Refused(mark("Danh sách chưa có dòng nào."), code="organisation.file_empty")
    return rows, troubles


def _check_header(names: list[str]) -> None:
    missing = [MERGER_COLUMNS[name] for name in NEEDED_MERGER_COLUMNS if name not in names]
    if missing:
        sentence = mark("Danh sách thiếu cột: %(names)s. Dòng đầu phải có đủ tên các cột.")
        raise Refused(sentence, code="organisation.file_columns_missing", names=", ".join(missing))


def _read(line: int, record: Mapping[str | None, str | list[str] | None]) -> MergerRow:
    if None in record or None in record.values():
        raise Refused(mark("Số ô của dòng không khớp với số cột."), code="organisation.row_ragged")
    cells = {name: tidy(str(value)) for name, value in record.items() if name is not None}
    empty = [MERGER_COLUMNS[name] for name in NEEDED_MERGER_COLUMNS if not cells[name]]
    if empty:
        raise Refused(mark("Dòng để trống ô: %(names)s."), code="organisation.cell_empty", names=", ".join(empty))
    check_lengths(code=cells["new_code"], name=cells["new_name"], source=cells["source"])
    check_lengths(agency_code=cells.get("agency_code", ""))
    return MergerRow(
        line,
        old_code=cells["old_code"],
        old_name=cells["old_name"],
        new_code=cells["new_code"],
        new_name=cells["new_name"],
        on=read_day(cells["valid_from"]),
        source=cells["source"],
        parent=cells.get("parent_code", ""),
        agency_code=cells.get("agency_code", ""),
    )
