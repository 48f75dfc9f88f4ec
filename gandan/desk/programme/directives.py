"""Directives: those that bind one, what each asks for, and all that was done under it by unit and period."""

from datetime import date
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.programme.citing import road_to
from gandan.desk.programme.directive_forms import DirectiveForm, PeriodForm, TaskForm, typed_of
from gandan.desk.programme.pages import acted, page
from gandan.desk.surface import officer_page
from gandan.desk.timeline import events
from gandan.programme.directives import actions, queries
from gandan.programme.directives.models import Directive, Task


def directive_in_reach(request: HttpRequest, code: str) -> Directive:
    found = queries.by_code(code, request.person, request.today)
    if found is None:
        raise Http404
    return found


def kept_directive(request: HttpRequest, code: str) -> Directive:
    """A directive that this person keeps, or 404."""
    found = directive_in_reach(request, code)
    if found.unit not in queries.kept_by(request.person, request.today):
        raise Http404
    return found


@officer_page
def directives(request: HttpRequest) -> HttpResponse:
    rows = queries.listed(request.person, request.today)
    may_enter = bool(queries.kept_by(request.person, request.today))
    return page(request, "directives", {"directives": rows, "may_enter": may_enter, "here": "directives"})


@officer_page
def directive(request: HttpRequest, code: str) -> HttpResponse:
    """One directive with what was done under it in a period: since it began, unless days are asked for."""
    found = directive_in_reach(request, code)
    asked = PeriodForm(request.GET)
    period = _period(found, asked.cleaned_data if asked.is_valid() else {}, request.today)
    tasks = list(queries.tasks_of(found, **period))
    for task in tasks:
        for cited in task.shown:
            cited.road = road_to(cited.subject)
    context = {
        "directive": found,
        "tasks": tasks,
        "units": queries.served_by_unit(found, **period, on=request.today),
        "asked": asked,
        "period": period,
        "may_keep": found.unit in queries.kept_by(request.person, request.today),
        "events": events(found),
    }
    return page(request, "directive", context)


def _period(found: Directive, asked: dict[str, date | None], today: date) -> dict[str, date]:
    since = asked.get("since") or min(found.valid_from, today)
    return {"since": since, "until": max(asked.get("until") or today, since)}


def _choices(request: HttpRequest, but: Directive | None = None) -> dict[str, object]:
    """What a directive may be addressed to, and which it may continue."""
    earlier = queries.read_by(request.person, request.today).order_by("-signed_on")
    return {
        "reachable": queries.may_be_addressed(request.today),
        "earlier": earlier.exclude(pk=but.pk) if but else earlier,
    }


@officer_page
def directive_new(request: HttpRequest) -> HttpResponse:
    units = queries.kept_by(request.person, request.today)
    if not units:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = DirectiveForm(typed, units=units, **_choices(request))

    def act() -> str:
        unit = form.cleaned_data.get("unit", units[0])
        made = actions.enter(unit=unit, details=form.details(), by=request.person, at=request.now)
        return reverse("desk:directive", args=[made.code])

    words = {"title": _("Nhập văn bản chỉ đạo"), "button": _("Ghi văn bản"), "back": reverse("desk:directives")}
    return acted(request, form, act, words)


@officer_page
def directive_change(request: HttpRequest, code: str) -> HttpResponse:
    found = kept_directive(request, code)
    typed = request.POST if request.method == "POST" else None
    form = DirectiveForm(typed, units=[found.unit], initial=typed_of(found), **_choices(request, found))
    back = reverse("desk:directive", args=[found.code])

    def act() -> str:
        actions.change(directive_id=found.pk, details=form.details(), by=request.person, at=request.now)
        return back

    return acted(request, form, act, {"title": _("Sửa văn bản"), "button": _("Ghi lại"), "back": back})


@officer_page
def task_new(request: HttpRequest, code: str) -> HttpResponse:
    found = kept_directive(request, code)
    form = TaskForm(request.POST if request.method == "POST" else None)
    add = partial(actions.add_task, directive_id=found.pk, by=request.person, at=request.now)
    back = reverse("desk:directive", args=[found.code])

    def act() -> str:
        add(details=form.details())
        return back

    words = {"title": _("Thêm nhiệm vụ"), "button": _("Thêm nhiệm vụ"), "back": back, "about": found}
    return acted(request, form, act, words)


@officer_page
def task_change(request: HttpRequest, code: str, task: str) -> HttpResponse:
    found = kept_directive(request, code)
    asked = Task.objects.filter(directive=found, code=task).first()
    if asked is None:
        raise Http404
    initial = {"text": asked.text, "due_on": asked.due_on}
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)
    back = reverse("desk:directive", args=[found.code])

    def act() -> str:
        actions.change_task(task_id=asked.pk, details=form.details(), by=request.person, at=request.now)
        return back

    return acted(request, form, act, {"title": _("Sửa nhiệm vụ"), "button": _("Ghi lại"), "back": back, "about": found})
