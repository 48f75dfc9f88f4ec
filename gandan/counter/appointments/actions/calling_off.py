"""The unit cannot keep its word: everybody is told, and may choose another time."""

from datetime import datetime

from django.db import transaction

from gandan.counter.appointments import rules
from gandan.counter.appointments.actions.steps import enter, let_know, step, turn
from gandan.counter.appointments.models import Appointment
from gandan.counter.appointments.queries import NEAREST, free_times, offer_of, uncovered
from gandan.counter.appointments.states import State
from gandan.lib.refs import HasRef, Ref
from gandan.organisation.models import Unit


@transaction.atomic
def call_off_uncovered(*, unit: Unit, by: HasRef | Ref, at: datetime) -> list[Appointment]:
    """What is booked for hours that the unit no longer keeps: a holiday, a session that is not held, other hours.

    Each is told with the nearest free times. A time that was only held is given back without a word.
    """
    turn(unit.pk)
    fallen = uncovered(unit, at)
    for appointment in fallen:  # all of them first: none of their times is offered to another
        was_booked = appointment.state == State.BOOKED
        step(appointment, "call_off" if was_booked else "expire", ended_at=at)
    called_off = [appointment for appointment in fallen if appointment.state == State.CALLED_OFF]
    free = {
        (kind, procedure): free_times(offer, at, procedure=procedure) if (offer := offer_of(unit, kind)) else []
        for kind, procedure in {(one.kind.code, one.procedure) for one in called_off}
    }
    for appointment in called_off:
        others = free[appointment.kind.code, appointment.procedure]
        enter(appointment, "appointments.call_off", by=by, at=at)
        near = rules.nearest(others, appointment.starts_at, NEAREST)
        let_know(appointment, "appointment_called_off", at=at, nearest=near)
    return called_off
