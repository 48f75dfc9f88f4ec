"""A Saturday as it went: people with a booked time and without, numbers, papers certified at once, what people said."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from gandan.counter.appointments import actions as appointments
from gandan.counter.sessions.models import RosterPlace, Session
from gandan.counter.tickets import actions as tickets
from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.values import HALL
from gandan.demo import counter, ratings
from gandan.demo.appointments import book_on, offers_of
from gandan.demo.dossiers import Life, Region
from gandan.demo.world import Desk
from gandan.dossiers.actions import serve_at_once
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import signers
from gandan.lib.codes import random_code
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

DONE_AT_ONCE = ("2.000815", "2.000815", "2.000884")  # copies, copies, a signature
COME_FOR = (20, 60, 10, 5, 5)  # of every hundred, by kind of work
BOOKED = 1
SERVED_AT_ONCE = 0.6
ANSWERED = 0.85  # the officer asks at the table, on paper with the code
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Saturday:
    """A session with the people who come to it, from so many to fewer than so many."""

    region: Region
    desk: Desk
    session: Session
    come: tuple[int, int]
    results: int = 0

    @property
    def rng(self) -> Random:
        return self.region.rng

    def live(self) -> None:
        """Before it is recorded as held: from the first number to the last one home."""
        hall = self.region.world.halls.get(self.desk.centre)
        minutes = sorted(self.rng.randrange(5, 200) for _ in range(self.rng.randrange(*self.come)))
        arrivals = [self.session.begins_at + minute * MINUTE for minute in minutes]
        if hall is None:
            for at in arrivals:
                self.hand_over(self.rng.choice(self.clerks()), at)
            return
        hall = replace(hall, rng=self.rng, seen=self.seen)
        seats = counter.sit_down(hall, self.clerks(), self.session.begins_at)
        booked = self.booked()
        for at, appointment in sorted([*((at, None) for at in arrivals), *booked], key=lambda one: one[0]):
            counter.serve(hall, seats, until=at)
            self.take_number(hall, appointment, at)
            counter.wake(seats, at)
        counter.serve(hall, seats, until=self.session.ends_at + HOUR)
        counter.go_home(seats, self.session.ends_at + HOUR)

    def clerks(self) -> list[Person]:
        """Who serves there and may receive, those of the counter first."""
        places = RosterPlace.objects.serving().filter(session=self.session).select_related("person")
        here = [place.person for place in places.order_by("person__code")]
        may = [one for one in here if standing(one, self.session.day).may(Power.DOSSIER_RECEIVE, self.desk.centre)]
        return sorted(may, key=lambda one: one not in self.desk.counter)

    def booked(self) -> list[tuple[datetime, int]]:
        """Times booked some days before: when they come, and which."""
        offers = offers_of(self.desk)
        if not offers:
            return []
        made = book_on(self.session.day, offers, self.rng, how_many=BOOKED, at=self.session.begins_at - 3 * DAY)
        return [(one.starts_at - 4 * MINUTE, one.pk) for one in made]

    def take_number(self, hall: counter.Hall, appointment: int | None, at: datetime) -> None:
        if appointment is not None:
            appointments.arrive(appointment_id=appointment, by=HALL, at=at)
            return
        [kind] = self.rng.choices(hall.kinds, COME_FOR)
        tickets.take_number(unit=self.desk.centre, kind=kind, channel="kiosk", by=HALL, at=at)

    def seen(self, ticket: Ticket, officer: Person, at: datetime) -> None:
        """Some have a paper certified and take it home, others ask; most say afterwards how it was."""
        if self.rng.random() < SERVED_AT_ONCE:
            done = self.hand_over(officer, at + 2 * MINUTE)
            tickets.link(ticket_id=ticket.pk, about=done.ref, by=officer, at=at + 2 * MINUTE)
        said = {"at": at + 3 * MINUTE, "rng": self.rng, "likely": ANSWERED, "at_session": True}
        ratings.say(self.desk.centre, officer, **said)

    def hand_over(self, officer: Person, at: datetime) -> Dossier:
        """A paper is certified and had back at once."""
        self.results += 1
        life = Life(self.region, self.desk, self.region.versions[self.rng.choice(DONE_AT_ONCE)])
        intake = replace(life.intake(random_code(10)), handler_id=None)
        number = f"T7-{self.results}/{at.year}"
        counted = {"pages": self.rng.randrange(1, 6), "result_number": number, "paid": True}
        signer = signers(self.desk.committee, at.date())[0]
        return serve_at_once(intake=intake, signer=signer, **counted, by=officer, at=at)
