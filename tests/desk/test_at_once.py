"""One screen for what is done while the applicant waits: one press, empty again, never twice."""

import pytest
from django.urls import reverse

from gandan.dossiers.models import Dossier
from gandan.organisation.models import Person
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
    plain["signer"] = Person.objects.get(name="Vũ Đức Thắng").code
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


def test_money_is_taken_only_when_the_clerk_says_so(scene, desk, copies):
    client = desk(scene.clerk)
    assert not client.get(PAGE).context["form"]["paid"].value()
    told = client.post(PAGE, typed(copies), follow=True).text
    charge = Dossier.objects.get().charges.get()
    receipt = reverse("desk:fee_receipt", args=[charge.dossier.reference, *reversed(charge.receipt_number.split("/"))])
    assert "Đã thu 10.000 đ" in told
    assert receipt in told
    assert client.get(receipt).status_code == 200
    unpaid = typed(copies, reference="BBCDEFGH12")
    del unpaid["paid"]
    told = client.post(PAGE, unpaid, follow=True).text
    other = Dossier.objects.latest("pk")
    assert "Còn phải thu 10.000 đ" in told
    assert reverse("desk:dossier_fees", args=[other.reference, "pay"]) in told


def test_who_signs_is_the_chair_first_then_the_one_of_the_last_time(scene, desk, copies):
    client = desk(scene.clerk)
    first = client.get(PAGE).context["form"]
    assert [name for _code, name in first.fields["signer"].choices] == ["Vũ Đức Thắng", "Đỗ Quang Huy"]
    client.post(PAGE, typed(copies, signer=scene.specialist.code))
    shown = client.get(PAGE)
    assert shown.context["form"]["signer"].value() == scene.specialist.code
    assert "Đỗ Quang Huy ký" in shown.text
    page_of_dossier = reverse("desk:dossier", args=[Dossier.objects.get().reference])
    assert "Người ký: Đỗ Quang Huy" in client.get(page_of_dossier).text


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


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"result_number": ""}, {"pages": "nhiều"}, {"version": "x"}, {"signer": ""}]
)
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
