"""A number is taken, linked to what it is about, and given up again."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from gandan.counter.tickets import rules
from gandan.counter.tickets.actions.steps import move, require, take_any, take_own, turn
from gandan.counter.tickets.models import Board, Ticket, WorkKind
from gandan.counter.tickets.queries import closed_now, grounds_of, snapshot_of
from gandan.counter.waiting.actions import drop_wait, promise_wait
from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.fold import tidy_phone
from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power

CODE_LENGTH = 12  # 60 bits: the address of the phone page is not to be guessed
MINUTE = timedelta(minutes=1)


def new_code() -> str:
    return random_code(CODE_LENGTH)


@transaction.atomic
def take_number(
    *,
    unit: Unit,
    kind: WorkKind,
    channel: str,
    priority: str = "",
    about: Ref | None = None,
    booked_for: datetime | None = None,
    phone: str = "",
    code: str = "",
    by: Person | Ref,
    at: datetime,
) -> Ticket:
    """The next number of the day for a kind of work, with the promise of when it is called (`waiting`).

    `by` is an officer at the desk, or values.HALL for the kiosk and telephones. A `code` drawn for the page beforehand
    (`new_code`) gives one number however often the page is sent.
    """
    require(Power.COUNTER_CALL, unit.pk, by=by, at=at)
    board, day = turn(unit.pk), localdate(at)
    if code and (given := Ticket.objects.filter(code=code, unit=unit).first()):
        return given
    phone = tidy_phone(phone) if settings.GATEWAYS else ""  # kept for a message alone
    rules.check_priority(priority, grounds_of(unit, day))
    rules.check_phone(phone)
    _check_open(board, unit, kind, channel, at)
    said = {"channel": channel, "priority": priority, "booked_for": booked_for, "phone": phone}
    ticket = _next_number(unit, kind, at, code=code or new_code(), about=about, **said)
    record(ticket, "tickets.take_number", by=by, at=at, number=ticket.number, kind=kind.code, channel=channel)
    first = ticket.in_line(at).first
    promise_wait(unit=unit, ticket=ticket.code, kind=kind.code, first=first, snapshot=snapshot_of(unit, at), at=at)
    return ticket


def _next_number(unit: Unit, kind: WorkKind, at: datetime, *, about: Ref | None, **said: Any) -> Ticket:
    """The hall's turn is ours: no gap, no twin."""
    day = localdate(at)
    last = Ticket.objects.filter(unit=unit, day=day, booked_for__isnull=True).aggregate(last=Max("since"))["last"]
    return Ticket.objects.create(
        unit=unit,
        day=day,
        letter=kind.letter,
        ordinal=Ticket.objects.filter(taken_for=kind, day=day).count() + 1,
        taken_for=kind,
        kind=kind,
        about_kind=about.kind if about else "",
        about_code=about.code if about else "",
        taken_at=at,
        since=rules.place_of(at, booked_for=said["booked_for"], last=last),
        **said,
    )


def _check_open(board: Board, unit: Unit, kind: WorkKind, channel: str, at: datetime) -> None:
    if kind.unit_id != unit.pk or not kind.is_open:
        raise Refused(mark("Loại việc này hôm nay không cấp số. Hãy chọn loại việc khác."), code="tickets.kind_closed")
    if closed := closed_now(unit, at):
        raise closed
    if channel in rules.UNWATCHED:
        lately = Ticket.objects.filter(
            unit=unit, day=localdate(at), channel__in=rules.UNWATCHED, taken_at__gt=at - MINUTE
        )
        rules.check_flood(given=lately.count(), most=board.most_a_minute)


@transaction.atomic
def link(*, ticket_id: int, about: Ref, by: Person, at: datetime) -> Ticket:
    """What the person at the counter came about, by its code alone: the next counter opens it at once."""
    _board, ticket = take_own(ticket_id, by=by, at=at)
    ticket.about_kind, ticket.about_code = about
    ticket.save(update_fields=["about_kind", "about_code"])
    record(ticket, "tickets.link", by=by, at=at, kind=about.kind, code=about.code)
    return ticket


@transaction.atomic
def leave(*, ticket_id: int, by: Person | Ref, at: datetime) -> Ticket:
    """Its holder waits no longer, and says so on the telephone (values.HALL) or to an officer."""
    _board, ticket = take_any(ticket_id, by=by, at=at)
    move(ticket, "leave", by=by, at=at, ended_at=at, held_until=None)
    drop_wait(ticket=ticket.code, at=at)
    return ticket
