"""What is known when somebody takes a number; how promises were kept; what was recorded of a unit's days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime, make_aware

from gandan.counter.waiting.models import DeskSpell, Estimate, Spell
from gandan.counter.waiting.rules.foretelling import foretell
from gandan.counter.waiting.rules.promising import WINDOW
from gandan.counter.waiting.rules.record import AtDesk, recorded_day
from gandan.counter.waiting.rules.simulator import LEAST_TICKETS
from gandan.counter.waiting.rules.what_if import answer, check
from gandan.counter.waiting.values import Change, Foretold, HitRate, Known, RecordedDay, Shift, Snapshot, Visit, WhatIf
from gandan.lib.statistics import wilson
from gandan.organisation.models import Unit
from gandan.organisation.queries import calendar_of, responses

SPELLS = 400  # the latest at counters that are learned from
LEARNED_DAYS = timedelta(days=90)
FIRSTS_DAYS = timedelta(days=14)
NEWEST = "~"  # comes after every code among those of one instant
FEW = 30  # fewer promises say little
RECORDS = (timedelta(days=30), timedelta(days=91))  # how far back a simulation looks


def known_of(unit: Unit, at: datetime, *, is_served: bool) -> Known:
    """What an estimate is made from, besides the line: four queries, two more where no open counter serves the kind."""
    hours = _hours(unit, at)
    firsts, rate = _firsts(unit, at, hours)
    scores = Estimate.objects.filter(unit=unit, score__isnull=False).order_by("-called_at")
    pairs = list(scores.values_list("score", "low_score")[:WINDOW])
    return Known(
        seconds=_seconds(unit, at),
        firsts=firsts,
        firsts_a_second=rate,
        hours=hours,
        usual=() if is_served else _usual(unit, at),
        scores=tuple(score for score, _low in pairs),
        lows=tuple(low for _score, low in pairs),
    )


def is_served(snapshot: Snapshot, kind: str) -> bool:
    """Whether a counter is open that serves it."""
    return any(kind in desk.kinds for desk in snapshot.desks)


def waits_now(unit: Unit, kinds: Collection[str], snapshot: Snapshot) -> dict[str, Foretold]:
    """What whoever took a number at the snapshot's instant would be told, by kind of work; of a kind that no open
    counter serves, nothing. Nothing is kept.

    Four queries, however many kinds.
    """
    served = [kind for kind in kinds if is_served(snapshot, kind)]
    if not served:
        return {}
    known = known_of(unit, snapshot.at, is_served=True)
    return {kind: foretell(snapshot, known, ticket=NEWEST, kind=kind, first=False) for kind in served}


def _seconds(unit: Unit, at: datetime) -> dict[str, tuple[int, ...]]:
    spells = Spell.objects.filter(unit=unit, began_at__gt=at - LEARNED_DAYS).order_by("-began_at")
    found: dict[str, list[int]] = defaultdict(list)
    for kind, seconds in spells.values_list("kind", "seconds")[:SPELLS]:
        found[kind].append(seconds)
    return {kind: tuple(times) for kind, times in found.items()}


def _firsts(unit: Unit, at: datetime, hours: Sequence[tuple[float, float]]) -> tuple[tuple[str, ...], float]:
    """The kinds of those with priority who came lately, and how many come in a second that the hall is open."""
    lately = Estimate.objects.filter(unit=unit, made_at__gt=at - FIRSTS_DAYS, made_at__lt=at)
    kinds = tuple(lately.filter(first=True).order_by("made_at").values_list("kind", flat=True))
    days = DeskSpell.objects.filter(unit=unit, opened_at__gt=at - FIRSTS_DAYS).values_list("opened_at__date").distinct()
    open_seconds = sum(closes - opens for opens, closes in hours) * days.count()
    return kinds, len(kinds) / open_seconds if open_seconds else 0.0


def _hours(unit: Unit, at: datetime) -> tuple[tuple[float, float], ...]:
    """The spans of today in seconds from now: office hours, and what other domains open besides."""
    day = localdate(at)
    beyond = [span for more in responses("on_hours_asked") for span in more(unit, day)]
    spans = sorted({*calendar_of(unit, day).spans(day), *beyond})
    return tuple((_seconds_to(day, opens, at), _seconds_to(day, closes, at)) for opens, closes in spans)


def _seconds_to(day: date, moment: time, at: datetime) -> float:
    return (make_aware(datetime.combine(day, moment)) - at).total_seconds()


def _usual(unit: Unit, at: datetime) -> tuple[frozenset[str], ...]:
    """What the counters served that were opened on the latest day before today."""
    before = DeskSpell.objects.filter(unit=unit, opened_at__date__lt=localdate(at))
    last = before.order_by("-opened_at").first()
    if last is None:
        return ()
    that_day = before.filter(opened_at__date=localdate(last.opened_at)).order_by("opened_at")
    return tuple({spell.desk: frozenset(spell.kinds) for spell in that_day}.values())


# --- how promises were kept ------------------------------------------------------------------------------------------


def estimates_of(unit: Unit, first_day: date, last_day: date) -> QuerySet[Estimate]:
    """Who took a number on some days, both included, and what they were told."""
    return Estimate.objects.filter(unit=unit, made_at__gte=_begin(first_day), made_at__lt=_begin(last_day, days=1))


def _told(unit: Unit, first_day: date, last_day: date) -> QuerySet[Estimate]:
    return estimates_of(unit, first_day, last_day).filter(is_told=True)


def hit_rate(unit: Unit, first_day: date, last_day: date) -> HitRate:
    """How many of the promises made on these days were kept. One query."""
    return _rate(first_day, last_day, _judged(_told(unit, first_day, last_day)))


def hit_rates_by_week(unit: Unit, first_day: date, last_day: date) -> list[HitRate]:
    """The same for each week from Monday on, without those in which nothing was promised. One query."""
    weeks: dict[date, list[tuple[bool | None, bool]]] = defaultdict(list)
    for row in _rows(_told(unit, first_day, last_day)):
        day = localdate(row[0])
        weeks[day - timedelta(days=day.weekday())].append(_judge(row))
    return [_rate(monday, monday + timedelta(days=6), rows) for monday, rows in sorted(weeks.items())]


def _judged(estimates: QuerySet[Estimate]) -> list[tuple[bool | None, bool]]:
    return [_judge(row) for row in _rows(estimates)]


def _rows(estimates: QuerySet[Estimate]) -> Iterable[tuple]:
    return estimates.order_by().values_list("made_at", "by_at", "called_at", "dropped_at", "at_once")


def _judge(row: tuple) -> tuple[bool | None, bool]:
    """Whether a promise was kept, None while nobody can tell; and whether there was nothing to wait for.

    Who went after the promised time had waited longer than promised; who went before cannot be judged.
    """
    _made, by, called, dropped, at_once = row
    if called is not None:
        return called <= by, at_once
    return (False if dropped is not None and dropped > by else None), at_once


def _rate(first_day: date, last_day: date, rows: Sequence[tuple[bool | None, bool]]) -> HitRate:
    waited = [kept for kept, at_once in rows if not at_once]
    judged = [kept for kept in waited if kept is not None]
    low, high = wilson(sum(judged), len(judged))
    at_once, left = len(rows) - len(waited), len(waited) - len(judged)
    return HitRate(first_day, last_day, sum(judged), len(judged), at_once, left, low, high, len(judged) < FEW)


def _begin(day: date, *, days: int = 0) -> datetime:
    return make_aware(datetime.combine(day + timedelta(days=days), time()))


def left_desk_at(tickets: Collection[str]) -> dict[str, datetime]:
    """When each last left a counter, of those that did. One query."""
    return dict(Spell.objects.filter(ticket__in=tickets).order_by("ended_at").values_list("ticket", "ended_at"))


def estimate_of(ticket: str) -> Estimate | None:
    """What the holder of a ticket was told; None where nothing was."""
    return Estimate.objects.filter(ticket=ticket, is_told=True).first()


# --- the record, for the simulator -----------------------------------------------------------------------------------


def recorded(unit: Unit, first_day: date, last_day: date) -> list[RecordedDay]:
    """The days as they were recorded, both included, without those on which no counter was opened: three queries."""
    first, after = _begin(first_day), _begin(last_day, days=1)
    stays, shifts = defaultdict(list), defaultdict(list)
    for spell in Spell.objects.filter(unit=unit, began_at__gte=first, began_at__lt=after).order_by("began_at"):
        stays[localdate(spell.began_at)].append(spell)
    for spell in DeskSpell.objects.filter(unit=unit, opened_at__gte=first, opened_at__lt=after).order_by("opened_at"):
        shifts[localdate(spell.opened_at)].append(spell)
    came = defaultdict(list)
    for estimate in estimates_of(unit, first_day, last_day).order_by("made_at", "id"):
        came[localdate(estimate.made_at)].append(estimate)
    return [_recorded_day(came[day], stays[day], shifts[day]) for day in sorted(shifts)]


def record_from(unit: Unit, last_day: date) -> date:
    """The first day of the record that is asked: a month back, or three where a month holds too few."""
    for back in RECORDS:
        called = estimates_of(unit, last_day - back, last_day).filter(called_at__isnull=False)
        if called.count() >= LEAST_TICKETS:
            break
    return last_day - back


def thin_record(unit: Unit, first_day: date, last_day: date) -> tuple[int, int] | None:
    """How many were called and how many it takes to answer, where these days hold too few. One query."""
    called = estimates_of(unit, first_day, last_day).filter(called_at__isnull=False).count()
    return (called, LEAST_TICKETS) if called < LEAST_TICKETS else None


def what_if(unit: Unit, first_day: date, last_day: date, change: Change) -> WhatIf:
    """What these days say would be. The same question of the same days gets the same answer.

    Raises Refused when it says too little, when the record is thin, or when its unchanged replay is not what was seen.
    """
    check(change)
    return answer(recorded(unit, first_day, last_day), change, seed=first_day.toordinal())


def _recorded_day(came: Sequence[Estimate], spells: Sequence[Spell], open_desks: Sequence[DeskSpell]) -> RecordedDay:
    """In local time: hours that are asked about are hours of the day."""
    visits = [
        Visit(
            ticket=one.ticket,
            kind=one.kind,
            came=localtime(max(one.made_at, one.since)),
            first=one.first,
            stays=(),
            called=one.called_at,
            left=one.dropped_at,
        )
        for one in came
    ]
    stays = [
        AtDesk(one.desk, one.ticket, one.kind, one.began_at, one.began_at + timedelta(seconds=one.seconds))
        for one in spells
    ]
    last = max((stay.free for stay in stays), default=None)
    shifts = []
    for one in open_desks:
        closed = one.closed_at or max(last or one.opened_at, one.opened_at)
        shifts.append(Shift(one.desk, frozenset(one.kinds), localtime(one.opened_at), localtime(closed)))
    return recorded_day(visits, stays, shifts, max((one.most_overtaken for one in came), default=0))
