"""The head sets up the hall: kinds of work, counters, and how the line is kept."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.counter.tickets import rules
from gandan.counter.tickets.actions.steps import turn
from gandan.counter.tickets.models import Board, Counter, WorkKind
from gandan.journal.actions import record
from gandan.lib.codes import public_code
from gandan.lib.fold import tidy
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@transaction.atomic
def add_kind(
    *, unit: Unit, letter: str, name: str, fields: Collection[str] = (), order: int = 0, by: Person, at: datetime
) -> WorkKind:
    """Something people come for; its letter stays with it."""
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, unit)
    turn(unit.pk)
    letter = letter.strip().upper()
    rules.check_letter(letter, taken=WorkKind.objects.filter(unit=unit).values_list("letter", flat=True))
    kind = WorkKind(code=public_code(), unit=unit, letter=letter)
    return _write_kind(kind, "tickets.add_kind", name=name, fields=fields, order=order, is_open=True, by=by, at=at)


@transaction.atomic
def change_kind(
    *, kind_id: int, name: str, fields: Collection[str], order: int, is_open: bool, by: Person, at: datetime
) -> WorkKind:
    """Its words, what it covers, its place in the list, and whether numbers are given for it."""
    kind = WorkKind.objects.select_related("unit").get(pk=kind_id)
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, kind.unit)
    turn(kind.unit_id)
    said = {"name": name, "fields": fields, "order": order, "is_open": is_open}
    return _write_kind(kind, "tickets.change_kind", **said, by=by, at=at)


def _write_kind(
    kind: WorkKind, act: str, *, name: str, fields: Collection[str], order: int, is_open: bool, by: Person, at: datetime
) -> WorkKind:
    kind.name, kind.fields, kind.order, kind.is_open = tidy(name), sorted(fields), order, is_open
    rules.check_name(kind.name)
    kind.save()
    told = {"letter": kind.letter, "name": kind.name, "is_open": is_open, "fields": kind.fields}
    record(kind, act, by=by, at=at, **told)
    return kind


@transaction.atomic
def add_counter(
    *, unit: Unit, number: int, name: str = "", kinds: Collection[WorkKind], by: Person, at: datetime
) -> Counter:
    """A counter with its number and the kinds it may serve."""
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, unit)
    turn(unit.pk)
    rules.check_counter_number(number, taken=Counter.objects.filter(unit=unit).values_list("number", flat=True))
    counter = Counter(code=public_code(), unit=unit, number=number)
    return _write_counter(counter, "tickets.add_counter", name=name, kinds=kinds, is_kept=True, by=by, at=at)


@transaction.atomic
def change_counter(
    *, counter_id: int, name: str, kinds: Collection[WorkKind], is_kept: bool, by: Person, at: datetime
) -> Counter:
    """What it may serve from its next opening on, and whether it is in use; one where somebody sits stays in use."""
    counter = Counter.objects.select_related("unit").get(pk=counter_id)
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, counter.unit)
    turn(counter.unit_id)
    counter.refresh_from_db(fields=["sitter", "opened_at"])
    if counter.is_open and not is_kept:
        raise Refused(mark("Quầy đang có người ngồi. Hãy đóng quầy trước."), code="tickets.counter_open")
    return _write_counter(counter, "tickets.change_counter", name=name, kinds=kinds, is_kept=is_kept, by=by, at=at)


def _write_counter(
    counter: Counter, act: str, *, name: str, kinds: Collection[WorkKind], is_kept: bool, by: Person, at: datetime
) -> Counter:
    counter.name, counter.is_kept = tidy(name), is_kept
    rules.check_counter(name=counter.name, kinds=len(kinds), strange=sum(k.unit_id != counter.unit_id for k in kinds))
    counter.save()
    counter.kinds.set(kinds)
    letters = sorted(kind.letter for kind in kinds)
    record(counter, act, by=by, at=at, number=counter.number, letters=letters, is_kept=is_kept)
    return counter


@transaction.atomic
def set_house_rules(*, unit: Unit, said: Mapping[str, int], by: Person, at: datetime) -> Board:
    """How the line is kept here: `said` names some of rules.HOUSE_RULES."""
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, unit)
    rules.check_house_rules(said)
    board = turn(unit.pk)
    for name, value in said.items():
        setattr(board, name, value)
    board.save(update_fields=list(said))
    record(unit, "tickets.set_house_rules", by=by, at=at, **said)
    return board


@transaction.atomic
def renew_keys(*, unit: Unit, by: Person, at: datetime) -> Board:
    """The addresses of the hall's machines and of the code on its wall are others from now on."""
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, unit)
    board = turn(unit.pk)
    board.keys += 1
    board.save(update_fields=["keys"])
    record(unit, "tickets.renew_keys", by=by, at=at)
    return board
