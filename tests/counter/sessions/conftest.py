"""A commune that plans Saturdays: its centre, who serves there, who signs, a procedure."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from gandan.counter.sessions import actions
from gandan.counter.sessions.models import Plan, Session
from gandan.counter.sessions.values import Need, PlanDetails
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import PostKind
from gandan.procedures.models import Version
from tests.dossiers.conftest import version_of
from tests.factories import Commune, commune, officer

AT = datetime(2026, 11, 2, 9, 0, tzinfo=HANOI)  # a Monday
FIRST, LAST = date(2026, 11, 14), date(2026, 12, 5)  # four Saturdays


@dataclass
class Place:
    place: Commune
    head: Person
    chair: Person
    vice: Person
    specialist: Person
    clerks: list[Person]
    version: Version

    @property
    def centre(self) -> Unit:
        return self.place.centre

    def details(self, **other: object) -> PlanDetails:
        plain = PlanDetails(
            name="Ngày thứ bảy với dân",
            decision_number="12/QĐ-UBND",
            decision_on=date(2026, 10, 20),
            decision_signer="Vũ Đức Thắng",
            pattern="every_saturday",
            hours="07:30-11:30",
            place="Trung tâm Phục vụ hành chính công xã",
            procedures=[self.version.procedure.code],
            receives_petitions=True,
            needs=[Need("dossiers.receive", 2), Need("dossiers.settle"), Need("dossiers.return")],
            people=3,
        )
        return replace(plain, **other)

    def planned(self, *, by: Person | None = None, **other: object) -> Plan:
        return actions.make_plan(unit=self.centre, details=self.details(**other), by=by or self.head, at=AT)

    def with_days(self, *, first: date = FIRST, last: date = LAST, **other: object) -> Plan:
        plan = self.planned(**other)
        actions.plan_sessions(plan_id=plan.pk, first=first, last=last, by=self.head, at=AT)
        return plan

    def rostered(self, **other: object) -> Plan:
        plan = self.with_days(**other)
        actions.fill_roster(plan_id=plan.pk, by=self.head, at=AT)
        actions.publish_roster(plan_id=plan.pk, by=self.head, at=AT)
        return plan

    def announced(self, **other: object) -> Session:
        """The first session of a plan whose roster is published."""
        session = self.rostered(**other).sessions.first()
        return actions.announce(session_id=session.pk, by=self.head, at=AT)

    def held(self, **other: object) -> Session:
        session = self.announced(**other)
        return actions.hold(session_id=session.pk, by=self.head, at=noon(session))


def noon(session: Session, *, days: int = 0) -> datetime:
    return datetime.combine(session.day + timedelta(days=days), datetime.min.time(), HANOI).replace(hour=12)


def place_of(name: str = "Bình Lục", *, version: Version | None = None, clerks: int = 4) -> Place:
    place = commune(name)
    people = [officer(place.centre, PostKind.COUNTER_OFFICER, name=f"Nguyễn Thị {n}") for n in range(clerks)]
    Person.objects.filter(pk__in=[person.pk for person in people]).update(email="can-bo@example.com")
    return Place(
        place,
        head=officer(place.centre, PostKind.CENTRE_HEAD, name="Ngô Thị Phương"),
        chair=officer(place.committee, PostKind.CHAIR, name="Vũ Đức Thắng"),
        vice=officer(place.committee, PostKind.VICE_CHAIR, name="Trần Văn Phó"),
        specialist=officer(place.committee, PostKind.SPECIALIST, name="Đỗ Quang Huy"),
        clerks=[Person.objects.get(pk=person.pk) for person in people],
        version=version or version_of(),
    )


@pytest.fixture
def place(db) -> Place:
    return place_of()
