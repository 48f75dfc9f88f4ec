"""Land dossiers on their road through three agencies: one walked to its return, some under way, one elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from gandan.demo import names
from gandan.demo.organisation import BUILDER, DECISION, officer
from gandan.demo.world import Desk, World
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.routing import decreed_legs
from gandan.dossiers.values import ApplicantDetails, Intake, LegStated, PaperGiven
from gandan.law.calendar import HANOI
from gandan.organisation.actions import create_unit
from gandan.organisation.models import Person, Tree, Unit, UnitKind
from gandan.organisation.powers import PostKind
from gandan.organisation.queries import calendar_of
from gandan.procedures.models import Version

LAND = "1.013978"
CASE = "Dòng 17 ngày làm việc của Cổng"
GROUND = "Quy trình nội bộ mẫu của vùng trình diễn"
FOUND = (
    "Thửa 112, tờ bản đồ 7: ranh giới, diện tích khớp bản đồ địa chính.",
    "Sử dụng ổn định từ năm 1989, không tranh chấp; đã công khai đủ ngày.",
    "Lệ phí trước bạ đã thông báo; người dân đã nộp.",
)
# how many working days ago each came in, how far its road went, and how late each of its legs was, in working days
ROADS = (
    (24, 3, (0, 0, 2)),  # through to its return, one agency late
    (16, 2, (0, 0, 0)),
    (9, 1, (0, 0, 0)),
    (12, 0, (0, 0, 0)),  # the first agency is late and has not finished
    (3, 0, (0, 0, 0)),
)


@dataclass
class Agencies:
    """One officer in each agency of the province that takes part."""

    of_kind: dict[str, Person]
    provincial: Unit


def build_agencies(world: World, rng: Random, at: datetime) -> Agencies:
    """The land registry's branch and the tax office of the district that was, each with somebody who works there."""
    province = Unit.objects.in_force(at.date()).get(code="37")
    told = (
        (UnitKind.LAND_REGISTRY, "37.VPDK.BL", "Chi nhánh Văn phòng đăng ký đất đai khu vực Bình Lục", "lam"),
        (UnitKind.TAX_OFFICE, "37.THUE.5", "Thuế cơ sở 5 tỉnh Ninh Bình", "yen"),
    )
    found = {}
    for kind, code, name, username in told:
        unit = create_unit(
            tree=Tree.STATE, kind=kind, code=code, name=name, parent=province, valid_from=at.date(), source=DECISION,
            by=BUILDER, at=at,
        )  # fmt: skip
        who = "Trịnh Văn Lâm" if username == "lam" else "Mai Thị Yến"
        found[kind.value] = officer(unit, PostKind.SPECIALIST, who, at, username=username)
    return Agencies(found, Unit.objects.get(code="37.STP"))


def build(world: World, rng: Random, as_of: datetime) -> None:
    """Walk each road as far as the day allows; what would come after `as_of` is left open."""
    agencies = build_agencies(world, rng, world.begins)
    calendar = calendar_of(world.desks[0].committee, as_of.date())
    every = (as_of.date() - timedelta(days=n) for n in range(60, 0, -1))
    days = [day for day in every if calendar.is_working(day) and day > world.begins.date()]
    if len(days) <= max(ago for ago, _, _ in ROADS):
        return  # the region has only begun
    for ago, legs, late in ROADS:
        Walk(world.desks[0], agencies, rng, as_of, days).go(days[-1 - ago], legs, late)
    _one_for_another_commune(world, rng, as_of, days)


class Walk:
    """One land dossier of a desk, day by day."""

    def __init__(self, desk: Desk, agencies: Agencies, rng: Random, as_of: datetime, days: list[date]) -> None:
        self.desk, self.agencies, self.rng, self.as_of, self.days = desk, agencies, rng, as_of, days
        self.clerk = desk.counter[0]
        self.specialist = next(person for person, fields in desk.specialists.items() if "Đất đai" in fields)
        self.dossier: Dossier | None = None

    def go(self, begins: date, legs: int, late: tuple[int, ...]) -> None:
        day = self.days.index(begins)
        self.dossier = _accepted(self.desk, self.clerk, self.specialist, self.rng, self.at(day, 8))
        self.act(actions.examine, by=self.specialist, at=self.at(day, 10))
        self.plan(self.at(day, 14))
        for number in range(legs):
            day += 4 + late[number]
            if not self.finish(number + 1, day, onwards=number + 1 < 3):
                return
        if legs == 3:
            self.end(day + 1)

    def plan(self, at: datetime) -> None:
        legs = [
            LegStated(leg.agencies[0].pk, leg.step.task, leg.term, GROUND, leg.step.stage)
            for leg in decreed_legs(self.dossier, at.date())
        ]
        self.act(actions.plan_route, legs=legs, way="both", by=self.specialist, at=at)

    def finish(self, ordinal: int, day: int, *, onwards: bool) -> bool:
        """The papers are signed for and the leg finished; False when that would be after the demo's day."""
        if day >= len(self.days):
            return False
        leg = self.dossier.legs.get(ordinal=ordinal)
        worker = self.agencies.of_kind.get(leg.unit.kind, self.specialist)
        self.sign(worker, self.at(day - 3, 9))
        actions.finish_leg(
            dossier_id=self.dossier.pk, leg=ordinal, finding=FOUND[ordinal - 1], way="both", by=worker,
            at=self.at(day, 15),
        )  # fmt: skip
        if onwards and day + 1 < len(self.days):
            following = self.dossier.legs.get(ordinal=ordinal + 1)
            self.sign(self.agencies.of_kind.get(following.unit.kind, self.specialist), self.at(day + 1, 9))
        return True

    def end(self, day: int) -> None:
        if day + 1 >= len(self.days):
            return
        self.sign(self.specialist, self.at(day, 8))
        said = {"outcome": "approved", "result_number": "GCN 00471/2026", "reason": ""}
        self.act(actions.settle, **said, by=self.specialist, at=self.at(day, 16))
        who = self.dossier.applicant.name
        given_back = set(self.dossier.papers.filter(originals__gt=0).values_list("ordinal", flat=True))
        self.act(
            actions.return_result, collected_by=who, given_back=given_back, applicant_is_here=True, by=self.clerk,
            at=self.at(day + 1, 9),
        )  # fmt: skip

    def sign(self, worker: Person, at: datetime) -> None:
        for coming in self.dossier.hand_overs.filter(received_at=None, handed_at__lt=at):
            actions.receive_hand_over(dossier_id=self.dossier.pk, ordinal=coming.ordinal, by=worker, at=at)

    def act(self, action: Callable[..., Dossier], **said: object) -> None:
        self.dossier = action(dossier_id=self.dossier.pk, revision=self.dossier.revision, **said)

    def at(self, day: int, hour: int) -> datetime:
        return datetime.combine(self.days[day], time(hour, self.rng.randrange(1, 50)), HANOI)


def _one_for_another_commune(world: World, rng: Random, as_of: datetime, days: list[date]) -> None:
    """Received in the tour's commune for a neighbour: settled there, the result on its way back; and an opinion."""
    here, there = world.desks[0], world.desks[1]
    specialist = next(iter(there.specialists))
    walk = Walk(here, Agencies({}, here.committee), rng, as_of, days)
    at = walk.at(len(days) - 8, 9)
    walk.dossier = _accepted(here, walk.clerk, specialist, rng, at, deciding=there.committee)
    walk.sign(there.counter[0], walk.at(len(days) - 7, 10))
    walk.act(actions.examine, by=specialist, at=walk.at(len(days) - 7, 14))
    asked = LegStated(
        Unit.objects.get(code="37.STP").pk, "Thửa đất có liên quan vụ việc thi hành án không?", "3 working days", GROUND
    )
    walk.act(actions.consult, asked=asked, way="electronic", by=specialist, at=walk.at(len(days) - 6, 8))
    actions.tell_overdue_opinions(at=walk.at(len(days) - 1, 8))


def _accepted(
    desk: Desk, clerk: Person, handler: Person, rng: Random, at: datetime, *, deciding: Unit | None = None
) -> Dossier:
    version = Version.objects.in_force(at.date()).get(procedure__code=LAND)
    draft = actions.open_draft(unit=desk.centre, by=clerk, at=at)
    name, woman = names.person_name(rng)
    born = rng.randrange(1950, 1990)
    papers = tuple(
        PaperGiven(asked.name, asked.originals, asked.certified, asked.copies, needed=True, given=True)
        for asked in version.requirements
    )
    intake = Intake(
        reference=draft.reference,
        version_id=version.pk,
        term_case=CASE,
        channel="desk",
        applicant=ApplicantDetails(
            name,
            id_number=names.personal_number(rng, birth_year=born, woman=woman),
            birth_year=born,
            phone=names.phone(rng),
            address_on_paper=f"Thôn {rng.choice(names.HAMLETS)}, xã Bình Lục, tỉnh Ninh Bình",
        ),
        papers=papers,
        receiving_unit_id=desk.centre.pk,
        deciding_unit_id=(deciding or desk.committee).pk,
        handler_id=handler.pk,
        return_at=desk.centre.name,
    )
    return actions.accept(intake=intake, by=clerk, at=at)
