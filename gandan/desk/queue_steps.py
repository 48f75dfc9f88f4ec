"""What the officer does with the number at the counter: each button is one action."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Ticket, WorkKind
from gandan.desk.queue import pressed, shown
from gandan.desk.queue_opening import STEPS, WORK, carry_out, go, opened
from gandan.desk.queue_page import halls_of
from gandan.dossiers.actions import open_draft, open_prepared
from gandan.dossiers.queries import visible_to
from gandan.dossiers.queries.prepared import by_code
from gandan.lib.codes import read_code
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark

SAID = {
    "hold": mark("Đã hoãn số %(number)s. Chỗ trong hàng vẫn giữ."),
    "transfer": mark("Đã chuyển số %(number)s sang %(kind)s. Chỗ trong hàng vẫn giữ."),
    "no-show": mark("Đã ghi vắng số %(number)s. Người ấy đến thì bấm “Vào hàng lại”."),
    "resume": mark("Số %(number)s đã vào hàng lại, đúng chỗ cũ."),
    "finish": mark("Đã xong số %(number)s."),
}


@pressed
def call(request: HttpRequest) -> HttpResponse:
    counter = queries.counter_of(request.person)
    if counter is None:
        return shown(request, Overtaken(mark("Hãy mở quầy trước khi gọi số."), code="desk.no_counter"))
    try:
        present = request.POST.get("present", "")
        called = actions.call_next(counter_id=counter.pk, present=present, by=request.person, at=request.now)
    except Refused as refused:
        return shown(request, refused)
    if called is None:
        return _nobody_waits(request, present)
    return go(request, opened(request, called))


def _nobody_waits(request: HttpRequest, finished: str) -> HttpResponse:
    """A refusal only where nothing was done: whoever stood here is finished all the same."""
    sentence = mark("Không còn ai chờ loại việc của quầy này.")
    if not finished:
        return shown(request, Refused(sentence, code="desk.nobody_waits"))
    messages.success(request, f"{_('Đã xong.')} {_(sentence)}")
    return go(request, "")


@pressed
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    ticket = _of_my_halls(request, code)
    try:
        carry_out(request, step, ticket, **_said(request, step))
    except Refused as refused:
        return shown(request, refused)
    ticket.refresh_from_db()
    if name := SAID.get(step):
        messages.success(request, _(name) % {"number": ticket.number, "kind": ticket.kind.name})
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


@pressed
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


@pressed
def link(request: HttpRequest, code: str) -> HttpResponse:
    """They brought a receipt, or what they prepared at home: its code, typed or scanned, links it."""
    ticket = _of_my_halls(request, code)
    typed = request.POST.get("dossier", "").strip()
    mine = visible_to(request.person, request.today)
    found = mine.filter(code=typed.upper()).first() or mine.filter(reference=read_code(typed)).first()
    found = found or by_code(typed)
    try:
        if found is None:
            raise Refused(
                mark("Không thấy giấy hẹn hay bản chuẩn bị ở nhà nào mang mã này. Hãy xem lại mã."),
                code="desk.no_dossier",
            )
        linked = actions.link(ticket_id=ticket.pk, about=found.ref, by=request.person, at=request.now)
    except Refused as refused:
        return shown(request, refused)
    return go(request, opened(request, linked))
