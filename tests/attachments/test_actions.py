"""A file kept: safe on disk, named in the journal, gone when the act is undone."""

import hashlib
import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from gandan.attachments.actions import disk, keep, keeping, open_file, path_of, seal_plain_files, sweep_orphans
from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of
from gandan.journal.models import Entry, PersonalValue
from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused
from gandan.lib.sealing import new_identity
from tests.attachments import samples

pytestmark = [pytest.mark.django_db]

AT = datetime(2026, 11, 23, 15, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DOSSIER, OFFICER = Ref("dossier", "7K3M92QXAB"), Ref("person", "4TZK0Q")
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings) -> Path:
    settings.FILES_DIR, settings.UPLOAD_LIMIT_MB = tmp_path / "files", 1
    return settings.FILES_DIR


def _keep(content: bytes, name: str = "Giấy khai sinh.pdf") -> StoredFile:
    upload = SimpleUploadedFile(name, content)
    upload.name = name  # Django already takes paths off; what it leaves is ours to judge
    return keep(subject=DOSSIER, label="Giấy khai sinh", upload=upload, by=OFFICER, at=AT)


def _on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_pdf_is_kept_byte_for_byte_under_a_random_name(files_dir: Path) -> None:
    content = samples.pdf()
    stored = _keep(content)

    with open_file(stored) as file:
        assert file.read() == content
    assert (stored.kind, stored.size, stored.sha256) == (
        "application/pdf",
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert (stored.given_name, stored.label, stored.kept_at) == ("Giấy khai sinh.pdf", "Giấy khai sinh", AT)
    path = files_dir / stored.stored_name[:2] / stored.stored_name
    assert _on_disk(files_dir) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_keeping_is_entered_in_the_journal_with_its_hash_and_what_was_typed_as_personal() -> None:
    stored = _keep(samples.pdf())
    entry = Entry.objects.get()
    assert (entry.act, entry.subject, entry.actor, entry.at) == ("attachments.keep", DOSSIER, OFFICER, AT)
    assert entry.data == {
        "file": stored.code,
        "kind": "application/pdf",
        "size": stored.size,
        "sha256": stored.sha256,
    }
    told = dict(PersonalValue.objects.filter(entry=entry).values_list("name", "value"))
    assert told == {"label": "Giấy khai sinh", "given_name": "Giấy khai sinh.pdf"}


def test_a_photo_is_kept_without_its_metadata_whatever_its_name_says() -> None:
    stored = _keep(samples.photo("JPEG", exif=samples.exif()), name="anh.pdf")
    assert stored.kind == "image/jpeg"
    with open_file(stored) as file:
        content = file.read()
    assert samples.PLACE not in content
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_files_are_found_by_what_they_belong_to() -> None:
    first, second = _keep(samples.pdf()), _keep(samples.photo())
    assert list(of(DOSSIER)) == [first, second]
    assert list(of(Ref("dossier", "ANOTHER"))) == []


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "trong.pdf", "attachments.empty"),
        (b"MZ\x90\x00" + b"\x00" * 200, "giay-khai-sinh.pdf", "attachments.program"),
        (b"<html><script>alert(1)</script></html>", "anh.jpg", "attachments.kind"),
        (samples.photo("JPEG", size=(300, 200), noisy=True)[:9000], "anh.jpg", "attachments.broken"),
        (samples.pdf(trailer=b"/Encrypt 3 0 R"), "mat.pdf", "attachments.locked"),
        (samples.pdf(size=MEGABYTE + 1), "to.pdf", "attachments.too_large"),
    ],
)
def test_a_refused_file_leaves_no_row_no_entry_and_nothing_on_disk(
    files_dir: Path, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        _keep(content, name)
    assert refused.value.code == code
    assert str(refused.value)
    assert not StoredFile.objects.exists()
    assert not Entry.objects.exists()
    assert _on_disk(files_dir) == []


def test_exactly_the_limit_is_kept() -> None:
    assert _keep(samples.pdf(size=MEGABYTE)).size == MEGABYTE


class _Liar(File):
    """Says it is small, then never ends."""

    def __init__(self) -> None:
        super().__init__(None, name="nho.pdf")
        self.size = 10
        self.pieces = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while True:
            self.pieces += 1
            yield b"%PDF-" + b" " * 65_536


def test_reading_stops_at_the_limit_whatever_size_was_claimed(files_dir: Path) -> None:
    endless = _Liar()
    with pytest.raises(Refused) as refused:
        keep(subject=DOSSIER, label="", upload=endless, by=OFFICER, at=AT)
    assert refused.value.code == "attachments.too_large"
    assert endless.pieces < 20
    assert _on_disk(files_dir) == []


def test_a_large_claim_is_refused_before_a_byte_is_read() -> None:
    upload = _Liar()
    upload.size = 50 * MEGABYTE
    with pytest.raises(Refused):
        keep(subject=DOSSIER, label="", upload=upload, by=OFFICER, at=AT)
    assert upload.pieces == 0


def test_the_file_is_whole_on_disk_before_its_row_is_written(files_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    record = keeping.record
    monkeypatch.setattr(keeping, "record", lambda *a, **k: (seen.extend(_on_disk(files_dir)), record(*a, **k)))
    stored = _keep(samples.pdf())
    assert seen == [path_of(stored.stored_name)]
    assert len(disk.read(seen[0]).getvalue()) == stored.size


def test_no_file_stays_when_the_row_cannot_be_written(files_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(keeping, "record", full)
    with pytest.raises(OSError, match="disk full"):
        _keep(samples.pdf())
    assert not StoredFile.objects.exists()
    assert _on_disk(files_dir) == []


def test_a_file_the_disk_has_lost_is_told_in_a_sentence(files_dir: Path) -> None:
    stored = _keep(samples.pdf())
    _on_disk(files_dir)[0].unlink()
    with pytest.raises(Refused) as refused:
        open_file(stored)
    assert refused.value.code == "attachments.missing"


def test_the_sweep_takes_old_files_that_no_row_names_and_no_others(files_dir: Path) -> None:
    kept = _keep(samples.pdf())
    with transaction.atomic():
        undone = _keep(samples.pdf())
        transaction.set_rollback(True)
    half = files_dir / "incoming" / "0123"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"cut off by a power cut")
    old = (AT - timedelta(days=2)).timestamp()
    for path in _on_disk(files_dir):
        os.utime(path, (old, old))
    fresh = files_dir / "incoming" / "4567"
    fresh.write_bytes(b"still arriving")
    os.utime(fresh, (AT.timestamp(), AT.timestamp()))

    assert sweep_orphans(at=AT) == 2

    assert {path.name for path in _on_disk(files_dir)} == {kept.stored_name, "4567"}
    assert undone.stored_name not in {path.name for path in _on_disk(files_dir)}
    assert sweep_orphans(at=AT) == 0


def test_the_sweep_survives_what_a_killed_restore_left_and_tells(files_dir: Path, caplog) -> None:
    left = files_dir / "incoming" / "restore-0123"
    left.mkdir(parents=True)
    (left / "ab").write_bytes(b"staged")
    assert sweep_orphans(at=AT) == 0  # it may be running yet
    old = (AT - timedelta(days=2)).timestamp()
    os.utime(left, (old, old))
    assert sweep_orphans(at=AT) == 1
    assert not left.exists()
    assert "restore-0123" in caplog.text


def test_the_sweep_has_nothing_to_do_before_the_first_file() -> None:
    assert sweep_orphans(at=AT) == 0


def test_a_kept_photo_still_opens() -> None:
    with open_file(_keep(samples.photo("PNG"), "a.png")) as file:
        assert Image.open(file).size == (40, 20)


PLANTED = b"0123-CCCD-036099001234-so-dinh-danh"


def test_nothing_kept_can_be_read_on_the_disk_without_the_key(tmp_path: Path, settings) -> None:
    settings.FILES_KEY_PATH = tmp_path / "keys" / "files.age"
    stored = _keep(samples.pdf() + b"%" + PLANTED + b"\n%%EOF\n")
    _keep(samples.photo("PNG"), "a.png")
    everything = _on_disk(tmp_path)
    assert len(everything) == 3  # two files and the key
    assert not [path for path in everything if PLANTED in path.read_bytes() or b"IHDR" in path.read_bytes()]
    assert PLANTED in open_file(stored).read()
    assert stat.S_IMODE(settings.FILES_KEY_PATH.stat().st_mode) == 0o600


def test_a_file_of_before_sealing_is_read_and_sealed_by_the_daily_step() -> None:
    stored, content = _keep(samples.pdf()), samples.pdf()
    path = path_of(stored.stored_name)
    path.write_bytes(content)
    assert open_file(stored).read() == content
    assert seal_plain_files(at=AT) == 1
    assert content not in path.read_bytes()
    assert open_file(stored).read() == content
    assert seal_plain_files(at=AT) == 0


def test_a_file_altered_on_the_disk_is_told_and_not_a_byte_of_it_handed_out() -> None:
    path = path_of((stored := _keep(samples.pdf())).stored_name)
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        open_file(stored)
    assert refused.value.code == "attachments.altered"


def test_a_new_key_seals_new_files_and_the_old_one_still_opens_old_ones(settings) -> None:
    first, second = new_identity(), new_identity()
    settings.FILES_KEY = first
    old = _keep(samples.pdf())
    settings.FILES_KEY = f"{second}\n{first}"
    new = _keep(samples.pdf())
    assert open_file(old).read() == open_file(new).read() == samples.pdf()
    settings.FILES_KEY = second
    assert open_file(new).read() == samples.pdf()
    with pytest.raises(Refused):
        open_file(old)


def test_a_key_that_is_none_stops_with_its_setting(settings) -> None:
    settings.FILES_KEY = "AGE-SECRET-KEY-1NONSENSE"
    with pytest.raises(ImproperlyConfigured, match="GANDAN_FILES_KEY"):
        _keep(samples.pdf())
