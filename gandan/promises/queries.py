"""The worklist of any officer in any subsystem, and the ledger as the checker reads it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate, localtime, make_aware

from gandan.law.calendar import WorkCalendar
from gandan.law.remaining import soon_until
from gandan.lib.refs import HasRef
from gandan.organisation.models import Person
from gandan.promises.models import CalendarSnapshot, Promise
from gandan.promises.states import OWN, Debtor, Kind, State

PAGE = 50


@dataclass(frozen=True)
class Horizon:
    """The instants that divide a worklist: now, the end of today, the end of the third working day from today."""

    now: datetime
    today_ends: datetime
    soon_ends: datetime


def horizon(now: datetime, calendar: WorkCalendar) -> Horizon:
    """The horizon of an office at an instant: "soon" is the end of the third working day after today."""
    today = localdate(now)
    days = (today, soon_until(today, calendar))
    today_ends, soon_ends = (make_aware(datetime.combine(day, time.max)) for day in days)
    return Horizon(now, today_ends, soon_ends)


@dataclass(frozen=True)
class Counts:
    """How many open promises: late, due today, due soon, waiting for others (most often the applicant), all."""

    late: int
    today: int
    soon: int
    waiting: int
    all: int


def owed_by_person(person: Person) -> QuerySet[Promise]:
    """My open promises, in any subsystem: one index, in order of due date."""
    return Promise.objects.open().filter(person=person)


def owed_by_units(unit_ids: Collection[int]) -> QuerySet[Promise]:
    """Everything the units owe or wait for, whoever looks after it; not what a person owes alone."""
    return Promise.objects.open().filter(unit_id__in=unit_ids).exclude(kind__in=OWN)


def part(promises: QuerySet[Promise], name: str, horizon: Horizon) -> QuerySet[Promise]:
    """One tab of the worklist: late, today, soon, waiting or all."""
    return promises.filter(_parts(horizon)[name])


def counts(promises: QuerySet[Promise], horizon: Horizon) -> Counts:
    """The figures on the tabs, in one query."""
    return Counts(**promises.aggregate(**{name: Count("id", filter=on) for name, on in _parts(horizon).items()}))


def overdue(now: datetime, via: str = "") -> Q:
    """Late and still owed. Late is a query, never a stored word; `via` leads to the promise from another table."""
    return Q(**{f"{via}state": State.OPEN, f"{via}due_at__lt": now})


def kept_late(via: str = "") -> Q:
    """Done after its instant; `via` as for `overdue`, as in "result_promise__"."""
    return Q(**{f"{via}state": State.KEPT, f"{via}settled_at__gt": F(f"{via}due_at")})


def _parts(horizon: Horizon) -> dict[str, Q]:
    ours = Q(debtor=Debtor.UNIT)
    return {
        "late": ours & overdue(horizon.now),
        "today": ours & Q(due_at__gte=horizon.now, due_at__lte=horizon.today_ends),
        "soon": ours & Q(due_at__gt=horizon.today_ends, due_at__lte=horizon.soon_ends),
        "waiting": ~ours,
        "all": Q(pk__isnull=False),
    }


def open_about(subject: HasRef, kind: Kind) -> list[Promise]:
    """The open promises of one kind about a thing."""
    about = subject.ref
    return list(Promise.objects.open().filter(subject_kind=about.kind, subject_code=about.code, kind=kind))


def open_kinds(subject: HasRef) -> frozenset[str]:
    """Of which kinds there are open promises about a thing."""
    about = subject.ref
    open_ones = Promise.objects.open().filter(subject_kind=about.kind, subject_code=about.code)
    return frozenset(open_ones.order_by().values_list("kind", flat=True))


class Owed(NamedTuple):
    """What a worklist shows of a promise: a plain row, since fifty model instances a page cost more than the query."""

    pk: int
    kind: str
    debtor: str
    title: str
    subject_code: str
    due_at: datetime
    state: str
    settled_at: datetime | None
    person: str | None  # the name of who looks after it
    term: str  # as law.terms writes it; empty for a day that was told from elsewhere


_OF_A_ROW = ("pk", "kind", "debtor", "title", "subject_code", "due_at", "state", "settled_at", "person__name", "term")


def page(promises: QuerySet[Promise], after: tuple[datetime, int] | None = None, size: int = PAGE) -> list[Owed]:
    """The next `size` promises by due date after the pair (due_at, id) of the last one shown."""
    if after:
        due_at, pk = after
        promises = promises.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk))
    rows = promises.order_by("due_at", "id").values_list(*_OF_A_ROW)[:size]
    return [Owed._make(row) for row in rows]


def export_lines() -> Iterator[dict[str, object]]:
    """The ledger for the independent checker: every calendar, then every promise (see tools/check_deadlines.py)."""
    for snapshot in CalendarSnapshot.objects.order_by("id").iterator():
        yield {"type": "calendar", "id": snapshot.fingerprint, **snapshot.content}
    for promise in Promise.objects.select_related("calendar").order_by("id").iterator(chunk_size=500):
        yield {
            "type": "promise",
            "id": promise.pk,
            "kind": promise.kind,
            "rule": promise.rule,
            "rule_version": promise.rule_version,
            "calendar": promise.calendar.fingerprint,
            "start": localtime(promise.started_at).isoformat(),
            "term": promise.term,
            "due_at": localtime(promise.due_at).isoformat(),
            **promise.derivation,
        }
