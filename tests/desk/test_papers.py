"""The papers an office gives out, from the page of the dossier."""

import pytest
from django.urls import reverse

from gandan.dossiers import actions
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.django_db


def paper(client, dossier, form):
    return client.get(reverse("desk:dossier_paper", args=[dossier.reference, form]))


def test_the_receipt_of_an_accepted_dossier_is_a_pdf_named_after_it(scene, desk):
    dossier = scene.accepted()
    response = paper(desk(scene.clerk), dossier, "receipt-1")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'inline; filename="{dossier.code}-receipt-1.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF")


def test_the_request_for_a_supplement_and_the_refusal_can_be_printed(scene, desk):
    client = desk(scene.clerk)
    assert paper(client, scene.asked(), "supplement-1").content.startswith(b"%PDF")
    refused = actions.refuse(intake=scene.intake(), reason="Không thuộc thẩm quyền", by=scene.clerk, at=MONDAY)
    assert paper(client, refused, "refusal").content.startswith(b"%PDF")


@pytest.mark.parametrize("form", ["refusal", "supplement-1", "supplement-x", "receipt", "receipt-2", "nonsense"])
def test_a_paper_the_dossier_does_not_have_does_not_exist(scene, desk, form):
    assert paper(desk(scene.clerk), scene.accepted(), form).status_code == 404


def test_the_page_links_the_papers_there_are(scene, desk):
    dossier = scene.asked()
    text = desk(scene.clerk).get(reverse("desk:dossier", args=[dossier.reference])).text
    assert reverse("desk:dossier_paper", args=[dossier.reference, "supplement-1"]) in text
    assert reverse("desk:dossier_paper", args=[dossier.reference, "receipt-1"]) not in text


def test_a_receipt_that_stands_no_longer_is_listed_as_such_beside_the_new_one(scene, desk):
    asked = actions.request_supplement(
        **scene.now(scene.accepted()), missing=["Bản án"], reason="Mờ", by=scene.specialist, at=MONDAY
    )
    client, address = desk(scene.clerk), reverse("desk:dossier", args=[asked.reference])
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả, không còn giá trị" in client.get(address).text
    complete = actions.receive_supplement(**scene.now(asked), given={1, 2}, by=scene.clerk, at=MONDAY)
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả (lần 2)</a>" in client.get(address).text
    for form in ("receipt-1", "receipt-2"):
        assert paper(client, complete, form).content.startswith(b"%PDF")
