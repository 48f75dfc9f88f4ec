"""Re-derive every promise of `gandan promises export FILE`, trusting nothing of the program that made it.

Usage: check_deadlines.py FILE (- reads standard input). Standard library only; another way than gandan.law.deadline's:
one day, and for hours one minute, at a time. A day that another system told must only not lie before its start.
Lines: {"type": "calendar", "id": SHA-256 of its content, ...} before {"type": "promise", "id", "kind", "calendar",
"start", "term", "exclusions", "due_at", "steps"}. Exit 0 all agree, 1 some disagree (named), 2 unreadable input.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from functools import cache

HANOI = timezone(timedelta(hours=7))
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
LATE = time(15)  # "sau 15 giờ": decree 23/2015/NĐ-CP art. 7; until 28/02/2027 the law on civil status art. 5.3 too
ROLLED = "Bộ luật Dân sự 2015, Đ.148 k.5; "  # stands before the source of a day over which the end rolls
Spans = list[tuple[time, time]]


class Disagreement(Exception): ...  # what a promise says and this program does not find


def spans_of(pairs: list) -> Spans:
    return [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs]


class Calendar:
    def __init__(self, content: dict) -> None:
        self.first, self.last = date.fromisoformat(content["first"]), date.fromisoformat(content["last"])
        self.weekend, self.weekend_source = set(content["weekend"]), content["weekend_source"]
        self.special = {date.fromisoformat(row["day"]): row for row in content["days"]}
        self.seasons = [(s["from"], s["to"], spans_of(s["spans"])) for s in content["hours"]["seasons"]]
        self.saturdays = [(s["first"], s["last"] or "9", spans_of(s["spans"])) for s in content["counted_saturdays"]]
        self.day = cache(self._day)

    def _day(self, day: date) -> tuple[Spans, str]:
        """Office spans of a day (none when off) and the source that makes it off."""
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} is outside its calendar")
        row, iso = self.special.get(day), day.isoformat()
        if row is not None and row["kind"] == "off":
            return [], row["source"]
        if row is None and day.isoweekday() in self.weekend:
            counted = [spans for first, last, spans in self.saturdays if first <= iso <= last and day.isoweekday() == 6]
            return (counted[0], "") if counted else ([], self.weekend_source)
        for first, last, spans in self.seasons:  # one that crosses the new year has first > last
            if (first <= iso[5:]) + (iso[5:] <= last) + (first > last) == 2:
                return spans, ""
        raise ValueError(f"no office hours on {day}")


class Walk:  # through the days: how each was told, and how much was counted
    def __init__(self, calendar: Calendar, exclusions: list[dict]) -> None:
        self.calendar, self.exclusions = calendar, exclusions
        self.told: dict[tuple[date, bool], tuple[str, str]] = {}  # day, whether rolled over -> its kind, its source
        self.count = 0  # days, or minutes

    def excluded(self, day: date) -> str | None:
        iso = day.isoformat() if self.exclusions else ""
        return next((e["source"] for e in self.exclusions if e["first"] <= iso <= e["last"]), None)

    def available(self, day: date) -> bool:
        """Whether a day has working time for the term; one that has not is told with its reason."""
        spans, source = self.calendar.day(day)
        excluded = self.excluded(day)
        if spans and excluded is None:
            return True
        self.told[day, False] = ("excluded", excluded or "") if spans else ("off", source)
        return False

    def close(self, day: date) -> datetime:
        return datetime.combine(day, self.calendar.day(day)[0][-1][1], HANOI)

    def working_days(self, start: datetime, amount: int) -> datetime:
        day = start.date() + ONE_DAY
        while self.count < amount:
            if self.available(day):
                self.told[day, False], self.count = ("counted", ""), self.count + 1
            last, day = day, day + ONE_DAY
        return self.close(last)

    def within_day(self, start: datetime) -> datetime:
        day = start.date()
        open_today = bool(self.calendar.day(day)[0]) and self.excluded(day) is None
        same_day = open_today and start.time() <= LATE and start < self.close(day)
        return self.working_days(start - ONE_DAY if same_day else start, 1)

    def days(self, start: datetime, amount: int) -> datetime:
        day = start.date() + ONE_DAY
        while self.count < amount:
            excluded = self.excluded(day)
            self.told[day, False] = ("counted", "") if excluded is None else ("excluded", excluded)
            self.count += excluded is None
            last, day = day, day + ONE_DAY
        while not self.calendar.day(last)[0] or self.excluded(last) is not None:
            self.told[last, True] = ("rolled", ROLLED + (self.calendar.day(last)[1] or self.excluded(last) or ""))
            last += ONE_DAY
        return self.close(last)

    def hours(self, start: datetime, amount: int) -> datetime:
        day, clock = start.date(), start
        while True:
            for opens, closes in self.calendar.day(day)[0] if self.available(day) else ():
                clock = max(clock, datetime.combine(day, opens, HANOI))
                while clock < datetime.combine(day, closes, HANOI):
                    clock, self.count = clock + ONE_MINUTE, self.count + 1
                    self.told[day, False] = ("counted", "")
                    if self.count == amount * 60:
                        return clock
            day += ONE_DAY

    def clock_hours(self, start: datetime, amount: int) -> datetime:
        while self.count < amount * 60:
            self.told[start.date(), False] = ("counted", "")
            start, self.count = start + ONE_MINUTE, self.count + 1
        return start


def compare(promise: dict, calendar: Calendar) -> None:
    """Raise Disagreement when the due instant or the steps are not what the walk finds."""
    said, start = (datetime.fromisoformat(promise[name]).astimezone(HANOI) for name in ("due_at", "start"))
    if promise.get("told_by"):
        if promise["term"] or promise["steps"] or not promise["rule"].endswith(":told") or said < start:
            raise Disagreement(f"told, not derived: due {said}, start {start}, or a proof it cannot have")
        return
    start, walk = start.replace(second=0, microsecond=0), Walk(calendar, promise["exclusions"])
    ways = {"working day": walk.working_days, "day": walk.days, "working hour": walk.hours, "hour": walk.clock_hours}
    amount, unit = re.fullmatch(rf"([1-9]\d*) ({'|'.join(ways)})s?|within the day", promise["term"]).groups()
    due = ways[unit](start, int(amount)) if unit else walk.within_day(start)
    if due != said:
        raise Disagreement(f"due {promise['due_at']}, found {due.isoformat()}")
    compare_story(promise["steps"], walk, start.date(), due.date())


def compare_story(steps: list[dict], walk: Walk, start: date, due: date) -> None:
    """Raise Disagreement when the steps tell of other days counted, left out or rolled, or give no source."""
    told, count = {}, 0
    for step in steps:
        count += step["count"]
        if not step["source"]:
            raise Disagreement(f"step {step['kind']} from {step['from']} has no source")
        day, last = date.fromisoformat(step["from"]), date.fromisoformat(step["to"])
        while day <= last and step["kind"] not in ("start", "due"):
            place = (day, step["kind"] == "rolled")
            if place in told:
                raise Disagreement(f"{day} is told twice")
            told[place] = (step["kind"], "" if step["kind"] == "counted" else step["source"])
            day += ONE_DAY
    ends = [(step["kind"], step["from"], step["to"]) for step in steps[:1] + steps[-1:]]
    if ends != [("start", f"{start}", f"{start}"), ("due", f"{due}", f"{due}")] or count != walk.count:
        raise Disagreement(f"the steps tell {ends} and count {count}, found {start}, {due} and {walk.count}")
    for place in sorted(told.keys() | walk.told.keys()):
        if told.get(place) != walk.told.get(place):
            raise Disagreement(f"{place[0]}: told {told.get(place)}, found {walk.told.get(place)}")


def fingerprint(row: dict) -> str:
    content = {key: row[key] for key in sorted(row.keys() - {"type", "id"})}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(lines: Iterable[str]) -> tuple[int, list[str]]:
    """How many promises agree, and a sentence for each that does not."""
    calendars, agreed, differing = {}, 0, []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if row["type"] == "calendar" and row["id"] == fingerprint(row):
                calendars[row["id"]] = Calendar(row)
            elif row["type"] == "promise" and row["calendar"] in calendars:
                compare(row, calendars[row["calendar"]])
                agreed += 1
            else:
                raise ValueError("neither a calendar with its true id nor a promise of a calendar given before")
        except Disagreement as found:
            differing.append(f"promise {row['id']}: {found}")
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as wrong:
            raise ValueError(f"line {number}: {type(wrong).__name__}: {wrong}") from wrong
    return agreed, differing


def main(arguments: list[str]) -> int:
    try:
        with open(0 if arguments == ["-"] else arguments[0], encoding="utf-8") as file:
            agreed, differing = check(file)
    except (ValueError, OSError, IndexError) as wrong:
        print(f"{wrong}\nusage: check_deadlines.py FILE   (- reads standard input)", file=sys.stderr)
        return 2
    print(*differing, sep="\n", end="\n" * bool(differing), file=sys.stderr)
    print(f"{agreed} of {agreed + len(differing)} promises agree")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
