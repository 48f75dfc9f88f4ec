"""Reading the journal."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from gandan.journal.models import Entry, Notice
from gandan.journal.rules import leaf_hash, salted
from gandan.lib.refs import HasRef, Ref, ref_of


def timeline(subject: HasRef | Ref) -> list[Entry]:
    """Every entry about a thing, newest first; `entry.told` holds the personal values not yet erased. Two queries."""
    about = ref_of(subject)
    entries = list(
        Entry.objects.filter(subject_kind=about.kind, subject_code=about.code)
        .order_by("-id")
        .prefetch_related("personal_values")
    )
    for entry in entries:
        entry.told = {value.name: value.value for value in entry.personal_values.all()}
    return entries


def last_entry(subject: HasRef | Ref, *, acts: Iterable[str], at: datetime | None = None) -> Entry | None:
    """The newest entry about a thing that tells of one of `acts`; with `at`, of that very instant."""
    about = ref_of(subject)
    told = Entry.objects.filter(subject_kind=about.kind, subject_code=about.code, act__in=list(acts))
    return (told if at is None else told.filter(at=at)).order_by("-id").first()


def last_by(actor: HasRef | Ref, act: str, *, of: Iterable[Ref]) -> Entry | None:
    """The newest entry in which `actor` did it to one of some things of one kind."""
    who, things = ref_of(actor), list(of)
    told = Entry.objects.filter(
        subject_kind__in={one.kind for one in things}, subject_code__in=[one.code for one in things]
    )
    return told.filter(act=act, actor_kind=who.kind, actor_code=who.code).order_by("-id").first()


def notices_about(subject: HasRef | Ref) -> list[Notice]:
    """Every message about a thing, newest first."""
    about = ref_of(subject)
    return list(Notice.objects.filter(about_kind=about.kind, about_code=about.code).order_by("-id"))


def is_intact(entry: Entry) -> bool:
    """Whether the entry still has the hash of what it says, and what it tells in person still has its salted hash."""
    expected = leaf_hash(
        at=entry.at,
        actor=entry.actor,
        subject=entry.subject,
        act=entry.act,
        data=entry.data,
        personal=entry.personal,
    )
    told = entry.personal_values.all()
    return entry.hash == expected and all(entry.personal.get(v.name) == salted(v.value, v.salt) for v in told)


def entries_of_acts(acts: Iterable[str], first: datetime, after_last: datetime) -> QuerySet[Entry]:
    """Entries of these acts from `first` on and before `after_last`, newest first."""
    return Entry.objects.filter(act__in=list(acts), at__gte=first, at__lt=after_last).order_by("-id")
