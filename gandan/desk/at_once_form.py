"""What is typed for a service on the spot: a name, how much of it, its number."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line, Number
from gandan.dossiers.queries import case_at_once, fees_at_desk, price_at_once
from gandan.dossiers.values import COPIES_AT_MOST, PAGES_AT_MOST, ApplicantDetails, Intake, PaperGiven
from gandan.organisation.models import Person, Unit
from gandan.procedures.models import Version
from gandan.procedures.values import Fee

REFERENCE = re.compile(r"[0-9A-Z]{10}")
FIGURES = {"inputmode": "numeric", "class": "figure"}


class AtOnceForm(forms.Form):
    """Numbers of the applicant are optional: the paper in hand says who they are."""

    mark_optional = False

    reference = forms.RegexField(regex=REFERENCE, widget=forms.HiddenInput)
    version = forms.ChoiceField(label=_("Thủ tục"), error_messages={"required": _("Hãy chọn thủ tục.")})
    signer = forms.ChoiceField(label=_("Người ký"), error_messages={"required": _("Hãy chọn người ký.")})
    name = Line(label=_("Họ và tên"), max_length=200, error_messages={"required": _("Hãy ghi họ tên.")})
    id_number = Line(label=_("Số định danh"), required=False, max_length=20)
    phone = Line(label=_("Điện thoại"), required=False, max_length=20)
    copies = Number(
        label=_("Số bản"), min_value=1, max_value=COPIES_AT_MOST, initial=1, widget=forms.TextInput(attrs=FIGURES)
    )
    pages = Number(
        label=_("Số trang mỗi bản"),
        min_value=1,
        max_value=PAGES_AT_MOST,
        initial=1,
        widget=forms.TextInput(attrs=FIGURES),
    )
    result_number = Line(
        label=_("Số chứng thực, số kết quả"), max_length=60, error_messages={"required": _("Hãy ghi số.")}
    )
    paid = forms.BooleanField(label=_("Đã thu tiền mặt"), required=False)

    def __init__(self, *args: Any, versions: list[Version], signers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signers = {person.code: person for person in signers}
        self.fields["signer"].choices = [(code, one.name) for code, one in self.signers.items()]
        if not signers:
            self.fields["signer"].help_text = _(
                "Đơn vị giải quyết chưa có ai ký được kết quả: hãy báo quản trị đơn vị."
            )
        self.versions = {version.ref.code: version for version in versions}
        self.fields["version"].choices = [(code, one.plain_name) for code, one in self.versions.items()]
        self.fields["name"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel"}

    @property
    def chosen(self) -> Version | None:
        """The procedure that stands in the list now, the first when none was picked."""
        return self.versions.get(str(self["version"].value() or ""), next(iter(self.versions.values()), None))

    @property
    def fees(self) -> list[Fee]:
        """What the procedure that stands there costs at a desk, in the register's words."""
        return fees_at_desk(self.chosen) if self.chosen else []

    @property
    def price(self) -> int | None:
        """What it comes to, as far as it can be read."""
        amounts = [str(self[name].value() or "") for name in ("copies", "pages")]
        if self.chosen is None or not all(one.isascii() and one.isdigit() and 0 < int(one) < 1000 for one in amounts):
            return None
        copies, pages = map(int, amounts)
        return price_at_once(self.chosen, copies=copies, pages=pages)

    def intake(self, *, receiving: Unit, deciding: Unit) -> Intake:
        """Only after `is_valid`: every paper that is always needed was seen."""
        said, version = self.cleaned_data, self.versions[self.cleaned_data["version"]]
        option = case_at_once(version)
        return Intake(
            reference=said["reference"],
            version_id=version.pk,
            term_case=option.case if option else "",
            channel="desk",
            applicant=ApplicantDetails.stated(name=said["name"], id_number=said["id_number"], phone=said["phone"]),
            papers=tuple(
                PaperGiven(
                    one.name,
                    one.originals,
                    one.certified,
                    one.copies,
                    needed=not one.only_when,
                    given=not one.only_when,
                )
                for one in version.requirements
            ),
            receiving_unit_id=receiving.pk,
            deciding_unit_id=deciding.pk,
            sets=said["copies"],
        )
