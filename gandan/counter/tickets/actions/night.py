"""After the day: nobody waits on, counters are closed, telephones and grounds of priority are erased."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.counter.tickets.actions.calling import get_up
from gandan.counter.tickets.actions.steps import move, turn
from gandan.counter.tickets.models import UNTIL_NIGHT, Counter, Ticket
from gandan.counter.tickets.states import OPEN
from gandan.counter.tickets.values import WENT_FIRST
from gandan.counter.waiting.actions import drop_wait
from gandan.journal.actions import forget, record
from gandan.lib.refs import CLOCK


def end_days(*, at: datetime) -> int:
    """End every day before today in each hall: what was not finished is told as such, and no telephone stays, nor why
    somebody went first.

    Each hall in its own transaction; returns how many tickets were touched.
    """
    today = localdate(at)
    over = Ticket.objects.filter(UNTIL_NIGHT, day__lt=today)
    seats = Counter.objects.filter(opened_at__date__lt=today)
    halls = {*over.values_list("unit", flat=True), *seats.values_list("unit", flat=True)}
    return sum(_end_days_of(unit_id, at) for unit_id in sorted(halls))


@transaction.atomic
def _end_days_of(unit_id: int, at: datetime) -> int:
    turn(unit_id)
    over = Ticket.objects.filter(unit=unit_id, day__lt=localdate(at))
    unfinished = list(over.filter(state__in=OPEN).select_related("counter"))
    for ticket in unfinished:
        move(ticket, "end_day", by=CLOCK, at=at, held_until=None)  # when it ended nobody knows
        drop_wait(ticket=ticket.code, at=at)
    over.exclude(priority__in=["", WENT_FIRST]).update(priority=WENT_FIRST)
    left = list(over.exclude(phone=""))
    for ticket in left:
        _erase_phone(ticket, at)
    for counter in Counter.objects.filter(unit=unit_id, opened_at__date__lt=localdate(at)):
        get_up(counter, by=CLOCK, at=at)
    return len({ticket.pk for ticket in (*unfinished, *left)})


def _erase_phone(ticket: Ticket, at: datetime) -> None:
    ticket.phone = ""
    ticket.save(update_fields=["phone"])
    forget(ticket)
    record(ticket, "tickets.erase_phone", by=CLOCK, at=at)
