"""The region: communes of today's Ninh Bình with their history, one provincial agency, and who works there."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files
from random import Random

from gandan.demo import names
from gandan.demo.world import Desk, World
from gandan.desk.accounts import DEMO_PASSWORD
from gandan.lib.fold import fold
from gandan.lib.refs import Ref
from gandan.organisation.actions import (
    add_person,
    appoint,
    change_unit,
    create_post,
    create_unit,
    import_units,
    open_account,
)
from gandan.organisation.models import Person, Tree, Unit, UnitKind
from gandan.organisation.powers import PostKind
from gandan.organisation.rules.unit_rows import read_rows

BUILDER = Ref("system", "demo")
DECISION = "Quyết định mẫu của vùng trình diễn"

# The five communes that were Bình Lục, then twelve neighbours; statistics-office codes of 2025.
COMMUNES = ("13504", "13501", "13531", "13540", "13558")
NEIGHBOURS = (
    *("13495", "13489", "13483", "13474", "13456", "13573"),
    *("13579", "13627", "13609", "13597", "13285", "13444"),
)
PROVINCE = "37"
UNIT_FILES = ("binh_luc_den_2025.csv", "ninh_binh_2025.csv")  # what was, then what is
# Real agency codes are not public for every commune: these are samples of the right shape.
FIRST_AGENCY_NUMBER = 216

CIVIL_STATUS = ("Hộ tịch", "Chứng thực", "Nuôi con nuôi", "Hòa giải ở cơ sở", "Cư trú")
SPECIALISTS_OF_THE_TOUR = (
    ("Đỗ Quang Huy", "huy", CIVIL_STATUS),
    ("Bùi Thị Nga", "nga", ("Hộ kinh doanh", "Hoạt động xây dựng", "Đất đai")),
    ("Lê Đình Phúc", "phuc", ()),  # everything else
)


def build(world: World, rng: Random, as_of: datetime) -> None:
    """Units, posts, people and accounts, all through the organisation's own actions."""
    on = world.begins.date()
    for file in UNIT_FILES:
        rows, broken = read_rows((files("gandan.organisation") / "data" / file).read_bytes())
        assert not broken, f"{file}: {broken}"
        import_units(rows=rows, by=BUILDER, at=world.begins)
    world.administrator = _administrator(on, world.begins)
    for number, code in enumerate((*COMMUNES, *NEIGHBOURS)):
        committee = Unit.objects.in_force(on).get(code=code)
        world.desks.append(_desk(committee, rng, world.begins, agency=f"H42.{FIRST_AGENCY_NUMBER + number}"))
    _other_trees(world.desks[0].committee, rng, world.begins)
    _provincial_agency(rng, world.begins)


def _administrator(on: date, at: datetime) -> Person:
    province = Unit.objects.in_force(on).get(code=PROVINCE)
    return officer(province, PostKind.INSTALLATION_ADMINISTRATOR, "Phạm Quốc Khánh", at, username="quantri")


def _desk(committee: Unit, rng: Random, at: datetime, *, agency: str) -> Desk:
    place = committee.name.removeprefix("Ủy ban nhân dân ")
    committee = change_unit(
        unit=committee,
        agency_code=agency,
        address=f"Trụ sở Ủy ban nhân dân, {place}, tỉnh Ninh Bình",
        by=BUILDER,
        at=at,
    )
    centre = create_unit(
        tree=Tree.STATE,
        kind=UnitKind.SERVICE_CENTRE,
        code=f"{committee.code}.TT",
        name=f"Trung tâm Phục vụ hành chính công {place}",
        parent=committee,
        valid_from=committee.valid_from,
        address=committee.address,
        phone=f"0226 3{rng.randrange(100_000, 1_000_000)}",
        source=DECISION,
        by=BUILDER,
        at=at,
    )
    desk = Desk(committee, centre)
    if committee.code == COMMUNES[0]:
        _staff_of_the_tour(desk, at)
    else:
        _staff(desk, rng, at)
    return desk


def _staff_of_the_tour(desk: Desk, at: datetime) -> None:
    """Bình Lục, whose people the README's tour meets."""
    desk.counter = [
        officer(desk.centre, PostKind.COUNTER_OFFICER, "Nguyễn Thị Hạnh", at, username="hanh"),
        officer(desk.centre, PostKind.COUNTER_OFFICER, "Trần Văn Kiên", at, username="kien"),
    ]
    desk.specialists = {
        officer(desk.committee, PostKind.SPECIALIST, name, at, username=username, fields=fields): fields
        for name, username, fields in SPECIALISTS_OF_THE_TOUR
    }
    desk.leaders = [
        officer(desk.committee, PostKind.CHAIR, "Vũ Đức Thắng", at, username="thang"),
        officer(desk.centre, PostKind.CENTRE_HEAD, "Ngô Thị Phương", at, username="phuong"),
    ]


def _staff(desk: Desk, rng: Random, at: datetime) -> None:
    desk.counter = [officer(desk.centre, PostKind.COUNTER_OFFICER, names.person_name(rng)[0], at)]
    desk.specialists = {officer(desk.committee, PostKind.SPECIALIST, names.person_name(rng)[0], at): ()}
    desk.leaders = [officer(desk.committee, PostKind.VICE_CHAIR, names.person_name(rng)[0], at)]


def _other_trees(commune: Unit, rng: Random, at: datetime) -> None:
    """Units of the other kinds around one commune: separate trees, no power over dossiers."""
    place, code = commune.name.removeprefix("Ủy ban nhân dân xã "), commune.code
    party = _unit((Tree.PARTY, UnitKind.PARTY_COMMITTEE), f"{code}.DU", f"Đảng ủy xã {place}", None, at)
    _unit((Tree.PARTY, UnitKind.PARTY_CELL), f"{code}.CB1", "Chi bộ thôn An Bài", party, at)
    front_name = f"Ủy ban Mặt trận Tổ quốc xã {place}"
    front = _unit((Tree.ASSOCIATION, UnitKind.FATHERLAND_FRONT), f"{code}.MT", front_name, None, at)
    _unit((Tree.ASSOCIATION, UnitKind.ASSOCIATION), f"{code}.CCB", f"Hội Cựu chiến binh xã {place}", front, at)
    _unit((Tree.ASSOCIATION, UnitKind.ASSOCIATION), f"{code}.PN", f"Hội Liên hiệp Phụ nữ xã {place}", front, at)
    cooperative_name = f"Hợp tác xã dịch vụ nông nghiệp {place}"
    _unit((Tree.ASSOCIATION, UnitKind.COOPERATIVE), f"{code}.HTX", cooperative_name, None, at)
    _unit((Tree.STATE, UnitKind.SCHOOL), f"{code}.TH", f"Trường Tiểu học {place}", commune, at)
    _unit((Tree.STATE, UnitKind.POLICE), f"{code}.CA", f"Công an xã {place}", None, at)
    _unit((Tree.PARTY, UnitKind.POLITICAL_CENTRE), f"{code}.CT", f"Trung tâm chính trị {place}", party, at)
    officer(party, PostKind.PARTY_SECRETARY, names.person_name(rng, woman=False)[0], at)
    officer(front, PostKind.ASSOCIATION_HEAD, names.person_name(rng, woman=True)[0], at)


def _provincial_agency(rng: Random, at: datetime) -> None:
    province = Unit.objects.in_force(at.date()).get(code=PROVINCE)
    agency = _unit((Tree.STATE, UnitKind.PROVINCIAL_AGENCY), "37.STP", "Sở Tư pháp tỉnh Ninh Bình", province, at)
    officer(agency, PostKind.SPECIALIST, names.person_name(rng)[0], at)


def _unit(line: tuple[Tree, UnitKind], code: str, name: str, parent: Unit | None, at: datetime) -> Unit:
    return create_unit(
        tree=line[0], kind=line[1], code=code, name=name, parent=parent, valid_from=at.date(), source=DECISION,
        by=BUILDER, at=at,
    )  # fmt: skip


def officer(
    unit: Unit, kind: PostKind, name: str, at: datetime, *, username: str = "", fields: Sequence[str] = ()
) -> Person:
    """A person in a new post; with `username` also a sample account."""
    person = add_person(name=name, email=f"{_mailbox(name)}@example.com", by=BUILDER, at=at)
    post = create_post(unit=unit, kind=kind, fields=fields, by=BUILDER, at=at)
    appoint(person=person, post=post, valid_from=at.date(), decision=DECISION, by=BUILDER, at=at)
    if username:
        open_account(person=person, username=username, password=DEMO_PASSWORD, is_demo=True, by=BUILDER, at=at)
    return person


def _mailbox(name: str) -> str:
    return ".".join(reversed(fold(name).split()))
