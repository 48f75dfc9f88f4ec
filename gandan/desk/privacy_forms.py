"""What is typed about personal data: a request, its answer, a breach, a period."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import CHOICE_WORDS, WORDS, Email, Line, Lines, Number
from gandan.desk.keep_forms import DayField, UnitField
from gandan.organisation.models import Unit
from gandan.privacy.states import WHAT_NAMES

_SMALL = {"class": "medium"}


class RequestForm(forms.Form):
    what = forms.ChoiceField(
        label=_("Người dân yêu cầu gì?"),
        choices=[(what.value, _(name)) for what, name in WHAT_NAMES.items()],
        widget=forms.RadioSelect,
        error_messages=CHOICE_WORDS | {"required": _("Hãy chọn yêu cầu.")},
    )
    name = Line(label=_("Họ và tên"), max_length=200)
    number = Line(label=_("Số định danh"), max_length=20, required=False, widget=forms.TextInput(attrs=_SMALL))
    birth_year = Number(
        label=_("Năm sinh"),
        min_value=1900,
        max_value=2100,
        required=False,
        help_text=_("Cần khi không có số định danh."),
    )
    phone = Line(
        label=_("Điện thoại"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=_SMALL),
        help_text=_("Không có số định danh thì nhờ đây mới tìm được hồ sơ đã nộp thay người khác."),
    )
    email = Email(label=_("Thư điện tử để trả lời"), required=False)
    said = Lines(label=_("Nội dung yêu cầu"), max_length=1000)
    with_processor = forms.BooleanField(label=_("Bên xử lý dữ liệu thuê ngoài phải cùng làm"), required=False)
    unit = UnitField(label=_("Nơi nhận yêu cầu"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = units.first()


class AnswerForm(forms.Form):
    answer = Lines(label=_("Trả lời người yêu cầu"), max_length=1000)


class BreachForm(forms.Form):
    found_on = DayField(label=_("Phát hiện ngày"))
    found_time = forms.TimeField(
        label=_("Lúc"), widget=forms.TextInput(attrs={"class": "small", "inputmode": "numeric"}), help_text="16:30",
        error_messages=WORDS | {"invalid": _("Ghi giờ như 16:30.")},
    )  # fmt: skip
    happened = Lines(label=_("Việc gì đã xảy ra, dữ liệu nào"), max_length=1000)
    people = Number(label=_("Ước tính số người bị ảnh hưởng"), min_value=0, max_value=100_000_000)
    measures = Lines(label=_("Đã làm gì để chặn và khắc phục"), max_length=1000)
    unit = UnitField(label=_("Nơi xảy ra"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, units: Any, zone: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = units.first()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "found_on" in said and "found_time" in said:
            said["found_at"] = datetime.combine(said.pop("found_on"), said.pop("found_time"), self.zone)
        return said


class ReportForm(forms.Form):
    number = Line(label=_("Số văn bản báo cơ quan chuyên trách"), max_length=60)


class PeriodForm(forms.Form):
    first = DayField(label=_("Từ ngày"), required=False)
    last = DayField(label=_("Đến ngày"), required=False)


class DestroyForm(forms.Form):
    shown = forms.CharField(widget=forms.HiddenInput, required=False)  # digest of the list; none matches no list
