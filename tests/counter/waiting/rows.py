"""What the made-up hall's log leaves in the tables, as the acts of a hall would have written it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gandan.counter.waiting.models import DeskSpell, Estimate, Spell
from gandan.organisation.models import Unit
from tests.counter.waiting.another_world import PATIENCE, Called, Came, Closed, Freed, Left, Opened

PAUSE = timedelta(minutes=15)


def keep(unit: Unit, logs: Sequence[Sequence[object]]) -> None:
    """Rows of the days in these logs, made at once: what was told is of no matter here."""
    for log in logs:
        _keep_day(unit, log)


def _keep_day(unit: Unit, log: Sequence[object]) -> None:
    estimates: dict[str, Estimate] = {}
    spells: list[Spell] = []
    last: dict[str, Spell] = {}
    desks: list[DeskSpell] = []
    for event in log:
        if isinstance(event, Came):
            estimates[event.ticket] = _estimate(unit, event)
        elif isinstance(event, Called):
            estimate = estimates[event.ticket]
            if estimate.called_at is None:
                estimate.called_at = event.at
                before = last.get(event.desk)
                if before and estimate.made_at <= before.ended_at and event.at - before.ended_at <= PAUSE:
                    before.seconds = round((event.at - before.began_at).total_seconds())
        elif isinstance(event, Freed):
            about = {"unit": unit, "desk": event.desk, "ticket": event.ticket, "kind": event.kind}
            seconds = round((event.at - event.since).total_seconds())
            last[event.desk] = Spell(**about, began_at=event.since, ended_at=event.at, seconds=seconds)
            spells.append(last[event.desk])
        elif isinstance(event, Left):
            estimates[event.ticket].dropped_at = event.at
        elif isinstance(event, Opened):
            desks.append(DeskSpell(unit=unit, desk=event.desk, kinds=sorted(event.kinds), opened_at=event.at))
        elif isinstance(event, Closed):
            (mine,) = [one for one in desks if one.desk == event.desk and one.closed_at is None]
            mine.closed_at = event.at
    Estimate.objects.bulk_create(estimates.values())
    Spell.objects.bulk_create(spells)
    DeskSpell.objects.bulk_create(desks)


def _estimate(unit: Unit, event: Came) -> Estimate:
    told: dict[str, datetime | float | str | int | bool] = {
        "made_at": event.at,
        "since": event.at,
        "lower_at": event.at,
        "by_at": event.at,
        "middle": 0.0,
        "spread": 1.0,
        "at_once": False,
        "is_thin": False,
        "method": "1",
        "ahead": len(event.line) - 1,
        "desks": len(event.desks),
        "most_overtaken": PATIENCE,
    }
    return Estimate(unit=unit, ticket=event.ticket, kind=event.kind, first=event.first, **told)
