"""What people say of the service, for the head of a centre; and links to rate, for who stands at the counter."""

from datetime import date

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from gandan.counter.ratings import actions, queries
from gandan.counter.ratings.values import Result, Source
from gandan.counter.sessions.queries import open_sessions
from gandan.desk.surface import officer_page
from gandan.dossiers.models import Dossier
from gandan.moderation.queries import waiting
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.promises.models import Promise
from gandan.promises.states import State


@officer_page
def ratings(request: HttpRequest) -> HttpResponse:
    """One centre in one month: how many answered, what, and of whom, where nobody can be told from it."""
    units = queries.readable_units(request.person, request.today)
    if not units:
        raise Http404
    unit = next((one for one in units if one.ref.code == request.GET.get("unit")), units[0])
    months = [request.today.replace(day=1), *queries.months_told(unit, request.today)]
    asked = request.GET.get("month", "")
    month = next((one for one in months if f"{one:%Y-%m}" == asked), months[1] if len(months) > 1 else months[0])
    context = {
        "section": "unit",
        "units": units,
        "unit": unit,
        "months": months,
        "month": month,
        "is_running": month == months[0],
        "response": queries.response(unit, month, request.today),
        "rows": [_told(one) for one in queries.results(unit, month, request.today)],
        "officers": _officers(unit, month, request.today),
        "waiting": waiting(request.person, request.today).count(),
        "least": queries.least(),
    }
    return render(request, "desk/ratings.html", context)


@officer_page
def own_ratings(request: HttpRequest) -> HttpResponse:
    """What was said of the links the officer gave, over a month that is over: never who said it, nor of how few."""
    months = queries.months_of(request.person, request.today)
    asked = request.GET.get("month", "")
    month = next((one for one in months if f"{one:%Y-%m}" == asked), months[0] if months else None)
    told = queries.of_officer(request.person, month, request.today) if month else []
    context = {
        "section": "counter",
        "months": months,
        "month": month,
        "told": [(one.unit, one.response, [_told(result) for result in one.results]) for one in told],
        "least": queries.least(),
    }
    return render(request, "desk/own_ratings.html", context)


def _told(result: Result) -> dict[str, object]:
    counts = [(gettext(result.question.answers[answer]), count) for answer, count in result.counts]
    said = {"question": gettext(result.question.words), "short": gettext(result.question.short)}
    return said | {"article": result.question.article, "share": result.share, "counts": counts}


def _officers(unit: Unit, month: date, on: date) -> list[tuple[str, list[dict[str, object]]]]:
    return [
        (one.officer.name, [_told(result) for result in one.results]) for one in queries.by_officer(unit, month, on)
    ]


@officer_page
def rating_links(request: HttpRequest) -> HttpResponse:
    """A link for one person who is here or on the telephone, or the page of a tablet for today."""
    mine = standing(request.person, request.today)
    units = list(queries.rated_units(request.today).filter(pk__in=mine.units_for(Power.DOSSIER_RECEIVE)))
    if not units:
        raise Http404
    context: dict[str, object] = {"section": "counter", "units": units}
    if request.method == "POST":
        unit = next((one for one in units if one.ref.code == request.POST.get("unit")), units[0])
        context |= _given(request, unit, for_tablet="tablet" in request.POST)
    return render(request, "desk/rating_links.html", context)


def _given(request: HttpRequest, unit: Unit, *, for_tablet: bool) -> dict[str, object]:
    source, page = (Source.STAND, "portal:tablet") if for_tablet else (Source.SENT, "portal:rate")
    link = _handed_out(request, unit, source)
    url = f"{settings.PUBLIC_URL}{reverse(page, args=[link])}"
    qr = segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=4, light="white")
    return {"unit": unit, "url": url, "qr": qr, "for_tablet": for_tablet, "reaches": settings.PUBLIC_URL_IS_SET}


def _handed_out(request: HttpRequest, unit: Unit, source: Source) -> str:
    at_session = bool(open_sessions(unit, request.today))
    return actions.hand_out(unit=unit, officer=request.person, source=source, at_session=at_session, at=request.now)


def receipt_link(request: HttpRequest, dossier: Dossier, promise: Promise) -> str:
    """What the QR on a receipt says; "" on one of an earlier day or no longer in force, and where no address is known.

    Within the day each print says the same. The dossier never learns it: it goes onto the paper and nowhere else.
    """
    is_given_now = promise.state != State.VOID and localdate(promise.started_at) == request.today
    if not settings.PUBLIC_URL_IS_SET or not is_given_now:
        return ""
    unit = dossier.receiving_unit
    link = actions.hand_out_on_receipt(
        receipt=str(promise.pk),
        unit=unit,
        officer=dossier.received_by,
        at_session=bool(open_sessions(unit, request.today)),
        at=request.now,
    )
    return f"{settings.PUBLIC_URL}{reverse('portal:rate', args=[link])}"
