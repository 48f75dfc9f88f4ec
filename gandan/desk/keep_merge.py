"""Merging units: a list of a resolution (pasted, uploaded, or typed for one new unit), a preview, the act."""

import csv
import io

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
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
    """What every way of saying a merger asks too: what the new units belong to, where that changed. Not a page alone.

    `rows_typed` is, of a valid form, the list it says: what stands in the field `LIST`, unless a way puts it together.
    """

    LIST = "rows"

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
        self.order_fields([name for name in self.fields if name != "parent"])

    @property
    def rows_typed(self) -> str:
        return self.cleaned_data[self.LIST]


class ListForm(MergeForm):
    """The list of a resolution, pasted."""

    rows = forms.CharField(
        label=_("Danh sách"),
        error_messages=WORDS | {"required": _("Hãy dán danh sách.")},
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Chép từ bảng tính cũng được. Dòng đầu là tên cột, rồi mỗi đơn vị cũ một dòng."),
    )


class FileForm(MergeForm):
    """The list as a file."""

    LIST = "file"
    file = forms.FileField(
        label=_("Tệp CSV"),
        error_messages=WORDS | {"required": _("Hãy chọn tệp.")},
        help_text=_("Dòng đầu là tên cột, rồi mỗi đơn vị cũ một dòng."),
    )

    def clean_file(self) -> str:
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Tệp quá lớn cho một danh sách đơn vị."))
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("Tệp không phải văn bản UTF-8. Hãy lưu dạng “CSV UTF-8”.")) from None


class OneUnitForm(MergeForm):
    """One new unit, field by field."""

    olds = Lines(
        label=_("Các đơn vị cũ"),
        help_text=_("Mỗi dòng một đơn vị: mã@ngày-bắt-đầu, ví dụ 13504@2021-01-01."),
    )
    new_code = Line(label=_("Mã của đơn vị mới"), max_length=20)
    new_name = Line(label=_("Tên đơn vị mới"), max_length=200)
    on = DayField(label=_("Có hiệu lực từ ngày"))
    source = Line(label=_("Nghị quyết"), max_length=300)

    def clean_olds(self) -> list[Unit]:
        named = {ref: unit_by_ref(ref) for ref in self.cleaned_data["olds"].splitlines()}
        if unknown := [ref[:40] for ref, unit in named.items() if unit is None]:
            raise forms.ValidationError(gettext("Không có đơn vị %(code)s.") % {"code": ", ".join(unknown)})
        return list(named.values())

    @property
    def rows_typed(self) -> str:
        said, written = self.cleaned_data, io.StringIO()
        lines = csv.writer(written)
        lines.writerow(COLUMNS)
        for old in said["olds"]:
            lines.writerow([old.code, old.name, said["new_code"], said["new_name"], said["on"], said["source"]])
        return written.getvalue()


WAYS = {
    "list": (_("Dán danh sách"), ListForm),
    "file": (_("Chọn tệp"), FileForm),
    "one": (_("Ghi một đơn vị mới"), OneUnitForm),
}


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
    """What is to merge, said in one of the ways, then what that does; `back` shows the list of a preview again."""
    if request.method == "POST" and "back" in request.POST:
        parent = unit_by_ref(request.POST.get("parent", ""))
        first = {"rows": request.POST.get("rows", ""), "parent": parent}
        return _merge_page(request, "list", ListForm(initial=first, parents=_parents(request)), 200)
    way = request.GET.get("way", "")
    way = way if way in WAYS else "list"
    form = WAYS[way][1](typed(request), request.FILES or None, parents=_parents(request))
    if request.method != "POST":
        return _merge_page(request, way, form, 200)
    if form.is_valid():
        parent = form.cleaned_data["parent"]
        first = {"rows": form.rows_typed, "parent": parent.ref.code if parent else ""}
        try:
            report = preview_mergers(
                rows_typed=first["rows"], parent=first["parent"], by=request.person, at=request.now
            )
        except Refused as refused:
            form.add_error(None, sentence(refused))
        else:
            return _preview(request, report, ConfirmMergeForm(initial=first), 200)
    return _merge_page(request, way, form, UNPROCESSABLE)


def _merge_page(request: HttpRequest, way: str, form: MergeForm, status: int) -> HttpResponse:
    here = reverse("desk:keep_merge")
    tabs = [
        {"url": f"{here}?way={name}", "label": label, "current": name == way} for name, (label, _form) in WAYS.items()
    ]
    context = {"form": form, "way": way, "ways": tabs, "example": ",".join(COLUMNS)}
    response = keep_page(request, "merge", context, screen=SCREEN)
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
