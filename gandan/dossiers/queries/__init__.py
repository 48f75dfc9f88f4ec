"""Reading dossiers: who may see which, what may be done next, search, lists and the figures that open them."""

from gandan.dossiers.queries.at_once import case_at_once, price_at_once, served_lately, versions_at_once
from gandan.dossiers.queries.local import version_here
from gandan.dossiers.queries.of_then import figures_of, of_unit_then, period_then
from gandan.dossiers.queries.reading import (
    ATTACHING,
    DECIDING,
    FIGURES,
    PAGE,
    NextMove,
    Period,
    by_public_code,
    drafts_of,
    due_if_accepted,
    figure,
    lawful_standing,
    may_make,
    next_moves,
    of_units,
    originals_in_hand,
    page,
    refusal_to_attach,
    unit_figures,
    visible_to,
    with_all,
)
from gandan.dossiers.queries.searching import known_applicants, search
from gandan.dossiers.rules import Standing

__all__ = [
    "ATTACHING",
    "DECIDING",
    "FIGURES",
    "PAGE",
    "NextMove",
    "Period",
    "Standing",
    "by_public_code",
    "case_at_once",
    "drafts_of",
    "due_if_accepted",
    "figure",
    "figures_of",
    "known_applicants",
    "lawful_standing",
    "may_make",
    "next_moves",
    "of_unit_then",
    "of_units",
    "originals_in_hand",
    "page",
    "period_then",
    "price_at_once",
    "refusal_to_attach",
    "search",
    "served_lately",
    "unit_figures",
    "version_here",
    "versions_at_once",
    "visible_to",
    "with_all",
]
