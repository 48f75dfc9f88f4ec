"""A table as an XLSX workbook. What somebody typed is text, whatever sign it begins with: no formula, no link."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

Cell = str | int | datetime | None
_WIDEST = 46
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "constant_memory": False,
    "remove_timezone": True,
}


def workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet, its head frozen and with filters. Instants are written as local dates with their hour."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, _OPTIONS) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
        widths = [len(column) for column in columns]
        sheet.write_row(0, 0, columns, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(last, place, value, instant)
                    widths[place] = max(widths[place], 16)
                elif value is not None and value != "":
                    sheet.write(last, place, value)
                    widths[place] = max(widths[place], min(len(str(value)), _WIDEST))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width + 2)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    return kept.getvalue()
