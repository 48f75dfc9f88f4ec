"""What sessions brought, unit beside unit; and how far a plan was carried: n of N, and taking it over."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.counter.sessions import actions, queries
from gandan.counter.sessions.models import Template
from gandan.desk.sessions_forms import AdoptForm
from gandan.desk.sessions_plans import acted, in_reach, page, plan_in_reach
from gandan.desk.surface import officer_page

LATELY = timedelta(days=365)
SHOWN = 24


@officer_page
def results(request: HttpRequest) -> HttpResponse:
    """One's own centres session by session; every centre of the installation in sums, since these are public."""
    units = in_reach(request)
    series = queries.series([unit.pk for unit in units])
    everybody = queries.centres(request.today)
    rows = queries.side_by_side(everybody, request.today - LATELY, request.today)
    context = {
        "series": series[:SHOWN],
        "totals": queries.totals(series),
        "side_by_side": sorted(rows, key=lambda row: -row[1]["sessions"]),
        "own": {unit.pk for unit in units},
        "since": request.today - LATELY,
    }
    return page(request, "results", context)


def _template(request: HttpRequest, code: str) -> Template:
    in_reach(request)
    template = queries.template_by_code(code)
    if template is None:
        raise Http404
    return template


@officer_page
def template(request: HttpRequest, code: str) -> HttpResponse:
    found = _template(request, code)
    kept = queries.kept_by(request.person, request.today)
    context = {
        "template": found,
        "coverage": queries.coverage(found, request.today),
        "may_adopt": any(queries.may_adopt(found, unit, request.today) for unit in kept),
    }
    return page(request, "template", context)


@officer_page
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    found = _template(request, code)
    kept = queries.kept_by(request.person, request.today)
    units = [unit for unit in kept if queries.may_adopt(found, unit, request.today)]
    if not units:
        raise Http404
    form = AdoptForm(request.POST if request.method == "POST" else None, units=units, initial={"place": units[0].name})

    def act() -> str:
        unit, place = form.cleaned_data.get("unit", units[0]), form.cleaned_data["place"]
        told = {"unit": unit, "place": place, "decision": form.decision()}
        plan = actions.adopt(template_id=found.pk, **told, by=request.person, at=request.now)
        messages.success(request, _("Đã áp dụng mẫu. Tiếp theo: lập các ngày."))
        return reverse("desk:sessions_plan", args=[plan.code])

    back = reverse("desk:sessions_template", args=[found.code])
    return acted(request, form, act, {"title": _("Áp dụng mẫu"), "button": _("Áp dụng"), "back": back, "about": found})


@officer_page
@require_POST
def share(request: HttpRequest, code: str) -> HttpResponse:
    plan = plan_in_reach(request, code)
    shared = actions.share(plan_id=plan.pk, by=request.person, at=request.now)
    messages.success(request, _("Đã chia sẻ kế hoạch để nơi khác áp dụng."))
    return redirect("desk:sessions_template", shared.code)
