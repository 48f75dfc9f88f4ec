"""The register of dossiers (circular 03/2025/TT-VPCP, Mẫu 07): what a desk received in a period, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import override

from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.reading import Period
from gandan.dossiers.states import STATE_NAMES, State
from gandan.organisation.models import Unit
from gandan.organisation.queries import unit_map


@dataclass(frozen=True)
class Row:
    """One line of the register; the columns of Mẫu 07."""

    number: int  # of the period, in order of reception
    reference: str
    code: str
    procedure: str  # as everywhere on screen; the code leads to its legal name
    procedure_code: str
    sets: int
    applicant: str
    contact: str  # address and telephone as stated
    agency: str
    received_at: datetime
    entered_at: datetime | None  # only where it was entered from the paper book
    book: str  # "Quyển 1/2026, số 12"
    due_at: datetime | None
    forwarded_at: datetime | None  # to whom it belongs: when it was accepted
    result_at: datetime | None
    returned_at: datetime | None
    channel: str
    collected_by: str
    note: str


def of_period(unit: Unit, period: Period, *, on: date) -> QuerySet[Dossier]:
    """What the desk, and those it took over from, received in the period; refused, stopped and served at once too."""
    ours = unit_map(on).before([unit.pk])
    received = Dossier.objects.filter(receiving_unit__in=ours)
    return received.filter(submitted_at__gte=period.first, submitted_at__lt=period.after_last)


def rows(dossiers: QuerySet[Dossier], *, first: int = 1, size: int | None = None) -> Iterator[Row]:
    """Lines from number `first` on, at most `size`; numbered by the instant of reception, then the order of entry."""
    joined = dossiers.select_related(
        "applicant", "version__procedure", "deciding_unit", "receiving_unit", "result_promise", "book_entry__book"
    ).defer("result_promise__derivation", "version__documents", "version__terms", "version__search_text")
    ordered = joined.order_by("submitted_at", "id")
    page = ordered[first - 1 : first - 1 + size] if size else ordered.iterator(chunk_size=500)
    for number, dossier in enumerate(page, start=first):
        yield _row(number, dossier)


def _row(number: int, dossier: Dossier) -> Row:
    who, promise = dossier.applicant, dossier.result_promise
    place = who.address_on_paper or ", ".join(p for p in (who.street, who.hamlet, who.commune, who.province) if p)
    return Row(
        number=number,
        reference=dossier.reference,
        code=str(dossier),
        procedure=dossier.version.plain_name,
        procedure_code=dossier.version.procedure.code,
        sets=dossier.sets,
        applicant=who.name,
        contact="; ".join(part for part in (place, who.phone) if part),
        agency=dossier.deciding_unit.name,
        received_at=dossier.submitted_at,
        entered_at=dossier.entered_at,
        book=_book(dossier),
        due_at=promise.due_at if promise else None,
        forwarded_at=dossier.accepted_at,
        result_at=dossier.result_at_desk_at or dossier.settled_at,
        returned_at=dossier.returned_at,
        channel=_channel(dossier),
        collected_by=dossier.collected_by,
        note=_note(dossier),
    )


def _channel(dossier: Dossier) -> str:
    with override(settings.LANGUAGE_CODE):  # a statutory book is kept in Vietnamese
        return dossier.get_channel_display()


def _book(dossier: Dossier) -> str:
    entry = getattr(dossier, "book_entry", None)
    return f"Quyển {entry.book.volume}/{entry.book.year}, số {entry.number}" if entry else ""


def _note(dossier: Dossier) -> str:
    """How it ended when it was not returned, and what the counter noted."""
    ended = dossier.state in (State.REFUSED, State.CLOSED, State.STOPPED)
    return ". ".join(part for part in (STATE_NAMES[State(dossier.state)] if ended else "", dossier.note) if part)
