"""For tests with processes of their own: a free port, and copies of a prepared database.

A copy is a file on SQLite, CREATE DATABASE … TEMPLATE on PostgreSQL.
"""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ""}
MIGRATE = ("migrate", "--verbosity", "0")


class Template:
    """A database made once by commands of `gandan` and copied for whoever needs one alone."""

    def __init__(self, database: Mapping[str, Any], directory: Path, *, name: str) -> None:
        """`database` is an entry of Django's DATABASES; `name` keeps templates apart."""
        self.on_postgresql = database["ENGINE"].endswith("postgresql")
        self.database = database
        self.directory = directory
        self.stem = f"{database['NAME']}_{name}" if self.on_postgresql else str(directory / name)
        self.name = f"{self.stem}_template" if self.on_postgresql else f"{self.stem}.sqlite3"
        self._numbers = count(1)

    def make(self, *commands: Sequence[str], of: Optional["Template"] = None) -> "Template":
        """Create the database, migrated or a copy `of` another, and run `commands` (words after `gandan`) on it."""
        self.drop()
        self.directory.mkdir(parents=True, exist_ok=True)
        if of:
            of._copy_to(self.name)
        elif self.on_postgresql:
            self._administer(f'CREATE DATABASE "{self.name}"')
        for words in commands if of else (MIGRATE, *commands):
            self.manage(self.name, *words)
        if not self.on_postgresql:
            _fold_log(Path(self.name))
        return self

    def make_once(self, make: Callable[["Template"], object]) -> "Template":
        """Have `make(self)` done by the first of all test processes that work in this directory; the others wait."""
        self.directory.mkdir(parents=True, exist_ok=True)
        made = self.directory / "made"
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                make(self)
                made.touch()
        return self

    def manage(self, name: str, *words: str) -> str:
        """What `gandan words…` prints, run on the database `name` in another process."""
        environment = os.environ | {"GANDAN_DATABASE_URL": self.url(name), "GANDAN_DATA_DIR": str(self.directory)}
        environment["DJANGO_SETTINGS_MODULE"] = "gandan.settings"
        done = subprocess.run(
            [sys.executable, "-m", "gandan", *words], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"gandan {' '.join(words)}: {done.stderr}"
        return done.stdout

    def copy(self) -> str:
        """A new database like the template: its name, or the path of its file."""
        process = os.environ.get("PYTEST_XDIST_WORKER", "main")
        copy = f"{self.stem}_{process}_copy{next(self._numbers)}" + ("" if self.on_postgresql else ".sqlite3")
        self.drop_copy(copy)
        self._copy_to(copy)
        return copy

    def _copy_to(self, name: str) -> None:
        if self.on_postgresql:
            self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        else:
            shutil.copy(self.name, name)

    def drop_copy(self, copy: str) -> None:
        if self.on_postgresql:
            self._administer(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        else:
            for suffix in ("", "-wal", "-shm"):
                Path(copy + suffix).unlink(missing_ok=True)

    def drop(self) -> None:
        self.drop_copy(self.name)

    def url(self, name: str) -> str:
        """The GANDAN_DATABASE_URL of the template or of a copy."""
        if not self.on_postgresql:
            return f"sqlite://{quote(name)}"
        d = self.database
        password = f":{quote(d['PASSWORD'], safe='')}" if d["PASSWORD"] else ""
        port = f":{d['PORT']}" if d["PORT"] else ""
        return f"postgresql://{quote(d['USER'], safe='')}{password}@{d['HOST']}{port}/{quote(name)}"

    def _administer(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _fold_log(path: Path) -> None:
    """Bring SQLite's write-ahead log into the file, so that the file alone is the whole database."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
