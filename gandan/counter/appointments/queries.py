"""Which times are free, what is booked, whom a unit expects. Nothing here reads the clock."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, localtime, make_aware

from gandan.counter.appointments import rules
from gandan.counter.appointments.models import Appointment, Diary, Offer
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import Day, Slot, Taken
from gandan.counter.sessions.queries import open_sessions, open_sessions_between
from gandan.counter.sessions.values import OpenSession
from gandan.counter.tickets import models as tickets
from gandan.lib.codes import read_code
from gandan.lib.reach import Reach
from gandan.lib.refs import Ref
from gandan.organisation.models import Unit
from gandan.organisation.queries import calendar_of, reading, rule_for
from gandan.procedures.models import Version

NEAREST = 3
RECEIVED = ("field", "valid_from", "valid_to", "procedure__code")


# --- what is offered -------------------------------------------------------------------------------------------------


def diary_of(unit: Unit) -> Diary:
    """How the unit gives its times; what is usual where nobody has said."""
    return Diary.objects.filter(pk=unit.pk).first() or Diary(unit=unit)


def offers_of(unit: Unit) -> QuerySet[Offer]:
    """The kinds of work for which times may be booked at a unit, in the order of its hall."""
    return Offer.objects.filter(kind__unit=unit, kind__is_open=True, is_open=True).select_related("kind__unit")


def offer_of(unit: Unit, kind_code: str) -> Offer | None:
    return offers_of(unit).filter(kind__code=kind_code).first()


def bookable_units(on: date) -> QuerySet[Unit]:
    """The units where some time may be booked, by name."""
    offering = Offer.objects.filter(is_open=True, kind__is_open=True).values("kind__unit")
    return Unit.objects.in_force(on).filter(pk__in=offering).order_by("folded_name")


def contact_days(unit: Unit, on: date) -> int:
    """How many days after the booked one a telephone and an address are kept."""
    return rule_for(rules.CONTACT_DAYS, unit, on).term.amount


def reaches_phones() -> bool:
    """Is there a gateway that takes messages to telephones?"""
    return bool(settings.GATEWAYS)


# --- free times ------------------------------------------------------------------------------------------------------


def slots_of(
    offer: Offer, day: date, at: datetime, *, procedure: str = "", least_ahead: int | None = None
) -> list[Slot]:
    """The times of a day that have a seat for who books, and how many are free; none that is past or too soon.

    `procedure` is what they come for, where it is known: a session may receive only some. `least_ahead` minutes, the
    unit's own rule when none is given: an officer books to the last moment.
    """
    asked = {"procedure": procedure, "least_ahead": least_ahead}
    return _slots(offer, [day], at, sessions=_sessions(offer.kind.unit, day, day), **asked)[day]


@reading()
def days_of(offer: Offer, at: datetime, *, procedure: str = "", least_ahead: int | None = None) -> list[Day]:
    """Every day up to the last that may be booked, with how many times are free on it, and what is special about it."""
    unit, days = offer.kind.unit, _days_ahead(offer, at)
    sessions = _sessions(unit, days[0], days[-1])
    slots = _slots(offer, days, at, sessions=sessions, procedure=procedure, least_ahead=least_ahead)
    return [_day(unit, day, sessions.get(day, ()), sum(slot.free for slot in slots[day])) for day in days]


@reading()
def free_times(offer: Offer, at: datetime, *, procedure: str = "", least_ahead: int | None = None) -> list[Slot]:
    """The times of every day that may be booked; `rules.nearest` chooses among them."""
    days = _days_ahead(offer, at)
    asked = {"procedure": procedure, "least_ahead": least_ahead}
    found = _slots(offer, days, at, sessions=_sessions(offer.kind.unit, days[0], days[-1]), **asked)
    return [slot for day in days for slot in found[day] if slot.free]


def nearest_free(
    offer: Offer, wanted: datetime, at: datetime, *, procedure: str = "", least_ahead: int | None = None
) -> list[Slot]:
    """The free times nearest to a wanted one, whatever the day."""
    return rules.nearest(free_times(offer, at, procedure=procedure, least_ahead=least_ahead), wanted, NEAREST)


def _days_ahead(offer: Offer, at: datetime) -> list[date]:
    today = localdate(at)
    last = rules.last_day(today, diary_of(offer.kind.unit).days_ahead)
    return [today + timedelta(days=ahead) for ahead in range((last - today).days + 1)]


def _sessions(unit: Unit, first: date, last: date) -> Mapping[date, list[OpenSession]]:
    by_day: dict[date, list[OpenSession]] = defaultdict(list)
    for session in open_sessions_between(unit, first, last):
        by_day[session.day].append(session)
    return by_day


def _slots(
    offer: Offer,
    days: Sequence[date],
    at: datetime,
    *,
    sessions: Mapping[date, list[OpenSession]],
    procedure: str,
    least_ahead: int | None,
) -> dict[date, list[Slot]]:
    """By day; as many queries for sixty days as for one."""
    unit, kind = offer.kind.unit, offer.kind
    diary = diary_of(unit)
    earliest = at + timedelta(minutes=diary.least_ahead if least_ahead is None else least_ahead)
    taken, counters = taken_between(unit, days[0], days[-1], at), counters_for(unit)
    at_once = min(offer.at_once, counters_for(unit, kind) or offer.at_once)
    receiving = _receiving(kind, [one for day in days for one in sessions.get(day, ())], procedure)
    found: dict[date, list[Slot]] = {day: [] for day in days}
    for day in days:
        office = calendar_of(unit, day).spans(day)
        for hours, serving in rules.bookable(office, sessions.get(day, ()), receiving):
            grid = {"minutes": offer.minutes, "at_once": rules.fewest(at_once, serving) or 0}
            slots = rules.slots_of_day(day, hours, walk_in_share=diary.walk_in_share, **grid)
            later = [slot for slot in slots if slot.seats and slot.starts_at >= earliest]
            found[day] += rules.with_free(later, taken, kind=kind.code, most=rules.fewest(counters, serving))
    return {day: sorted(slots, key=lambda slot: slot.starts_at) for day, slots in found.items()}


def _receiving(kind: tickets.WorkKind, sessions: Collection[OpenSession], procedure: str) -> set[str]:
    """The codes of the sessions that receive such work.

    Work without a field of its own ("other matters") is received wherever anything is.
    """
    if procedure or not kind.fields or not sessions:
        return {one.code for one in sessions if not procedure or procedure in one.procedures}
    on_offer = {code for one in sessions for code in one.procedures}
    versions = Version.objects.filter(procedure__code__in=on_offer, field__in=kind.fields).select_related("procedure")
    rows = [(version, version.procedure.code) for version in versions.only(*RECEIVED)]
    return {
        one.code
        for one in sessions
        if any(code in one.procedures and version.is_in_force(one.day) for version, code in rows)
    }


def _day(unit: Unit, day: date, sessions: Sequence[OpenSession], free: int) -> Day:
    office = calendar_of(unit, day).spans(day)
    why = None if office or sessions else calendar_of(unit, day).why_off(day)
    held = sessions[0] if sessions and not office else None
    left = any(hours for hours, _serving in rules.bookable(office, sessions, {one.code for one in sessions}))
    return Day(day, free, why_off=why.name if why else "", session=held, is_for_walk_ins=bool(sessions) and not left)


def day_of(unit: Unit, day: date) -> Day:
    """What is special about a day; its free times are not counted."""
    return _day(unit, day, open_sessions(unit, day), 0)


def counters_for(unit: Unit, kind: tickets.WorkKind | None = None) -> int | None:
    """How many people the hall can serve at once, all told or with one kind of work; None where that is not kept."""
    kept = tickets.Counter.objects.filter(unit=unit, is_kept=True)
    return (kept.filter(kinds=kind) if kind else kept).count() or None


def taken_between(unit: Unit, first: date, last: date, at: datetime) -> list[Taken]:
    """What is held or booked at a unit on some days, both included; a hold that is over counts no more."""
    taken = Q(state__in=(State.BOOKED, State.ARRIVED)) | Q(state=State.HELD, held_until__gte=at)
    rows = Appointment.objects.filter(taken, unit=unit, starts_at__gte=midnight(first), starts_at__lt=_after(last))
    return [
        Taken(kind, localtime(starts), localtime(ends), seat)
        for kind, starts, ends, seat in rows.order_by().values_list("kind__code", "starts_at", "ends_at", "seat")
    ]


# --- what is booked --------------------------------------------------------------------------------------------------


def by_code(code: str) -> Appointment | None:
    """As its holder asks for it, with misread letters put right."""
    joined = Appointment.objects.select_related("unit", "kind__unit")
    return joined.filter(code=read_code(code)[:12]).first()


def booked_about(about: Ref, at: datetime) -> Appointment | None:
    """The time still to come that was booked for something prepared."""
    mine = Appointment.objects.filter(about_kind=about.kind, about_code=about.code, state=State.BOOKED)
    return mine.filter(starts_at__gte=at).select_related("unit").order_by("starts_at").first()


def booked_between(unit_ids: Collection[int], first: date, last: date) -> QuerySet[Appointment]:
    """What was booked at these units for some days, both included; holds that came to nothing are left out."""
    rows = Appointment.objects.filter(unit__in=unit_ids, starts_at__gte=midnight(first), starts_at__lt=_after(last))
    real = rows.exclude(state__in=(State.HELD, State.EXPIRED))
    return real.select_related("unit", "kind", "made_by").order_by("starts_at", "kind__letter", "seat", "id")


def expected_by_day(unit_ids: Collection[int], first: date, last: date) -> dict[date, int]:
    """How many are still to come on each day that has any."""
    coming = booked_between(unit_ids, first, last).filter(state=State.BOOKED).order_by()
    return dict(sorted(Counter(map(localdate, coming.values_list("starts_at", flat=True))).items()))


def booked_by(unit: Unit, day: date, *, phone: str, email: str) -> int:
    """How many times of a day stand booked with the same telephone or address."""
    same = Q(phone=phone) & ~Q(phone="") | Q(email__iexact=email) & ~Q(email="")
    stands = Appointment.objects.filter(same, unit=unit, state=State.BOOKED)
    return stands.filter(starts_at__gte=midnight(day), starts_at__lt=_after(day)).count()


def reach_of(appointment: Appointment) -> Reach | None:
    """Where they want to be told, if anywhere and if anything leads there."""
    if appointment.email:
        return Reach("email", appointment.email)
    channel = next(iter(settings.GATEWAYS), None)
    return Reach(channel, appointment.phone) if channel and appointment.phone else None


@reading()
def uncovered(unit: Unit, at: datetime) -> list[Appointment]:
    """What is held or booked for times at which the unit no longer receives anybody."""
    later = Appointment.objects.filter(unit=unit, state__in=(State.HELD, State.BOOKED), starts_at__gte=at)
    rows = list(later.select_related("kind", "unit").order_by("id"))
    if not rows:
        return []
    days = [localdate(one.starts_at) for one in rows]
    sessions = _sessions(unit, min(days), max(days))
    hours = {
        day: [*calendar_of(unit, day).spans(day), *(span for one in sessions.get(day, ()) for span in one.spans)]
        for day in set(days)
    }
    return [
        one
        for one, day in zip(rows, days, strict=True)
        if not rules.covers(hours[day], localtime(one.starts_at), localtime(one.ends_at))
    ]


def session_at(unit: Unit, starts_at: datetime) -> OpenSession | None:
    """The session in which somebody is received at a time outside office hours: it may be held somewhere else."""
    here = localtime(starts_at)
    if any(opens <= here.time() < closes for opens, closes in calendar_of(unit, here.date()).spans(here.date())):
        return None
    sessions = open_sessions(unit, here.date())
    return next((one for one in sessions if any(begin <= here.time() < end for begin, end in one.spans)), None)


def is_for_walk_ins(unit: Unit, starts_at: datetime) -> bool:
    """Whether a session keeps that time for whoever comes without booking; what was booked before stands."""
    here = localtime(starts_at)
    kept = [one for one in open_sessions(unit, here.date()) if not one.takes_bookings]
    return any(begin <= here.time() < end for one in kept for begin, end in one.spans)


def walk_in_hours_booked(unit: Unit, day: date) -> int:
    """How many have a time, from before, in the hours of a day that a session keeps for whoever comes."""
    spans = [span for one in open_sessions(unit, day) if not one.takes_bookings for span in one.spans]
    rows = booked_between([unit.pk], day, day).filter(state=State.BOOKED) if spans else []
    return sum(any(begin <= localtime(one.starts_at).time() < end for begin, end in spans) for one in rows)


def is_late(appointment: Appointment, grace_minutes: int, at: datetime) -> bool:
    """Has a time that they no longer come first for."""
    booked = appointment.state == State.BOOKED
    return booked and not rules.goes_first(appointment.starts_at, grace_minutes=grace_minutes, at=at)


def midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _after(day: date) -> datetime:
    return midnight(day + timedelta(days=1))
