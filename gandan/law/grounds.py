"""What counting rests on, on the day that triggers a term: the articles in force then, and the hour of "trong ngày"."""

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from gandan.law.rulebook import Rule, in_force
from gandan.lib.refusal import mark

# "sau 15 giờ" stands in a law or decree of its own for each area
_WITHIN_DAY = {"hộ tịch": "60/2014:5.3:within-day", "chứng thực": "23/2015:7:within-day"}


@dataclass(frozen=True, slots=True)
class Grounds:
    """The sources a derivation cites. Where no rule is in force, the source says that, and no dead law is cited.

    `late_in_day`: accepted after this time a term within the day ends on the next working day; None where no rule in
    force names an hour.
    """

    from_next_day: str
    from_the_moment: str
    rolled: str
    within_day: str
    late_in_day: time | None


@lru_cache(maxsize=512)
def grounds_on(day: date) -> Grounds:
    """The grounds of a term that is triggered on a day."""
    areas = {area: in_force(id, day) for area, id in _WITHIN_DAY.items()}
    hours = [time.fromisoformat(rule.value) for rule in areas.values() if rule is not None]
    return Grounds(
        from_next_day=_cite(in_force("bldd:147.2", day), day),
        from_the_moment=_cite(in_force("bldd:147.1", day), day),
        rolled=_cite(in_force("bldd:148.5", day), day),
        within_day="; ".join(f"{_cite(rule, day)} ({area})" for area, rule in areas.items()),
        late_in_day=min(hours, default=None),
    )


def _cite(rule: Rule | None, day: date) -> str:
    if rule is not None:
        return rule.article
    return mark("chưa ghi quy định nào có hiệu lực vào ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"}
