"""Office hours: spans of a day, by season of the year, and Saturdays that a unit's decision makes count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from gandan.lib.refusal import Refused, mark

Span = tuple[time, time]
# Any leap year: every day of a year can be tried against the seasons.
_LEAP_YEAR = range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal())


def read_spans(pairs: Any) -> tuple[Span, ...]:
    """[["07:30", "11:30"], …] as times. Raises Refused `law.hours` when they are not in order or say nothing."""
    try:
        spans = tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)
    except (TypeError, ValueError):
        spans = ()
    return _checked(spans)


def write_spans(spans: tuple[Span, ...]) -> list[list[str]]:
    """The inverse of `read_spans`."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in spans]


def _checked(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    edges = [edge for span in spans for edge in span]
    whole_minutes = all(edge.second == edge.microsecond == 0 and edge.tzinfo is None for edge in edges)
    if not edges or not whole_minutes or any(a >= b for a, b in pairwise(edges)):
        sentence = mark("Giờ làm việc phải là các khoảng giờ nối tiếp nhau, ví dụ 07:30–11:30 và 13:00–17:00.")
        raise Refused(sentence, code="law.hours")
    return spans


@dataclass(frozen=True)
class Season:
    """Days of every year from `from_day` to `to_day` ("MM-DD", both included; 10-16 to 04-15 crosses the new year)."""

    spans: tuple[Span, ...]
    from_day: str = "01-01"
    to_day: str = "12-31"

    def __post_init__(self) -> None:
        _checked(self.spans)
        for edge in (self.from_day, self.to_day):
            try:
                date.fromisoformat(f"2024-{edge}")
            except ValueError:
                sentence = mark("“%(edge)s” không phải là ngày trong năm (viết tháng-ngày, ví dụ 04-15).")
                raise Refused(sentence, code="law.hours_season", edge=edge) from None

    def holds(self, day_of_year: str) -> bool:
        if self.from_day <= self.to_day:
            return self.from_day <= day_of_year <= self.to_day
        return day_of_year >= self.from_day or day_of_year <= self.to_day


@dataclass(frozen=True)
class OfficeHours:
    """Every day of the year belongs to a season; where two overlap the first stands. `source` cites the decision.

    Raises Refused `law.hours_gap` when some day of the year has no hours.
    """

    seasons: tuple[Season, ...]
    source: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "seasons", tuple(self.seasons))
        gap = next((day for day, spans in _by_day(self.seasons).items() if not spans), None)
        if gap is not None:
            sentence = mark("Giờ làm việc thiếu cho ngày %(gap)s hằng năm (tháng-ngày).")
            raise Refused(sentence, code="law.hours_gap", gap=gap)

    def spans(self, day: date) -> tuple[Span, ...]:
        return self._days[f"{day.month:02}-{day.day:02}"]

    @cached_property
    def _days(self) -> Mapping[str, tuple[Span, ...]]:
        return _by_day(self.seasons)

    def to_json(self) -> dict[str, Any]:
        seasons = [{"from": s.from_day, "to": s.to_day, "spans": write_spans(s.spans)} for s in self.seasons]
        return {"seasons": seasons, "source": self.source}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "OfficeHours":
        seasons = tuple(Season(read_spans(s["spans"]), s["from"], s["to"]) for s in data["seasons"])
        return cls(seasons, data["source"])


@lru_cache(maxsize=256)
def _by_day(seasons: tuple[Season, ...]) -> Mapping[str, tuple[Span, ...]]:
    """The hours of every "MM-DD", none where no season holds it. Kept: the same rows are read for every promise."""
    days = (f"{date.fromordinal(ordinal):%m-%d}" for ordinal in _LEAP_YEAR)
    return {day: next((s.spans for s in seasons if s.holds(day)), ()) for day in days}


@dataclass(frozen=True)
class CountedSaturdays:
    """Saturdays that count toward deadlines because the unit's decision, cited in `source`, says so.

    Sessions that only receive people are not here: they never move a deadline. `last` None means until further notice.
    """

    first: date
    last: date | None
    spans: tuple[Span, ...]
    source: str

    def __post_init__(self) -> None:
        _checked(self.spans)
        if not self.source.strip():
            sentence = mark("Thứ Bảy chỉ tính vào thời hạn khi có quyết định của đơn vị; hãy ghi số quyết định.")
            raise Refused(sentence, code="law.saturdays_without_source")

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def to_json(self) -> dict[str, Any]:
        last = None if self.last is None else self.last.isoformat()
        return {"first": self.first.isoformat(), "last": last, "spans": write_spans(self.spans), "source": self.source}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "CountedSaturdays":
        last = None if data["last"] is None else date.fromisoformat(data["last"])
        return cls(date.fromisoformat(data["first"]), last, read_spans(data["spans"]), data["source"])


DEFAULT_HOURS = OfficeHours(
    (Season(((time(7, 30), time(11, 30)), (time(13), time(17)))),),
    "Giờ làm việc mặc định, chưa có quyết định của địa phương",
)


def read_typed_spans(text: str) -> tuple[Span, ...]:
    """ "07:30-11:30, 13:00-17:00" as times; 7h30 and en dashes are read too. Refused `law.wrong_hours`."""
    spans = []
    for part in text.replace(";", ",").split(","):
        begin, dash, end = part.replace("–", "-").partition("-")
        if not dash:
            raise _unreadable(text)
        spans.append((_read_time(begin, text), _read_time(end, text)))
    return tuple(spans)


def _read_time(words: str, text: str) -> time:
    hour, _, minute = words.strip().lower().replace("h", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise _unreadable(text) from None


def _unreadable(text: str) -> Refused:
    sentence = mark("Không đọc được giờ làm việc “%(text)s”. Hãy ghi như 07:30-11:30, 13:00-17:00.")
    return Refused(sentence, code="law.wrong_hours", text=text[:60])
