"""What officers do with a dossier: one verb, one transaction; the change, the promise, the entry, the notice."""

from gandan.dossiers.actions.handling import assign, attach, examine, read_numbers, return_result, settle
from gandan.dossiers.actions.intake import (
    accept,
    discard_draft,
    open_draft,
    refuse,
    request_supplement_at_reception,
    save_draft,
    sweep_drafts,
)
from gandan.dossiers.actions.statements import read_statement
from gandan.dossiers.actions.supplements import (
    close,
    close_overdue_supplements,
    decide_second_request,
    propose_second_request,
    receive_supplement,
    request_supplement,
)

__all__ = [
    "accept",
    "assign",
    "attach",
    "close",
    "close_overdue_supplements",
    "decide_second_request",
    "discard_draft",
    "examine",
    "open_draft",
    "propose_second_request",
    "read_numbers",
    "read_statement",
    "receive_supplement",
    "refuse",
    "request_supplement",
    "request_supplement_at_reception",
    "return_result",
    "save_draft",
    "settle",
    "sweep_drafts",
]
