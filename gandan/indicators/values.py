"""What indicators hand out: definitions, periods, figures, sealed measures, verdicts. Plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gandan.lib.statistics import wilson


class Better(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"


class Cases(StrEnum):
    """What a figure opens to; nothing where it was counted from counts."""

    DOSSIERS = "dossiers"
    TICKETS = "tickets"
    NONE = "none"


class Reading(StrEnum):
    """How units that were merged are counted: with all they took over from, or each as it was."""

    WITH_BEFORE = "with_before"
    AS_IT_WAS = "as_it_was"


@dataclass(frozen=True)
class Definition:
    """One file of definitions/: what is counted, and the query that says it of each case.

    `met` and `unmet` name the two sorts of cases; `small` says that too few are never shown (decision 13).
    """

    code: str
    name: str
    counts: str
    met: str
    unmet: str
    of: str
    source: str
    better: Better
    facts: tuple[str, ...]
    cases: Cases
    power: str
    small: bool
    sql: str
    fingerprint: str


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, order=True)
class Period:
    """Local days, both included."""

    first_on: date
    last_on: date
    kind: PeriodKind

    @property
    def code(self) -> str:
        """`2026-11`, `2026Q4`, `2026`, or `2026-01-15..2026-06-30`."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.first_on:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.first_on:%Y}Q{(self.first_on.month + 2) // 3}"
            case PeriodKind.YEAR:
                return f"{self.first_on:%Y}"
        return f"{self.first_on.isoformat()}..{self.last_on.isoformat()}"

    def is_over(self, on: date) -> bool:
        return self.last_on < on


@dataclass(frozen=True)
class Figure:
    """So many of so many, of one unit in one period. `left_out`: months of a unit too small to be counted in.

    The share and its interval (95 %, Wilson) are None where nothing was counted.
    """

    definition: str
    unit: str
    period: str
    numerator: int
    denominator: int
    left_out: int = 0

    @property
    def share(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.numerator, self.denominator) if self.denominator else None


class Change(StrEnum):
    """What two figures say beside each other."""

    NOTHING_TO_COMPARE = "nothing_to_compare"
    NO_DIFFERENCE_SEEN = "no_difference_seen"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Case:
    """One thing behind a figure: its public code, its unit and day, whether it is of the `met` sort."""

    code: str
    unit: str
    day: date
    is_met: bool


class JudgedBy(StrEnum):
    """The rule of judgement of a sealed measure."""

    TARGET = "target"  # the share reaches the target
    BASELINE = "baseline"  # the share is better than it was


@dataclass(frozen=True)
class Measure:
    """What somebody promises to change, as it is sealed: the indicator and its very definition, whose, from where,
    to where, in which days, judged how. Shares are whole thousandths, counts whole numbers: one text, one seal.

    `person_post` is the code of a post where the measure is of a person's own work, else empty. `baseline` is the pair
    (numerator, denominator) of the time before, (0, 0) where there is none. Under `least` cases nothing is shown.
    """

    indicator: str
    fingerprint: str
    better: Better
    unit: str
    person_post: str
    baseline: tuple[int, int]
    target: int
    judged_by: JudgedBy
    first_on: date
    last_on: date
    least: int = 10


class Outcome(StrEnum):
    KEPT = "kept"
    NOT_SHOWN = "not_shown"
    NOT_KEPT = "not_kept"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Verdict:
    """What the figure says of a measure: the outcome, the cases, the interval (None before any case), the mark it was
    held against, and why, as a code: `running`, `no_case`, `few`, `reached`, `missed`, `between`."""

    outcome: Outcome
    why: str
    numerator: int
    denominator: int
    interval: tuple[float, float] | None
    against: float | None


Canonical = Mapping[str, str | int | list[int]]
