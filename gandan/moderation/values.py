"""What moderation hands out: plain values, no rows."""

from dataclasses import dataclass
from datetime import date

from gandan.moderation.states import Flag


@dataclass(frozen=True, slots=True)
class Finding:
    """Something pointed at in a text, from letter `start` up to, not including, `end`."""

    flag: Flag
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters of a text, and what was found in it: "" for nothing."""

    text: str
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What the writer takes away: the code that only they hold, and whether their words accuse somebody."""

    code: str
    secret: str
    accuses: bool


@dataclass(frozen=True, slots=True)
class PublicText:
    """A text as everybody reads it: numbers and addresses struck out, its month, never its day."""

    text: str
    month: date
