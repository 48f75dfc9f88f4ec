"""What ratings hand out: plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gandan.moderation.values import Filed


class Source(StrEnum):
    """Where a link came from: one letter, since it stands in a QR."""

    RECEIPT = "r"
    SENT = "s"
    TABLET = "t"
    STAND = "d"  # the tablet itself, which gives a new link to each who comes by


OWNER = "ratings"  # whose the comments are, as moderation calls it
COUNTED = frozenset({Source.RECEIPT, Source.SENT})  # links that somebody was given; a tablet only stands there


@dataclass(frozen=True, slots=True)
class Claim:
    """All that a link says: where and on which day it was given, perhaps by whom; never for which dossier."""

    source: Source
    unit_id: int
    day: date
    officer: str
    chance: str
    at_session: bool = False


@dataclass(frozen=True)
class Question:
    """One plain question, its answers from the best to the worst."""

    id: str
    article: str
    words: str
    short: str
    answers: Mapping[str, str]
    good: tuple[str, ...]
    aside: str = ""
    officer: bool = False
    of_session: bool = False


@dataclass(frozen=True, slots=True)
class Thanks:
    """What its writer takes away: their comment's code, and whether they told of money beyond the fees."""

    filed: Filed | None
    paid_more: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with the interval that the share lies in; nothing is said when there are too few."""

    good: int
    counted: int
    low: float
    high: float

    @property
    def percent(self) -> int:
        return round(100 * self.good / self.counted)

    @property
    def low_percent(self) -> int:
        return round(100 * self.low)

    @property
    def high_percent(self) -> int:
        return round(100 * self.high)

    @property
    def drawn(self) -> dict[str, int]:
        """As its interval is drawn: in hundredths, and from `begin` to `end` on a line of 200."""
        said = {"percent": self.percent, "low": self.low_percent, "high": self.high_percent}
        at = round(200 * self.good / self.counted)
        return said | {"begin": round(200 * self.low), "end": round(200 * self.high), "at": at}


@dataclass(frozen=True)
class Result:
    """One question over a month: each answer with its count, and the share of good ones; `share` None: too few."""

    question: Question
    share: Share | None
    counts: list[tuple[str, int]] = field(default_factory=list)
