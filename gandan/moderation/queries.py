"""What waits for a decision, what everybody may read, and what became of one's own words."""

from collections.abc import Collection
from datetime import date

from django.db.models import Prefetch, QuerySet

from gandan.journal.rules import GONE
from gandan.moderation import rules
from gandan.moderation.models import Decision, Text
from gandan.moderation.states import WAITING, State
from gandan.moderation.values import Piece, PublicText
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.promises.models import Promise
from gandan.promises.states import Kind

MOST_SHOWN = 50


def visible_to(person: Person, on: date) -> QuerySet[Text]:
    """Every text the person may decide about, with what was decided so far."""
    decisions = Prefetch("decisions", Decision.objects.select_related("decided_by"))
    texts = Text.objects.filter(unit__in=standing(person, on).units_for(Power.MODERATE))
    return texts.select_related("unit").prefetch_related(decisions)


def waiting(person: Person, on: date) -> QuerySet[Text]:
    """What this person may decide about now: what the machine points at first, then by day."""
    return visible_to(person, on).filter(state__in=WAITING)


def owed(texts: Collection[Text]) -> dict[str, Promise]:
    """By when each is to be decided, by its code; of one that came today, nothing yet."""
    codes = [one.code for one in texts]
    promised = Promise.objects.open().filter(kind=Kind.TEXT_DECISION, subject_code__in=codes)
    return {one.subject_code: one for one in promised.defer("derivation")}


def shown(owner_kind: str, unit_ids: Collection[int]) -> list[PublicText]:
    """What everybody may read of these units, newest first."""
    texts = Text.objects.filter(owner_kind=owner_kind, unit__in=unit_ids, state=State.SHOWN).exclude(text=GONE)
    newest = texts.order_by("-submitted_on", "code")[:MOST_SHOWN]
    return [PublicText(rules.struck(one.text), one.submitted_on.replace(day=1)) for one in newest]


def by_secret(secret: str) -> Text | None:
    """The text whose writer holds this code."""
    return Text.objects.filter(secret_hash=rules.hash_of(secret)).select_related("unit__parent").first()


def last_refusal(text: Text) -> Decision | None:
    """Why it is not shown, for its writer."""
    return text.decisions.exclude(move="show").last()


def pieces(text: str) -> list[Piece]:
    """The text cut where the machine points at something, for whoever decides."""
    return rules.pieces(text)


def as_shown(text: str) -> str:
    """As everybody would read it."""
    return rules.struck(text)


def places_to_file(unit: Unit) -> list[Unit]:
    """Where a petition or a denunciation about those who serve at a unit is handed in: its committee, and above it."""
    committee = unit.parent or unit
    return [committee, committee.parent] if committee.parent else [committee]
