"""How the copies of this installation stand."""

from datetime import datetime

from django.conf import settings

from gandan.backups import rules
from gandan.backups.models import BackupRun, RunState

SHOWN = 30


def last_good() -> BackupRun | None:
    return BackupRun.objects.filter(state=RunState.GOOD).order_by("-started_at").first()


def recent() -> list[BackupRun]:
    return list(BackupRun.objects.order_by("-started_at")[:SHOWN])


def is_old(now: datetime) -> bool:
    """No good backup within two days: an administrator must look."""
    good = last_good()
    return rules.is_old(good and good.started_at, now)


def is_scheduled() -> bool:
    return bool(settings.BACKUP_DIR)
