"""The paper books of a desk: which number is whose, which are still blank."""

from datetime import date

from django.db.models import QuerySet

from gandan.dossiers.models import BookEntry, PaperBook
from gandan.dossiers.rules import books as rules
from gandan.organisation.models import Unit
from gandan.organisation.queries import unit_map


def books_of(unit: Unit, on: date) -> QuerySet[PaperBook]:
    """Of the desk and of those it took over from, newest first, with who printed each."""
    ours = unit_map(on).before([unit.pk])
    return PaperBook.objects.filter(unit__in=ours).select_related("unit", "printed_by", "closed_by")


def book_of_number(unit: Unit, *, year: int, number: int, on: date) -> PaperBook | None:
    """The volume that holds the number: the numbers of a year run on across volumes.

    Two old desks may both have printed it: the desk's own comes first, then one that is open with the number unused.
    """
    found = list(books_of(unit, on).filter(year=year, first_number__lte=number, last_number__gte=number))
    return min(
        found,
        key=lambda book: (
            book.unit_id != unit.pk,
            book.closed_at is not None,
            number in used_numbers(book),
            book.unit.code != unit.code,
            book.pk,
        ),
        default=None,
    )


def entries_of(book: PaperBook) -> QuerySet[BookEntry]:
    return book.entries.select_related("dossier__applicant", "dossier__version", "entered_by")


def used_numbers(book: PaperBook) -> set[int]:
    return set(book.entries.values_list("number", flat=True))


def unused_numbers(book: PaperBook) -> list[int]:
    used = used_numbers(book)
    return [number for number in range(book.first_number, book.last_number + 1) if number not in used]


def unused_runs(book: PaperBook) -> tuple[list[tuple[int, int]], int]:
    """The blank numbers as runs from first to last, and how many they are."""
    unused = unused_numbers(book)
    return rules.runs(unused), len(unused)


def has_book(unit: Unit, on: date) -> bool:
    """Whether a volume of the day's year or the last may still have numbers to enter."""
    return books_of(unit, on).filter(year__gte=on.year - 1, closed_at=None).exists()
