"""What if there were one more counter, other hours, a Saturday? Asked of recorded days that the simulator can replay.

Each run draws days anew from the recorded ones, and for each who came a time at the counter from those of its kind; the
same draws are played as it is and as it would be, so that what differs is the change alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from random import Random
from statistics import median

from gandan.counter.waiting.rules.simulator import play, replay, usual_seconds, waits_of
from gandan.counter.waiting.values import Change, Outcome, RecordedDay, Shift, Spread, Stay, Visit, WhatIf
from gandan.lib.refusal import Refused, mark

MOST_RUNS, LEAST_RUNS = 40, 10
PLAYED = 40_000  # people of all runs together: seconds that an answer may take
WEEK = 5  # recorded days that give one Saturday its people
INNER = 0.1, 0.9  # eight of ten runs lie between
NEW_DESK = "+"
MOST_MOVE = 90  # of a hundred: beyond it, Saturday would not be beside the week but instead of it


def answer(days: Sequence[RecordedDay], change: Change, *, seed: int) -> WhatIf:
    """The waits as they are and as they would be, over many runs.

    Raises what `simulator.replay` raises, and Refused `waiting.change_empty`, `waiting.saturday_incomplete`,
    `waiting.wrong_hours`.
    """
    check(change)
    found = replay(days)
    people = sum(len(day.visits) for day in days)
    runs = max(LEAST_RUNS, min(MOST_RUNS, PLAYED // people))
    usual, pool, now, then, saturday = usual_seconds(days), _pool(days), [], [], []
    for number in range(runs):
        random = Random(seed * 1000 + number)
        drawn = [_drawn(random.choice(days), pool, random) for _ in days]
        now.append(_run(drawn, usual))
        changed, saturdays = _changed(drawn, change, random)
        then.append(_run(changed, usual))
        if saturdays:
            saturday.append(_run(saturdays, usual))
    return WhatIf(found, _outcome(now), _outcome(then), _outcome(saturday) if saturday else None, runs)


def check(change: Change) -> None:
    if not (change.one_more or change.hours or change.saturday):
        raise Refused(mark("Hãy chọn điều muốn thử."), code="waiting.change_empty")
    if change.saturday and not (change.saturday_desks >= 1 and 1 <= change.saturday_share <= MOST_MOVE):
        sentence = mark("Hãy ghi số quầy mở thứ Bảy, và bao nhiêu trong 100 người sẽ chuyển sang (từ 1 đến %(most)s).")
        raise Refused(sentence, code="waiting.saturday_incomplete", most=MOST_MOVE)
    for hours in (change.hours, change.saturday):
        edges = [edge for span in hours for edge in span]
        if any(earlier >= later for earlier, later in pairwise(edges)):
            sentence = mark("Giờ mở cửa phải là các khoảng nối tiếp nhau, ví dụ 07:30–11:30, 13:00–17:00.")
            raise Refused(sentence, code="waiting.wrong_hours")


def _pool(days: Sequence[RecordedDay]) -> dict[str, list[float]]:
    pool: dict[str, list[float]] = defaultdict(list)
    for day in days:
        for visit in day.visits:
            for stay in visit.stays:
                pool[stay.kind].append(stay.seconds)
    return pool


def _drawn(day: RecordedDay, pool: Mapping[str, Sequence[float]], random: Random) -> RecordedDay:
    def anew(visit: Visit) -> Visit:
        stays = tuple(Stay(stay.kind, random.choice(pool[stay.kind]), stay.desk) for stay in visit.stays)
        return replace(visit, stays=stays)

    return replace(day, visits=tuple(anew(visit) for visit in day.visits))


def _changed(
    days: Sequence[RecordedDay], change: Change, random: Random
) -> tuple[list[RecordedDay], list[RecordedDay]]:
    """The days as they would be, and the Saturdays beside them."""
    changed, saturdays = list(days), []
    if change.saturday:
        changed = []
        for begin in range(0, len(days), WEEK):
            week = days[begin : begin + WEEK]
            stay, go = _parted(week, change.saturday_share / 100, random)
            changed += stay
            saturdays.append(_saturday(week[0], go, change, random))
    if change.hours:
        changed = [_at_hours(day, change.hours, random) for day in changed]
    if change.one_more:
        changed = [_one_more(day) for day in changed]
    return changed, saturdays


def _one_more(day: RecordedDay) -> RecordedDay:
    """A counter that serves all that any does, open whenever any is."""
    kinds = frozenset[str]().union(*(shift.kinds for shift in day.shifts))
    spans: list[Shift] = []
    for shift in sorted(day.shifts, key=lambda one: one.opens):
        if spans and shift.opens <= spans[-1].closes:
            spans[-1] = replace(spans[-1], closes=max(spans[-1].closes, shift.closes))
        else:
            spans.append(Shift(NEW_DESK, kinds, shift.opens, shift.closes))
    return replace(day, shifts=(*day.shifts, *spans))


def _at_hours(day: RecordedDay, hours: Sequence[tuple[time, time]], random: Random) -> RecordedDay:
    """The day's counters open at these hours, for the same people.

    Who came before a span is there when it opens; who came after the last comes at some time within the hours.
    """
    if not day.shifts:
        return day
    spans = _spans(day.shifts[0].opens, hours)
    kinds: dict[str, frozenset[str]] = {}
    for shift in day.shifts:
        kinds[shift.desk] = kinds.get(shift.desk, frozenset()) | shift.kinds
    shifts = tuple(Shift(desk, serves, *span) for desk, serves in kinds.items() for span in spans)
    late = spans[-1][1]
    visits = (replace(one, came=_within(spans, random)) if one.came >= late else one for one in day.visits)
    return replace(day, visits=tuple(replace(one, left=None) for one in visits), shifts=shifts)


def _parted(week: Sequence[RecordedDay], share: float, random: Random) -> tuple[list[RecordedDay], list[Visit]]:
    """The days without those who would rather come on Saturday, and these."""
    stay, go = [], []
    for day in week:
        moves = [random.random() < share for _ in day.visits]
        go += [visit for visit, moved in zip(day.visits, moves, strict=True) if moved]
        left = (visit for visit, moved in zip(day.visits, moves, strict=True) if not moved)
        stay.append(replace(day, visits=tuple(left)))
    return stay, go


def _saturday(like: RecordedDay, people: Sequence[Visit], change: Change, random: Random) -> RecordedDay:
    """One day for all who would come then, at any time of its hours; its counters serve everything."""
    some_day = min((visit.came for visit in people), default=like.shifts[0].opens)
    spans = _spans(some_day, change.saturday)
    kinds = frozenset(stay.kind for visit in people for stay in visit.stays) | {visit.kind for visit in people}
    desks = (f"{NEW_DESK}{number}" for number in range(change.saturday_desks))
    shifts = tuple(Shift(desk, kinds, *span) for desk in desks for span in spans)
    visits = tuple(
        replace(visit, ticket=f"{number}", came=_within(spans, random), left=None)
        for number, visit in enumerate(people)
    )
    return RecordedDay(visits, shifts, like.most_overtaken)


def _spans(on: datetime, hours: Sequence[tuple[time, time]]) -> list[tuple[datetime, datetime]]:
    """The hours of that day; `on` is an instant in local time."""
    return [(_at(on, opens), _at(on, closes)) for opens, closes in hours]


def _at(on: datetime, moment: time) -> datetime:
    return on.replace(hour=moment.hour, minute=moment.minute, second=0, microsecond=0)


def _within(spans: Sequence[tuple[datetime, datetime]], random: Random) -> datetime:
    """Some instant of the hours; nobody comes in the last tenth of them."""
    lengths = [(closes - opens).total_seconds() for opens, closes in spans]
    second = random.random() * sum(lengths) * 0.9
    for (opens, _closes), length in zip(spans, lengths, strict=True):
        if second < length:
            return opens + timedelta(seconds=second)
        second -= length
    return spans[-1][1]


# --- many runs -------------------------------------------------------------------------------------------------------

_Run = tuple[float, float, float, float]  # people a day, unserved a day, the middle wait, nine of ten


def _run(days: Sequence[RecordedDay], usual: Mapping[str, float]) -> _Run:
    played = [play(day, usual) for day in days]
    stayed = sum(visit.left is None for day in days for visit in day.visits)
    waits = waits_of([wait for day in played for wait in day.values()])
    called = waits.called / len(days)
    return called, max(0.0, stayed / len(days) - called), waits.median, waits.nine_of_ten


def _outcome(runs: Sequence[_Run]) -> Outcome:
    return Outcome(*(_spread(figures) for figures in zip(*runs, strict=True)))


def _spread(figures: Sequence[float]) -> Spread:
    ordered = sorted(figures)
    low, high = (ordered[round(share * (len(ordered) - 1))] for share in INNER)
    return Spread(median(ordered), low, high)
