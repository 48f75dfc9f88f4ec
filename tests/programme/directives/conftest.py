"""A Party committee that passes a directive on to two communes, each with its centre and who leads it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest

from gandan.law.calendar import HANOI
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Tree, Unit, UnitKind
from gandan.organisation.powers import PostKind
from gandan.programme.directives import actions
from gandan.programme.directives.models import Citation, Directive, Task
from gandan.programme.directives.values import DirectiveDetails, TaskDetails
from tests.factories import Commune, UnitFactory, commune, officer

AT = datetime(2026, 11, 2, 9, 0, tzinfo=HANOI)  # a Monday
WORK = Ref("session_plan", "7K3M92QX")


@dataclass
class Scene:
    party: Unit
    keeper: Person
    first: Commune
    second: Commune
    head: Person  # of the first centre
    chair: Person  # of the second committee

    def details(self, **other: object) -> DirectiveDetails:
        plain = DirectiveDetails(
            number="12-KH/HU",
            body="Huyện ủy Thử Nghiệm",
            title="Kế hoạch phục vụ nhân dân",
            signed_on=date(2026, 1, 5),
            valid_from=date(2026, 1, 10),
            summary="Đúng hẹn, gần dân.",
            addressed=[self.first.committee.ref.code, self.second.committee.ref.code],
        )
        return replace(plain, **other)

    def entered(self, **other: object) -> Directive:
        return actions.enter(unit=self.party, details=self.details(**other), by=self.keeper, at=AT)

    def task(self, directive: Directive | None = None, text: str = "Phục vụ cả ngày nghỉ") -> Task:
        directive = directive or self.entered()
        return actions.add_task(directive_id=directive.pk, details=TaskDetails(text), by=self.keeper, at=AT)

    def cited(self, task: Task, **other: object) -> Citation:
        told = {"subject": WORK, "title": "Ngày thứ bảy với dân", "unit": self.first.centre, "by": self.head, "at": AT}
        return actions.cite(task_id=task.pk, **told | other)


@pytest.fixture
def scene(db) -> Scene:
    party = UnitFactory(tree=Tree.PARTY, kind=UnitKind.PARTY_COMMITTEE, name="Huyện ủy Thử Nghiệm")
    first, second = commune("Bình Lục"), commune("Thanh Liêm")
    chair = officer(second.committee, PostKind.CHAIR)
    Person.objects.filter(pk=chair.pk).update(email="chu-tich@example.com")
    return Scene(
        party,
        keeper=officer(party, PostKind.PROGRAMME_OFFICER),
        first=first,
        second=second,
        head=officer(first.centre, PostKind.CENTRE_HEAD),
        chair=chair,
    )
