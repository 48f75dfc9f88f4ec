"""Calling a number opens what it is about: the dossier, or the form filled in from what was prepared at home.

Read before they stand there; put back for the next counter when they do not come.
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Ticket
from gandan.desk.queue_about import about_of
from gandan.dossiers.actions import discard_draft, open_prepared
from gandan.dossiers.queries import drafts_of
from gandan.dossiers.queries.prepared import by_code
from gandan.lib.refusal import Refused

WORK = "work"  # pressed on the page of the work itself: one stays there


def opened(request: HttpRequest, ticket: Ticket) -> str:
    """The address of the work, begun where it has to be; "" where there is none, or somebody else has it open."""
    if ticket.about_kind not in ("prepared", "dossier"):
        return ""
    if ticket.about_kind == "prepared":
        try:
            open_prepared(scanned=ticket.about_code, unit=ticket.unit, by=request.person, at=request.now)
        except Refused:
            return ""  # the counter's screen says what it is about, and on opening why not
    found = about_of(ticket, request.person, request.today)
    return found.url if found else ""


def put_back(request: HttpRequest, ticket: Ticket) -> None:
    """Who prepared at home has not come: whoever calls them next opens it anew, unless something was typed."""
    one = by_code(ticket.about_code) if ticket.about_kind == "prepared" else None
    if one is None:
        return
    draft = drafts_of(request.person).filter(reference=one.taken_as).first()
    if draft is not None and draft.saved_at == one.taken_at:
        discard_draft(reference=draft.reference, by=request.person, at=request.now)


def carry_out(request: HttpRequest, name: str, ticket: Ticket, **said: object) -> None:
    """One step of a number, with what becomes of the work it opened, in one transaction."""
    with transaction.atomic():
        STEPS[name](ticket_id=ticket.pk, **said, by=request.person, at=request.now)
        if name in AWAY:
            put_back(request, ticket)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """To the work, or back to the screen of the counter; htmx, which puts answers in place, is told to go."""
    target = url or reverse("desk:queue")
    if url and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": target})
    return redirect(target)


STEPS = {
    "recall": actions.recall,
    "start": actions.start,
    "finish": actions.finish,
    "hold": actions.hold,
    "transfer": actions.transfer,
    "no-show": actions.mark_no_show,
    "resume": actions.resume,
    "leave": actions.leave,
}
AWAY = {"hold", "transfer", "no-show", "leave"}
