"""What stands first under “Việc làm tiếp”: what the person signed in is to do, not what anybody might."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from gandan.dossiers import actions
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import GROUND, road_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(scene):
    return road_of(scene)


def card(client, dossier):
    """The words of the card of next steps, up to what is folded away."""
    text = client.get(reverse("desk:dossier", args=[dossier.reference])).text
    shown = text[text.index('id="h-moves"') :]
    return shown[: shown.index("</section>")].split("Việc khác")[0]


def leads(client, dossier):
    """The label of the one primary button, or nothing."""
    found = re.findall(r'class="(?:btn )? ?wide"[^>]*>([^<]+)', card(client, dossier))
    assert len(found) <= 1, found
    return found[0].strip() if found else ""


def on_the_way(road, *, way="both"):
    dossier = road.scene.examined()
    said = {"legs": [road.to_registry(), road.to_tax(stage=2)], "way": way, "by": road.scene.specialist}
    return actions.plan_route(**road.scene.now(dossier), **said, at=MONDAY)


def test_an_agency_first_signs_for_the_papers_and_is_told_why_it_cannot_finish_yet(road, desk, clock):
    dossier = on_the_way(road)
    client = desk(road.registrar)
    assert leads(client, dossier) == "Nhận bàn giao"
    assert "bấm “Nhận bàn giao” trước" in card(client, dossier)
    actions.receive_hand_over(dossier_id=dossier.pk, ordinal=1, by=road.registrar, at=MONDAY)
    assert leads(client, dossier) == "Xong bước này"


def test_what_only_others_may_do_is_folded_away_for_an_agency(road, desk, clock):
    dossier = on_the_way(road, way="electronic")
    assert "Việc của người có thẩm quyền" not in card(desk(road.registrar), dossier)


def test_an_agency_whose_turn_has_not_come_is_asked_nothing(road, desk, clock):
    dossier = on_the_way(road, way="electronic")
    assert leads(desk(road.tax_officer), dossier) == ""
    assert f"Đang chờ {road.registry.name}" in card(desk(road.tax_officer), dossier)


def test_whoever_has_the_dossier_waits_while_an_agency_works_and_settles_afterwards(road, desk, clock):
    dossier = on_the_way(road, way="electronic")
    specialist = desk(road.scene.specialist)
    assert leads(specialist, dossier) == ""
    assert f"Đang chờ {road.registry.name}" in card(specialist, dossier)
    for leg, officer in ((1, road.registrar), (2, road.tax_officer)):
        actions.finish_leg(dossier_id=dossier.pk, leg=leg, finding="Khớp", by=officer, at=MONDAY)
    assert leads(specialist, dossier) == "Giải quyết xong"


def test_papers_that_come_back_are_signed_for_before_anything_else(road, desk, clock):
    dossier = on_the_way(road, way="electronic")
    actions.finish_leg(dossier_id=dossier.pk, leg=1, finding="Khớp", by=road.registrar, at=MONDAY)
    actions.finish_leg(dossier_id=dossier.pk, leg=2, finding="Khớp", way="both", by=road.tax_officer, at=MONDAY)
    assert leads(desk(road.scene.specialist), dossier) == "Nhận bàn giao"


def test_a_dossier_whose_procedure_goes_through_agencies_is_first_sent_on_its_way(road, desk, clock):
    step = {"stage": 1, "agency": "land_registry", "task": "Trích lục", "term": "5 working days", "basis": GROUND}
    road.scene.version.steps = [step]
    road.scene.version.save()
    assert leads(desk(road.scene.specialist), road.scene.examined()) == "Chuyển cơ quan phối hợp"


def test_what_a_colleague_has_in_hands_is_theirs_to_settle(scene, desk, clock):
    dossier = scene.examined()
    assert leads(desk(scene.specialist), dossier) == "Giải quyết xong"
    assert leads(desk(scene.chair), dossier) == ""
    assert f"Đang chờ {scene.specialist.name} giải quyết." in card(desk(scene.chair), dossier)
    assert "Giải quyết xong" in card(desk(scene.chair), dossier)


def test_who_may_do_nothing_here_reads_whose_turn_it_is_without_a_wall_of_refusals(scene, desk, clock):
    words = card(desk(scene.specialist), scene.settled())
    assert f"Kết quả đã có; {scene.place.centre.name} trả cho người nộp." in words
    assert "Việc của người có thẩm quyền" not in words


def test_who_was_not_told_of_an_early_result_is_called_before_anything_is_handed_out(scene, desk, clock):
    dossier = scene.settled()
    assert leads(desk(scene.clerk), dossier) == "Trả kết quả"
    type(dossier).objects.filter(pk=dossier.pk).update(early_told_at=None)
    assert leads(desk(scene.clerk), dossier) == "Đã báo có kết quả sớm"


def test_the_chair_assigns_what_nobody_has_taken(scene, desk, clock):
    dossier = scene.accepted()
    dossier.handler = None
    dossier.save(update_fields=["handler"])
    assert leads(desk(scene.chair), dossier) == "Phân công"
    assert leads(desk(scene.specialist), dossier) == "Nhận giải quyết"
    assert "Chưa ai nhận giải quyết." in card(desk(scene.clerk), dossier)


def test_the_clerk_takes_a_result_from_elsewhere_to_the_desk_before_handing_it_out(road, desk, clock):
    there = {"deciding_unit_id": road.other.committee.pk, "handler_id": road.other_specialist.pk}
    dossier = road.scene.accepted(**there)
    dossier = actions.examine(**road.scene.now(dossier), by=road.other_specialist, at=MONDAY)
    done = {"outcome": "approved", "result_number": "1", "reason": "", "by": road.other_specialist, "at": MONDAY}
    dossier = actions.settle(**road.scene.now(dossier), **done)
    clerk = desk(road.scene.clerk)
    assert leads(clerk, dossier) == "Nhận kết quả về quầy"
    assert "Nhận bàn giao" not in clerk.get(reverse("desk:dossier", args=[dossier.reference])).text
    dossier = actions.take_result_to_desk(**road.scene.now(dossier), by=road.scene.clerk, at=MONDAY)
    assert leads(clerk, dossier) == "Trả kết quả"


def test_once_it_is_late_the_apology_or_why_there_is_none_stands_in_view(scene, desk, clock):
    dossier = scene.examined()
    clock.at = dossier.result_promise.due_at + timedelta(days=3)
    shown = desk(scene.specialist).get(reverse("desk:dossier", args=[dossier.reference])).text
    in_view = shown.partition('id="h-moves"')[2].partition("<details")[0]
    assert "hẹn lại" in in_view.lower()
