"""The worker makes a backup a day, once, again after a failure, and keeps the newest."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gandan.backups import queries
from gandan.backups.actions import back_up_when_due
from gandan.backups.actions.reading import INSTALLATION
from gandan.backups.models import BackupRun, RunState
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK

pytestmark = pytest.mark.both
NIGHT = datetime(2026, 11, 23, 2, 0, 30, tzinfo=HANOI)


@pytest.fixture
def folder(own_database, settings, tmp_path: Path) -> Path:
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "backups"), 2
    return tmp_path / "backups"


def test_nothing_is_made_until_a_folder_is_named(own_database) -> None:
    assert back_up_when_due(at=NIGHT) is None
    assert not BackupRun.objects.exists()
    assert queries.is_old(NIGHT)


def test_one_backup_a_day_and_the_newest_are_kept(folder: Path) -> None:
    for day in range(4):
        for minute in range(3):
            back_up_when_due(at=NIGHT + timedelta(days=day, minutes=minute))
    assert sorted(path.name for path in folder.iterdir()) == [
        "gandan-2026-11-25-0200.tar.gz.age",
        "gandan-2026-11-26-0200.tar.gz.age",
    ]
    runs = BackupRun.objects.all()
    assert [run.state for run in runs] == [RunState.GOOD] * 4
    assert runs[0].recipients == 1
    assert runs[0].size == (folder / "gandan-2026-11-26-0200.tar.gz.age").stat().st_size
    entries = timeline(INSTALLATION)
    assert [(one.act, one.actor_code) for one in entries] == [("backups.back_up", CLOCK.code)] * 4
    assert str(folder) not in str([one.data for one in entries])
    assert entries[0].data == {"rows": runs[0].rows, "files": 0, "sealed": True, "with_key": False}
    assert not queries.is_old(NIGHT + timedelta(days=4))
    assert queries.is_old(NIGHT + timedelta(days=6))


def test_a_failed_backup_is_told_and_tried_again_after_an_hour(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(OSError):  # noqa: PT011
        back_up_when_due(at=NIGHT)
    failed = BackupRun.objects.get()
    assert failed.state == RunState.FAILED
    assert failed.trouble
    assert timeline(INSTALLATION) == []
    folder.unlink()
    assert back_up_when_due(at=NIGHT + timedelta(minutes=59)) is None
    assert back_up_when_due(at=NIGHT + timedelta(minutes=61)).state == RunState.GOOD
    assert BackupRun.objects.count() == 1


def test_a_backup_whose_worker_was_killed_is_made_again_later(folder: Path) -> None:
    BackupRun.objects.create(due_at=NIGHT.replace(second=0), started_at=NIGHT)
    assert back_up_when_due(at=NIGHT + timedelta(hours=11)) is None
    assert back_up_when_due(at=NIGHT + timedelta(hours=13)).state == RunState.GOOD
