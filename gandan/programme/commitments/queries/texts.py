"""What is written of a commitment now, what was signed, what is weak, and whether somebody altered it past the acts."""

from typing import Any

from django.db.models import QuerySet

from gandan.journal.queries import timeline
from gandan.organisation.models import Person
from gandan.programme.commitments.models import Commitment, Edition, Item, Limitation
from gandan.programme.commitments.rules import sealing
from gandan.programme.commitments.rules.weak import weak_points
from gandan.programme.commitments.states import STANDING
from gandan.programme.commitments.values import Weak

SIGNED = "commitments.sign"


def live_items(commitment: Commitment) -> QuerySet[Item]:
    """In the order in which they were written, without those taken out."""
    return commitment.items.filter(dropped_at__isnull=True).select_related("promise")


def items_of(person: Person) -> QuerySet[Item]:
    """Every item the person stands by in any commitment of theirs."""
    return Item.objects.filter(commitment__person=person, dropped_at__isnull=True)


def limitations_of(commitment: Commitment) -> QuerySet[Limitation]:
    return commitment.limitations.filter(dropped_at__isnull=True).select_related("verified_by")


def edition_of(commitment: Commitment) -> Edition | None:
    """What was signed last."""
    return commitment.editions.select_related("confirmed_by").last()


def standing_text(commitment: Commitment) -> dict[str, Any]:
    """What would be signed now: whose, of which post and year, every item and limitation. The unit is not of it: a
    merger changes no word."""
    return {
        "person": commitment.person.code,
        "year": commitment.year,
        "items": [item.as_signed() for item in live_items(commitment)],
        "limitations": [limitation.as_signed() for limitation in limitations_of(commitment)],
    }


def altered(commitment: Commitment) -> list[str]:
    """What is other than it was signed: `text` of an edition or of the rows, `measure` of an item; [] where all holds.

    What was erased when its time was over has nothing left to compare.
    """
    if commitment.erased_at is not None:
        return []
    journalled = {
        entry.data.get("edition"): entry.data.get("seal") for entry in timeline(commitment) if entry.act == SIGNED
    }
    state = commitment.closed_from or commitment.state
    editions, found = list(commitment.editions.all()), set()
    for edition in editions:
        compare = edition is editions[-1] and state in STANDING
        rows = standing_text(commitment) if compare else None
        told = journalled.get(edition.number)
        if sealing.is_altered(edition.text, sealed=edition.seal, journalled=told, standing=rows):
            found.add("text")
    if len(editions) < len(journalled):
        found.add("text")
    for item in commitment.items.exclude(seal=""):
        if item.sealed is None or sealing.measure_is_altered(item.sealed, item.seal):
            found.add("measure")
    return sorted(found)


def weak_points_of(commitment: Commitment) -> list[Weak]:
    """As it is written now, beside what the person signed the year before, in whatever post."""
    before = Item.objects.filter(
        commitment__person=commitment.person, commitment__year=commitment.year - 1, dropped_at__isnull=True
    )
    contents = list(before.exclude(commitment__editions=None).values_list("content", flat=True))
    return weak_points(
        [item.text for item in live_items(commitment)],
        commitment.template,
        year=commitment.year,
        last_year=contents,
        limitations=limitations_of(commitment).count(),
    )
