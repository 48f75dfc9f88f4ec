"""Files of a dossier come in checked and go out only to whoever may see it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandan.attachments.models import StoredFile
from gandan.dossiers import actions
from gandan.organisation.powers import PostKind
from tests.attachments.samples import pdf
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def send(client, dossier, content, *, name="Bản án.pdf", label="Bản án ly hôn"):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("desk:dossier_files", args=[dossier.reference]), {"label": label, "file": upload})


def address(dossier, stored):
    return reverse("desk:dossier_file", args=[dossier.reference, stored.code])


def test_a_file_sent_is_listed_and_comes_back_as_it_was(scene, desk):
    dossier, client, content = scene.accepted(), desk(scene.clerk), pdf()
    assert send(client, dossier, content).status_code == 302
    stored = StoredFile.objects.get()
    assert "Bản án ly hôn" in client.get(reverse("desk:dossier", args=[dossier.reference])).text
    response = client.get(address(dossier, stored))
    assert b"".join(response.streaming_content) == content


def test_a_file_is_handed_out_to_be_saved_and_can_do_nothing_in_our_name(scene, desk):
    dossier, client = scene.accepted(), desk(scene.clerk)
    send(client, dossier, pdf(), name='x"\r\nSet-Cookie: a=b.pdf')
    response = client.get(address(dossier, StoredFile.objects.get()))
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    response.close()


def test_an_executable_under_another_name_is_refused_and_the_label_is_kept(scene, desk):
    dossier = scene.accepted()
    response = send(desk(scene.clerk), dossier, b"MZ\x90\x00" + b"\0" * 500, label="Sổ hộ khẩu cũ")
    assert response.status_code == 422
    assert 'value="Sổ hộ khẩu cũ"' in response.text
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_refused(scene, desk, settings):
    settings.UPLOAD_LIMIT_MB = 1
    response = send(desk(scene.clerk), scene.accepted(), pdf(size=1024 * 1024 + 1))
    assert response.status_code == 422
    assert not StoredFile.objects.exists()


def test_a_file_without_a_label_or_nothing_at_all_is_refused(scene, desk):
    dossier, client = scene.accepted(), desk(scene.clerk)
    assert send(client, dossier, pdf(), label=" ").status_code == 422
    nothing = client.post(reverse("desk:dossier_files", args=[dossier.reference]), {"label": "x"})
    assert nothing.status_code == 422


def test_a_stranger_can_neither_send_nor_fetch(scene, desk):
    dossier = scene.accepted()
    send(desk(scene.clerk), dossier, pdf())
    stranger = desk(officer(commune("Khác").committee, PostKind.CHAIR))
    assert stranger.get(address(dossier, StoredFile.objects.get())).status_code == 404
    assert send(stranger, dossier, pdf()).status_code == 404
    assert StoredFile.objects.count() == 1


def test_a_file_of_one_dossier_is_not_reached_through_another(scene, desk):
    one, other, client = scene.accepted(), scene.accepted(), desk(scene.clerk)
    send(client, one, pdf())
    assert client.get(address(other, StoredFile.objects.get())).status_code == 404


def test_a_chair_who_only_reads_is_offered_no_file_and_adds_none(scene, desk):
    """A chair settles in the deciding unit; of a neighbour's dossier received here, the centre's officers only read."""
    other = commune("Bình Mỹ")
    dossier = scene.accepted(receiving_unit_id=scene.place.centre.pk)
    dossier.deciding_unit = dossier.receiving_unit = other.committee
    dossier.save()
    reader = desk(officer(other.centre, PostKind.COUNTER_OFFICER))
    assert "Thêm tệp" not in reader.get(reverse("desk:dossier", args=[dossier.reference])).text
    answer = send(reader, dossier, pdf())
    assert answer.status_code == 422
    assert "thẩm quyền" in answer.text
    assert not StoredFile.objects.exists()


def test_a_returned_dossier_takes_no_file(scene, desk):
    dossier = actions.return_result(
        **scene.now(scene.settled()), collected_by="Trần Thị Hoa", by=scene.clerk, at=MONDAY
    )
    client = desk(scene.clerk)
    assert "Thêm tệp" not in client.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert send(client, dossier, pdf()).status_code == 422
    assert not StoredFile.objects.exists()
