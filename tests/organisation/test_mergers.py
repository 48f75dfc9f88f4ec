"""Units merge: what a list of a resolution means, and that everything open goes on."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.apps import apps

from gandan.dossiers.models import Dossier
from gandan.journal.models import Entry
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Refused
from gandan.organisation.actions import merge_units, preview_mergers
from gandan.organisation.models import OfficeHours, Person, Post, RuleChoice, SpecialDay, Tenure, Unit, UnitSuccession
from gandan.organisation.powers import PostKind, Power
from gandan.organisation.queries import standing
from gandan.organisation.rules.merger_rows import read_merger_rows
from gandan.organisation.rules.mergers import plan_mergers
from gandan.organisation.rules.units import Period, UnitFacts
from gandan.promises.models import Promise
from tests.dossiers.conftest import scene_of
from tests.factories import UnitFactory, commune, officer
from tests.refusals import refused_code

HEADER = "old_code,old_name,new_code,new_name,valid_from,source\n"
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=HANOI)
PROVINCE = UnitFacts("state", "province", "35", "Tỉnh Hà Nam", Period(date(2021, 1, 1)))


def fact(code: str, name: str, *, before: date | None = None, first: date = date(2021, 1, 1), **more) -> UnitFacts:
    plain = UnitFacts("state", "committee", code, name, Period(first, before), parent=PROVINCE.ref)
    return replace(plain, **more)


def plan(text: str, *units: UnitFacts):
    rows, troubles = read_merger_rows(HEADER + text)
    assert troubles == []
    return plan_mergers(rows, {unit.ref: unit for unit in (PROVINCE, *units)})


def codes(plan) -> list[str]:
    return [trouble.refusal.code for trouble in plan.troubles]


# --- the list ----------------------------------------------------------------------------------------------------


def test_a_list_is_read_as_spreadsheets_write_it():
    typed = "\ufeff" + HEADER.replace(",", ";") + "13522;Xã  Hưng Công;13540;Xã Bình An;01/01/2025;NQ 1288\r\n"
    (row,), troubles = read_merger_rows(typed)
    assert (row.old_name, row.on, row.line, troubles) == ("Xã Hưng Công", date(2025, 1, 1), 2, [])
    assert len(read_merger_rows(typed.replace(";", "\t"))[0]) == 1


def test_the_columns_are_named_as_a_resolution_names_them():
    header = "Mã cũ,Tên cũ,MÃ MỚI,Tên  mới,Từ ngày,Nghị quyết,Thuộc,Mã định danh\n"
    (row,), troubles = read_merger_rows(header + "13522,Xã Hưng Công,13540,Xã Bình An,01/01/2025,NQ 1288,37,H42.9")
    assert (row.old_code, row.new_name, row.source, row.parent, row.agency_code) == (
        "13522",
        "Xã Bình An",
        "NQ 1288",
        "37",
        "H42.9",
    )
    assert troubles == []
    with pytest.raises(Refused) as refusal:
        read_merger_rows("Mã cũ,Tên cũ,Mã mới\n1,A,2")
    assert refusal.value.params["names"] == "Tên mới, Từ ngày, Nghị quyết"
    _, (trouble,) = read_merger_rows(header + "1,A,2,B,,NQ,,")
    assert trouble.refusal.params["names"] == "Từ ngày"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,A,2,B,2025-13-01,NQ", "organisation.wrong_date"),
        ("1,A,2,B,2025-01-01,", "organisation.cell_empty"),
        ("1,A,2,B", "organisation.row_ragged"),
        (f"1,A,2,{'x' * 1000},2025-01-01,NQ", "organisation.text_too_long"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_by_its_number(line, code):
    rows, troubles = read_merger_rows(HEADER + line)
    assert (rows, [(trouble.line, trouble.refusal.code) for trouble in troubles]) == ([], [(2, code)])


def test_a_list_without_its_columns_or_without_lines_is_refused():
    assert refused_without_database(read_merger_rows, "a,b\n1,2") == "organisation.file_columns_missing"
    assert refused_without_database(read_merger_rows, HEADER) == "organisation.file_empty"


def refused_without_database(act, *arguments) -> str:
    with pytest.raises(Refused) as refusal:
        act(*arguments)
    return refusal.value.code


# --- what it means -----------------------------------------------------------------------------------------------


def test_a_code_is_read_on_the_eve_of_the_day():
    """13540 names An Nội until 2025, Bình An since, and another Bình An half a year later."""
    rows = "13540,Xã An Nội,13540,Xã Bình An,2025-01-01,NQ 1288\n13540,Xã Bình An,13540,Xã Bình An,2025-07-01,NQ 1674\n"
    judged = plan(rows, fact("13540", "Ủy ban nhân dân xã An Nội"))
    assert judged.troubles == ()
    assert [(step.successors[0].facts.ref, step.successors[0].olds) for step in judged.steps] == [
        ("13540@2025-01-01", ("13540@2021-01-01",)),
        ("13540@2025-07-01", ("13540@2025-01-01",)),
    ]
    assert judged.steps[0].successors[0].facts.name == "Ủy ban nhân dân xã Bình An"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("13540,Xã Khác Tên,13540,Xã Bình An,2025-01-01,NQ", "organisation.merger_other_name"),
        ("99999,Xã An Nội,13540,Xã Bình An,2025-01-01,NQ", "organisation.merger_no_unit"),
        ("13540,Xã An Nội,13540,Xã Bình An,2020-01-01,NQ", "organisation.merger_not_then"),
        ("13540,Xã An Nội,13501,Xã Bình An,2025-01-01,NQ", "organisation.code_taken"),
        ("13540,Xã An Nội,1,X,2025-01-01,NQ\n13540,Xã An Nội,2,Y,2025-01-01,NQ", "organisation.merger_splits"),
        ("13540,Xã An Nội,1,X,2025-01-01,NQ\n13501,Xã Bình Mỹ,1,Y,2025-01-01,NQ", "organisation.merger_disagrees"),
        ("13540,Xã An Nội,1,X,2025-01-01,NQ\n13540.CA,Công an xã,1,X,2025-01-01,NQ", "organisation.merger_other_kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(line, code):
    police = fact("13540.CA", "Công an xã", kind="police")
    assert codes(plan(line, fact("13540", "Xã An Nội"), fact("13501", "Xã Bình Mỹ"), police)) == [code]


def test_what_the_new_unit_belongs_to_must_be_there_or_said():
    gone = replace(PROVINCE, code="352", name="Huyện", period=Period(date(2021, 1, 1), date(2025, 7, 1)))
    unit = fact("1", "Xã A", parent=gone.ref)
    line = "1,Xã A,1,Xã B,2025-07-01,NQ"
    assert codes(plan(line, gone, unit)) == ["organisation.merger_no_parent"]
    rows, _ = read_merger_rows(HEADER + line)
    said = plan_mergers(rows, {one.ref: one for one in (PROVINCE, gone, unit)}, parent=PROVINCE.ref)
    assert (said.troubles, said.steps[0].successors[0].facts.parent) == ((), PROVINCE.ref)


def test_below_a_new_unit_one_centre_remains_and_a_school_goes_on_by_itself():
    units = [fact("1", "Ủy ban nhân dân xã A"), fact("2", "Ủy ban nhân dân xã B")]
    below = [
        fact("1.TT", "Trung tâm xã A", kind="service_centre", parent=units[0].ref),
        fact("2.TT", "Trung tâm xã B", kind="service_centre", parent=units[1].ref),
        fact("2.TH", "Trường Tiểu học B", kind="school", parent=units[1].ref),
    ]
    judged = plan("1,Xã A,2,Xã C,2025-07-01,NQ\n2,Xã B,2,Xã C,2025-07-01,NQ", *units, *below)
    assert [(one.facts.code, one.facts.name, len(one.olds)) for one in judged.steps[0].successors] == [
        ("2", "Ủy ban nhân dân xã C", 2),
        ("2.TT", "Trung tâm xã C", 2),
        ("2.TH", "Trường Tiểu học B", 1),
    ]


# --- the act -----------------------------------------------------------------------------------------------------


class Case:
    """Two communes with their centres become one, under the code of the first."""

    def __init__(self) -> None:
        self.scene = scene_of()
        self.here, self.there = self.scene.place, commune("Đồng Du")
        self.rows = HEADER + "".join(
            f"{place.committee.code},{place.committee.name},{self.here.committee.code},Xã Bình Mới,{DAY},NQ 9\n"
            for place in (self.here, self.there)
        )

    def merge(self, **other):
        return merge_units(**{"rows_typed": self.rows, "by": CLOCK, "at": AT} | other)

    def preview(self, **other):
        return preview_mergers(**{"rows_typed": self.rows, "by": CLOCK, "at": AT} | other)

    @property
    def new(self) -> Unit:
        return Unit.objects.get(code=self.here.committee.code, valid_from=DAY)


@pytest.fixture
def case(db) -> Case:
    return Case()


def everything() -> dict[str, int]:
    domains = ("organisation", "promises", "procedures", "dossiers", "journal")
    return {
        model._meta.label: model.objects.count() for name in domains for model in apps.get_app_config(name).get_models()
    }


@pytest.mark.both
def test_units_begin_end_and_follow(case):
    case.merge()
    assert case.new.name == "Ủy ban nhân dân xã Bình Mới"
    assert case.new.agency_code == case.here.committee.agency_code  # the code goes on, and so does what it stands for
    assert set(UnitSuccession.objects.filter(new=case.new).values_list("old", flat=True)) == {
        case.here.committee.pk,
        case.there.committee.pk,
    }
    assert not Unit.objects.filter(pk__in=[case.here.centre.pk, case.there.committee.pk], valid_to=None).exists()
    centre = case.new.children.get(kind="service_centre")
    assert centre.name == "Trung tâm Phục vụ hành chính công xã Bình Mới"
    assert [entry.act for entry in timeline(case.there.committee)] == ["organisation.unit_ended"]


@pytest.mark.both
def test_open_work_goes_on_and_no_deadline_moves(case):
    open_one, done = case.scene.examined(), case.scene.settled()
    Dossier.objects.filter(pk=done.pk).update(state="returned")
    due = open_one.result_promise.due_at
    report = case.merge()
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.deciding_unit, open_one.receiving_unit.parent) == (case.new, case.new)
    assert (done.deciding_unit, done.receiving_unit) == (case.here.committee, case.here.centre)
    promise = Promise.objects.get(pk=open_one.result_promise_id)
    assert (promise.unit, promise.due_at, promise.person) == (case.new, due, case.scene.specialist)
    assert next(entry.act for entry in timeline(open_one)) == "dossiers.pass_on"
    said = {line.what: line.how_many for line in report.lines}
    assert said["Hồ sơ chưa xong: cơ quan giải quyết"] == said["Hồ sơ đã xong: ở lại với đơn vị lúc ấy"] == 1
    assert [line.what for line in report.staying] == ["Hồ sơ đã xong: ở lại với đơn vị lúc ấy"]
    assert "Hồ sơ chưa xong: cơ quan giải quyết" in [line.what for line in report.going_on]
    assert said["Lời hẹn còn mở, giữ nguyên hạn"] == 1


@pytest.mark.both
def test_who_sat_in_the_old_units_sits_in_the_new_one_with_the_same_powers(case):
    case.merge()
    held = standing(case.scene.specialist, DAY)
    assert [post.unit for post in held.posts] == [case.new]
    assert held.may(Power.DOSSIER_SETTLE, case.new)
    assert held.may(Power.DOSSIER_READ, case.here.committee)  # and what has ended stays in sight
    old, new = Tenure.objects.filter(person=case.scene.specialist).order_by("valid_from")
    assert (old.post.unit, old.valid_to, new.source) == (case.here.committee, DAY, "NQ 9")
    assert not Post.objects.open(DAY).filter(unit=case.here.committee).exists()


@pytest.mark.both
def test_who_is_sent_by_an_ended_agency_is_sent_by_the_one_that_took_over(case):
    elsewhere = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    for person in (elsewhere, case.scene.clerk):
        Post.objects.filter(tenures__person=person).update(sent_by=case.there.committee)
    case.merge()
    for person in (elsewhere, case.scene.clerk):
        [post] = standing(Person.objects.get(pk=person.pk), DAY).posts
        assert post.sent_by == case.new


@pytest.mark.both
def test_two_chairs_in_one_unit_are_pointed_out(case):
    officer(case.there.committee, PostKind.CHAIR)
    assert [line.how_many for line in case.preview().crowded] == [2]


@pytest.mark.both
def test_office_hours_of_the_unit_whose_code_goes_on_hold_for_the_new_one(case):
    for place, begins in ((case.there, "08:00"), (case.here, "07:00")):
        OfficeHours.objects.create(
            unit=place.committee, spans=[[begins, "11:30"]], valid_from=date(2026, 1, 1), source="QĐ 1"
        )
    case.merge()
    assert OfficeHours.objects.get(unit=case.new).spans == [["07:00", "11:30"]]


@pytest.mark.both
def test_days_and_choices_of_a_place_go_on_as_rows_of_their_own(case):
    day = date(2026, 12, 20)
    old = SpecialDay.objects.create(unit=case.here.committee, day=day, kind="off", name="Hội làng", source="QĐ 2")
    choice = {"rule": "gandan:foresight", "value": "3 working days", "source": "QĐ 3"}
    RuleChoice.objects.create(unit=case.here.committee, valid_from=date(2026, 1, 1), **choice)
    case.merge()
    new = SpecialDay.objects.get(unit=case.new)
    assert (new.day, new.name, new.code == old.code) == (day, "Hội làng", False)
    assert RuleChoice.objects.get(unit=case.new).valid_from == DAY
    assert SpecialDay.objects.filter(unit=case.here.committee).count() == 1


@pytest.mark.both
def test_a_preview_says_what_the_act_does_and_leaves_nothing(case):
    case.scene.examined()
    before = everything()
    shown = case.preview()
    assert everything() == before
    assert shown.may_be_done
    done = case.merge()
    assert [(unit.ref, unit.olds) for unit in shown.units] == [(unit.ref, unit.olds) for unit in done.units]
    assert (shown.lines, shown.moved) == (done.lines, done.moved)


@pytest.mark.both
def test_before_its_day_a_resolution_can_be_previewed_and_not_carried_out(case):
    eve = AT.replace(day=22)
    assert case.preview(at=eve).blocked.code == "organisation.merger_too_early"
    assert case.preview(at=eve).units
    assert refused_code(case.merge, at=eve) == "organisation.merger_too_early"


@pytest.mark.both
def test_one_line_that_cannot_be_done_leaves_everything_as_it_was(case):
    before = everything()
    wrong = case.rows + f"99999,Xã Lạ,99998,Xã Lạ,{DAY},NQ\n"
    assert refused_code(case.merge, rows_typed=wrong) == "organisation.merger_rows"
    assert [line for line, _ in case.preview(rows_typed=wrong).troubles] == [4]
    assert everything() == before


@pytest.mark.both
def test_a_domain_that_fails_takes_the_whole_act_back(case, monkeypatch):
    from gandan.dossiers import responses as dossiers

    def fails(merger):
        raise Refused("Không được", code="test.refused")

    monkeypatch.setattr(dossiers, "on_units_merged", fails)
    before = everything()
    assert refused_code(case.merge) == "test.refused"
    assert case.preview().blocked.code == "test.refused"
    assert everything() == before


@pytest.mark.both
def test_merging_again_changes_nothing_more(case):
    case.merge()
    before = everything()
    case.merge()
    assert everything() == before


@pytest.mark.both
def test_only_who_keeps_the_installation_merges_units(case):
    keeper = officer(case.here.committee, PostKind.ADMINISTRATOR)
    assert refused_code(case.merge, by=keeper) == "organisation.no_power"
    assert refused_code(case.preview, by=keeper) == "organisation.no_power"
    top = officer(UnitFactory(kind="province"), PostKind.INSTALLATION_ADMINISTRATOR)
    assert case.merge(by=top).units
    assert Entry.objects.filter(actor_code=top.code, act="organisation.unit_ended").count() == 4
