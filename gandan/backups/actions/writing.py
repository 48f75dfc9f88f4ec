"""Make one file that holds everything: rows as of one instant, then the files those rows name, then all hashes.

The rows come from one snapshot (a read transaction on SQLite's log, REPEATABLE READ on PostgreSQL), so people go on
working. The file is a gzipped tar, sealed with age when recipients are named; both open without our software.
"""

import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from gandan.attachments.actions import files_identities, files_recipient, path_of
from gandan.attachments.models import StoredFile
from gandan.backups import rules
from gandan.backups.actions import tables
from gandan.lib import sealing
from gandan.lib.refusal import Refused, mark

SNAPSHOT = "backup"  # the alias of the connection that sees one instant
MANIFEST, CLOSING, KEY = "manifest.json", "closing.json", "keys/files.age"
_LEVEL = 3  # twice as fast as the usual 6 and a tenth larger; stored files are sealed and do not shrink at all


class Made(NamedTuple):
    size: int
    rows: int
    files: int
    missing: int
    recipients: int


def write(path: Path, *, at: datetime, with_files: bool = True, with_key: bool = False) -> Made:
    """The archive at `path`, under another name until it is whole. Refused `backups.exists`, `.open_key`."""
    recipients = _recipients()
    if path.exists():
        sentence = mark("Đã có tệp %(path)s. Hãy chọn tên khác: bản sao lưu cũ không bị ghi đè.")
        raise Refused(sentence, code="backups.exists", path=str(path))
    if with_key and not recipients:
        sentence = mark(
            "Khóa mở tệp chỉ được đưa vào bản sao lưu đã mã hóa. Hãy đặt GANDAN_BACKUP_RECIPIENTS, hoặc bỏ --with-key."
        )
        raise Refused(sentence, code="backups.open_key")
    partial = path.with_name(f"{path.name}.partial")
    archive = _Archive(at=at, with_files=with_files, with_key=with_key)
    try:
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            with _snapshot():
                _pour(archive.gzipped(), file, recipients)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return Made(path.stat().st_size, archive.rows, archive.files, len(archive.missing), len(recipients))


def _recipients() -> list[Any]:
    try:
        return sealing.read_recipients(settings.BACKUP_RECIPIENTS)
    except ValueError as trouble:
        raise ImproperlyConfigured(f"GANDAN_BACKUP_RECIPIENTS: not an age public key ({trouble}).") from trouble


def _pour(pieces: Iterator[bytes], file: Any, recipients: list[Any]) -> None:
    if recipients:
        sealing.seal_stream(pieces, file, recipients)
    else:
        for piece in pieces:
            file.write(piece)


@contextmanager
def _snapshot() -> Iterator[None]:
    """A connection of its own, all of whose queries see the same instant and hold up nobody."""
    own = connection.copy(alias=SNAPSHOT)
    options = own.settings_dict["OPTIONS"]
    if own.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel

        options.pop("pool", None)
        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections[SNAPSHOT] = own
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield
    finally:
        own.close()
        del connections[SNAPSHOT]


class _Archive:
    """The members of the archive, one after the other; counts what it has written."""

    def __init__(self, *, at: datetime, with_files: bool, with_key: bool) -> None:
        self.at, self.with_files, self.with_key = at, with_files, with_key
        self.rows = self.files = 0
        self.missing: list[str] = []
        self.hashes: dict[str, str] = {}

    def gzipped(self) -> Iterator[bytes]:
        pressed = zlib.compressobj(_LEVEL, wbits=31)
        for piece in self._tar():
            if done := pressed.compress(piece):
                yield done
        yield pressed.flush()

    def _tar(self) -> Iterator[bytes]:
        for name, content in self._members():
            self.hashes[name] = hashlib.sha256(content).hexdigest()
            yield from self._member(name, content)
        yield from self._member(CLOSING, _json({"members": self.hashes, "missing": self.missing}))
        yield bytes(2 * tarfile.BLOCKSIZE)

    def _member(self, name: str, content: bytes) -> Iterator[bytes]:
        about = tarfile.TarInfo(name)
        about.size, about.mode, about.mtime = len(content), 0o600, int(self.at.timestamp())
        yield about.tobuf(tarfile.PAX_FORMAT)
        yield content
        yield bytes(-len(content) % tarfile.BLOCKSIZE)

    def _members(self) -> Iterator[tuple[str, bytes]]:
        kept = tables.tables()
        yield MANIFEST, _json(self._manifest(kept))
        if self.with_key:
            yield KEY, "".join(f"{identity}\n" for identity in files_identities()).encode()
        for table, model in kept.items():
            for number, part in enumerate(tables.parts(model, SNAPSHOT), start=1):
                self.rows += part.count(b"\n")
                yield f"rows/{table}/{number:06}.jsonl", part
        if self.with_files:
            yield from self._stored_files()

    def _manifest(self, kept: dict[str, tables.Model]) -> dict[str, Any]:
        own = connections[SNAPSHOT]
        applied = MigrationRecorder(own).applied_migrations()
        return {
            "format": rules.FORMAT,
            "version": version("gandan"),
            "made_at": self.at.isoformat(),
            "database": own.vendor,
            "migrations": sorted(applied),
            "tables": {name: self._about(model) for name, model in kept.items()},
            "files": StoredFile.objects.using(SNAPSHOT).count() if self.with_files else None,
            "files_recipient": files_recipient(),
        }

    def _about(self, model: tables.Model) -> dict[str, Any]:
        return {
            "columns": [field.attname for field in tables.columns(model)],
            "rows": model._base_manager.using(SNAPSHOT).count(),
            "last_number": tables.last_number(model, connections[SNAPSHOT]),
        }

    def _stored_files(self) -> Iterator[tuple[str, bytes]]:
        """As they lie: sealed. What was destroyed or lost since is named instead."""
        names = StoredFile.objects.using(SNAPSHOT).order_by("id").values_list("stored_name", flat=True)
        for name in names.iterator(chunk_size=tables.PART):
            content = None
            with suppress(FileNotFoundError):
                content = path_of(name).read_bytes()
            if content is None:
                self.missing.append(name)
            else:
                self.files += 1
                yield f"files/{name}", content


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
