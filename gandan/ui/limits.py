"""How often somebody may ask in a minute, counted once for all worker processes.

Django's in-memory cache is of one process, and a table would make every look-up a write. Here each act appends one
byte to a file of this minute, which the system does whole for any number of processes; the file's length is the count.
Several machines behind one name would each count for themselves. Names are keyed hashes: no address is stored, and
yesterday's minutes are gone as soon as somebody asks again.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

MINUTE = 60


class TooMany(Exception):
    """Asked too often; `retry_after` seconds until the next minute."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


def count(what: str, at: datetime) -> int:
    """Count one more `what` in the minute of `at`, and say how many that makes."""
    with _open(what, at) as counter:
        counter.write(b".")
        counter.flush()
        return os.fstat(counter.fileno()).st_size


def count_day(what: str, at: datetime) -> int:
    """Count one more `what` on the day of `at` in Vietnam, and say how many that makes."""
    path = _day_path(what, at)
    if not path.parent.exists():
        for other in path.parent.parent.glob("day-*"):
            shutil.rmtree(other, ignore_errors=True)
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    with path.open("ab", buffering=0) as counter:
        counter.write(b".")
        return os.fstat(counter.fileno()).st_size


def counted_day(what: str, at: datetime) -> int:
    """How many there were on the day of `at`."""
    path = _day_path(what, at)
    return path.stat().st_size if path.exists() else 0


def counted(what: str, at: datetime) -> int:
    """How many there were in the minute of `at`."""
    try:
        return _path(what, at).stat().st_size
    except FileNotFoundError:
        return 0


def wait(at: datetime) -> int:
    """Whole seconds until the next minute begins."""
    return MINUTE - int(at.timestamp()) % MINUTE


def _path(what: str, at: datetime) -> Path:
    minute = int(at.timestamp()) // MINUTE
    return settings.DATA_DIR / "limits" / str(minute) / salted_hmac("gandan.limits", what).hexdigest()


def _day_path(what: str, at: datetime) -> Path:
    name = salted_hmac("gandan.limits", what).hexdigest()
    return settings.DATA_DIR / "limits" / f"day-{localdate(at)}" / name


def _open(what: str, at: datetime):
    path = _path(what, at)
    try:
        path.parent.mkdir(parents=True, mode=0o700)
        _forget_before(path.parent)
    except FileExistsError:
        pass
    return path.open("ab", buffering=0)


def _forget_before(minute: Path) -> None:
    """Whoever begins a minute clears those before the last one, which another process may still be writing to."""
    for other in minute.parent.iterdir():
        if other.name.isdigit() and int(other.name) < int(minute.name) - 1:
            shutil.rmtree(other, ignore_errors=True)
