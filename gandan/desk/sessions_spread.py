"""What sessions brought, unit beside unit; and how far a plan was carried: n of N, and taking it over."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.counter.ratings.values import Share
from gandan.counter.sessions import actions, queries
from gandan.counter.sessions.models import Session, Template
from gandan.desk.sessions_forms import AdoptForm
from gandan.desk.sessions_plans import acted, answers_for, in_reach, page, plan_in_reach
from gandan.desk.surface import officer_page
from gandan.organisation.models import Unit

LATELY = timedelta(days=365)
SHOWN = 24


@officer_page
def results(request: HttpRequest) -> HttpResponse:
    """One's own centres session by session; every centre of the installation in sums, since these are public."""
    own = {unit.pk for unit in in_reach(request)}
    everybody, since = queries.centres(request.today), request.today - LATELY
    lately = list(queries.series([unit.pk for unit in everybody]).filter(day__gte=since))
    said = queries.said_at(lately, request.today)
    mine = [one for one in lately if one.plan.unit_id in own]
    context = {
        "series": _rows(mine[:SHOWN], said),
        "totals": queries.totals(queries.series(own)),
        "answers": queries.over_all(answers_for(request, mine).values()),
        "side_by_side": _beside(queries.side_by_side(everybody, since, request.today), lately, said),
        "own": own,
        "since": since,
    }
    return page(request, "results", context)


def _rows(sessions: list[Session], said: dict[int, queries.Answers]) -> list[tuple[Session, Share | None, int]]:
    """Each session with who came only because it was that day, and the hours of rest its people have had since."""
    rested = queries.rest_taken(sessions)
    return [(one, queries.only_for_the_day(said[one.pk]), rested[one.pk]) for one in sessions]


def _beside(
    rows: list[tuple[Unit, dict[str, int | None]]], sessions: list[Session], said: dict[int, queries.Answers]
) -> list[tuple[Unit, dict[str, int | None], Share | None]]:
    """Each unit with its sums, and who came only because it was that day, over its sessions; the busiest first."""
    answers: dict[int, list[queries.Answers]] = {}
    for one in sessions:
        answers.setdefault(one.plan.unit_id, []).append(said[one.pk])
    told = {unit: queries.only_for_the_day(queries.over_all(given)) for unit, given in answers.items()}
    return [(unit, sums, told.get(unit.pk)) for unit, sums in sorted(rows, key=lambda row: -row[1]["sessions"])]


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
