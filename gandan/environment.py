"""What settings.py reads from the environment: `GANDAN_<name>`, or a file that holds it, each kind with its refusal."""

import os
from datetime import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read(name: str, default: str = "") -> str:
    """GANDAN_<name>, or the content of the file named by GANDAN_<name>_FILE (for secrets), or `default`."""
    file = os.environ.get(f"GANDAN_{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as trouble:
            raise ImproperlyConfigured(f"GANDAN_{name}_FILE: cannot read {file!r}: {trouble.strerror}.") from trouble
    return os.environ.get(f"GANDAN_{name}", default)


def yes(name: str, *, default: bool) -> bool:
    """Yes or no, however it is written."""
    value = read(name, "yes" if default else "no").lower()
    if value not in ("yes", "no", "true", "false", "1", "0", "on", "off"):
        raise ImproperlyConfigured(f"GANDAN_{name} must be yes or no, not {value!r}.")
    return value in ("yes", "true", "1", "on")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, `least` or more."""
    value = read(name, str(default))
    if not value.isdigit() or int(value) < least:
        sort = f"a whole number, {least} or more" if least else "a whole number"
        raise ImproperlyConfigured(f"GANDAN_{name} must be {sort}, not {value!r}.")
    return int(value)


def time_of_day(name: str, default: str) -> time:
    """A time of day such as 02:00."""
    value = read(name, default)
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"GANDAN_{name} must be a time of day like 02:00, not {value!r}.") from None


def words(name: str, default: str) -> list[str]:
    """Words between commas."""
    return [item.strip() for item in read(name, default).split(",") if item.strip()]
