"""What tickets hand to surfaces and to the domains above: plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gandan.lib.refs import Ref

# the acts of whoever stands at the kiosk or holds a telephone: nobody in particular
HALL = Ref("system", "hall")
# what is left of a ground of priority once the ticket is over: that it went first, and nothing of why
WENT_FIRST = "first"


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
    at: datetime
    calls: int
    is_called: bool  # else they stand there already
    goes_first: bool


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
    """What hangs in the hall: whom counters call, newest first, then whom they serve."""

    version: int
    day: date
    calls: tuple[Called, ...]
    kinds: tuple[KindWaiting, ...]

    @property
    def waiting(self) -> int:
        return sum(kind.waiting for kind in self.kinds)
