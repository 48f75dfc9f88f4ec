"""What a signed-in person may open: the thing, or a 404 that does not say whether there is one."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from gandan.dossiers import queries
from gandan.dossiers.models import Dossier
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import standing, unit_by_ref


def dossier_in_sight(request: HttpRequest, reference: str) -> Dossier:
    """The dossier together with all that its page shows."""
    seen = queries.with_all(queries.visible_to(request.person, request.today))
    # a calendar of twenty years is long, and the derivation beside it already says what it decided
    light = seen.defer("result_promise__calendar__content", "supplement_promise__calendar__content")
    return get_object_or_404(light, reference=reference)


def unit_in_sight(request: HttpRequest, code: str) -> Unit:
    """The unit of a public code such as 13504@2025-07-01, if the person's posts reach it."""
    mine = standing(request.person, request.today)
    unit = unit_by_ref(code)
    if unit is None or not any(mine.may(power, unit) for power in (Power.DOSSIER_READ, Power.UNIT_OVERSEE)):
        raise Http404
    return unit


def units_where(request: HttpRequest, power: Power) -> QuerySet[Unit]:
    """The units of today in which the person holds the power."""
    mine = standing(request.person, request.today).units_for(power)
    return Unit.objects.in_force(request.today).filter(pk__in=mine).order_by("folded_name")


def unit_where(request: HttpRequest, power: Power) -> Unit:
    """The one of these that the page names as `unit`, else the first; refused where there is none."""
    units, code = units_where(request, power), request.POST.get("unit") or request.GET.get("unit", "")
    unit = next((one for one in units if one.ref.code == code), None) or units.first()
    if unit is None:
        raise refuse_without(power)
    return unit
