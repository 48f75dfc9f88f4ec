"""A commune whose officers commit: a specialist, their chair, a clerk of the centre and its head."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest

from gandan.law.calendar import HANOI
from gandan.organisation.models import Person, Post
from gandan.organisation.powers import PostKind
from gandan.programme.commitments import actions
from gandan.programme.commitments.models import Commitment, Item, Limitation
from gandan.programme.commitments.states import MeasureKind
from gandan.programme.commitments.values import ItemText, LimitationText
from tests.dossiers.conftest import Scene, scene_of
from tests.factories import officer

AT = datetime(2026, 11, 2, 9, 0, tzinfo=HANOI)  # a Monday
TEXT = ItemText(
    content="Xem hồ sơ hộ tịch mới mỗi sáng, không để quá một ngày",
    head="duty",
    solution="Mở danh sách lúc 8 giờ",
    due_on=date(2026, 12, 15),
    measure_kind=MeasureKind.COUNT,
    measure="Dưới 5 hồ sơ trễ",
    evidence="Sổ theo dõi",
)
AIM = replace(
    TEXT,
    content="Từ 60 phần trăm hồ sơ tháng này có kết quả đúng hẹn",
    measure_kind=MeasureKind.INDICATOR,
    measure="",
    indicator="dossiers_on_time",
    period="2026-11",
    target=600,
    due_on=date(2026, 12, 31),
)
LIMIT = LimitationText("Trả lời thôn chậm", "Không ai giữ sổ", "Giao một người giữ sổ", date(2026, 12, 1), "Sổ")


@dataclass
class Office:
    """The people of a commune; `owner` is its specialist."""

    dossiers: Scene
    chair: Person
    head: Person
    clerk: Person

    @property
    def owner(self) -> Person:
        return self.dossiers.specialist

    @property
    def unit(self):
        return self.dossiers.place.committee

    def drafted(self, by: Person | None = None, *, at: datetime = AT) -> Commitment:
        by = by or self.owner
        post = Post.objects.get(tenures__person=by)
        return actions.draft(post=post, year=at.year, by=by, at=at)

    def item(self, commitment: Commitment, text: ItemText = TEXT, code: str = "", *, at: datetime = AT) -> Item:
        told = {"text": text, "item_code": code, "by": commitment.person, "at": at}
        return actions.write_item(commitment_id=commitment.pk, **told)

    def limitation(self, commitment: Commitment, text: LimitationText = LIMIT, code: str = "") -> Limitation:
        told = {"text": text, "limitation_code": code, "by": commitment.person, "at": AT}
        return actions.write_limitation(commitment_id=commitment.pk, **told)

    def signed(self, *texts: ItemText, by: Person | None = None, at: datetime = AT) -> Commitment:
        commitment = self.drafted(by, at=at)
        for text in texts or (TEXT,):
            self.item(commitment, text, at=at)
        actions.sign(commitment_id=commitment.pk, by=commitment.person, at=at)
        return again(commitment)

    def confirmed(self, *texts: ItemText, by: Person | None = None) -> Commitment:
        commitment = self.signed(*texts, by=by)
        actions.confirm(commitment_id=commitment.pk, by=self.chair, at=AT)
        return again(commitment)


def again(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_related("person", "post", "unit").get(pk=commitment.pk)


@pytest.fixture
def office(db) -> Office:
    dossiers = scene_of()
    Person.objects.filter(pk=dossiers.chair.pk).update(email="chu-tich@example.com")
    Person.objects.filter(pk=dossiers.specialist.pk).update(email="chuyen-vien@example.com")
    return Office(
        dossiers,
        chair=Person.objects.get(pk=dossiers.chair.pk),
        head=officer(dossiers.place.centre, PostKind.CENTRE_HEAD),
        clerk=dossiers.clerk,
    )
