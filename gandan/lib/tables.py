"""Tables as people's programs write them, CSV or XLSX, read row by row without holding the whole.

Cells come as they lie there: text from CSV; text, numbers, dates and times from XLSX. Nothing is guessed here.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from gandan.lib.refusal import Refused, mark

Row = tuple[int, list[Any]]  # the row's number in the file, the first being 1, and its cells
LARGEST_SHEET = 400 * 1024 * 1024  # bytes a workbook may unpack to: a bomb is refused before it is read
LONGEST_CELL = 200_000
SAMPLE = 4096  # letters that show by what cells are parted
_DELIMITERS = (",", ";", "\t")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_table(file: BinaryIO) -> Iterator[Row]:
    """The rows of a file, empty ones left out; what kind of file it is shows in its first bytes.

    Raises Refused `tables.*`: at once when it is no table, or at the row where it stops being one.
    """
    beginning = file.read(8)
    file.seek(0)
    if not beginning:
        raise Refused(mark("Tệp rỗng, không có dòng nào."), code="tables.empty")
    if beginning.startswith(_OLD_EXCEL):
        sentence = mark("Tệp Excel đời cũ (.xls). Hãy mở ra rồi lưu thành .xlsx hoặc “CSV UTF-8”.")
        raise Refused(sentence, code="tables.old_excel")
    rows = _sheet(file) if beginning.startswith(_ZIP) else _csv(file, beginning)
    return ((number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells))


def _csv(file: BinaryIO, beginning: bytes) -> Iterator[Row]:
    encoding = "utf-16" if beginning.startswith(_UTF16) else "utf-8-sig"
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        delimiter = max(_DELIMITERS, key=text.read(SAMPLE).count)  # the one that occurs most
        text.seek(0)
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(text, delimiter=delimiter)
        for cells in reader:
            yield reader.line_num, list(cells)
    except UnicodeError:
        sentence = mark("Tệp không phải văn bản UTF-8. Trong bảng tính, hãy chọn lưu dạng “CSV UTF-8” hoặc .xlsx.")
        raise Refused(sentence, code="tables.not_text") from None
    except csv.Error:
        sentence = mark("Không đọc được tệp sau dòng %(line)s: không đúng dạng CSV.")
        raise Refused(sentence, code="tables.broken", line=reader.line_num) from None
    finally:
        if not file.closed:
            text.detach()  # the file is the caller's to close


def _sheet(file: BinaryIO) -> Iterator[Row]:
    """The first sheet of a workbook. `openpyxl` reads with defusedxml, which refuses entities that blow up."""
    import openpyxl  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_SHEET:
                raise Refused(mark("Tệp Excel giải nén ra quá lớn."), code="tables.too_large")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        try:
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()  # some programs state a wrong size
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, list(cells)
        finally:
            book.close()
    except Refused:
        raise
    except Exception:  # a damaged archive or sheet fails in many ways inside openpyxl
        sentence = mark("Không đọc được tệp Excel: tệp hỏng hoặc tải chưa xong. Hãy xuất lại từ hệ thống của tỉnh.")
        raise Refused(sentence, code="tables.broken_workbook") from None


def csv_line(cells: Sequence[object]) -> str:
    """One line of CSV. A text that a spreadsheet would take for a formula is kept a text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_inert(cell) for cell in cells])
    return out.getvalue()


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell[1:] else cell
