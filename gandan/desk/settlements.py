"""Fees of a desk's month: what was taken for whom, the lists drawn up, the lists on paper."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gandan.desk.filters import month_of
from gandan.desk.keep_surface import keep_page, keeper_page
from gandan.desk.sight import unit_where, units_where
from gandan.desk.units import months_back
from gandan.dossiers.actions.settlements import settle_fees
from gandan.dossiers.models import FeeSettlement
from gandan.dossiers.printouts.money import fee_list, fee_list_sheet
from gandan.dossiers.queries.money import settled, share_of, waiting
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_by_ref

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@keeper_page(Power.FEES_SETTLE)
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    unit = unit_where(request, Power.FEES_SETTLE)
    shown = month_of(request.GET.get("month", ""), _last_month(request.today))
    context = {
        "unit": unit,
        "desks": units_where(request, Power.FEES_SETTLE),
        "month": shown,
        "months": months_back(request.today),
        "drawn": settled(unit, shown, on=request.today),
        "waiting": waiting(unit, shown, on=request.today),
        "is_over": shown < request.today.replace(day=1),
    }
    return keep_page(request, "fees", context, screen="keep_fees")


@keeper_page(Power.FEES_SETTLE)
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Draw up every list of the month that is shown."""
    unit = unit_where(request, Power.FEES_SETTLE)
    shown = month_of(request.POST.get("month", ""), _last_month(request.today))
    settle_fees(unit=unit, month=shown, by=request.person, at=request.now)
    messages.success(request, _("Đã lập danh sách quyết toán tháng %(month)s.") % {"month": f"{shown:%m/%Y}"})
    return redirect(f"{reverse('desk:keep_fees')}?unit={unit.ref.code}&month={shown:%Y-%m}")


@keeper_page(Power.FEES_SETTLE)
@require_GET
def fee_list_paper(request: HttpRequest, desk: str, month: str, agency: str, form: str) -> HttpResponse:
    drawn = get_object_or_404(
        FeeSettlement.objects.select_related("unit__parent", "beneficiary", "drawn_by"),
        unit=unit_by_ref(desk),
        beneficiary=unit_by_ref(agency),
        month=month_of(month, date.min),
        unit__in=standing(request.person, request.today).units_for(Power.FEES_SETTLE),
    )
    makers = {"pdf": (fee_list, PDF), "xlsx": (fee_list_sheet, XLSX)}
    if form not in makers:
        raise Http404
    make, kind = makers[form]
    response = HttpResponse(make(share_of(drawn)), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="quyet-toan-{drawn.month:%Y-%m}.{form}"'
    return response


def _last_month(today: date) -> date:
    """What is settled now."""
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
