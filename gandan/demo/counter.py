"""Halls: what people come for, their counters; and the last days of the tour's centre, today up to this minute."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Counter, Ticket, WorkKind
from gandan.counter.tickets.values import HALL
from gandan.demo.world import Desk, World
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person
from gandan.organisation.queries import calendar_of

KINDS = (
    ("A", "Khai sinh, kết hôn, hộ tịch", ("Hộ tịch", "Nuôi con nuôi"), 9),
    ("B", "Sao y, chứng thực", ("Chứng thực",), 4),
    ("C", "Đất đai, xây dựng", ("Đất đai", "Hoạt động xây dựng"), 14),
    ("D", "Kinh doanh", ("Hộ kinh doanh",), 10),
    ("E", "Việc khác", (), 6),
)  # letter, name, fields of work, usual minutes at the counter
COME_FOR = (30, 34, 16, 8, 12)
COUNTERS = 3
DAYS, A_DAY = 2, 28  # working days before the last, people on each
LARGE = 2  # from this scale on the hall has a month behind it, enough to ask “what if”
LARGE_DAYS, LARGE_A_DAY = 21, 52
GROUNDS = (("", 84), ("elderly", 9), ("children", 4), ("pregnant", 2), ("disabled", 1))
ABSENT = 0.04
WALK = timedelta(seconds=35)  # from the benches to the counter


@dataclass
class Seat:
    """A counter with who sits there; `free_at` None while it has nobody to call."""

    counter: Counter
    person: Person
    free_at: datetime | None


@dataclass
class Hall:
    desk: Desk
    kinds: list[WorkKind]
    counters: list[Counter]
    rng: Random
    seen: Callable[[Ticket, Person, datetime], None] | None = None  # what else happens while somebody is at a counter


def build(world: World, rng: Random, as_of: datetime, *, scale: float = 1) -> None:
    """The last working days before `as_of`, then its own."""
    how_many, people = (LARGE_DAYS, LARGE_A_DAY) if scale >= LARGE else (DAYS, A_DAY)
    desk = world.desks[0]
    hall = replace(world.halls[desk.centre], rng=rng)
    calendar = calendar_of(desk.centre, as_of.date())
    days, day = [as_of.date()] if calendar.is_working(as_of.date()) else [], as_of.date() - timedelta(days=1)
    while len(days) <= how_many and day > world.begins.date():
        days = [day, *days] if calendar.is_working(day) else days
        day -= timedelta(days=1)
    for day in days:
        _live(hall, day, as_of, people)


def open_hall(world: World, desk: Desk, *, counters: int, by: Person, rng: Random, at: datetime) -> None:
    keeping = {"unit": desk.centre, "by": by, "at": at}
    kinds = [
        actions.add_kind(letter=letter, name=name, fields=fields, order=order, **keeping)
        for order, (letter, name, fields, _minutes) in enumerate(KINDS)
    ]
    tables = [actions.add_counter(number=number + 1, kinds=kinds, **keeping) for number in range(counters)]
    world.halls[desk.centre] = Hall(desk, kinds, tables, rng)


def _live(hall: Hall, day: date, as_of: datetime, people: int) -> None:
    """A day as it went: people come, counters call, until it closes or until now."""
    actions.end_days(at=_at(day, 7))
    opens, closes = _at(day, 7, 30), min(_at(day, 17), as_of - 4 * WALK)
    if closes <= opens:
        return
    seats = sit_down(hall, hall.desk.counter, opens)
    for at in _arrivals(hall.rng, day, people):
        if at >= closes:
            break
        serve(hall, seats, until=at)
        _come(hall, at)
        wake(seats, at)
    serve(hall, seats, until=closes)
    if _at(day, 17) <= as_of:
        go_home(seats, closes)


def sit_down(hall: Hall, people: Sequence[Person], at: datetime) -> list[Seat]:
    seats = [Seat(counter, person, None) for counter, person in zip(hall.counters, people, strict=False)]
    for seat in seats:
        actions.open_counter(counter_id=seat.counter.pk, by=seat.person, at=at)
    return seats


def wake(seats: list[Seat], at: datetime) -> None:
    """Somebody came: a counter that has nobody looks up."""
    if idle := next((seat for seat in seats if seat.free_at is None), None):
        idle.free_at = at + WALK


def _arrivals(rng: Random, day: date, people: int) -> list[datetime]:
    """More in the early morning, few at noon."""
    minutes = [
        rng.triangular(0, 205, 45) if rng.random() < 0.64 else rng.triangular(330, 520, 370) for _ in range(people)
    ]
    return sorted(_at(day, 7, 30) + timedelta(minutes=minute) for minute in minutes)


def _come(hall: Hall, at: datetime) -> Ticket:
    [kind] = hall.rng.choices(hall.kinds, COME_FOR)
    [(ground, _weight)] = hall.rng.choices(GROUNDS, [weight for _ground, weight in GROUNDS])
    said = {"unit": hall.desk.centre, "kind": kind, "channel": "kiosk", "priority": ground}
    return actions.take_number(**said, by=HALL, at=at)


def serve(hall: Hall, seats: list[Seat], *, until: datetime) -> None:
    """Whatever counters do up to an instant, in the order in which they become free."""
    while True:
        ready = [seat for seat in seats if seat.free_at is not None and seat.free_at <= until]
        if not ready:
            return
        seat = min(ready, key=lambda one: one.free_at)
        ticket = actions.call_next(counter_id=seat.counter.pk, by=seat.person, at=seat.free_at)
        seat.free_at = None if ticket is None else _see(hall, seat, ticket)


def _see(hall: Hall, seat: Seat, ticket: Ticket) -> datetime:
    """They come to the counter, or not; when it is free again."""
    now, own = seat.free_at, {"ticket_id": ticket.pk, "by": seat.person}
    if hall.rng.random() < ABSENT:
        actions.recall(**own, at=now + WALK)
        actions.mark_no_show(**own, at=now + 2 * WALK)
        return now + 3 * WALK
    actions.start(**own, at=now + WALK)
    if hall.seen:
        hall.seen(ticket, seat.person, now + WALK)
    usual = KINDS[hall.kinds.index(ticket.kind)][3]
    return now + WALK + timedelta(minutes=usual * hall.rng.lognormvariate(-0.1, 0.45))


def go_home(seats: list[Seat], at: datetime) -> None:
    """Whom a counter still serves is finished; who waits then is told so at night."""
    for seat in seats:
        present = Ticket.objects.filter(counter=seat.counter, state="serving").first()
        if present is not None:
            actions.finish(ticket_id=present.pk, by=seat.person, at=at)
        actions.close_counter(counter_id=seat.counter.pk, by=seat.person, at=at)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HANOI)
