"""Days at the counters, played through: who comes when, which counter is open, and next is whom `choose_next` says."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from statistics import fmean, median
from typing import Any

import simpy

from gandan.counter.queueing.line import InLine, choose_next
from gandan.counter.waiting.rules.forward import call
from gandan.counter.waiting.values import RecordedDay, Replay, Shift, Stay, Visit, Waits
from gandan.lib.refusal import Refused, mark

LEAST_TICKETS = 800  # fewer called ones than these say too little to be compared
CLOSE = 0.10  # a replay whose waits differ by more than this part says nothing of what might be
SAME = 10.0  # seconds that are no difference, where hardly anybody waits
NINE_OF_TEN = 0.9


def waits_of(waits: Sequence[float]) -> Waits:
    if not waits:
        return Waits(0, 0.0, 0.0)
    ordered = sorted(waits)
    return Waits(len(ordered), median(ordered), ordered[ceil(NINE_OF_TEN * len(ordered)) - 1])


def play(day: RecordedDay, usual: Mapping[str, float]) -> dict[str, float]:
    """Seconds that each ticket waits until it is called; who is not called is left out.

    `usual` are seconds by kind for whom the record shows no time at a counter.
    """
    return _Hall(day, usual).run()


def usual_seconds(days: Sequence[RecordedDay]) -> dict[str, float]:
    """The mean time at a counter by kind; "" of all."""
    stays = [stay for day in days for visit in day.visits for stay in visit.stays]
    kinds = {stay.kind for stay in stays}
    usual = {kind: fmean(stay.seconds for stay in stays if stay.kind == kind) for kind in kinds}
    return usual | {"": fmean(stay.seconds for stay in stays) if stays else 0.0}


def seen(days: Sequence[RecordedDay]) -> Waits:
    """As it really was."""
    called = [visit for day in days for visit in day.visits if visit.called is not None]
    return waits_of([max(0.0, (visit.called - visit.came).total_seconds()) for visit in called if visit.called])


def replay(days: Sequence[RecordedDay]) -> Replay:
    """The recorded days unchanged, beside what was seen.

    Raises Refused `waiting.record_thin` when there is too little, `waiting.replay_differs` when the waits of the replay
    are not those that were seen: then nothing else may be asked of it.
    """
    was, usual = seen(days), usual_seconds(days)
    if was.called < LEAST_TICKETS:
        sentence = mark("Mới có %(called)s lượt được gọi trong thời gian này, cần ít nhất %(least)s lượt để mô phỏng.")
        raise Refused(sentence, code="waiting.record_thin", called=was.called, least=LEAST_TICKETS)
    really = {visit.ticket for day in days for visit in day.visits if visit.called is not None}
    waits = [wait for day in days for ticket, wait in play(day, usual).items() if ticket in really]
    found = Replay(was, waits_of(waits), len(days))
    if not (_close(found.run.median, was.median) and _close(found.run.nine_of_ten, was.nine_of_ten)):
        sentence = mark(
            "Chạy lại những ngày đã ghi không ra thời gian chờ như đã thấy (giữa: %(run)s so với %(seen)s phút; "
            "chín phần mười: %(run_most)s so với %(seen_most)s phút), nên chưa trả lời được “nếu như”."
        )
        raise Refused(sentence, code="waiting.replay_differs", **_minutes(found))
    return found


def _close(run: float, was: float) -> bool:
    return abs(run - was) <= max(CLOSE * was, SAME)


def _minutes(found: Replay) -> dict[str, str]:
    figures = {"run": found.run.median, "seen": found.seen.median}
    figures |= {"run_most": found.run.nine_of_ten, "seen_most": found.seen.nine_of_ten}
    return {name: f"{seconds / 60:.1f}".replace(".", ",") for name, seconds in figures.items()}


@dataclass
class _Hall:
    """One day. The clock of simpy runs in seconds after the first who came or opened."""

    day: RecordedDay
    usual: Mapping[str, float]
    line: list[InLine] = field(default_factory=list)
    waits: dict[str, float] = field(default_factory=dict)
    idle: dict[str, frozenset[str]] = field(default_factory=dict)

    def run(self) -> dict[str, float]:
        self.clock = simpy.Environment()
        instants = [visit.came for visit in self.day.visits] + [shift.opens for shift in self.day.shifts]
        self.began = min(instants, default=None)
        self.visits = {visit.ticket: visit for visit in self.day.visits}
        self.to_come: dict[str, list[Stay]] = {visit.ticket: list(visit.stays) for visit in self.day.visits}
        self.somebody = self.clock.event()
        for visit in self.day.visits:
            self.clock.process(self._person(visit))
        for shift in self.day.shifts:
            self.clock.process(self._counter(shift))
        self.clock.run()
        return self.waits

    def _after(self, instant: datetime) -> float:
        """Seconds from now until then."""
        assert self.began is not None
        return max(0.0, (instant - self.began).total_seconds() - float(self.clock.now))

    def _person(self, visit: Visit) -> Generator[simpy.Event, Any, None]:
        yield self.clock.timeout(self._after(visit.came))
        kind = visit.stays[0].kind if visit.stays else visit.kind
        self._join(InLine(visit.ticket, kind, visit.came, visit.first))
        if visit.called is None and visit.left is not None:
            yield self.clock.timeout(self._after(visit.left))
            self.line = [one for one in self.line if one.ticket != visit.ticket]

    def _join(self, one: InLine) -> None:
        self.line.append(one)
        told, self.somebody = self.somebody, self.clock.event()
        told.succeed()

    def _counter(self, shift: Shift) -> Generator[simpy.Event, Any, None]:
        """From its opening to its closing it calls whoever is next, or waits until somebody comes."""
        yield self.clock.timeout(self._after(shift.opens))
        closing = self.clock.timeout(self._after(shift.closes))
        while not closing.processed:
            chosen = choose_next(self.line, kinds=shift.kinds, most_overtaken=self.day.most_overtaken)
            if chosen is None or self._is_for_another(chosen, shift):
                self.idle[shift.desk] = shift.kinds
                yield self.clock.timeout(0) if chosen else self.somebody | closing
                del self.idle[shift.desk]
                continue
            self.line = call(chosen, self.line, shift.kinds)
            yield self.clock.timeout(self._serve(chosen))
            self._come_back(chosen)

    def _is_for_another(self, chosen: InLine, shift: Shift) -> bool:
        """Of several free counters that would call somebody, the one does that really did: officers decide, no rule."""
        stays = self.to_come[chosen.ticket]
        if not stays or stays[0].desk == shift.desk or stays[0].desk not in self.idle:
            return False
        theirs = choose_next(self.line, kinds=self.idle[stays[0].desk], most_overtaken=self.day.most_overtaken)
        return theirs is chosen

    def _serve(self, chosen: InLine) -> float:
        visit = self.visits[chosen.ticket]
        since = float(self.clock.now) - (visit.came - self.began).total_seconds() if self.began else 0.0
        self.waits.setdefault(chosen.ticket, max(0.0, since))
        stays = self.to_come[chosen.ticket]
        return stays.pop(0).seconds if stays else self.usual.get(chosen.kind, self.usual[""])

    def _come_back(self, chosen: InLine) -> None:
        """Who needs something else keeps their place in line, as in the hall."""
        if stays := self.to_come[chosen.ticket]:
            self._join(InLine(chosen.ticket, stays[0].kind, chosen.since, chosen.first, chosen.overtaken))
