"""What a procedure's version says, as values that nobody changes, and how they are read back from its JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Protocol

# Decree 118/2025 art. 15; "" is every channel.
CHANNELS = ("", "desk", "post", "online")
CERTAINTIES = ("certain", "likely", "unsure")
MAX_NAME = 500
MAX_PLAIN_NAME = 200
MAX_PAPER = 300
MAX_CASE = 200
MAX_DECISION = 180  # with its day and the words of the fee it fits the ground of a charge
MAX_FEE_WORDS = 100
MAX_GROUND = 300


@dataclass(frozen=True)
class Requirement:
    """One document to bring. Counts are papers of each sort; all zero means shown and handed back at once.

    `only_when` says when it is asked at all; `check` and `tip` are for the officer.
    """

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    only_when: str = ""
    check: str = ""
    tip: str = ""

    @property
    def is_only_shown(self) -> bool:
        return not (self.originals or self.certified or self.copies)


@dataclass(frozen=True)
class TermOption:
    """How long for a channel and a case. `term` is law.terms syntax; "" where the register gives none we may rely on.

    With no term the officer appoints one and states its ground. `certainty` is "" where the version's own applies.
    """

    case: str
    channel: str  # one of CHANNELS
    term: str
    text: str  # the register's own words; "" where it says nothing
    basis: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class Fee:
    """`amount` in đồng, None where a local decision sets it; `text` and `exemption` verbatim."""

    name: str
    amount: int | None
    text: str
    exemption: str = ""


@dataclass(frozen=True)
class ResultPaper:
    """What the applicant gets, with the register's code of that kind of paper."""

    name: str
    code: str = ""


@dataclass(frozen=True)
class RouteStep:
    """What an agency does on the decreed way to the result. Steps of one `stage` run at once.

    `agency` is the code of a unit, or the kind of one (organisation.UnitKind) in the province of the dossier; "" is the
    agency that decides. `term` is law.terms; "" where the decree gives the step none of its own.
    """

    stage: int
    agency: str
    task: str
    term: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Content:
    """All that the catalogue says of one procedure, before it becomes a version.

    `keywords` are what people type for it; `shortcuts` are three letters each, no other procedure's; `rank` orders
    what is equally fitting, the commonest first. `valid_to` is the first day it no longer holds, where the law already
    says so, and `ending` the sentence that says why and what then.
    """

    code: str
    valid_from: date
    name: str
    plain_name: str
    field: str
    rank: int
    keywords: tuple[str, ...]
    shortcuts: tuple[str, ...]
    terms: tuple[TermOption, ...]
    documents: tuple[Requirement, ...]
    fees: tuple[Fee, ...]
    results: tuple[ResultPaper, ...]
    legal_basis: tuple[str, ...]
    decision: str
    code_certainty: str
    content_certainty: str
    source: str
    steps: tuple[RouteStep, ...] = ()
    valid_to: date | None = None
    ending: str = ""


@dataclass(frozen=True)
class LocalRule:
    """What a place decided for itself: a shorter term, or a fee. `decision` names it, with number and day.

    A term with no `case` is for every case that the register does not promise sooner; a fee with no `fee_name` is for
    every fee.
    """

    decision: str
    term: str = ""
    case: str = ""
    channel: str = ""
    fee_name: str = ""
    fee_amount: int | None = None
    fee_text: str = ""
    exemption: str = ""
    unit: str = ""


class HasTerms(Protocol):
    """A version."""

    @property
    def term_options(self) -> tuple[TermOption, ...]: ...


def requirements(content: Sequence[Mapping[str, Any]]) -> tuple[Requirement, ...]:
    """The documents of a version's JSON."""
    return tuple(Requirement(**row) for row in content)


def term_options(content: Sequence[Mapping[str, Any]]) -> tuple[TermOption, ...]:
    """The terms of a version's JSON, the usual case first."""
    return tuple(TermOption(**row) for row in content)


def fees(content: Sequence[Mapping[str, Any]]) -> tuple[Fee, ...]:
    """The fees of a version's JSON."""
    return tuple(Fee(**row) for row in content)


def results(content: Sequence[Mapping[str, Any]]) -> tuple[ResultPaper, ...]:
    """The results of a version's JSON."""
    return tuple(ResultPaper(**row) for row in content)


def route_steps(content: Sequence[Mapping[str, Any]]) -> tuple[RouteStep, ...]:
    """The decreed steps of a version's JSON."""
    return tuple(RouteStep(**row) for row in content)


def to_json(content: Content) -> dict[str, Any]:
    """As it is staged; `from_json` reads it back."""
    said = asdict(content)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def from_json(said: Mapping[str, Any]) -> Content:
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in ("valid_from", "valid_to")}
    lists = {name: tuple(said[name]) for name in ("keywords", "shortcuts", "legal_basis")}
    typed: dict[str, Any] = {
        "terms": term_options(said["terms"]),
        "documents": requirements(said["documents"]),
        "fees": fees(said["fees"]),
        "results": results(said["results"]),
        "steps": route_steps(said["steps"]),
    }
    return Content(**{**said, **days, **lists, **typed})
