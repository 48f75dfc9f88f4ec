"""What was backed up comes back to the letter, in another installation; what is not whole does not come back at all."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gandan.attachments.actions import open_file
from gandan.attachments.models import StoredFile
from gandan.backups.actions import back_up, reading, restore
from gandan.backups.models import BackupRun, RunState
from gandan.dossiers.models import Dossier
from gandan.journal.models import Entry
from gandan.journal.queries import is_intact
from gandan.lib.refs import CLOCK, Ref
from gandan.lib.sealing import is_sealed, new_identity, read_identities
from gandan.organisation.models import Unit
from tests.attachments.samples import pdf
from tests.backups.conftest import IDENTITIES, story
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

pytestmark = pytest.mark.both
BY, AT = Ref("system", "console"), MONDAY + timedelta(days=1)


@pytest.fixture
def backup(scene, tmp_path: Path) -> Path:
    return Path(back_up(tmp_path / "a.tar.gz.age", by=CLOCK, at=AT).path)


@pytest.fixture
def plain(scene, tmp_path: Path, settings) -> Path:
    settings.BACKUP_RECIPIENTS = []
    return Path(back_up(tmp_path / "a.tar.gz", by=CLOCK, at=AT).path)


def _restore(path: Path, identities=IDENTITIES):
    return restore(path, identities=identities, by=BY, at=AT)


def test_journal_promises_and_files_come_back_to_the_letter(backup, elsewhere) -> None:
    before = story()
    with elsewhere():
        done = _restore(backup)
        assert story() == before
        assert all(entry[-1] for entry in before["entries"])
        assert (done.files, done.missing) == (1, 0)
        assert open_file(StoredFile.objects.get()).read() == pdf()
        told = Entry.objects.get(act="backups.restore")
        assert is_intact(told)
        assert told.pk > max(entry[0] for entry in before["entries"])


def test_a_restored_installation_refuses_to_rewrite_and_goes_on_numbering(scene, backup, elsewhere) -> None:
    with elsewhere():
        _restore(backup)
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.update(act="x")
        last = Dossier.objects.latest("pk")
        new = scene.accepted(at=MONDAY + timedelta(minutes=9))
        assert new.pk == last.pk + 1
        assert int(new.code[-4:]) == int(last.code[-4:]) + 1


def test_a_number_once_given_is_not_given_again_after_a_restore(scene, backup, elsewhere, tmp_path) -> None:
    newest = scene.accepted(at=MONDAY + timedelta(hours=2))
    gone = Unit.objects.create(name="Thừa", tree="state", kind="school", valid_from=MONDAY.date(), code="1")
    number = gone.pk
    gone.delete()
    again = Path(back_up(tmp_path / "b.tar.gz.age", by=CLOCK, at=AT).path)
    with elsewhere():
        _restore(again)
        assert Dossier.objects.filter(pk=newest.pk).exists()
        made = Unit.objects.create(name="Mới", tree="state", kind="school", valid_from=MONDAY.date(), code="2")
        assert made.pk == number + 1


def test_the_organisation_has_a_new_edition_with_every_change_after_a_restore(backup, elsewhere) -> None:
    def edition() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM organisation_edition")
            (only,) = cursor.fetchall()
        return only[0]

    with elsewhere():
        _restore(backup)
        before = edition()
        Unit.objects.update(phone="1")
        assert edition() != before


def test_a_restore_needs_an_empty_installation(backup) -> None:
    before = story()
    with refused("backups.not_empty"):
        _restore(backup)
    assert story() == before


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _altered(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("harm", [_cut, _altered, lambda content: content[:-1], lambda content: content[:300]])
@pytest.mark.parametrize("kind", ["backup", "plain"])
def test_a_file_cut_off_or_altered_is_refused_and_nothing_is_restored(request, elsewhere, kind: str, harm) -> None:
    path = request.getfixturevalue(kind)
    path.write_bytes(harm(path.read_bytes()))
    with elsewhere():
        with refused("backups.broken"):
            _restore(path)
        assert not Entry.objects.exists()
        assert not Unit.objects.exists()
        assert not StoredFile.objects.exists()


def test_who_holds_no_key_of_a_backup_opens_nothing(backup, elsewhere) -> None:
    with elsewhere():
        with refused("backups.locked"):
            _restore(backup, ())
        with refused("backups.locked"):
            _restore(backup, read_identities(new_identity()))
        assert not Entry.objects.exists()


def test_files_nobody_could_open_are_not_restored(backup, elsewhere) -> None:
    with elsewhere(with_key=False):
        with refused("backups.other_key"):
            _restore(backup)
        assert not Entry.objects.exists()


def test_the_key_of_files_comes_with_a_backup_that_was_asked_to_hold_it(scene, tmp_path, elsewhere) -> None:
    path = Path(back_up(tmp_path / "k.tar.gz.age", by=CLOCK, at=AT, with_key=True).path)
    with elsewhere(with_key=False):
        _restore(path)
        assert open_file(StoredFile.objects.get()).read() == pdf()


def test_the_key_never_goes_into_a_file_anybody_can_read(scene, tmp_path, settings) -> None:
    settings.BACKUP_RECIPIENTS = []
    with refused("backups.open_key"):
        back_up(tmp_path / "k.tar.gz", by=CLOCK, at=AT, with_key=True)
    assert not (tmp_path / "k.tar.gz").exists()
    assert BackupRun.objects.get().state == RunState.FAILED


def test_a_sealed_backup_shows_nothing_and_an_old_one_is_never_overwritten(backup) -> None:
    name = Dossier.objects.first().applicant.name.encode()
    assert len(name) > 8  # shorter, it would turn up by chance among a million bytes that say nothing
    before = backup.read_bytes()
    assert is_sealed(before)
    assert name not in before
    with refused("backups.exists"):
        back_up(backup, by=CLOCK, at=AT)
    assert backup.read_bytes() == before
    assert not list(backup.parent.glob("*.partial"))


def test_a_backup_without_files_says_so(scene, tmp_path, elsewhere) -> None:
    path = Path(back_up(tmp_path / "w.tar.gz.age", by=CLOCK, at=AT, with_files=False).path)
    with elsewhere(with_key=False):
        assert _restore(path).files is None
        with refused("attachments.missing"):
            open_file(StoredFile.objects.get())


# --- failures on the way -----------------------------------------------------------------------------------------


class Struck(Exception):
    """The disk is full, the database went away."""


def _struck(*_: object, **__: object) -> None:
    raise Struck


WHERE = {
    "the first row": (reading.tables, "insert"),
    "a file": (reading, "_stage"),
    "the last numbers": (reading.tables, "set_last_number"),
    "the key": (reading, "_move_key"),
    "the files' names": (reading, "_move_files"),
    "the commit": (reading.os, "sync"),
}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("with_key", [True, False])
def test_a_failure_on_the_way_leaves_the_place_as_it_was_and_open_to_the_same_backup(
    scene, tmp_path, elsewhere, monkeypatch, settings, where: str, with_key: bool
) -> None:
    path = Path(back_up(tmp_path / "k.tar.gz.age", by=CLOCK, at=AT, with_key=True).path)
    with elsewhere(with_key=False):
        own_key = f"{new_identity()}\n"
        if with_key:
            settings.FILES_KEY_PATH.write_text(own_key)
        with monkeypatch.context() as struck:
            struck.setattr(*WHERE[where], _struck)
            with pytest.raises(Struck):
                _restore(path)
        assert not Entry.objects.exists()
        assert settings.FILES_KEY_PATH.exists() == with_key
        assert not with_key or settings.FILES_KEY_PATH.read_text() == own_key
        assert not list((settings.FILES_DIR / "incoming").iterdir())
        _restore(path)
        assert open_file(StoredFile.objects.get()).read() == pdf()
        assert not with_key or settings.FILES_KEY_PATH.read_text().endswith(own_key)


def test_tables_that_cannot_be_brought_up_are_told_with_what_to_do(backup, elsewhere, monkeypatch) -> None:
    before = story()
    with elsewhere():
        monkeypatch.setattr(reading, "call_command", _struck)
        with refused("backups.not_brought_up"):
            _restore(backup)
        assert story() == before


# --- other versions ----------------------------------------------------------------------------------------------


def _rewritten(path: Path, change: Callable[[dict, dict[str, bytes]], None]) -> Path:
    """The plain archive, its manifest and members changed, hashes to match: as another version had written it."""
    with tarfile.open(path) as archive:
        members = {one.name: archive.extractfile(one).read() for one in archive}
    manifest, closing = json.loads(members.pop("manifest.json")), json.loads(members.pop("closing.json"))
    change(manifest, members)
    members = {"manifest.json": json.dumps(manifest).encode()} | members
    closing["members"] = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in (members | {"closing.json": json.dumps(closing).encode()}).items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    other = path.with_name("other.tar.gz")
    other.write_bytes(gzip.compress(out.getvalue()))
    return other


def test_a_backup_of_a_newer_version_is_refused_clearly(plain, elsewhere) -> None:
    newer = _rewritten(plain, lambda manifest, _: manifest["migrations"].append(["dossiers", "9999_of_the_future"]))
    with elsewhere():
        with refused("backups.newer"):
            _restore(newer)
        assert not Entry.objects.exists()


def test_rows_missing_from_an_archive_are_found_though_its_hashes_agree(plain, elsewhere) -> None:
    def without_entries(_: dict, members: dict[str, bytes]) -> None:
        del members["rows/journal_entry/000001.jsonl"]

    with elsewhere():
        with refused("backups.broken"):
            _restore(_rewritten(plain, without_entries))
        assert not Unit.objects.exists()


def _older(manifest: dict, members: dict[str, bytes]) -> None:
    """Before signatures were kept with files: two columns and a migration fewer."""
    manifest["migrations"] = [one for one in manifest["migrations"] if one != ["attachments", "0002_signatures"]]
    about = manifest["tables"]["attachments_storedfile"]
    places = [number for number, name in enumerate(about["columns"]) if not name.startswith("signatures")]
    about["columns"] = [about["columns"][number] for number in places]
    name = "rows/attachments_storedfile/000001.jsonl"
    rows = [json.loads(line) for line in members[name].splitlines()]
    members[name] = "".join(json.dumps([row[number] for number in places]) + "\n" for row in rows).encode()


def test_a_backup_of_an_older_version_is_restored_and_then_brought_up(plain, elsewhere) -> None:
    before = story()
    with elsewhere():
        _drop_all_tables()
        _restore(_rewritten(plain, _older))
        assert story() == before
        assert StoredFile.objects.get().signatures is None


def test_tables_ahead_of_the_backup_are_not_turned_back(plain, elsewhere) -> None:
    with elsewhere(), refused("backups.tables_ahead"):
        _restore(_rewritten(plain, _older))


def _drop_all_tables() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE "{name}"')
        cursor.execute("PRAGMA foreign_keys=ON")


def test_times_are_of_now_only_where_they_should_be(backup, elsewhere) -> None:
    work = Entry.objects.exclude(act__startswith="backups.")
    recorded = work.latest("pk").recorded_at
    with elsewhere():
        _restore(backup)
        assert work.latest("pk").recorded_at == recorded < timezone.now()
