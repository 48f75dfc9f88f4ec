"""On a telephone: a number for whoever stands in the hall, and the page of a number wherever its holder is."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gandan.counter.appointments.queries import reaches_phones
from gandan.counter.tickets.actions import leave
from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.queries import promised, ticket_by_code
from gandan.counter.tickets.states import AT_DESK, OPEN, State
from gandan.counter.tickets.values import HALL
from gandan.hall import keys
from gandan.hall.kiosk import grounds_told, kind_of, offered, press
from gandan.hall.place import FORBIDDEN, UNPROCESSABLE, Place, hall_page, live_url, unseen
from gandan.lib.codes import read_code
from gandan.lib.refusal import Refused, mark
from gandan.ui import limits

MINE = "so"  # the cookie of the number that this telephone took
FROM_ONE_ADDRESS = 4  # numbers a minute; a hall's own network is one address
TWELVE_HOURS = 12 * 60 * 60
LONGEST_TYPED = 40


@hall_page
def take(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    """One page: what for, whether first, and where to call. Who has a number that waits is shown that one."""
    if not keys.is_wall_key(key, place.board, place.now):
        return render(request, "hall/old_wall.html", {"place": place}, status=FORBIDDEN)
    if mine := _mine(request, place):
        return redirect("hall:ticket", mine.code)
    typed, refused = request.POST, None
    if request.method == "POST":
        try:
            return _taken(request, place)
        except Refused as no:
            refused = no
    context = {"place": place, "grounds": grounds_told(place), "page": keys.draw(place.board)} | offered(place)
    context["reaches_phones"] = reaches_phones()
    status = UNPROCESSABLE if refused else 200
    return render(request, "hall/take.html", context | {"typed": typed, "refused": refused}, status=status)


def _taken(request: HttpRequest, place: Place) -> HttpResponse:
    kind = kind_of(place, _chosen(request))
    _check_not_too_many(request, place)
    ticket = press(request, place, kind, Ticket.Channel.PHONE, phone=request.POST.get("dien_thoai", ""))
    response = redirect("hall:ticket", ticket.code)
    said = {"max_age": TWELVE_HOURS, "secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}
    response.set_signed_cookie(MINE, ticket.code, **said)
    return response


def _chosen(request: HttpRequest) -> str:
    if not (kind := request.POST.get("viec", "")):
        raise Refused(mark("Hãy chọn việc ông/bà đến làm."), code="hall.no_kind")
    return kind


def _mine(request: HttpRequest, place: Place) -> Ticket | None:
    """The number this telephone holds here and today, while it waits or is called."""
    ticket = ticket_by_code(request.get_signed_cookie(MINE, "", max_age=TWELVE_HOURS))
    waits = ticket is not None and ticket.state in OPEN and ticket.unit_id == place.unit.pk
    return ticket if waits and ticket.day == timezone.localdate(place.now) else None


def _check_not_too_many(request: HttpRequest, place: Place) -> None:
    """Telephones take at most half of what the hall gives in a minute: the kiosk goes on for whoever stands there."""
    many = limits.count(f"number from:{request.META['REMOTE_ADDR']}", place.now) > FROM_ONE_ADDRESS
    half = max(1, place.board.most_a_minute // 2)
    if many or limits.count(f"numbers of:{place.unit.pk}", place.now) > half:
        sentence = mark("Đang có quá nhiều điện thoại lấy số. Hãy đợi một phút rồi bấm lại, hoặc lấy số ở máy.")
        raise Refused(sentence, code="hall.too_many_phones")


# --- the page of a number ----------------------------------------------------------------------------------------


def find(request: HttpRequest) -> HttpResponse:
    """The code in letters, typed: for who cannot scan."""
    typed = request.GET.get("ma", "")[:LONGEST_TYPED]
    found = ticket_by_code(read_code(typed)) if typed.strip() else None
    if found is not None:
        return redirect("hall:ticket", found.code)
    missing = "ma" in request.GET
    context = {"typed": typed, "missing": missing}
    return unseen(render(request, "hall/find.html", context, status=404 if missing else 200))


def ticket(request: HttpRequest, code: str, refused: Refused | None = None) -> HttpResponse:
    found = _found(code)
    if found.code != code:
        return redirect("hall:ticket", found.code)
    context = _shown(found) | {"live": live_url(found.unit.ref.code), "refused": refused}
    return unseen(render(request, "hall/ticket.html", context, status=UNPROCESSABLE if refused else 200))


def ticket_now(request: HttpRequest, code: str) -> HttpResponse:
    """The part that changes."""
    return unseen(render(request, "hall/ticket_now.html", _shown(_found(code))))


@require_POST
def give_up(request: HttpRequest, code: str) -> HttpResponse:
    """Its holder waits no longer."""
    found = _found(code)
    try:
        leave(ticket_id=found.pk, by=HALL, at=timezone.now())
    except Refused as refused:
        return ticket(request, code, refused)
    return redirect("hall:ticket", found.code)


def _found(code: str) -> Ticket:
    found = ticket_by_code(read_code(code))
    if found is None:
        raise Http404
    return found


def _shown(found: Ticket) -> dict[str, object]:
    now = timezone.now()
    is_called = found.state in AT_DESK
    return {
        "ticket": found,
        "is_called": is_called,
        "can_leave": found.state in OPEN - {State.SERVING},
        "call": f"{found.counter.number}-{found.calls}" if found.state == State.CALLED else "",
        "now": now,
        **promised(found, now),
    }
