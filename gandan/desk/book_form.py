"""A receipt of the paper book at the counter: its number, and the day and hour that stand on it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import WORDS, Number
from gandan.desk.keep_forms import DayField


class BookForm(forms.Form):
    """`accepts`: whether the act is one that a number of the book is for."""

    book_number = Number(label=_("Số in trên giấy"), required=False, min_value=1, max_value=10**6)
    book_day = DayField(label=_("Ngày nhận trên giấy"), required=False)
    book_hour = forms.TimeField(
        label=_("Giờ nhận trên giấy"),
        required=False,
        input_formats=("%H:%M", "%Hh%M", "%H.%M", "%Hg%M"),
        error_messages=WORDS | {"invalid": _("Hãy ghi giờ và phút, ví dụ 9:15.")},
    )

    def __init__(self, typed: MultiValueDict, *, accepts: bool = True) -> None:
        super().__init__(typed)
        self.accepts = accepts

    @property
    def is_used(self) -> bool:
        """Whether anything of it is typed: else the dossier is received now."""
        return any((self.data.get(name) or "").strip() for name in self.base_fields)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.accepts:
            sentence = _("Số giấy chỉ nhập khi tiếp nhận. Hãy xóa số giấy; số đó ghi hỏng ở trang Sổ giấy.")
            raise forms.ValidationError({"book_number": sentence})
        for name in self.base_fields:
            if said.get(name) is None and name not in self.errors:
                self.add_error(name, WORDS["required"])
        return said

    @property
    def received_at(self) -> datetime | None:
        """The instant on the paper, when it can be read; None in the ordinary way."""
        if not self.is_used or not self.is_valid():
            return None
        said = self.cleaned_data
        return make_aware(datetime.combine(said["book_day"], said["book_hour"]))
