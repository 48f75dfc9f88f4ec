"""What tickets hand to surfaces and to the domains above: plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gandan.lib.refs import Ref

# the acts of whoever stands at the kiosk or holds a telephone: nobody in particular
HALL = Ref("system", "hall")


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody goes first: its code, its sentence for people with what fills it, and the article it rests on."""

    code: str
    words: str
    params: Mapping[str, object]
    article: str


@dataclass(frozen=True, slots=True)
class Called:
    """A number at a counter, as the hall shows it."""

    number: str
    counter: int
    kind: str
    at: datetime
    calls: int
    is_at_desk: bool


@dataclass(frozen=True, slots=True)
class KindWaiting:
    """How many wait for one kind of work, and whether any open counter serves it."""

    code: str
    letter: str
    name: str
    waiting: int
    is_served: bool


@dataclass(frozen=True, slots=True)
class BoardShown:
    """What hangs in the hall: the newest calls first."""

    version: int
    day: date
    calls: tuple[Called, ...]
    kinds: tuple[KindWaiting, ...]

    @property
    def waiting(self) -> int:
        return sum(kind.waiting for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class DayOfTickets:
    """A day of one hall in counts; waits are in seconds, of those who were called, shortest first."""

    taken: int
    called: int
    finished: int
    no_show: int
    left: int
    day_over: int
    first_kept: int  # with priority or a booked time
    waits: tuple[int, ...]
