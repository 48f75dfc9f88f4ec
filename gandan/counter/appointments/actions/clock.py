"""What comes due by itself: holds end, people are reminded, days are closed, telephones and addresses erased."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from gandan.counter.appointments.actions.steps import enter, let_know, step, take, turn
from gandan.counter.appointments.models import Appointment
from gandan.counter.appointments.queries import contact_days, midnight
from gandan.counter.appointments.rules import CONTACT_DAYS
from gandan.counter.appointments.states import OPEN, State
from gandan.journal.actions import forget, record
from gandan.lib.refs import CLOCK
from gandan.organisation.models import Unit

DAY = timedelta(days=1)


def expire_holds(*, at: datetime) -> int:
    """Times that were held and never confirmed are free again; returns how many."""
    over = Appointment.objects.filter(state=State.HELD, held_until__lt=at)
    freed = 0
    for unit_id in list(over.order_by().values_list("unit", flat=True).distinct()):
        with transaction.atomic():
            turn(unit_id)
            freed += over.filter(unit=unit_id).update(state=State.EXPIRED, ended_at=at)
    return freed


def remind(*, at: datetime) -> int:
    """The day before, once, whoever wanted to be told, at an hour of the day when a telephone may ring.

    Who booked today for tomorrow knows it still.
    """
    if localtime(at).time() < settings.REMINDERS_FROM:
        return 0
    tomorrow = midnight(localdate(at)) + DAY
    due = Appointment.objects.filter(state=State.BOOKED, starts_at__gte=tomorrow, starts_at__lt=tomorrow + DAY)
    due = due.filter(reminded_at__isnull=True, made_at__lt=tomorrow - DAY).exclude(phone="", email="")
    return sum(_remind(pk, at) for pk in list(due.order_by("id").values_list("pk", flat=True)))


@transaction.atomic
def _remind(appointment_id: int, at: datetime) -> bool:
    _diary, appointment = take(appointment_id, by=CLOCK, at=at)
    if appointment.state != State.BOOKED or appointment.reminded_at is not None:
        return False
    appointment.reminded_at = at
    appointment.save(update_fields=["reminded_at"])
    return let_know(appointment, "appointment_reminder", at=at)


def mark_unseen(*, at: datetime) -> int:
    """Whoever had a time on an earlier day and was not marked as come has missed it."""
    past = Appointment.objects.filter(state=State.BOOKED, starts_at__lt=midnight(localdate(at)))
    return sum(_mark_unseen(pk, at) for pk in list(past.order_by("id").values_list("pk", flat=True)))


@transaction.atomic
def _mark_unseen(appointment_id: int, at: datetime) -> bool:
    _diary, appointment = take(appointment_id, by=CLOCK, at=at)
    if appointment.state != State.BOOKED:
        return False
    step(appointment, "miss", ended_at=at)
    enter(appointment, "appointments.miss", by=CLOCK, at=at)
    return True


def erase_contacts(*, at: datetime) -> int:
    """Telephones and addresses go some days after the booked day (a rule of the unit), with what was sent to them."""
    kept = Appointment.objects.filter(~Q(phone="") | ~Q(email=""), starts_at__lt=at)
    erased = 0
    for unit in list(Unit.objects.filter(pk__in=kept.order_by().values("unit"))):
        days = timedelta(days=contact_days(unit, localdate(at)))
        over = kept.filter(unit=unit, starts_at__lt=midnight(localdate(at)) - days)
        erased += sum(_erase(pk, at) for pk in list(over.order_by("id").values_list("pk", flat=True)))
    return erased


@transaction.atomic
def _erase(appointment_id: int, at: datetime) -> bool:
    """Also of what was called off and never moved: its day is over."""
    _diary, appointment = take(appointment_id, by=CLOCK, at=at)
    if appointment.state in OPEN - {State.CALLED_OFF}:
        return False
    appointment.phone = appointment.email = ""
    appointment.save(update_fields=["phone", "email"])
    forget(appointment)
    record(appointment, "appointments.erase_contact", by=CLOCK, at=at, rule=CONTACT_DAYS)
    return True
