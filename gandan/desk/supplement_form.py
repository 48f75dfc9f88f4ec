"""Asking for what is missing: the same questions at the counter and while a dossier is examined (art. 16.3, 19.5)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Lines
from gandan.dossiers.values import MAX_REASON


class SupplementForm(forms.Form):
    """What else is needed besides the papers not handed in, and why."""

    others = Lines(
        label=_("Nội dung khác cần bổ sung, sửa lại"),
        help_text=_("Mỗi dòng một việc, viết như nói với người dân."),
        required=False,
    )
    reason = Lines(label=_("Lý do"), max_length=MAX_REASON, error_messages={"required": _("Hãy ghi lý do.")})

    def others_asked(self) -> list[str]:
        """One thing an entry; only after the form is valid."""
        return self.cleaned_data["others"].splitlines()
