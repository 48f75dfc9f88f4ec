"""Do promises of a wait hold? Simulated days with known times at the counter, beside the naive "mean × people ahead".

The days come from tests/counter/waiting/another_world.py, which shares no code or distribution with the estimator.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import fmean
from time import process_time

from bench.table import Line
from gandan.counter.queueing.line import InLine
from gandan.counter.waiting.rules import promising
from gandan.counter.waiting.rules.foretelling import foretell
from gandan.counter.waiting.rules.promising import rounded_up
from gandan.counter.waiting.values import Desk, Forecast, Known, Snapshot, Told
from tests.counter.waiting.another_world import Called, Came, Freed, Left, Opened, World

MONDAY = date(2026, 9, 7)
WARMING = 10  # days from which is learned before anything is counted
DAYS = 60
SEEDS = (11, 12, 13)
SPANS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
SPELLS, FIRSTS_DAYS = 400, 10
LEAST, MOST = 87.0, 93.0  # per cent of promises kept
DEAREST = 20.0  # CPU-ms of one estimate


@dataclass
class Kept:
    """One promise and what came of it."""

    day: int
    told: Told
    naive_by: datetime
    made_at: datetime
    called_at: datetime


@dataclass
class Hall:
    """What the live hall would know at each instant, from its own log alone."""

    day: int = 0
    seconds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[str, tuple[datetime, str, datetime]] = field(default_factory=dict)
    firsts: list[tuple[int, str]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    usual: dict[str, frozenset[str]] = field(default_factory=dict)
    waiting: dict[str, tuple[datetime, Forecast, Told, datetime]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def live(self, logs: Sequence[Sequence[object]]) -> None:
        for self.day, log in enumerate(logs):
            for event in log:
                getattr(self, f"_{type(event).__name__.lower()}")(event)

    def _came(self, event: Came) -> None:
        line = tuple(InLine(*one) for one in event.line)
        snapshot = Snapshot(line, tuple(Desk(*one) for one in event.desks), event.at, 3)
        began = process_time()
        known = self._known(event.at)
        said = foretell(snapshot, known, ticket=event.ticket, kind=event.kind, first=event.first)
        found, told = said.forecast, said.told
        self.cpu.append((process_time() - began) * 1e3)
        if event.first:
            self.firsts.append((self.day, event.kind))
        times = [one for kind in self.seconds.values() for one in kind]
        naive = timedelta(seconds=fmean(times) * (len(line) - 1) if times else 0)
        self.waiting[event.ticket] = event.at, found, told, rounded_up(event.at + naive)

    def _known(self, at: datetime) -> Known:
        hours = tuple(tuple(_until(at, edge) for edge in span) for span in SPANS)
        lately = tuple(kind for day, kind in self.firsts if day >= self.day - FIRSTS_DAYS)
        open_seconds = sum(closes - opens for opens, closes in hours) * max(1, min(self.day, FIRSTS_DAYS))
        return Known(
            seconds={kind: tuple(times[-SPELLS // 3 :]) for kind, times in self.seconds.items()},
            firsts=lately,
            firsts_a_second=len(lately) / open_seconds,
            hours=hours,
            usual=tuple(self.usual.values()),
            scores=tuple(reversed(self.scores[-promising.WINDOW :])),
            lows=tuple(reversed(self.lows[-promising.WINDOW :])),
        )

    def _called(self, event: Called) -> None:
        if event.ticket not in self.waiting:
            return  # called again, for a second thing
        made, found, told, naive = self.waiting.pop(event.ticket)
        if event.desk in self.ended:
            ended, kind, began = self.ended.pop(event.desk)
            if made <= ended:
                self.seconds[kind][-1] = round((event.at - began).total_seconds())
        if found.at_once:
            return
        about = {"made_at": made, "middle": found.middle, "spread": found.spread, "called_at": event.at}
        self.scores.append(promising.score(**about))
        self.lows.append(promising.low_score(**about))
        self.kept.append(Kept(self.day, told, naive, made, event.at))

    def _freed(self, event: Freed) -> None:
        self.seconds[event.kind].append(round((event.at - event.since).total_seconds()))
        self.ended[event.desk] = event.at, event.kind, event.since

    def _opened(self, event: Opened) -> None:
        self.usual[event.desk] = event.kinds

    def _left(self, event: Left) -> None:
        self.waiting.pop(event.ticket, None)

    def _closed(self, event: object) -> None:
        """Nothing is learned from it."""


def _until(at: datetime, edge: time) -> float:
    return (at.replace(hour=edge.hour, minute=edge.minute, second=0) - at).total_seconds()


def worlds() -> Iterator[tuple[str, Hall]]:
    """Plain days of three halls, and one whose officers become slower in the middle."""
    for seed in SEEDS:
        yield f"hall {seed}", lived(World(seed))
    yield "a drift: all takes 1.4 times as long from day 35", lived(World(21, people=42, slower_from=35, slower=1.4))


def lived(world: World, *, days: int = DAYS) -> Hall:
    hall = Hall()
    hall.live(world.days(MONDAY, days))
    return hall


def measure() -> list[Line]:
    lines, cpu = [], []
    print(f"{'promise of the wait':<52}{'promises':>9}{'kept %':>8}{'by, min':>9}{'range, min':>12}")
    for name, hall in worlds():
        counted = [one for one in hall.kept if one.day >= WARMING]
        share = _show(name, counted)
        cpu += hall.cpu
        lines += [
            Line(f"{name}: kept, %, at most", share, "%", MOST),
            Line(f"{name}: not kept", 100 - share, "%", 100 - LEAST),
        ]
    cpu.sort()
    lines.append(Line("one estimate, mean", fmean(cpu), "CPU-ms"))
    lines.append(Line("one estimate, the dearest of a hundred", cpu[int(len(cpu) * 0.99)], "CPU-ms", DEAREST))
    return lines


def _show(name: str, counted: Sequence[Kept]) -> float:
    share = fmean(100 * (one.called_at <= one.told.by_at) for one in counted)
    until = fmean((one.told.by_at - one.made_at).total_seconds() / 60 for one in counted)
    width = fmean((one.told.by_at - one.told.lower_at).total_seconds() / 60 for one in counted)
    print(f"{name:<52}{len(counted):>9}{share:>8.1f}{until:>9.1f}{width:>12.1f}")
    naive = fmean(100 * (one.called_at <= one.naive_by) for one in counted)
    long = fmean((one.naive_by - one.made_at).total_seconds() / 60 for one in counted)
    print(f"{'  naive: mean × people ahead':<52}{len(counted):>9}{naive:>8.1f}{long:>9.1f}{'none':>12}")
    return share
