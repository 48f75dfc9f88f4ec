"""For tests with processes of their own: a free port, and copies of a prepared database.

A copy is a file on SQLite, CREATE DATABASE … TEMPLATE on PostgreSQL.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote


class Template:
    """A database made once by commands of `gandan` and copied for whoever needs one alone."""

    def __init__(self, database: Mapping[str, Any], directory: Path, *, name: str) -> None:
        """`database` is an entry of Django's DATABASES; `name` keeps test processes apart."""
        self.on_postgresql = database["ENGINE"].endswith("postgresql")
        self.database = database
        self.directory = directory
        base = str(database["NAME"]) if self.on_postgresql else str(directory / "gandan")
        self.name = f"{base}_{name}_template" if self.on_postgresql else f"{base}.sqlite3"
        self._numbers = count(1)

    def make(self, *commands: Sequence[str]) -> None:
        """Create the database, migrate it, then run each of `commands` (words after `gandan`) on it."""
        self.drop()
        if self.on_postgresql:
            self._administer(f'CREATE DATABASE "{self.name}"')
        for words in (("migrate", "--verbosity", "0"), *commands):
            self.manage(self.name, *words)
        if not self.on_postgresql:
            _fold_log(Path(self.name))

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
        number = next(self._numbers)
        if self.on_postgresql:
            copy = self.name.replace("_template", f"_copy{number}")
            self._administer(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
            self._administer(f'CREATE DATABASE "{copy}" TEMPLATE "{self.name}"')
            return copy
        copy = str(self.directory / f"copy{number}.sqlite3")
        shutil.copy(self.name, copy)
        return copy

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
