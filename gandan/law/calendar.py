"""The working calendar: which days and hours an office works, and by what source a day is off."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from gandan.law.hours import DEFAULT_HOURS, CountedSaturdays, OfficeHours, Season, Span
from gandan.law.special_days import SATURDAY, SUNDAY, SpecialDay, packaged_tables, special_days
from gandan.lib.refusal import Refused, mark

__all__ = [
    "DEFAULT_HOURS",
    "HANOI",
    "CountedSaturdays",
    "OfficeHours",
    "Season",
    "SpecialDay",
    "WorkCalendar",
    "missing_year_warning",
    "standard_calendar",
]

HANOI = timezone(timedelta(hours=7))  # no summer time since 1975
WEEKEND_NAME = mark("Nghỉ hằng tuần")
WEEKEND_SOURCE = "Quyết định 188/1999/QĐ-TTg"


class Run(NamedTuple):
    """Consecutive days alike, as proleptic ordinals, both included; the shortest true story of a stretch of days.

    `name` of working days is empty but for days worked in exchange and Saturdays that count.
    """

    first: int
    last: int
    working: bool
    name: str
    source: str


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Working days and hours from `first` to `last`, complete in itself: nothing outside it decides a deadline.

    `days` are the special days, one row a date; `counted_saturdays` as the unit's cited decisions say.
    Two calendars are equal when their content is. Raises Refused `law.calendar_days` for days twice or out of range.
    """

    days: tuple[SpecialDay, ...]
    hours: OfficeHours = DEFAULT_HOURS
    counted_saturdays: tuple[CountedSaturdays, ...] = ()
    first: date = date(2019, 1, 1)
    last: date = date(2040, 12, 31)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.days, key=lambda special: special.day))
        object.__setattr__(self, "days", ordered)
        object.__setattr__(self, "counted_saturdays", tuple(self.counted_saturdays))
        outside = any(not self.first <= special.day <= self.last for special in ordered)
        if outside or self.first > self.last or len(self._special) != len(ordered):
            sentence = mark("Lịch làm việc có ngày ghi hai lần hoặc nằm ngoài %(first)s–%(last)s.")
            raise Refused(sentence, code="law.calendar_days", first=self.first, last=self.last)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkCalendar) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @cached_property
    def _special(self) -> dict[date, SpecialDay]:
        return {special.day: special for special in self.days}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of the content: keys sorted, no spaces, UTF-8."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def projected_years(self) -> tuple[int, ...]:
        """The years with days that no document has announced yet."""
        return tuple(sorted({special.day.year for special in self.days if special.status == "projected"}))

    def is_working(self, day: date) -> bool:
        """Whether the day counts. Raises Refused `law.outside_calendar`."""
        if not self.first <= day <= self.last:
            raise outside_calendar(self, day)
        special = self._special.get(day)
        if special is not None:
            return special.kind == "working"
        weekday = day.isoweekday()
        return weekday < SATURDAY or (weekday == SATURDAY and self._saturday(day) is not None)

    def why_off(self, day: date) -> SpecialDay | None:
        """The holiday or the weekly rest that makes a day off, None for a working day."""
        if self.is_working(day):
            return None
        return self._special.get(day) or SpecialDay(day, "off", WEEKEND_NAME, WEEKEND_SOURCE, "statutory")

    def spans(self, day: date) -> tuple[Span, ...]:
        """Office hours of a day, empty when it is off."""
        if not self.is_working(day):
            return ()
        if day.isoweekday() == SATURDAY and day not in self._special:
            counted = self._saturday(day)
            return counted.spans if counted else ()
        return self.hours.spans(day)

    def close_of(self, day: date) -> datetime:
        """When the office closes on a working day. Raises Refused `law.day_off`."""
        spans = self.spans(day)
        if not spans:
            raise Refused(mark("%(day)s là ngày nghỉ."), code="law.day_off", day=f"{day:%d/%m/%Y}")
        return datetime.combine(day, spans[-1][1], HANOI)

    def runs_from(self, day: date) -> Iterator[Run]:
        """The runs from a day on, the first cut to begin there. Raises Refused `law.outside_calendar`."""
        if not self.first <= day <= self.last:
            raise outside_calendar(self, day)
        start = day.toordinal()
        place = bisect_right(self._run_starts, start) - 1
        yield self._runs[place]._replace(first=start)
        for later in range(place + 1, len(self._runs)):
            yield self._runs[later]

    @cached_property
    def _runs(self) -> list[Run]:
        runs: list[Run] = []
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            alike = self._told(day)
            if runs and runs[-1][2:] == alike:
                runs[-1] = runs[-1]._replace(last=ordinal)
            else:
                runs.append(Run(ordinal, ordinal, *alike))
        return runs

    @cached_property
    def _run_starts(self) -> list[int]:
        return [run.first for run in self._runs]

    def working_days(self, after: date, until: date) -> int:
        """How many working days there are after one day, up to and with a later one.

        Raises Refused `law.outside_calendar`.
        """
        for day in (after, until):
            if not self.first <= day <= self.last:
                raise outside_calendar(self, day)
        return self._worked_through(until.toordinal()) - self._worked_through(after.toordinal())

    def _worked_through(self, ordinal: int) -> int:
        place = bisect_right(self._run_starts, ordinal) - 1
        run = self._runs[place]
        return self._worked_before[place] + (ordinal - run.first + 1 if run.working else 0)

    @cached_property
    def _worked_before(self) -> list[int]:
        """Working days before each run: a list of fifty dossiers asks fifty times how many lie ahead."""
        return [0, *accumulate(run.last - run.first + 1 if run.working else 0 for run in self._runs)]

    def _told(self, day: date) -> tuple[bool, str, str]:
        """Whether a day is worked, its name and its source."""
        special = self._special.get(day)
        if special is not None:
            return special.kind == "working", special.name, special.source
        weekday = day.isoweekday()
        counted = self._saturday(day) if weekday == SATURDAY else None
        if counted is not None:
            return True, mark("Thứ Bảy được tính"), counted.source
        if weekday >= SATURDAY:
            return False, WEEKEND_NAME, WEEKEND_SOURCE
        year = f"Lịch làm việc năm {day.year}"
        return True, "", f"{year}, dự kiến theo luật" if day.year in self.projected_years else year

    def _saturday(self, day: date) -> CountedSaturdays | None:
        return next((counted for counted in self.counted_saturdays if counted.holds(day)), None)

    def to_json(self) -> dict[str, Any]:
        """All that decides a deadline, in plain values; `from_json` reads it back."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "weekend": [SATURDAY, SUNDAY],
            "weekend_source": WEEKEND_SOURCE,
            "days": [special.to_json() for special in self.days],
            "hours": self.hours.to_json(),
            "counted_saturdays": [counted.to_json() for counted in self.counted_saturdays],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "WorkCalendar":
        return cls(
            tuple(SpecialDay.from_json(row) for row in data["days"]),
            OfficeHours.from_json(data["hours"]),
            tuple(CountedSaturdays.from_json(row) for row in data["counted_saturdays"]),
            date.fromisoformat(data["first"]),
            date.fromisoformat(data["last"]),
        )


def outside_calendar(calendar: WorkCalendar, day: date) -> Refused:
    sentence = mark("Lịch làm việc chỉ có từ %(first)s đến %(last)s, không tính được cho ngày %(day)s.")
    edges = {"first": f"{calendar.first:%d/%m/%Y}", "last": f"{calendar.last:%d/%m/%Y}"}
    return Refused(sentence, code="law.outside_calendar", day=f"{day:%d/%m/%Y}", **edges)


def standard_calendar(
    hours: OfficeHours = DEFAULT_HOURS,
    extra: Iterable[SpecialDay] = (),
    *,
    counted_saturdays: Iterable[CountedSaturdays] = (),
    first_year: int = 2019,
    last_year: int = 2040,
) -> WorkCalendar:
    """The table that comes with the release, with the days of `extra` standing above it by date.

    The same arguments give the same object, so that what it has reckoned is kept. Days of `extra` outside the years
    are left out; of two for one date the last stands.
    """
    return _standard_calendar(hours, tuple(extra), tuple(counted_saturdays), first_year, last_year)


@lru_cache(maxsize=64)
def _standard_calendar(
    hours: OfficeHours,
    extra: tuple[SpecialDay, ...],
    counted_saturdays: tuple[CountedSaturdays, ...],
    first_year: int,
    last_year: int,
) -> WorkCalendar:
    days = {special.day: special for year in range(first_year, last_year + 1) for special in special_days(year)}
    days |= {special.day: special for special in extra if first_year <= special.day.year <= last_year}
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    return WorkCalendar(tuple(days.values()), hours, counted_saturdays, first, last)


def missing_year_warning(today: date, calendar: WorkCalendar, say: Callable[[str], str] = str) -> str | None:
    """From October on: the sentence for the administrator when next year's days are still only projected."""
    year = today.year + 1 if today.month >= 10 else today.year
    if year not in calendar.projected_years and (
        year in packaged_tables() or any(s.day.year == year for s in calendar.days)
    ):
        return None
    sentence = mark(
        "Lịch nghỉ năm %(year)s chưa có thông báo chính thức; hạn trong năm đó đang tính theo luật (dự kiến)."
    )
    return say(sentence) % {"year": year}
