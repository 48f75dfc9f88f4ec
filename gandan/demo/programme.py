"""The programme: directives of three levels, one continuing another, and the Saturdays that serve a task."""

from dataclasses import replace
from datetime import date, datetime
from random import Random

from gandan.counter.sessions.models import Plan
from gandan.demo.organisation import BUILDER, DECISION, PROVINCE, officer
from gandan.demo.world import World
from gandan.law.calendar import HANOI
from gandan.organisation.actions import create_unit
from gandan.organisation.models import Person, Tree, Unit, UnitKind
from gandan.organisation.powers import PostKind
from gandan.programme.directives import actions
from gandan.programme.directives.models import Directive
from gandan.programme.directives.values import DirectiveDetails, TaskDetails

# the two public documents of the centre that the programme rests on, in a few words of our own
BEGUN = DirectiveDetails(
    number="05-CT/TW",
    body="Bộ Chính trị",
    title="Đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    signed_on=date(2016, 5, 15),
    valid_from=date(2016, 5, 15),
    summary="Việc học và làm theo là việc thường xuyên; người đứng đầu nêu gương; chú trọng làm theo bằng việc cụ thể.",
)
GOES_ON = DirectiveDetails(
    number="01-KL/TW",
    body="Bộ Chính trị",
    title="Tiếp tục thực hiện Chỉ thị 05-CT/TW",
    signed_on=date(2021, 5, 18),
    valid_from=date(2021, 5, 18),
    summary="Chuyên đề từng năm, bản cam kết của từng người; kiểm tra, sơ kết quý và năm; biểu dương người tốt.",
)
TASKS = (
    "Cải cách thủ tục hành chính: tiếp nhận thuận lợi, trả kết quả đúng hẹn, phục vụ cả ngày nghỉ",
    "Mỗi cán bộ có bản cam kết hằng năm với việc làm, thời hạn, kết quả đo được",
    "Xây dựng, đánh giá và nhân rộng mô hình hiệu quả",
    "Người đứng đầu dự sinh hoạt chi bộ được phân công, đối thoại với nhân dân",
    "Biểu dương tập thể nhỏ, người trực tiếp làm việc",
)


def build(world: World, rng: Random, as_of: datetime) -> None:
    """The province's Party committee passes the centre's documents on and plans a year; each centre serves a task."""
    keeper = _keeper(world)
    committees = [desk.committee.ref.code for desk in world.desks]
    begun = _entered(keeper, replace(BEGUN, addressed=committees), world.begins)
    goes_on = _entered(keeper, replace(GOES_ON, addressed=committees, continues=[begun.code]), world.begins)
    planned = max(world.begins, datetime(as_of.year, 1, 5, 9, tzinfo=HANOI))
    plan = _entered(keeper, _plan_of(planned.date(), committees, goes_on), planned)
    for text in TASKS:
        details = TaskDetails(text, date(planned.year, 12, 31))
        actions.add_task(directive_id=plan.pk, details=details, by=keeper, at=planned)
    _cite_saturdays(world, plan, as_of)


def _keeper(world: World) -> Person:
    on = world.begins.date()
    committee = create_unit(
        tree=Tree.PARTY, kind=UnitKind.PARTY_COMMITTEE, code=f"{PROVINCE}.TU", name="Tỉnh ủy Ninh Bình", parent=None,
        valid_from=on, source=DECISION, by=BUILDER, at=world.begins,
    )  # fmt: skip
    return officer(committee, PostKind.PROGRAMME_OFFICER, "Lương Thị Mai", world.begins, username="mai")


def _entered(keeper: Person, details: DirectiveDetails, at: datetime) -> Directive:
    unit = Unit.objects.get(code=f"{PROVINCE}.TU")
    return actions.enter(unit=unit, details=details, by=keeper, at=at)


def _plan_of(on: date, committees: list[str], goes_on: Directive) -> DirectiveDetails:
    return DirectiveDetails(
        number="12-KH/TU",
        body="Tỉnh ủy Ninh Bình (văn bản mẫu của vùng trình diễn)",
        title=f"Kế hoạch năm {on.year}: làm theo Bác bằng chất lượng phục vụ nhân dân",
        signed_on=on,
        valid_from=on,
        valid_to=date(on.year, 12, 31),
        summary="Lấy việc phục vụ mà người dân thực nhận làm thước đo: hồ sơ đúng hẹn, thời gian chờ, phiên ngày nghỉ.",
        addressed=committees,
        continues=[goes_on.code],
    )


def _cite_saturdays(world: World, directive: Directive, as_of: datetime) -> None:
    """All but two communes have said that their Saturdays serve the first task."""
    first = directive.tasks.get(place=1)
    for desk in world.desks[:-2]:
        plan = Plan.objects.filter(unit=desk.centre).first()
        if plan is not None:
            at = plan.made_at if plan.made_at > directive.entered_at else as_of
            told = {"subject": plan, "title": plan.name, "unit": desk.centre}
            actions.cite(task_id=first.pk, **told, by=desk.leaders[-1], at=at)
