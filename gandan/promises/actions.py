"""Make a promise, keep it, void it, hand it over. The acts themselves are journalled by the domain that acts."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate

from gandan.law.calendar import WorkCalendar
from gandan.law.deadline import Exclusion, derive
from gandan.law.grounds import grounds_on
from gandan.law.rulebook import Rule
from gandan.law.terms import Term
from gandan.lib.refs import HasRef
from gandan.organisation.models import Person, Unit
from gandan.organisation.queries import holders
from gandan.promises.models import CalendarSnapshot, Promise
from gandan.promises.states import GOES_WITH_POST, OWED_BY, Kind, State

# fingerprint -> primary key; snapshots are never changed or deleted, so what is known stays true
_known_snapshots: dict[str, int] = {}


def make(
    kind: Kind,
    *,
    subject: HasRef,
    title: str,
    unit: Unit,
    person: Person | None,
    rule: Rule,
    term: Term,
    start: datetime,
    calendar: WorkCalendar,
    exclusions: Sequence[Exclusion] = (),
) -> Promise:
    """Owe something from `start` under `rule`; the due instant and its derivation are fixed now.

    The calendar is kept as it stood: a holiday decreed later does not silently move an issued promise.
    """
    deadline = derive(start, term, calendar, exclusions, grounds=grounds_on(localdate(start)))
    owed = _owed(kind, subject=subject, rule=rule, start=start, calendar=calendar)
    counted = {"term": str(term), "due_at": deadline.due_at, "derivation": deadline.to_json()}
    return Promise.objects.create(title=title, unit=unit, person=person, **owed, **counted)


def make_as_told(
    kind: Kind,
    *,
    subject: HasRef,
    title: str,
    unit: Unit,
    person: Person | None,
    rule: Rule,
    start: datetime,
    due_at: datetime,
    calendar: WorkCalendar,
    told_by: str,
) -> Promise:
    """Owe something by a day that somebody else has set, another system or the person who owes it: it stands as told,
    nothing is derived.

    The derivation holds no step, only `told_by`, so that nobody takes it for a proof of ours.
    """
    owed = _owed(kind, subject=subject, rule=rule, start=start, calendar=calendar)
    told = {"term": "", "due_at": due_at, "derivation": {"exclusions": [], "steps": [], "told_by": told_by}}
    return Promise.objects.create(title=title, unit=unit, person=person, **owed, **told)


def _owed(kind: Kind, *, subject: HasRef, rule: Rule, start: datetime, calendar: WorkCalendar) -> dict[str, object]:
    """What a promise is about and rests on, whoever counted its day."""
    about = subject.ref
    return {
        "kind": kind,
        "debtor": OWED_BY[kind],
        "subject_kind": about.kind,
        "subject_code": about.code,
        "rule": rule.id,
        "rule_version": rule.valid_from.isoformat(),
        "started_at": start,
        "calendar_id": _snapshot(calendar),
    }


def _snapshot(calendar: WorkCalendar) -> int:
    fingerprint = calendar.fingerprint
    if fingerprint in _known_snapshots:
        return _known_snapshots[fingerprint]
    kept = CalendarSnapshot.objects.filter(fingerprint=fingerprint).values_list("pk", flat=True).first()
    if kept is None:
        content = {"content": calendar.to_json()}
        kept = CalendarSnapshot.objects.get_or_create(fingerprint=fingerprint, defaults=content)[0].pk
    # remembered only once it is certain to stay: a snapshot made in this transaction could still be rolled back
    transaction.on_commit(partial(_known_snapshots.__setitem__, fingerprint, kept))
    return kept


def keep(promise: Promise, *, at: datetime) -> None:
    """What was owed is done. Whether in time is for a query to say."""
    _end(promise, State.KEPT, at=at)


def void(promise: Promise, *, reason: str, at: datetime) -> None:
    """The promise no longer stands, for a lawful `reason` (a word for machines, like "supplement_requested")."""
    _end(promise, State.VOID, at=at, reason=reason)


def _end(promise: Promise, state: State, *, at: datetime, reason: str = "") -> None:
    promise.state, promise.settled_at, promise.void_reason = state, at, reason
    promise.save(update_fields=["state", "settled_at", "void_reason"])


def hand_over(promise: Promise, *, person: Person | None) -> None:
    """Somebody else in the unit looks after it from now on; the unit still owes it."""
    promise.person = person
    promise.save(update_fields=["person"])


def follow_posts(*, at: datetime) -> int:
    """What belongs to a post goes to who holds it today, or to the unit alone while nobody does."""
    followed = 0
    owed = Promise.objects.open().filter(kind__in=GOES_WITH_POST).select_related("unit").defer("derivation")
    for promise in owed:
        able = holders(GOES_WITH_POST[Kind(promise.kind)], promise.unit, localdate(at))
        if promise.person_id not in ({one.pk for one in able} or {None}):
            hand_over(promise, person=able[0] if able else None)
            followed += 1
    return followed
