"""How the place gives its times: the numbers of its diary, and the kinds of work for which times may be booked."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.counter.appointments import actions, queries
from gandan.counter.appointments.models import Offer
from gandan.counter.tickets.models import WorkKind
from gandan.counter.tickets.queries import kinds_of
from gandan.desk.appointment_forms import HouseRulesForm, OfferForm
from gandan.desk.keep_surface import form_page, keep_page, keeper_page, kept_units, typed
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import unit_by_ref


@keeper_page(Power.COUNTER_KEEP)
def keep(request: HttpRequest) -> HttpResponse:
    """Each place the person keeps: its kinds of work, and what its diary says."""
    places = [_place(unit) for unit in kept_units(request, Power.COUNTER_KEEP)]
    return keep_page(request, "appointments", {"places": places}, screen="keep_appointments")


def _place(unit: Unit) -> dict[str, object]:
    offers = {offer.kind_id: offer for offer in Offer.objects.filter(kind__unit=unit)}
    kinds = [(kind, offers.get(kind.pk)) for kind in kinds_of(unit)]
    return {"unit": unit, "kinds": kinds, "diary": queries.diary_of(unit)}


@keeper_page(Power.COUNTER_KEEP)
def rules(request: HttpRequest, ref: str) -> HttpResponse:
    unit = unit_by_ref(ref)
    if unit is None or unit not in kept_units(request, Power.COUNTER_KEEP):
        raise Http404
    form = HouseRulesForm(typed(request), initial=HouseRulesForm.of(queries.diary_of(unit)))
    words = {"title": _("Cách nhận lịch hẹn"), "about": unit.name, "button": _("Ghi lại")}
    act = partial(actions.set_house_rules, unit=unit)
    return _page(request, form, act, said=_("Đã ghi cách nhận lịch hẹn."), **words)


@keeper_page(Power.COUNTER_KEEP)
def offer(request: HttpRequest, code: str) -> HttpResponse:
    units = kept_units(request, Power.COUNTER_KEEP)
    kind = WorkKind.objects.select_related("unit").filter(code=code, unit__in=units).first()
    if kind is None:
        raise Http404
    form = OfferForm(typed(request), initial=OfferForm.of(Offer.objects.filter(kind=kind).first()))
    words = {"title": _("Đặt lịch cho một loại việc"), "about": f"{kind} · {kind.unit}", "button": _("Ghi lại")}
    act = partial(actions.set_offer, kind=kind)
    return _page(request, form, act, said=_("Đã ghi. Giờ đã đặt thì giữ nguyên."), **words)


def _page(request: HttpRequest, form: object, act: object, **words: object) -> HttpResponse:
    back = reverse("desk:keep_appointments")
    return form_page(request, form, act, done=lambda _row: back, screen="keep_appointments", back=back, **words)
