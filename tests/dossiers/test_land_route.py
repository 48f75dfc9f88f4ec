"""A land dossier through three agencies to its return: every promise kept or late, for everybody to see."""

from datetime import timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Leg
from gandan.dossiers.printouts.control_slip import control_slip_table, slips
from gandan.dossiers.queries.routing import decreed_legs
from gandan.dossiers.values import LegStated
from gandan.journal.models import Entry
from gandan.journal.queries import is_intact
from gandan.procedures.rules import read_catalogue
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState
from tests.dossiers.conftest import MONDAY, version_of
from tests.dossiers.route_scene import road_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def day(number, hour=9):
    return MONDAY.replace(hour=hour) + timedelta(days=number)


@pytest.fixture
def road(scene):
    """The packaged steps of the land procedure, in seventeen working days."""
    land = next(content for content in read_catalogue() if content.code == "1.013978")
    scene.version = version_of({"case": "", "channel": "", "term": "17 working days", "text": "17 ngày làm việc"})
    scene.version.steps = [vars(step) for step in land.steps]
    scene.version.save()
    return road_of(scene)


def walked(road):
    """Registry in time, the committee in time, the tax office a day late; settled and handed out."""
    scene = road.scene
    dossier = scene.examined()
    legs = [
        LegStated(leg.agencies[0].pk, leg.step.task, leg.term, leg.ground, leg.step.stage)
        for leg in decreed_legs(dossier, MONDAY.date())
    ]
    dossier = actions.plan_route(**scene.now(dossier), legs=legs, way="both", by=scene.specialist, at=day(0, 10))
    said = {"dossier_id": dossier.pk}
    actions.receive_hand_over(**said, ordinal=1, by=road.registrar, at=day(1))
    actions.finish_leg(**said, leg=1, finding="Khớp bản đồ", way="both", by=road.registrar, at=day(3))
    actions.receive_hand_over(**said, ordinal=2, by=scene.specialist, at=day(4))
    actions.finish_leg(**said, leg=2, finding="Dùng ổn định từ 1989", way="both", by=scene.specialist, at=day(7))
    actions.receive_hand_over(**said, ordinal=3, by=road.tax_officer, at=day(10))  # the paper came late
    # five working days from 23/11, with 24/11 off: due on 1/12
    actions.finish_leg(**said, leg=3, finding="Đã nộp lệ phí", way="both", by=road.tax_officer, at=day(16))
    actions.receive_hand_over(**said, ordinal=4, by=scene.specialist, at=day(16, 14))
    done = {"outcome": "approved", "result_number": "GCN 471", "reason": "", "by": scene.specialist}
    dossier = actions.settle(**scene.now(dossier), **done, at=day(17))
    handed = {"collected_by": "Trần Thị Hoa", "given_back": {1}, "applicant_is_here": True, "by": scene.clerk}
    return actions.return_result(**scene.now(dossier), **handed, at=day(18))


def test_every_promise_of_the_road_ends_kept_and_the_late_ones_show(road):
    dossier = walked(road)
    about = Promise.objects.filter(subject_code=dossier.reference)
    assert not about.open().exists()
    assert set(about.values_list("state", flat=True)) == {PromiseState.KEPT}
    late = [promise for promise in about.order_by("id") if promise.settled_at > promise.due_at]
    assert [(promise.kind, promise.unit) for promise in late] == [
        (Kind.LEG, road.tax),
        (Kind.PAPER_TRANSFER, road.scene.place.committee),
    ]
    assert set(dossier.legs.values_list("state", flat=True)) == {Leg.State.DONE}
    assert all(is_intact(entry) for entry in Entry.objects.all())


def test_the_control_slip_tells_the_whole_road_in_its_order(road):
    dossier = walked(road)
    slip = next(slips(type(dossier).objects.filter(pk=dossier.pk), at=day(30)))
    committee, centre = road.scene.place
    told = [(line.giver, line.taker, line.result) for line in slip.lines]
    assert told == [
        (centre.name, committee.name, ""),
        (committee.name, road.registry.name, ""),
        (road.registry.name, committee.name, "Trước hạn"),
        (committee.name, road.tax.name, "Trước hạn"),
        (road.tax.name, committee.name, "Quá hạn"),
        (committee.name, centre.name, "Trước hạn"),
    ]
    assert slip.lines[3].note == "Cả giấy và điện tử; giấy đến trễ hạn"
    assert all(line.taken_at for line in slip.lines)


def test_the_control_slip_names_who_is_late_and_has_handed_nothing_on(road):
    scene = road.scene
    dossier = scene.examined()
    legs = [road.to_registry(), road.to_tax(stage=2)]
    dossier = actions.plan_route(**scene.now(dossier), legs=legs, way="electronic", by=scene.specialist, at=day(0, 10))
    in_its_time = next(slips(type(dossier).objects.filter(pk=dossier.pk), at=day(2)))
    behind = next(slips(type(dossier).objects.filter(pk=dossier.pk), at=day(20)))
    assert "Quá hạn" not in {line.result for line in in_its_time.lines}
    last = behind.lines[-1]
    assert (last.giver, last.given_at, last.result) == (road.registry.name, None, "Quá hạn")
    assert last.note.startswith("chưa xong, hạn 17 giờ 00 phút, ")
    assert len(behind.lines) == len(in_its_time.lines) + 1  # the tax office has not begun
    assert control_slip_table([behind])


def test_the_control_slip_of_a_house_alone_names_it_when_its_day_is_over(scene):
    dossier = scene.examined()
    slip = next(slips(type(dossier).objects.filter(pk=dossier.pk), at=day(60)))
    assert [(line.giver, line.result) for line in slip.lines][-1] == (scene.place.committee.name, "Quá hạn")
