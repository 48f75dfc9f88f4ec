"""What booked times are made of: plain values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from gandan.counter.sessions.values import OpenSession
from gandan.lib.refs import Ref

# the acts of whoever books for themselves: nobody in particular
CITIZEN = Ref("system", "citizen")


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that may be booked for one kind of work, and how many still may."""

    starts_at: datetime
    ends_at: datetime
    seats: int  # how many may book it in all
    free: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that somebody holds or has booked, for one kind of work (its code)."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    seat: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day in which times may be looked for. `why_off` names the holiday or rest of a day without hours.

    `session` is what is held on a day of rest, and where; a day may be kept for those who come without booking.
    """

    day: date
    free: int
    why_off: str = ""
    session: OpenSession | None = None
    is_for_walk_ins: bool = False
