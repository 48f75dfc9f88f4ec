"""The day has come: they arrive and take a number, or they do not."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from gandan.counter.appointments import rules
from gandan.counter.appointments.actions.steps import enter, step, take
from gandan.counter.appointments.models import Appointment
from gandan.counter.tickets.actions import take_number
from gandan.counter.tickets.models import Ticket
from gandan.lib.refs import Ref
from gandan.organisation.models import Person


@transaction.atomic
def arrive(*, appointment_id: int, by: Person | Ref, at: datetime) -> Ticket:
    """Give them a number that goes first from the booked time on; later than the grace, one like everybody's.

    What was prepared or booked is opened when the number is called: by its code alone.
    """
    diary, appointment = take(appointment_id, by=by, at=at)
    starts = localtime(appointment.starts_at)
    rules.check_arrives_today(starts, at=localtime(at))
    in_time = rules.goes_first(starts, grace_minutes=diary.grace_minutes, at=at)
    step(appointment, "arrive", ended_at=at)
    ticket = take_number(
        unit=appointment.unit,
        kind=appointment.kind,
        channel=Ticket.Channel.APPOINTMENT,
        about=appointment.about or appointment.ref,
        booked_for=appointment.starts_at if in_time else None,
        by=by,
        at=at,
    )
    appointment.ticket = ticket.code
    appointment.save(update_fields=["ticket"])
    enter(appointment, "appointments.arrive", by=by, at=at, number=ticket.number, in_time=in_time)
    return ticket


@transaction.atomic
def mark_missed(*, appointment_id: int, by: Person, at: datetime) -> Appointment:
    """They did not come, and the grace is over."""
    diary, appointment = take(appointment_id, by=by, at=at)
    rules.check_missed(localtime(appointment.starts_at), grace_minutes=diary.grace_minutes, at=at)
    step(appointment, "miss", ended_at=at)
    enter(appointment, "appointments.miss", by=by, at=at)
    return appointment
