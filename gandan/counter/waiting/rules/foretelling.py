"""What somebody is told who takes a number, or would take one now: one way to it, whether it is kept or only shown."""

from dataclasses import replace
from random import Random

from gandan.counter.queueing.line import InLine
from gandan.counter.waiting.rules import promising
from gandan.counter.waiting.rules.forward import forecast
from gandan.counter.waiting.values import Foretold, Known, Snapshot

MINUTE = 60


def foretell(snapshot: Snapshot, known: Known, *, ticket: str, kind: str, first: bool) -> Foretold:
    """Where the snapshot's line holds the ticket, its place there counts; else it is added as the last, or among the
    first.

    The draws depend on the line and the minute alone: what the display says, the slip says a moment later.
    """
    others = [one for one in snapshot.line if one.ticket != ticket]
    own = next((one for one in snapshot.line if one.ticket == ticket), None)
    if own is None:
        own = InLine(ticket, kind, snapshot.at, first)
        snapshot = replace(snapshot, line=(*snapshot.line, own))
    seed = f"{own.kind} {own.first} {len(others)} {snapshot.at.timestamp() // MINUTE}"
    found = forecast(snapshot, own, known, Random(seed))
    return Foretold(own, found, promising.tell(found, scores=known.scores, lows=known.lows, at=snapshot.at))
