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
from gandan.lib.codes import read_code
from gandan.lib.reach import Reach
from gandan.organisation.models import Unit
from gandan.organisation.queries import calendar_of

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


def slots_of(offer: Offer, day: date, at: datetime, *, least_ahead: int | None = None) -> list[Slot]:
    """The times of a day that have a seat for who books, and how many are free; none that is past or too soon.

    `least_ahead` minutes, the unit's own rule when none is given: an officer books to the last moment.
    """
    return _slots(offer, [day], at, least_ahead)[day]


def days_of(offer: Offer, at: datetime, *, least_ahead: int | None = None) -> list[Day]:
    """Every day up to the last that may be booked, with how many times are free on it."""
    unit = offer.kind.unit
    today = localdate(at)
    last = rules.last_day(today, diary_of(unit).days_ahead)
    days = [today + timedelta(days=ahead) for ahead in range((last - today).days + 1)]
    slots = _slots(offer, days, at, least_ahead)
    return [Day(day, sum(slot.free for slot in slots[day]), _why_off(unit, day)) for day in days]


def nearest_free(offer: Offer, wanted: datetime, at: datetime, *, least_ahead: int | None = None) -> list[Slot]:
    """The free times nearest to a wanted one, whatever the day."""
    unit, today = offer.kind.unit, localdate(at)
    span = range(rules.last_day(today, diary_of(unit).days_ahead).toordinal() - today.toordinal() + 1)
    found = _slots(offer, [today + timedelta(days=ahead) for ahead in span], at, least_ahead)
    return rules.nearest([slot for slots in found.values() for slot in slots], wanted, NEAREST)


def _slots(offer: Offer, days: Sequence[date], at: datetime, least_ahead: int | None) -> dict[date, list[Slot]]:
    """By day; four queries, and what asking for the hours of each day takes."""
    unit, kind = offer.kind.unit, offer.kind.code
    diary = diary_of(unit)
    ahead = diary.least_ahead if least_ahead is None else least_ahead
    earliest = at + timedelta(minutes=ahead)
    taken, counters = taken_between(unit, days[0], days[-1], at), counters_for(unit)
    grid = {"minutes": offer.minutes, "at_once": offer.at_once, "walk_in_share": diary.walk_in_share}
    found = {}
    for day in days:
        hours = hours_of(unit, day) if takes_bookings(unit, day) else []
        slots = [slot for slot in rules.slots_of_day(day, hours, **grid) if slot.seats]
        later = [slot for slot in slots if slot.starts_at >= earliest]
        found[day] = rules.with_free(later, taken, kind=kind, counters=counters)
    return found


def counters_for(unit: Unit) -> int | None:
    """How many people the hall can serve at once; None where its counters are not kept here."""
    return tickets.Counter.objects.filter(unit=unit, is_kept=True).count() or None


def taken_between(unit: Unit, first: date, last: date, at: datetime) -> list[Taken]:
    """What is held or booked at a unit on some days, both included; a hold that is over counts no more."""
    taken = Q(state__in=(State.BOOKED, State.ARRIVED)) | Q(state=State.HELD, held_until__gte=at)
    rows = Appointment.objects.filter(taken, unit=unit, starts_at__gte=midnight(first), starts_at__lt=_after(last))
    return [
        Taken(kind, localtime(starts), localtime(ends), seat)
        for kind, starts, ends, seat in rows.order_by().values_list("kind__code", "starts_at", "ends_at", "seat")
    ]


def _why_off(unit: Unit, day: date) -> str:
    why = calendar_of(unit, day).why_off(day)
    return why.name if why and not hours_of(unit, day) else ""


# --- what is booked --------------------------------------------------------------------------------------------------


def by_code(code: str) -> Appointment | None:
    """As its holder asks for it, with misread letters put right."""
    joined = Appointment.objects.select_related("unit", "kind__unit", "moved_to")
    return joined.filter(code=read_code(code)[:12]).first()


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
