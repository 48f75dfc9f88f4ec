"""A hall for processes and browsers: open at any hour, since their clock is the real one."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Counter, WorkKind
from gandan.law.hours import Season
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import set_office_hours, set_special_day
from gandan.organisation.models import Person, Unit

KINDS = {"A": "Chứng thực, sao y", "B": "Khai sinh, kết hôn, hộ tịch", "C": "Đất đai, xây dựng", "D": "Hộ kinh doanh"}
ALL_DAY = ((time(0, 0), time(23, 59)),)


def open_at_any_hour(unit: Unit, at: datetime) -> None:
    said = {"source": "Thử", "by": CLOCK, "at": at, "unit": unit}
    set_office_hours(seasons=[Season(ALL_DAY)], valid_from=localdate(at) - timedelta(days=1), **said)
    for ahead in range(2):  # a journey may run at midnight, on a Sunday
        set_special_day(day=localdate(at) + timedelta(days=ahead), kind="working", name="Làm việc", **said)


def set_up(unit: Unit, head: Person, *, counters: int = 2) -> tuple[list[WorkKind], list[Counter]]:
    at = timezone.now()
    open_at_any_hour(unit, at)
    keeping = {"unit": unit, "by": head, "at": at}
    kinds = [actions.add_kind(letter=letter, name=name, order=ord(letter), **keeping) for letter, name in KINDS.items()]
    made = [actions.add_counter(number=number + 1, kinds=kinds, **keeping) for number in range(counters)]
    actions.set_house_rules(unit=unit, said={"most_a_minute": 100}, by=head, at=at)
    return kinds, made


def sow_hall() -> None:
    """In the commune of `tests.journeys.seed.sow`."""
    head = Person.objects.get(user__username="giam-doc")
    set_up(Unit.objects.get(kind="service_centre"), head)
