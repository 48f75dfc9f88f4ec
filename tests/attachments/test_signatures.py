"""Signatures are judged when a PDF is kept, and again when somebody asks."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.attachments.actions import can_sign, check_signatures, keep, signed
from gandan.attachments.models import StoredFile
from gandan.journal.models import Entry
from gandan.lib.pdf_signatures import sign
from gandan.lib.refs import Ref
from tests.attachments import samples
from tests.lib.certificates import NOW, PASSWORD, Authority
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AUTHORITY = Authority()
CHAIR = AUTHORITY.issue("Nguyễn Văn Thắng")
DOSSIER, OFFICER = Ref("dossier", "7K3M92QXAB"), Ref("person", "4TZK0Q")


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path: Path) -> Path:
    settings.FILES_DIR, settings.TRUST_DIR = tmp_path / "files", str(tmp_path / "trust")
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "root.pem").write_bytes(AUTHORITY.root.pem)
    return folder


def _keep(content: bytes) -> StoredFile:
    upload = SimpleUploadedFile("a.pdf", content)
    return keep(subject=DOSSIER, label="Kết quả", upload=upload, by=OFFICER, at=NOW)


def _verdicts(stored: StoredFile) -> list[str]:
    return [finding["verdict"] for finding in StoredFile.objects.get(pk=stored.pk).signatures]


def test_a_signed_pdf_is_judged_when_it_is_kept() -> None:
    stored = _keep(sign(samples.page(), CHAIR.p12(), PASSWORD))
    assert _verdicts(stored) == ["valid"]
    assert stored.signatures_checked_at == NOW


def test_an_unsigned_pdf_and_a_picture_have_nothing_to_judge() -> None:
    for stored in (_keep(samples.page()), _keep(samples.photo())):
        assert (stored.signatures, stored.signatures_checked_at) == (None, None)


def test_looking_again_hears_what_was_taken_back_since_and_the_journal_says_so(trusted: Path) -> None:
    stored = _keep(sign(samples.page(), CHAIR.p12(), PASSWORD))
    (trusted / "new.crl").write_bytes(AUTHORITY.revoke(CHAIR))
    later = NOW + timedelta(hours=1)
    check_signatures(stored, by=OFFICER, at=later)
    assert _verdicts(stored) == ["revoked"]
    assert StoredFile.objects.get().signatures_checked_at == later
    entry = Entry.objects.get(act="attachments.check_signatures")
    assert entry.data == {"file": stored.code, "verdicts": ["revoked"]}


def test_a_broken_trust_folder_is_told_by_its_setting(trusted: Path) -> None:
    (trusted / "sai.crl").write_bytes(b"x")
    with pytest.raises(ImproperlyConfigured, match="GANDAN_TRUST_DIR"):
        _keep(sign(samples.page(), CHAIR.p12(), PASSWORD))


def test_signing_is_off_until_a_certificate_is_named(settings, tmp_path: Path) -> None:
    assert not can_sign()
    with refused("attachments.no_certificate"):
        signed(samples.page())
    (tmp_path / "a.p12").write_bytes(CHAIR.p12())
    settings.SIGN_P12, settings.SIGN_PASSWORD = str(tmp_path / "a.p12"), PASSWORD.decode()
    assert _verdicts(_keep(signed(samples.page()))) == ["valid"]
    settings.SIGN_PASSWORD = "sai"
    with refused("attachments.not_signed"):
        signed(samples.page())
