"""Plans of service sessions ("Ngày thứ bảy với dân"): the list, one plan with its days, the forms, the calendar."""

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.counter.ratings.queries import readable_units
from gandan.counter.sessions import actions, queries
from gandan.counter.sessions.models import Plan, Session
from gandan.desk.programme.citing import card
from gandan.desk.sessions_forms import DaysForm, PlanForm, typed_of
from gandan.desk.surface import officer_page, posted
from gandan.desk.timeline import events
from gandan.organisation.models import Unit

AHEAD = timedelta(days=92)
USUAL_HOURS = "07:30-11:30"
REST_SHOWN = 8


def in_reach(request: HttpRequest) -> list[Unit]:
    """The centres whose sessions this person reads, or 404."""
    units = queries.read_by(request.person, request.today)
    if not units:
        raise Http404
    return units


def answers_for(request: HttpRequest, sessions: Collection[Session]) -> dict[int, queries.Answers]:
    """What people answered at each; how they were served is for who reads the ratings of that centre."""
    said, readable = queries.said_at(sessions, request.today), readable_units(request.person, request.today)
    may = {unit.pk for unit in readable}
    return {
        one.pk: said[one.pk] if one.plan.unit_id in may else queries.for_everybody(said[one.pk]) for one in sessions
    }


def keeps(request: HttpRequest, plan: Plan) -> bool:
    return plan.unit in queries.kept_by(request.person, request.today)


def plan_in_reach(request: HttpRequest, code: str) -> Plan:
    plan = queries.plan_by_code(code, [unit.pk for unit in in_reach(request)])
    if plan is None:
        raise Http404
    return plan


def page(request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """A page of this section."""
    return render(request, f"desk/service_sessions/{name}.html", {"section": "sessions"} | context, status=status)


def acted(request: HttpRequest, form: forms.Form, act: Callable[[], str], context: dict[str, object]) -> HttpResponse:
    """The form; or acted on and on to where `act` says; or shown again, refused, as it was typed."""
    done, status = posted(request, form, lambda: redirect(act()))
    return done or page(request, "form", {"form": form} | context, status=status)


@officer_page
def plans(request: HttpRequest) -> HttpResponse:
    units = in_reach(request)
    ids = [unit.pk for unit in units]
    context = {
        "plans": queries.plans_of(ids, request.today),
        "mine": queries.served_by(request.person, request.today),
        "kept": queries.kept_by(request.person, request.today),
        "templates": queries.templates(),
        "wishes": queries.said_by(request.person, request.today),
        "rest": queries.rest_owed_to(request.person)[:REST_SHOWN],
        "several": len(units) > 1,
    }
    return page(request, "plans", context)


@officer_page
def calendar(request: HttpRequest) -> HttpResponse:
    """The sessions of the next months, and those of the last that are not summed up yet."""
    ids = [unit.pk for unit in in_reach(request)]
    sessions = queries.sessions_between(ids, request.today - AHEAD, request.today + AHEAD)
    ahead = [one for one in sessions if one.day >= request.today]
    behind = [one for one in sessions if one.day < request.today and one.state != "cancelled"]
    return page(request, "calendar", {"ahead": ahead, "behind": behind[::-1]})


@officer_page
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """One plan: what it says, its days; with a post, days are added."""
    plan = plan_in_reach(request, code)
    may_keep = keeps(request, plan)
    first = request.today + timedelta(days=1)
    usual = {"first": first, "last": first + AHEAD}
    form = DaysForm(request.POST if request.method == "POST" else None, plan=plan, initial=usual)
    done, status = posted(request, form, partial(_days_added, request, plan, form))
    return done or page(
        request, "plan", plan_context(request, plan) | {"form": form, "may_keep": may_keep}, status=status
    )


def _days_added(request: HttpRequest, plan: Plan, form: DaysForm) -> HttpResponse:
    made, left_out = actions.plan_sessions(plan_id=plan.pk, **form.days(), by=request.person, at=request.now)
    messages.success(request, _("Đã lập %(n)s phiên.") % {"n": len(made)})
    for one in left_out:
        messages.warning(request, f"{one.on:%d/%m/%Y}: {_(one.why)}")
    return redirect("desk:sessions_plan", plan.code)


def plan_context(request: HttpRequest, plan: Plan) -> dict[str, object]:
    return {
        "plan": plan,
        "sessions": queries.sessions_of(plan),
        "needs": [(_(queries.NEED_NAMES[need.code]), need.people) for need in plan.wanted],
        "offered": queries.offered_by(plan, request.today),
        "template": queries.template_of(plan),
        "events": events(plan),
    } | card(request, plan, plan.unit)


@officer_page
def plan_new(request: HttpRequest) -> HttpResponse:
    units = queries.kept_by(request.person, request.today)
    if not units:
        raise Http404
    usual = {"hours": USUAL_HOURS, "place": units[0].name}
    form = PlanForm(request.POST if request.method == "POST" else None, units=units, on=request.today, initial=usual)

    def act() -> str:
        unit = form.cleaned_data.get("unit", units[0])
        made = actions.make_plan(unit=unit, details=form.details(), by=request.person, at=request.now)
        return reverse("desk:sessions_plan", args=[made.code])

    words = {"title": _("Lập kế hoạch"), "button": _("Lập kế hoạch"), "back": reverse("desk:sessions")}
    return acted(request, form, act, words)


@officer_page
def plan_change(request: HttpRequest, code: str) -> HttpResponse:
    plan = plan_in_reach(request, code)
    form = PlanForm(
        request.POST if request.method == "POST" else None, units=[plan.unit], on=request.today, initial=typed_of(plan)
    )
    change = partial(actions.change_plan, plan_id=plan.pk, by=request.person, at=request.now)
    back = reverse("desk:sessions_plan", args=[plan.code])

    def act() -> str:
        change(details=form.details())
        return back

    return acted(request, form, act, {"title": _("Sửa kế hoạch"), "button": _("Ghi lại"), "back": back})
