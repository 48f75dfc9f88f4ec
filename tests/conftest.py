"""What every test stands on. The database is chosen by GANDAN_DATABASE_URL; the same test functions run on both."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import SQLITE, Template

if TYPE_CHECKING:
    from playwright.sync_api import Browser

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") or os.environ.get("GANDAN_TEST_ALL") else "here")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
DEMO = ("demo", "--as-of", "2026-11-23", "--scale", "0.03")
QUIET = ("background-networking", "component-update", "sync", "gpu", "quic")
DATABASE = dict(settings.DATABASES["default"])  # before the tests have it point to a copy
_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that reaches beyond this machine is a mistake."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOOPBACK):
            raise RuntimeError(f"a test wanted to reach {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def pytest_unconfigure(config: pytest.Config) -> None:
    """On a server, what the test processes shared goes with the process that started them."""
    if not hasattr(config, "workerinput") and DATABASE["ENGINE"].endswith("postgresql"):
        Template(DATABASE, Path(), name="migrated").drop()


@pytest.fixture(scope="session")
def shared_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of all test processes: of all passes of `make test`, or of one pytest with its workers."""
    if given := os.environ.get("GANDAN_TEST_SHARED"):
        return Path(given)
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def database_template(shared_directory: Path) -> Template:
    """An empty, migrated database from which the others are copied."""
    return _migrated(DATABASE, shared_directory)


@pytest.fixture(scope="session")
def sqlite_template(shared_directory: Path) -> Template:
    """As `database_template`, in a file whatever the tests run on."""
    return _migrated(SQLITE, shared_directory)


def _migrated(database: dict[str, object], shared_directory: Path) -> Template:
    kind = database["ENGINE"].rpartition(".")[2]
    return Template(database, shared_directory / f"migrated-{kind}", name="migrated").make_once(Template.make)


@pytest.fixture(scope="session")
def demo(shared_directory: Path, sqlite_template: Template) -> Template:
    """The demo region, small, in a file. Whoever changes it takes a copy."""
    demo = Template(SQLITE, shared_directory / "demo", name="demo")
    return demo.make_once(lambda one: one.make(DEMO, of=sqlite_template))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django finds the database of this process made: `django_db_modify_db_settings` copies it."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_template: Template, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    copy = database_template.copy()
    connections["default"].settings_dict["TEST"]["NAME"] = copy
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    database_template.drop_copy(copy)


@pytest.fixture
def own_database(database_template: Template, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of this test alone, in which transactions really commit and threads really meet.

    Everything the test does through Django, in any thread, happens in the copy. The journal refuses Django's own way
    (TransactionTestCase flushes tables). Threads call `connections.close_all()` when they end.
    """
    from gandan.promises.actions import _known_snapshots

    copy = database_template.copy()
    known = dict(_known_snapshots)  # what this process knows is of the other database
    _known_snapshots.clear()
    before, settings_before = connections["default"], connections.settings["default"]
    connections.settings["default"] = settings_before | {"NAME": copy}
    del connections["default"]
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    connections.settings["default"] = settings_before
    connections["default"] = before
    _known_snapshots.clear()
    _known_snapshots.update(known)
    database_template.drop_copy(copy)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The Chromium of this machine, without a window; one in each test process, since playwright bears no second."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip(f"none of {', '.join(CHROMIUM)} is installed")
    switches = ["--no-sandbox", "--no-first-run", *(f"--disable-{part}" for part in QUIET)]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=switches)
        yield chromium
        chromium.close()
