"""What every act in a hall begins and ends with: the hall's turn, who sits where, a move with its entry."""

from datetime import datetime

from django.db.models import F
from django.utils.timezone import localdate

from gandan.counter.tickets.models import Board, Counter, Ticket
from gandan.counter.tickets.states import AT_DESK, ENDED, MACHINE, State
from gandan.counter.tickets.values import WENT_FIRST
from gandan.counter.waiting.actions import learn
from gandan.journal.actions import record
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

# where a ticket goes from a counter while it is known when; at the end of a day that is not
SINCE_FREE = frozenset(State) - AT_DESK - {State.DAY_OVER}


def turn(unit_id: int) -> Board:
    """Wait until no other act is under way in the hall, and say that this one changes it.

    First of all, before anything is looked at: raising the version locks the row, so that of two counters that press
    at the same instant the second sees what the first has called.
    """
    mine = Board.objects.filter(pk=unit_id)
    raised = {"version": F("version") + 1}
    if not mine.update(**raised):
        Board.objects.get_or_create(unit_id=unit_id)
        mine.update(**raised)
    return mine.get()


def take_seat(counter_id: int, *, by: Person, at: datetime) -> tuple[Board, Counter]:
    """The hall's turn and the counter, for whoever sits there."""
    board = turn(Counter.objects.values_list("unit", flat=True).get(pk=counter_id))
    counter = Counter.objects.select_related("unit").get(pk=counter_id)
    standing(by, localdate(at)).require(Power.COUNTER_CALL, counter.unit)
    if counter.sitter_id != by.pk:
        sentence = mark("Quầy %(number)s không còn do anh/chị mở. Hãy mở lại quầy rồi làm tiếp.")
        raise Overtaken(sentence, code="tickets.not_at_counter", number=counter.number)
    return board, counter


def take_own(ticket_id: int, *, by: Person, at: datetime) -> tuple[Board, Ticket]:
    """A ticket that stands at the counter where the person sits."""
    counter_id = Ticket.objects.values_list("counter", flat=True).get(pk=ticket_id)
    if counter_id is None:
        raise _gone()
    board, counter = take_seat(counter_id, by=by, at=at)
    ticket = _fresh(ticket_id)
    if ticket.counter_id != counter.pk:
        raise _gone()
    return board, ticket


def take_any(ticket_id: int, *, by: Person | Ref, at: datetime) -> tuple[Board, Ticket]:
    """A ticket of the hall, for whoever may call there, and for its holder; one that stands at a counter is moved by
    nobody else of the hall.
    """
    board = turn(Ticket.objects.values_list("unit", flat=True).get(pk=ticket_id))
    ticket = _fresh(ticket_id)
    require(Power.COUNTER_CALL, ticket.unit_id, by=by, at=at)
    if isinstance(by, Person) and ticket.state in AT_DESK and ticket.counter.sitter_id != by.pk:
        raise _gone()
    return board, ticket


def require(power: Power, unit_id: int, *, by: Person | Ref, at: datetime) -> None:
    """Asked of people; what stands in the hall and the clock have no posts."""
    if isinstance(by, Person):
        standing(by, localdate(at)).require(power, unit_id)


def _fresh(ticket_id: int) -> Ticket:
    return Ticket.objects.select_related("unit", "kind", "counter").get(pk=ticket_id)


def _gone() -> Overtaken:
    return Overtaken(mark("Số này không còn ở quầy của anh/chị."), code="tickets.not_at_counter")


def move(ticket: Ticket, name: str, *, by: Person | Ref, at: datetime, **changes: object) -> None:
    """Carry out a move with what else changes, and record it. Refused as overtaken when somebody was quicker."""
    try:
        found = MACHINE.move(name, state=ticket.state)
    except Refused as refusal:
        raise Overtaken(refusal.sentence, code=refusal.code, **refusal.params) from None
    changes["state"] = found.target or ticket.state
    if changes["state"] in ENDED and ticket.priority:
        changes["priority"] = WENT_FIRST
    if ticket.state in AT_DESK and changes["state"] in SINCE_FREE:
        _learn_time(ticket, at)
    for field, value in changes.items():
        setattr(ticket, field, value)
    ticket.save(update_fields=list(changes))
    told = {"counter": ticket.counter.number} if ticket.counter else {}
    record(ticket, f"tickets.{found.name}", by=by, at=at, **told)


def _learn_time(ticket: Ticket, at: datetime) -> None:
    """Before it leaves the counter: how long the counter was taken, whatever came of it."""
    spell = {"began_at": ticket.at_desk_since, "ended_at": not_before(ticket, at)}
    learn(unit=ticket.unit, kind=ticket.kind.code, ticket=ticket.code, desk=ticket.counter.code, **spell)


def not_before(ticket: Ticket, at: datetime) -> datetime:
    """`at`, but never before what happened to the ticket already: the clocks of two machines may be apart."""
    known = (ticket.taken_at, ticket.last_called_at, ticket.started_at)
    return max(at, *(instant for instant in known if instant is not None))
