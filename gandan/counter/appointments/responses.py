"""What becomes of booked times: days and hours change, a session falls out, units merge, a person asks."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.timezone import localdate

from gandan.counter.appointments.actions import call_off_uncovered
from gandan.counter.appointments.actions.steps import let_know
from gandan.counter.appointments.models import Appointment, Diary
from gandan.counter.appointments.queries import reach_of
from gandan.counter.appointments.rules import HOUSE_RULES
from gandan.counter.appointments.states import OPEN, State
from gandan.journal.actions import record
from gandan.journal.queries import notices_about
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import mark
from gandan.organisation.models import Unit
from gandan.organisation.queries import scope_of
from gandan.organisation.values import CalendarChange, Held, Identity, Line, Merger

CALLED_OFF = mark("Lịch hẹn phải hủy, người hẹn được nhắn kèm giờ gần nhất còn trống")
CALLED_OFF_UNTOLD = mark("Lịch hẹn phải hủy của người không để lại liên lạc: họ đọc điều này khi mở mã hẹn")


def on_calendar_changed(change: CalendarChange) -> list[Line]:
    """Everybody booked for hours that are no more is told, and may choose another time."""
    booked = Appointment.objects.filter(state__in=(State.HELD, State.BOOKED), starts_at__gte=change.at)
    if change.unit_id is not None:
        booked = booked.filter(unit__in=scope_of([change.unit_id], localdate(change.at)))
    units = Unit.objects.filter(pk__in=booked.order_by().values("unit")).order_by("pk")
    return _lines([one for unit in units for one in call_off_uncovered(unit=unit, by=change.by, at=change.at)])


def on_session_cancelled(unit: Unit, day: date, *, by: HasRef | Ref, at: datetime) -> list[Line]:
    """Likewise for what was booked into the session: its hours are no longer among the unit's (`on_hours_asked`)."""
    return _lines(call_off_uncovered(unit=unit, by=by, at=at))


def _lines(fallen: Sequence[Appointment]) -> list[Line]:
    told = sum(reach_of(one) is not None for one in fallen)
    return [Line(CALLED_OFF, told), Line(CALLED_OFF_UNTOLD, len(fallen) - told)]


def on_units_merged(merger: Merger) -> list[Line]:
    """What is still to come goes on at the new unit, with its kind of work; whoever wanted to be told is told where."""
    passed = list(Appointment.objects.filter(unit__in=merger.passes, state__in=OPEN).order_by("id"))
    units = Unit.objects.in_bulk(merger.passes.values())
    for appointment in passed:
        appointment.unit = units[merger.passes[appointment.unit_id]]
        appointment.save(update_fields=["unit"])
        record(appointment, "appointments.pass_on", by=merger.by, at=merger.at, on=merger.on.isoformat())
        if appointment.state == State.BOOKED:
            let_know(appointment, "appointment_elsewhere", at=merger.at)
    for diary in Diary.objects.filter(pk__in=merger.passes).order_by("pk"):
        said = {name: getattr(diary, name) for name in (*HOUSE_RULES, "needs_contact")}
        Diary.objects.get_or_create(unit_id=merger.passes[diary.pk], defaults=said)
    return [Line(mark("Lịch hẹn sắp tới: giữ nguyên giờ, ở nơi mới"), len(passed))]


def on_person_asked(identity: Identity, unit_ids: Collection[int]) -> list[Held]:
    """The times booked with this telephone or address; some days after its day a booking knows neither."""
    left = {"phone": identity.phone, "email__iexact": identity.email}
    known = [Q(**{name: value}) for name, value in left.items() if value]
    if not known:
        return []
    theirs = Appointment.objects.filter(reduce(or_, known), unit__in=unit_ids).order_by("id")
    joined = theirs.select_related("kind", "unit")
    return [Held(mark("Lịch hẹn"), one.ref, f"{one} · {one.kind.name}", _telling(one)) for one in joined]


def _telling(appointment: Appointment) -> Callable[[], dict[str, object]]:
    def tell() -> dict[str, object]:
        return {
            "unit": appointment.unit.name,
            "kind": appointment.kind.name,
            "starts_at": appointment.starts_at,
            "state": appointment.state_name,
            "phone": appointment.phone,
            "email": appointment.email,
            "messages": [{"title": one.title, "body": one.body} for one in notices_about(appointment)],
        }

    return tell
