"""Merging units: a list of a resolution (pasted, uploaded, or typed for one new unit), a preview, the act."""

import csv
import io

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import WORDS, Line, Lines
from gandan.desk.keep_forms import DayField, UnitField
from gandan.desk.keep_surface import keep_page, keeper_page, typed
from gandan.desk.surface import UNPROCESSABLE, status_of
from gandan.lib.fold import fold
from gandan.lib.refusal import Refused
from gandan.organisation.actions import merge_units, preview_mergers
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import unit_by_ref
from gandan.organisation.values import MERGER_COLUMNS, NEEDED_MERGER_COLUMNS, MergerReport
from gandan.ui.templatetags.ui import sentence

SCREEN = "keep_units"
COLUMNS = [MERGER_COLUMNS[name] for name in NEEDED_MERGER_COLUMNS]
LARGEST = 200_000  # bytes: a whole province is a tenth of it


class MergeForm(forms.Form):
    """A list, or one new unit; and what the new units belong to where that changed too."""

    rows = forms.CharField(
        label=_("Dán danh sách"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Chép từ bảng tính cũng được. Dòng đầu: %(columns)s. Rồi mỗi đơn vị cũ một dòng."),
    )
    file = forms.FileField(label=_("hoặc chọn tệp CSV"), required=False, error_messages=WORDS)
    olds = Lines(
        label=_("hoặc ghi một đơn vị mới: các đơn vị cũ"),
        required=False,
        help_text=_("Mỗi dòng một đơn vị: mã@ngày-bắt-đầu, ví dụ 13504@2021-01-01."),
    )
    new_code = Line(label=_("Mã của đơn vị mới"), required=False, max_length=20)
    new_name = Line(label=_("Tên đơn vị mới"), required=False, max_length=200)
    on = DayField(label=_("Có hiệu lực từ ngày"), required=False)
    source = Line(label=_("Nghị quyết"), required=False, max_length=300)
    parent = UnitField(
        label=_("Các đơn vị mới thuộc"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("như các đơn vị cũ"),
        help_text=_("Chỉ chọn khi cấp trên của các đơn vị cũ cũng không còn."),
    )

    def __init__(self, *args: object, parents: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["rows"].help_text %= {"columns": ", ".join(COLUMNS)}

    def clean_file(self) -> str:
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Tệp quá lớn cho một danh sách đơn vị."))
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("Tệp không phải văn bản UTF-8. Hãy lưu dạng “CSV UTF-8”.")) from None

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if not self.errors:
            said["rows"] = said.get("file") or said["rows"].strip() or self._one_unit(said)
        return said

    def _one_unit(self, said: dict[str, object]) -> str:
        """The list that the fields of one new unit say."""
        needed = ("olds", "new_code", "new_name", "on", "source")
        if not any(said.get(name) for name in needed):
            raise forms.ValidationError(_("Hãy dán danh sách, chọn tệp, hoặc ghi một đơn vị mới."))
        for name in needed:
            if not said.get(name):
                self.add_error(name, WORDS["required"])
        if self.errors:
            return ""
        written = io.StringIO()
        lines = csv.writer(written)
        lines.writerow(COLUMNS)
        for ref in said["olds"].splitlines():
            old = unit_by_ref(ref.strip())
            if old is None:
                self.add_error("olds", gettext("Không có đơn vị %(code)s.") % {"code": ref[:40]})
                return ""
            lines.writerow([old.code, old.name, said["new_code"], said["new_name"], said["on"], said["source"]])
        return written.getvalue()


class ConfirmMergeForm(forms.Form):
    """The list as previewed, and the resolution written once more: there is no way back."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    parent = forms.CharField(widget=forms.HiddenInput, required=False)
    resolution = Line(
        label=_("Số nghị quyết làm căn cứ"),
        max_length=300,
        help_text=_("Ghi lại đúng như trong danh sách để xác nhận. Không có nút hoàn tác."),
    )

    def clean_resolution(self) -> str:
        said = self.cleaned_data["resolution"]
        if fold(said) not in fold(self.data.get("rows", "")) or len(said) < 4:
            raise forms.ValidationError(_("Danh sách không nêu nghị quyết này. Hãy ghi đúng số như trong danh sách."))
        return said


@keeper_page(Power.INSTALLATION_KEEP)
def merge(request: HttpRequest) -> HttpResponse:
    """What is to merge, then what that does."""
    form = MergeForm(typed(request), request.FILES or None, parents=_parents(request))
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            parent = form.cleaned_data["parent"]
            said = {"rows_typed": form.cleaned_data["rows"], "parent": parent.ref.code if parent else ""}
            try:
                report = preview_mergers(**said, by=request.person, at=request.now)
            except Refused as refused:
                form.add_error(None, sentence(refused))
            else:
                first = {"rows": said["rows_typed"], "parent": said["parent"]}
                return _preview(request, report, ConfirmMergeForm(initial=first), 200)
    response = keep_page(request, "merge", {"form": form}, screen=SCREEN)
    response.status_code = status
    return response


def _preview(request: HttpRequest, report: MergerReport, form: ConfirmMergeForm, status: int) -> HttpResponse:
    response = keep_page(request, "merge_preview", {"report": report, "form": form}, screen=SCREEN)
    response.status_code = status
    return response


@keeper_page(Power.INSTALLATION_KEEP)
def merge_confirm(request: HttpRequest) -> HttpResponse:
    """Carry out what was previewed; the preview again where it is refused."""
    form = ConfirmMergeForm(typed(request))
    if request.method != "POST" or not form.data.get("rows"):
        return redirect("desk:keep_merge")
    said = {"rows_typed": form.data["rows"], "parent": form.data.get("parent", "")}
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            report = merge_units(**said, by=request.person, at=request.now)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
        else:
            names = ", ".join(unit.name for unit in report.units if unit.decides)
            messages.success(request, gettext("Đã sắp xếp xong: %(names)s.") % {"names": names})
            return redirect("desk:keep_units")
    return _preview(request, preview_mergers(**said, by=request.person, at=request.now), form, status)


def _parents(request: HttpRequest) -> object:
    return (
        Unit.objects.in_force(request.today).filter(kind__in=["province", "committee"]).order_by("kind", "folded_name")
    )
