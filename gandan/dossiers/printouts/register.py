"""The register of a desk (Mẫu 07), as PDF and as a workbook."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.timezone import localtime

from gandan.dossiers.printouts.sheets import letterhead, print_form
from gandan.dossiers.queries.register import Row
from gandan.lib.workbook import Cell, workbook
from gandan.organisation.models import Unit

COLUMNS = (
    *("STT", "Mã hồ sơ", "Tên thủ tục", "Số bộ", "Tổ chức, cá nhân", "Địa chỉ, điện thoại", "Cơ quan giải quyết"),
    *("Ngày nhận", "Nhập từ sổ giấy lúc", "Sổ giấy", "Ngày hẹn trả", "Ngày chuyển", "Ngày nhận kết quả"),
    *("Ngày trả", "Cách nhận hồ sơ", "Ký nhận", "Ghi chú"),
)


def register(rows: Iterable[Row], *, unit: Unit, first: date, last: date) -> bytes:
    """Mẫu 07 on paper: lying A4, its head on every sheet."""
    period = f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"
    data = letterhead(unit, last) | {"number_label": "Sổ năm", "number": str(first.year), "period": period}
    return print_form("register", data | {"rows": [_on_paper(row) for row in rows]})


def _on_paper(row: Row) -> list[str]:
    entered = f", nhập {_when(row.entered_at)}" if row.entered_at else ""
    return [
        *(str(row.number), row.code, _procedure(row), str(row.sets), row.applicant, row.contact, row.agency),
        *(_when(row.received_at) + entered, _when(row.due_at), _forwarded(row), _when(row.result_at)),
        *(_when(row.returned_at), row.channel, row.collected_by),
        "; ".join(part for part in (row.book, row.note) if part),
    ]


def _procedure(row: Row) -> str:
    return f"{row.procedure} ({row.procedure_code})"


def _forwarded(row: Row) -> str:
    """What was forwarded as it was received says so, instead of telling the same hour twice."""
    return "ngay khi nhận" if row.forwarded_at == row.received_at else _when(row.forwarded_at)


def _when(at: datetime | None) -> str:
    return f"{localtime(at):%d/%m/%Y %H:%M}" if at else ""


def register_sheet(rows: Iterable[Row]) -> bytes:
    """The same as a workbook: dates as dates, everything typed as text."""
    return workbook("Sổ theo dõi hồ sơ", COLUMNS, (_cells(row) for row in rows))


def _cells(row: Row) -> list[Cell]:
    instants = (row.due_at, row.forwarded_at, row.result_at, row.returned_at)
    return [
        *(row.number, row.code, _procedure(row), row.sets, row.applicant, row.contact, row.agency),
        *(localtime(row.received_at), localtime(row.entered_at) if row.entered_at else None, row.book),
        *(localtime(at) if at else None for at in instants),
        *(row.channel, row.collected_by, row.note),
    ]
