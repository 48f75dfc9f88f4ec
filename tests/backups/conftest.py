"""Two installations of one test: one with a day's work in it, and a second, empty one to restore into."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from gandan.attachments.actions import keep
from gandan.dossiers import actions
from gandan.journal.models import Entry
from gandan.journal.queries import is_intact
from gandan.lib.sealing import new_identity, read_identities
from gandan.promises.models import Promise
from tests.attachments.samples import pdf
from tests.databases import Template
from tests.dossiers.conftest import MONDAY, Scene, scene_of

IDENTITY = new_identity()
IDENTITIES = read_identities(IDENTITY)
RECIPIENT = str(IDENTITIES[0].to_public())


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR, settings.FILES_KEY_PATH = tmp_path / "files", tmp_path / "keys" / "files.age"
    settings.BACKUP_RECIPIENTS, settings.BACKUP_DIR = [RECIPIENT], ""


@pytest.fixture
def scene(own_database: None) -> Scene:
    """A commune, three dossiers, one of them examined, one with a file."""
    scene = scene_of()
    dossiers = [scene.accepted(at=MONDAY + timedelta(minutes=n)) for n in range(3)]
    actions.examine(**scene.now(dossiers[0]), by=scene.specialist, at=MONDAY + timedelta(hours=1))
    upload = SimpleUploadedFile("a.pdf", pdf())
    keep(subject=dossiers[0], label="Bản án", upload=upload, by=scene.clerk, at=MONDAY)
    return scene


@pytest.fixture
def elsewhere(database_template: Template, settings, tmp_path: Path) -> Callable[[], object]:
    """With `elsewhere():` everything happens in a new, empty installation: database, files and keys of its own."""

    @contextmanager
    def moved(*, with_key: bool = True) -> Iterator[None]:
        key = settings.FILES_KEY_PATH.read_text() if with_key else ""
        before = (settings.FILES_DIR, settings.FILES_KEY_PATH, connections["default"], connections.settings["default"])
        folder = tmp_path / f"elsewhere{os.urandom(4).hex()}"
        settings.FILES_DIR, settings.FILES_KEY_PATH = folder / "files", folder / "files.age"
        settings.FILES_DIR.mkdir(parents=True)
        if key:
            settings.FILES_KEY_PATH.write_text(key)
        copy = database_template.copy()
        connections.settings["default"] = before[3] | {"NAME": copy}
        del connections["default"]
        try:
            yield
        finally:
            connections["default"].close()
            settings.FILES_DIR, settings.FILES_KEY_PATH, connections["default"], connections.settings["default"] = (
                before
            )
            database_template.drop_copy(copy)

    return moved


def story() -> dict[str, object]:
    """What a restore must bring back to the letter: all but that it was backed up and restored, told afterwards."""
    entries = Entry.objects.exclude(act__startswith="backups.").order_by("id")
    return {
        "entries": [(one.pk, one.hash, one.recorded_at, one.act, is_intact(one)) for one in entries],
        "told": sorted(entries.values_list("id", "personal_values__name", "personal_values__value")[:], key=str),
        "promises": list(Promise.objects.order_by("id").values_list()),
    }
