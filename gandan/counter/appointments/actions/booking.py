"""A time is held while somebody decides, confirmed, moved to another, given up."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.counter.appointments import rules
from gandan.counter.appointments.actions.steps import enter, let_know, step, take, turn
from gandan.counter.appointments.models import Appointment, Diary, Offer
from gandan.counter.appointments.queries import (
    booked_by,
    by_code,
    nearest_free,
    offer_of,
    slots_of,
    taken_between,
)
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import Slot
from gandan.counter.tickets.models import WorkKind
from gandan.dossiers.values import is_mobile
from gandan.lib.codes import random_code
from gandan.lib.fold import tidy, tidy_phone
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

CODE_LENGTH = 12
NOW = 0  # an officer who speaks with the person books to the last moment


@transaction.atomic
def hold_slot(
    *,
    kind: WorkKind,
    starts_at: datetime,
    procedure: str = "",
    about: Ref | None = None,
    instead_of: str = "",
    by: Person | Ref,
    at: datetime,
) -> Appointment:
    """Keep a time for some minutes while its holder decides; `instead_of` is the code of a hold that is given back.

    `about` is what was prepared at home for it, by its code alone: their number opens it. A hold is no act yet:
    nothing is entered in the journal. Overtaken, with the nearest free times, when it is taken.
    """
    if isinstance(by, Person):
        standing(by, localdate(at)).require(Power.COUNTER_CALL, kind.unit)
    earlier = _earlier(kind.unit_id, instead_of)
    diary = turn(kind.unit_id)
    _expire(diary, at)
    if earlier:
        _give_back(earlier, at)
        procedure, about = procedure or earlier.procedure, about or earlier.about
    offer, slot = _slot(diary, kind, starts_at, at, procedure=procedure, least_ahead=_least_ahead(by))
    until = at + timedelta(minutes=diary.hold_minutes)
    said = {"about_kind": about.kind, "about_code": about.code} if about else {}
    said |= {"made_by": by} if isinstance(by, Person) else {}
    return _sit(offer, slot, at, state=State.HELD, held_until=until, procedure=procedure, **said)


@transaction.atomic
def confirm_booking(
    *, appointment_id: int, phone: str = "", email: str = "", by: Person | Ref, at: datetime
) -> Appointment:
    """The holder wants it. Whoever left a telephone or an address is told; for all others the code is the word.

    As long as nobody else took the seat, being slow costs nothing.
    """
    diary, appointment = take(appointment_id, by=by, at=at)
    if appointment.state == State.EXPIRED or appointment.starts_at <= at:
        sentence = mark("Đã quá giờ giữ chỗ. Hãy chọn lại giờ; những gì đã nhập vẫn còn.")
        raise Overtaken(sentence, code="appointments.hold_over")
    contact = _contact(diary, appointment.starts_at, phone, email)
    step(appointment, "book", held_until=None, **contact)
    _enter_booked(appointment, by=by, at=at)
    let_know(appointment, "appointment_booked", at=at)
    return appointment


@transaction.atomic
def book_for(
    *,
    kind: WorkKind,
    starts_at: datetime,
    phone: str = "",
    email: str = "",
    procedure: str = "",
    by: Person,
    at: datetime,
) -> Appointment:
    """An officer books for somebody on the telephone or at the desk, who is read the code."""
    standing(by, localdate(at)).require(Power.COUNTER_CALL, kind.unit)
    diary = turn(kind.unit_id)
    _expire(diary, at)
    offer, slot = _slot(diary, kind, starts_at, at, procedure=procedure, least_ahead=NOW)
    contact = _contact(diary, slot.starts_at, phone, email, is_spoken_to=True)
    appointment = _sit(offer, slot, at, state=State.BOOKED, made_by=by, procedure=procedure, **contact)
    _enter_booked(appointment, by=by, at=at)
    let_know(appointment, "appointment_booked", at=at)
    return appointment


@transaction.atomic
def move_booking(*, appointment_id: int, starts_at: datetime, by: Person | Ref, at: datetime) -> Appointment:
    """To another time, also after the unit called it off. The code stays: it may stand on a paper at home."""
    diary, appointment = take(appointment_id, by=by, at=at)
    before = appointment.starts_at
    if appointment.state == State.BOOKED and before == starts_at:
        raise Refused(mark("Lịch hẹn đang ở đúng giờ này. Hãy chọn giờ khác."), code="appointments.same_time")
    _expire(diary, at)
    kind, asked = appointment.kind, {"procedure": appointment.procedure, "least_ahead": _least_ahead(by)}
    _offer, slot = _slot(diary, kind, starts_at, at, **asked)
    seat = {"seat": _seat(kind, slot, at), "seats": slot.seats, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
    made = {"made_at": at, "made_by": by if isinstance(by, Person) else None}
    step(appointment, "move", moved_from=before, reminded_at=None, ended_at=None, **seat, **made)
    told = {"starts_at": _iso(appointment), "before": localtime(before).isoformat(timespec="minutes")}
    enter(appointment, "appointments.move", by=by, at=at, **told)
    let_know(appointment, "appointment_moved", at=at)
    return appointment


@transaction.atomic
def cancel(*, appointment_id: int, by: Person | Ref, at: datetime) -> Appointment:
    """Its holder does not come; the seat is free for somebody else at once."""
    _diary, appointment = take(appointment_id, by=by, at=at)
    step(appointment, "cancel", ended_at=at)
    enter(appointment, "appointments.cancel", by=by, at=at)
    let_know(appointment, "appointment_cancelled", at=at)
    return appointment


# --- inside ----------------------------------------------------------------------------------------------------------


def _slot(
    diary: Diary, kind: WorkKind, starts_at: datetime, at: datetime, *, procedure: str, least_ahead: int | None = None
) -> tuple[Offer, Slot]:
    """The wanted time, still free. Overtaken with the nearest free times when it is not."""
    offer = offer_of(diary.unit, kind.code)
    if offer is None:
        raise Refused(mark("Loại việc này hiện không nhận đặt lịch."), code="appointments.not_offered")
    day = localdate(starts_at)
    rules.check_day(day, today=localdate(at), days_ahead=diary.days_ahead)
    asked = {"procedure": procedure, "least_ahead": least_ahead}
    slots = slots_of(offer, day, at, **asked)
    slot = next((slot for slot in slots if slot.starts_at == starts_at), None)
    others = () if slot and slot.free else nearest_free(offer, starts_at, at, **asked)
    rules.check_slot(slot, nearest=others)
    return offer, slot


def _sit(offer: Offer, slot: Slot, at: datetime, **said: object) -> Appointment:
    """Write the appointment into the lowest free seat; a seat taken all the same is refused by the database."""
    kind = offer.kind
    told = {"unit": kind.unit, "kind": kind, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
    told |= {"code": random_code(CODE_LENGTH), "seat": _seat(kind, slot, at), "seats": slot.seats}
    return Appointment.objects.create(made_at=at, **told, **said)


def _seat(kind: WorkKind, slot: Slot, at: datetime) -> int:
    day = slot.starts_at.date()
    return rules.first_seat(slot, taken_between(kind.unit, day, day, at), kind=kind.code)


def _least_ahead(by: Person | Ref) -> int | None:
    return NOW if isinstance(by, Person) else None


def _earlier(unit_id: int, code: str) -> Appointment | None:
    """The hold that is given back, as it stands in its own unit's turn.

    Of two units the lower is waited for first, so that two who change places wait for each other in no circle.
    """
    found = by_code(code)
    if found is None:
        return None
    for one in sorted({unit_id, found.unit_id}):
        turn(one)
    return by_code(code)


def _contact(
    diary: Diary, starts_at: datetime, phone: str, email: str, *, is_spoken_to: bool = False
) -> dict[str, str]:
    phone, email = tidy_phone(phone), tidy(email)
    rules.check_contact(
        phone=phone,
        email=email,
        is_mobile=is_mobile(phone),
        reaches_phones=bool(settings.GATEWAYS),
        is_needed=diary.needs_contact and not is_spoken_to,
    )
    booked = booked_by(diary.unit, localdate(starts_at), phone=phone, email=email)
    rules.check_not_too_many(booked=booked, most=diary.most_a_day)
    return {"phone": phone, "email": email}


def _enter_booked(appointment: Appointment, *, by: Person | Ref, at: datetime) -> None:
    enter(appointment, "appointments.book", by=by, at=at, kind=appointment.kind.code, starts_at=_iso(appointment))


def _iso(appointment: Appointment) -> str:
    return localtime(appointment.starts_at).isoformat(timespec="minutes")


def _expire(diary: Diary, at: datetime) -> None:
    """Holds of the unit that are over free their seats before anybody looks for one."""
    over = Appointment.objects.filter(unit=diary.unit_id, state=State.HELD, held_until__lt=at)
    over.update(state=State.EXPIRED, ended_at=at)


def _give_back(appointment: Appointment, at: datetime) -> None:
    if appointment.state == State.HELD:
        step(appointment, "expire", ended_at=at)
