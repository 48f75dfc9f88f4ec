"""What directives hand to surfaces and to the domains above: plain values, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# what is typed, in characters, as the columns hold it
LONGEST = {"number": 60, "body": 200, "title": 300, "summary": 3000}
LONGEST_TASK = 500


@dataclass(frozen=True, slots=True)
class DirectiveDetails:
    """All that is typed of a directive. Units are named by code and first day, earlier directives by their code."""

    number: str
    body: str
    title: str
    signed_on: date | None
    valid_from: date | None
    summary: str
    valid_to: date | None = None  # the last day it is meant for; None: until something else is decided
    addressed: Sequence[str] = ()
    continues: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """One thing a directive asks for."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """One unit of those a directive binds, and how much of it serves the directive; `last_on` None: nothing yet."""

    unit: str  # code and first day
    name: str
    count: int
    last_on: date | None
