"""A commitment is drafted, written, signed, confirmed, amended, shown, reviewed, contested, closed."""

from gandan.programme.commitments.actions.items import drop_item, write_item
from gandan.programme.commitments.actions.limitations import (
    drop_limitation,
    show_limitation,
    verify_limitation,
    write_limitation,
)
from gandan.programme.commitments.actions.lives import amend, close, close_left, confirm, draft, give_back, sign
from gandan.programme.commitments.actions.telling import contest, review, show_evidence

__all__ = [
    "amend",
    "close",
    "close_left",
    "confirm",
    "contest",
    "draft",
    "drop_item",
    "drop_limitation",
    "give_back",
    "review",
    "show_evidence",
    "show_limitation",
    "sign",
    "verify_limitation",
    "write_item",
    "write_limitation",
]
