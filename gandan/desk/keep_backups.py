"""Backups as the administrator of the installation sees them: when the last good one was made, and how to come back."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gandan.backups import queries
from gandan.desk.keep_surface import keep_page, keeper_page
from gandan.organisation.powers import Power

STATE_SHAPES = {"good": "kept", "failed": "late", "running": "wait"}


@keeper_page(Power.INSTALLATION_KEEP)
def backups(request: HttpRequest) -> HttpResponse:
    runs = queries.recent()
    for run in runs:
        run.shape = STATE_SHAPES[run.state]
        run.folder, _slash, run.name = run.path.rpartition("/")
    context = {
        "runs": runs,
        "last_good": queries.last_good(),
        "is_old": queries.is_old(request.now),
        "is_scheduled": queries.is_scheduled(),
        "hour": settings.BACKUP_AT,
        "folder": settings.BACKUP_DIR,
        "keep": settings.BACKUP_KEEP,
        "recipients": len(settings.BACKUP_RECIPIENTS),
        "with_key": settings.BACKUP_WITH_KEY,
        "key_path": settings.FILES_KEY_PATH if not settings.FILES_KEY else "GANDAN_FILES_KEY",
    }
    return keep_page(request, "backups", context, screen="keep_backups")


def backup_warning(now: datetime, *, may_mend: bool) -> bool:
    """Whether the day page warns: only who can mend it is told."""
    return may_mend and queries.is_old(now)
