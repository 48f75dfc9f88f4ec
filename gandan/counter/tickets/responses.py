"""What becomes of a hall when units merge, and what is held in it of a person who asks."""

from collections.abc import Callable, Collection
from string import ascii_uppercase

from django.db.models import Q, QuerySet

from gandan.counter.tickets.models import Board, Counter, Ticket, WorkKind
from gandan.counter.tickets.rules import HOUSE_RULES
from gandan.counter.tickets.states import OPEN
from gandan.counter.tickets.values import WENT_FIRST
from gandan.dossiers.responses import on_person_asked as dossiers_of
from gandan.journal.actions import record
from gandan.lib.refusal import mark
from gandan.organisation.models import Unit
from gandan.organisation.values import Held, Identity, Line, Merger


def on_units_merged(merger: Merger) -> list[Line]:
    """Kinds, counters and whoever waits go on in the new hall: another letter or number where one is twice."""
    halls = _halls(merger)
    kinds = sum(_pass_on_kind(kind, new, merger) for old, new in halls for kind in WorkKind.objects.filter(unit=old))
    counters = [(counter, new) for old, new in halls for counter in Counter.objects.filter(unit=old)]
    for counter, new in counters:
        _pass_on_counter(counter, new, merger)
    open_now = [(ticket, new) for old, new in halls for ticket in _open_in(old)]
    renamed = [_pass_on_ticket(ticket, new, merger) for ticket, new in open_now]
    for old, new in halls:
        _pass_on_rules(old, new)
    return [
        Line(mark("Loại việc lấy số: tiếp tục ở nơi mới"), kinds),
        Line(mark("Quầy: tiếp tục ở nơi mới"), len(counters)),
        Line(mark("Số đang chờ hoặc đang làm: giữ nguyên chỗ"), len(open_now)),
        Line(mark("Trong đó đổi chữ cái vì trùng: xin báo người đang chờ"), sum(renamed)),
    ]


def _halls(merger: Merger) -> list[tuple[Unit, Unit]]:
    """Old and new, the one whose code goes on first: its letters and numbers stay as they are."""
    units = Unit.objects.in_bulk({*merger.passes.keys(), *merger.passes.values()})
    pairs = [(units[old], units[new]) for old, new in merger.passes.items()]
    return sorted(pairs, key=lambda pair: (pair[0].code != pair[1].code, pair[0].pk))


def _open_in(hall: Unit) -> QuerySet[Ticket]:
    return Ticket.objects.filter(unit=hall, state__in=OPEN).select_related("taken_for")


def _pass_on_kind(kind: WorkKind, new: Unit, merger: Merger) -> bool:
    taken = set(WorkKind.objects.filter(unit=new).values_list("letter", flat=True))
    free = [letter for letter in (kind.letter, *ascii_uppercase) if letter not in taken]
    if not free:
        kind.is_open = False  # a hall has no more letters than the alphabet
        kind.save(update_fields=["is_open"])
        return False
    kind.unit, kind.letter = new, free[0]
    kind.save(update_fields=["unit", "letter"])
    _record(kind, merger)
    return True


def _pass_on_counter(counter: Counter, new: Unit, merger: Merger) -> None:
    taken = set(Counter.objects.filter(unit=new).values_list("number", flat=True))
    counter.unit = new
    counter.number = counter.number if counter.number not in taken else max(taken) + 1
    counter.save(update_fields=["unit", "number"])
    _record(counter, merger)


def _pass_on_ticket(ticket: Ticket, new: Unit, merger: Merger) -> bool:
    """Its number follows its kind to another letter: two halls' A 003 would be called as one. True where it did."""
    is_renamed = ticket.letter != ticket.taken_for.letter
    ticket.unit, ticket.letter = new, ticket.taken_for.letter
    ticket.save(update_fields=["unit", "letter"])
    _record(ticket, merger)
    return is_renamed


def _pass_on_rules(old: Unit, new: Unit) -> None:
    if (rules := Board.objects.filter(pk=old.pk).values(*HOUSE_RULES).first()) is not None:
        Board.objects.get_or_create(unit=new, defaults=rules)


def _record(thing: WorkKind | Counter | Ticket, merger: Merger) -> None:
    record(thing, "tickets.pass_on", by=merger.by, at=merger.at, on=merger.on.isoformat())


def on_person_asked(identity: Identity, unit_ids: Collection[int]) -> list[Held]:
    """The numbers whose holder left this telephone, and those that say why who stands in a dossier of theirs went
    first; by the next morning there are none.
    """
    dossiers = [held.subject.code for held in dossiers_of(identity, unit_ids)]
    with_ground = Q(about_code__in=dossiers) & ~Q(priority__in=["", WENT_FIRST])
    left_phone = Q(phone=identity.phone) if identity.phone else Q(pk__in=[])
    found = Ticket.objects.filter(with_ground | left_phone, unit__in=unit_ids)
    theirs = found.select_related("kind").order_by("id")
    return [Held(mark("Số thứ tự trong ngày"), one.ref, f"{one} · {one.day:%d/%m/%Y}", _telling(one)) for one in theirs]


def _telling(ticket: Ticket) -> Callable[[], dict[str, object]]:
    def tell() -> dict[str, object]:
        said = {"number": ticket.number, "kind": ticket.kind.name, "taken_at": ticket.taken_at.isoformat()}
        return {**said, "phone": ticket.phone, "priority": ticket.priority}

    return tell
