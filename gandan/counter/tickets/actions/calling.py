"""At the counter: it opens, calls one after another, and closes."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from gandan.counter.queueing.line import choose_next, overtaken_by
from gandan.counter.tickets import rules
from gandan.counter.tickets.actions.steps import move, not_before, take_any, take_own, take_seat, turn
from gandan.counter.tickets.actions.warning import warn_those_near
from gandan.counter.tickets.models import Counter, Ticket, WorkKind
from gandan.counter.tickets.queries import at_counter, waiting_of
from gandan.counter.tickets.states import State
from gandan.counter.waiting.actions import desk_closed, desk_opened, settle_wait
from gandan.journal.actions import record
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

NOWHERE = {"counter": None, "at_desk_since": None, "started_at": None, "calls": 0, "held_until": None}


@transaction.atomic
def open_counter(*, counter_id: int, kinds: Collection[WorkKind] = (), by: Person, at: datetime) -> Counter:
    """Sit down there and serve `kinds`, or all that it may serve when none is named; said again, other kinds."""
    turn(Counter.objects.values_list("unit", flat=True).get(pk=counter_id))
    counter = Counter.objects.select_related("unit", "sitter").get(pk=counter_id)
    standing(by, localdate(at)).require(Power.COUNTER_CALL, counter.unit)
    if not counter.is_kept:
        raise Refused(mark("Quầy này không còn dùng."), code="tickets.counter_not_kept")
    if counter.sitter_id not in (None, by.pk):
        sentence = mark("Quầy %(number)s đang do %(name)s mở.")
        raise Overtaken(sentence, code="tickets.counter_taken", number=counter.number, name=counter.sitter.name)
    _check_no_other_seat(counter, by)
    may = list(counter.kinds.all())
    serving = [kind for kind in may if kind in kinds] or may
    if counter.sitter_id is None:
        counter.sitter, counter.opened_at = by, at
        counter.save(update_fields=["sitter", "opened_at"])
    counter.serving.set(serving)
    letters = sorted(kind.letter for kind in serving)
    record(counter, "tickets.open_counter", by=by, at=at, number=counter.number, letters=letters)
    desk_opened(unit=counter.unit, desk=counter.code, kinds=[kind.code for kind in serving], at=at)
    return counter


def _check_no_other_seat(counter: Counter, person: Person) -> None:
    if other := Counter.objects.filter(sitter=person).exclude(pk=counter.pk).first():
        sentence = mark("Anh/chị đang ngồi Quầy %(number)s. Hãy đóng quầy đó trước.")
        raise Refused(sentence, code="tickets.sits_elsewhere", number=other.number)


@transaction.atomic
def close_counter(*, counter_id: int, by: Person, at: datetime) -> Counter:
    """Get up: whoever sits there, or who keeps the hall when they went without closing."""
    turn(Counter.objects.values_list("unit", flat=True).get(pk=counter_id))
    counter = Counter.objects.select_related("unit", "sitter").get(pk=counter_id)
    if counter.sitter_id != by.pk:
        standing(by, localdate(at)).require(Power.COUNTER_KEEP, counter.unit)
    if not counter.is_open:
        raise Overtaken(mark("Quầy này đã đóng."), code="tickets.counter_closed")
    if present := at_counter(counter):
        sentence = mark("Số %(number)s còn ở quầy. Hãy làm xong, hoãn hoặc chuyển số này rồi đóng quầy.")
        raise Refused(sentence, code="tickets.still_serving", number=present.number)
    get_up(counter, by=by, at=at)
    return counter


def get_up(counter: Counter, *, by: Person | Ref, at: datetime) -> None:
    """Nobody sits there any more; inside the act that says why."""
    counter.sitter = counter.opened_at = None
    counter.save(update_fields=["sitter", "opened_at"])
    counter.serving.clear()
    record(counter, "tickets.close_counter", by=by, at=at, number=counter.number)
    desk_closed(desk=counter.code, at=at)


@transaction.atomic
def call_next(*, counter_id: int, by: Person, at: datetime, present: str | None = None) -> Ticket | None:
    """Finish whom the counter serves and call the next one; None when nobody waits for it.

    Whoever was called and has not come is first recorded as come, held or absent: nobody is forgotten by a key.
    `present` is the code of whom the screen shows at the counter ("" for nobody): a screen that is behind finishes
    nobody.
    """
    board, counter = take_seat(counter_id, by=by, at=at)
    _finish_present(counter, present, by, at)
    tickets = {ticket.code: ticket for ticket in waiting_of(counter.unit_id, at)}
    line = [ticket.in_line(at) for ticket in tickets.values()]
    kinds = set(counter.serving.values_list("code", flat=True))
    chosen = choose_next(line, kinds=kinds, most_overtaken=board.most_overtaken)
    if chosen is None:
        return None
    passed = [one.ticket for one in overtaken_by(chosen, line, kinds=kinds)]
    Ticket.objects.filter(code__in=passed).update(overtaken=F("overtaken") + 1)
    ticket = tickets[chosen.ticket]
    _call(ticket, counter, by, at)
    warn_those_near(board, at=at)
    return ticket


def _finish_present(counter: Counter, shown: str | None, by: Person, at: datetime) -> None:
    present = at_counter(counter)
    if present is not None and present.state == State.CALLED:
        sentence = mark("Số %(number)s đang được gọi. Hãy bấm “Đã đến quầy”, “Tạm hoãn” hoặc “Vắng” trước.")
        raise Refused(sentence, code="tickets.still_called", number=present.number)
    if shown is not None and shown != (present.code if present else ""):
        raise Overtaken(mark("Màn hình đã cũ. Hãy xem số đang ở quầy rồi bấm lại."), code="tickets.screen_behind")
    if present is not None:
        _finish(present, by, at)


def _call(ticket: Ticket, counter: Counter, by: Person, at: datetime) -> None:
    now = not_before(ticket, at)
    said = {"counter": counter, "at_desk_since": now, "last_called_at": now, "started_at": None, "held_until": None}
    move(ticket, "call_next", by=by, at=at, calls=1, called_at=ticket.called_at or now, **said)
    settle_wait(ticket=ticket.code, called_at=now, desk=counter.code)


@transaction.atomic
def recall(*, ticket_id: int, by: Person, at: datetime) -> Ticket:
    """Call the same number once more."""
    _board, ticket = take_own(ticket_id, by=by, at=at)
    move(ticket, "recall", by=by, at=at, calls=ticket.calls + 1, last_called_at=not_before(ticket, at))
    return ticket


@transaction.atomic
def start(*, ticket_id: int, by: Person, at: datetime) -> Ticket:
    """They came to the counter."""
    _board, ticket = take_own(ticket_id, by=by, at=at)
    move(ticket, "start", by=by, at=at, started_at=not_before(ticket, at))
    return ticket


@transaction.atomic
def finish(*, ticket_id: int, by: Person, at: datetime) -> Ticket:
    """Done; how long it took is learned from."""
    _board, ticket = take_own(ticket_id, by=by, at=at)
    _finish(ticket, by, at)
    return ticket


def _finish(ticket: Ticket, by: Person, at: datetime) -> None:
    ended = not_before(ticket, at)
    started = ticket.started_at or ticket.at_desk_since
    move(ticket, "finish", by=by, at=at, started_at=started, ended_at=ended)


@transaction.atomic
def hold(*, ticket_id: int, until: datetime | None = None, by: Person, at: datetime) -> Ticket:
    """They must fetch something first: back to their place when they say so, or by themselves at `until`."""
    _board, ticket = take_own(ticket_id, by=by, at=at)
    rules.check_held_until(until, at=at)
    move(ticket, "hold", by=by, at=at, held_until=until)
    return ticket


@transaction.atomic
def mark_no_show(*, ticket_id: int, by: Person, at: datetime) -> Ticket:
    """They did not come, though called often enough."""
    board, ticket = take_own(ticket_id, by=by, at=at)
    rules.check_absent(calls=ticket.calls, least=board.least_calls)
    move(ticket, "mark_no_show", by=by, at=at)
    return ticket


@transaction.atomic
def resume(*, ticket_id: int, by: Person, at: datetime) -> Ticket:
    """Who was on hold or absent is here: back in line, at their own place."""
    _board, ticket = take_any(ticket_id, by=by, at=at)
    if ticket.day != localdate(at):
        raise Refused(mark("Số này của ngày khác. Hãy lấy số mới."), code="tickets.of_another_day")
    move(ticket, "resume", by=by, at=at, **NOWHERE)
    return ticket


@transaction.atomic
def transfer(*, ticket_id: int, kind: WorkKind, by: Person, at: datetime) -> Ticket:
    """They need something else: they wait for that, and keep their place and their number."""
    _board, ticket = take_any(ticket_id, by=by, at=at)
    if kind.unit_id != ticket.unit_id or kind.pk == ticket.kind_id:
        raise Refused(mark("Hãy chọn loại việc khác để chuyển đến."), code="tickets.same_kind")
    move(ticket, "transfer", by=by, at=at, kind=kind, **NOWHERE)
    return ticket
