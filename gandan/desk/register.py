"""The register of a desk (Mẫu 07): on screen page by page, on paper, as a workbook."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from gandan.desk.keep_forms import DayField
from gandan.desk.settlements import PDF, XLSX
from gandan.desk.sight import unit_in_sight
from gandan.desk.surface import UNPROCESSABLE, officer_page
from gandan.dossiers.actions.register import take_out_register
from gandan.dossiers.printouts.register import register as register_pdf
from gandan.dossiers.printouts.register import register_sheet
from gandan.dossiers.queries import Period
from gandan.dossiers.queries.register import of_period, rows
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

PAGE = 50
LONGEST = 366  # days
ON_PAPER = 3000  # rows: more takes longer than somebody waits


class PeriodForm(forms.Form):
    unit = forms.CharField(required=False)
    first = DayField(label=_("Từ ngày"), help_text="")
    last = DayField(label=_("Đến ngày"), help_text="")

    def clean(self) -> dict[str, object]:
        said = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and not 0 <= (last - first).days < LONGEST:
            self.add_error("last", _("Sổ xem được nhiều nhất một năm, ngày đầu trước ngày cuối."))
        return said


class Asked:
    """Which desk and which days the address asks for; this month of one's own desk when it says nothing."""

    def __init__(self, request: HttpRequest) -> None:
        mine = standing(request.person, request.today)
        mine.require(Power.DOSSIER_READ)
        first = request.today.replace(day=1)
        typed = {"first": f"{first:%d/%m/%Y}", "last": f"{request.today:%d/%m/%Y}"} | request.GET.dict()
        self.form = PeriodForm(typed)
        self.is_valid = self.form.is_valid()
        reach = mine.units_for(Power.DOSSIER_READ)
        desks = Unit.objects.in_force(request.today).filter(pk__in=reach, kind=UnitKind.SERVICE_CENTRE)
        self.desks = list(desks.order_by("folded_name"))
        named = request.GET.get("unit", "").replace("\0", "")
        self.unit = unit_in_sight(request, named) if named else _usual(self.desks, mine.unit)
        said = self.form.cleaned_data if self.is_valid else {"first": first, "last": request.today}
        self.first: date = said["first"]
        self.last: date = said["last"]

    @property
    def period(self) -> Period:
        days = (self.first, self.last + timedelta(days=1))
        return Period(*(make_aware(datetime.combine(day, time())) for day in days))

    @property
    def address(self) -> str:
        return f"unit={self.unit.ref.code}&first={self.first:%d/%m/%Y}&last={self.last:%d/%m/%Y}"


@officer_page
def register(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    found = of_period(asked.unit, asked.period, on=request.today)
    count = found.count()
    last_page = max(1, -(-count // PAGE))
    typed = request.GET.get("page", "1")
    page = min(int(typed) if typed.isdecimal() and len(typed) < 7 else 1, last_page) or 1
    context = {
        "section": "counter",
        "asked": asked,
        "rows": list(rows(found, first=(page - 1) * PAGE + 1, size=PAGE)),
        "count": count,
        "newer_url": f"?{asked.address}&page={page - 1}" if page > 1 else "",
        "older_url": f"?{asked.address}&page={page + 1}" if page < last_page else "",
        "page": page,
        "pages": last_page,
    }
    return render(request, "desk/register.html", context, status=200 if asked.is_valid else UNPROCESSABLE)


@officer_page
def register_file(request: HttpRequest, form: str) -> HttpResponse:
    asked = Asked(request)
    if form not in ("pdf", "xlsx") or not asked.is_valid:
        raise Http404
    found = of_period(asked.unit, asked.period, on=request.today)
    if form == "pdf" and found.count() > ON_PAPER:
        sentence = mark("Kỳ này có hơn %(most)s hồ sơ; hãy in từng kỳ ngắn hơn, hoặc lấy bảng tính.")
        raise Refused(sentence, code="desk.register_too_long", most=ON_PAPER)
    said = {"unit": asked.unit, "first": asked.first, "last": asked.last}
    take_out_register(**said, form=form, by=request.person, at=request.now)
    content = register_pdf(rows(found), **said) if form == "pdf" else register_sheet(rows(found))
    response = HttpResponse(content, content_type=PDF if form == "pdf" else XLSX)
    name = f"so-theo-doi-{asked.first:%Y-%m-%d}-{asked.last:%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _usual(desks: list[Unit], own: Unit | None) -> Unit:
    """One's own desk, else the first in reach, else one's own unit."""
    return next((desk for desk in desks if desk == own), None) or next(iter(desks), own)
