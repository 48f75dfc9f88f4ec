"""Blank receipts of a paper book, numbered beforehand."""

from django.utils.timezone import localdate

from gandan.dossiers.models import PaperBook
from gandan.dossiers.printouts.sheets import Data, letterhead, print_form
from gandan.dossiers.queries.books import unused_numbers
from gandan.lib.refusal import Refused, mark


def blank_receipts(book: PaperBook) -> bytes:
    """Every number that is still blank, two to a sheet: one that was used is not printed a second time."""
    return print_form("blank_receipt", blank_data(book))


def blank_data(book: PaperBook) -> Data:
    """The data of blank_receipt.typ. Refused `dossiers.no_blank_left` when there is nothing to print."""
    numbers = [] if book.closed_at else unused_numbers(book)
    if not numbers:
        raise Refused(mark("Quyển này không còn số nào để in."), code="dossiers.no_blank_left")
    return letterhead(book.unit, localdate(book.printed_at)) | {
        "number_label": "Quyển",
        "number": f"{book.volume}/{book.year}",
        "volume": str(book.volume),
        "year": str(book.year),
        "numbers": [f"{number:04d}" for number in numbers],
        "phone": book.unit.phone,
    }
