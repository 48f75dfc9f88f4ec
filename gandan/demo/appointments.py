"""Times booked at the tour's centre: yesterday's that were missed, today's that are still to come, the next days'."""

from datetime import date, datetime, timedelta
from random import Random

from gandan.counter.appointments import actions, queries
from gandan.counter.appointments.models import Appointment, Offer
from gandan.counter.appointments.values import CITIZEN
from gandan.counter.tickets.queries import hours_of, kinds_of
from gandan.demo.world import Desk, World
from gandan.organisation.models import Unit

TAKEN_BY_LETTER = {"A": (25, 3), "B": (15, 2), "C": (40, 2), "D": (30, 1)}  # minutes for one, how many at once
AHEAD = (3, 4, 3, 2, 1)  # booked on the next days that have free times, the first as_of's own
DAY = timedelta(days=1)
MAIL = "nguoi.hen@example.com"


def build(world: World, rng: Random, as_of: datetime) -> None:
    """Needs the hall of demo/counter.py and `open_offers`."""
    desk = world.desks[0]
    offers = offers_of(desk)
    book_on(_working_day_before(desk.centre, as_of), offers, rng, how_many=2, at=as_of - 4 * DAY)
    actions.mark_unseen(at=as_of)
    days = [one.day for one in queries.days_of(offers[0], as_of) if one.free][: len(AHEAD)]
    booked = [
        one
        for day, how_many in zip(days, AHEAD, strict=False)
        for one in book_on(day, offers, rng, how_many=how_many, at=as_of - DAY / 24)
    ]
    if len(booked) > 4:
        actions.cancel(appointment_id=booked[-1].pk, by=CITIZEN, at=as_of)
        _move(booked[-2], as_of)
        _for_who_calls(desk, offers[0], as_of)


def open_offers(world: World) -> None:
    desk, at = world.desks[0], world.begins
    head = desk.leaders[-1]
    for kind in kinds_of(desk.centre):
        if said := TAKEN_BY_LETTER.get(kind.letter):
            minutes, at_once = said
            opened = {"minutes": minutes, "at_once": at_once, "is_open": True}
            actions.set_offer(kind=kind, **opened, by=head, at=at)


def offers_of(desk: Desk) -> list[Offer]:
    return list(Offer.objects.filter(kind__unit=desk.centre, is_open=True).select_related("kind__unit").order_by("pk"))


def _working_day_before(unit: Unit, at: datetime) -> date:
    day = at.date() - DAY
    while not hours_of(unit, day):
        day -= DAY
    return day


def book_on(day: date, offers: list[Offer], rng: Random, *, how_many: int, at: datetime) -> list[Appointment]:
    """Every third leaves an address."""
    booked = []
    for number in range(how_many):
        offer = rng.choice(offers)
        free = [slot for slot in queries.slots_of(offer, day, at) if slot.free]
        if free:
            slot = rng.choice(free)
            hold = actions.hold_slot(kind=offer.kind, starts_at=slot.starts_at, by=CITIZEN, at=at)
            email = "" if number % 3 else MAIL
            booked.append(actions.confirm_booking(appointment_id=hold.pk, email=email, by=CITIZEN, at=at))
    return booked


def _move(one: Appointment, at: datetime) -> None:
    offer = queries.offer_of(one.unit, one.kind.code)
    free = queries.nearest_free(offer, one.starts_at + DAY, at)
    actions.move_booking(appointment_id=one.pk, starts_at=free[-1].starts_at, by=CITIZEN, at=at)


def _for_who_calls(desk: Desk, offer: Offer, at: datetime) -> None:
    free = queries.nearest_free(offer, at + DAY, at)
    actions.book_for(kind=offer.kind, starts_at=free[0].starts_at, by=desk.counter[0], at=at)
