"""`gandan backup` and `gandan restore`: what they say, and with which exit code."""

from pathlib import Path

import pytest

from gandan.console.main import call
from gandan.journal.models import Entry
from tests.backups.conftest import IDENTITY, _own_files, elsewhere, scene, story  # noqa: F401

pytestmark = pytest.mark.both


def test_a_backup_and_its_restore_by_hand(scene, elsewhere, tmp_path: Path, capsys) -> None:  # noqa: F811
    path, key = tmp_path / "a.tar.gz.age", tmp_path / "key.txt"
    key.write_text(f"# of the archive's keeper\n{IDENTITY}\n")
    assert call(["backup", str(path)]) == 0
    told = capsys.readouterr()
    assert told.out.split("\t")[0] == str(path)
    assert "không nằm trong bản sao lưu" in told.err
    before = story()
    with elsewhere():
        assert call(["restore", str(path)]) == 2
        assert "--identity" in capsys.readouterr().err
        assert call(["restore", str(path), "--identity", str(key)]) == 0
        assert capsys.readouterr().out.rstrip().endswith("\t1")
        assert story() == before


def test_an_open_backup_is_made_with_a_warning(scene, tmp_path: Path, settings, capsys) -> None:  # noqa: F811
    settings.BACKUP_RECIPIENTS = []
    assert call(["backup", str(tmp_path / "a.tar.gz"), "--without-files"]) == 0
    assert "KHÔNG mã hóa" in capsys.readouterr().err
    assert call(["backup", str(tmp_path / "a.tar.gz")]) == 2
    assert "không bị ghi đè" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["", "age1notasecret", None])
def test_a_key_file_that_is_none_is_told(own_database, tmp_path: Path, key, capsys) -> None:
    (tmp_path / "a").write_bytes(b"x")
    if key is not None:
        (tmp_path / "key").write_text(key)
    assert call(["restore", str(tmp_path / "a"), "--identity", str(tmp_path / "key")]) == 2
    assert "không phải tệp khóa" in capsys.readouterr().err
    assert not Entry.objects.exists()


def test_a_backup_that_is_not_there_or_is_none_is_told(own_database, tmp_path: Path, capsys) -> None:
    assert call(["restore", str(tmp_path / "a")]) == 2
    (tmp_path / "a").write_bytes(b"a photograph, perhaps")
    assert call(["restore", str(tmp_path / "a")]) == 2
    assert "cắt cụt" in capsys.readouterr().err
    assert not Entry.objects.exists()


def test_a_wrong_recipient_stops_with_its_setting(own_database, tmp_path: Path, settings, capsys) -> None:
    settings.BACKUP_RECIPIENTS = ["age1nobody"]
    assert call(["backup", str(tmp_path / "a.age")]) == 2
    assert "GANDAN_BACKUP_RECIPIENTS" in capsys.readouterr().err
    assert not list(tmp_path.glob("a.age*"))
