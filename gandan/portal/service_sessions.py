"""Sessions beyond usual days ("Ngày thứ bảy với dân"): where and when to come, and what they brought so far."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gandan.counter.sessions import queries
from gandan.lib.fold import fold
from gandan.organisation.powers import Power

SHOWN = 60
PAST_SHOWN = 8


def service_sessions(request: HttpRequest) -> HttpResponse:
    """What people may come to, the nearest first, or with `?q=…` at places of that name; and the sums of all."""
    today = timezone.localdate()
    sought = request.GET.get("q", "").strip()[:100]
    centres = [unit for unit in queries.centres(today) if fold(sought) in fold(unit.name)]
    ids = [unit.pk for unit in centres]
    done = queries.series(ids)
    past = list(done[:SHOWN])
    said = queries.said_at(past, today)
    context = {
        "sessions": queries.announced(today, ids)[:SHOWN],
        "sought": sought,
        "totals": queries.totals(done),
        "units": done.order_by().values("plan__unit").distinct().count(),
        "centres": len(ids),
        "past": [(one, queries.only_for_the_day(said[one.pk])) for one in past[:PAST_SHOWN]],
        "answers": queries.for_everybody(queries.over_all(said.values())),
    }
    return render(request, "portal/service_sessions.html", context)


def service_session(request: HttpRequest, code: str) -> HttpResponse:
    """One announced session: when, where, what for; or that it was cancelled and why; or what it brought."""
    session = queries.session_by_code(code)
    if session is None or session.announced_at is None:
        raise Http404
    context = {
        "session": session,
        "offered": queries.offered_by(session.plan, session.day),
        "is_over": session.day < timezone.localdate(),
        "signed_there": any(need.code == Power.DOSSIER_SETTLE for need in session.plan.wanted),
        "answers": queries.for_everybody(queries.said_at([session], timezone.localdate())[session.pk]),
    }
    return render(request, "portal/service_session.html", context)
