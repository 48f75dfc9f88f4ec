"""How long things take in the demo, and how often they go wrong: believable, and nobody's real figures."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from gandan.law.calendar import HANOI, WorkCalendar

REFUSED_AT_THE_DESK = 0.03
INCOMPLETE_AT_THE_DESK = 0.06
SUPPLEMENT_LATER = 0.05
NEVER_SUPPLEMENTED = 0.2
NO_AS_A_RESULT = 0.03
LATE = 0.06
NEVER_COLLECTED = 0.03
FROM_ELSEWHERE = 0.08  # applicants who live in another commune
THROUGH_AN_AGENT = 0.07
ORGANISATIONS = 0.15  # of the applicants in the fields where organisations apply
FIELDS_OF_ORGANISATIONS = ("Chứng thực", "Hoạt động xây dựng", "Đất đai", "Môi trường")

# What people come for, by national code; everything else shares what is left.
COMMON = {
    "2.000815": 22, "2.000884": 9, "1.004873": 12, "1.001193": 11, "2.000635": 10, "1.000894": 5, "1.000656": 4,
    "1.004859": 4, "2.001035": 3, "1.001612": 3, "1.013225": 3, "1.014027": 3,
}  # fmt: skip
RARE = 11


class OfficeTime:
    """Instants inside office hours, counted in whole working days from the first one."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        every = (first + timedelta(days=n) for n in range((last - first).days + 60))
        self.days = [day for day in every if calendar.is_working(day)]
        self.calendar = calendar

    def instant(self, rng: Random, day: date) -> datetime:
        """Some minute of a working day's hours; mornings are busier."""
        spans = self.calendar.spans(day)
        begins, ends = spans[0] if rng.random() < 0.62 else spans[-1]
        minutes = (datetime.combine(day, ends) - datetime.combine(day, begins)).seconds // 60
        moment = datetime.combine(day, begins, HANOI) + timedelta(minutes=rng.randrange(minutes))
        return moment + timedelta(seconds=rng.randrange(60))

    def later(self, rng: Random, after: datetime, working_days: int) -> datetime:
        """An instant about `working_days` working days after another one; within the same day for 0."""
        index = bisect_right(self.days, after.date()) - 1
        if working_days == 0 and index >= 0 and self.days[index] == after.date():
            closes = datetime.combine(after.date(), self.calendar.spans(after.date())[-1][1], HANOI)
            room = int((closes - after).total_seconds())
            if room > 600:
                return after + timedelta(seconds=rng.randrange(240, room))
        return self.instant(rng, self.days[index + max(1, working_days)])


def arrival_days(rng: Random, days: Sequence[date], count: int) -> list[date]:
    """The days on which `count` dossiers come: evenly over the past, denser in the last three weeks."""
    recent = days[-15:]
    picked = [rng.choice(recent) if rng.random() < 0.22 else rng.choice(days) for _ in range(count)]
    return sorted(picked)
