"""The display: whom the counters call, who waits, what those who come now are told. Drawn once for every version."""

from datetime import datetime
from threading import Lock

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import get_language

from gandan.counter.sessions.models import Session
from gandan.counter.sessions.queries import announced
from gandan.counter.sessions.states import State
from gandan.counter.tickets.queries import board_of, closed_now, waiting_of
from gandan.hall.kiosk import wall
from gandan.hall.place import Place, hall_page, live_url, to_type
from gandan.hall.promised import kept_lately, told_now
from gandan.organisation.models import Unit

CALLS = 4
MINUTE = 60
_drawing = Lock()


@hall_page
def board(request: HttpRequest, place: Place) -> HttpResponse:
    """The page that hangs there the whole day."""
    context = {"place": place, "drawn": drawn(place), "live": live_url(place.ref)}
    return render(request, "hall/board.html", context)


@hall_page
def board_now(request: HttpRequest, place: Place) -> HttpResponse:
    """The part that changes."""
    return HttpResponse(drawn(place))


def drawn(place: Place) -> str:
    """As HTML. However many displays ask, each process draws it once for a version, and once a minute for the clock."""
    minute = int(place.now.timestamp()) // MINUTE
    is_ours = place.machine is not None
    name = f"hall:{place.unit.pk}:{place.board.version}:{minute}:{is_ours}:{get_language()}:{place.origin}"
    if (kept := cache.get(name)) is None:
        with _drawing:
            if (kept := cache.get(name)) is None:
                kept = render_to_string("hall/board_now.html", _shown(place))
                cache.set(name, kept, MINUTE)
    return kept


def _shown(place: Place) -> dict[str, object]:
    unit, now = place.unit, place.now
    closed, shown = closed_now(unit, now), board_of(unit, now, newest=CALLS)
    told = {} if closed else told_now(place)
    return {
        "place": place,
        "board": shown,
        "kinds": [(kind, told.get(kind.code)) for kind in shown.kinds],
        "first": waiting_of(unit, now).exclude(priority="").count(),
        "closed": closed,
        "told": told,
        "is_thin": any(one.forecast.is_thin for one in told.values()),
        "kept": kept_lately(unit, now),
        "session": _next_session(unit, now),
        "to_type": to_type(place),
        "wall": wall(place) if place.machine and not closed else "",
    }


def _next_session(unit: Unit, now: datetime) -> Session | None:
    """The next day beyond the usual ones on which the unit receives people, once it is announced."""
    return announced(localdate(now), [unit.pk]).filter(state=State.ANNOUNCED).first()
