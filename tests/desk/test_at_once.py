"""One screen for what is done while the applicant waits: one press, empty again, never twice."""

import pytest
from django.urls import reverse

from gandan.dossiers.models import Dossier
from tests.dossiers.conftest import version_of
from tests.dossiers.test_at_once import COPY, WITHIN_DAY

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PAGE = "/desk/at-once/"


@pytest.fixture
def copies(scene):
    version = version_of(WITHIN_DAY, name="Chứng thực bản sao")
    version.fees = [{"name": COPY.name, "amount": COPY.amount, "text": COPY.text}]
    version.save()
    return version


def typed(copies, **other):
    plain = {"reference": "ABCDEFGH12", "version": copies.ref.code, "name": "Phạm Thị Mơ", "copies": "2", "pages": "3"}
    return plain | {"result_number": "77/2026", "paid": "on", "do": "serve"} | other


def test_one_press_serves_and_the_page_is_empty_for_the_next(scene, desk, copies):
    client = desk(scene.clerk)
    response = client.post(PAGE, typed(copies))
    assert (response.status_code, response.url) == (302, PAGE)
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.applicant.name, dossier.sets) == ("returned", "Phạm Thị Mơ", 2)
    shown = client.get(PAGE)
    assert dossier.code in shown.text
    assert reverse("desk:dossier_paper", args=[dossier.reference, "receipt-1"]) in shown.text
    assert shown.context["form"]["name"].value() is None
    assert shown.context["form"]["version"].value() == copies.ref.code
    assert shown.context["form"]["reference"].value() != "ABCDEFGH12"


def test_sent_twice_makes_one_and_says_so(scene, desk, copies):
    client = desk(scene.clerk)
    client.post(PAGE, typed(copies))
    again = client.post(PAGE, typed(copies), follow=True)
    assert "đã được lập rồi" in again.text
    assert Dossier.objects.count() == 1


def test_the_price_follows_copies_and_pages(scene, desk, copies):
    text = desk(scene.clerk).post(PAGE, typed(copies, do="price")).text
    assert "10.000 đ" in text
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"result_number": ""}, {"pages": "nhiều"}, {"version": "x"}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(scene, desk, copies, wrong):
    response = desk(scene.clerk).post(PAGE, typed(copies, id_number="035191004417", **wrong))
    assert response.status_code == 422
    assert "035191004417" in response.text
    assert not Dossier.objects.exists()


def test_a_person_served_before_is_picked_and_the_rest_stays(scene, desk, copies):
    earlier = scene.accepted()
    client = desk(scene.clerk)
    assert "Trần Thị Hoa" in client.post(PAGE + "applicants/", {"name": "Trần"}).text
    form = client.post(PAGE, typed(copies, pick_applicant=earlier.reference)).context["form"]
    assert (form["name"].value(), form["pages"].value()) == ("Trần Thị Hoa", "3")


def test_only_who_receives_has_the_page(scene, desk, copies):
    assert desk(scene.specialist).get(PAGE).status_code == 422
