"""Booking a time, one question a page: where, what for, which day, at what time, how to be told, is it right?

Nothing needs an account or a script, and nobody is asked their name. A time is held from the moment it is chosen.
"""

from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gandan.counter.appointments import actions, queries
from gandan.counter.appointments.models import Appointment, Offer
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import CITIZEN, Slot
from gandan.dossiers.queries.prepared import by_code as prepared_by_code
from gandan.dossiers.values import is_mobile
from gandan.lib.fold import fold, tidy_phone
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.models import Unit
from gandan.organisation.queries import unit_by_ref, unit_map
from gandan.portal.private import keep_private
from gandan.procedures.models import Version
from gandan.procedures.queries import in_force
from gandan.ui import limits
from gandan.ui.templatetags.ui import sentence

CONFLICT, UNPROCESSABLE, TOO_MANY = 409, 422, 429
KEPT = ("thu-tuc", "chuan-bi", "giu")  # what goes along from page to page
NOON = 12


class ContactForm(forms.Form):
    """Where to tell them: both may stay empty, unless the place asks for one."""

    phone = forms.CharField(
        label=_("Số di động"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "medium"}),
        error_messages={"max_length": _("Số di động gồm 10 chữ số, ví dụ 0912 345 678.")},
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Không giống địa chỉ thư điện tử; ví dụ hoa@example.com.")},
    )

    def __init__(self, *args: object, is_needed: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.is_needed = is_needed
        self.use_required_attribute = False
        if not queries.reaches_phones():
            del self.fields["phone"]

    def clean_phone(self) -> str:
        phone = tidy_phone(self.cleaned_data["phone"])
        if phone and not is_mobile(phone):
            raise forms.ValidationError(_("Số di động gồm 10 chữ số, ví dụ 0912 345 678."))
        return phone

    def clean(self) -> None:
        if self.is_needed and not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Nơi này cần một cách để nhắn cho ông/bà."))


# --- where, what for, which day --------------------------------------------------------------------------------------


def places(request: HttpRequest) -> HttpResponse:
    """Every place where a time may be booked, or with `?q=…` those of that name."""
    sought = request.GET.get("q", "").strip()[:100]
    found = [one for one in queries.bookable_units(timezone.localdate()) if fold(sought) in fold(one.name)]
    context = {"places": found, "sought": sought, "version": _procedure(request)}
    return render(request, "portal/booking/places.html", _with_query(request) | context)


def kinds(request: HttpRequest, ref: str) -> HttpResponse:
    """What for; whoever comes from the guide of a procedure that one kind of work covers is asked no more."""
    unit, version = _place(ref), _procedure(request)
    offers = list(queries.offers_of(unit))
    if not offers:
        return render(request, "portal/booking/none.html", {"section": "booking", "unit": unit}, status=404)
    covering = [offer for offer in offers if version and version.field in offer.kind.fields]
    if len(covering) == 1:
        return redirect(_address("booking_days", request, ref=unit.ref.code, kind=covering[0].kind.code))
    context = {"unit": unit, "offers": offers, "version": version}
    return render(request, "portal/booking/kinds.html", _with_query(request) | context)


def days(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Which day: those with free times are links, the others say why not."""
    offer, given = _offer(ref, kind), _with_query(request)
    found = queries.days_of(offer, timezone.now(), procedure=known(given["procedure"]))
    context = {"offer": offer, "unit": offer.kind.unit, "days": found, "any_free": any(day.free for day in found)}
    return render(request, "portal/booking/days.html", given | context)


# --- at what time ----------------------------------------------------------------------------------------------------


def times(request: HttpRequest, ref: str, kind: str, day: date) -> HttpResponse:
    """At what time; the time pressed is held, and the next question asked."""
    offer, now = _offer(ref, kind), timezone.now()
    if request.method != "POST":
        return render(request, "portal/booking/times.html", _times(request, offer, day, now))
    if limits.count(f"book:{request.META['REMOTE_ADDR']}", now) > settings.BOOKING_LIMIT_PER_MINUTE:
        return too_many(request, now)
    given = _with_query(request)
    said = {
        "procedure": known(given["procedure"]),
        "instead_of": given["holding"],
        "about": _prepared(given["prepared"]),
    }
    wanted = moment(day, request.POST.get("gio", ""))
    try:
        hold = actions.hold_slot(kind=offer.kind, starts_at=wanted, **said, by=CITIZEN, at=now)
    except Refused as refused:
        return not_free(request, "portal/booking/times.html", _times(request, offer, day, now), refused, wanted)
    if request.POST.get("phone") or request.POST.get("email"):
        return _check(request, hold)  # what they typed before the first hold was over
    return redirect("portal:booking_hold", hold.code)


def _times(request: HttpRequest, offer: Offer, day: date, now: datetime) -> dict[str, object]:
    typed = {name: request.POST.get(name, "") for name in ("phone", "email")}
    given = _with_query(request)
    free = halves(queries.slots_of(offer, day, now, procedure=known(given["procedure"])))
    return given | {
        "offer": offer,
        "unit": offer.kind.unit,
        "day": day,
        "halves": free,
        "typed": typed,
        "special": queries.day_of(offer.kind.unit, day),
    }


def halves(slots: list[Slot]) -> list[tuple[bool, list[Slot]]]:
    """The free times before noon and after."""
    free = [slot for slot in slots if slot.free]
    return [(before, list(some)) for before, some in groupby(free, key=lambda slot: slot.starts_at.hour < NOON)]


def moment(day: date, typed: str) -> datetime:
    """The time of a button pressed, "08:10"; what is no time of the day is told as one that is not free."""
    try:
        return timezone.make_aware(datetime.combine(day, datetime.strptime(typed, "%H:%M").time()))
    except ValueError:
        return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def not_free(
    request: HttpRequest, template: str, context: dict[str, object], refused: Refused, wanted: datetime
) -> HttpResponse:
    """The day's times again, with the sentence and the nearest free times to press."""
    near = queries.nearest_free(context["offer"], wanted, timezone.now(), procedure=context.get("procedure", ""))
    status = CONFLICT if isinstance(refused, Overtaken) else UNPROCESSABLE
    return render(request, template, context | {"refused": refused, "nearest": near}, status=status)


# --- how to be told, and is it right ---------------------------------------------------------------------------------


@keep_private
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """A held time: where to be told of it, then all of it to look over, then it is booked."""
    held = queries.by_code(code)
    if held is None:
        raise Http404
    if held.state not in (State.HELD, State.EXPIRED):
        return redirect("portal:booked", held.code)
    if request.method != "POST":
        return render(request, "portal/booking/contact.html", _asked(held, _contact_form(held, None)))
    if "again" in request.POST:
        form = _contact_form(held, None, initial=request.POST.dict())
        return render(request, "portal/booking/contact.html", _asked(held, form))
    return _book(request, held) if "confirm" in request.POST else _check(request, held)


def _contact_form(held: Appointment, typed: object, **more: object) -> ContactForm:
    return ContactForm(typed, is_needed=queries.diary_of(held.unit).needs_contact, **more)


def _asked(held: Appointment, form: ContactForm) -> dict[str, object]:
    keep_days = queries.contact_days(held.unit, timezone.localdate())
    told = {"starts": localtime(held.starts_at), "unit": held.unit, "keep_days": keep_days}
    return {"section": "booking", "held": held, "form": form, **told}


def _check(request: HttpRequest, held: Appointment) -> HttpResponse:
    form = _contact_form(held, request.POST)
    if not form.is_valid():
        return render(request, "portal/booking/contact.html", _asked(held, form), status=UNPROCESSABLE)
    context = {
        "contact": form.cleaned_data,
        "version": in_force(held.procedure, timezone.localdate()),
        "session": queries.session_at(held.unit, held.starts_at),
    }
    return render(request, "portal/booking/check.html", _asked(held, form) | context)


def _book(request: HttpRequest, held: Appointment) -> HttpResponse:
    form, now = _contact_form(held, request.POST), timezone.now()
    if not form.is_valid():
        return render(request, "portal/booking/contact.html", _asked(held, form), status=UNPROCESSABLE)
    counts = _counts(request, form)
    if any(limits.counted_day(what, now) >= most for what, most in counts.items()):
        form.add_error(None, _("Từ mạng này hôm nay đã đặt nhiều lịch. Xin để lại chỗ nhắn, hoặc gọi cho nơi hẹn."))
        return render(request, "portal/booking/contact.html", _asked(held, form), status=TOO_MANY)
    try:
        actions.confirm_booking(appointment_id=held.pk, **form.cleaned_data, by=CITIZEN, at=now)
    except Overtaken as refused:  # held too long: the time may be free still, and what was typed goes along
        offer = _offer(held.unit.ref.code, held.kind.code)
        kept = {"thu-tuc": held.procedure, "giu": held.code}
        context = _times(request, offer, localtime(held.starts_at).date(), now) | {"procedure": held.procedure}
        context |= {"kept": kept, "query": f"?{urlencode(kept)}"}
        return not_free(request, "portal/booking/times.html", context, refused, held.starts_at)
    except Refused as refused:
        form.add_error(None, sentence(refused))
        return render(request, "portal/booking/contact.html", _asked(held, form), status=UNPROCESSABLE)
    for what in counts:
        limits.count_day(what, now)
    return redirect("portal:booked", held.code)


def _counts(request: HttpRequest, form: ContactForm) -> dict[str, int]:
    """What this booking is counted as, by its address and the day, and how many of that there may be."""
    address = request.META["REMOTE_ADDR"]
    untold = {} if any(form.cleaned_data.values()) else {f"booked-untold:{address}": settings.BOOKING_UNTOLD_PER_DAY}
    return {f"booked:{address}": settings.BOOKING_LIMIT_PER_DAY} | untold


# --- inside ----------------------------------------------------------------------------------------------------------


def _place(ref: str) -> Unit:
    """The unit of a code, or the one it became."""
    unit = unit_by_ref(ref)
    if unit is None:
        raise Http404
    today = timezone.localdate()
    return get_object_or_404(Unit.objects.in_force(today), pk__in=unit_map(today).became(unit.pk))


def _offer(ref: str, kind: str) -> Offer:
    offer = queries.offer_of(_place(ref), kind)
    if offer is None:
        raise Http404
    return offer


def _procedure(request: HttpRequest) -> Version | None:
    code = request.GET.get("thu-tuc", "")
    return in_force(code[:40], timezone.localdate()) if code else None


def known(procedure: str) -> str:
    """The code of a procedure in force; "" for anything else that stands in an address."""
    return procedure if procedure and in_force(procedure, timezone.localdate()) else ""


def _with_query(request: HttpRequest) -> dict[str, object]:
    """From whose guide they came, what they prepared, and what they hold while they choose another time."""
    given = request.POST if request.method == "POST" else request.GET
    kept = {name: given[name].replace("\0", "")[:40] for name in KEPT if given.get(name)}
    said = {"procedure": kept.get("thu-tuc", ""), "prepared": kept.get("chuan-bi", ""), "holding": kept.get("giu", "")}
    return {"section": "booking", "kept": kept, "query": f"?{urlencode(kept)}" if kept else "", **said}


def _prepared(code: str) -> Ref | None:
    """What was prepared at home, while it may still be opened at a counter."""
    found = prepared_by_code(code)
    return found.ref if found and not found.erased_at and not found.taken_at else None


def _address(name: str, request: HttpRequest, **parts: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return reverse(f"portal:{name}", kwargs=parts) + (f"?{query}" if query else "")


def too_many(request: HttpRequest, now: datetime) -> HttpResponse:
    wait = limits.wait(now)
    response = render(request, "portal/booking/too_many.html", {"section": "booking", "wait": wait}, status=TOO_MANY)
    response["Retry-After"] = str(wait)
    return response
