"""One session: announced, cancelled, held, summed up; its announcement on paper, and what it brought."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gandan.counter.sessions import actions, queries
from gandan.counter.sessions.models import Session
from gandan.counter.sessions.printouts import announcement
from gandan.counter.sessions.states import MACHINE
from gandan.desk.sessions_forms import AnnounceForm, CancelForm, ConfirmForm
from gandan.desk.sessions_plans import answers_for, in_reach, keeps, page
from gandan.desk.surface import UNPROCESSABLE, officer_page, status_of
from gandan.desk.timeline import events
from gandan.lib.machine import Move
from gandan.lib.refusal import Refused
from gandan.ui.templatetags.ui import sentence

ACTS: dict[str, tuple[type, Callable[..., object]]] = {
    "announce": (AnnounceForm, actions.announce),
    "hold": (ConfirmForm, actions.hold),
    "sum_up": (ConfirmForm, actions.sum_up),
    "cancel": (CancelForm, actions.cancel),
}


def session_in_reach(request: HttpRequest, code: str) -> Session:
    session = queries.session_by_code(code, [unit.pk for unit in in_reach(request)])
    if session is None:
        raise Http404
    return session


def _shown(
    request: HttpRequest,
    session: Session,
    forms: dict[str, object],
    *,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    """`refused` is told beside its form, or at the top where the act is not open any more."""
    open_now = [move for move in _open(session, request.now) if keeps(request, session.plan)]
    last = queries.announce_by(session, request.today) if session.state == "planned" else None
    shown = {"announce": AnnounceForm(is_late=last is not None and last < request.today)} | forms
    context = _told_of(request, session) | {
        "acts": [(move.name, _(move.label), shown.get(move.name) or ACTS[move.name][0]()) for move in open_now],
        "announce_by": last,
        "refused": None if any(move.name in forms for move in open_now) else refused,
    }
    return page(request, "session", context, status=status)


def _told_of(request: HttpRequest, session: Session) -> dict[str, object]:
    """What is known of a session, whoever asks."""
    return {
        "session": session,
        "rule": queries.rule_of_announcing(session.plan.unit, request.today),
        "serving": queries.people_at(session),
        "lacking": queries.lacking_at(session, request.today),
        "result": session if session.summed_up_at else queries.brought(session) if session.held_at else None,
        "credits": queries.rest_of(session),
        "ratings": answers_for(request, [session])[session.pk],
        "events": events(session),
    }


def _open(session: Session, now: datetime) -> list[Move]:
    """What may be done with it now: nobody is asked to record what is still to come, or to sum up what goes on."""
    opens = {"hold": session.begins_at, "sum_up": session.ends_at}
    return [move for move in MACHINE.out_of(session.state) if opens.get(move.name, now) <= now]


@officer_page
def session(request: HttpRequest, code: str) -> HttpResponse:
    return _shown(request, session_in_reach(request, code), {})


@officer_page
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The act is done and leads back; or the page again, with what was typed and why it is refused."""
    session = session_in_reach(request, code)
    if name not in ACTS or request.method != "POST":
        raise Http404
    make, do = ACTS[name]
    form, status, why = make(request.POST), UNPROCESSABLE, None
    if form.is_valid():
        try:
            done = do(session_id=session.pk, **form.cleaned_data, by=request.person, at=request.now)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status, why = status_of(refused), refused
            session.refresh_from_db()
        else:
            _told(request, name, done)
            return redirect("desk:session", session.code)
    return _shown(request, session, {name: form}, status=status, refused=why)


def _told(request: HttpRequest, name: str, done: object) -> None:
    messages.success(request, _("Đã ghi."))
    if name == "cancel":
        for line in done[1]:
            messages.warning(request, f"{_(line.what)}: {line.how_many}")


@officer_page
def announcement_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The page to hang up, once it is announced."""
    session = session_in_reach(request, code)
    if session.announced_at is None:
        raise Http404
    response = HttpResponse(announcement(session), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="thong-bao-{session.day:%Y-%m-%d}.pdf"'
    return response
