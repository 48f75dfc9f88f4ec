"""A hall made up by other means than the estimator and the simulator: neither their code nor their distributions.

Its own loop over seconds of a day, its own reading of who is next, times from mixtures of gamma and lognormal; people
in waves and by the busload; officers who are late, pause, go to lunch, and are slow on some days; people who do not
come when called, who lose patience, who need a second thing. What happens is told as a log of plain events, in order.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from heapq import heappop, heappush
from itertools import count

import numpy as np

HANOI = timezone(timedelta(hours=7))
OPENINGS = ((7.5, 11.5), (13.5, 17.0))  # hours of the day
# kind -> (share of people, [(weight, law, two parameters)], …): minutes at a counter
WORK = {
    "copies": (0.5, [(0.85, "gamma", (5.0, 0.8)), (0.15, "lognormal", (2.3, 0.35))]),
    "births": (0.3, [(0.7, "lognormal", (2.0, 0.35)), (0.3, "gamma", (9.0, 1.7))]),
    "land": (0.2, [(0.6, "gamma", (4.0, 3.2)), (0.4, "lognormal", (2.9, 0.4))]),
}
COUNTERS = {"q1": {"copies", "births"}, "q2": {"copies", "births", "land"}, "q3": {"land", "births"}}
PATIENCE = 3  # how many may pass one who came before


@dataclass
class Came:
    """Somebody took a number: as the hall was then, people as (ticket, kind, since, first, overtaken)."""

    at: datetime
    ticket: str
    kind: str
    first: bool
    line: list[tuple[str, str, datetime, bool, int]]
    desks: list[tuple[frozenset[str], str | None, datetime | None]]


@dataclass
class Called:
    at: datetime
    ticket: str
    desk: str


@dataclass
class Freed:
    at: datetime
    ticket: str
    desk: str
    kind: str
    since: datetime


@dataclass
class Left:
    at: datetime
    ticket: str


@dataclass
class Opened:
    at: datetime
    desk: str
    kinds: frozenset[str]


@dataclass
class Closed:
    at: datetime
    desk: str


@dataclass
class Person:
    ticket: str
    kind: str
    since: int
    first: bool
    passed: int = 0
    again: bool = False


@dataclass
class Counter:
    kinds: set[str]
    is_open: bool = False
    person: Person | None = None
    kind: str = ""
    since: int = 0
    resting: bool = False


@dataclass
class World:
    """`people` a day on average; `slower` stretches all times (a drift, from a day on)."""

    seed: int
    people: float = 54.0
    counters: dict[str, set[str]] = field(default_factory=lambda: dict(COUNTERS))
    slower_from: int | None = None
    slower: float = 1.6
    named: str = "N"  # with what the tickets begin

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.seed)
        self.numbers = count(1)

    def days(self, first: date, how_many: int) -> list[list[object]]:
        """The logs of so many days from Monday to Friday."""
        found: list[list[object]] = []
        day = first
        while len(found) < how_many:
            if day.weekday() < 5:
                slow = self.slower if self.slower_from is not None and len(found) >= self.slower_from else 1.0
                found.append(_Day(self, day, slow).log())
            day += timedelta(days=1)
        return found


class _Day:
    def __init__(self, world: World, day: date, slow: float) -> None:
        self.world, self.chance = world, world.chance
        self.midnight = datetime(day.year, day.month, day.day, tzinfo=HANOI)
        self.pace = slow * self.chance.uniform(0.9, 1.12)
        self.counters = {name: Counter(set(kinds)) for name, kinds in world.counters.items()}
        self.queue: list[Person] = []
        self.told: list[object] = []
        self.events: list[tuple[int, int, str, object]] = []
        self.order = count()

    def log(self) -> list[object]:
        self._plan_people()
        for name in self.counters:
            for opens, closes in OPENINGS:
                self._plan(3600 * opens + self.chance.exponential(150), "open", name)
                self._plan(3600 * closes - self.chance.uniform(0, 240), "close", name)
        while self.events:
            second, _, what, who = heappop(self.events)
            getattr(self, f"_{what}")(second, who)
        return self.told

    def _plan(self, second: float, what: str, who: object) -> None:
        heappush(self.events, (int(second), next(self.order), what, who))

    def _plan_people(self) -> None:
        """A morning wave, a smaller one after lunch, some scattered, now and then a busload."""
        busy = self.chance.gamma(16.0, 1 / 16.0)
        waves = [(0.5, 8.3, 0.75), (0.28, 14.3, 0.7), (0.22, None, None)]
        for share, peak, width in waves:
            for _ in range(self.chance.poisson(self.world.people * busy * share)):
                hour = self.chance.normal(peak, width) if peak else self.chance.uniform(7.4, 16.3)
                self._plan_person(hour)
        if self.chance.random() < 0.2:
            hour = self.chance.uniform(8.0, 10.0)
            for _ in range(self.chance.integers(3, 7)):
                self._plan_person(hour + self.chance.uniform(0, 0.05))

    def _plan_person(self, hour: float) -> None:
        hour = min(max(hour, 7.2), 16.4)
        if 11.4 < hour < 13.2:
            hour = 13.2 + (hour - 11.4) / 4
        kinds = list(WORK)
        kind = self.chance.choice(kinds, p=[WORK[kind][0] for kind in kinds])
        person = Person(
            f"{self.world.named}{next(self.world.numbers):05d}",
            str(kind),
            int(3600 * hour),
            self.chance.random() < 0.13,
        )
        self._plan(person.since, "come", person)

    # --- what happens ------------------------------------------------------------------------------------------------

    def _come(self, second: int, person: Person) -> None:
        self.queue.append(person)
        line = [(one.ticket, one.kind, self._when(one.since), one.first, one.passed) for one in self.queue]
        desks = [
            (
                frozenset(one.kinds),
                one.kind or None if one.person else None,
                self._when(one.since) if one.person else None,
            )
            for one in self.counters.values()
            if one.is_open
        ]
        self.told.append(Came(self._when(second), person.ticket, person.kind, person.first, line, desks))
        if self.chance.random() < 0.04:
            self._plan(second + 60 * self.chance.weibull(1.8) * 70, "lose_patience", person)
        self._look(second)

    def _lose_patience(self, second: int, person: Person) -> None:
        if person in self.queue and not person.again:
            self.queue.remove(person)
            self.told.append(Left(self._when(second), person.ticket))

    def _open(self, second: int, name: str) -> None:
        self.counters[name].is_open = True
        self.told.append(Opened(self._when(second), name, frozenset(self.counters[name].kinds)))
        self._look(second)

    def _close(self, second: int, name: str) -> None:
        counter = self.counters[name]
        if counter.person is not None or (second > 3600 * 15 and self._next(counter) is not None):
            self._plan(second + 30, "close", name)  # in the evening nobody is sent home
            return
        counter.is_open = False
        self.told.append(Closed(self._when(second), name))

    def _look(self, second: int) -> None:
        for name, counter in self.counters.items():
            if counter.is_open and counter.person is None and not counter.resting:
                self._call(second, name, counter)

    def _call(self, second: int, name: str, counter: Counter) -> None:
        person = self._next(counter)
        if person is None:
            return
        for other in self.queue:
            earlier = (other.since, other.ticket) < (person.since, person.ticket)
            if earlier and other.kind in counter.kinds:
                other.passed += 1
        self.queue.remove(person)
        counter.person, counter.kind, counter.since = person, person.kind, second
        self.told.append(Called(self._when(second), person.ticket, name))
        absent = not person.again and self.chance.random() < 0.04
        lasts = self.chance.uniform(70, 150) if absent else 60 * self._minutes(person.kind)
        self._plan(second + max(20, lasts), "free", (name, absent))

    def _free(self, second: int, who: tuple[str, bool]) -> None:
        name, absent = who
        counter = self.counters[name]
        person = counter.person
        self.told.append(Freed(self._when(second), person.ticket, name, counter.kind, self._when(counter.since)))
        counter.person = None
        if not absent and not person.again and self.chance.random() < 0.03:
            person.kind, person.again, person.passed = "copies", True, person.passed
            self.queue.append(person)
        counter.resting = True
        pause = self.chance.uniform(240, 600) if self.chance.random() < 0.04 else self.chance.exponential(25)
        self._plan(second + pause, "rested", name)

    def _rested(self, second: int, name: str) -> None:
        self.counters[name].resting = False
        self._look(second)

    def _next(self, counter: Counter) -> Person | None:
        """The eldest with priority, but before them the eldest of those whom enough have passed."""
        mine = [one for one in self.queue if one.kind in counter.kinds]
        if not mine:
            return None
        eldest = min(mine, key=lambda one: (one.since, one.ticket))
        urgent = [one for one in mine if one.first]
        if not urgent:
            return eldest
        best = min(urgent, key=lambda one: (one.since, one.ticket))
        tired = [one for one in mine if one.passed >= PATIENCE and (one.since, one.ticket) < (best.since, best.ticket)]
        return min(tired, key=lambda one: (one.since, one.ticket)) if tired else best

    def _minutes(self, kind: str) -> float:
        laws = WORK[kind][1]
        _, law, (first, second) = laws[self.chance.choice(len(laws), p=[weight for weight, *_ in laws])]
        drawn = self.chance.gamma(first, second) if law == "gamma" else self.chance.lognormal(first, second)
        return drawn * self.pace

    def _when(self, second: int) -> datetime:
        return self.midnight + timedelta(seconds=second)
