"""The head of a hall makes screens its machines: the addresses, and how to end them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from gandan.counter.tickets.actions import renew_keys
from gandan.hall import keys
from gandan.hall.place import Place, hall_page
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@login_required
@hall_page
def machines(request: HttpRequest, place: Place) -> HttpResponse:
    """For who keeps the hall: an address to open once on each machine."""
    _require_keeper(request, place)
    context = {"section": "keep", "place": place, "key": keys.machine_key(place.board)}
    return render(request, "hall/machines.html", context)


@login_required
@hall_page
def renew(request: HttpRequest, place: Place) -> HttpResponse:
    """Every machine has to be set again: asked first, with what follows."""
    _require_keeper(request, place)
    if request.method != "POST":
        return render(request, "hall/renew.html", {"section": "keep", "place": place})
    renew_keys(unit=place.unit, by=request.user.person, at=place.now)
    return redirect("hall:machines", place.ref)


def _require_keeper(request: HttpRequest, place: Place) -> None:
    person = request.user.person
    if person is None:
        raise Http404
    standing(person, localdate(place.now)).require(Power.COUNTER_KEEP, place.unit)
    request.person, request.now, request.today = person, place.now, localdate(place.now)  # the frame of officers


@hall_page
def become(request: HttpRequest, place: Place, key: str, screen: str) -> HttpResponse:
    """Opened once on a machine: it is one of the hall's from now on, and its key leaves the address."""
    if not keys.is_machine_key(key, place.board):
        raise Http404
    response = redirect("hall:board" if screen == "bang" else "hall:kinds", place.ref)
    keys.remember(response, place.board, place.ref, prints=screen == "in")
    return response


@hall_page
def home(request: HttpRequest, place: Place) -> HttpResponse:
    return redirect("hall:board", place.ref)
