"""A recorded day as the simulator needs it: when counters were really there, as far as the record tells.

An officer who comes late, pauses, or calls nobody more before lunch leaves no row that says so. That somebody for the
counter waited while it was free does: it was not there until that wait ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gandan.counter.waiting.values import RecordedDay, Shift, Stay, Visit

LONGEST_PAUSE = timedelta(minutes=15)  # after somebody at a counter; beyond it, the officer was away


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A time at a counter."""

    desk: str
    ticket: str
    kind: str
    began: datetime
    free: datetime


def recorded_day(
    visits: Iterable[Visit], stays: Iterable[AtDesk], shifts: Iterable[Shift], most_overtaken: int
) -> RecordedDay:
    """A short pause belongs to the stay before it; a longer absence parts a shift."""
    waits, by_desk = list(visits), defaultdict(list)
    for stay in sorted(stays, key=lambda one: one.began):
        by_desk[stay.desk].append(stay)
    worked: list[Shift] = []
    lasted: dict[str, list[Stay]] = defaultdict(list)
    for shift in sorted(shifts, key=lambda one: one.opens):
        within = [stay for stay in by_desk[shift.desk] if shift.opens <= stay.began <= shift.closes]
        parts, paused = _worked(shift, within, [visit for visit in waits if visit.kind in shift.kinds])
        worked += parts
        by_desk[shift.desk] = [stay for stay in by_desk[shift.desk] if stay not in within]
        for stay in paused:
            lasted[stay.ticket].append(Stay(stay.kind, (stay.free - stay.began).total_seconds(), stay.desk))
    whole = tuple(replace(visit, stays=tuple(lasted[visit.ticket])) for visit in waits)
    return RecordedDay(whole, tuple(worked), most_overtaken)


def _worked(shift: Shift, stays: Sequence[AtDesk], mine: Sequence[Visit]) -> tuple[list[Shift], list[AtDesk]]:
    """The parts of a shift in which somebody was there, and the stays with the pauses after them."""
    parts, paused = [], list(stays)
    opens = free = shift.opens
    edges = [*((stay.began, stay.free) for stay in stays), (shift.closes, shift.closes)]
    for number, (began, until) in enumerate(edges):
        away, back = _away(free, began, mine)
        if number and away == free < back <= free + LONGEST_PAUSE:
            paused[number - 1] = replace(paused[number - 1], free=back)
        elif back > away:
            if away > opens:
                parts.append(replace(shift, opens=opens, closes=away))
            opens = back
        free = max(free, until)
    return (parts if opens >= shift.closes else [*parts, replace(shift, opens=opens)]), paused


def _away(free: datetime, began: datetime, mine: Iterable[Visit]) -> tuple[datetime, datetime]:
    """From when until when a counter was not there that was free from `free` and called again at `began`.

    From when somebody waited for it: that nobody came before says nothing of who sat there.
    """
    waited = [(visit.came, visit.called or visit.left or began) for visit in mine if visit.came < began]
    beside = [(came, min(end, began)) for came, end in waited if end > free]
    if not beside:
        return free, free
    return max(free, min(came for came, _end in beside)), max(end for _came, end in beside)
