"""The roster of a plan, people down and days across: filled, changed by hand, published; and what people wish."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.counter.sessions import actions, queries
from gandan.counter.sessions.models import Plan, Wish
from gandan.desk.sessions_forms import WishForm
from gandan.desk.sessions_plans import acted, in_reach, keeps, page, plan_in_reach
from gandan.desk.surface import officer_page, status_of
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person

MOST_SHOWN = 12  # sessions side by side


def _shown(request: HttpRequest, plan: Plan, refused: Refused | None = None) -> HttpResponse:
    sessions, may_keep = queries.roster_sessions(plan, request.today)[:MOST_SHOWN], keeps(request, plan)
    grid = queries.grid_of(plan, sessions, request.today)
    typed = set(request.POST.getlist("place")) if refused and "change" in request.POST else None
    rows = [
        (row, [(cell, _is_ticked(cell, row.person, typed)) for cell in row.cells]) for row in grid.rows
    ]  # what was ticked stays ticked when it is refused
    context = {
        "plan": plan,
        "sessions": sessions,
        "rows": rows,
        "missing": [(one, _words(one)) for session in sessions for one in grid.missing[session.code]],
        "unpublished": any(one.roster_published_at is None for one in sessions),
        "may_keep": may_keep,
        "wishes": queries.wishes_of(plan.unit, request.today) if may_keep else (),
        "refused": refused,
    }
    return page(request, "roster", context, status=status_of(refused) if refused else 200)


def _is_ticked(cell: object, person: Person, typed: set[str] | None) -> bool:
    return cell.serves if typed is None else f"{cell.session}-{person.code}" in typed


def _words(one: object) -> str:
    """What a session lacks, for a person."""
    if one.need is None:
        return _("thiếu người: có %(there)s trên %(wanted)s") % {"there": one.there, "wanted": one.wanted}
    power = _(queries.NEED_NAMES[one.need.code])
    field = f" ({one.need.field})" if one.need.field else ""
    told = {"power": power + field, "there": one.there, "wanted": one.wanted}
    return _("thiếu thẩm quyền “%(power)s”: có %(there)s trên %(wanted)s người") % told


@officer_page
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The grid; with a post, filled by the solver, changed by hand, or published."""
    plan = plan_in_reach(request, code)
    if request.method != "POST":
        return _shown(request, plan)
    act = next((ACTS[name] for name in ACTS if name in request.POST), None)
    if act is None:
        raise Http404
    try:
        messages.success(request, act(request, plan))
    except Refused as refused:
        return _shown(request, plan, refused)
    return redirect("desk:sessions_roster", plan.code)


def _fill(request: HttpRequest, plan: Plan) -> str:
    lacking = actions.fill_roster(plan_id=plan.pk, by=request.person, at=request.now)
    return _("Đã xếp; còn chỗ thiếu, xem bên dưới.") if lacking else _("Đã xếp đủ người và thẩm quyền cho mọi phiên.")


def _change(request: HttpRequest, plan: Plan) -> str:
    """Only what was changed against what the page had shown: somebody else's change is not undone unseen."""
    shown = set(request.POST.getlist("shown"))
    asked = set(request.POST.getlist("place"))
    sessions = {one.code: one.pk for one in queries.roster_sessions(plan, request.today)}
    wanted = [(*mark.split("-", 1), mark in asked) for mark in sorted(shown ^ asked) if "-" in mark]
    people = {one.code: one for one in Person.objects.filter(code__in=[code for _session, code, _on in wanted])}
    changes = [
        (sessions[session], people[code], serves)
        for session, code, serves in wanted
        if session in sessions and code in people
    ]
    actions.change_roster(plan_id=plan.pk, changes=changes, by=request.person, at=request.now)
    return _("Đã ghi %(count)s thay đổi.") % {"count": len(changes)}


def _publish(request: HttpRequest, plan: Plan) -> str:
    done = actions.publish_roster(plan_id=plan.pk, by=request.person, at=request.now)
    return _("Đã công bố phân công của %(count)s phiên; từng người được báo.") % {"count": len(done)}


ACTS: dict[str, Callable[[HttpRequest, Plan], str]] = {"fill": _fill, "change": _change, "publish": _publish}


@officer_page
def wish_new(request: HttpRequest) -> HttpResponse:
    """One's own wish; who keeps the sessions writes down anybody's."""
    in_reach(request)
    kept = queries.kept_by(request.person, request.today)
    people = [held.person for unit in kept for held in queries.tenures_on(unit, request.today)]
    form = WishForm(
        request.POST if request.method == "POST" else None, people=people, initial={"person": request.person.code}
    )

    def act() -> str:
        said = {"person": request.person} | form.cleaned_data
        actions.say_wish(**said, by=request.person, at=request.now)
        messages.success(request, _("Đã ghi nguyện vọng."))
        return reverse("desk:sessions")

    words = {"title": _("Ghi nguyện vọng"), "button": _("Ghi lại"), "back": reverse("desk:sessions")}
    return acted(request, form, act, words)


@officer_page
@require_POST
def wish_withdrawn(request: HttpRequest, code: str) -> HttpResponse:
    wish = get_object_or_404(Wish, code=code)
    actions.withdraw_wish(wish_id=wish.pk, by=request.person, at=request.now)
    messages.success(request, _("Đã rút nguyện vọng."))
    return redirect("desk:sessions")
