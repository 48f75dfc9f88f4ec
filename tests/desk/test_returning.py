"""What was sent, returned, wrong or lost, as officers do it from its pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.values import ApplicantDetails
from gandan.lib.pdf_signatures import sign
from tests.attachments.samples import page as blank_page
from tests.attachments.samples import pdf
from tests.desk.counter_scene import sit_down
from tests.dossiers.conftest import MONDAY
from tests.lib.certificates import PASSWORD, Authority

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def fresh(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def move(dossier, name):
    return reverse("desk:dossier_move", args=[dossier.reference, name])


def press(client, dossier, name, **typed):
    assert client.get(move(dossier, name)).status_code == 200
    response = client.post(move(dossier, name), {"revision": fresh(dossier).revision, **typed})
    assert response.status_code == 302, response.text
    return fresh(dossier)


def page(client, dossier):
    return client.get(reverse("desk:dossier", args=[dossier.reference])).text


def test_what_was_sent_is_taken_from_its_page(scene, desk):
    clerk, dossier = desk(scene.clerk), scene.submitted()
    assert "Kiểm tra hồ sơ gửi đến trước" in page(clerk, dossier)
    assert press(clerk, dossier, "accept", given=["1", "2"]).state == "accepted"


def test_what_was_sent_may_be_refused_with_a_reason(scene, desk):
    clerk, dossier = desk(scene.clerk), scene.submitted()
    response = clerk.post(move(dossier, "refuse"), {"revision": dossier.revision, "reason": ""})
    assert response.status_code == 422
    assert press(clerk, dossier, "refuse", reason="Nộp nhầm nơi").state == "refused"


def test_the_counter_enters_what_came_by_post_as_it_arrived(client):
    counter = sit_down(client)
    client.post(counter.url, counter.whole(channel="post") | {"do": "save"})
    assert "Ghi nhận, kiểm tra sau" in client.get(counter.url).text
    response = counter.send("submit", channel="post", arrived_on="2026-01-05", arrived_time="20:15")
    assert response.status_code == 302, response.text
    dossier = Dossier.objects.get()
    assert (dossier.state, f"{dossier.submitted_at:%Y-%m-%d %H:%M}") == ("submitted", "2026-01-05 13:15")


def test_an_hour_that_is_none_is_said_beside_it(client):
    counter = sit_down(client)
    response = counter.send("submit", channel="post", arrived_on="ba mươi", arrived_time="25:99")
    assert response.status_code == 422
    assert "Hãy ghi giờ như 08:30." in response.text


def test_who_was_not_told_stands_on_the_page_until_somebody_calls(scene, desk):
    nobody = ApplicantDetails("Trần Thị Hoa")
    dossier = actions.examine(**scene.now(scene.accepted(applicant=nobody)), by=scene.specialist, at=MONDAY)
    said = {"outcome": "approved", "result_number": "1", "reason": ""}
    dossier = actions.settle(**scene.now(dossier), **said, by=scene.specialist, at=MONDAY)
    clerk = desk(scene.clerk)
    assert "Chưa báo được cho người nộp" in page(clerk, dossier)
    assert "Người nộp đã có mặt" in clerk.get(move(dossier, "return_result")).text
    press(clerk, dossier, "announce_early", manner="phone")
    assert "Chưa báo được cho người nộp" not in page(clerk, dossier)
    assert "Người nộp đã có mặt" not in clerk.get(move(dossier, "return_result")).text


def test_somebody_else_without_a_paper_is_said_beside_the_paper(scene, desk):
    dossier = scene.settled()
    typed = {"revision": dossier.revision, "manner": "desk", "collected_by": "Lê Văn Thay", "kept_because": "x"}
    response = desk(scene.clerk).post(move(dossier, "return_result"), typed)
    assert response.status_code == 422
    assert "collector_paper" in response.context["form"].errors


def test_half_a_name_is_said_beside_it_and_nothing_typed_is_lost(scene, desk):
    dossier = scene.settled()
    typed = {"revision": dossier.revision, "manner": "desk", "collected_by": "Hoa", "kept_because": "Bà xin gửi lại"}
    response = desk(scene.clerk).post(move(dossier, "return_result"), typed)
    assert response.status_code == 422
    assert "hãy ghi đủ họ tên" in str(response.context["form"].errors["collected_by"])
    assert "Bà xin gửi lại" in response.text
    assert press(desk(scene.clerk), dossier, "return_result", **typed, receipt_seen="on").state == "returned"


def test_by_post_the_name_filled_in_beforehand_is_not_kept_as_who_collected(scene, desk):
    typed = {"collected_by": "Trần Thị Hoa", "receipt_seen": "on", "tracking_number": "EI123456789VN"}
    dossier = press(desk(scene.clerk), scene.settled(), "return_result", manner="post", kept_because="Gửi sau", **typed)
    assert (dossier.collected_by, dossier.tracking_number) == ("", "EI123456789VN")


def test_a_result_goes_out_and_the_receipts_holder_fetches_it(scene, desk, client):
    clerk, dossier = desk(scene.clerk), scene.settled()
    files = reverse("desk:dossier_files", args=[dossier.reference])
    upload = SimpleUploadedFile("kq.pdf", pdf(), content_type="application/pdf")
    assert clerk.post(files, {"label": "Kết quả", "is_result": "on", "file": upload}).status_code == 302
    address = reverse("portal:result", args=[dossier.reference, dossier.receipt_secret])
    assert client.get(address).status_code == 404  # not handed over yet
    press(clerk, dossier, "return_result", manner="online", kept_because="Lưu hồ sơ")
    page_of_holder = reverse("portal:lookup_with_secret", args=[dossier.reference, dossier.receipt_secret])
    shown = client.get(page_of_holder).text
    assert "Tải bản chụp kết quả" in shown
    assert "Tải kết quả đã ký" not in shown
    assert address in shown
    fetched = client.get(address)
    assert fetched.status_code == 200
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")
    assert fetched["Cache-Control"] == "no-store"
    wrong = reverse("portal:result", args=[dossier.reference, "0" * 16])
    assert client.get(wrong).status_code == 404
    press(clerk, dossier, "report_error", error="Sai năm sinh")
    assert client.get(address).status_code == 404
    shown = client.get(page_of_holder).text
    assert "xin lỗi ông/bà" in shown
    assert "Chúng tôi sửa xong trước" in shown
    assert address not in shown


def test_only_a_signature_that_holds_is_told_as_signed(scene, desk, client, settings, tmp_path):
    authority = Authority()
    (tmp_path / "root.pem").write_bytes(authority.root.pem)
    settings.TRUST_DIR = str(tmp_path)
    clerk, dossier = desk(scene.clerk), scene.settled()
    upload = SimpleUploadedFile("kq.pdf", sign(blank_page(), authority.issue("Vũ Đức Thắng").p12(), PASSWORD))
    files = reverse("desk:dossier_files", args=[dossier.reference])
    clerk.post(files, {"label": "Kết quả", "is_result": "on", "file": upload})
    assert "kết quả đã ký số" in page(clerk, dossier)
    press(clerk, dossier, "return_result", manner="online", kept_because="Lưu hồ sơ")
    holder = reverse("portal:lookup_with_secret", args=[dossier.reference, dossier.receipt_secret])
    assert "Tải kết quả đã ký" in client.get(holder).text


def test_an_error_and_a_loss_are_put_right_from_their_pages(scene, desk):
    clerk, specialist = desk(scene.clerk), desk(scene.specialist)
    dossier = press(clerk, scene.settled(), "report_error", error="Sai năm sinh")
    text = page(specialist, dossier)
    assert "Sửa xong kết quả trước" in text
    assert "Sai năm sinh" in text
    assert press(specialist, dossier, "correct", result_number="13/2026").result_number == "13/2026"
    lost = press(clerk, dossier, "report_loss", what="Mất bản án", unit=scene.place.centre.ref.code)
    assert "Mất bản án" in page(clerk, lost)
    press(clerk, dossier, "remedy_loss", ordinal="1", remedy="Xin bản sao mới", cost="20000")
    assert "20.000 đ" in page(clerk, dossier)
