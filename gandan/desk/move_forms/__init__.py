"""What an officer types for a move of a dossier, one form a move."""

from gandan.desk.move_forms import changes, errors, handling, returning, routing, submissions, supplements
from gandan.desk.move_forms.form import MoveForm

FORMS: dict[str, type[MoveForm]] = (
    handling.FORMS
    | changes.FORMS
    | supplements.FORMS
    | returning.FORMS
    | submissions.FORMS
    | errors.FORMS
    | routing.FORMS
)
# A single press is enough for these; everything else is asked on a page of its own.
AT_ONCE = frozenset({"examine", "take_result_to_desk"})

__all__ = ["AT_ONCE", "FORMS", "MoveForm"]
