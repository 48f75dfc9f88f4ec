"""Booked times of the unit: who comes today and on the next days; booked for somebody, marked as come or missed."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.counter.appointments import actions, queries
from gandan.counter.appointments.models import Appointment, Offer
from gandan.counter.appointments.states import State
from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.queries import ticket_by_code
from gandan.desk.appointment_forms import BookForm, TimeForm
from gandan.desk.surface import officer_page, posted
from gandan.desk.timeline import events
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.procedures.queries import in_force
from gandan.ui.templatetags.ui import clock, short_day, when

Act = Callable[..., Appointment]

SHAPES = {State.BOOKED: "wait", State.ARRIVED: "kept", State.CALLED_OFF: "late"}
NEXT_DAYS = 14
NOW = 0  # an officer books to the last moment


def _units(request: HttpRequest) -> list[Unit]:
    """The units where the person works at the counter, or 404."""
    held = standing(request.person, request.today)
    if not held.may(Power.COUNTER_CALL):
        raise Http404
    mine = Unit.objects.in_force(request.today).filter(pk__in=held.units_for(Power.COUNTER_CALL))
    return list(mine.order_by("folded_name"))


def _day(request: HttpRequest) -> date:
    """The day asked for, `?on=2026-11-17`; today when none is."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return request.today


def _one(request: HttpRequest, code: str) -> Appointment:
    found = queries.by_code(code)
    if found is None or found.unit_id not in {unit.pk for unit in _units(request)}:
        raise Http404
    return found


# --- who comes -------------------------------------------------------------------------------------------------------


@officer_page
def appointments(request: HttpRequest) -> HttpResponse:
    """The day's list, and how many are expected on each of the next days; or the booking of a code that was read."""
    ids, day = [unit.pk for unit in _units(request)], _day(request)
    typed = request.GET.get("code", "").replace("\0", "").strip()
    if typed and (found := queries.by_code(typed)) and found.unit_id in ids:
        return redirect("desk:appointment", found.code)
    expected = queries.expected_by_day(ids, request.today, request.today + timedelta(days=NEXT_DAYS))
    shown = sorted({request.today, day, *expected})
    context = {
        "section": "appointments",
        "day": day,
        "typed": typed,
        "rows": _rows(request, day),
        "stands": sum(queries.walk_in_hours_booked(unit, day) for unit in _units(request)),
        "tabs": [_tab(on, expected.get(on, 0), day, request.today) for on in shown],
        "offers": _offers(request),
    }
    return render(request, "desk/appointments/list.html", context, status=404 if typed else 200)


def _rows(request: HttpRequest, day: date) -> list[tuple[Appointment, str, bool]]:
    """Who comes on a day, with the shape of their state, and whether they are too late to go first."""
    units = _units(request)
    grace = {unit.pk: queries.diary_of(unit).grace_minutes for unit in units}
    rows = []
    for one in queries.booked_between([unit.pk for unit in units], day, day):
        is_late = queries.is_late(one, grace[one.unit_id], request.now)
        rows.append((one, "late" if is_late else SHAPES.get(State(one.state), "none"), is_late))
    return rows


def _tab(on: date, how_many: int, day: date, today: date) -> dict[str, object]:
    label = _("Hôm nay") if on == today else short_day(on)
    return {"url": f"{reverse('desk:appointments')}?on={on}", "label": label, "count": how_many, "current": on == day}


def _offers(request: HttpRequest) -> list[Offer]:
    return [offer for unit in _units(request) for offer in queries.offers_of(unit)]


@officer_page
def appointment(request: HttpRequest, code: str) -> HttpResponse:
    """One booking: when, what for, where to tell them, and what may be done with it."""
    one = _one(request, code)
    context = {
        "section": "appointments",
        "one": one,
        "shape": SHAPES.get(State(one.state), "none"),
        "events": events(one),
        "ticket": ticket_by_code(one.ticket) if one.ticket else None,
        "is_today": localdate(one.starts_at) == request.today,
        "version": in_force(one.procedure, request.today) if one.procedure else None,
    }
    return render(request, "desk/appointments/one.html", context)


@require_POST
@officer_page
def act(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """They came, they did not, or they called to say that they will not."""
    one = _one(request, code)
    told = {"appointment_id": one.pk, "by": request.person, "at": request.now}
    if what == "arrive":
        ticket = actions.arrive(**told)
        messages.success(request, _arrived(ticket))
    elif what == "miss":
        actions.mark_missed(**told)
        messages.success(request, _("Đã ghi: người hẹn không đến."))
    else:
        actions.cancel(**told)
        messages.success(request, _("Đã hủy lịch hẹn; giờ này lại trống."))
    return redirect(f"{reverse('desk:appointments')}?on={localdate(one.starts_at)}")


def _arrived(ticket: Ticket) -> str:
    if ticket.booked_for:
        about = {"number": ticket.number, "time": clock(ticket.booked_for)}
        return _("Đã cấp số %(number)s, được gọi trước từ %(time)s.") % about
    return _("Đến trễ: đã cấp số %(number)s, đợi như người không hẹn.") % {"number": ticket.number}


# --- a time is given -------------------------------------------------------------------------------------------------


@officer_page
def book(request: HttpRequest) -> HttpResponse:
    """For somebody on the telephone or at the desk: the kind of work and the day, then a free time."""
    offers = _offers(request)
    offer = next((one for one in offers if one.kind.code == request.GET.get("kind")), offers[0] if offers else None)
    context = {"title": _("Đặt lịch giúp"), "button": _("Đặt lịch"), "offers": offers, "offer": offer}
    if offer is None:
        return render(request, "desk/appointments/book.html", {"section": "appointments"} | context)
    return _time_page(request, BookForm, partial(actions.book_for, kind=offer.kind), **context)


@officer_page
def move(request: HttpRequest, code: str) -> HttpResponse:
    """To another time: the kind of work stays."""
    one = _one(request, code)
    offer = queries.offer_of(one.unit, one.kind.code)
    if offer is None or one.state not in (State.BOOKED, State.CALLED_OFF):
        raise Http404
    context = {"title": _("Đổi giờ hẹn"), "button": _("Đổi giờ"), "offer": offer, "one": one}
    return _time_page(request, TimeForm, partial(actions.move_booking, appointment_id=one.pk), **context)


def _time_page(request: HttpRequest, make: type[TimeForm], do: Act, *, offer: Offer, **context: object) -> HttpResponse:
    """The day's free times as a form; or done and on to the booking; or again, refused, as it was typed."""
    day = _day(request)
    asked = {"procedure": context["one"].procedure if "one" in context else "", "least_ahead": NOW}
    days = queries.days_of(offer, request.now, **asked)
    if "on" not in request.GET:
        day = next((one.day for one in days if one.free), day)
    slots = queries.slots_of(offer, day, request.now, **asked)
    form = make(request.POST if request.method == "POST" else None, day=day, slots=slots)
    done, status = posted(request, form, lambda: _done(request, do(**form.said(), by=request.person, at=request.now)))
    if done:
        return done
    keep_days = queries.contact_days(offer.kind.unit, request.today)
    context |= {"section": "appointments", "offer": offer, "form": form, "day": day, "days": days}
    context |= {"keep_days": keep_days}
    return render(request, "desk/appointments/book.html", context, status=status)


def _done(request: HttpRequest, booked: Appointment) -> HttpResponse:
    if booked.moved_from:
        said = {"before": when(booked.moved_from), "after": when(booked.starts_at)}
        messages.success(request, _("Đã đổi giờ: từ %(before)s sang %(after)s. Mã hẹn vẫn như cũ.") % said)
    else:
        messages.success(request, _("Đã đặt. Đọc giờ và mã dưới đây cho người hẹn."))
    return redirect("desk:appointment", booked.code)
