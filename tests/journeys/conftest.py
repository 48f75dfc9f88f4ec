"""A real server, its worker, and a real browser. Each module of journeys gets a server with a database of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.databases import SQLITE, Template, free_port

STATIC = ("collectstatic", "--no-input", "--verbosity", "0")
SEED = ("shell", "--verbosity", "0", "--command", "from tests.journeys.seed import sow; sow()")
LIVES = ("shell", "--verbosity", "0", "--command", "from tests.journeys.seed import sow_lives; sow_lives()")


@dataclass
class Server:
    """A running installation: where it answers, what it holds, and how to ask it something from outside."""

    url: str
    data_dir: Path
    database: str  # its name, or the path of its file
    environment: dict[str, str]
    children: dict[str, subprocess.Popen] = field(default_factory=dict)

    def start(self) -> None:
        """Start the web server and the worker, and wait for the first page."""
        port = self.url.rpartition(":")[2]
        for name, words in {"serve": ("--port", port, "--workers", "1"), "worker": ()}.items():
            log = (self.data_dir / f"{name}.log").open("ab")
            self.children[name] = subprocess.Popen(
                [sys.executable, "-m", "gandan", name, *words],
                env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
            log.close()
        for _ in range(300):
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError(f"the server did not answer:\n{self.log('serve')}")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=5) as page:
                return page.status == 200
        except OSError:
            return False

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """End "serve" or "worker" with all its processes, at once unless another signal is given."""
        child = self.children.pop(name)
        os.killpg(child.pid, number)
        child.wait(20)

    def stop(self) -> None:
        for name in list(self.children):
            self.kill(name, signal.SIGTERM)

    def log(self, name: str) -> str:
        return (self.data_dir / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def run_manage(self, *words: str) -> str:
        """What `gandan words…` prints, run beside the server on the same database."""
        done = subprocess.run(
            [sys.executable, "-m", "gandan", *words],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def seeded(shared_directory: Path, sqlite_template: Template) -> Template:
    """A database with what journeys find when they begin (`tests/journeys/seed.py`), and the static files."""
    seeded = Template(SQLITE, shared_directory / "seeded", name="seeded")
    return seeded.make_once(lambda one: one.make(STATIC, SEED, of=sqlite_template))


@pytest.fixture(scope="session")
def region(shared_directory: Path, demo: Template) -> Template:
    """The demo region, small, with a dossier of today in every state (`seed.sow_lives`), and the static files."""
    region = Template(SQLITE, shared_directory / "region", name="region")
    return region.make_once(lambda one: one.make(STATIC, LIVES, of=demo))


@pytest.fixture(scope="session")
def start_server(seeded: Template, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Server]:
    """Makes and starts a server on a fresh copy of the seeded database. The caller stops it.

    Keywords are further settings without GANDAN_: `start_server(LOCKOUT_ATTEMPTS="3")`.
    """
    return partial(run_server, seeded, tmp_path_factory)


@pytest.fixture(scope="session")
def start_region(region: Template, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Server]:
    """As `start_server`, on the demo region."""
    return partial(run_server, region, tmp_path_factory)


def run_server(template: Template, tmp_path_factory: pytest.TempPathFactory, **settings: str) -> Server:
    """A server and a worker on a copy of `template`, which has its static files beside it."""
    data_dir, port, database = tmp_path_factory.mktemp("server"), free_port(), template.copy()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GANDAN_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "gandan.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "GANDAN_DATA_DIR": str(data_dir),
        "GANDAN_DATABASE_URL": template.url(database),
        "GANDAN_STATIC_DIR": str(template.directory / "static"),
        "GANDAN_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    environment |= {f"GANDAN_{name}": value for name, value in settings.items()}
    server = Server(f"http://127.0.0.1:{port}", data_dir, database, environment)
    server.start()
    return server


@pytest.fixture(scope="module")
def server(start_server: Callable[..., Server]) -> Iterator[Server]:
    """The server of this module; a module that works in the demo region says so with a `server` of its own."""
    running = start_server()
    yield running
    running.stop()


@pytest.fixture
def new_context(browser: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """Makes one visitor after another: each context has its own cookies, so two officers can meet on one dossier.

    Keywords are playwright's (`viewport`, `java_script_enabled`). A test fails when a page raised a script error or
    broke its content security policy.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def new(**options: object) -> BrowserContext:
        wanted = {"base_url": server.url, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = browser.new_context(**(wanted | options))
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        context.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of a visitor nobody knows yet, on a screen of 1440 by 900."""
    return new_context(viewport={"width": 1440, "height": 900}).new_page()
