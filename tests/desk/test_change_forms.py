"""Answering, signing, time not counted and stopping, as an officer types them."""

import pytest
from django.urls import reverse

from gandan.dossiers.models import Dossier
from tests.dossiers.conftest import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LATE = {"answer": "no", "reason": "Chờ xác minh", "term_amount": "2", "term_unit": "working days"}


def url(dossier, move):
    return reverse("desk:dossier_move", args=[dossier.reference, move])


def press(client, dossier, move, **typed):
    fresh = Dossier.objects.get(pk=dossier.pk)
    return client.post(url(fresh, move), {"revision": fresh.revision} | typed)


def test_not_in_time_is_answered_then_signed_by_a_leader_who_finds_it_filled_in(scene, desk):
    dossier = scene.examined()
    assert press(desk(scene.specialist), dossier, "foresee", **LATE).status_code == 302
    chair = desk(scene.chair)
    form = chair.get(url(dossier, "reappoint")).context["form"]
    assert (form["reason"].value(), form["term_amount"].value()) == ("Chờ xác minh", 2)
    typed = {"sign": "yes", "reason": "Chờ xác minh", "term_amount": "2", "term_unit": "working days"}
    assert press(chair, dossier, "reappoint", **typed).status_code == 302
    page = chair.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert "Văn bản xin lỗi và đề nghị gia hạn" in page
    pdf = chair.get(reverse("desk:dossier_paper", args=[dossier.reference, "apology"]))
    assert pdf.content.startswith(b"%PDF-")


def test_an_answer_without_days_is_sent_back_beside_its_field(scene, desk):
    dossier = scene.examined()
    response = press(desk(scene.specialist), dossier, "foresee", **LATE | {"term_amount": ""})
    assert response.status_code == 422
    assert "Chờ xác minh" in response.text
    assert response.context["form"].errors["term_amount"]


def test_time_not_counted_begins_with_its_ground_and_ends_in_one_press(scene, desk):
    dossier, client = scene.examined(), desk(scene.specialist)
    typed = {"waits_for": "office", "reason": "Niêm yết", "ground": "", "term_amount": "15", "term_unit": "days"}
    assert press(client, dossier, "begin_excluded_time", **typed).status_code == 422
    assert press(client, dossier, "begin_excluded_time", **typed | {"ground": "Điều 33"}).status_code == 302
    page = client.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert "Thời gian không tính, dự kiến đến" in page
    assert press(client, dossier, "end_excluded_time").status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).state == "examining"


def test_only_originals_that_are_held_are_offered_back_on_stopping(scene, desk):
    dossier = scene.examined()
    held, shown = dossier.papers.all()[:2]
    dossier.papers.filter(pk=held.pk).update(originals=1, given_at=MONDAY)
    dossier.papers.filter(pk=shown.pk).update(originals=0, certified=0, copies=0, given_at=MONDAY)
    url = reverse("desk:dossier_move", args=[dossier.reference, "stop"])
    page = desk(scene.clerk).get(url).text
    assert held.name in page
    assert shown.name not in page


def test_a_stopped_dossier_has_its_notice(scene, desk):
    dossier, client = scene.accepted(), desk(scene.clerk)
    assert press(client, dossier, "stop", reason="Chưa cần nữa", given_back=["1"]).status_code == 302
    pdf = client.get(reverse("desk:dossier_paper", args=[dossier.reference, "stop"]))
    assert pdf.content.startswith(b"%PDF-")


def test_at_most_three_moves_stand_beside_the_primary_one(scene, desk):
    for dossier in (scene.accepted(), scene.examined(), scene.settled()):
        for who in (scene.clerk, scene.specialist, scene.chair):
            steps = desk(who).get(reverse("desk:dossier", args=[dossier.reference])).context["moves"]
            shown = [step for step in steps if not step["rare"]]
            assert sum(step["primary"] for step in shown) <= 1
            assert len(shown) <= 3 + any(step["primary"] for step in shown)
