"""The journal of a thing in sentences: each act has its own template, gandan/*/templates/entries/<act>.html."""

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gandan.journal.models import Entry
from gandan.journal.queries import timeline
from gandan.lib.refs import CLOCK, HasRef, Ref
from gandan.organisation.models import Person

NAMED_IN_DATA = ("handler",)  # keys under which an entry's data holds the code of a person
# acts that move nothing
QUIET = frozenset({"attachments.keep", "attachments.read", "dossiers.read_numbers", "dossiers.read_statement"})


def events(subject: HasRef | Ref) -> list[dict[str, object]]:
    """What ui/timeline.html shows, newest first; three queries whatever the length."""
    entries = timeline(subject)
    names = names_of(entries)
    return [{"at": entry.at, "sentence": _sentence(entry, names), "quiet": entry.act in QUIET} for entry in entries]


def names_of(entries: Iterable[Entry]) -> dict[str, str]:
    """code -> name of everybody the entries speak of, in one query."""
    codes = {entry.actor_code for entry in entries if entry.actor_kind == "person"}
    codes |= {entry.data[key] for entry in entries for key in NAMED_IN_DATA if entry.data.get(key)}
    return dict(Person.objects.filter(code__in=codes).values_list("code", "name"))


def _sentence(entry: Entry, names: dict[str, str]) -> str:
    due_at, received_at = entry.data.get("due_at"), entry.data.get("received_at")
    context = {
        "actor": _("Hệ thống") if entry.actor_kind == CLOCK.kind else names.get(entry.actor_code, entry.actor_code),
        "told": entry.told,
        "data": entry.data,
        "due": datetime.fromisoformat(due_at) if due_at else None,
        "returned": datetime.fromisoformat(entry.data["returned_at"]) if "returned_at" in entry.data else None,
        "received": datetime.fromisoformat(received_at) if received_at else None,
        "names": {key: names.get(entry.data[key], "") for key in NAMED_IN_DATA if key in entry.data},
    }
    # rendered with autoescaping: what people typed is text in it
    return mark_safe(render_to_string(f"entries/{entry.act}.html", context).strip())
