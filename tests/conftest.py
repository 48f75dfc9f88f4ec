"""What every test stands on. The database is chosen by GANDAN_DATABASE_URL; the same test functions run on both."""

import os
import shutil
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import Template

if TYPE_CHECKING:
    from playwright.sync_api import Browser

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") or os.environ.get("GANDAN_TEST_ALL") else "here")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("background-networking", "component-update", "sync", "gpu", "quic")
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


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """An empty, migrated database from which `own_database` is copied; made once in each test process."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    template = Template(settings.DATABASES["default"], tmp_path_factory.mktemp("template"), name=process)
    template.make()
    yield template
    template.drop()


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
