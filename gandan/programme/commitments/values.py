"""What commitments hand to surfaces: plain values, no rows."""

from dataclasses import dataclass
from datetime import date

from gandan.indicators.values import JudgedBy
from gandan.programme.commitments.states import MeasureKind

# what is typed, in characters, as the columns hold it
LONGEST = {"content": 500, "solution": 1000, "measure": 300, "evidence": 300}
LONGEST_LIMITATION = {"statement": 500, "cause": 500, "measure": 300, "evidence": 300}
LONGEST_SAID = 2000  # evidence that is shown, a reason


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a template: what is to be done, in the words of the place."""

    code: str
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class ItemText:
    """One item as it is typed. `period` is `2026Q3` or `2026`; `target` counts thousandths, 0 where none is set."""

    content: str
    head: str = ""
    solution: str = ""
    due_on: date | None = None
    measure_kind: MeasureKind = MeasureKind.NONE
    measure: str = ""
    evidence: str = ""
    indicator: str = ""
    period: str = ""
    judged_by: JudgedBy = JudgedBy.TARGET
    target: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """What somebody in a kind of post is asked to write. `work`: words by which the post's work is known, folded;
    `example`: a good item, which hints are taken from."""

    code: str
    posts: tuple[str, ...]
    leads: bool
    work: tuple[str, ...]
    indicators: tuple[str, ...]
    heads: tuple[Head, ...]
    example: ItemText


@dataclass(frozen=True, slots=True)
class Weak:
    """What is weak: a code, a sentence for people, a better example in words one could have typed. `place`: of which
    item, 0 for the whole."""

    code: str
    sentence: str
    better: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class LimitationText:
    """A limitation a leader means to overcome."""

    statement: str
    cause: str = ""
    measure: str = ""
    due_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may confirm: how many steps above the unit their post is, and its rank among leaders of one unit."""

    person: str
    away: int
    rank: int


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How far a unit is with the commitments of a year: of how many posts that are held."""

    unit: str  # code and first day
    name: str
    posts: int
    signed: int
    confirmed: int
    reviewed: int
