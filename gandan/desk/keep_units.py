"""Units: the tree of a day, one unit with its history and posts, and the forms that change them."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.keep_forms import DayAskedForm, EndForm, NewUnitForm, PredecessorsForm, UnitDetailsForm, of_unit
from gandan.desk.keep_surface import SCREENS, form_page, keep_page, keeper_page, kept_units, typed
from gandan.desk.surface import officer_page
from gandan.desk.timeline import events
from gandan.organisation.actions import change_unit, create_unit, end_unit, succeed
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import find_units, posts_of, standing, unit_branches, unit_by_ref, unit_history

SCREEN = "keep_units"
SHOWN = 200


@officer_page
def keep(request: HttpRequest) -> HttpResponse:
    """The first screen of the section that this person may open."""
    held = standing(request.person, request.today)
    for name, _label, power in SCREENS:
        if held.may(power):
            return redirect(f"desk:{name}")
    raise Http404


@keeper_page(Power.ORGANISATION_KEEP)
def units(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    asked = DayAskedForm(request.GET)
    on = (asked.is_valid() and asked.cleaned_data["on"]) or request.today
    if text:
        rows = [{"unit": unit, "depth": 0} for unit in find_units(text, on)[:SHOWN]]
    else:
        rows = [{"unit": branch.unit, "depth": min(branch.depth, 4)} for branch in unit_branches(on)]
    context = {"rows": rows, "q": text, "asked": asked, "on": on, "on_typed": f"{on:%d/%m/%Y}", "shown": SHOWN}
    context["may_merge"] = standing(request.person, request.today).may(Power.INSTALLATION_KEEP)
    return keep_page(request, "units", context, screen=SCREEN)


@keeper_page(Power.ORGANISATION_KEEP)
def unit(request: HttpRequest, ref: str) -> HttpResponse:
    unit = taken(ref)
    context = {
        "unit": unit,
        "may_keep": standing(request.person, request.today).may(Power.ORGANISATION_KEEP, unit),
        "history": unit_history(unit),
        "posts": posts_of(unit, request.today),
        "events": events(unit),
        "below": unit.children.order_by("-valid_from", "folded_name"),
    }
    return keep_page(request, "unit", context, screen=SCREEN)


def taken(ref: str) -> Unit:
    """The unit of a public code, or 404."""
    unit = unit_by_ref(ref)
    if unit is None:
        raise Http404
    return unit


def address(unit: Unit) -> str:
    return reverse("desk:keep_unit", args=[unit.ref.code])


@keeper_page(Power.ORGANISATION_KEEP)
def unit_new(request: HttpRequest) -> HttpResponse:
    parents = kept_units(request, Power.ORGANISATION_KEEP)
    above = unit_by_ref(request.GET.get("parent", ""))
    first = {"parent": above, "tree": above.tree if above else "state"}
    form = NewUnitForm(typed(request), parents=parents, initial=first)
    words = {"title": _("Đơn vị mới"), "button": _("Lập đơn vị"), "back": reverse("desk:keep_units")}
    return form_page(request, form, create_unit, done=address, said=_("Đã lập đơn vị."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def unit_change(request: HttpRequest, ref: str) -> HttpResponse:
    unit = taken(ref)
    form = UnitDetailsForm(typed(request), initial=of_unit(unit))
    act = partial(change_unit, unit=unit)
    words = {"title": _("Sửa thông tin đơn vị"), "about": unit, "button": _("Ghi lại"), "back": address(unit)}
    return form_page(request, form, act, done=address, said=_("Đã ghi."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def unit_end(request: HttpRequest, ref: str) -> HttpResponse:
    unit = taken(ref)
    form = EndForm(typed(request))
    act = partial(end_unit, unit=unit)
    words = {"title": _("Kết thúc đơn vị"), "about": unit, "button": _("Kết thúc"), "back": address(unit)}
    return form_page(request, form, act, done=address, said=_("Đã ghi ngày kết thúc."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def unit_predecessors(request: HttpRequest, ref: str) -> HttpResponse:
    unit = taken(ref)
    form = PredecessorsForm(typed(request), initial={"on": unit.valid_from})
    act = partial(succeed, new=unit)
    words = {"title": _("Ghi đơn vị trước"), "about": unit, "button": _("Ghi lại"), "back": address(unit)}
    said = _("Đã ghi đơn vị trước.")
    return form_page(request, form, act, done=lambda _rows: address(unit), said=said, screen=SCREEN, **words)
