"""Which times are free, what is booked, whom a unit expects. Nothing here reads the clock."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, localtime, make_aware

from gandan.counter.appointments import rules
from gandan.counter.appointments.models import Appointment, Diary, Offer
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import Day, Slot, Taken
from gandan.counter.sessions.queries import open_sessions, takes_bookings
from gandan.counter.sessions.values import OpenSession
from gandan.counter.tickets import models as tickets
from gandan.counter.tickets.queries import hours_of
from gandan.law.hours import Span
from gandan.lib.codes import read_code
from gandan.lib.reach import Reach
from gandan.lib.refs import Ref
from gandan.organisation.models import Unit
from gandan.organisation.queries import calendar_of
from gandan.procedures.models import Version

NEAREST = 3


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
    return _slots(offer, [day], at, procedure, least_ahead)[day]


def days_of(offer: Offer, at: datetime, *, procedure: str = "", least_ahead: int | None = None) -> list[Day]:
    """Every day up to the last that may be booked, with how many times are free on it, and what is special about it."""
    unit = offer.kind.unit
    today = localdate(at)
    last = rules.last_day(today, diary_of(unit).days_ahead)
    days = [today + timedelta(days=ahead) for ahead in range((last - today).days + 1)]
    slots = _slots(offer, days, at, procedure, least_ahead)
    return [_day(unit, day, sum(slot.free for slot in slots[day])) for day in days]


def nearest_free(
    offer: Offer, wanted: datetime, at: datetime, *, procedure: str = "", least_ahead: int | None = None
) -> list[Slot]:
    """The free times nearest to a wanted one, whatever the day."""
    unit, today = offer.kind.unit, localdate(at)
    span = range(rules.last_day(today, diary_of(unit).days_ahead).toordinal() - today.toordinal() + 1)
    found = _slots(offer, [today + timedelta(days=ahead) for ahead in span], at, procedure, least_ahead)
    return rules.nearest([slot for slots in found.values() for slot in slots], wanted, NEAREST)


def _slots(
    offer: Offer, days: Sequence[date], at: datetime, procedure: str, least_ahead: int | None
) -> dict[date, list[Slot]]:
    """By day; five queries, and what asking for the sessions of each day takes."""
    unit, kind = offer.kind.unit, offer.kind
    diary = diary_of(unit)
    ahead = diary.least_ahead if least_ahead is None else least_ahead
    earliest = at + timedelta(minutes=ahead)
    taken, counters = taken_between(unit, days[0], days[-1], at), counters_for(unit)
    serve_it = counters_for(unit, kind)
    grid = {"minutes": offer.minutes, "walk_in_share": diary.walk_in_share}
    grid["at_once"] = min(offer.at_once, serve_it or offer.at_once)
    found = {}
    for day in days:
        hours = _hours(kind, day, procedure) if takes_bookings(unit, day) else []
        slots = [slot for slot in rules.slots_of_day(day, hours, **grid) if slot.seats]
        later = [slot for slot in slots if slot.starts_at >= earliest]
        found[day] = rules.with_free(later, taken, kind=kind.code, counters=counters)
    return found


def _hours(kind: tickets.WorkKind, day: date, procedure: str) -> list[Span]:
    """Office hours, and the hours of the sessions that receive such work."""
    sessions = [one for one in open_sessions(kind.unit, day) if _receives(one, kind, procedure)]
    return sorted({*calendar_of(kind.unit, day).spans(day), *(span for one in sessions for span in one.spans)})


def _receives(session: OpenSession, kind: tickets.WorkKind, procedure: str) -> bool:
    """Work without a field of its own ("other matters") is received wherever anything is."""
    if procedure:
        return procedure in session.procedures
    if not kind.fields:
        return True
    offered = Version.objects.in_force(session.day).filter(procedure__code__in=session.procedures)
    return offered.filter(field__in=kind.fields).exists()


def _day(unit: Unit, day: date, free: int) -> Day:
    sessions = open_sessions(unit, day)
    is_office_day = bool(calendar_of(unit, day).spans(day))
    why = None if is_office_day or sessions else calendar_of(unit, day).why_off(day)
    held = sessions[0] if sessions and not is_office_day else None
    return Day(
        day,
        free,
        why_off=why.name if why else "",
        session=held,
        is_for_walk_ins=not all(one.takes_bookings for one in sessions),
    )


def day_of(unit: Unit, day: date) -> Day:
    """What is special about a day; its free times are not counted."""
    return _day(unit, day, 0)


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
    joined = Appointment.objects.select_related("unit", "kind__unit", "moved_to")
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


def uncovered(unit: Unit, at: datetime) -> list[Appointment]:
    """What is held or booked for times at which the unit no longer receives anybody."""
    later = Appointment.objects.filter(unit=unit, state__in=(State.HELD, State.BOOKED), starts_at__gte=at)
    hours: dict[date, list] = {}
    left = []
    for one in later.select_related("kind", "unit").order_by("id"):
        starts, ends = localtime(one.starts_at), localtime(one.ends_at)
        spans = hours.setdefault(starts.date(), hours_of(unit, starts.date()))
        if not rules.covers(spans, starts, ends):
            left.append(one)
    return left


def session_at(unit: Unit, starts_at: datetime) -> OpenSession | None:
    """The session in which somebody is received at a time outside office hours: it may be held somewhere else."""
    here = localtime(starts_at)
    if any(opens <= here.time() < closes for opens, closes in calendar_of(unit, here.date()).spans(here.date())):
        return None
    sessions = open_sessions(unit, here.date())
    return next((one for one in sessions if any(begin <= here.time() < end for begin, end in one.spans)), None)


def midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _after(day: date) -> datetime:
    return midnight(day + timedelta(days=1))
