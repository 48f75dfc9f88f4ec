"""A place's own term or fee: written down with its decision, and ended."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.keep_procedures import SCREEN
from gandan.desk.keep_surface import form_page, keeper_page, typed
from gandan.desk.procedure_forms import LocalEndForm, LocalForm
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.procedures import queries
from gandan.procedures.actions import add_overlay, end_overlay
from gandan.procedures.models import Overlay


@keeper_page(Power.CATALOGUE_KEEP)
def local_new(request: HttpRequest, code: str) -> HttpResponse:
    version = queries.in_force(code, request.today)
    if version is None:
        raise Http404
    ids = queries.units_to_keep(request.person, request.today)
    units = Unit.objects.in_force(request.today).filter(pk__in=ids).order_by("folded_name")
    form = LocalForm(typed(request), version=version, units=units, initial={"valid_from": request.today})
    back = reverse("desk:keep_procedure", args=[code])
    words = {
        "title": _("Quy định riêng của địa phương"),
        "about": version,
        "button": _("Ghi quy định"),
        "back": back,
        "note": _("Thời hạn riêng chỉ được ngắn hơn mức quốc gia. Hồ sơ đã nhận giữ nguyên giấy hẹn."),
    }
    act, said = partial(add_overlay, procedure=code), _("Đã ghi quy định riêng.")
    return form_page(request, form, act, done=lambda _made: back, said=said, screen=SCREEN, **words)


@keeper_page(Power.CATALOGUE_KEEP)
def local_end(request: HttpRequest, overlay: str) -> HttpResponse:
    ended = get_object_or_404(Overlay.objects.select_related("procedure", "unit"), code=overlay)
    if ended.unit_id not in queries.units_to_keep(request.person, request.today):
        raise Http404
    form = LocalEndForm(typed(request), initial={"valid_to": request.today})
    back = reverse("desk:keep_procedure", args=[ended.procedure.code])
    words = {"title": _("Kết thúc quy định riêng"), "about": ended, "button": _("Kết thúc"), "back": back}
    act = partial(end_overlay, overlay_id=ended.pk)
    return form_page(request, form, act, done=lambda _o: back, said=_("Đã kết thúc."), screen=SCREEN, **words)
