"""The shape of a form for a move of a dossier; `arguments` is what the action is given."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from gandan.dossiers.models import Dossier
from gandan.lib.refusal import Refused
from gandan.ui.templatetags.ui import sentence

SMALL = {"class": "medium"}

# refusal -> the field to mend, the first that the form has
BLAMED = {
    "dossiers.road_unfinished": ("unfinished_because",),
    "dossiers.no_reason": ("reason",),
    "dossiers.no_ground": ("ground",),
    "dossiers.nothing_missing": ("papers", "others"),
    "dossiers.no_collector": ("collected_by",),
    "dossiers.no_collector_paper": ("collector_paper",),
    "dossiers.collector_unsure": ("collected_by",),
    "dossiers.no_tracking_number": ("tracking_number",),
    "dossiers.no_result_file": ("manner",),
    "dossiers.originals_unaccounted": ("given_back",),
    "dossiers.early_not_announced": ("applicant_is_here",),
    "dossiers.no_error": ("error",),
    "dossiers.no_number": ("result_number",),
    "dossiers.no_loss": ("what",),
    "dossiers.no_remedy": ("remedy",),
    "dossiers.term_without_ground": ("term_ground",),
    "dossiers.no_task": ("task",),
    "dossiers.unit_not_in_force": ("agency",),
    "law.term_amount": ("term_amount",),
    "dossiers.no_further_term": ("term_amount",),
    "dossiers.no_wait_term": ("term_amount",),
    "dossiers.papers_missing": ("given",),
}


class MoveForm(forms.Form):
    """`revision` is that of the dossier the officer was looking at."""

    does: ClassVar[Any]
    done: ClassVar[str]
    advice: str = ""
    button: ClassVar[str] = ""  # else the label of the move
    mark_optional = False  # what is needed depends on the other answers; the action says so

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, dossier: Dossier, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = dossier.revision
        self.prepare(dossier, today)

    def prepare(self, dossier: Dossier, today: date) -> None:
        """Choices and what is most likely to be answered."""

    def blame(self, refused: Refused) -> bool:
        """Put a refusal beside the field it speaks of; False when it speaks of none."""
        field = next((name for name in BLAMED.get(refused.code, ()) if name in self.fields), None)
        if field:
            self.add_error(field, sentence(refused))
        return field is not None

    def arguments(self) -> dict[str, Any]:
        """Of the action, besides which dossier, who and when."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}
