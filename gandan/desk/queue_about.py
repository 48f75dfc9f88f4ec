"""What a number is about, by the kind of its link: what the counter reads the moment it calls, and where it opens.

A link is a kind and a code. Whoever links another kind of thing adds its reader to READERS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.counter.tickets.models import Ticket
from gandan.dossiers.queries import drafts_of, visible_to
from gandan.organisation.models import Person


@dataclass(frozen=True)
class About:
    """Its name, what more is to be seen at a glance, the address that opens it."""

    title: str
    more: str
    url: str


def about_of(ticket: Ticket, person: Person, on: date) -> About | None:
    """None when nothing is linked, or nothing that this person may see."""
    reader = READERS.get(ticket.about_kind)
    return reader(ticket.about_code, person, on) if reader else None


def _dossier(code: str, person: Person, on: date) -> About | None:
    """While it is typed it is a draft under the same reference."""
    if draft := drafts_of(person).filter(reference=code).first():
        name = " ".join(draft.typed.get("name", ())) or _("Chưa ghi tên")
        return About(name, _("Đang soạn tại quầy"), reverse("desk:counter", args=[code]))
    found = visible_to(person, on).filter(reference=code).select_related("version", "applicant").first()
    if found is None:
        return None
    more = f"{found} · {found.applicant.name} · {found.state_name}"
    return About(found.version.plain_name, more, reverse("desk:dossier", args=[code]))


READERS: dict[str, Callable[[str, Person, date], About | None]] = {"dossier": _dossier}
