"""Forms of the administration screens. They read what was typed; whether it may be is for the actions to say."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import CHOICE_WORDS, WORDS, Email, Line, Lines
from gandan.law.calendar import Season
from gandan.law.hours import read_typed_spans
from gandan.law.rulebook import open_rules
from gandan.lib.fold import fold
from gandan.lib.refusal import Refused
from gandan.organisation.models import DayKind, Manner, Person, Tree, Unit, UnitKind
from gandan.organisation.powers import POST_KIND_NAMES
from gandan.organisation.queries import find_people, unit_by_ref
from gandan.ui.templatetags.ui import sentence


class DayField(forms.DateField):
    """A day as people here write it, 25/11/2026; no browser's own calendar, which some show with the month first."""

    default_error_messages = WORDS | {"invalid": _("Không có ngày này. Hãy ghi ngày/tháng/năm, ví dụ 25/11/2026.")}
    day_formats = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")

    def __init__(self, *, help_text: object = _("Ngày/tháng/năm, ví dụ 25/11/2026."), **kwargs: Any) -> None:
        widget = forms.DateInput(format=self.day_formats[0], attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, input_formats=self.day_formats, help_text=help_text, **kwargs)


class DayAskedForm(forms.Form):
    """The day a list is asked for."""

    on = DayField(label=_("Có vào ngày"), required=False)


class UnitField(forms.ModelChoiceField):
    """One of the units given, by name and code."""

    default_error_messages = CHOICE_WORDS

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.name} ({unit.code})"

    def prepare_value(self, value: object) -> object:
        """Code and first day together: a code alone may name several units, one after another."""
        return value.ref.code if isinstance(value, Unit) else value

    def to_python(self, value: Any) -> Unit | None:
        if value in self.empty_values:
            return None
        unit = unit_by_ref(str(value).replace("\0", ""))
        if unit is None or not self.queryset.filter(pk=unit.pk).exists():
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return unit


class UnitDetailsForm(forms.Form):
    """What may change while a unit remains itself."""

    name = Line(label=_("Tên"))
    agency_code = Line(
        label=_("Mã định danh cơ quan"), required=False, help_text=_("Đứng đầu mã hồ sơ, ví dụ H42.216.")
    )
    address = Line(label=_("Địa chỉ"), required=False)
    phone = Line(label=_("Điện thoại"), required=False)


class NewUnitForm(UnitDetailsForm):
    tree = forms.ChoiceField(label=_("Hệ thống"), choices=Tree.choices)
    kind = forms.ChoiceField(label=_("Loại"), choices=UnitKind.choices)
    code = Line(label=_("Mã"), help_text=_("Mã của danh mục thống kê, hoặc mã do đơn vị đặt."))
    parent = UnitField(label=_("Thuộc"), queryset=Unit.objects.none(), required=False)
    valid_from = DayField(label=_("Từ ngày"))
    source = Line(label=_("Căn cứ"), required=False, help_text=_("Nghị quyết hoặc quyết định thành lập."))
    field_order = ("tree", "kind", "parent", "code", "name", "valid_from", "source")

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents


class EndForm(forms.Form):
    """The end of a unit."""

    valid_to = DayField(label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên đơn vị không còn tồn tại."))
    source = Line(label=_("Căn cứ"))


class PredecessorsForm(forms.Form):
    predecessors = Lines(
        label=_("Các đơn vị trước"),
        help_text=_("Mỗi dòng một đơn vị: mã@ngày-bắt-đầu, ví dụ 13504@2021-01-01."),
    )
    on = DayField(label=_("Từ ngày"))
    source = Line(label=_("Căn cứ"))

    def clean_predecessors(self) -> list[Unit]:
        units = {code: unit_by_ref(code) for code in self.cleaned_data["predecessors"].replace(";", " ").split()}
        for code, unit in units.items():
            if unit is None:
                raise forms.ValidationError(_("Không có đơn vị %(code)s."), params={"code": code[:40]})
        return [unit for unit in units.values() if unit]


class ConfirmForm(forms.Form):
    """Nothing to fill in: to post it is to confirm."""


class PersonForm(forms.Form):
    name = Line(label=_("Họ và tên"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = Line(label=_("Điện thoại"), required=False)
    email = Email(label=_("Thư điện tử"), required=False)


class PostForm(forms.Form):
    """What may change while a post remains itself."""

    title = Line(label=_("Chức danh"))
    fields_settled = forms.MultipleChoiceField(
        label=_("Lĩnh vực phụ trách"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn lĩnh vực nào thì phụ trách mọi lĩnh vực."),
        error_messages=WORDS,
    )

    sent_by = UnitField(
        label=_("Cơ quan cử người"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Đơn vị cấp trên của Trung tâm"),
        help_text=_("Cơ quan này nhận thông báo hằng tháng về người giữ chức vụ (Nghị định 118/2025, Đ.9 k.3)."),
    )

    def __init__(self, *args: Any, fields: Iterable[str], senders: Any = None, **kwargs: Any) -> None:
        """`fields` of work and `senders` (agencies that send people) to choose from; None: nobody is sent there."""
        super().__init__(*args, **kwargs)
        if senders is None:
            del self.fields["sent_by"]
        else:
            self.fields["sent_by"].queryset = senders
        self.fields["fields_settled"].choices = [(field, field) for field in fields]

    def clean(self) -> dict[str, Any]:
        """`fields` is Django's own name in a form; the action's word is given back here."""
        typed = super().clean() or self.cleaned_data
        settled = typed.pop("fields_settled", [])
        return {**typed, "fields": settled}


class NewPostForm(PostForm):
    kind = forms.ChoiceField(
        label=_("Loại chức vụ"),
        choices=[(kind.value, _(name)) for kind, name in POST_KIND_NAMES.items()],
        help_text=_("Loại chức vụ quyết định thẩm quyền."),
    )
    title = Line(label=_("Chức danh"), required=False, help_text=_("Để trống thì lấy tên của loại chức vụ."))
    field_order = ("kind", "title", "fields_settled", "sent_by")


class AppointForm(forms.Form):
    person = Line(label=_("Người"), help_text=_("Mã hoặc họ và tên, không cần dấu."))
    manner = forms.ChoiceField(label=_("Hình thức"), choices=Manner.choices)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến trước ngày"), required=False)
    decision = Line(label=_("Quyết định"), help_text=_("Số, ngày và cơ quan ban hành."))

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
    decision = Line(label=_("Quyết định"))


class PasswordForm(forms.Form):
    password = forms.CharField(  # the one text that is taken as it was typed
        label=_("Mật khẩu tạm"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text=_("Trao tận tay; người dùng tự đổi ở mục “Đổi mật khẩu”. Ít nhất 8 ký tự, không toàn số."),
    )


class AccountForm(PasswordForm):
    username = Line(label=_("Tên đăng nhập"), help_text=_("Chữ thường không dấu, số, dấu chấm, gạch ngang."))
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
    name = Line(label=_("Tên"), help_text=_("Ví dụ: Nghỉ bù Quốc khánh."))
    source = Line(label=_("Căn cứ"), help_text=_("Số và ngày của văn bản."))
    field_order = ("day", "kind", "name", "source", "unit")


class HoursForm(OfUnitForm):
    """Hours of the year, and perhaps of one season that differs."""

    hours = Line(label=_("Giờ làm việc"), help_text=_("Ví dụ: 07:30-11:30, 13:00-17:00."))
    season_from = Line(
        label=_("Mùa khác: từ ngày"),
        required=False,
        help_text=_("Ví dụ 16/4. Để trống nếu cả năm như nhau."),
    )
    season_to = Line(label=_("Mùa khác: đến hết ngày"), required=False, help_text=_("Ví dụ 15/10."))
    season_hours = Line(label=_("Mùa khác: giờ làm việc"), required=False)
    valid_from = DayField(label=_("Áp dụng từ"))
    source = Line(label=_("Căn cứ"))
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
            raise forms.ValidationError(sentence(refused)) from None
        return {**typed, "seasons": [*differing, year]}


def _month_day(typed: str) -> str:
    """16/4 as 04-16; anything else is left for the law to refuse."""
    day, _slash, month = typed.partition("/")
    return f"{month.strip():0>2}-{day.strip():0>2}"


class ChoiceForm(OfUnitForm):
    rule = forms.ChoiceField(label=_("Quy định"))
    value = Line(
        label=_("Giá trị"),
        help_text=_("Thời hạn: 2 working days, 15 days. Thứ Bảy được tính: không, hoặc giờ như 07:30-11:30."),
    )
    valid_from = DayField(label=_("Từ ngày"))
    source = Line(label=_("Căn cứ"))
    field_order = ("rule", "value", "unit", "valid_from", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(rule.id, rule.sentence) for rule in open_rules()]


def of_unit(unit: Unit) -> Mapping[str, str]:
    """What a form about a unit begins with."""
    return {name: getattr(unit, name) for name in UnitDetailsForm.base_fields}
