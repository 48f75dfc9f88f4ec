"""Is it lawful? What the law asks of each step in a dossier's life; no person and no database in sight."""

from gandan.dossiers.rules.beforehand import refusal_of
from gandan.dossiers.rules.reception import (
    LATE_AT_MOST,
    REQUESTS_AT_MOST,
    STAMP,
    came_late,
    check_first_request,
    check_may_ask,
    check_may_attach,
    check_may_close,
    check_may_decide,
    check_may_propose,
    check_missing,
    check_papers,
    check_proposal,
    check_settlement,
)
from gandan.dossiers.rules.standing import Limit, Standing
from gandan.dossiers.rules.words import check_length, check_reason

__all__ = [
    "LATE_AT_MOST",
    "REQUESTS_AT_MOST",
    "STAMP",
    "Limit",
    "Standing",
    "came_late",
    "check_first_request",
    "check_length",
    "check_may_ask",
    "check_may_attach",
    "check_may_close",
    "check_may_decide",
    "check_may_propose",
    "check_missing",
    "check_papers",
    "check_proposal",
    "check_reason",
    "check_settlement",
    "refusal_of",
]
