"""A place to measure in: a database of its own, a region with dossiers, the web server as `gandan serve` runs it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

from bench.bulk import indexes_last
from bench.processes import cpu_seconds, with_children
from bench.seed import COPIED, multiply

DATABASE = "postgresql://postgres@127.0.0.1:5432/gandan_bench"
WORKERS = 2
SAMPLE = 2_000  # dossiers of `gandan demo`; more are copies of them
START_WITHIN = 60  # seconds
LOT = 250  # copies of the sample in one transaction


class Place:
    """Everything is made on entry and gone on exit. `url` is the database's, `port` the server's."""

    def __init__(self, *, dossiers: int) -> None:
        self.dossiers = dossiers
        configured = os.environ.get("GANDAN_BENCH_DATABASE_URL", DATABASE)
        self.server_url, _, name = configured.rpartition("/")
        self.name = f"{name}_{os.getpid()}"
        self.url = f"{self.server_url}/{self.name}"
        self.port = _free_port()
        self._left = ExitStack()

    def __enter__(self) -> "Place":
        with ExitStack() as left:
            directory = left.enter_context(tempfile.TemporaryDirectory(prefix="gandan-bench-"))
            self._administer(f'CREATE DATABASE "{self.name}"')
            left.callback(self._administer, f'DROP DATABASE "{self.name}" WITH (FORCE)')
            self.environment = _environment(self.url, Path(directory), self.port)
            self._fill()
            self.server = self._serve(left)
            self._left = left.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.close()

    def cpu(self) -> dict[int, float]:
        """CPU seconds so far of the web server's processes and of PostgreSQL's for this database."""
        return cpu_seconds([*with_children(self.server.pid), *self.backends()])

    def backends(self) -> list[int]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            return [pid for (pid,) in connection.execute(asked, [self.name])]

    def _administer(self, statement: str) -> None:
        with psycopg.connect(f"{self.server_url}/postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _fill(self) -> None:
        print(f"{self.dossiers} dossiers …", file=sys.stderr, flush=True)
        sample = min(self.dossiers, SAMPLE)
        for words in (
            ["migrate", "--verbosity", "0"],
            ["collectstatic", "--noinput", "--verbosity", "0"],
            ["demo", "--scale", str(sample / SAMPLE)],
        ):
            subprocess.run([sys.executable, "-m", "gandan", *words], env=self.environment, check=True)
        self.copies, self.sample = 0, sample
        self.grow(self.dossiers)

    def grow(self, dossiers: int) -> None:
        """Add copies until about so many dossiers lie in the database."""
        wanted = dossiers // self.sample - 1
        with psycopg.connect(self.url, autocommit=True) as connection:
            with indexes_last(connection, [table for table, _, _ in COPIED]):
                for first in range(self.copies + 1, wanted + 1, LOT):
                    multiply(connection, first, min(first + LOT - 1, wanted))
            connection.execute("VACUUM ANALYZE")
        self.copies = max(self.copies, wanted)

    def ask(self, module: str, *words: object) -> Any:
        """What a module of ours prints as JSON when it runs inside the installation."""
        command = [sys.executable, "-m", module, *map(str, words)]
        told = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return json.loads(told.stdout)

    def _serve(self, left: ExitStack) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gandan", "serve", "--port", str(self.port), "--workers", str(WORKERS)]
        server = subprocess.Popen(command, env=self.environment)
        left.callback(_stop, server)
        latest = time.monotonic() + START_WITHIN
        while time.monotonic() < latest and server.poll() is None:
            try:
                HTTPConnection("127.0.0.1", self.port, timeout=5).request("GET", "/")
            except OSError:
                time.sleep(0.2)
            else:
                return server
        raise RuntimeError("the web server did not start")


def _environment(url: str, directory: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GANDAN_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "gandan.settings",
        "GANDAN_DATABASE_URL": url,
        "GANDAN_DATA_DIR": str(directory),
        "GANDAN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        # one address asks for everybody here
        "GANDAN_LOOKUP_LIMIT_PER_MINUTE": "1000000",
    }


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
