"""What every act begins and ends with: the unit's turn, a row as it stands, a move with its entry, a message."""

from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils.timezone import localdate

from gandan.counter.appointments.models import Appointment, Diary
from gandan.counter.appointments.queries import reach_of, session_at
from gandan.counter.appointments.states import MACHINE, State
from gandan.journal.actions import record, tell
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


def turn(unit_id: int) -> Diary:
    """Wait until no other act is under way in the unit's diary.

    First of all, before anything is looked at: raising the version locks the row, so that of two who want the last
    seat the second sees that it is gone.
    """
    mine = Diary.objects.filter(pk=unit_id)
    raised = {"version": F("version") + 1}
    if not mine.update(**raised):
        Diary.objects.get_or_create(unit_id=unit_id)
        mine.update(**raised)
    return mine.select_related("unit").get()


def take(appointment_id: int, *, by: Person | Ref, at: datetime) -> tuple[Diary, Appointment]:
    """The unit's turn and the appointment as it stands: for its holder, the clock, and who works at the counter."""
    diary = turn(Appointment.objects.values_list("unit", flat=True).get(pk=appointment_id))
    appointment = Appointment.objects.select_related("unit", "kind__unit").get(pk=appointment_id)
    if isinstance(by, Person):
        standing(by, localdate(at)).require(Power.COUNTER_CALL, appointment.unit)
    return diary, appointment


def step(appointment: Appointment, name: str, **changes: object) -> None:
    """Carry out a move with what else changes. Overtaken when it came to something else meanwhile."""
    try:
        found = MACHINE.move(name, state=appointment.state)
    except Refused as refusal:
        raise Overtaken(refusal.sentence, code=refusal.code, **refusal.params) from None
    changes["state"] = State(found.target) if found.target else appointment.state
    for field, value in changes.items():
        setattr(appointment, field, value)
    appointment.save(update_fields=list(changes))


def enter(appointment: Appointment, act: str, *, by: Person | Ref, at: datetime, **data: object) -> None:
    """An entry, which says whether the person who booked did it: they have no name here."""
    record(appointment, act, by=by, at=at, own=not isinstance(by, Person), **data)


def let_know(appointment: Appointment, template: str, *, at: datetime, **more: object) -> bool:
    """Tell whoever booked, where they wanted to be told; whether anything was written."""
    page = f"{settings.PUBLIC_URL}/dat-lich/ma/{appointment.code}/" if settings.PUBLIC_URL_IS_SET else ""
    session = session_at(appointment.unit, appointment.starts_at)
    said = {"appointment": appointment, "page": page, "session": session, **more}
    return tell(reach_of(appointment), template, about=appointment, at=at, **said) is not None
