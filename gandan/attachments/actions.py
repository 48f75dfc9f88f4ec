"""Keep a file that belongs to something, open it again, sweep away what belongs to nothing."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from gandan.attachments import rules
from gandan.attachments.models import StoredFile
from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.fold import tidy
from gandan.lib.refs import HasRef, Ref, ref_of
from gandan.lib.refusal import Refused, mark

CODE_LENGTH = 16  # 80 bits: a code in an address is no way in, and no way to count files either
LABEL_LIMIT = 200
ORPHAN_AGE = timedelta(days=1)  # longer than any request that may still be writing its row


class _Content(NamedTuple):
    size: int
    sha256: str


def keep(
    *,
    subject: HasRef | Ref,
    label: str,
    upload: File,
    by: HasRef | Ref,
    at: datetime,
    check: Callable[[], None] = lambda: None,
) -> StoredFile:
    """Check a file, strip it, store it under a random name and enter it in the journal of `subject`.

    The file is safe on disk before its row is written, and is taken away when the row cannot be. Refused
    `attachments.*` says what is wrong and what to do; then nothing is left behind. `check` is asked in the transaction
    that writes the row: there the subject's own domain may lock it and refuse.
    """
    about = ref_of(subject)
    stored_name = secrets.token_hex(16)
    with _arrived(upload) as arrived:
        kind = rules.kind_of(_head(arrived))
        content = _store(arrived, kind, _path(stored_name))
    try:
        with transaction.atomic():
            check()
            stored = StoredFile.objects.create(
                code=random_code(CODE_LENGTH),
                subject_kind=about.kind,
                subject_code=about.code,
                label=tidy(label)[:LABEL_LIMIT],
                given_name=rules.clean_name(upload.name or ""),
                kind=kind,
                size=content.size,
                sha256=content.sha256,
                stored_name=stored_name,
                kept_at=at,
                kept_by_code=ref_of(by).code,
            )
            _enter(stored, by=by, at=at)
    except BaseException:
        _path(stored_name).unlink(missing_ok=True)
        raise
    return stored


def open_file(stored: StoredFile) -> BinaryIO:
    """The content, to be read and closed. Refused `attachments.missing` when the disk has lost it."""
    try:
        return _path(stored.stored_name).open("rb")
    except FileNotFoundError:
        sentence = mark("Tệp “%(name)s” không còn trên máy chủ. Hãy báo quản trị hệ thống.")
        raise Refused(sentence, code="attachments.missing", name=stored.given_name) from None


def sweep_orphans(*, at: datetime) -> int:
    """Remove files older than a day that no row names (a transaction around `keep` undone); returns how many.

    A row is never removed here, and a file with a row never touched.
    """
    old = (at - ORPHAN_AGE).timestamp()
    swept = 0
    for folder in sorted(settings.FILES_DIR.glob("*/")):
        names = {path.name for path in folder.iterdir() if path.stat().st_mtime < old}
        for name in names - _named(names):
            (folder / name).unlink(missing_ok=True)
            swept += 1
    return swept


def _named(names: set[str]) -> set[str]:
    return set(StoredFile.objects.filter(stored_name__in=names).values_list("stored_name", flat=True))


def _enter(stored: StoredFile, *, by: HasRef | Ref, at: datetime) -> None:
    """What a person typed may be personal, and so may the name of the file; the hash and the kind are not."""
    record(
        stored.subject,
        "attachments.keep",
        by=by,
        at=at,
        personal={"label": stored.label, "given_name": stored.given_name},
        file=stored.code,
        kind=stored.kind,
        size=stored.size,
        sha256=stored.sha256,
    )


# --- on disk -----------------------------------------------------------------------------------------------------


def _path(stored_name: str) -> Path:
    """Spread over 256 folders by the first two letters."""
    return settings.FILES_DIR / stored_name[:2] / stored_name


@contextmanager
def _arrived(upload: File) -> Iterator[Path]:
    """What was sent, on our disk, piece by piece and never more than the limit; gone afterwards."""
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    if upload.size > limit:
        raise rules.too_large(settings.UPLOAD_LIMIT_MB)
    path = settings.FILES_DIR / "incoming" / secrets.token_hex(16)
    try:
        with _create(path) as file:
            received = 0
            for piece in upload.chunks():
                received += len(piece)
                if received > limit:  # the size was only claimed
                    raise rules.too_large(settings.UPLOAD_LIMIT_MB)
                file.write(piece)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(rules.HEAD_SIZE)


def _store(arrived: Path, kind: str, target: Path) -> _Content:
    """Check by kind and put the bytes to keep at `target`, surely on disk."""
    if kind == rules.PDF:
        rules.check_pdf(arrived)
        return _put(arrived, target)
    clean = arrived.with_name(secrets.token_hex(16))
    try:
        with _create(clean) as file:
            rules.clean_image(arrived, kind, file)
        return _put(clean, target)
    finally:
        clean.unlink(missing_ok=True)


def _put(source: Path, target: Path) -> _Content:
    """Rename `source` to `target` after its bytes are on disk, so that no half file ever has a kept name."""
    with source.open("rb") as file:
        os.fsync(file.fileno())
        content = _Content(file.seek(0, os.SEEK_END), _sha256(file))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source.rename(target)
    _sync_folder(target.parent)
    return content


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _create(path: Path) -> BinaryIO:
    """A new file that only the server's own account may read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")
