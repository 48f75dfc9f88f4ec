"""Reading dossiers: who may see which, what may be done next, search, lists and the figures that open them."""

from gandan.dossiers.queries.at_once import (
    case_at_once,
    decides_for,
    fees_at_desk,
    price_at_once,
    served_lately,
    signers,
    versions_at_once,
)
from gandan.dossiers.queries.listing import PAGE, page, roads_to
from gandan.dossiers.queries.local import version_here
from gandan.dossiers.queries.of_then import figures_of, of_unit_then, period_then
from gandan.dossiers.queries.reading import (
    ATTACHING,
    DECIDING,
    FIGURES,
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
    "decides_for",
    "drafts_of",
    "due_if_accepted",
    "fees_at_desk",
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
    "roads_to",
    "search",
    "served_lately",
    "signers",
    "unit_figures",
    "version_here",
    "versions_at_once",
    "visible_to",
    "with_all",
]
