"""Compare one million random cases between gandan.law.deadline and tools/check_deadlines.py.

Usage: compare_million.py [COUNT] [--seed N]. Exit 0 when all agree, 1 when some do not (each named on stderr).
Calendars differ in office hours, counted Saturdays and days of their own; starts lie from 2019 to 2027 at any minute,
weekends and nights too; terms are of every kind, some long; every third case leaves out cited days.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT.parent)]

from check_deadlines import check  # noqa: E402

from gandan.law.calendar import (  # noqa: E402
    DEFAULT_HOURS,
    HANOI,
    CountedSaturdays,
    OfficeHours,
    Season,
    SpecialDay,
    WorkCalendar,
    standard_calendar,
)
from gandan.law.deadline import Exclusion, derive  # noqa: E402
from gandan.law.grounds import grounds_on  # noqa: E402
from gandan.law.terms import Term, TermUnit  # noqa: E402

FIRST, DAYS = datetime(2019, 1, 1, tzinfo=HANOI), 9 * 365
MORNING = (time(7, 30), time(11, 30))
SUMMER = Season(((time(7), time(11, 30)), (time(13, 30), time(17))), "04-16", "10-15")
WINTER = Season(((time(7, 30), time(12)), (time(13), time(16, 30))), "10-16", "04-15")


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare random cases between derive and the independent checker.")
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=118)
    arguments = parser.parse_args()
    agreed, differing = check(cases(arguments.count, random.Random(arguments.seed)))
    for sentence in differing[:100]:
        print(sentence, file=sys.stderr)
    print(f"{agreed} of {agreed + len(differing)} random cases agree (seed {arguments.seed})")
    return 1 if differing or agreed != arguments.count else 0


def cases(count: int, rng: random.Random) -> Iterator[str]:
    """The lines of an export: the calendars, then `count` promises."""
    calendars = [*fixed_calendars(), *(random_calendar(rng) for _ in range(4))]
    for calendar in calendars:
        yield json.dumps({"type": "calendar", "id": calendar.fingerprint, **calendar.to_json()})
    for number in range(count):
        yield json.dumps(random_promise(number, rng.choice(calendars), rng))


def fixed_calendars() -> list[WorkCalendar]:
    hours = OfficeHours((SUMMER, WINTER), "Quyết định mẫu về giờ mùa hè, mùa đông")
    saturdays = CountedSaturdays(date(2026, 1, 1), None, (MORNING,), "Quyết định mẫu về thứ Bảy")
    return [standard_calendar(), standard_calendar(hours), standard_calendar(hours, counted_saturdays=[saturdays])]


def random_calendar(rng: random.Random) -> WorkCalendar:
    """The standard one with some two hundred days of its own, off or worked, on any weekday."""
    kinds = ("off", "working")
    picked = rng.sample(range(DAYS), 200)
    own = (SpecialDay((FIRST + timedelta(n)).date(), rng.choice(kinds), "Ngày mẫu", "Văn bản mẫu") for n in picked)
    return standard_calendar(DEFAULT_HOURS, tuple(own))


def random_promise(number: int, calendar: WorkCalendar, rng: random.Random) -> dict[str, object]:
    start = FIRST + timedelta(days=rng.randrange(DAYS), seconds=rng.randrange(86_400))
    if rng.random() < 0.1:  # the boundaries get more than their share
        start = start.replace(hour=rng.choice((7, 11, 13, 15, 17)), minute=rng.choice((0, 0, 1, 29, 30, 59)))
    exclusions = [random_exclusion(start.date(), rng) for _ in range(rng.choice((0, 0, 0, 0, 1, 2)))]
    deadline = derive(start, random_term(rng), calendar, exclusions, grounds=grounds_on(start.date()))
    return {
        "type": "promise",
        "id": number,
        "kind": "random",
        "calendar": calendar.fingerprint,
        "start": start.isoformat(),
        "term": str(deadline.term),
        "due_at": deadline.due_at.isoformat(),
        **deadline.to_json(),
    }


def random_term(rng: random.Random) -> Term:
    unit = rng.choice(tuple(TermUnit))
    if unit is TermUnit.WITHIN_DAY:
        return Term(1, unit)
    if unit is TermUnit.WORKING_HOURS:
        return Term(rng.choice((1, 2, 4, 8, 8, 16, 24)), unit)
    return Term(rng.randint(1, 400) if rng.random() < 0.02 else rng.randint(1, 30), unit)


def random_exclusion(start: date, rng: random.Random) -> Exclusion:
    first = start + timedelta(days=rng.randint(-3, 20))
    return Exclusion(first, first + timedelta(days=rng.randint(0, 10)), "Khoảng mẫu", f"Căn cứ mẫu {rng.randint(1, 9)}")


if __name__ == "__main__":
    sys.exit(main())
