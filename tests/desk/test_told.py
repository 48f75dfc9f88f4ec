"""Messages on the page of a dossier: to whom, by which way, when, whether they arrived, who helps when not."""

import pytest
from django.urls import reverse

from gandan.desk.told import told_about
from gandan.journal.actions import tell
from gandan.journal.models import Notice
from gandan.journal.queries import notices_about
from gandan.lib.reach import Reach
from gandan.organisation.models import Person
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(scene):
    return scene.accepted()


def shown(client, dossier):
    text = client.get(reverse("desk:dossier", args=[dossier.reference])).text
    return text[text.index('id="h-notices"') :].partition("</section>")[0]


def become(dossier, **state):
    assert Notice.objects.filter(about_code=dossier.reference).update(**state) == 1


def phone(dossier, number):
    type(dossier.applicant).objects.filter(pk=dossier.applicant.pk).update(phone=number)


def test_a_message_says_to_whom_by_which_way_and_since_when_it_waits(dossier, scene, desk, clock):
    words = shown(desk(scene.clerk), dossier)
    assert f"Cho người nộp, {dossier.applicant.name}, qua thư điện tử." in words
    assert "Chờ gửi từ 16/11" in words
    assert dossier.applicant.email not in words


def test_one_that_was_taken_says_when(dossier, scene, desk, clock):
    become(dossier, state="sent", sent_at=MONDAY)
    assert "Đã gửi 16/11, " in shown(desk(scene.clerk), dossier)


def test_one_that_is_tried_again_says_how_often_and_when(dossier, scene, desk, clock):
    become(dossier, attempts=2)
    assert "đã thử 2 lần; thử lại" in shown(desk(scene.clerk), dossier)


@pytest.mark.parametrize("state", ["failed", "doubtful"])
def test_one_in_trouble_says_whom_to_call(dossier, scene, desk, clock, state):
    phone(dossier, "0912345338")
    become(dossier, state=state, trouble="Hộp thư không có")
    words = shown(desk(scene.clerk), dossier)
    assert "Hãy gọi điện báo người nộp" in words
    assert "Hộp thư không có" in words
    assert "Xử lý trong Hộp thư đi" not in words  # who may not open it is not sent there


def test_without_a_telephone_another_way_is_named(dossier, scene, desk, clock):
    phone(dossier, "")
    become(dossier, state="failed")
    assert "Người nộp không có điện thoại" in shown(desk(scene.clerk), dossier)


def test_an_officer_who_was_told_is_named_and_a_stranger_is_masked(dossier, scene):
    Person.objects.filter(pk=scene.specialist.pk).update(email="huy@example.vn")
    for address in ("huy@example.vn", "nguoi-cu@example.vn"):
        tell(Reach("email", address), "dossier_accepted", about=dossier, at=MONDAY, dossier=dossier)
    told = told_about(dossier, notices_about(dossier))
    assert [one.to for one in told[:2]] == ["ng•••@example.vn", f"cán bộ {scene.specialist.name}"]
