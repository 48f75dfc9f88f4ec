"""One commune whose centre gives times for certified copies, and what people do there."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from gandan.counter.appointments import actions
from gandan.counter.appointments.models import Appointment
from gandan.counter.appointments.values import CITIZEN
from gandan.counter.tickets.actions import add_kind
from gandan.counter.tickets.models import WorkKind
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import PostKind
from tests.factories import commune, officer

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=HANOI)  # a Monday
TOMORROW = date(2026, 11, 17)
AT_EIGHT = datetime(2026, 11, 17, 8, 10, tzinfo=HANOI)  # the third time of the morning, 20 minutes each from 07:30
PHONE, EMAIL = "0912345678", "hoa@example.com"


@dataclass
class Scene:
    centre: Unit
    head: Person
    clerk: Person
    kind: WorkKind
    act: dict = field(default_factory=lambda: {"by": CITIZEN, "at": NOW})

    def held(self, starts_at: datetime = AT_EIGHT, **other: object) -> Appointment:
        return actions.hold_slot(kind=self.kind, starts_at=starts_at, **self.act | other)

    def booked(self, starts_at: datetime = AT_EIGHT, *, phone: str = "", email: str = "", **other) -> Appointment:
        hold = self.held(starts_at, **other)
        act = {name: value for name, value in (self.act | other).items() if name in ("by", "at")}
        return actions.confirm_booking(appointment_id=hold.pk, phone=phone, email=email, **act)

    def offer(self, **other: object) -> None:
        said = {"minutes": 20, "at_once": 2, "is_open": True} | other
        actions.set_offer(kind=self.kind, by=self.head, at=NOW, **said)

    def rules(self, **numbers: int) -> None:
        actions.set_house_rules(unit=self.centre, needs_contact=False, by=self.head, at=NOW, **numbers)


def scene_of(name: str = "Bình Lục") -> Scene:
    centre = commune(name).centre
    head = officer(centre, PostKind.CENTRE_HEAD, name="Trần Văn Phúc")
    clerk = officer(centre, PostKind.COUNTER_OFFICER, name="Nguyễn Thị Hạnh")
    kind = add_kind(unit=centre, letter="B", name="Chứng thực bản sao", fields=["Chứng thực"], by=head, at=NOW)
    scene = Scene(centre, head, clerk, kind)
    scene.offer()
    return scene


@pytest.fixture
def scene(db) -> Scene:
    return scene_of()


def days(count: int) -> timedelta:
    return timedelta(days=count)
