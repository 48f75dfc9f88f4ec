"""A deadline and its proof: the due instant, and the steps that led there.

A term in days does not count the day it begins, a term in hours runs from the very moment; a last day that is off moves
to the end of the next working day. The articles that say so are given as `Grounds`; nothing is looked up here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from gandan.law.calendar import HANOI, Run, WorkCalendar, outside_calendar
from gandan.law.grounds import Grounds
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused, mark


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Days, both included, that a cited rule leaves out of a term."""

    first: date
    last: date
    reason: str
    source: str

    def __post_init__(self) -> None:
        if self.first > self.last or not self.reason.strip() or not self.source.strip():
            sentence = mark("Khoảng không tính phải có ngày đầu, ngày cuối không trước ngày đầu, lý do và căn cứ.")
            raise Refused(sentence, code="law.exclusion")

    def to_json(self) -> dict[str, str]:
        days = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return {**days, "reason": self.reason, "source": self.source}

    @classmethod
    def from_json(cls, data: dict[str, str]) -> "Exclusion":
        first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
        return cls(first, last, data["reason"], data["source"])


class Step(NamedTuple):
    """One stretch of days, both ends included.

    `kind`: "start" (the day of acceptance), "counted", "off", "excluded", "rolled" (days off after the last day of a
    term in calendar days, that day first), "due". `amount` in `unit`: "days", "working days" or "minutes", 0 for
    what is not counted. `what` is a Vietnamese name or reason, `source` the document it rests on.
    """

    kind: str
    first: date
    last: date
    amount: int
    unit: str
    what: str
    source: str

    def to_json(self) -> dict[str, Any]:
        days = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return {
            "kind": self.kind,
            **days,
            "count": self.amount,
            "unit": self.unit,
            "what": self.what,
            "source": self.source,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Step":
        first, last = date.fromisoformat(data["from"]), date.fromisoformat(data["to"])
        return cls(data["kind"], first, last, data["count"], data["unit"], data["what"], data["source"])


class Deadline(NamedTuple):
    """`start` and `due_at` are aware, +07:00."""

    start: datetime
    term: Term
    due_at: datetime
    steps: tuple[Step, ...]
    exclusions: tuple[Exclusion, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What a promise keeps as its derivation."""
        exclusions = [exclusion.to_json() for exclusion in self.exclusions]
        return {"exclusions": exclusions, "steps": [step.to_json() for step in self.steps]}


def derive(
    start: datetime, term: Term, calendar: WorkCalendar, exclusions: Iterable[Exclusion] = (), *, grounds: Grounds
) -> Deadline:
    """When a term that begins at `start` (aware) is due, with its proof; `grounds` are those of the triggering day.

    Seconds are cut: a receipt states hour and minute, and the promise is judged by what it states. Terms in days end
    when the office closes. Raises Refused `law.naive_start`, `law.outside_calendar`.
    """
    if start.tzinfo is None:
        raise Refused(mark("Thời điểm bắt đầu phải có múi giờ."), code="law.naive_start")
    begun = start.astimezone(HANOI).replace(second=0, microsecond=0)
    if not calendar.first <= begun.date() <= calendar.last:
        raise outside_calendar(calendar, begun.date())
    left_out = tuple(sorted(exclusions, key=lambda exclusion: exclusion.first))
    due_at, steps = _WALKS[term.unit](begun, term.amount, _Walk(calendar, left_out, grounds))
    return Deadline(begun, term, due_at, tuple(steps), left_out)


class _Walk(NamedTuple):
    """What every way of counting is given besides its start and amount."""

    calendar: WorkCalendar
    left_out: Sequence[Exclusion]
    grounds: Grounds


def _working_days(start: datetime, amount: int, walk: _Walk) -> "_Reckoned":
    steps = [_start(start, mark("Ngày tiếp nhận, không tính"), walk.grounds.from_next_day)]
    return _count_working(steps, start.date() + timedelta(days=1), amount, walk.calendar, walk.left_out)


def _within_day(start: datetime, amount: int, walk: _Walk) -> "_Reckoned":
    """On the day itself unless it is off, over, or the hour of the grounds has passed."""
    calendar, left_out, grounds = walk
    day, late = start.date(), grounds.late_in_day
    today_counts = calendar.is_working(day) and not any(
        exclusion.first <= day <= exclusion.last for exclusion in left_out
    )
    in_time = today_counts and start < calendar.close_of(day) and (late is None or start.time() <= late)
    first = day if in_time else day + timedelta(days=1)
    steps = [_start(start, _why_that_day(in_time, today_counts, late), grounds.within_day)]
    return _count_working(steps, first, amount, calendar, left_out)


def _why_that_day(in_time: bool, today_counts: bool, late: time | None) -> str:
    if not today_counts:
        return mark("Tiếp nhận vào ngày nghỉ, tính sang ngày làm việc tiếp theo")
    if late is None:
        if in_time:
            return mark("Tiếp nhận trong giờ làm việc, giải quyết trong ngày")
        return mark("Tiếp nhận sau giờ làm việc, tính sang ngày làm việc tiếp theo")
    hour = f"{late.hour} giờ {late.minute:02}" if late.minute else f"{late.hour} giờ"
    if in_time:
        return mark("Tiếp nhận không sau %(hour)s, giải quyết trong ngày") % {"hour": hour}
    return mark("Tiếp nhận sau %(hour)s hoặc sau giờ làm việc, tính sang ngày làm việc tiếp theo") % {"hour": hour}


def _count_working(
    steps: "list[Step]", first: date, amount: int, calendar: WorkCalendar, left_out: Sequence[Exclusion]
) -> "_Reckoned":
    """Count `amount` working days from `first` on, that day included."""
    fromordinal = date.fromordinal
    for kind, (begins, ends, _, name, source) in _stretches(calendar, first, left_out):
        if kind != "counted":
            steps.append(Step(kind, fromordinal(begins), fromordinal(ends), 0, "", name, source))
            continue
        length = min(ends - begins + 1, amount)
        day = fromordinal(begins + length - 1)
        steps.append(Step(kind, fromordinal(begins), day, length, "working days", name, source))
        amount -= length
        if amount == 0:
            return _due_at_close(steps, day, calendar)
    raise outside_calendar(calendar, calendar.last + timedelta(days=1))


def _calendar_days(start: datetime, amount: int, walk: _Walk) -> "_Reckoned":
    calendar, left_out, grounds = walk
    steps = [_start(start, mark("Ngày tiếp nhận, không tính"), grounds.from_next_day)]
    day = start.date()
    for excluded, first, last in _by_exclusion(day.toordinal() + 1, calendar, left_out):
        if excluded is not None:
            steps.append(_left_out(excluded, first, last))
            continue
        length = min(last - first + 1, amount)
        day = date.fromordinal(first + length - 1)
        counted, source = mark("Ngày liên tục, tính cả ngày nghỉ"), grounds.from_next_day
        steps.append(Step("counted", date.fromordinal(first), day, length, TermUnit.DAYS.value, counted, source))
        amount -= length
        if amount == 0:
            break
    else:
        raise outside_calendar(calendar, calendar.last + timedelta(days=1))
    for kind, run in _stretches(calendar, day, left_out):
        if kind == "counted":
            return _due_at_close(steps, date.fromordinal(run.first), calendar)
        first_day, last_day = date.fromordinal(run.first), date.fromordinal(run.last)
        steps.append(Step("rolled", first_day, last_day, 0, "", run.name, f"{grounds.rolled}; {run.source}"))
    raise outside_calendar(calendar, calendar.last + timedelta(days=1))


def _working_hours(start: datetime, amount: int, walk: _Walk) -> "_Reckoned":
    calendar, left_out, grounds = walk
    steps = [_start(start, mark("Tính ngay từ thời điểm tiếp nhận"), grounds.from_the_moment)]
    minutes = amount * 60
    for kind, run in _stretches(calendar, start.date(), left_out):
        if kind != "counted":
            days = date.fromordinal(run.first), date.fromordinal(run.last)
            steps.append(Step(kind, *days, 0, "", run.name, run.source))
            continue
        for ordinal in range(run.first, run.last + 1):  # a step a day: people want to see which hours were counted
            day = date.fromordinal(ordinal)
            worked, due_at = _work(day, start, minutes, calendar)
            if worked:
                steps.append(Step(kind, day, day, worked, "minutes", run.name, run.source))
            if due_at is not None:
                return _due(steps, due_at, calendar)
            minutes -= worked
    raise outside_calendar(calendar, calendar.last + timedelta(days=1))


def _hours(start: datetime, amount: int, walk: _Walk) -> "_Reckoned":
    """By the clock, nights and days off included; nothing is left out of it."""
    source = walk.grounds.from_the_moment
    steps = [_start(start, mark("Tính ngay từ thời điểm tiếp nhận"), source)]
    due_at, moment = start + timedelta(hours=amount), start
    while moment < due_at:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time.min, HANOI)
        until = min(midnight, due_at)
        minutes = (until - moment) // timedelta(minutes=1)
        steps.append(Step("counted", moment.date(), moment.date(), minutes, CLOCK_MINUTES, "", source))
        moment = until
    if due_at.date() > walk.calendar.last:
        raise outside_calendar(walk.calendar, due_at.date())
    return _due(steps, due_at, walk.calendar)


def _work(day: date, start: datetime, minutes: int, calendar: WorkCalendar) -> tuple[int, datetime | None]:
    """How many minutes a day gives of those still wanted, and when the last of them is over."""
    given = 0
    for opens, closes in calendar.spans(day):
        begins = max(datetime.combine(day, opens, HANOI), start)
        span = max((datetime.combine(day, closes, HANOI) - begins) // timedelta(minutes=1), 0)
        if given + span >= minutes:
            return minutes, begins + timedelta(minutes=minutes - given)
        given += span
    return given, None


CLOCK_MINUTES = "clock minutes"  # the unit of a step counted by the clock
_Reckoned = tuple[datetime, list[Step]]
_WALKS = {
    TermUnit.HOURS: _hours,
    TermUnit.WORKING_HOURS: _working_hours,
    TermUnit.WORKING_DAYS: _working_days,
    TermUnit.DAYS: _calendar_days,
    TermUnit.WITHIN_DAY: _within_day,
}


def _stretches(calendar: WorkCalendar, first: date, left_out: Sequence[Exclusion]) -> Iterator[tuple[str, Run]]:
    """The runs from `first` on, cut where exclusions cut them, each with its kind: counted, off or excluded.

    A day that is off and excluded is told as off: it would not have counted anyway.
    """
    for run in calendar.runs_from(first):
        if not run.working:
            yield "off", run
        elif not left_out:
            yield "counted", run
        else:
            for excluded, begins, ends in _by_exclusion(run.first, calendar, left_out, run.last):
                if excluded is None:
                    yield "counted", run._replace(first=begins, last=ends)
                else:
                    yield "excluded", Run(begins, ends, False, excluded.reason, excluded.source)


def _by_exclusion(
    first: int, calendar: WorkCalendar, left_out: Sequence[Exclusion], last: int | None = None
) -> Iterator[tuple[Exclusion | None, int, int]]:
    """Cut the days from ordinal `first` to `last` (else the calendar's end) into excluded and other stretches."""
    end = calendar.last.toordinal() if last is None else last
    for exclusion in left_out:
        begins, ends = max(exclusion.first.toordinal(), first), min(exclusion.last.toordinal(), end)
        if begins > ends:
            continue
        if begins > first:
            yield None, first, begins - 1
        yield exclusion, begins, ends
        first = ends + 1
    if first <= end:
        yield None, first, end


def _start(start: datetime, what: str, source: str) -> Step:
    return Step("start", start.date(), start.date(), 0, "", what, source)


def _left_out(exclusion: Exclusion, first: int, last: int) -> Step:
    days = date.fromordinal(first), date.fromordinal(last)
    return Step("excluded", *days, 0, "", exclusion.reason, exclusion.source)


def _due_at_close(steps: list[Step], day: date, calendar: WorkCalendar) -> _Reckoned:
    return _due(steps, calendar.close_of(day), calendar)


def _due(steps: list[Step], due_at: datetime, calendar: WorkCalendar) -> _Reckoned:
    day = due_at.date()
    steps.append(Step("due", day, day, 0, "", f"{due_at.hour:02}:{due_at.minute:02}", calendar.hours.source))
    return due_at, steps
