"""How a line runs on from now: played many times with drawn times, each call by the very `choose_next`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from heapq import heapify, heappop, heappush
from random import Random
from statistics import fmean, median

from gandan.counter.queueing.line import InLine, choose_next, overtaken_by
from gandan.counter.waiting.rules.times import Times
from gandan.counter.waiting.values import Desk, Forecast, Known, Snapshot

MOST_RUNS, LEAST_RUNS = 80, 16
CALLS = 700  # of choose_next for one estimate: what a ticket may cost the machine
LEAST_SPREAD = 60.0  # seconds: no forecast is surer than this
MOST_CALLS = 400  # of one run: a line that never comes to somebody is not played on
NEVER = float("inf")


def forecast(snapshot: Snapshot, own: InLine, known: Known, random: Random) -> Forecast:
    """How long `own` waits from `snapshot.at`; the snapshot's line holds it."""
    times = Times(known.seconds, random)
    desks, assumed = _desks(snapshot, own, known)
    ahead = _ahead(snapshot, own, desks)
    if not assumed and _is_next(snapshot, own, known):
        return Forecast(0.0, LEAST_SPREAD, 0, len(snapshot.desks), True, times.is_thin)
    runs = max(LEAST_RUNS, min(MOST_RUNS, CALLS // (ahead + 1)))
    waits = [_Run(snapshot, desks, known, times, random).until(own) for _ in range(runs)]
    middle, mean = median(waits), fmean(waits)
    spread = (sum((one - mean) ** 2 for one in waits) / len(waits)) ** 0.5
    thin = times.is_thin or assumed
    return Forecast(middle, max(spread, LEAST_SPREAD), ahead, len(snapshot.desks), False, thin)


def _desks(snapshot: Snapshot, own: InLine, known: Known) -> tuple[Sequence[Desk], bool]:
    """The counters to reckon with, and whether they are only assumed: none that serves this is open."""
    if any(own.kind in desk.kinds for desk in snapshot.desks):
        return snapshot.desks, False
    usual = [Desk(kinds) for kinds in known.usual]
    if any(own.kind in desk.kinds for desk in usual):
        return (usual if not snapshot.desks else [*snapshot.desks, *(d for d in usual if own.kind in d.kinds)]), True
    everything = frozenset(one.kind for one in snapshot.line)
    return [*snapshot.desks, Desk(everything | {own.kind})], True


def _ahead(snapshot: Snapshot, own: InLine, desks: Sequence[Desk]) -> int:
    """How many the counters that serve this would call before, if nobody else came."""
    kinds = frozenset().union(*(desk.kinds for desk in desks if own.kind in desk.kinds))
    line, called = list(snapshot.line), 0
    while (chosen := choose_next(line, kinds=kinds, most_overtaken=snapshot.most_overtaken)) is not None:
        if chosen.ticket == own.ticket:
            break
        line = call(chosen, line, kinds)
        called += 1
    return called


def _is_next(snapshot: Snapshot, own: InLine, known: Known) -> bool:
    """Whether a free counter would call it now."""
    if own.since > snapshot.at or (known.hours and known.hours[0][0] > 0):
        return False
    free = [desk for desk in snapshot.desks if desk.serving is None and own.kind in desk.kinds]
    line: Sequence[InLine] = snapshot.line
    for desk in free:
        chosen = choose_next(line, kinds=desk.kinds, most_overtaken=snapshot.most_overtaken)
        if chosen is not None and chosen.ticket == own.ticket:
            return True
        line = [one for one in line if one is not chosen]
    return False


def call(chosen: InLine, line: Sequence[InLine], kinds: frozenset[str]) -> list[InLine]:
    """The line after `chosen` was called: without it, and with whom it overtook one worse off."""
    passed = {one.ticket for one in overtaken_by(chosen, line, kinds=kinds)}
    return [
        replace(one, overtaken=one.overtaken + 1) if one.ticket in passed else one
        for one in line
        if one.ticket != chosen.ticket
    ]


class _Run:
    """One way in which it may go on. Times are seconds after the snapshot."""

    def __init__(self, snapshot: Snapshot, desks: Sequence[Desk], known: Known, times: Times, random: Random) -> None:
        self._at, self._most = snapshot.at, snapshot.most_overtaken
        self._desks, self._known, self._times, self._random = desks, known, times, random
        booked = [one for one in snapshot.line if one.since > snapshot.at]
        self._booked = sorted(booked, key=lambda one: one.since)
        self._line = [one for one in snapshot.line if one.since <= snapshot.at]
        self._coming = self._after(0.0)
        self._came = 0

    def until(self, own: InLine) -> float:
        """Seconds until `own` is called."""
        free = [(self._free(desk), number) for number, desk in enumerate(self._desks)]
        heapify(free)
        now = 0.0
        for _ in range(MOST_CALLS):
            if not free:
                break
            now, number = heappop(free)
            now = self._open(now)
            self._arrive(now)
            kinds = self._desks[number].kinds
            chosen = choose_next(self._line, kinds=kinds, most_overtaken=self._most)
            if chosen is None:
                if (later := self._next_arrival()) < NEVER:
                    heappush(free, (max(now, later), number))
                continue
            if chosen.ticket == own.ticket:
                return now
            self._line = call(chosen, self._line, kinds)
            heappush(free, (now + self._times.draw(chosen.kind), number))
        return now

    def _free(self, desk: Desk) -> float:
        if desk.serving is None or desk.since is None:
            return 0.0
        return self._times.left(desk.serving, max(0.0, (self._at - desk.since).total_seconds()))

    def _open(self, moment: float) -> float:
        """That moment, or when the hall opens again after it; beyond the last hour it goes on until all are called."""
        for opens, closes in self._known.hours:
            if moment < closes:
                return max(moment, opens)
        return moment

    def _after(self, moment: float) -> float:
        """When the next one with priority comes."""
        rate = self._known.firsts_a_second
        return moment + self._random.expovariate(rate) if rate and self._known.firsts else NEVER

    def _next_arrival(self) -> float:
        booked = (self._booked[0].since - self._at).total_seconds() if self._booked else NEVER
        return min(booked, self._coming)

    def _arrive(self, now: float) -> None:
        while self._booked and (self._booked[0].since - self._at).total_seconds() <= now:
            self._line.append(replace(self._booked.pop(0), first=True))
        while self._coming <= now:
            self._came += 1
            since = self._at + timedelta(seconds=self._coming)
            kind = self._random.choice(self._known.firsts)
            self._line.append(InLine(f"~{self._came}", kind, since, True))
            self._coming = self._after(self._coming)
