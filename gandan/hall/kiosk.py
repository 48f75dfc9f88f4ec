"""The kiosk: what did you come for, do you go first, and the number. Two presses, no keyboard."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gandan.counter.appointments.queries import offers_of
from gandan.counter.tickets.actions import leave, take_number
from gandan.counter.tickets.models import Ticket, WorkKind
from gandan.counter.tickets.queries import closed_now, grounds_of, kinds_of, promised, ticket_by_code
from gandan.counter.tickets.states import State
from gandan.counter.tickets.values import HALL
from gandan.hall import keys
from gandan.hall.place import Place, address, machine_page, qr, to_type
from gandan.hall.promised import told_now
from gandan.lib.refusal import Refused, mark

# Seconds until the kiosk is back at its start: the number can be photographed; the start itself is never an old one.
CHOOSING, READING, START = 60, 40, 30
UNDONE_WITHIN = timedelta(minutes=3)


@machine_page
def kinds(request: HttpRequest, place: Place) -> HttpResponse:
    """The start."""
    context = {"place": place, "phone": wall(place), "after": START} | offered(place)
    context["books"] = offers_of(place.unit).exists()
    return render(request, "hall/kinds.html", context)


@machine_page
def grounds(request: HttpRequest, place: Place, kind: str) -> HttpResponse:
    """Who goes first; pressing any answer takes the number."""
    chosen = kind_of(place, kind)
    if closed := closed_now(place.unit, place.now):
        raise closed
    if request.method == "POST":
        ticket = press(request, place, chosen, Ticket.Channel.KIOSK)
        return redirect("hall:number", place.ref, ticket.code)
    context = {"place": place, "kind": chosen, "grounds": grounds_told(place), "page": keys.draw(place.board)}
    return render(request, "hall/grounds.html", context | {"after": CHOOSING})


@machine_page
def number(request: HttpRequest, place: Place, code: str) -> HttpResponse:
    """The number, the promise and the way to follow it on a telephone; on paper the same."""
    ticket = ticket_by_code(code)
    if ticket is None or ticket.unit_id != place.unit.pk:
        raise Http404
    page = address(place, "hall:ticket", ticket.code)
    context = {"place": place, "ticket": ticket, "qr": qr(page), "to_type": to_type(place), "after": READING}
    context["may_undo"] = _may_undo(ticket, place)
    return render(request, "hall/number.html", context | promised(ticket, place.now))


@machine_page
def undo(request: HttpRequest, place: Place, code: str) -> HttpResponse:
    """A wrong touch: the number is given up, and one begins again."""
    ticket = ticket_by_code(code)
    if request.method != "POST" or ticket is None or ticket.unit_id != place.unit.pk:
        raise Http404
    if _may_undo(ticket, place):
        leave(ticket_id=ticket.pk, by=HALL, at=place.now)
    return redirect("hall:kinds", place.ref)


def _may_undo(ticket: Ticket, place: Place) -> bool:
    """Only what was pressed here a moment ago, and waits."""
    fresh = place.now - ticket.taken_at <= UNDONE_WITHIN
    return fresh and ticket.channel == Ticket.Channel.KIOSK and ticket.state == State.WAITING


def offered(place: Place) -> dict[str, object]:
    """`kinds`, each with the wait it is told now; `closed` says when there are numbers again."""
    closed = closed_now(place.unit, place.now)
    told = {} if closed else told_now(place)
    return {"kinds": [(kind, told.get(kind.code)) for kind in kinds_of(place.unit)], "closed": closed}


def grounds_told(place: Place) -> list[tuple[str, str]]:
    """Each ground of priority with its sentence."""
    found = grounds_of(place.unit, localdate(place.now))
    return [(ground.code, _(ground.words) % ground.params) for ground in found]


def kind_of(place: Place, code: str) -> WorkKind:
    found = kinds_of(place.unit).filter(code=code).first()
    if found is None:
        raise Refused(mark("Loại việc này hôm nay không cấp số. Hãy chọn loại việc khác."), code="hall.kind_closed")
    return found


def press(request: HttpRequest, place: Place, kind: WorkKind, channel: str, *, phone: str = "") -> Ticket:
    """The number that this page stands for, however often it is sent."""
    code = keys.drawn(request.POST.get("phieu", ""), place.board)
    if code is None:
        raise Refused(mark("Trang này đã mở quá lâu. Xin bấm lại từ đầu."), code="hall.old_page")
    said = {"priority": request.POST.get("uu_tien", ""), "phone": phone}
    return take_number(unit=place.unit, kind=kind, channel=channel, **said, code=code, by=HALL, at=place.now)


def wall(place: Place) -> str:
    """The picture that leads a telephone to a number, at machines of the hall."""
    return qr(address(place, "hall:phone", place.ref, keys.wall_key(place.board, place.now)))
