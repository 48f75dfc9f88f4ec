"""A few people ask about their own data, one breach is reported: what who protects data at a centre has to do."""

from datetime import datetime, timedelta
from random import Random

from gandan.demo.world import World
from gandan.dossiers.models import Dossier
from gandan.law.calendar import HANOI
from gandan.privacy import actions

ASKED = (
    ("access", "Cho tôi biết cơ quan đang giữ những dữ liệu gì về tôi.", 40),
    ("rectify", "Số điện thoại ghi sai, đề nghị sửa lại.", 12),
    ("delete", "Đề nghị xóa dữ liệu của tôi sau khi đã nhận kết quả.", 1),
)
LAW_BEGINS = datetime(2026, 1, 1, tzinfo=HANOI)
ARCHIVED = "Chưa xóa được: hồ sơ còn trong thời hạn lưu trữ theo Luật Lưu trữ. Chúng tôi chỉ dùng để giải quyết hồ sơ."


def build(world: World, rng: Random, as_of: datetime) -> None:
    """At the centre of the tour: one answered, one replied to, one new; a lost sheet of paper, reported in time."""
    if as_of - timedelta(days=70) < LAW_BEGINS:
        return
    desk = world.desks[0]
    head = desk.leaders[-1]
    people = list(Dossier.objects.filter(receiving_unit=desk.centre).select_related("applicant").order_by("id")[:3])
    for (what, said, days_ago), dossier in zip(ASKED, people, strict=False):
        at = (as_of - timedelta(days=days_ago)).replace(hour=9, minute=15)
        who = dossier.applicant
        told = {"name": who.name, "number": who.id_number, "birth_year": who.birth_year, "email": who.email}
        if not (who.id_number or who.birth_year):
            told["birth_year"] = 1980
        asked = actions.register_request(unit=desk.centre, what=what, said=said, **told, by=head, at=at)
        if days_ago > 1:
            actions.reply(request_id=asked.pk, by=head, at=at + timedelta(hours=2))
        if days_ago > 30:
            actions.refuse(request_id=asked.pk, answer=ARCHIVED, by=head, at=at + timedelta(days=5))
    _breach(world, as_of)


def _breach(world: World, as_of: datetime) -> None:
    desk = world.desks[0]
    head = desk.leaders[-1]
    found_at = (as_of - timedelta(days=60)).replace(hour=16, minute=40)
    breach = actions.record_breach(
        unit=desk.centre,
        found_at=found_at,
        happened="Một tờ khai in ra bị bỏ quên ở máy in chung, người ngoài có thể đã nhìn thấy.",
        measures="Đã thu lại, chuyển máy in vào phòng khóa, nhắc cán bộ lấy giấy ngay.",
        people=1,
        by=head,
        at=found_at + timedelta(minutes=30),
    )
    actions.report_breach(breach_id=breach.pk, number="12/BC-TTPVHCC", by=head, at=found_at + timedelta(days=1))
