"""What every page of a hall stands on: which hall, which machine, at what instant; and how a no is told there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gandan.counter.tickets.models import Board
from gandan.counter.tickets.queries import board_row
from gandan.hall.keys import Machine, machine_of
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.models import Unit
from gandan.organisation.queries import unit_by_ref

FORBIDDEN, CONFLICT, UNPROCESSABLE = 403, 409, 422
UNSEEN = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}
REFUSED_FOR = 20  # seconds
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Place:
    """The hall of a page: `ref` as its addresses call it, `machine` when the browser is one of its own."""

    unit: Unit
    board: Board
    ref: str
    machine: Machine | None
    now: datetime
    origin: str  # where telephones reach these pages; "" where they reach none


def hall_page(view: View) -> View:
    """The view is given the Place that its address names; a Refused is told as large as everything else."""

    @wraps(view)
    def placed(request: HttpRequest, ref: str, **words: str) -> HttpResponse:
        unit = unit_by_ref(ref)
        if unit is None:
            raise Http404
        board = board_row(unit)
        place = Place(unit, board, ref, machine_of(request, board), timezone.now(), origin_of(request))
        try:
            response = view(request, place, **words)
        except Refused as refused:
            response = refusal(request, place, refused)
        return unseen(response)

    return placed


def machine_page(view: View) -> View:
    """A page for machines of the hall alone."""

    @wraps(view)
    def watched(request: HttpRequest, place: Place, **words: str) -> HttpResponse:
        if place.machine is None:
            return render(request, "hall/not_a_machine.html", {"place": place}, status=FORBIDDEN)
        return view(request, place, **words)

    return hall_page(watched)


def refusal(request: HttpRequest, place: Place, refused: Refused) -> HttpResponse:
    """At a machine it leads back to the start; on a telephone it stays."""
    status = CONFLICT if isinstance(refused, Overtaken) else UNPROCESSABLE
    template = "hall/refused.html" if place.machine else "hall/refused_phone.html"
    context = {"refused": refused, "place": place, "after": REFUSED_FOR}
    return render(request, template, context, status=status)


def unseen(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, told to no other site, found by no search."""
    for name, value in UNSEEN.items():
        response[name] = value
    return response


def origin_of(request: HttpRequest) -> str:
    """As set; in the demo, where nobody sets anything, as this browser found it."""
    if settings.PUBLIC_URL_IS_SET:
        return settings.PUBLIC_URL
    return f"{request.scheme}://{request.get_host()}" if settings.MODE == "demo" else ""


def address(place: Place, name: str, *args: str) -> str:
    """As a telephone reaches it; empty where it would lead nowhere."""
    return f"{place.origin}{reverse(name, args=args)}" if place.origin else ""


def to_type(place: Place) -> str:
    """The address under which one types the code of a number, as people type it; empty where none reaches it."""
    return address(place, "hall:find").partition("//")[2]


def qr(text: str) -> str:
    """A picture for `src`, black on white; empty for no text."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=4, light="white") if text else ""


def live_url(ref: str) -> str:
    """Where browsers hear that something changed (gandan.hall.live)."""
    return f"{settings.DISPLAYS_URL}/truc-tiep/{ref}/"
