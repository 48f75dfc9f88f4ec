"""What the hall shows, what a counter does now, who is next. Nothing here reads the clock."""

from collections import Counter as Tally
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate, localtime

from gandan.counter.queueing.line import InLine, choose_next, overtaken_by
from gandan.counter.tickets import rules
from gandan.counter.tickets.models import Board, Counter, Ticket, WorkKind
from gandan.counter.tickets.states import AT_DESK, State
from gandan.counter.tickets.values import BoardShown, Called, Ground, KindWaiting
from gandan.counter.waiting.queries import estimate_of
from gandan.counter.waiting.values import Desk, Snapshot
from gandan.law.hours import Span
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person, Unit
from gandan.organisation.queries import calendar_of, responses, rule_for

SHOWN_CALLS = 8
LOOK_AHEAD = 60  # days in which the next open one is looked for


# --- the hall ------------------------------------------------------------------------------------------------------


def board_row(unit: Unit | int) -> Board:
    """The hall's row as it stands; one that was never written is told with what is usual."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    return Board.objects.filter(pk=unit_id).first() or Board(unit_id=unit_id)


def version_of(unit: Unit) -> int:
    """Grows with every act in the hall: one row, one query."""
    return Board.objects.filter(pk=unit.pk).values_list("version", flat=True).first() or 0


def kinds_of(unit: Unit, *, closed_too: bool = False) -> QuerySet[WorkKind]:
    kinds = WorkKind.objects.filter(unit=unit)
    return kinds if closed_too else kinds.filter(is_open=True)


def counters_of(unit: Unit) -> QuerySet[Counter]:
    """The counters that are in use, by number, with who sits there and their kinds: three queries."""
    kept = Counter.objects.filter(unit=unit, is_kept=True).select_related("sitter")
    return kept.prefetch_related("kinds", "serving")


def all_counters_of(unit: Unit) -> QuerySet[Counter]:
    """Also those out of use, for who keeps the hall."""
    return Counter.objects.filter(unit=unit).select_related("sitter").prefetch_related("kinds")


def counter_of(person: Person) -> Counter | None:
    """Where the person sits."""
    return Counter.objects.filter(sitter=person).select_related("unit").prefetch_related("kinds", "serving").first()


def grounds_of(unit: Unit, day: date) -> list[Ground]:
    """Why somebody goes first in this hall."""
    return rules.grounds(day, lambda rule_id: rule_for(rule_id, unit, day))


def hours_of(unit: Unit, day: date) -> list[Span]:
    """When numbers are given on a day: office hours, and what other domains open besides (`on_hours_asked`)."""
    beyond = [span for more in responses("on_hours_asked") for span in more(unit, day)]
    return sorted({*calendar_of(unit, day).spans(day), *beyond})


def opens_next(unit: Unit, at: datetime) -> datetime | None:
    """The first opening on a later day."""
    here = localtime(at)
    for ahead in range(1, LOOK_AHEAD):
        day = here.date() + timedelta(days=ahead)
        if spans := hours_of(unit, day):
            return datetime.combine(day, spans[0][0], tzinfo=here.tzinfo)
    return None


def closed_now(unit: Unit, at: datetime) -> Refused | None:
    """Why no number is given at this instant, and when one is again; None while numbers are given."""
    here = localtime(at)
    spans = hours_of(unit, here.date())
    later = None if any(here.time() < closes for _opens, closes in spans) else opens_next(unit, at)
    try:
        rules.check_hours(spans, at=here, early=board_row(unit).opens_early, opens_next=later)
    except Refused as closed:
        return closed
    return None


def board_of(unit: Unit, at: datetime, *, newest: int = SHOWN_CALLS) -> BoardShown:
    """What hangs in the hall: those who are called, newest first, then those at a counter; nobody else is to get up.

    The version is read first: what is shown is never older than it says.
    """
    version = version_of(unit)
    day = localdate(at)
    at_desks = Ticket.objects.filter(unit=unit, day=day, state__in=AT_DESK).select_related("counter", "kind")
    newest_first = sorted(at_desks.order_by("-last_called_at", "-id"), key=lambda one: one.state != State.CALLED)
    waiting = Tally(waiting_of(unit, at).values_list("kind", flat=True))
    served = set(open_counters(unit, at).values_list("serving", flat=True))
    calls = tuple(_shown_call(one) for one in newest_first[:newest])
    kinds = tuple(
        KindWaiting(kind.code, kind.letter, kind.name, waiting[kind.pk], kind.pk in served) for kind in kinds_of(unit)
    )
    return BoardShown(version, day, calls, kinds)


def _shown_call(ticket: Ticket) -> Called:
    first = bool(ticket.priority or ticket.booked_for)
    is_called = ticket.state == State.CALLED
    return Called(ticket.number, ticket.counter.number, ticket.last_called_at, ticket.calls, is_called, first)


def open_counters(unit: Unit | int, at: datetime) -> QuerySet[Counter]:
    """Where somebody sits who opened it today: of what was left open overnight nobody knows, should the clock's
    process have been away.
    """
    return Counter.objects.filter(unit=unit, sitter__isnull=False, opened_at__date=localdate(at))


def counters_serving(kind: WorkKind, at: datetime) -> list[int]:
    """The numbers of the open counters that serve a kind of work."""
    return list(open_counters(kind.unit_id, at).filter(serving=kind).values_list("number", flat=True))


# --- the line --------------------------------------------------------------------------------------------------------


def waiting_of(unit: Unit | int, at: datetime) -> QuerySet[Ticket]:
    """Whoever may be called now: those who wait today, and those on hold whose time has come."""
    back = Q(state=State.HELD, held_until__lte=at)
    return Ticket.objects.filter(Q(state=State.WAITING) | back, unit=unit, day=localdate(at)).select_related("kind")


def line_of(unit: Unit | int, at: datetime) -> list[InLine]:
    return [ticket.in_line(at) for ticket in waiting_of(unit, at)]


def snapshot_of(unit: Unit | int, at: datetime) -> Snapshot:
    """The line and the open counters, as estimates are made from: five queries."""
    counters = open_counters(unit, at).prefetch_related("serving")
    busy = {
        one.counter_id: one
        for one in Ticket.objects.filter(unit=unit, day=localdate(at), state__in=AT_DESK).select_related("kind")
    }
    desks = []
    for counter in counters:
        ticket = busy.get(counter.pk)
        kinds = frozenset(kind.code for kind in counter.serving.all())
        desks.append(Desk(kinds, ticket and ticket.kind.code, ticket and ticket.at_desk_since))
    most = board_row(unit).most_overtaken
    return Snapshot(tuple(line_of(unit, at)), tuple(desks), at, most)


def in_order(line: Iterable[InLine], *, kinds: Collection[str], most_overtaken: int, how_many: int) -> list[InLine]:
    """Whom a counter that serves `kinds` would call, one after another, if nobody else came or called."""
    left, ordered = {one.ticket: one for one in line}, []
    while len(ordered) < how_many:
        one = choose_next(list(left.values()), kinds=kinds, most_overtaken=most_overtaken)
        if one is None:
            break
        for passed in overtaken_by(one, list(left.values()), kinds=kinds):
            left[passed.ticket] = InLine(passed.ticket, passed.kind, passed.since, passed.first, passed.overtaken + 1)
        ordered.append(left.pop(one.ticket))
    return ordered


def next_at(counter: Counter, at: datetime, *, how_many: int = 10) -> list[Ticket]:
    """The queue of whoever sits there: the next ones, in the order in which they would be called."""
    tickets = {ticket.code: ticket for ticket in waiting_of(counter.unit_id, at)}
    line = [ticket.in_line(at) for ticket in tickets.values()]
    kinds = {kind.code for kind in counter.serving.all()}
    most = board_row(counter.unit_id).most_overtaken
    return [tickets[one.ticket] for one in in_order(line, kinds=kinds, most_overtaken=most, how_many=how_many)]


def ahead_of(ticket: Ticket, at: datetime) -> int | None:
    """How many would be called before it by a counter that serves what it waits for; None when it does not wait."""
    line = line_of(ticket.unit_id, at)
    most = board_row(ticket.unit_id).most_overtaken
    ordered = in_order(line, kinds={ticket.kind.code}, most_overtaken=most, how_many=len(line))
    places = [one.ticket for one in ordered]
    return places.index(ticket.code) if ticket.code in places else None


def promised(ticket: Ticket, at: datetime) -> dict[str, object]:
    """What its holder is told, for tickets/promise.html: `ahead`; `told`, what was promised with the number; and
    `counters`, the numbers of those that serve it now.

    None where nothing was promised, or when nobody waits for it.
    """
    waits = ticket.state in (State.WAITING, State.HELD)
    told = estimate_of(ticket.code) if waits and ticket.called_at is None else None
    ahead = ahead_of(ticket, at) if waits else None
    counters = counters_serving(ticket.kind, at) if waits else []
    return {"ahead": ahead, "told": told, "is_past": told is not None and told.by_at < at, "counters": counters}


# --- tickets ---------------------------------------------------------------------------------------------------------


def ticket_by_code(code: str) -> Ticket | None:
    """Of any unit and day, as its holder asks for it: with its kind, counter and unit."""
    return Ticket.objects.filter(code=code).select_related("kind", "counter", "unit").first()


def at_counter(counter: Counter) -> Ticket | None:
    """Whom the counter has called or serves."""
    return Ticket.objects.filter(counter=counter, state__in=AT_DESK).select_related("kind", "counter").first()


def standing_before(person: Person) -> Ticket | None:
    """Whom the counter where the person sits has called or serves. One query."""
    mine = Ticket.objects.filter(counter__sitter=person, state__in=AT_DESK)
    return mine.select_related("kind", "counter").first()


def set_aside(unit: Unit, at: datetime) -> QuerySet[Ticket]:
    """On hold or absent when called, today: whom a clerk may let into the line again. Newest first."""
    today = Ticket.objects.filter(unit=unit, day=localdate(at), state__in=(State.HELD, State.NO_SHOW))
    return today.select_related("kind", "counter").order_by("-last_called_at", "-id")


def tickets_of(unit_ids: Collection[int], first: date, last: date) -> QuerySet[Ticket]:
    """The tickets of some days, both included, with their times; in the order in which they were taken."""
    days = Ticket.objects.filter(unit__in=unit_ids, day__gte=first, day__lte=last)
    return days.select_related("kind", "counter").order_by("taken_at", "id")


def called_on(unit: Unit, day: date) -> int:
    """How many numbers of a day were called to a counter."""
    return Ticket.objects.filter(unit=unit, day=day, called_at__isnull=False).count()


# --- machines of a hall ------------------------------------------------------------------------------------------


def machine_key(board: Board) -> str:
    """What a browser shows that was made a machine of this hall; another one after each renewing."""
    return keyed(board, "machine")


def is_machine_key(shown: str, board: Board) -> bool:
    return constant_time_compare(shown, machine_key(board))


def keyed(board: Board, what: str) -> str:
    """A word that follows from the secret of the installation and from how often the hall's keys were renewed."""
    return salted_hmac("gandan.hall.keys", f"{board.pk} {board.keys} {what}").hexdigest()[:24]
