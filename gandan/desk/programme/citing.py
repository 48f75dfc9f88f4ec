"""What serves a task of a directive: cited from the page of the thing itself, whatever domain keeps it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.counter.sessions import queries as sessions
from gandan.desk.programme.directive_forms import CiteForm
from gandan.desk.programme.pages import acted
from gandan.desk.surface import officer_page
from gandan.lib.refs import HasRef, Ref
from gandan.organisation.models import Unit
from gandan.programme.commitments.queries import in_reach
from gandan.programme.directives import actions, queries
from gandan.programme.directives.models import Citation


@dataclass(frozen=True)
class Cited:
    """A thing that may serve a task, as its own page knows it."""

    ref: Ref
    title: str
    unit: Unit


def _session_plan(request: HttpRequest, code: str) -> Cited | None:
    units = sessions.read_by(request.person, request.today)
    plan = sessions.plan_by_code(code, [unit.pk for unit in units])
    return None if plan is None else Cited(plan.ref, plan.name, plan.unit)


def _commitment(request: HttpRequest, code: str) -> Cited | None:
    """One that was signed, by its year and unit: whose it is stands on its own page, for who may read it."""
    found = in_reach(code, request.person, request.today)
    if found is None or not found.editions.exists():
        return None
    title = _("Một bản cam kết năm %(year)s") % {"year": found.year}
    return Cited(found.ref, title, found.unit)


# kind -> whether this person sees the thing and what it is, and the name of its page
CITABLE: dict[str, tuple[Callable[[HttpRequest, str], Cited | None], str]] = {
    "session_plan": (_session_plan, "desk:sessions_plan"),
    "commitment": (_commitment, "desk:commitment"),
}


def road_to(subject: Ref) -> str:
    """The page of a thing that was cited; it answers 404 to who may not see it."""
    return reverse(CITABLE[subject.kind][1], args=[subject.code]) if subject.kind in CITABLE else ""


def card(request: HttpRequest, subject: HasRef, unit: Unit) -> dict[str, object]:
    """Context of desk/programme/cited.html: the tasks a thing serves, and where to cite one more."""
    ref = subject.ref
    may = unit in queries.kept_by(request.person, request.today)
    return {
        "citations": queries.citations_of(ref),
        "may_cite": may,
        "cite_url": reverse("desk:cite", args=[ref.kind, ref.code]),
    }


def _found(request: HttpRequest, kind: str, code: str) -> Cited:
    """The thing, for who sees it and keeps the programme of its unit; else 404."""
    known = CITABLE.get(kind)
    found = known[0](request, code) if known else None
    if found is None or found.unit not in queries.kept_by(request.person, request.today):
        raise Http404
    return found


@officer_page
def cite(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    found = _found(request, kind, code)
    tasks = queries.tasks_for([found.unit], request.today)
    form = CiteForm(request.POST if request.method == "POST" else None, tasks=tasks)
    back = road_to(found.ref)

    def act() -> str:
        told = {"subject": found.ref, "title": found.title, "unit": found.unit}
        actions.cite(task_id=form.chosen().pk, **told, by=request.person, at=request.now)
        messages.success(request, _("Đã ghi việc này vào nhiệm vụ."))
        return back

    words = {"title": _("Ghi vào nhiệm vụ được giao"), "button": _("Ghi vào nhiệm vụ"), "back": back}
    return acted(request, form, act, words | {"template": "cite", "cited": found})


@officer_page
@require_POST
def withdraw(request: HttpRequest, kind: str, code: str, task: str) -> HttpResponse:
    found = _found(request, kind, code)
    standing = Citation.objects.filter(withdrawn_at__isnull=True, task__code=task)
    cited = get_object_or_404(standing, subject_kind=kind, subject_code=code)
    actions.withdraw(citation_id=cited.pk, by=request.person, at=request.now)
    messages.success(request, _("Đã rút việc này khỏi nhiệm vụ."))
    return redirect(road_to(found.ref))
