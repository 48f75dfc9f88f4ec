"""A wait is promised, settled or given up; counters and the times at them are recorded, to be learned from.

Told by `tickets`, each in the transaction of its own act; that act is the journal's entry:

- taking a number: `promise_wait`; the first call: `settle_wait`; leaving, or the end of the day: `drop_wait`
- opening a counter, also for other kinds: `desk_opened`; getting up: `desk_closed`
- whatever ends a time at a counter (finished, held, absent, transferred, left): `learn`
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from gandan.counter.waiting.models import DeskSpell, Estimate, Spell
from gandan.counter.waiting.queries import is_served, known_of
from gandan.counter.waiting.rules import promising
from gandan.counter.waiting.rules.foretelling import foretell
from gandan.counter.waiting.rules.record import LONGEST_PAUSE
from gandan.counter.waiting.values import Snapshot
from gandan.organisation.models import Unit

METHOD = "1"  # raised when estimates are made differently


@transaction.atomic
def promise_wait(*, unit: Unit, ticket: str, kind: str, first: bool, snapshot: Snapshot, at: datetime) -> Estimate:
    """Tell a ticket between when it is called, and before when with nine of ten; kept whatever comes of it.

    Where no open counter serves the kind nobody is told anything; what was reckoned is kept for the record of the day.
    """
    is_told = is_served(snapshot, kind)
    known = known_of(unit, at, is_served=is_told)
    foretold = foretell(snapshot, known, ticket=ticket, kind=kind, first=first)
    own, found, told = foretold.own, foretold.forecast, foretold.told
    return Estimate.objects.create(
        unit=unit,
        ticket=ticket,
        kind=kind,
        first=own.first,
        ahead=found.ahead,
        desks=found.desks,
        most_overtaken=snapshot.most_overtaken,
        made_at=at,
        since=own.since,
        lower_at=told.lower_at,
        by_at=told.by_at,
        middle=found.middle,
        spread=found.spread,
        at_once=found.at_once,
        is_thin=found.is_thin,
        is_told=is_told,
        method=METHOD,
    )


@transaction.atomic
def settle_wait(*, ticket: str, called_at: datetime, desk: str) -> None:
    """The ticket is called for the first time, by a counter: how good the estimate was, and how long the pause before.

    A ticket without an estimate is none of ours.
    """
    estimate = Estimate.objects.filter(ticket=ticket, called_at__isnull=True, dropped_at__isnull=True).first()
    if estimate is None:
        return
    estimate.called_at = called_at
    if estimate.is_told and not estimate.at_once:
        about = {"made_at": estimate.made_at, "middle": estimate.middle, "spread": estimate.spread}
        estimate.score = promising.score(**about, called_at=called_at)
        estimate.low_score = promising.low_score(**about, called_at=called_at)
    estimate.save(update_fields=["called_at", "score", "low_score"])
    _learn_pause(estimate, desk)


def _learn_pause(estimate: Estimate, desk: str) -> None:
    """Whoever was called had waited already: until then the counter was not free for them."""
    last = Spell.objects.filter(unit=estimate.unit_id, desk=desk, ended_at__lte=estimate.called_at).first()
    if last is None or max(estimate.made_at, estimate.since) > last.ended_at:
        return
    if estimate.called_at - last.ended_at <= LONGEST_PAUSE:
        last.seconds = _seconds(last.began_at, estimate.called_at)
        last.save(update_fields=["seconds"])


@transaction.atomic
def drop_wait(*, ticket: str, at: datetime) -> None:
    """The holder left before being called, or the day ended."""
    mine = Estimate.objects.filter(ticket=ticket, called_at__isnull=True, dropped_at__isnull=True)
    for estimate in mine:
        estimate.dropped_at = max(at, estimate.made_at)
        estimate.save(update_fields=["dropped_at"])


@transaction.atomic
def learn(*, unit: Unit, kind: str, ticket: str, desk: str, began_at: datetime, ended_at: datetime) -> Spell:
    """Somebody was at a counter from when they were called until it was free again, as far as is known."""
    ended = max(began_at, ended_at)
    return Spell.objects.create(
        unit=unit,
        desk=desk,
        ticket=ticket,
        kind=kind,
        began_at=began_at,
        ended_at=ended,
        seconds=_seconds(began_at, ended),
    )


def _seconds(began_at: datetime, ended_at: datetime) -> int:
    return round((ended_at - began_at).total_seconds())


@transaction.atomic
def desk_opened(*, unit: Unit, desk: str, kinds: Collection[str], at: datetime) -> DeskSpell:
    """A counter is open from now on for these kinds; said again, for other ones."""
    desk_closed(desk=desk, at=at)
    return DeskSpell.objects.create(unit=unit, desk=desk, kinds=sorted(kinds), opened_at=at)


@transaction.atomic
def desk_closed(*, desk: str, at: datetime) -> None:
    for spell in DeskSpell.objects.filter(desk=desk, closed_at__isnull=True):
        spell.closed_at = max(at, spell.opened_at)
        spell.save(update_fields=["closed_at"])
