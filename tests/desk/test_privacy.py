"""The screens on personal data: a request from the form to the answer, what is held, breaches, who may come in."""

import json

import pytest
from django.urls import reverse

from gandan.organisation.powers import PostKind
from gandan.privacy.models import Breach, DataRequest
from tests.factories import officer

pytestmark = pytest.mark.django_db
TYPED = {"what": "access", "name": "Trần Thị Hoa", "number": "035191004417", "said": "Cho tôi xem."}


@pytest.fixture
def guard(scene):
    return officer(scene.place.centre, PostKind.DATA_PROTECTION_OFFICER)


@pytest.fixture
def browser(desk, guard):
    return desk(guard)


def asked(browser, scene, **other) -> DataRequest:
    typed = TYPED | {"unit": scene.place.centre.pk} | other
    assert browser.post(reverse("desk:privacy_new"), typed).status_code == 302
    return DataRequest.objects.get()


def test_a_request_goes_from_the_form_to_its_answer(scene, browser):
    dossier = scene.accepted()
    request = asked(browser, scene)
    page = reverse("desk:privacy_request", args=[request.code])
    assert str(dossier) in browser.get(page).text
    assert "035191004417" not in browser.get(page).text
    browser.post(reverse("desk:privacy_move", args=[request.code, "reply"]))
    told = browser.post(reverse("desk:privacy_data", args=[request.code]))
    assert json.loads(told.content)["held"][0]["dossier"] == dossier.code
    browser.post(reverse("desk:privacy_move", args=[request.code, "grant"]), {"answer": "Đã gửi bản sao."})
    request.refresh_from_db()
    assert request.state == "granted"
    assert "Đã gửi bản sao." in browser.get(page).text
    assert "Bản sao mọi dữ liệu" in browser.get(reverse("desk:privacy_reads")).text


def test_what_was_typed_stays_when_it_is_refused(scene, browser):
    typed = TYPED | {"unit": scene.place.centre.pk, "number": "", "birth_year": ""}
    response = browser.post(reverse("desk:privacy_new"), typed)
    assert response.status_code == 422
    assert "Cho tôi xem." in response.text
    assert "năm sinh, để không đưa dữ liệu của người này cho người khác" in response.text


def test_a_breach_is_recorded_and_reported(scene, browser):
    typed = {
        "found_on": "16/11/2026",
        "found_time": "08:00",
        "happened": "Mất máy.",
        "people": "3",
        "measures": "Khóa.",
    }
    assert browser.post(reverse("desk:privacy_breach_new"), typed | {"unit": scene.place.centre.pk}).status_code == 302
    found = Breach.objects.get()
    assert "19/11/2026, 08:00" in browser.get(reverse("desk:privacy_breach", args=[found.code])).text
    browser.post(reverse("desk:privacy_breach_report", args=[found.code]), {"number": "15/BC"})
    found.refresh_from_db()
    assert found.report_number == "15/BC"


def test_retention_says_that_nothing_is_due_yet(scene, browser):
    assert "Chưa có gì hết thời hạn." in browser.get(reverse("desk:privacy_retention")).text
    destroy = reverse("desk:privacy_destroy", args=[scene.place.centre.ref.code])
    assert browser.post(destroy, {"shown": ""}).status_code == 422


@pytest.mark.parametrize("name", ["privacy", "privacy_new", "privacy_reads", "privacy_breaches", "privacy_retention"])
def test_others_find_no_such_page(scene, desk, name):
    assert desk(scene.specialist).get(reverse(f"desk:{name}")).status_code == 404


def test_a_file_opened_is_written_down(scene, desk, settings, tmp_path):
    from gandan.attachments.models import StoredFile
    from gandan.dossiers.actions import attach
    from gandan.journal.queries import last_entry
    from tests.dossiers.conftest import MONDAY
    from tests.privacy.test_actions import scan

    settings.FILES_DIR = tmp_path
    dossier = scene.accepted()
    attach(dossier_id=dossier.pk, label="Căn cước", upload=scan(), by=scene.clerk, at=MONDAY)
    file = StoredFile.objects.get()
    desk(scene.specialist).get(reverse("desk:dossier_file", args=[dossier.reference, file.code]))
    entry = last_entry(dossier, acts=["attachments.read"])
    assert (entry.actor_code, entry.data) == (scene.specialist.code, {"file": file.code})
