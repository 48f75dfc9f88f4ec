"""Days that are not what their weekday says: each with its name, its source and how sure we are of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gandan.law.lunar import hung_kings, tet
from gandan.lib.refusal import Refused, mark

FIRST_YEAR = 2013  # the Labour Code of 2012 came into force on 2013-05-01
LAST_YEAR = 2199  # as far as the lunar calendar reaches
SATURDAY, SUNDAY = 6, 7

CODE_2012 = "Bộ luật Lao động 2012, Đ.115"
CODE_2019 = "Bộ luật Lao động 2019, Đ.112"  # in force from 2021-01-01
CODE_2019_SUBSTITUTE = "Bộ luật Lao động 2019, Đ.111 k.3"
CULTURE_DAY = "Nghị quyết 28/2026/QH16"  # in force from 2026-07-01
TET, BESIDE_NATIONAL_DAY = mark("Tết Nguyên đán"), mark("Quốc khánh (ngày liền kề)")
IN_LIEU = mark("Nghỉ bù %(name)s")  # the rest for a holiday on a weekly day of rest
STATUSES = ("announced", "statutory", "projected")


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """`kind` is "off" or "working" (a weekly day of rest worked in exchange).

    `status`: "announced" by a document of the year, "statutory" where the law itself names the day, "projected" from
    the law until the year's document comes. `verified` False is shown as "chưa kiểm chứng".
    """

    day: date
    kind: str
    name: str
    source: str
    status: str = "announced"
    verified: bool = True

    def __post_init__(self) -> None:
        known = self.kind in ("off", "working") and self.status in STATUSES
        if not (known and self.name.strip() and self.source.strip()):
            sentence = mark("Ngày %(day)s trong lịch phải có loại (nghỉ hoặc làm bù), tên và căn cứ.")
            raise Refused(sentence, code="law.special_day", day=self.day.isoformat())

    def to_json(self) -> dict[str, Any]:
        return {
            "day": self.day.isoformat(),
            "kind": self.kind,
            "name": self.name,
            "source": self.source,
            "status": self.status,
            "verified": self.verified,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "SpecialDay":
        day = date.fromisoformat(data["day"])
        return cls(day, data["kind"], data["name"], data["source"], data["status"], data["verified"])


@lru_cache(maxsize=1)
def packaged_tables() -> Mapping[int, tuple[SpecialDay, ...]]:
    """The dated tables that come with the release (rules/calendar/YEAR.toml), by year."""
    tables = {}
    for file in resources.files("gandan.law").joinpath("rules", "calendar").iterdir():
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            tables[table["year"]] = tuple(SpecialDay(**row) for row in table["day"])
    return MappingProxyType(dict(sorted(tables.items())))


def special_days(year: int) -> tuple[SpecialDay, ...]:
    """The days of a year: from its table, or from the law alone."""
    return packaged_tables().get(year) or statutory_days(year)


@lru_cache(maxsize=512)
def statutory_days(year: int) -> tuple[SpecialDay, ...]:
    """What the law alone gives for a year without a table, by day; what is chosen each year is marked projected.

    Holidays on a weekly day of rest are made up for on the next working day (Code 2019 art. 111.3, Code 2012 art.
    115.3). Raises Refused `law.calendar_range` before 2013 and after 2199.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        sentence = mark("Lịch nghỉ chỉ có cho các năm %(first)s–%(last)s.")
        raise Refused(sentence, code="law.calendar_range", first=FIRST_YEAR, last=LAST_YEAR)
    holidays = _holidays(year)
    days = {day: _by_law(day, name, source) for day, name, source in holidays}
    substitute_source = CODE_2019_SUBSTITUTE if year >= 2021 else f"{CODE_2012} k.3"
    for day, name, _ in holidays:
        if day.isoweekday() >= SATURDAY:
            free = day
            while free in days or free.isoweekday() >= SATURDAY:
                free += timedelta(days=1)
            days[free] = _by_law(free, IN_LIEU % {"name": name}, substitute_source)
    return tuple(days[day] for day in sorted(days) if day.year == year)


def _by_law(day: date, name: str, source: str) -> SpecialDay:
    """Which days of Tết and which neighbour of 2 September is for the Prime Minister to say (Code 2019 art. 112.3)."""
    if TET in name or name == BESIDE_NATIONAL_DAY:
        return SpecialDay(day, "off", name, source, "projected", verified=False)
    return SpecialDay(day, "off", name, source, "statutory", verified=day.year >= 2021)


def _holidays(year: int) -> list[tuple[date, str, str]]:
    code = CODE_2019 if year >= 2021 else CODE_2012
    new_year = tet(year)
    rows = [(date(year, 1, 1), mark("Tết Dương lịch"), f"{code} k.1")]
    # the last day of the old lunar year and the first four of the new one
    rows += [(new_year + timedelta(days=n), TET, f"{code} k.1") for n in range(-1, 4)]
    rows += [
        (hung_kings(year), mark("Giỗ Tổ Hùng Vương"), f"{code} k.1"),
        (date(year, 4, 30), mark("Ngày Chiến thắng"), f"{code} k.1"),
        (date(year, 5, 1), mark("Quốc tế Lao động"), f"{code} k.1"),
        (date(year, 9, 2), mark("Quốc khánh"), f"{code} k.1"),
    ]
    if year >= 2021:
        rows.append((_beside_national_day(year), BESIDE_NATIONAL_DAY, f"{code} k.1"))
    if year >= 2026:
        rows.append((date(year, 11, 24), mark("Ngày Văn hóa Việt Nam"), CULTURE_DAY))
    return sorted(rows)


def _beside_national_day(year: int) -> date:
    """The likelier of the two neighbours of 2 September, until the Prime Minister names one (Code 2019 art. 112.3).

    A weekday; of two weekdays the one that joins a weekend, else the day before. So it was in every year from 2021.
    """
    before, after = date(year, 9, 1), date(year, 9, 3)
    if before.isoweekday() >= SATURDAY:
        return after
    return after if after.isoweekday() == 5 else before
