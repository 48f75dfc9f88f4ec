"""What an officer reads beside a signed file, and signing a paper of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandan.attachments.actions import path_of
from gandan.attachments.models import StoredFile
from gandan.dossiers.actions import attach
from gandan.journal.models import Entry
from gandan.lib.pdf_signatures import sign
from gandan.organisation.powers import PostKind
from tests.attachments.samples import page
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer
from tests.lib.certificates import PASSWORD, Authority

pytestmark = pytest.mark.django_db
AUTHORITY = Authority()
CHAIR = AUTHORITY.issue("Nguyễn Văn Thắng")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    (tmp_path / "root.pem").write_bytes(AUTHORITY.root.pem)
    (tmp_path / "a.p12").write_bytes(CHAIR.p12())


@pytest.fixture
def dossier(scene):
    dossier = scene.accepted()
    upload = SimpleUploadedFile("a.pdf", sign(page(), CHAIR.p12(), PASSWORD))
    attach(dossier_id=dossier.pk, label="Kết quả", upload=upload, by=scene.clerk, at=MONDAY)
    return dossier


def shown(client, dossier):
    return client.get(reverse("desk:dossier", args=[dossier.reference])).text


def test_who_signed_and_whether_it_holds_stand_beside_the_file(scene, desk, dossier, settings, tmp_path):
    client = desk(scene.clerk)
    before = shown(client, dossier)
    assert "Chưa kiểm được" in before
    assert "máy chủ chưa có gốc tin cậy" in before
    assert "Người ký: Nguyễn Văn Thắng, Ủy ban nhân dân xã Bình Lục" in before
    settings.TRUST_DIR = str(tmp_path)
    again = reverse("desk:file_signatures", args=[dossier.reference, StoredFile.objects.get().code])
    assert client.post(again).status_code == 302
    assert "Chữ ký hợp lệ" in shown(client, dossier)
    assert "kiểm lại chữ ký số" in shown(client, dossier)  # in the timeline


def test_a_file_that_the_disk_has_lost_is_told_when_it_is_looked_at_again(scene, desk, dossier):
    stored = StoredFile.objects.get()
    path_of(stored.stored_name).unlink()
    again = reverse("desk:file_signatures", args=[dossier.reference, stored.code])
    assert "không còn trên máy chủ" in desk(scene.clerk).post(again, follow=True).text


def test_a_paper_is_signed_and_kept_when_a_certificate_is_set(scene, desk, settings, tmp_path):
    dossier, client = scene.accepted(), desk(scene.clerk)
    address = reverse("desk:paper_sign", args=[dossier.reference, "receipt-1"])
    assert address not in shown(client, dossier)
    assert "Chưa có chứng thư" in client.post(address, follow=True).text
    assert not StoredFile.objects.exists()
    settings.TRUST_DIR, settings.SIGN_P12 = str(tmp_path), str(tmp_path / "a.p12")
    settings.SIGN_PASSWORD = PASSWORD.decode()
    assert address in shown(client, dossier)
    client.post(address)
    stored = StoredFile.objects.get()
    assert [one["verdict"] for one in stored.signatures] == ["valid"]
    assert stored.label.endswith("(đã ký số)")


def test_a_stranger_neither_signs_nor_looks(desk, dossier, settings, tmp_path):
    settings.SIGN_P12 = str(tmp_path / "a.p12")
    stranger = desk(officer(commune("Khác").committee, PostKind.CHAIR))
    entries = Entry.objects.count()
    code = StoredFile.objects.get().code
    assert stranger.post(reverse("desk:file_signatures", args=[dossier.reference, code])).status_code == 404
    assert stranger.post(reverse("desk:paper_sign", args=[dossier.reference, "receipt-1"])).status_code == 404
    assert Entry.objects.count() == entries


def test_a_paper_that_is_not_there_is_not_signed(scene, desk):
    dossier = scene.accepted()
    address = reverse("desk:paper_sign", args=[dossier.reference, "refusal"])
    assert desk(scene.clerk).post(address).status_code == 404
