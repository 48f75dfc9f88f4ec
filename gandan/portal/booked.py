"""A booked time by its code: when and where, what to bring; moved or given up without asking anybody."""

from datetime import date

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gandan.counter.appointments import actions, queries
from gandan.counter.appointments.models import Appointment, Offer
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import CITIZEN
from gandan.lib.codes import read_code
from gandan.lib.fold import tidy
from gandan.lib.refusal import Refused
from gandan.portal.booking import CONFLICT, halves, moment, not_free, too_many
from gandan.portal.calendar_entry import entry
from gandan.portal.private import keep_private
from gandan.procedures.queries import in_force
from gandan.ui import limits

LONGEST_CODE = 60
SHAPES = {State.BOOKED: "kept", State.CALLED_OFF: "late", State.ARRIVED: "kept", State.MISSED: "none"}
STILL_COMING = (State.BOOKED, State.CALLED_OFF)  # may be moved, may be given up


@keep_private
def find(request: HttpRequest) -> HttpResponse:
    """Type the code; a right one leads to its page."""
    typed = tidy(request.GET.get("ma", "").replace("\0", ""))[:LONGEST_CODE]
    context = {"section": "booking", "typed": typed, "missing": "ma" in request.GET and not typed}
    if not typed:
        return render(request, "portal/booking/find.html", context)
    found = _asked_for(request, typed)
    if isinstance(found, HttpResponse):
        return found
    if found is None or found.state in (State.HELD, State.EXPIRED):
        return render(request, "portal/booking/find.html", context, status=404)
    return redirect("portal:booked", found.code)


@keep_private
def booked(request: HttpRequest, code: str) -> HttpResponse:
    found = _asked_for(request, code)
    if isinstance(found, HttpResponse):
        return found
    if found is None:
        return render(request, "portal/booking/find.html", {"section": "booking", "typed": code}, status=404)
    if found.state == State.HELD:
        return redirect("portal:booking_hold", found.code)
    return render(request, "portal/booking/booked.html", _told(found) | _instead(found))


def _instead(found: Appointment) -> dict[str, object]:
    """Why the unit called it off, and the nearest times, of which one press books one."""
    if found.state != State.CALLED_OFF:
        return {}
    offer, now = queries.offer_of(found.unit, found.kind.code), timezone.now()
    wanted = max(found.starts_at, now)
    nearest = queries.nearest_free(offer, wanted, now, procedure=found.procedure) if offer else []
    day = queries.day_of(found.unit, localtime(found.starts_at).date())
    return {"nearest": nearest, "why_off": day.why_off, "may_move": offer is not None}


def _told(found: Appointment) -> dict[str, object]:
    page = f"{settings.PUBLIC_URL}{reverse('portal:booked', args=[found.code])}"
    picture = segno.make(page, error="m", micro=False).svg_data_uri(scale=4, border=4, light="white")
    return {
        "section": "booking",
        "one": found,
        "unit": found.unit,
        "starts": localtime(found.starts_at),
        "shape": SHAPES.get(State(found.state), "none"),
        "is_coming": found.state in STILL_COMING and found.starts_at > timezone.now(),
        "version": in_force(found.procedure, timezone.localdate()) if found.procedure else None,
        "qr": picture if settings.PUBLIC_URL_IS_SET else "",
        "session": queries.session_at(found.unit, found.starts_at),
        "is_for_walk_ins": queries.is_for_walk_ins(found.unit, found.starts_at),
        "grace": queries.diary_of(found.unit).grace_minutes,
    }


@keep_private
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The booking for the calendar of a telephone: when, what for, where, the code."""
    found = _asked_for(request, code)
    if isinstance(found, HttpResponse):
        return found
    if found is None or found.state != State.BOOKED:
        raise Http404
    session = queries.session_at(found.unit, found.starts_at)
    where = (found.unit.name, session.place if session else found.unit.address)
    said = {
        "SUMMARY": found.kind.name,
        "LOCATION": ", ".join(one for one in where if one),
        "DESCRIPTION": _("Mã hẹn: %(code)s") % {"code": found.code},
    }
    times = {"begins": found.starts_at, "ends": found.ends_at, "at": timezone.now()}
    response = HttpResponse(entry(f"{found.code}@gandan", said=said, **times), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="lich-hen-{found.code}.ics"'
    return response


@keep_private
def move_days(request: HttpRequest, code: str) -> HttpResponse:
    one, offer = _coming(request, code)
    found = queries.days_of(offer, timezone.now(), procedure=one.procedure)
    context = {"one": one, "offer": offer, "unit": one.unit, "days": found, "any_free": any(day.free for day in found)}
    return render(request, "portal/booking/days.html", {"section": "booking"} | context)


@keep_private
def move_times(request: HttpRequest, code: str, day: date) -> HttpResponse:
    """The time pressed is booked in place of the old one, at once."""
    one, offer = _coming(request, code)
    now = timezone.now()
    free = halves(queries.slots_of(offer, day, now, procedure=one.procedure))
    context = {"section": "booking", "one": one, "offer": offer, "unit": one.unit, "day": day, "halves": free}
    context |= {"procedure": one.procedure, "special": queries.day_of(one.unit, day)}
    if request.method != "POST":
        return render(request, "portal/booking/times.html", context)
    if limits.count(f"book:{request.META['REMOTE_ADDR']}", now) > settings.BOOKING_LIMIT_PER_MINUTE:
        return too_many(request, now)
    wanted = moment(day, request.POST.get("gio", ""))
    try:
        new = actions.move_booking(appointment_id=one.pk, starts_at=wanted, by=CITIZEN, at=now)
    except Refused as refused:
        return not_free(request, "portal/booking/times.html", context, refused, wanted)
    return redirect("portal:booked", new.code)


@keep_private
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    one, _offer = _coming(request, code, needs_offer=False)
    context = {"section": "booking", "one": one, "unit": one.unit, "starts": localtime(one.starts_at)}
    if request.method == "POST":
        try:
            actions.cancel(appointment_id=one.pk, by=CITIZEN, at=timezone.now())
        except Refused as refused:
            return render(request, "portal/booking/cancel.html", context | {"refused": refused}, status=CONFLICT)
        return redirect("portal:booked", one.code)
    return render(request, "portal/booking/cancel.html", context)


def _coming(request: HttpRequest, code: str, *, needs_offer: bool = True) -> tuple[Appointment, Offer | None]:
    """A booking that may still be moved or given up, and what its times are; else 404."""
    one = queries.by_code(code)
    if one is None or one.state not in STILL_COMING:
        raise Http404
    offer = queries.offer_of(one.unit, one.kind.code)
    if needs_offer and offer is None:
        raise Http404
    return one, offer


def _asked_for(request: HttpRequest, code: str) -> Appointment | HttpResponse | None:
    """The booking of a code; whoever tries many waits."""
    now = timezone.now()
    if limits.count(f"from:{request.META['REMOTE_ADDR']}", now) > settings.LOOKUP_LIMIT_PER_MINUTE:
        return too_many(request, now)
    return queries.by_code(read_code(code))
