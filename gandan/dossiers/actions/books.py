"""The paper book of a desk, for hours without power: printed, entered afterwards, spoilt, closed with its year."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers.actions.intake import accept_received
from gandan.dossiers.models import BookEntry, Dossier, PaperBook
from gandan.dossiers.queries.books import book_of_number, books_of, used_numbers
from gandan.dossiers.rules import books as rules
from gandan.dossiers.values import Intake
from gandan.journal.actions import record
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@transaction.atomic
def open_book(*, unit: Unit, numbers: int, by: Person, at: datetime) -> PaperBook:
    """A new volume: its numbers go on from the last of the year, a merged desk's too."""
    standing(by, localdate(at)).require(Power.DOSSIER_RECEIVE, unit)
    rules.check_size(numbers)
    # two who open at once open two volumes, one after the other; no_key: dossiers are accepted meanwhile
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    year = localdate(at).year
    earlier = list(books_of(unit, localdate(at)).filter(year=year))
    for book in earlier:
        if book.unit_id == unit.pk:  # the year of a desk it took over from may be closed
            rules.check_open(book.closed_at, year=year)
    first_number = max((book.last_number for book in earlier), default=0) + 1
    book = PaperBook.objects.create(
        unit=unit,
        year=year,
        volume=max((book.volume for book in earlier), default=0) + 1,
        first_number=first_number,
        last_number=first_number + numbers - 1,
        printed_by=by,
        printed_at=at,
    )
    spans = {"volume": book.volume, "year": year, "first": book.first_number, "last": book.last_number}
    record(book, "dossiers.open_book", by=by, at=at, **spans)
    return book


@transaction.atomic
def enter_from_book(*, intake: Intake, number: int, received_at: datetime, by: Person, at: datetime) -> Dossier:
    """Accept now what was received on paper then: the term runs from reception, the ledger shows both instants."""
    unit = Unit.objects.get(pk=intake.receiving_unit_id)
    book = _take(unit, year=localdate(received_at).year, number=number, on=localdate(at))
    printed_at = book.printed_at.replace(second=0, microsecond=0)  # on paper the hour has no seconds
    day = localdate(received_at)
    rules.check_received(received_at, printed_at=printed_at, year=book.year, at=at, day=day)

    dossier = accept_received(intake=intake, received_at=received_at, desk=book.unit, by=by, at=at)
    book.entries.create(number=number, dossier=dossier, received_at=received_at, entered_at=at, entered_by=by)
    when = localtime(received_at).isoformat()
    whence = {"number": number, "volume": book.volume, "year": book.year, "received_at": when}
    record(dossier, "dossiers.enter_from_book", by=by, at=at, **whence)
    return dossier


@transaction.atomic
def spoil_number(*, unit: Unit, year: int, number: int, reason: str, by: Person, at: datetime) -> BookEntry:
    """A blank that cannot be used, or served nobody: its number is accounted for, with the reason."""
    standing(by, localdate(at)).require(Power.DOSSIER_RECEIVE, unit)
    rules.check_spoilt(reason)
    book = _take(unit, year=year, number=number, on=localdate(at))
    entry = book.entries.create(number=number, spoilt=reason.strip(), entered_at=at, entered_by=by)
    record(book, "dossiers.spoil_number", by=by, at=at, personal={"reason": entry.spoilt}, number=number)
    return entry


@transaction.atomic
def close_books(*, unit: Unit, year: int, by: Person, at: datetime) -> list[PaperBook]:
    """The year is over for paper: every volume is closed, what is still blank stays blank for good."""
    standing(by, localdate(at)).require(Power.DOSSIER_RECEIVE, unit)
    ours = [book.pk for book in books_of(unit, localdate(at)).filter(year=year)]
    books = list(PaperBook.objects.select_for_update().filter(pk__in=ours).order_by("volume", "pk"))
    if not books:
        raise Refused(mark("Năm này chưa mở quyển nào."), code="dossiers.no_book")
    still_open = [book for book in books if book.closed_at is None]
    if not still_open:
        rules.check_open(books[0].closed_at, year=year)
    for book in still_open:
        book.closed_at, book.closed_by = at, by
        book.save(update_fields=["closed_at", "closed_by"])
        blank = book.last_number - book.first_number + 1 - book.entries.count()
        record(book, "dossiers.close_book", by=by, at=at, volume=book.volume, year=year, blank=blank)
    return still_open


def _take(unit: Unit, *, year: int, number: int, on: date) -> PaperBook:
    """Lock the volume of the number, which must be open and the number unused."""
    found = book_of_number(unit, year=year, number=number, on=on)
    if found is None:
        sentence = mark("Số %(number)s không có trong sổ năm %(year)s; hãy xem lại số và ngày trên giấy.")
        raise Refused(sentence, code="dossiers.no_such_number", number=number, year=year)
    book = PaperBook.objects.select_for_update().get(pk=found.pk)
    rules.check_open(book.closed_at, year=book.year)
    numbers = range(book.first_number, book.last_number + 1)
    rules.check_number(number, numbers=numbers, used=used_numbers(book))
    return book
