"""A backup made while officers write is one instant: whole, and none of them waited for it."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from gandan.backups.actions import back_up, restore
from gandan.backups.actions import tables as backup_tables
from gandan.dossiers.models import Dossier
from gandan.journal.models import Entry
from gandan.journal.queries import is_intact
from gandan.lib.refs import CLOCK, Ref
from gandan.promises.models import Promise
from tests.backups.conftest import IDENTITIES, _own_files, elsewhere, scene  # noqa: F401
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.both


def test_a_backup_made_while_others_write_is_of_one_instant(scene, elsewhere, tmp_path: Path, monkeypatch) -> None:  # noqa: F811
    before = Dossier.objects.count()
    parts, middle, written = backup_tables.parts, threading.Event(), threading.Event()

    def slowly(model, using):
        if model is Dossier:  # dossiers are read before the journal and the promises: a writer comes between
            middle.set()
            assert written.wait(30)
        yield from parts(model, using)

    def accept() -> None:
        assert middle.wait(30)
        scene.accepted(at=MONDAY + timedelta(hours=3))
        connections.close_all()
        written.set()

    monkeypatch.setattr(backup_tables, "parts", slowly)
    writer = threading.Thread(target=accept)
    writer.start()
    made = back_up(tmp_path / "w.tar.gz.age", by=CLOCK, at=MONDAY)
    writer.join()
    assert Dossier.objects.count() == before + 1
    with elsewhere():
        restore(Path(made.path), identities=IDENTITIES, by=Ref("system", "console"), at=MONDAY)
        assert Dossier.objects.count() == before == Promise.objects.count()
        assert Entry.objects.filter(act="dossiers.accept").count() == before
        assert all(is_intact(entry) for entry in Entry.objects.all())
