"""The receipt for a fee, and the monthly list of what belongs to an agency."""

from collections.abc import Sequence

import segno
from django.conf import settings
from django.utils.timezone import localdate, localtime

from gandan.dossiers.models import Charge, Dossier
from gandan.dossiers.printouts.sheets import Data, about, in_vietnamese, letterhead, moment, print_form
from gandan.dossiers.queries.money import Line, Share, owed_by
from gandan.lib.money_words import in_figures, in_words
from gandan.lib.payment_qr import account_of, payload
from gandan.lib.refusal import Refused, mark
from gandan.lib.typeset import qr_svg
from gandan.lib.workbook import workbook

LIST_COLUMNS = ("STT", "Ngày", "Biên lai", "Mã hồ sơ", "Người nộp", "Khoản thu", "Cách nộp", "Số tiền (đồng)")


def transfer_code(*, amount: int, reference: str) -> str:
    """The text of the payment QR; "" while the place has set no account, or nothing is owed."""
    account = account_of(bank=settings.BANK_BIN, number=settings.BANK_ACCOUNT, name=settings.BANK_NAME)
    return payload(account, amount=amount, message=reference) if account and amount else ""


def payment_picture(dossier: Dossier, owed: int) -> str:
    """The payment QR as the source of an image on a page; "" when there is none."""
    text = transfer_code(amount=owed, reference=dossier.reference)
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=4, light="white") if text else ""


def payment_data(dossier: Dossier) -> Data | None:
    """What a paper says of a transfer while something is owed, with its QR as SVG; None when there is none."""
    owed = owed_by(dossier)
    text = transfer_code(amount=owed, reference=dossier.reference)
    return {"sum": in_figures(owed), "message": dossier.reference, "qr": qr_svg(text)} if text else None


def fee_receipt(charges: Sequence[Charge]) -> bytes:
    """The receipt of charges paid together; what was given back since says so."""
    return print_form("fee_receipt", fee_receipt_data(charges))


def fee_receipt_data(charges: Sequence[Charge]) -> Data:
    """The data of fee_receipt.typ, but the QR. Refused `dossiers.not_paid` for what was never paid."""
    first = charges[0] if charges else None
    if first is None or first.paid_at is None or first.collected_by is None:
        raise Refused(mark("Khoản này chưa nộp nên chưa có biên lai."), code="dossiers.not_paid")
    dossier, total = first.dossier, sum(one.amount for one in charges)
    return about(dossier, dossier.receiving_unit, first.collected_by, first.paid_at) | {
        "number_label": "Số biên lai",
        "number": first.receipt_number,
        "dossier": str(dossier),
        "charges": [
            {"name": one.name, "ground": one.ground, "amount": in_figures(one.amount), "refunded": _refunded(one)}
            for one in charges
        ],
        "total": in_figures(total),
        "words": in_words(total),
        "method": in_vietnamese(first.get_method_display),
        "transaction": first.reference,
        "paid_at": moment(first.paid_at),
    }


def _refunded(one: Charge) -> str:
    if one.refunded_at is None:
        return ""
    return f"Đã hoàn {localdate(one.refunded_at):%d/%m/%Y}: {one.refund_reason}"


def fee_list(share: Share) -> bytes:
    """The list of a drawn settlement."""
    return print_form("fee_list", fee_list_data(share))


def fee_list_data(share: Share) -> Data:
    """The data of fee_list.typ. Refused `dossiers.not_drawn` while the month is open."""
    drawn = share.settlement
    if drawn is None:
        raise Refused(mark("Danh sách này chưa được chốt nên chưa in được."), code="dossiers.not_drawn")
    return letterhead(drawn.unit, localdate(drawn.drawn_at)) | {
        "number_label": "Tháng",
        "number": f"{drawn.month:%m/%Y}",
        "month": f"{drawn.month:%m/%Y}",
        "beneficiary": drawn.beneficiary.name,
        "rows": [_list_row(line) for line in share.lines],
        "total": _plain(share.total),
        "words": in_words(share.total),
        "drawn_by": drawn.drawn_by.name,
        "drawn_at": moment(drawn.drawn_at),
    }


def _list_row(line: Line) -> Data:
    one = line.charge
    return {
        "day": f"{localdate(line.at):%d/%m/%Y}",
        "receipt": one.receipt_number,
        "dossier": str(one.dossier),
        "who": one.dossier.applicant.name,
        "name": one.name,
        "method": in_vietnamese(one.get_method_display) if line.amount > 0 else "hoàn lại",
        "amount": _plain(line.amount),
    }


def _plain(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def fee_list_sheet(share: Share) -> bytes:
    """The same list as a workbook, amounts as numbers."""
    rows = []
    for number, line in enumerate(share.lines, start=1):
        row = _list_row(line)
        words = (row["receipt"], row["dossier"], row["who"], row["name"], row["method"])
        rows.append((number, localtime(line.at), *words, line.amount))
    rows.append(("", "", "", "", "", "", "Cộng", share.total))
    return workbook("Quyết toán", LIST_COLUMNS, rows)
