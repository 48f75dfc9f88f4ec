"""What a keeper types of a procedure: its names, and rows of terms, documents, fees and results."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line, Lines, Number
from gandan.desk.keep_forms import DayField, UnitField
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused
from gandan.organisation.models import Unit
from gandan.procedures import values
from gandan.procedures.models import Certainty, Version
from gandan.procedures.queries import content_of
from gandan.ui.templatetags.ui import sentence

CHANNELS = [("", _("mọi cách nộp")), ("desk", _("trực tiếp")), ("post", _("bưu chính")), ("online", _("trực tuyến"))]
UNITS = [
    (TermUnit.WORKING_DAYS, _("ngày làm việc")),
    (TermUnit.DAYS, _("ngày")),
    (TermUnit.WORKING_HOURS, _("giờ làm việc")),
    (TermUnit.WITHIN_DAY, _("trong ngày")),
]
SMALL = {"class": "small"}


class NamesForm(forms.Form):
    name = Line(label=_("Tên thủ tục"), max_length=values.MAX_NAME)
    plain_name = Line(label=_("Tên gọi thường ngày"), max_length=values.MAX_PLAIN_NAME)
    field = Line(label=_("Lĩnh vực"), max_length=100)
    shortcuts = Line(label=_("Phím tắt"), help_text=_("Mỗi phím ba chữ cái không dấu, cách nhau bằng dấu cách."))
    keywords = Line(label=_("Từ khóa"), required=False, help_text=_("Người dân hay gọi; cách nhau bằng dấu phẩy."))
    decision = Line(label=_("Quyết định công bố"), required=False, max_length=100)
    legal_basis = Lines(label=_("Căn cứ pháp lý"), required=False, help_text=_("Mỗi dòng một văn bản."))
    source = Line(label=_("Nguồn"), required=False, max_length=300)
    content_certainty = forms.ChoiceField(label=_("Mức chắc chắn"), choices=Certainty.choices)
    valid_from = DayField(label=_("Áp dụng từ"))


class TermRowForm(forms.Form):
    """Amount and unit together are a law.Term; without an amount the officer appoints one."""

    case = Line(label=_("Trường hợp"), max_length=values.MAX_CASE, required=False)
    channel = forms.ChoiceField(label=_("Cách nộp"), choices=CHANNELS, required=False)
    amount = Number(label=_("Số"), required=False, min_value=1, max_value=9999, widget=forms.TextInput(attrs=SMALL))
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=UNITS, required=False)
    text = Line(label=_("Lời của nguồn"), required=False, max_length=1000)
    basis = Line(label=_("Căn cứ"), required=False, max_length=500)

    def term(self) -> str:
        said = self.cleaned_data
        if said.get("unit") == TermUnit.WITHIN_DAY:
            return str(Term.parse(TermUnit.WITHIN_DAY))
        return str(Term.parse(f"{said['amount']} {said['unit']}")) if said.get("amount") else ""

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors:
            try:
                said["term"] = self.term()
            except Refused as refused:
                self.add_error("amount", sentence(refused))
        return said


class Count(Number):
    """How many papers of a sort; empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs=SMALL)
        super().__init__(required=False, min_value=0, max_value=99, widget=widget, **kwargs)


class PaperRowForm(forms.Form):
    name = Line(label=_("Giấy tờ"), max_length=values.MAX_PAPER, required=False)
    originals = Count(label=_("Bản chính"))
    certified = Count(label=_("Chứng thực"))
    copies = Count(label=_("Bản sao"))
    only_when = Line(label=_("Chỉ khi"), required=False, max_length=500)
    check = Line(label=_("Cán bộ xem gì"), required=False, max_length=1000)
    tip = Line(label=_("Mẹo"), required=False, max_length=1000)


class FeeRowForm(forms.Form):
    name = Line(label=_("Khoản thu"), max_length=200, required=False)
    amount = Number(label=_("Số đồng"), required=False, min_value=0, max_value=10**12, widget=forms.TextInput)
    text = Line(label=_("Lời của nguồn"), required=False, max_length=values.MAX_GROUND)
    exemption = Line(label=_("Miễn, giảm"), required=False, max_length=1000)


class ResultRowForm(forms.Form):
    name = Line(label=_("Kết quả"), max_length=300, required=False)
    code = Line(label=_("Mã loại giấy tờ"), required=False, max_length=30)


ROWS = {
    "terms": (TermRowForm, _("Thời hạn")),
    "documents": (PaperRowForm, _("Giấy tờ")),
    "fees": (FeeRowForm, _("Phí, lệ phí")),
    "results": (ResultRowForm, _("Kết quả")),
}


ALWAYS_OPEN = ("valid_from", "decision")  # of the names: what every new version says


@dataclass(frozen=True)
class Fold:
    """A part of the form under its summary: open where something was changed or is wrong."""

    summary: Any
    is_open: bool
    row: forms.BaseForm | None = None
    inside: Sequence["Fold"] = ()
    formset: Any = None


class VersionForms:
    """The names and the rows, over the version they change; a row left empty, or marked to be dropped, is no row."""

    def __init__(self, typed: Mapping[str, Any] | None, before: Version, today: date) -> None:
        self.before = content_of(before)
        self.seen = typed.get("seen", "") if typed is not None else before.ref.code
        self.names = NamesForm(typed, initial=self._names(today))
        self.rows = [self._formset(name, form, title, typed) for name, (form, title) in ROWS.items()]

    def _names(self, today: date) -> dict[str, Any]:
        said = asdict(self.before)
        return said | {
            "shortcuts": " ".join(self.before.shortcuts),
            "keywords": ", ".join(self.before.keywords),
            "legal_basis": "\n".join(self.before.legal_basis),
            "valid_from": max(today, self.before.valid_from),
        }

    def _formset(self, name: str, form: type[forms.Form], title: Any, typed: Any) -> Any:
        rows = [_row_of(name, asdict(one)) for one in getattr(self.before, name)]
        many = forms.formset_factory(form, extra=2, max_num=200, can_delete=True, can_delete_extra=False)
        formset = many(typed, initial=rows, prefix=name)
        formset.title, formset.name = title, name
        return formset

    @property
    def folds(self) -> list[Fold]:
        """Each sort of rows, and in it each row: only what was touched stands open."""
        told = []
        for formset in self.rows:
            rows = [_row_fold(form) for form in formset]
            kept = sum(bool(form.initial) for form in formset)
            summary = f"{formset.title} ({kept})"
            told.append(Fold(summary, any(row.is_open for row in rows), inside=rows, formset=formset))
        return told

    @property
    def names_open(self) -> bool:
        """Whether something besides what every version says was changed, or is wrong, among the names."""
        return self.names.is_bound and bool({*self.names.changed_data, *self.names.errors} - {*ALWAYS_OPEN})

    @property
    def row_errors(self) -> list[str]:
        """What is wrong in rows, each with where it stands."""
        return [
            f"{formset.title} {place}, {form.fields[name].label if name in form.fields else ''}: {error}"
            for formset in self.rows
            for place, form in enumerate(formset, start=1)
            for name, errors in (form.errors.items() if form.is_bound else ())
            for error in errors
        ]

    def are_valid(self) -> bool:
        return all([self.names.is_valid(), *(formset.is_valid() for formset in self.rows)])

    def content(self) -> values.Content:
        """Only after `are_valid`."""
        said = dict(self.names.cleaned_data)
        typed = {formset.name: [_said(one) for one in formset if _is_filled(one)] for formset in self.rows}
        changed = replace(
            self.before,
            **said
            | {
                "shortcuts": tuple(dict.fromkeys(said["shortcuts"].lower().split())),
                "keywords": tuple(part.strip() for part in said["keywords"].split(",") if part.strip()),
                "legal_basis": tuple(said["legal_basis"].splitlines()),
                "terms": tuple(self._term(row) for row in typed["terms"]),
                "documents": tuple(_paper(row) for row in typed["documents"]),
                "fees": tuple(values.Fee(**row) for row in typed["fees"]),
                "results": tuple(values.ResultPaper(**row) for row in typed["results"]),
                "valid_to": None,
                "ending": "",
            },
        )
        return changed if replace(changed, valid_from=self.before.valid_from) != self.before else self.before

    def _term(self, row: Mapping[str, Any]) -> values.TermOption:
        """What was not touched keeps how sure it was."""
        names = ("case", "channel", "term", "text", "basis")
        option = values.TermOption(**{name: row[name] for name in names})
        known = (one for one in self.before.terms if replace(one, certainty="") == option)
        return next(known, option)


def _row_of(name: str, said: dict[str, Any]) -> dict[str, Any]:
    if name != "terms" or not said["term"]:
        return said
    term = Term.parse(said["term"])
    return said | {"unit": term.unit, "amount": None if term.unit == TermUnit.WITHIN_DAY else term.amount}


def _row_fold(form: forms.Form) -> Fold:
    """A row under its name, or what else tells it from the others."""
    said = [str(form[name].value() or "") for name in ("name", "case", "text", "amount") if name in form.fields]
    summary = next(filter(None, said), "") if form.initial else _("Thêm một dòng")
    return Fold(summary or _("Dòng không có tên"), form.is_bound and bool(form.changed_data or form.errors), form)


def _said(form: forms.Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != DELETION_FIELD_NAME}


def _is_filled(form: forms.Form) -> bool:
    """Something besides the choices that every row begins with, and not to be dropped."""
    said = getattr(form, "cleaned_data", {})
    if said.get(DELETION_FIELD_NAME):
        return False
    return any(value for name, value in said.items() if name not in ("channel", "unit"))


def _paper(row: Mapping[str, Any]) -> values.Requirement:
    counts = {name: row[name] or 0 for name in ("originals", "certified", "copies")}
    return values.Requirement(**{**row, **counts})


class LocalForm(forms.Form):
    """A place's own term or fee, with its decision."""

    unit = UnitField(label=_("Cho đơn vị và cấp dưới"), queryset=Unit.objects.none())
    decision = Line(
        label=_("Quyết định"),
        max_length=values.MAX_DECISION,
        help_text=_("Số và cơ quan ban hành."),
    )
    decided_on = DayField(label=_("Ngày quyết định"))
    valid_from = DayField(label=_("Áp dụng từ"))
    valid_to = DayField(label=_("Đến trước ngày"), required=False)
    case = forms.ChoiceField(label=_("Trường hợp"), required=False)
    channel = forms.ChoiceField(label=_("Cách nộp"), choices=CHANNELS, required=False)
    amount = Number(label=_("Thời hạn riêng: số"), required=False, min_value=1, max_value=9999)
    unit_of_term = forms.ChoiceField(label=_("Đơn vị"), choices=[("", "–"), *UNITS], required=False)
    fee_name = forms.ChoiceField(label=_("Khoản thu"), required=False)
    fee_amount = Number(label=_("Mức thu riêng (đồng)"), required=False, min_value=0, help_text=_("Miễn thì ghi 0."))
    fee_text = Line(label=_("Lời của quyết định về mức thu"), required=False, max_length=values.MAX_FEE_WORDS)
    exemption = Line(label=_("Miễn, giảm"), required=False, max_length=500)

    def __init__(self, *args: Any, version: Version, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        cases = dict.fromkeys(option.case for option in version.term_options if option.case)
        self.fields["case"].choices = [("", _("mọi trường hợp")), *((case, case) for case in cases)]
        names = dict.fromkeys(fee.name for fee in version.fee_list)
        self.fields["fee_name"].choices = [("", _("mọi khoản")), *((name, name) for name in names)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        amount, unit = said.pop("amount", None), said.pop("unit_of_term", "")
        said["term"] = ""
        if unit == TermUnit.WITHIN_DAY:
            said["term"] = str(unit)
        elif amount and not unit:
            self.add_error("unit_of_term", _("Hãy chọn đơn vị của thời hạn."))
        elif amount:
            try:
                said["term"] = str(Term.parse(f"{amount} {unit}"))
            except Refused as refused:
                self.add_error("amount", sentence(refused))
        return said


class LocalEndForm(forms.Form):
    valid_to = DayField(label=_("Không áp dụng nữa từ ngày"))


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp JSON hoặc CSV của danh mục quốc gia"), widget=forms.FileInput(attrs={"accept": ".json,.csv"})
    )
    valid_from = DayField(label=_("Áp dụng từ"))
