"""What settings.py reads from the environment: `GANDAN_<name>`, or a file that holds it, each kind with its refusal."""

import os
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

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


def database(url: str, *, data_dir: Path, pool: int) -> dict[str, Any]:
    """What Django connects to: SQLite in the data directory by default, or postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path) if parts.path else str(data_dir / "gandan.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,  # a connection of before a restart of the database is replaced, not used
            "OPTIONS": {
                "pool": {"min_size": 1, "max_size": pool},
                # a statement asked for the fifth time is prepared: a third less work for the database (performance.md)
                "server_side_binding": True,
                "prepare_threshold": 5,
            },
        }
    raise ImproperlyConfigured(f"GANDAN_DATABASE_URL must begin with sqlite: or postgresql:, not {parts.scheme!r}.")
