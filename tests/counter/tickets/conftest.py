"""A hall: two kinds of work, two counters, who sits there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Counter, Ticket, WorkKind
from gandan.counter.tickets.values import HALL
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from tests.factories import Commune, commune, officer

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=HANOI)


def later(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


@dataclass
class Hall:
    place: Commune
    head: Person
    clerks: list[Person]
    births: WorkKind
    land: WorkKind
    counters: list[Counter]

    def opened(self, which: int = 0, *, kinds: tuple[WorkKind, ...] = (), at: datetime = MONDAY) -> Counter:
        return actions.open_counter(counter_id=self.counters[which].pk, kinds=kinds, by=self.clerks[which], at=at)

    def taken(self, kind: WorkKind | None = None, *, at: datetime = MONDAY, **other: object) -> Ticket:
        said = {"channel": "desk", "by": self.clerks[0]} | other
        return actions.take_number(unit=self.place.centre, kind=kind or self.births, at=at, **said)

    def pressed(self, *, at: datetime = MONDAY, **other: object) -> Ticket:
        """Taken at the kiosk."""
        return self.taken(at=at, **{"channel": "kiosk", "by": HALL} | other)

    def called(self, which: int = 0, *, at: datetime = MONDAY) -> Ticket | None:
        return actions.call_next(counter_id=self.counters[which].pk, by=self.clerks[which], at=at)

    def do(self, step, ticket: Ticket, which: int = 0, *, at: datetime = MONDAY, **other: object) -> Ticket:
        return step(ticket_id=ticket.pk, by=self.clerks[which], at=at, **other)

    def served(self, which: int = 0, *, at: datetime = MONDAY) -> Ticket | None:
        """The next one, called and come."""
        ticket = self.called(which, at=at)
        return ticket and self.do(actions.start, ticket, which, at=at)


def hall_of(counters: int = 2) -> Hall:
    """The hall and its people, made now through the actions; nobody sits yet."""
    place = commune("Bình Lục")
    head = officer(place.centre, PostKind.CENTRE_HEAD, name="Trần Thị Nga")
    keeping = {"unit": place.centre, "by": head, "at": MONDAY - timedelta(days=1)}
    births = actions.add_kind(letter="A", name="Khai sinh, kết hôn", fields=["Hộ tịch"], **keeping)
    land = actions.add_kind(letter="B", name="Đất đai", fields=["Đất đai"], order=1, **keeping)
    made = [actions.add_counter(number=n + 1, kinds=[births, land], **keeping) for n in range(counters)]
    clerks = [officer(place.centre, PostKind.COUNTER_OFFICER) for _ in made]
    return Hall(place, head, clerks, births, land, made)


@pytest.fixture
def hall(db) -> Hall:
    return hall_of()
