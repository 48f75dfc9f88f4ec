"""Legs, hand-overs, opinions, results on their way back: change, promise, entry, notice; a refusal writes nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, HandOver, Leg
from gandan.dossiers.queries import visible_to
from gandan.dossiers.queries.routing import agencies, decreed_legs
from gandan.journal.models import Entry, Notice
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Overtaken
from gandan.organisation.models import OfficeHours, Person
from gandan.organisation.powers import PostKind
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import GROUND, leg_of, road_of
from tests.factories import UnitFactory, officer
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def road(scene):
    return road_of(scene)


def plan(road, dossier, *legs, way="electronic", at=MONDAY, by=None):
    said = {"legs": list(legs), "way": way, "by": by or road.scene.specialist, "at": at}
    return actions.plan_route(**road.scene.now(dossier), **said)


def finish(road, dossier, ordinal=1, *, by=None, at=TUESDAY, **more):
    said = {"finding": "Thửa 12, tờ 5: khớp bản đồ.", "by": by or road.registrar, "at": at} | more
    return actions.finish_leg(dossier_id=dossier.pk, leg=ordinal, **said)


def ask(road, dossier, *, at=MONDAY):
    asked = replace(road.to_tax(), task="Nghĩa vụ tài chính còn nợ?")
    return actions.consult(**road.scene.now(dossier), asked=asked, way="electronic", by=road.scene.specialist, at=at)


def sign(dossier, ordinal, *, by, at=TUESDAY):
    return actions.receive_hand_over(dossier_id=dossier.pk, ordinal=ordinal, by=by, at=at)


# --- legs --------------------------------------------------------------------------------------------------------


def test_the_first_stage_begins_at_once_as_a_promise_of_its_unit(road):
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(stage=2))
    first, second = leg_of(dossier), leg_of(dossier, 2)
    assert (first.state, second.state) == (Leg.State.RUNNING, Leg.State.PLANNED)
    assert second.promise is None
    promise = first.promise
    assert (promise.kind, promise.unit, promise.person) == (Kind.LEG, road.registry, road.registrar)
    assert promise.due_at == datetime(2026, 11, 23, 17, 0, tzinfo=HANOI)  # five working days from Monday 16/11
    assert dossier.applicant.name not in promise.title
    assert Entry.objects.filter(act__in=["dossiers.plan_route", "dossiers.begin_leg"]).count() == 2
    assert "Trích lục bản đồ địa chính" in timeline(dossier)[1].told["road"]
    over = HandOver.objects.get(dossier=dossier)
    assert (over.from_unit, over.to_unit, over.promise) == (road.scene.place.committee, road.registry, None)


def test_a_leg_runs_by_the_calendar_of_its_own_unit(road):
    OfficeHours.objects.create(
        unit=road.registry, spans=[["07:00", "11:00"]], valid_from=MONDAY.date(), source="Quyết định thử nghiệm"
    )
    dossier = plan(road, road.scene.examined(), road.to_registry())
    assert leg_of(dossier).promise.due_at.astimezone(HANOI).hour == 11


def test_the_next_stage_begins_by_itself_and_the_dossier_goes_straight_there(road):
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(stage=2))
    done = finish(road, dossier)
    assert (done.state, done.ended_by, done.ended_at) == (Leg.State.DONE, road.registrar, TUESDAY)
    assert Promise.objects.get(pk=done.promise_id).state == PromiseState.KEPT
    assert leg_of(dossier, 2).state == Leg.State.RUNNING
    assert leg_of(dossier, 2).promise.started_at == TUESDAY
    over = HandOver.objects.get(dossier=dossier, ordinal=2)
    assert (over.from_unit, over.to_unit, over.handed_by) == (road.registry, road.tax, road.registrar)
    assert timeline(dossier)[1].told == {"finding": "Thửa 12, tờ 5: khớp bản đồ."}


def test_after_the_last_stage_what_was_found_goes_back_to_the_agency_that_decides(road):
    dossier = plan(road, road.scene.examined(), road.to_registry())
    finish(road, dossier)
    back = HandOver.objects.get(dossier=dossier, ordinal=2)
    assert (back.from_unit, back.to_unit) == (road.registry, road.scene.place.committee)


def test_legs_at_once_run_together_and_the_next_stage_waits_for_both(road):
    last = replace(road.to_tax(stage=2), task="Thông báo nộp tiền")
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(), last)
    assert [leg.state for leg in dossier.legs.all()] == ["running", "running", "planned"]
    finish(road, dossier)
    assert leg_of(dossier, 3).state == Leg.State.PLANNED
    finish(road, dossier, 2, by=road.tax_officer)
    assert leg_of(dossier, 3).state == Leg.State.RUNNING


def test_a_leg_added_at_once_begins_beside_what_runs_and_one_in_turn_waits(road):
    dossier = plan(road, road.scene.examined(), road.to_registry())
    dossier = plan(road, dossier, road.to_tax(stage=0))
    dossier = plan(road, dossier, replace(road.to_tax(), task="Thông báo"))
    assert list(dossier.legs.values_list("ordinal", "stage", "state")) == [
        (1, 1, "running"),
        (2, 1, "running"),
        (3, 2, "planned"),
    ]


def test_a_leg_is_withdrawn_with_a_reason_and_the_next_one_begins(road):
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(stage=2), way="both")
    said = {"dossier_id": dossier.pk, "leg": 1, "by": road.scene.specialist, "at": TUESDAY}
    with refused("dossiers.no_finding"):
        actions.withdraw_leg(**said, reason=" ")
    gone = actions.withdraw_leg(**said, reason="Đã có trích lục mới")
    assert (gone.state, gone.finding) == (Leg.State.WITHDRAWN, "Đã có trích lục mới")
    assert Promise.objects.get(pk=gone.promise_id).void_reason == "withdrawn"
    assert not Promise.objects.open().filter(kind=Kind.PAPER_TRANSFER).exists()
    assert leg_of(dossier, 2).state == Leg.State.RUNNING


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"term_ground": " "}, "dossiers.term_without_ground"),
        ({"task": ""}, "dossiers.no_task"),
        ({"term": "soon"}, "law.term_unreadable"),
        ({"unit_id": 0}, "dossiers.unit_not_in_force"),
    ],
)
def test_a_leg_without_ground_task_term_or_agency_is_refused(road, written, wrong, code):
    dossier = road.scene.examined()
    before = written()
    with refused(code):
        plan(road, dossier, replace(road.to_registry(), **wrong))
    assert written() == before


def test_an_agency_that_has_ended_is_not_chosen(road, written):
    road.registry.valid_to = MONDAY.date()
    road.registry.save()
    dossier = road.scene.examined()
    before = written()
    with refused("dossiers.unit_not_in_force"):
        plan(road, dossier, road.to_registry())
    assert written() == before
    assert road.registry not in agencies(dossier, MONDAY.date())


def test_nobody_finishes_the_leg_of_another_unit(road, written):
    dossier = plan(road, road.scene.examined(), road.to_registry())
    before = written()
    for stranger in (road.tax_officer, road.scene.specialist, road.scene.clerk):
        with refused("organisation.no_power"):
            finish(road, dossier, by=stranger)
    assert written() == before


def test_where_nobody_works_here_the_agency_that_decides_writes_down_what_came_back(road):
    silent = UnitFactory(kind="provincial_agency", name="Sở Xây dựng tỉnh Ninh Bình", parent=road.province)
    dossier = plan(road, road.scene.examined(), replace(road.to_registry(), unit_id=silent.pk))
    assert leg_of(dossier).promise.person is None
    assert finish(road, dossier, by=road.scene.specialist).state == Leg.State.DONE


def test_a_leg_is_finished_once_in_its_turn_and_with_words(road, written):
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(stage=2))
    before = written()
    with refused("dossiers.leg_not_begun"):
        finish(road, dossier, 2, by=road.tax_officer)
    with refused("dossiers.no_finding"):
        finish(road, dossier, finding=" ")
    assert written() == before
    finish(road, dossier)
    with pytest.raises(Overtaken):
        finish(road, dossier)


def test_when_the_result_is_there_nobody_waits_for_legs_opinions_or_papers(road):
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(stage=2), way="both")
    dossier = ask(road, dossier)
    actions.settle(
        **road.scene.now(dossier),
        outcome="approved",
        result_number="1",
        reason="",
        unfinished_because="Không cần nữa.",
        by=road.scene.specialist,
        at=TUESDAY,
    )
    assert set(dossier.legs.values_list("state", flat=True)) == {Leg.State.WITHDRAWN}
    beside = (Kind.LEG, Kind.OPINION, Kind.PAPER_TRANSFER)
    assert not Promise.objects.open().filter(kind__in=beside).exists()
    with refused("dossiers.leg_ended"):
        finish(road, dossier)


# --- who sees it -------------------------------------------------------------------------------------------------


def test_the_file_reaches_every_agency_at_once_and_no_list_shows_it_twice(road):
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(stage=2), road.to_registry(stage=3))
    on = MONDAY.date()
    for person in (road.registrar, road.tax_officer, road.scene.specialist):
        assert list(visible_to(person, on)) == [dossier]
    assert not visible_to(road.other_specialist, on).exists()


def test_a_withdrawn_leg_no_longer_opens_the_dossier(road):
    dossier = plan(road, road.scene.examined(), road.to_registry())
    actions.withdraw_leg(dossier_id=dossier.pk, leg=1, reason="Nhầm nơi", by=road.scene.specialist, at=TUESDAY)
    assert not visible_to(road.registrar, MONDAY.date()).exists()


# --- hand-overs --------------------------------------------------------------------------------------------------


def test_paper_is_promised_to_another_agency_within_a_working_day_and_kept_by_a_signature(road):
    dossier = plan(road, road.scene.examined(), road.to_registry(), way="both")
    promise = Promise.objects.get(kind=Kind.PAPER_TRANSFER)
    assert (promise.unit, promise.rule) == (road.scene.place.committee, "118/2025:20.1:paper")
    assert promise.due_at == datetime(2026, 11, 17, 17, 0, tzinfo=HANOI)
    with refused("dossiers.papers_not_received"):
        finish(road, dossier)
    coming = sign(dossier, 1, by=road.registrar)
    assert (coming.received_by, coming.received_at) == (road.registrar, TUESDAY)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_at) == (PromiseState.KEPT, TUESDAY)
    assert timeline(dossier)[0].act == "dossiers.receive_hand_over"
    assert finish(road, dossier).state == Leg.State.DONE


def test_who_signs_looks_after_the_leg_when_several_could(road):
    colleague = officer(road.registry, PostKind.SPECIALIST)
    dossier = plan(road, road.scene.examined(), road.to_registry(), way="paper")
    assert leg_of(dossier).promise.person is None
    sign(dossier, 1, by=colleague)
    assert leg_of(dossier).promise.person == leg_of(dossier).person == colleague


def test_a_hand_over_is_received_once_and_by_the_receiving_unit_only(road, written):
    dossier = plan(road, road.scene.examined(), road.to_registry(), way="both")
    before = written()
    with refused("organisation.no_power"):
        sign(dossier, 1, by=road.tax_officer)
    assert written() == before
    sign(dossier, 1, by=road.registrar)
    before = written()
    with pytest.raises(Overtaken, check=lambda found: found.code == "dossiers.hand_over_received"):
        sign(dossier, 1, by=road.registrar)
    assert written() == before


# --- opinions ----------------------------------------------------------------------------------------------------


def test_an_opinion_is_a_promise_of_who_is_asked_and_runs_beside_the_road(road):
    dossier = ask(road, plan(road, road.scene.examined(), road.to_registry()))
    asked = leg_of(dossier, 2)
    assert (asked.kind, asked.promise.kind, asked.promise.unit) == (Leg.Kind.OPINION, Kind.OPINION, road.tax)
    assert asked.promise.rule == "118/2025:19.4:opinion"
    finish(road, dossier, 2, by=road.tax_officer, finding="Không còn nợ.")
    assert timeline(dossier)[0].act == "dossiers.answer_opinion"
    assert leg_of(dossier).state == Leg.State.RUNNING


def test_the_head_of_the_desk_is_told_once_of_an_overdue_opinion(road):
    Person.objects.filter(pk=road.head.pk).update(email="phuong@example.com")
    dossier = ask(road, road.scene.examined())
    assert actions.tell_overdue_opinions(at=TUESDAY) == 0
    late = MONDAY + timedelta(days=10)
    assert [actions.tell_overdue_opinions(at=late) for _ in range(2)] == [1, 0]
    told = Notice.objects.filter(title__startswith="Ý kiến quá hạn")
    assert [notice.address for notice in told] == ["phuong@example.com"]
    assert Entry.objects.get(act="dossiers.tell_overdue_opinion").data["told"] == 1
    assert leg_of(dossier).overdue_told_at == late


# --- any commune of the province ---------------------------------------------------------------------------------


def elsewhere(road, **more):
    there = {"deciding_unit_id": road.other.committee.pk, "handler_id": road.other_specialist.pk}
    return road.scene.accepted(**there, **more)


def settled_elsewhere(road):
    dossier = elsewhere(road)
    dossier = actions.examine(**road.scene.now(dossier), by=road.other_specialist, at=MONDAY)
    said = {"outcome": "approved", "result_number": "5/2026", "reason": "", "by": road.other_specialist}
    return actions.settle(**road.scene.now(dossier), **said, at=TUESDAY)


def test_a_dossier_for_another_commune_goes_there_at_acceptance_and_its_desk_is_told(road):
    Person.objects.filter(pk=road.other_clerk.pk).update(email="tam@example.com")
    dossier = elsewhere(road)
    over = HandOver.objects.get(dossier=dossier)
    assert (over.way, over.to_unit, over.promise.kind) == ("both", road.other.committee, Kind.PAPER_TRANSFER)
    assert over.promise.unit == road.scene.place.centre
    assert Notice.objects.get(address="tam@example.com").title == f"Hồ sơ {dossier.code} chuyển đến {over.to_unit}"
    sign(dossier, 1, by=road.other_clerk)  # the other commune's desk signs for its committee
    assert not Promise.objects.open().filter(kind=Kind.PAPER_TRANSFER).exists()


def test_a_dossier_of_ones_own_committee_is_not_forwarded(road):
    road.scene.accepted()
    assert not HandOver.objects.exists()


def test_an_electronic_dossier_has_no_paper_to_bring(road):
    assert HandOver.objects.get(dossier=elsewhere(road, channel="online")).promise is None


def test_the_result_comes_back_to_the_receiving_desk_before_it_is_handed_out(road, written):
    dossier = settled_elsewhere(road)
    back = HandOver.objects.get(dossier=dossier, ordinal=2)
    assert (back.to_unit, back.promise.unit) == (road.scene.place.centre, road.other.committee)
    before = written()
    with refused("dossiers.result_not_at_desk"):
        hand_out(road, dossier)
    assert written() == before
    dossier = actions.take_result_to_desk(**road.scene.now(dossier), by=road.scene.clerk, at=TUESDAY)
    assert dossier.result_at_desk_at == TUESDAY
    back.refresh_from_db()
    assert (back.received_by, back.promise.state) == (road.scene.clerk, PromiseState.KEPT)
    with refused("dossiers.result_is_here"):
        actions.take_result_to_desk(**road.scene.now(dossier), by=road.scene.clerk, at=TUESDAY)
    assert hand_out(road, dossier).returned_at == TUESDAY


def hand_out(road, dossier) -> Dossier:
    said = {"collected_by": "Trần Thị Hoa", "applicant_is_here": True, "given_back": {1}}
    return actions.return_result(**road.scene.now(dossier), **said, by=road.scene.clerk, at=TUESDAY)


def test_no_result_comes_back_that_never_went_away(road):
    with refused("dossiers.result_is_here"):
        actions.take_result_to_desk(**road.scene.now(road.scene.settled()), by=road.scene.clerk, at=TUESDAY)


# --- the decreed road --------------------------------------------------------------------------------------------


def test_the_decreed_steps_find_their_agencies_in_the_province_of_the_dossier(road):
    UnitFactory(kind="tax_office", name="Thuế cơ sở tỉnh khác", parent=UnitFactory(kind="province", code="36"))
    version = road.scene.version
    version.steps = [
        {"stage": 1, "agency": "land_registry", "task": "Trích lục", "term": "5 working days", "basis": GROUND},
        {"stage": 2, "agency": "", "task": "Xác nhận nguồn gốc"},
        {"stage": 3, "agency": road.tax.code, "task": "Nghĩa vụ tài chính"},
    ]
    version.save()
    found = decreed_legs(road.scene.examined(), MONDAY.date())
    assert [list(leg.agencies) for leg in found] == [[road.registry], [road.scene.place.committee], [road.tax]]
    assert [leg.term for leg in found] == ["5 working days", "3 working days", "3 working days"]
    assert found[0].ground == GROUND
    assert all(leg.ground for leg in found)
