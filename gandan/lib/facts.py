"""What a flat fact is: rows of text, whole numbers and local dates, which the database itself computes.

A domain declares its own in `facts.py`, as `FACTS`: no times of day, no fractions, no words that people wrote, nobody's
name, number or address; things are named by their public codes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One column: what it holds, in a line; `empty` where it may hold nothing."""

    kind: Kind
    meaning: str
    empty: bool = False


@dataclass(frozen=True)
class Fact:
    """`rows` gives the query for an instant, with the columns as its values; `meaning` says what one row is.

    `unit_fields` are the fields by which its rows belong to a unit, or to one that it became: a database of millions
    then reads only those of the units asked for.
    """

    name: str
    meaning: str
    columns: Mapping[str, Column]
    rows: Callable[[datetime], Any]
    unit_fields: tuple[str, ...] = ()


def text(meaning: str, *, empty: bool = False) -> Column:
    return Column(Kind.TEXT, meaning, empty)


def integer(meaning: str, *, empty: bool = False) -> Column:
    return Column(Kind.INTEGER, meaning, empty)


def day(meaning: str, *, empty: bool = False) -> Column:
    return Column(Kind.DATE, meaning, empty)
