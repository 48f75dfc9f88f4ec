"""The screens on personal data: a request from the form to the answer, what is held, breaches, who may come in."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from gandan.dossiers.actions.register import take_out_register
from gandan.dossiers.models import Dossier
from gandan.journal.rules import GONE
from gandan.organisation.powers import PostKind
from gandan.privacy.models import Breach, DataRequest
from tests.dossiers.conftest import MONDAY
from tests.factories import officer
from tests.privacy.conftest import eventful_of

pytestmark = pytest.mark.django_db
TYPED = {"what": "access", "name": "Trần Thị Hoa", "number": "035191004417", "said": "Cho tôi xem."}


@pytest.fixture
def guard(scene):
    return officer(scene.place.centre, PostKind.DATA_PROTECTION_OFFICER)


@pytest.fixture
def browser(desk, guard):
    return desk(guard)


def asked(browser, scene, **other) -> DataRequest:
    typed = TYPED | {"unit": scene.place.centre.ref.code} | other
    assert browser.post(reverse("desk:privacy_new"), typed).status_code == 302
    return DataRequest.objects.get()


def test_a_request_goes_from_the_form_to_its_answer(scene, browser):
    dossier = scene.accepted()
    request = asked(browser, scene)
    page = reverse("desk:privacy_request", args=[request.code])
    assert str(dossier) in browser.get(page).text
    assert "035191004417" not in browser.get(page).text
    reply = reverse("desk:privacy_reply", args=[request.code])
    assert browser.get(reply).status_code == 405  # nothing is typed there
    browser.post(reply)
    told = browser.post(reverse("desk:privacy_data", args=[request.code]))
    assert json.loads(told.content)["held"][0]["dossier"] == dossier.code
    browser.post(reverse("desk:privacy_answer", args=[request.code, "grant"]), {"answer": "Đã gửi bản sao."})
    request.refresh_from_db()
    assert request.state == "granted"
    assert "Đã gửi bản sao." in browser.get(page).text
    assert "Bản sao mọi dữ liệu" in browser.get(reverse("desk:privacy_reads")).text


def test_what_was_typed_stays_when_it_is_refused(scene, browser):
    typed = TYPED | {"unit": scene.place.centre.ref.code, "number": "", "birth_year": ""}
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
    assert (
        browser.post(reverse("desk:privacy_breach_new"), typed | {"unit": scene.place.centre.ref.code}).status_code
        == 302
    )
    found = Breach.objects.get()
    assert "19/11/2026, 08:00" in browser.get(reverse("desk:privacy_breach", args=[found.code])).text
    browser.post(reverse("desk:privacy_breach_report", args=[found.code]), {"number": "15/BC"})
    found.refresh_from_db()
    assert found.report_number == "15/BC"


def test_retention_says_that_nothing_is_due_yet(scene, browser):
    assert "Chưa có gì hết thời hạn." in browser.get(reverse("desk:privacy_retention")).text
    destroy = reverse("desk:privacy_destroy", args=[scene.place.centre.ref.code])
    assert browser.post(destroy, {"shown": ""}).status_code == 422


def test_what_was_seen_in_the_list_is_destroyed_and_written_down(scene, desk, guard, clock):
    dossier = eventful_of(scene)
    clock.at = MONDAY.replace(year=2037)
    browser = desk(guard)
    page = browser.get(reverse("desk:privacy_retention"))
    address = re.search(r'href="([^"]*\?shown=[0-9a-f]{64})"', page.text)[1]
    assert dossier.reference in page.text
    digest = re.search(r'name="shown" value="([0-9a-f]+)"', browser.get(address).text)[1]
    refused = browser.post(address, {"shown": "0" * 64})
    assert (refused.status_code, "Danh sách vừa thay đổi" in refused.text) == (422, True)
    assert browser.post(address, {"shown": digest}).status_code == 302
    assert "1 mục, " in browser.get(reverse("desk:privacy_retention")).text
    assert Dossier.objects.get().applicant.name == GONE


def test_a_long_list_of_what_is_held_comes_in_pages(scene, browser, monkeypatch):
    monkeypatch.setattr("gandan.desk.privacy.PAGE", 2)
    dossiers = [scene.accepted(at=MONDAY - timedelta(hours=hours)) for hours in (3, 2, 1)]
    page = reverse("desk:privacy_request", args=[asked(browser, scene).code])
    first, second = browser.get(page).text, browser.get(f"{page}?page=2").text
    assert [str(one) in first for one in dossiers] == [True, True, False]
    assert [str(one) in second for one in dossiers] == [False, False, True]
    assert "3 mục" in first


def test_a_list_shows_titles_and_does_not_read_all_that_is_held(scene, browser, monkeypatch):
    scene.accepted()
    request = asked(browser, scene)
    monkeypatch.setattr("gandan.dossiers.responses.personal_data_told.timeline", lambda _dossier: 1 / 0)
    assert browser.get(reverse("desk:privacy_request", args=[request.code])).status_code == 200


def test_a_register_taken_out_is_listed_with_its_unit(scene, browser):
    take_out_register(
        unit=scene.place.centre, first=MONDAY.date(), last=MONDAY.date(), form="xlsx", by=scene.clerk, at=MONDAY
    )
    page = browser.get(reverse("desk:privacy_reads")).text
    assert "Sổ theo dõi hồ sơ, lấy ra tệp" in page
    assert 'value="16/11/2026"' in page  # the days looked at stand in the form
    assert scene.place.centre.name in page


def test_what_was_not_chosen_or_written_is_asked_for_in_our_own_words(browser):
    page = browser.post(reverse("desk:privacy_new"), TYPED | {"what": "", "said": ""}).text
    assert "Người dân yêu cầu gì? Hãy chọn yêu cầu." in page
    assert "Nội dung yêu cầu: Hãy ghi mục này." in page
    assert "Trường này" not in page


@pytest.mark.parametrize("name", ["privacy", "privacy_new", "privacy_reads", "privacy_breaches", "privacy_retention"])
def test_others_find_no_such_page(scene, desk, name):
    assert desk(scene.specialist).get(reverse(f"desk:{name}")).status_code == 404


def test_a_file_opened_is_written_down(scene, desk, settings, tmp_path):
    from gandan.attachments.models import StoredFile
    from gandan.dossiers.actions import attach
    from gandan.journal.queries import last_entry
    from tests.privacy.test_actions import scan

    settings.FILES_DIR = tmp_path
    dossier = scene.accepted()
    attach(dossier_id=dossier.pk, label="Căn cước", upload=scan(), by=scene.clerk, at=MONDAY)
    file = StoredFile.objects.get()
    desk(scene.specialist).get(reverse("desk:dossier_file", args=[dossier.reference, file.code]))
    entry = last_entry(dossier, acts=["attachments.read"])
    assert (entry.actor_code, entry.data) == (scene.specialist.code, {"file": file.code})
