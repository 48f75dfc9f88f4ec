"""Each backup leaves a row, good or not; the worker makes the daily one when its time has come."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import localtime

from gandan.backups import rules
from gandan.backups.actions import writing
from gandan.backups.actions.reading import INSTALLATION
from gandan.backups.models import BackupRun, RunState
from gandan.journal.actions import record
from gandan.lib.refs import CLOCK, HasRef, Ref


def back_up(
    path: Path, *, with_files: bool = True, with_key: bool = False, by: HasRef | Ref, at: datetime
) -> BackupRun:
    """One backup, now, at `path`."""
    run = BackupRun.objects.create(started_at=at)
    return _make(run, path, with_files=with_files, with_key=with_key, by=by, at=at)


def back_up_when_due(*, at: datetime) -> BackupRun | None:
    """The daily backup, once; a failed one again after an hour. Old ones go only after a new one is good."""
    if not settings.BACKUP_DIR:
        return None
    due = rules.last_due(localtime(at), settings.BACKUP_AT)
    run = _claim(due, at)
    if run is None:
        return None
    folder = Path(settings.BACKUP_DIR)
    for half in folder.glob("gandan-*.partial"):  # of a worker that was killed
        half.unlink(missing_ok=True)
    name = rules.file_name(localtime(at), is_sealed=bool(settings.BACKUP_RECIPIENTS))
    run = _make(run, folder / name, with_files=True, with_key=settings.BACKUP_WITH_KEY, by=CLOCK, at=at)
    for old in rules.too_many(os.listdir(folder), settings.BACKUP_KEEP):
        (folder / old).unlink(missing_ok=True)
    return run


def _claim(due: datetime, at: datetime) -> BackupRun | None:
    """The run to make, for exactly one worker; None when it was made, is being made, or failed a moment ago."""
    run, is_new = BackupRun.objects.get_or_create(due_at=due, defaults={"started_at": at})
    if is_new:
        return run
    again = Q(state=RunState.FAILED, started_at__lte=at - rules.RETRY_AFTER)
    killed = Q(state=RunState.RUNNING, started_at__lte=at - rules.GIVEN_UP_AFTER)
    mine = BackupRun.objects.filter(again | killed, pk=run.pk)
    if not mine.update(state=RunState.RUNNING, started_at=at, finished_at=None, trouble=""):
        return None
    run.refresh_from_db()
    return run


def _make(run: BackupRun, path: Path, *, with_files: bool, with_key: bool, by: HasRef | Ref, at: datetime) -> BackupRun:
    run.path = str(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = writing.write(path, at=at, with_files=with_files, with_key=with_key)
    except Exception as trouble:
        run.state, run.trouble = RunState.FAILED, (str(trouble) or type(trouble).__name__)[:300]
        run.save()
        raise
    run.state, run.finished_at = RunState.GOOD, Now()  # how long it took is the database's to say
    run.size, run.rows, run.files, run.missing, run.recipients = made
    told = {"rows": made.rows, "files": made.files, "sealed": made.recipients > 0, "with_key": with_key}
    with transaction.atomic():
        run.save()
        record(INSTALLATION, "backups.back_up", by=by, at=at, **told)
    run.refresh_from_db()
    return run
