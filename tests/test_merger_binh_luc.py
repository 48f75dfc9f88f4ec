"""Bình Lục: seventeen communes, fifteen from 2025-01-01, five from 2025-07-01, on a fixture of 2025-06-30.

13504 names Bình Nghĩa until 30/6/2025 and Bình Lục since; 13540 names An Nội, then Bình An, then another Bình An.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from django.urls import reverse
from django.utils import timezone

from gandan.dossiers.actions import assign
from gandan.dossiers.models import Dossier, HandOver
from gandan.dossiers.queries import by_public_code, figures_of, search
from gandan.dossiers.queries.reading import Period as Month
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import merge_units, preview_mergers
from gandan.organisation.models import Unit, UnitSuccession
from gandan.organisation.powers import PostKind, Power
from gandan.organisation.queries import calendar_of, find_units, holders, scope_of, standing, unit_by_ref, unit_history
from gandan.promises.models import Promise
from gandan.promises.queries import horizon
from tests.dossiers.conftest import Scene, version_of
from tests.factories import Commune, UnitFactory, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SEVENTEEN = {
    "13501": "Thị trấn Bình Mỹ", "13504": "Xã Bình Nghĩa", "13510": "Xã Tràng An", "13516": "Xã Đồng Du",
    "13519": "Xã Ngọc Lũ", "13522": "Xã Hưng Công", "13525": "Xã Đồn Xá", "13528": "Xã An Ninh",
    "13531": "Xã Bồ Đề", "13534": "Xã Bối Cầu", "13540": "Xã An Nội", "13543": "Xã Vũ Bản",
    "13546": "Xã Trung Lương", "13552": "Xã An Đổ", "13555": "Xã La Sơn", "13558": "Xã Tiêu Động", "13561": "Xã An Lão",
}  # fmt: skip
FIFTEEN = """old_code,old_name,new_code,new_name,valid_from,source
13522,Xã Hưng Công,13540,Xã Bình An,2025-01-01,Nghị quyết 1288/NQ-UBTVQH15
13534,Xã Bối Cầu,13540,Xã Bình An,2025-01-01,Nghị quyết 1288/NQ-UBTVQH15
13540,Xã An Nội,13540,Xã Bình An,2025-01-01,Nghị quyết 1288/NQ-UBTVQH15
"""
FIVE = """old_code,old_name,new_code,new_name,valid_from,source
13501,Thị trấn Bình Mỹ,13501,Xã Bình Mỹ,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13504,Xã Bình Nghĩa,13504,Xã Bình Lục,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13510,Xã Tràng An,13504,Xã Bình Lục,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13516,Xã Đồng Du,13504,Xã Bình Lục,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13519,Xã Ngọc Lũ,13540,Xã Bình An,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13525,Xã Đồn Xá,13501,Xã Bình Mỹ,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13528,Xã An Ninh,13531,Xã Bình Giang,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13531,Xã Bồ Đề,13531,Xã Bình Giang,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13540,Xã Bình An,13540,Xã Bình An,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13543,Xã Vũ Bản,13531,Xã Bình Giang,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13546,Xã Trung Lương,13540,Xã Bình An,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13552,Xã An Đổ,13558,Xã Bình Sơn,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13555,Xã La Sơn,13501,Xã Bình Mỹ,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13558,Xã Tiêu Động,13558,Xã Bình Sơn,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
13561,Xã An Lão,13558,Xã Bình Sơn,2025-07-01,Nghị quyết 1674/NQ-UBTVQH15
"""
EVE = datetime(2025, 6, 30, 9, 0, tzinfo=HANOI)
ACTED = datetime(2025, 7, 1, 7, 0, tzinfo=HANOI)
THE_DAY = datetime(2025, 7, 1, 7, 30, tzinfo=HANOI)
FIRST = date(2021, 1, 1)


def instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)


class District:
    """The district as it stood: each commune with its centre, its people, and what they have in hand."""

    def __init__(self) -> None:
        ends = date(2025, 7, 1)
        before = UnitFactory(kind="province", code="35", name="Tỉnh Hà Nam", valid_from=FIRST, valid_to=ends)
        self.province = UnitFactory(kind="province", code="37", name="Tỉnh Ninh Bình", valid_from=ends)
        district = UnitFactory(
            kind="district", code="352", name="Huyện Bình Lục", parent=before, valid_from=FIRST, valid_to=ends
        )
        for number, (code, name) in enumerate(SEVENTEEN.items()):
            place = name[0].lower() + name[1:]
            committee = UnitFactory(
                code=code,
                name=f"Ủy ban nhân dân {place}",
                parent=district,
                valid_from=FIRST,
                agency_code=f"H25.{number:03}",
            )
            UnitFactory(
                kind="service_centre",
                code=f"{code}.TT",
                name=f"Bộ phận một cửa {place}",
                parent=committee,
                valid_from=FIRST,
            )
        merge_units(rows_typed=FIFTEEN, by=CLOCK, at=instant(date(2025, 1, 1)))
        self.scenes = {unit.code: self._scene(unit) for unit in self.communes()}

    @staticmethod
    def communes() -> Iterator[Unit]:
        return Unit.objects.in_force(EVE.date()).filter(kind="committee").order_by("code").iterator()

    @staticmethod
    def _scene(committee: Unit) -> Scene:
        centre, since = committee.children.get(valid_to=None), committee.valid_from
        people = [(centre, PostKind.COUNTER_OFFICER), (committee, PostKind.SPECIALIST), (committee, PostKind.CHAIR)]
        clerk, specialist, chair = (officer(unit, kind, since=since) for unit, kind in people)
        return Scene(Commune(committee, centre), clerk, specialist, chair, version=None)

    def at_work(self, scene: Scene) -> dict[str, Dossier]:
        """What a commune has in hand on 30 June. The acts of this release know no law before the next day, so they are
        done then, and all they wrote is set back."""
        scene.version = self.version
        made = {
            "accepted": (scene.accepted(at=ACTED), 1),
            "examining": (scene.examined(at=ACTED), 1),
            "asked": (scene.asked(at=ACTED), 1),
            "settled": (scene.settled(at=ACTED), 4),
            "returned": (scene.settled(at=ACTED), 11),
        }
        gone = made["returned"][0].pk
        Dossier.objects.filter(pk=gone).update(state="returned", returned_at=ACTED, ended_at=ACTED)
        return {name: set_back(dossier, days) for name, (dossier, days) in made.items()}

    def merge(self, *, at: datetime = THE_DAY):
        return merge_units(rows_typed=FIVE, parent=self.province.ref.code, by=CLOCK, at=at)


def set_back(dossier: Dossier, days: int) -> Dossier:
    """The dossier as if all about it had been days earlier, its code too."""
    dossier.refresh_from_db()
    for name in ("submitted_at", "accepted_at", "settled_at", "returned_at", "ended_at"):
        if value := getattr(dossier, name):
            setattr(dossier, name, value - timedelta(days=days))
    if dossier.code:
        dossier.code = dossier.code.replace("250701", f"{ACTED - timedelta(days=days):%y%m%d}")
    dossier.save()
    for promise in Promise.objects.filter(subject_code=dossier.reference):
        promise.started_at -= timedelta(days=days)
        promise.due_at -= timedelta(days=days)
        promise.settled_at = promise.settled_at and promise.settled_at - timedelta(days=days)
        promise.save()
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def district(db) -> District:
    made = District()
    made.version = version_of()
    made.version.valid_from = FIRST
    made.version.save()
    return made


def new(code: str) -> Unit:
    return Unit.objects.get(code=code, valid_from=date(2025, 7, 1))


def became(code: str) -> str:
    return next(row.split(",")[2] for row in FIVE.splitlines() if row.startswith(f"{code},"))


def month(number: int) -> Month:
    return Month(instant(date(2025, number, 1)), instant(date(2025, number + 1, 1)))


def figures(unit: Unit, number: int) -> dict[str, int]:
    at = datetime(2025, 7, 2, 9, 0, tzinfo=HANOI)
    unit.refresh_from_db()
    inside = scope_of([unit.pk], at.date())
    return figures_of(unit, inside, month(number), horizon(at, calendar_of(unit, at.date())))


def test_seventeen_became_fifteen(district):
    names = [unit.name for unit in district.communes()]
    assert len(names) == 15
    assert "Ủy ban nhân dân xã Bình An" in names
    assert unit_by_ref("13540@2021-01-01").name == "Ủy ban nhân dân xã An Nội"


def test_fifteen_became_five_each_with_one_centre(district):
    report = district.merge()
    today = Unit.objects.in_force(THE_DAY.date())
    assert sorted(today.filter(kind="committee").values_list("code", "name")) == [
        ("13501", "Ủy ban nhân dân xã Bình Mỹ"),
        ("13504", "Ủy ban nhân dân xã Bình Lục"),
        ("13531", "Ủy ban nhân dân xã Bình Giang"),
        ("13540", "Ủy ban nhân dân xã Bình An"),
        ("13558", "Ủy ban nhân dân xã Bình Sơn"),
    ]
    centres = today.filter(kind="service_centre")
    assert sorted(centre.code for centre in centres) == ["13501.TT", "13504.TT", "13531.TT", "13540.TT", "13558.TT"]
    assert {centre.parent.parent for centre in centres} == {district.province}
    assert UnitSuccession.objects.filter(on=date(2025, 7, 1)).count() == 30
    assert len(report.moved) == 45


def test_one_code_names_two_units_and_each_day_knows_which(district):
    district.merge()
    assert [unit.name for unit in find_units("13504", EVE.date()).filter(kind="committee")] == [
        "Ủy ban nhân dân xã Bình Nghĩa"
    ]
    assert [unit.name for unit in find_units("13504", THE_DAY.date()).filter(kind="committee")] == [
        "Ủy ban nhân dân xã Bình Lục"
    ]
    history = unit_history(new("13540"))
    assert {row.old.name.removeprefix("Ủy ban nhân dân ") for row in history.before} == {
        "xã Hưng Công", "xã Bối Cầu", "xã An Nội", "xã Ngọc Lũ", "xã Bình An", "xã Trung Lương",
    }  # fmt: skip


def test_everything_open_goes_on_and_no_deadline_moves(district):
    work = {code: district.at_work(scene) for code, scene in district.scenes.items()}
    due = dict(Promise.objects.values_list("pk", "due_at"))
    counts = Promise.objects.open().count()
    district.merge()
    for code, dossiers in work.items():
        for name, dossier in dossiers.items():
            dossier.refresh_from_db()
            scene, unit = district.scenes[code], new(became(code))
            still = name == "returned"
            assert dossier.deciding_unit == (scene.place.committee if still else unit)
            assert dossier.receiving_unit == (scene.place.centre if still else unit.children.get())
            assert [entry.act for entry in timeline(dossier)].count("dossiers.pass_on") == (0 if still else 1)
            assert (dossier.handler is None) or standing(dossier.handler, THE_DAY.date()).may(
                Power.DOSSIER_EXAMINE, unit
            )
    assert dict(Promise.objects.values_list("pk", "due_at")) == due
    assert Promise.objects.open().count() == counts
    assert not Promise.objects.open().filter(unit__valid_to__isnull=False).exists()


def test_work_goes_on_the_next_morning(district):
    scene = district.scenes["13510"]
    dossier = district.at_work(scene)["accepted"]
    district.merge()
    dossier.refresh_from_db()
    chair_of_another = district.scenes["13504"].chair
    colleague = district.scenes["13516"].specialist
    assert colleague in holders(Power.DOSSIER_EXAMINE, new("13504"), THE_DAY.date())
    assign(**scene.now(dossier), handler=colleague, by=chair_of_another, at=THE_DAY)
    dossier.refresh_from_db()
    assert dossier.handler == colleague


def test_old_codes_still_look_up(district, client, monkeypatch):
    dossiers = district.at_work(district.scenes["13516"])
    codes = {name: dossier.code for name, dossier in dossiers.items() if dossier.code}
    district.merge()
    monkeypatch.setattr(timezone, "now", lambda: THE_DAY + timedelta(days=1))
    clerk = district.scenes["13504"].clerk  # of another commune until yesterday
    for name, code in codes.items():
        assert by_public_code(code) == dossiers[name]
        assert list(search(clerk, code, THE_DAY.date())) == [dossiers[name]]
        shown = client.get(reverse("portal:lookup"), {"ma": code})
        assert (shown.status_code, code in shown.text) == (200, True)


def test_figures_are_read_by_the_unit_of_then_and_by_todays_and_nothing_twice(district):
    for code in ("13504", "13510", "13516"):
        district.at_work(district.scenes[code])
    before = {unit.code: figures(unit, 6) for unit in district.communes()}
    district.merge()
    then = {code: figures(scene.place.committee, 6) for code, scene in district.scenes.items()}
    for code in ("13504", "13510", "13516"):
        assert {name: then[code][name] for name in ("received", "settled")} == {"received": 4, "settled": 2}
        assert then[code]["received"] == before[code]["received"]
        assert (then[code]["in_hands"], then[code]["waiting"], then[code]["to_collect"]) == (0, 0, 0)
    today = figures(new("13504"), 6)
    assert (today["received"], today["settled"]) == (12, 6)
    assert (today["in_hands"], today["waiting"], today["to_collect"]) == (6, 3, 3)
    province = figures(district.province, 6)
    assert province == today  # the others had nothing: nothing is counted twice on the way up


def test_a_merge_in_the_middle_of_a_hand_over_reaches_the_new_unit(district):
    scene, other = district.scenes["13528"], district.scenes["13543"]
    dossier = district.at_work(scene)["examining"]
    on_the_way = HandOver.objects.create(
        dossier=dossier, ordinal=9, way="paper", from_unit=scene.place.centre, to_unit=other.place.committee,
        handed_by=scene.clerk, handed_at=EVE,
    )  # fmt: skip
    arrived = HandOver.objects.create(
        dossier=dossier, ordinal=8, way="paper", from_unit=scene.place.centre, to_unit=scene.place.committee,
        handed_by=scene.clerk, handed_at=EVE, received_by=scene.specialist, received_at=EVE,
    )  # fmt: skip
    district.merge()
    on_the_way.refresh_from_db()
    arrived.refresh_from_db()
    assert (on_the_way.to_unit, on_the_way.from_unit) == (new("13531"), scene.place.centre)
    assert arrived.to_unit == scene.place.committee


def test_the_two_resolutions_may_stand_in_one_list(district):
    """From the seventeen in one go: the rows of July see the communes of January."""
    rows = FIFTEEN + FIVE.partition("\n")[2]
    report = preview_mergers(rows_typed=rows, parent=district.province.ref.code, by=CLOCK, at=THE_DAY)
    # January was carried out in the fixture: its old units had ended, its new one is taken as it is
    assert (report.troubles, report.blocked) == ([], None)
    assert [unit.known for unit in report.units if unit.on == date(2025, 1, 1)] == [True, True]


def test_two_thousand_open_dossiers_pass_on_in_seconds(district):
    first = district.at_work(district.scenes["13561"])["accepted"]
    Dossier.objects.bulk_create(_copies(first, 2_000), batch_size=500)
    begins = perf_counter()
    report = district.merge()
    assert perf_counter() - begins < 20  # a quiet machine needs about two
    said = {line.what: line.how_many for line in report.lines}
    assert said["Hồ sơ chưa xong: cơ quan giải quyết"] == 2_004


def _copies(dossier: Dossier, how_many: int) -> Iterator[Dossier]:
    applicant = dossier.applicant
    for number in range(how_many):
        applicant.pk = None
        applicant.save()
        dossier.pk, dossier.applicant_id = None, applicant.pk
        copied = {field.attname: getattr(dossier, field.attname) for field in Dossier._meta.concrete_fields}
        copied |= {"reference": f"COPY{number:06}", "code": f"H25.001-250630-{number:06}", "applicant_id": applicant.pk}
        yield Dossier(**copied)
