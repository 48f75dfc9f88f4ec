"""What the officer does with the number at the counter: each button is one action."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Ticket, WorkKind
from gandan.desk.queue import shown
from gandan.desk.queue_opening import STEPS, WORK, carry_out, go, opened
from gandan.desk.queue_page import halls_of
from gandan.desk.surface import officer_page
from gandan.dossiers.actions import open_draft, open_prepared
from gandan.dossiers.queries import visible_to
from gandan.dossiers.queries.prepared import by_code
from gandan.lib.codes import read_code
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark


@officer_page
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    counter = queries.counter_of(request.person)
    if counter is None:
        return shown(request, Overtaken(mark("Hãy mở quầy trước khi gọi số."), code="desk.no_counter"))
    try:
        said = {"present": request.POST.get("present", ""), "by": request.person, "at": request.now}
        called = actions.call_next(counter_id=counter.pk, **said)
        if called is None:
            raise Refused(mark("Không còn ai chờ loại việc của quầy này."), code="desk.nobody_waits")
    except Refused as refused:
        return shown(request, refused)
    return go(request, opened(request, called))


@officer_page
@require_POST
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    ticket = _of_my_halls(request, code)
    try:
        carry_out(request, step, ticket, **_said(request, step))
    except Refused as refused:
        return shown(request, refused)
    ticket.refresh_from_db()
    stays = step == "start" or (step == "recall" and request.POST.get("from") == WORK)
    return go(request, opened(request, ticket) if stays else "")


def _of_my_halls(request: HttpRequest, code: str) -> Ticket:
    return get_object_or_404(Ticket, code=code, unit__in=halls_of(request))


def _said(request: HttpRequest, step: str) -> dict[str, Any]:
    if step == "transfer":
        kind = WorkKind.objects.filter(code=request.POST.get("kind", ""), unit__in=halls_of(request)).first()
        if kind is None:
            raise Refused(mark("Hãy chọn loại việc để chuyển đến."), code="desk.no_kind")
        return {"kind": kind}
    if step == "hold":
        return {"until": _until(request.POST.get("until", ""), request.now)}
    return {}


def _until(typed: str, now: datetime) -> datetime | None:
    """The time of today that was typed; without one, until they come back."""
    if not typed:
        return None
    try:
        clock = time.fromisoformat(typed)
    except ValueError:
        raise Refused(mark("Hãy ghi giờ quay lại như 10:30."), code="desk.wrong_time") from None
    return localtime(now).replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


@officer_page
@require_POST
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a dossier for whoever stands here, linked to their number by its reference alone; what they prepared at
    home is opened filled in.
    """
    ticket = _of_my_halls(request, code)
    doing = {"by": request.person, "at": request.now}
    try:
        with transaction.atomic():
            if ticket.about_kind == "prepared":
                reference = open_prepared(scanned=ticket.about_code, unit=ticket.unit, **doing).taken_as
            else:
                reference = open_draft(unit=ticket.unit, **doing).reference
            actions.link(ticket_id=ticket.pk, about=Ref("dossier", reference), **doing)
    except Refused as refused:
        return shown(request, refused)
    return redirect("desk:counter", reference)


@officer_page
@require_POST
def link(request: HttpRequest, code: str) -> HttpResponse:
    """They brought a receipt, or what they prepared at home: its code, typed or scanned, links it."""
    ticket = _of_my_halls(request, code)
    typed = request.POST.get("dossier", "").strip()
    mine = visible_to(request.person, request.today)
    found = mine.filter(code=typed.upper()).first() or mine.filter(reference=read_code(typed)).first()
    found = found or by_code(typed)
    try:
        if found is None:
            raise Refused(mark("Không thấy hồ sơ mang mã này. Hãy xem lại mã trên giấy hẹn."), code="desk.no_dossier")
        linked = actions.link(ticket_id=ticket.pk, about=found.ref, by=request.person, at=request.now)
    except Refused as refused:
        return shown(request, refused)
    return go(request, opened(request, linked))
