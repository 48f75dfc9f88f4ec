"""What is typed at the counter, checked field by field and read into an Intake."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gandan.desk.book_form import BookForm
from gandan.desk.counter_request import CounterRequest
from gandan.desk.fields import WORDS, Email, Line, Number
from gandan.desk.supplement_form import SupplementForm
from gandan.dossiers.models import Applicant, Channel
from gandan.dossiers.values import ApplicantDetails, Intake
from gandan.law.terms import TermUnit

EARLIEST_BIRTH_YEAR = 1900
TERM_UNITS = [
    (TermUnit.WORKING_DAYS, _("ngày làm việc")),
    (TermUnit.DAYS, _("ngày")),
    (TermUnit.WORKING_HOURS, _("giờ làm việc")),
    (TermUnit.WITHIN_DAY, _("trong ngày")),
]
ORGANISATION_LABELS = {"name": _("Tên tổ chức"), "id_number": _("Mã số thuế")}


class ApplicantForm(forms.ModelForm):
    """Who applies, and through whom. Numbers that look wrong are doubted on the page, never refused."""

    birth_year = Number(label=_("Năm sinh"), required=False, min_value=EARLIEST_BIRTH_YEAR)
    email = Email(label=_("Thư điện tử"), required=False, max_length=254)

    class Meta:
        model = Applicant
        fields = (
            "kind",
            "name",
            "id_number",
            "birth_year",
            "phone",
            "email",
            "address_on_paper",
            "province",
            "commune",
            "hamlet",
            "street",
            "agent_name",
            "agent_id_number",
            "agent_phone",
            "agent_paper",
        )
        field_classes = {name: Line for name in fields if name not in ("kind", "birth_year", "email")}

    def __init__(self, typed: MultiValueDict, *, this_year: int) -> None:
        # what was typed before there was a choice means a person
        super().__init__(MultiValueDict({"kind": ["person"]} | dict(typed.lists())))
        self.this_year = this_year
        if self.data["kind"] == Applicant.Kind.ORGANISATION:
            for name, label in ORGANISATION_LABELS.items():
                self.fields[name].label = label

    def clean_birth_year(self) -> int | None:
        year = self.cleaned_data["birth_year"]
        if year and year > self.this_year:
            raise forms.ValidationError(_("Năm sinh không thể sau năm nay."))
        return year

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("kind") == Applicant.Kind.ORGANISATION:
            said["birth_year"] = None
        if not said.get("agent_name") and any(said.get(f"agent_{part}") for part in ("id_number", "phone", "paper")):
            self.add_error("agent_name", _("Hãy ghi họ tên người được ủy quyền."))
        return said

    def details(self) -> ApplicantDetails:
        return ApplicantDetails.stated(**{name: self.cleaned_data[name] for name in self._meta.fields})


class RequestForm(forms.Form):
    """What is asked for, how it came, and where it goes."""

    version = Line(label=_("Thủ tục"), error_messages={"required": _("Hãy chọn thủ tục.")})
    channel = forms.ChoiceField(label=_("Cách nộp"), choices=Channel.choices, error_messages=WORDS)
    term_case = Line(label=_("Trường hợp"), required=False, max_length=200)
    term_amount = Number(label=_("Thời hạn"), required=False, min_value=1, max_value=9999)
    term_unit = forms.ChoiceField(required=False, choices=[("", ""), *TERM_UNITS], error_messages=WORDS)
    term_ground = Line(label=_("Căn cứ của thời hạn"), required=False, max_length=300)
    sets = Number(label=_("Số bộ hồ sơ"), min_value=1, max_value=99)
    return_at = Line(label=_("Nhận kết quả tại"), required=False, max_length=200)
    note = Line(label=_("Ghi chú"), required=False, max_length=500)
    deciding = Line(label=_("Đơn vị giải quyết"), required=False, max_length=200)
    handler = Line(label=_("Người giải quyết"), required=False, max_length=20)

    def __init__(self, asked: CounterRequest, *, promises: bool) -> None:
        """`promises`: whether the act promises a result, so that a term must be known."""
        usual = {"channel": [Channel.DESK], "sets": ["1"]}
        super().__init__(MultiValueDict(usual | dict(asked.typed.lists())))
        self.asked = asked
        self.promises = promises

    def clean(self) -> dict[str, Any]:
        asked, said = self.asked, self.cleaned_data
        if said.get("version") and asked.version is None:
            self.add_error("version", _("Thủ tục này không còn trong danh mục hôm nay; hãy chọn lại."))
        if said.get("term_case") and asked.version and said["term_case"] not in asked.cases:
            self.add_error("term_case", _("Cách nộp này không có trường hợp đã chọn; hãy chọn lại."))
        if self.promises and asked.states_term and "term_amount" in said:
            self._check_stated_term(said)
        if asked.deciding is None:
            self.add_error("deciding", _("Không có đơn vị giải quyết nào tên như vậy; hãy chọn trong danh sách."))
        elif said.get("handler") and said["handler"] not in {person.code for person in asked.handlers}:
            self.add_error("handler", _("Người này không phụ trách lĩnh vực này ở đơn vị giải quyết; hãy chọn lại."))
        return said

    def _check_stated_term(self, said: Mapping[str, Any]) -> None:
        if self.asked.term is None:
            self.add_error("term_amount", _("Danh mục chưa có thời hạn chắc chắn: hãy ghi thời hạn được giao."))
        if not said.get("term_ground"):
            self.add_error("term_ground", _("Hãy ghi văn bản cho thời hạn này."))


class ArrivalForm(forms.Form):
    """When what was sent arrived: may lie before now, outside office hours, on a day off."""

    arrived_on = forms.DateField(
        label=_("Đến ngày"),
        required=False,
        error_messages={"invalid": _("Hãy ghi ngày như 23/11/2026.")},
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    arrived_time = forms.TimeField(
        label=_("lúc"), required=False, error_messages={"invalid": _("Hãy ghi giờ như 08:30.")}
    )

    def arrived_at(self, now: datetime) -> datetime:
        """Now for what was left empty; only after the form is valid."""
        here = timezone.localtime(now)
        on, at = self.cleaned_data["arrived_on"], self.cleaned_data["arrived_time"]
        if on is None and at is None:
            return now
        return timezone.make_aware(datetime.combine(on or here.date(), at or here.time()))


END_OF_DAY = time(17, 0)  # where the receipt states no hour


class ProvinceForm(forms.Form):
    """What stands on the receipt of the province's system."""

    province_code = Line(label=_("Mã hồ sơ của tỉnh"), max_length=40)
    province_due_on = forms.DateField(
        label=_("Hẹn trả ngày"),
        error_messages={
            "required": _("Hãy ghi ngày hẹn trên giấy của tỉnh."),
            "invalid": _("Hãy ghi ngày như 23/11/2026."),
        },
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    province_due_time = forms.TimeField(
        label=_("lúc"), required=False, error_messages={"invalid": _("Hãy ghi giờ như 16:30.")}
    )

    @property
    def due_at(self) -> datetime:
        """The end of the afternoon where the receipt says no hour; only after the form is valid."""
        said = self.cleaned_data
        return timezone.make_aware(datetime.combine(said["province_due_on"], said["province_due_time"] or END_OF_DAY))


class CounterForms:
    """The forms of the counter over one request, checked together; `more` are those of one act only."""

    def __init__(self, asked: CounterRequest, *more: forms.Form, promises: bool) -> None:
        self.asked = asked
        self.applicant = ApplicantForm(asked.typed, this_year=asked.on.year)
        self.request = RequestForm(asked, promises=promises)
        self.all = (self.applicant, self.request, *more)

    def are_valid(self) -> bool:
        return not any(form.errors for form in self.all)

    def errors(self) -> list[tuple[str, str, str]]:
        """(field name, label, sentence) of everything to put right, in the order of the page."""
        return [
            (name, str(form.fields[name].label or ""), str(error))
            for form in self.all
            for name in form.fields
            for error in form.errors.get(name, ())
        ]

    def intake(self) -> Intake:
        """Only after `are_valid`."""
        asked, said = self.asked, self.request.cleaned_data
        return Intake(
            reference=asked.draft.reference,
            version_id=asked.version.pk,
            term_case=asked.case,
            term=str(asked.term) if asked.states_term and asked.term else "",
            term_ground=said["term_ground"] if asked.states_term else "",
            channel=said["channel"],
            applicant=self.applicant.details(),
            papers=tuple(paper.as_paper() for paper in asked.papers),
            receiving_unit_id=asked.draft.unit_id,
            deciding_unit_id=asked.deciding.pk,
            home_unit_id=asked.home.pk if asked.home else None,
            handler_id=asked.handler.pk if asked.handler else None,
            sets=said["sets"],
            note=said["note"],
            return_at=said["return_at"],
        )


# What a draft keeps: everything the forms and the page ask for, and nothing else that a browser may send.
KEPT = frozenset(
    {
        *ApplicantForm.base_fields,
        *RequestForm.base_fields,
        *SupplementForm.base_fields,
        *ArrivalForm.base_fields,
        *BookForm.base_fields,
        *ProvinceForm.base_fields,
    }
    | {"find", "q", "given", "needed", "refusal_reason", "refusal_ground", "right_place", "sent_at"}
)


def as_typed(sent: MultiValueDict) -> dict[str, list[str]]:
    """What a browser sent, as a draft keeps it. PostgreSQL stores no NUL."""
    return {name: [value.replace("\x00", "") for value in values] for name, values in sent.lists() if name in KEPT}
