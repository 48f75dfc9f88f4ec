"""A file of the national register, JSON or CSV: read as it comes, judged row by row, before anything is written."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from gandan.lib.fold import fold, tidy
from gandan.lib.refusal import Refused, mark
from gandan.procedures.rules import plain_words as plain
from gandan.procedures.rules.publishing import NATIONAL_CODE, check_version
from gandan.procedures.values import MAX_NAME, MAX_PLAIN_NAME, Content

MOST_ROWS = 20_000
MOST_BYTES = 40 * 1024 * 1024
LATE_RANK = 5000  # after the procedures that somebody put in order
REQUIRED = ("ma", "ten", "linh_vuc", "thoi_han", "giay_to")
KNOWN = (
    *REQUIRED,
    *("phi", "ket_qua", "chac_chan_ma", "chac_chan_noi_dung", "qd_cong_bo"),
    *("ten_thuong_goi", "phim_tat", "tu_khoa", "can_cu", "nguon"),
)
# an empty cell says nothing of what is known already
KEPT_WHEN_EMPTY = {
    "results": "ket_qua",
    "decision": "qd_cong_bo",
    "fees": "phi",
    "code_certainty": "chac_chan_ma",
    "content_certainty": "chac_chan_noi_dung",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True)
class RegisterRow:
    """One row as written; `line` is its line in a CSV, its place in a JSON list (from 1)."""

    line: int
    cells: Mapping[str, str]
    trouble: Refused | None = None


@dataclass(frozen=True)
class Judged:
    """What a row would do: taken, changed, skipped, or refused with the reason."""

    line: int
    code: str
    name: str
    word: str
    content: Content | None = None
    refusal: Refused | None = None


# --- the file ----------------------------------------------------------------------------------------------------


def read_register(data: bytes) -> list[RegisterRow]:
    """The rows of a file. Refused `procedures.file_*` when the file as a whole cannot be read."""
    if len(data) > MOST_BYTES:
        raise _file("too_big", mark("Tệp lớn hơn 40 MB; hãy chia thành nhiều tệp."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = mark("Tệp không phải văn bản UTF-8. Trong bảng tính, hãy chọn lưu dạng “CSV UTF-8”.")
        raise _file("not_text", sentence) from None
    rows = _json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text)
    if not rows:
        raise _file("empty", mark("Tệp không có dòng thủ tục nào."))
    if len(rows) > MOST_ROWS:
        raise _file("too_many", mark("Tệp có hơn 20.000 dòng; hãy chia thành nhiều tệp."))
    return rows


def _json_rows(text: str) -> list[RegisterRow]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise _file("broken", mark("Không đọc được tệp JSON: tệp hỏng hoặc bị cắt cụt.")) from None
    if isinstance(said, dict):
        said = next((value for value in said.values() if isinstance(value, list)), None)
    if not isinstance(said, list):
        raise _file("no_list", mark("Tệp JSON phải là một danh sách thủ tục."))
    return [_json_row(number, one) for number, one in enumerate(said, start=1)]


def _json_row(number: int, one: object) -> RegisterRow:
    if not isinstance(one, dict):
        trouble = _row("not_object", mark("dòng không phải một thủ tục với tên các mục"))
        return RegisterRow(number, {}, trouble)
    cells = {str(name): "" if value is None else _plain(value) for name, value in one.items()}
    return RegisterRow(number, cells)


def _plain(value: object) -> str:
    """A list is its parts, one a line; a figure is its words."""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _csv_rows(text: str) -> list[RegisterRow]:
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names = [tidy(name or "").lower() for name in reader.fieldnames or []]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        sentence = mark("Tệp thiếu cột: %(names)s. Dòng đầu phải có tên các cột.")
        raise _file("columns_missing", sentence, names=", ".join(missing))
    reader.fieldnames = names
    rows = []
    try:
        for record in reader:
            ragged = None in record or None in record.values()
            trouble = _row("ragged", mark("số ô của dòng không khớp với số cột")) if ragged else None
            cells = {str(name): str(value or "") for name, value in record.items() if name is not None}
            rows.append(RegisterRow(reader.line_num, cells, trouble))
    except csv.Error:
        sentence = mark("Không đọc được tệp sau dòng %(line)s: không đúng dạng CSV.")
        raise _file("broken", sentence, line=reader.line_num) from None
    return rows


# --- the rows ----------------------------------------------------------------------------------------------------


def judge(
    rows: Sequence[RegisterRow], known: Mapping[str, Content], taken: Mapping[str, str], *, valid_from: date
) -> Iterator[Judged]:
    """What each row would do to the catalogue. `known` is what it says now, by code; `taken` the letters in use.

    The order of the file decides which of two rows with one code is read; the other is refused.
    """
    letters = dict(taken)
    seen: dict[str, int] = {}
    for row in rows:
        code, name = tidy(row.cells.get("ma", ""))[:40], tidy(row.cells.get("ten", ""))[:120]
        code, name = _CONTROL.sub("", code), _CONTROL.sub("", name)
        try:
            if row.trouble:
                raise row.trouble
            if code in seen:
                sentence = mark("mã %(written)s đã có ở dòng %(line)s của tệp này")
                raise _row("code_twice_in_file", sentence, written=code, line=seen[code])
            content = _content(row, known.get(code), letters, valid_from)
        except Refused as refused:
            yield Judged(row.line, code, name, "refused", refusal=refused)
            continue
        seen[code] = row.line
        letters |= dict.fromkeys(content.shortcuts, code)
        before = known.get(code)
        word = "taken" if before is None else "skipped" if _same(before, content) else "changed"
        yield Judged(row.line, code, name, word, content)


def _same(before: Content, after: Content) -> bool:
    return before == replace(after, valid_from=before.valid_from)


def _content(row: RegisterRow, before: Content | None, taken: Mapping[str, str], valid_from: date) -> Content:
    """The row over what is known: what the file does not say stays. Raises Refused as check_version does."""
    cells = {name: row.cells.get(name, "") for name in KNOWN}
    _check_cells(cells)
    said = _said(cells, before)
    if before is None:
        fresh = {
            "rank": LATE_RANK,
            "keywords": (),
            "legal_basis": (),
            "plain_name": plain_name_of(said["name"]),
            "source": "Cơ sở dữ liệu quốc gia về thủ tục hành chính",
        }
        if "shortcuts" not in said:
            fresh["shortcuts"] = (shortcut_for(said["name"], cells["ma"], taken),)
        content = Content(code=tidy(cells["ma"]), valid_from=valid_from, **{**fresh, **said})
    else:
        # what the law already announced as the end of the old words says nothing of the new ones
        content = replace(before, valid_from=valid_from, **said)
        if not _same(before, content):
            content = replace(content, valid_to=None, ending="")
    check_version(content)
    _check_shortcuts(content, taken)
    return content


def _check_cells(cells: Mapping[str, str]) -> None:
    if any(_CONTROL.search(value) for value in cells.values()):
        raise _row("unreadable", mark("có ký tự không đọc được"))
    code = tidy(cells["ma"])
    if not NATIONAL_CODE.fullmatch(code):
        raise _row("bad_code", mark("mã “%(written)s” không có dạng 1.004873"), written=code[:30])
    for name, label in (("ten", "tên"), ("linh_vuc", "lĩnh vực"), ("giay_to", "giấy tờ")):
        if not tidy(cells[name]):
            raise _row("cell_empty", mark("thiếu %(field)s"), field=label)
    if len(tidy(cells["ten"])) > MAX_NAME:
        sentence = mark("tên dài %(length)s chữ, nhiều nhất %(most)s")
        raise _row("name_too_long", sentence, length=len(tidy(cells["ten"])), most=MAX_NAME)


def _said(cells: Mapping[str, str], before: Content | None) -> dict[str, Any]:
    """What the row itself says, as values; where it means what is known already, the known wording stays."""
    certainty = plain.certainty_of(cells["chac_chan_noi_dung"])
    said: dict[str, Any] = {
        "name": tidy(cells["ten"]),
        "field": tidy(cells["linh_vuc"]),
        "terms": plain.term_options_of(cells["thoi_han"]),
        "documents": plain.documents_of(cells["giay_to"]),
        "fees": plain.fees_of(cells["phi"]),
        "results": plain.results_of(cells["ket_qua"]),
        "decision": tidy(cells["qd_cong_bo"]),
        "code_certainty": plain.certainty_of(cells["chac_chan_ma"]),
        "content_certainty": certainty,
    }
    optional = {"plain_name": "ten_thuong_goi", "source": "nguon"}
    said |= {name: tidy(cells[cell]) for name, cell in optional.items() if tidy(cells[cell])}
    several = {"shortcuts": "phim_tat", "keywords": "tu_khoa", "legal_basis": "can_cu"}
    said |= {name: tuple(plain.lines_of(cells[cell])) for name, cell in several.items() if tidy(cells[cell])}
    if before is not None:
        silent = {name for name, cell in KEPT_WHEN_EMPTY.items() if not tidy(cells[cell])}
        said = {name: value for name, value in said.items() if name not in silent}
        known = {fold(paper.name): paper for paper in before.documents}
        said["documents"] = tuple(known.get(fold(paper.name), paper) for paper in said["documents"])
    return said


def _check_shortcuts(content: Content, taken: Mapping[str, str]) -> None:
    for letters in content.shortcuts:
        if taken.get(letters, content.code) != content.code:
            sentence = mark("phím tắt “%(letters)s” đã dành cho %(other)s")
            raise _row("shortcut_twice", sentence, letters=letters, other=taken[letters])


# --- what the register does not say ------------------------------------------------------------------------------


def plain_name_of(name: str) -> str:
    """The name as people say it, for want of a better one: without “Thủ tục”, cut between words."""
    bare = re.sub(r"^thủ tục\s+", "", name, flags=re.IGNORECASE) or name
    if len(bare) > MAX_PLAIN_NAME:
        bare = bare[: MAX_PLAIN_NAME - 1].rsplit(" ", 1)[0] + "…"
    return bare[0].upper() + bare[1:]


def shortcut_for(name: str, code: str, taken: Mapping[str, str]) -> str:
    """Three letters that no other procedure has: from the initials of the name, else the next free ones.

    The same name, code and taken letters give the same three. Refused when all are taken.
    """
    firsts = [word[0] for word in fold(plain_name_of(name)).split() if word[0].isascii() and word[0].isalpha()]
    near = ("".join(letters) for letters in product(firsts[:6], repeat=3))
    free = next((letters for letters in ("".join(firsts[:3]), *near) if len(letters) == 3 and letters not in taken), "")
    if free:
        return free
    start = int(code.replace(".", "")) if code.replace(".", "").isdigit() else 0
    for step in range(len(_LETTERS) ** 3):
        number = (start + step) % len(_LETTERS) ** 3
        letters = "".join(_LETTERS[number // 26**place % 26] for place in (2, 1, 0))
        if letters not in taken:
            return letters
    raise _row("no_letters_left", mark("không còn ba chữ cái nào chưa dùng; hãy ghi cột phim_tat"))


def _file(reason: str, sentence: str, **params: object) -> Refused:
    return Refused(sentence, code=f"procedures.file_{reason}", **params)


def _row(reason: str, sentence: str, **params: object) -> Refused:
    return Refused(sentence, code=f"procedures.row_{reason}", **params)
