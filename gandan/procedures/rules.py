"""What a procedure's version says, as typed values, and what is wrong with a version that cannot be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
    """One document to bring. Counts are papers of each sort; `only_when` says when it is asked at all."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    only_when: str = ""
    check: str = ""
    tip: str = ""


@dataclass(frozen=True)
class TermOption:
    """How long for a channel and a case. `term` is law.terms syntax; "" where the register gives none we may rely on."""

    case: str
    channel: str  # "" for every channel, else desk | post | online
    term: str
    text: str  # the register's own words
    basis: str = ""


@dataclass(frozen=True)
class Fee:
    """`amount` in đồng, None where a local decision sets it; `text` and `exemption` verbatim."""

    name: str
    amount: int | None
    text: str
    exemption: str = ""


@dataclass(frozen=True)
class ResultPaper:
    name: str
    code: str = ""


def requirements(content: Sequence[Mapping[str, object]]) -> tuple[Requirement, ...]:
    """The documents of a version's JSON."""
    return tuple(Requirement(**row) for row in content)  # type: ignore[arg-type]


def term_options(content: Sequence[Mapping[str, object]]) -> tuple[TermOption, ...]:
    """The terms of a version's JSON, the usual case first."""
    return tuple(TermOption(**row) for row in content)  # type: ignore[arg-type]


def fees(content: Sequence[Mapping[str, object]]) -> tuple[Fee, ...]:
    """The fees of a version's JSON."""
    return tuple(Fee(**row) for row in content)  # type: ignore[arg-type]


def results(content: Sequence[Mapping[str, object]]) -> tuple[ResultPaper, ...]:
    """The results of a version's JSON."""
    return tuple(ResultPaper(**row) for row in content)  # type: ignore[arg-type]
