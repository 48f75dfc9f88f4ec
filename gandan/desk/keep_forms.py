"""Forms of the administration screens. They read what was typed; whether it may be is for the actions to say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.law.calendar import Season
from gandan.lib.fold import fold
from gandan.lib.refusal import Refused
from gandan.organisation.models import DayKind, Manner, Person, Tree, Unit, UnitKind
from gandan.organisation.powers import POST_KIND_NAMES
from gandan.organisation.queries import find_people, open_rules, read_typed_spans, unit_by_ref


class DayField(forms.DateField):
    """A day; browsers offer a calendar, and 25/11/2026 is read too."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        messages = {"invalid": _("Ngày không có thật hoặc viết sai. Hãy ghi như 25/11/2026.")}
        formats = ["%Y-%m-%d", "%d/%m/%Y"]
        super().__init__(widget=widget, input_formats=formats, error_messages=messages, **kwargs)


class UnitField(forms.ModelChoiceField):
    """One of the units given, by name and code."""

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.name} ({unit.code})"


class UnitDetailsForm(forms.Form):
    """What may change while a unit remains itself."""

    name = forms.CharField(label=_("Tên"), widget=forms.TextInput)
    agency_code = forms.CharField(
        label=_("Mã định danh cơ quan"), required=False, help_text=_("Đứng đầu mã hồ sơ, ví dụ H42.216.")
    )
    address = forms.CharField(label=_("Địa chỉ"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), required=False)


class NewUnitForm(UnitDetailsForm):
    tree = forms.ChoiceField(label=_("Hệ thống"), choices=Tree.choices)
    kind = forms.ChoiceField(label=_("Loại"), choices=UnitKind.choices)
    code = forms.CharField(label=_("Mã"), help_text=_("Mã của danh mục thống kê, hoặc mã do đơn vị đặt."))
    parent = UnitField(label=_("Thuộc"), queryset=Unit.objects.none(), required=False)
    valid_from = DayField(label=_("Từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), required=False, help_text=_("Nghị quyết hoặc quyết định thành lập."))
    field_order = ("tree", "kind", "parent", "code", "name", "valid_from", "source")

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents


class EndForm(forms.Form):
    """The end of a unit."""

    valid_to = DayField(label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên đơn vị không còn tồn tại."))
    source = forms.CharField(label=_("Căn cứ"))


class PredecessorsForm(forms.Form):
    predecessors = forms.CharField(
        label=_("Các đơn vị trước"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một đơn vị: mã@ngày-bắt-đầu, ví dụ 13504@2021-01-01."),
    )
    on = DayField(label=_("Từ ngày"))
    source = forms.CharField(label=_("Căn cứ"))

    def clean_predecessors(self) -> list[Unit]:
        units = {code: unit_by_ref(code) for code in self.cleaned_data["predecessors"].replace(";", " ").split()}
        for code, unit in units.items():
            if unit is None:
                raise forms.ValidationError(_("Không có đơn vị %(code)s."), params={"code": code[:40]})
        return [unit for unit in units.values() if unit]


class ConfirmForm(forms.Form):
    """Nothing to fill in: to post it is to confirm."""


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Họ và tên"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(label=_("Điện thoại"), required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)


class NewPostForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Loại chức vụ"),
        choices=[(kind.value, name) for kind, name in POST_KIND_NAMES.items()],
        help_text=_("Loại chức vụ quyết định thẩm quyền."),
    )
    title = forms.CharField(label=_("Chức danh"), required=False, help_text=_("Để trống thì lấy tên của loại chức vụ."))


class AppointForm(forms.Form):
    person = forms.CharField(label=_("Người"), help_text=_("Mã hoặc họ và tên, không cần dấu."))
    manner = forms.ChoiceField(label=_("Hình thức"), choices=Manner.choices)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến trước ngày"), required=False)
    decision = forms.CharField(label=_("Quyết định"), help_text=_("Số, ngày và cơ quan ban hành."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_person(self) -> Person:
        """By code, by the whole name, or by words of it when they leave one person."""
        typed = self.cleaned_data["person"]
        found = list(find_people(typed, self.today)[:50])
        exact = [person for person in found if typed.upper() == person.code or fold(typed) == person.folded_name]
        found = exact or found
        if not found:
            raise forms.ValidationError(_("Chưa có ai tên “%(typed)s”. Hãy thêm người trước."), params={"typed": typed})
        if len(found) > 1:
            names = ", ".join(f"{person.name} ({person.code})" for person in found[:5])
            raise forms.ValidationError(_("Nhiều người khớp: %(names)s. Hãy ghi mã."), params={"names": names})
        return found[0]


class EndTenureForm(forms.Form):
    valid_to = DayField(label=_("Thôi giữ từ ngày"))
    decision = forms.CharField(label=_("Quyết định"))


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Mật khẩu tạm"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text=_("Trao tận tay; người dùng tự đổi ở mục “Đổi mật khẩu”. Ít nhất 8 ký tự, không toàn số."),
    )


class AccountForm(PasswordForm):
    username = forms.CharField(label=_("Tên đăng nhập"), help_text=_("Chữ thường không dấu, số, dấu chấm, gạch ngang."))
    field_order = ("username", "password")


class OfUnitForm(forms.Form):
    """For one unit and what belongs to it, or for everybody."""

    unit = UnitField(label=_("Cho đơn vị"), queryset=Unit.objects.none(), required=False, empty_label=_("Tất cả"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class SpecialDayForm(OfUnitForm):
    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại"), choices=DayKind.choices)
    name = forms.CharField(label=_("Tên"), help_text=_("Ví dụ: Nghỉ bù Quốc khánh."))
    source = forms.CharField(label=_("Căn cứ"), help_text=_("Số và ngày của văn bản."))
    field_order = ("day", "kind", "name", "source", "unit")


class HoursForm(OfUnitForm):
    """Hours of the year, and perhaps of one season that differs."""

    hours = forms.CharField(label=_("Giờ làm việc"), help_text=_("Ví dụ: 07:30-11:30, 13:00-17:00."))
    season_from = forms.CharField(
        label=_("Mùa khác: từ ngày"),
        required=False,
        help_text=_("Ví dụ 16/4. Để trống nếu cả năm như nhau."),
    )
    season_to = forms.CharField(label=_("Mùa khác: đến hết ngày"), required=False, help_text=_("Ví dụ 15/10."))
    season_hours = forms.CharField(label=_("Mùa khác: giờ làm việc"), required=False)
    valid_from = DayField(label=_("Áp dụng từ"))
    source = forms.CharField(label=_("Căn cứ"))
    field_order = ("hours", "season_from", "season_to", "season_hours", "unit", "valid_from", "source")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        season = [typed.pop(name, "") for name in ("season_from", "season_to", "season_hours")]
        if any(season) and not all(season):
            raise forms.ValidationError(_("Mùa khác cần đủ ba ô: từ ngày, đến ngày và giờ làm việc."))
        try:
            year = Season(read_typed_spans(typed.pop("hours", "")))
            # where seasons overlap the first stands, so the season comes before the year
            differing = [Season(read_typed_spans(season[2]), *map(_month_day, season[:2]))] if any(season) else []
        except Refused as refused:
            raise forms.ValidationError(gettext(refused.sentence) % refused.params) from None
        return {**typed, "seasons": [*differing, year]}


def _month_day(typed: str) -> str:
    """16/4 as 04-16; anything else is left for the law to refuse."""
    day, _slash, month = typed.partition("/")
    return f"{month.strip():0>2}-{day.strip():0>2}"


class ChoiceForm(OfUnitForm):
    rule = forms.ChoiceField(label=_("Quy định"))
    value = forms.CharField(
        label=_("Giá trị"),
        help_text=_("Thời hạn: 2 working days, 15 days. Thứ Bảy được tính: không, hoặc giờ như 07:30-11:30."),
    )
    valid_from = DayField(label=_("Từ ngày"))
    source = forms.CharField(label=_("Căn cứ"))
    field_order = ("rule", "value", "unit", "valid_from", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(rule.id, rule.sentence) for rule in open_rules()]


def of_unit(unit: Unit) -> Mapping[str, str]:
    """What a form about a unit begins with."""
    return {name: getattr(unit, name) for name in UnitDetailsForm.base_fields}
