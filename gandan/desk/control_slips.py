"""The control slip (Mẫu 06) of one dossier, and of a unit's dossiers accepted in a period; PDF and XLSX."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.desk.keep_forms import DayField
from gandan.desk.sight import dossier_in_sight, unit_in_sight
from gandan.desk.surface import UNPROCESSABLE, officer_page
from gandan.dossiers.models import Dossier
from gandan.dossiers.printouts.control_slip import control_slip, control_slip_table, control_slips, slips
from gandan.dossiers.queries.routing import accepted_in
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import scope_of, standing

MOST_ON_PAPER = 300
MOST_IN_TABLE = 20_000
TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class PeriodForm(forms.Form):
    first = DayField(label=gettext_lazy("Tiếp nhận từ ngày"))
    last = DayField(label=gettext_lazy("đến hết ngày"))

    def clean(self) -> dict[str, date]:
        said: dict[str, date] = super().clean() or {}
        if "first" in said and "last" in said and said["last"] < said["first"]:
            self.add_error("last", _("Ngày cuối phải sau ngày đầu."))
        return said


@officer_page
def of_dossier(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    dossier = dossier_in_sight(request, reference)
    if kind not in TYPES or not dossier.accepted_at:
        raise Http404
    if kind == "pdf":
        return _file(control_slip(dossier, by=request.person, at=request.now), f"{dossier}-kiem-soat.pdf")
    one = slips(Dossier.objects.filter(pk=dossier.pk), at=request.now)
    return _file(control_slip_table(one), f"{dossier}-kiem-soat.xlsx")


@officer_page
def of_unit(request: HttpRequest, code: str) -> HttpResponse:
    """The form for a period; with a period and a kind, the file itself."""
    unit = unit_in_sight(request, code)
    if not standing(request.person, request.today).may(Power.DOSSIER_READ, unit):
        raise Http404
    kind = request.GET.get("kind", "")
    usual = {"first": request.today.replace(day=1), "last": request.today}
    form = PeriodForm(request.GET if kind in TYPES else None, initial=usual)
    too_many = False
    if form.is_bound and form.is_valid():
        found = _dossiers(request, unit, form)
        too_many = found.count() > (MOST_ON_PAPER if kind == "pdf" else MOST_IN_TABLE)
        if not too_many:
            return _printed(request, unit, form, kind)
    if too_many:
        form.add_error(None, _("Kỳ này có quá nhiều hồ sơ cho một tệp: hãy chọn kỳ ngắn hơn, hoặc tải XLSX."))
    context = {"section": "unit", "unit": unit, "form": form}
    return render(request, "desk/control_slips.html", context, status=UNPROCESSABLE if form.errors else 200)


def _dossiers(request: HttpRequest, unit: Unit, form: PeriodForm) -> QuerySet[Dossier]:
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    midnights = [make_aware(datetime.combine(day, time())) for day in (first, last + timedelta(days=1))]
    return accepted_in(scope_of([unit.pk], request.today), *midnights)


def _printed(request: HttpRequest, unit: Unit, form: PeriodForm, kind: str) -> HttpResponse:
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    found = slips(_dossiers(request, unit, form), at=request.now)
    name = f"kiem-soat-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"
    if kind == "xlsx":
        return _file(control_slip_table(found), name)
    return _file(control_slips(unit, found, first=first, last=last, by=request.person, at=request.now), name)


def _file(content: bytes, name: str) -> HttpResponse:
    kind = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=TYPES[kind])
    where = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{where}; filename="{name}"'
    return response
