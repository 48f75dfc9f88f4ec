"""What is told of a line, and what is answered: plain values, no rows. Times within a run are seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from gandan.counter.queueing.line import InLine


@dataclass(frozen=True, slots=True)
class Desk:
    """An open counter: what it serves, and what it serves now since when."""

    kinds: frozenset[str]
    serving: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A hall at an instant: who waits, who serves."""

    line: tuple[InLine, ...]
    desks: tuple[Desk, ...]
    at: datetime
    most_overtaken: int


@dataclass(frozen=True, slots=True)
class Known:
    """What a unit's own record teaches when an estimate is made.

    `seconds` are times at a counter by kind; `hours` the seconds from now within which the hall is open, begun and
    ended; `usual` what counters serve on such a day; `scores` and `lows` how settled estimates did, newest first.
    """

    seconds: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    firsts: tuple[str, ...] = ()  # the kinds of those with priority who came lately
    firsts_a_second: float = 0.0
    hours: tuple[tuple[float, float], ...] = ()
    usual: tuple[frozenset[str], ...] = ()
    scores: tuple[float, ...] = ()
    lows: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """How the line runs on, before correction: the middle and the spread of the wait, in seconds."""

    middle: float
    spread: float
    ahead: int
    desks: int
    at_once: bool
    is_thin: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody is told: not before `lower_at`, and nine of ten are called before `by_at`."""

    lower_at: datetime
    by_at: datetime


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many promises of how many were kept, with the interval within which the share lies (95 %).

    `at_once` were called without a wait and `left` went before it could be judged: neither is counted.
    """

    first_day: date
    last_day: date
    kept: int
    told: int
    at_once: int
    left: int
    low: float
    high: float
    is_few: bool

    @property
    def share(self) -> float | None:
        return self.kept / self.told if self.told else None


@dataclass(frozen=True, slots=True)
class Foretold:
    """What somebody is told who takes a number: their place, how the line was played on, and the promise."""

    own: InLine
    forecast: Forecast
    told: Told


# --- the record of a month, and what is asked of it ------------------------------------------------------------------


class Stay(NamedTuple):
    """Somebody at a counter: for what, how long, with the pause after; `desk` says which one it really was."""

    kind: str
    seconds: float
    desk: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One who came: in line since `came`, at a counter for each stay.

    `called` is when they really were called first, None when they never were; `left` when they went without.
    """

    ticket: str
    kind: str
    came: datetime
    first: bool
    stays: tuple[Stay, ...]
    called: datetime | None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A counter that is open: from, until, for what."""

    desk: str
    kinds: frozenset[str]
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class RecordedDay:
    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...]
    most_overtaken: int


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits of a run: how many were called, the middle one and the one that nine of ten stay below (seconds)."""

    called: int
    median: float
    nine_of_ten: float


@dataclass(frozen=True, slots=True)
class Replay:
    """The recorded days run through the simulator unchanged, beside what was seen."""

    seen: Waits
    run: Waits
    days: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over many runs: the middle one, and between what eight of ten runs lie."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the runs say: people called on a day, people in line at its end; the waits of all days, in seconds."""

    people: Spread
    unserved: Spread
    median: Spread
    nine_of_ten: Spread


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked: one more counter that serves all there is; other hours; a Saturday of its own hours.

    Hours are spans of a day; for a Saturday, so many counters, and of a hundred who come on other days so many.
    """

    one_more: bool = False
    hours: tuple[tuple[time, time], ...] = ()
    saturday: tuple[tuple[time, time], ...] = ()
    saturday_desks: int = 0
    saturday_share: int = 0


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer: as it is, and as it would be; a new Saturday apart. `replay` is why it may be given."""

    replay: Replay
    now: Outcome
    then: Outcome
    saturday: Outcome | None
    runs: int
