"""Figures and the cases behind them; facts of every domain; definitions. Nothing here reads the clock."""

from gandan.indicators.queries.catalogue import all_definitions, definition
from gandan.indicators.queries.figures import cases, figure, has_before, measure
from gandan.indicators.queries.periods import (
    changed,
    chosen,
    month_before,
    offered,
    period_before,
    read_period,
    words_of_period,
)
from gandan.indicators.queries.sealed import sealable, verdict_of
from gandan.indicators.queries.sources import all_facts, export_rows

__all__ = [
    "all_definitions",
    "all_facts",
    "cases",
    "changed",
    "chosen",
    "definition",
    "export_rows",
    "figure",
    "has_before",
    "measure",
    "month_before",
    "offered",
    "period_before",
    "read_period",
    "sealable",
    "verdict_of",
    "words_of_period",
]
