"""Commitments as they are read: who reads which, what is weak, what the ledger says, what was altered, counts."""

from gandan.programme.commitments.queries.judging import Judged, judged, ledger_words, measure_now
from gandan.programme.commitments.queries.reach import (
    confirmers_of,
    counts_of_units,
    in_reach,
    keeps_level,
    may_confirm,
    mine,
    offered_posts,
    read_by,
    to_confirm,
)
from gandan.programme.commitments.queries.texts import (
    altered,
    edition_of,
    items_of,
    limitations_of,
    live_items,
    standing_text,
    weak_points_of,
)

__all__ = [
    "Judged",
    "altered",
    "confirmers_of",
    "counts_of_units",
    "edition_of",
    "in_reach",
    "items_of",
    "judged",
    "keeps_level",
    "ledger_words",
    "limitations_of",
    "live_items",
    "may_confirm",
    "measure_now",
    "mine",
    "offered_posts",
    "read_by",
    "standing_text",
    "to_confirm",
    "weak_points_of",
]
