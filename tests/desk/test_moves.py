"""Moves on their pages: done, refused with what was typed, overtaken with who did what."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.journal.models import Entry
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def url(dossier, move):
    return reverse("desk:dossier_move", args=[dossier.reference, move])


def fresh(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def test_one_press_takes_a_dossier_up_and_leads_back_to_it(scene, desk):
    dossier = scene.accepted(handler_id=None)
    response = desk(scene.specialist).post(url(dossier, "examine"), {"revision": dossier.revision})
    assert (response.status_code, response.url) == (302, reverse("desk:dossier", args=[dossier.reference]))
    assert (fresh(dossier).state, fresh(dossier).handler) == ("examining", scene.specialist)


def test_every_move_that_asks_something_does_it_from_its_page(scene, desk):
    """The life of one dossier, through the pages alone."""
    dossier = scene.accepted(handler_id=None)
    specialist, clerk, chair = desk(scene.specialist), desk(scene.clerk), desk(scene.chair)

    def press(client, move, **typed):
        assert client.get(url(dossier, move)).status_code == 200
        response = client.post(url(dossier, move), {"revision": fresh(dossier).revision, **typed})
        assert response.status_code == 302, response.text
        return fresh(dossier)

    assert press(chair, "assign", handler=scene.specialist.code).handler == scene.specialist
    asked = press(
        specialist, "request_supplement", papers=["Tờ khai"], others="Ghi rõ nơi sinh\n\n Ký tên ", reason="Mờ"
    )
    request = asked.supplement_requests.get()
    assert (request.missing, request.reason) == (["Tờ khai", "Ghi rõ nơi sinh", "Ký tên"], "Mờ")
    assert press(clerk, "receive_supplement", given=["1", "2"]).state == "accepted"
    press(specialist, "propose_second_request", others="Bản vẽ", reason="Sai", ground="Luật Xây dựng, Điều 95")
    assert press(chair, "decide_second_request", approve="no").supplement_requests.last().state == "declined"
    press(specialist, "examine")
    settled = press(specialist, "settle", outcome="refused", result_number="15/QĐ", reason="Chưa đủ tuổi")
    assert (settled.outcome, settled.result_number, settled.reason) == ("refused", "15/QĐ", "Chưa đủ tuổi")
    assert (
        press(clerk, "return_result", manner="desk", collected_by="Trần Thị Hoa", given_back=["1"]).collected_by
        == "Trần Thị Hoa"
    )


def test_the_advice_says_the_time_that_the_law_gives_and_where_it_stands(scene, desk):
    text = desk(scene.specialist).get(url(scene.accepted(), "request_supplement")).text
    assert "người dân có 15 ngày, " in text
    assert "(Nghị định 118/2025/NĐ-CP, Đ.19 k.5)" in text


def test_the_papers_not_handed_in_are_ticked_beforehand(scene, desk):
    dossier = scene.accepted()
    dossier.papers.filter(ordinal=2).update(given_at=None)
    form = desk(scene.specialist).get(url(dossier, "request_supplement")).context["form"]
    assert form["papers"].value() == ["Bản án"]


def test_who_collects_is_the_applicant_unless_said_otherwise(scene, desk):
    form = desk(scene.clerk).get(url(scene.settled(), "return_result")).context["form"]
    assert form["collected_by"].value() == "Trần Thị Hoa"


def test_a_refusal_keeps_what_was_typed_and_changes_nothing(scene, desk):
    dossier = scene.examined()
    typed = {"revision": dossier.revision, "outcome": "refused", "result_number": "77/QĐ-UBND", "reason": ""}
    response = desk(scene.specialist).post(url(dossier, "settle"), typed)
    assert response.status_code == 422
    assert response.context["refused"] is None
    assert response.context["form"].errors == {"reason": ["Hãy ghi lý do để người dân biết."]}
    assert 'value="77/QĐ-UBND"' in response.text
    assert fresh(dossier).state == "examining"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("result_number", "9" * 1000),
        ("outcome", "nonsense"),
        ("reason", "x" * 1001),
        ("revision", "x"),
        ("reason", "\0"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_and_nothing_is_lost(scene, desk, field, typed):
    dossier = scene.examined()
    said = {"revision": dossier.revision, "outcome": "approved", "result_number": "1/QĐ", "reason": "vì thế"} | {
        field: typed
    }
    response = desk(scene.specialist).post(url(dossier, "settle"), said)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert ("vì thế" in response.text) is (field != "reason")


def test_text_is_stored_composed(scene, desk):
    dossier = scene.examined()
    typed = {"revision": dossier.revision, "outcome": "approved", "result_number": "Đ\u006f\u0302\u0301i  1"}
    desk(scene.specialist).post(url(dossier, "settle"), typed)
    assert fresh(dossier).result_number == "Đối 1"


def test_the_second_of_two_officers_is_told_who_did_what_and_keeps_the_text(scene, desk):
    dossier = scene.examined()
    actions.settle(**scene.now(dossier), outcome="approved", result_number="", reason="", by=scene.chair, at=MONDAY)
    typed = {"revision": dossier.revision, "outcome": "refused", "reason": "Chưa đủ tuổi kết hôn"}
    response = desk(scene.specialist).post(url(dossier, "settle"), typed)
    assert response.status_code == 409
    for words in ("Vũ Đức Thắng", "Giải quyết xong", "09:00 16/11/2026", "Chưa đủ tuổi kết hôn"):
        assert words in response.text
    assert reverse("desk:dossier", args=[dossier.reference]) in response.text
    assert fresh(dossier).outcome == "approved"
    assert not response.context["open"]  # nothing left to settle: no button


def test_when_the_move_is_still_open_the_overtaken_officer_may_send_it_again(scene, desk):
    dossier = scene.examined()
    actions.assign(**scene.now(dossier), handler=scene.specialist, by=scene.chair, at=MONDAY)
    typed = {"revision": dossier.revision, "outcome": "approved", "result_number": "8/QĐ"}
    client = desk(scene.specialist)
    response = client.post(url(dossier, "settle"), typed)
    assert (response.status_code, response.context["open"]) == (409, True)
    again = response.context["form"].data
    assert client.post(url(dossier, "settle"), again).status_code == 302
    assert fresh(dossier).result_number == "8/QĐ"


def test_a_move_out_of_order_is_explained_with_a_way_back(scene, desk):
    dossier = scene.accepted()
    response = desk(scene.clerk).get(url(dossier, "return_result"))
    assert "Không thể “Trả kết quả” khi hồ sơ đang ở trạng thái “Đã tiếp nhận”." in response.text
    assert "<textarea" not in response.text
    sent = desk_again(desk, scene, dossier)
    assert sent.status_code == 422


def desk_again(desk, scene, dossier):
    manager = officer(scene.place.centre, PostKind.CENTRE_HEAD)
    return desk(manager).post(url(dossier, "return_result"), {"revision": dossier.revision, "collected_by": "Ai đó"})


def test_whoever_assigns_sees_what_each_has_to_do_already(scene, desk, clock):
    dossier = scene.examined()
    page = desk(scene.chair).get(url(dossier, "assign")).text
    assert f"{scene.specialist.name}: đang có 1 việc" in page
    clock.at = dossier.result_promise.due_at + timedelta(days=3)
    assert f"{scene.specialist.name}: đang có 1 việc, 1 quá hạn" in desk(scene.chair).get(url(dossier, "assign")).text


def test_a_move_that_is_no_choice_yet_says_why_on_its_page(scene, desk):
    page = desk(scene.specialist).get(url(scene.examined(), "propose_second_request")).text
    assert "Chưa thực hiện được" in page
    assert "<button>" not in page.partition("<main")[2]


def test_what_one_may_not_do_is_said_and_not_done(scene, desk):
    dossier = scene.examined()
    client = desk(scene.clerk)
    assert "thẩm quyền" in client.get(url(dossier, "settle")).text
    response = client.post(url(dossier, "settle"), {"revision": dossier.revision, "outcome": "approved"})
    assert response.status_code == 422
    assert fresh(dossier).state == "examining"


def test_a_strangers_dossier_does_not_exist(scene, desk):
    dossier = scene.examined()
    client = desk(officer(commune("Khác").committee, PostKind.CHAIR))
    before = Entry.objects.count()
    for move in ("settle", "assign", "examine"):
        assert client.get(url(dossier, move)).status_code == 404
        assert client.post(url(dossier, move), {"revision": dossier.revision}).status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize("move", ["submit", "serve_at_once", "nonsense"])
def test_what_is_no_move_of_a_dossier_page_does_not_exist(scene, desk, move):
    assert desk(scene.specialist).get(url(scene.accepted(), move)).status_code == 404


def test_looking_at_a_form_writes_nothing(scene, desk):
    dossier = scene.examined()
    before = Entry.objects.count(), fresh(dossier).revision
    desk(scene.specialist).get(url(dossier, "settle"))
    assert (Entry.objects.count(), fresh(dossier).revision) == before
