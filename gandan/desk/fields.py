"""What officers type, as it is stored and as its faults are told. Shared by the counter and the moves of a dossier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.lib.fold import tidy

WORDS = {
    "required": _("Hãy ghi mục này."),
    "max_length": _("Dài %(show_value)s chữ; nhiều nhất %(limit_value)s chữ."),
    "invalid": _("Chưa đúng dạng."),
    "invalid_choice": _("Hãy chọn trong các mục có sẵn."),
    "null_characters_not_allowed": _("Có ký tự không đọc được."),
}
CHOICE_WORDS = WORDS | {"required": _("Hãy chọn một mục.")}


class Line(forms.CharField):
    """One line of text, stored tidy: NFC, single spaces."""

    default_error_messages = WORDS

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value))


class Lines(forms.CharField):
    """Several lines, each tidy; empty lines are dropped."""

    default_error_messages = WORDS
    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value).splitlines()
        return "\n".join(line for line in map(tidy, typed) if line)


class Number(forms.IntegerField):
    default_error_messages = WORDS | {
        "invalid": _("Hãy ghi bằng chữ số."),
        "min_value": _("Nhỏ nhất là %(limit_value)s."),
        "max_value": _("Lớn nhất là %(limit_value)s."),
    }


class Email(forms.EmailField):
    default_error_messages = WORDS | {"invalid": _("Không giống địa chỉ thư điện tử; ví dụ hoa@example.com.")}
