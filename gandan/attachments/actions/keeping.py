"""Keep a file that belongs to something, sweep away what belongs to nothing."""

import hashlib
import logging
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from gandan.attachments import rules
from gandan.attachments.actions import disk
from gandan.attachments.actions.signatures import findings
from gandan.attachments.models import StoredFile
from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.fold import tidy
from gandan.lib.refs import HasRef, Ref, ref_of

logger = logging.getLogger(__name__)
CODE_LENGTH = 16  # 80 bits: a code in an address is no way in, and no way to count files either
LABEL_LIMIT = 200
ORPHAN_AGE = timedelta(days=1)  # longer than any request that may still be writing its row


def keep(
    *,
    subject: HasRef | Ref,
    label: str,
    upload: File,
    by: HasRef | Ref,
    at: datetime,
    check: Callable[[], None] = lambda: None,
    then: Callable[[StoredFile], None] = lambda _stored: None,
) -> StoredFile:
    """Check a file, strip it, store it under a random name and enter it in the journal of `subject`.

    The file is safe on disk before its row is written, and is taken away when the row cannot be. Refused
    `attachments.*` says what is wrong and what to do; then nothing is left behind. `check` is asked in the transaction
    that writes the row, before it, and `then` after it: there the subject's own domain may lock it, refuse, or say
    what the file is to it.
    """
    kind, content = _checked(upload)
    stored = _row(ref_of(subject), upload, kind, content, label=label, by=by, at=at)
    disk.write(content, disk.path_of(stored.stored_name))
    try:
        with transaction.atomic():
            check()
            stored.save(force_insert=True)
            _enter(stored, by=by, at=at)
            then(stored)
    except BaseException:
        disk.path_of(stored.stored_name).unlink(missing_ok=True)
        raise
    return stored


def _row(
    about: Ref, upload: File, kind: str, content: bytes, *, label: str, by: HasRef | Ref, at: datetime
) -> StoredFile:
    """What is to be written of the file, not yet written."""
    told = findings(content, at=at) if kind == rules.PDF else None
    return StoredFile(
        code=random_code(CODE_LENGTH),
        subject_kind=about.kind,
        subject_code=about.code,
        label=tidy(label)[:LABEL_LIMIT],
        given_name=rules.clean_name(upload.name or ""),
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        signatures=told,
        signatures_checked_at=at if told else None,
        stored_name=secrets.token_hex(16),
        kept_at=at,
        kept_by_code=ref_of(by).code,
    )


def sweep_orphans(*, at: datetime) -> int:
    """Remove files older than a day that no row names (a transaction around `keep` undone); returns how many.

    A folder among them is of a restore that was killed: it goes whole, and the log tells.

    A row is never removed here, and a file with a row never touched.
    """
    old = (at - ORPHAN_AGE).timestamp()
    swept = 0
    for folder in sorted(settings.FILES_DIR.glob("*/")):
        names = {path.name for path in folder.iterdir() if path.stat().st_mtime < old}
        for name in names - _named(names):
            _remove(folder / name)
            swept += 1
    return swept


def _remove(path: Path) -> None:
    if path.is_dir():
        logger.warning("%s was left by a restore that did not end: removed. Was it run again?", path)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


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


# --- what was sent -----------------------------------------------------------------------------------------------


def _received(upload: File) -> BytesIO:
    """What was sent, in memory, piece by piece and never more than the limit."""
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    if upload.size > limit:
        raise rules.too_large(settings.UPLOAD_LIMIT_MB)
    received = BytesIO()
    for piece in upload.chunks():
        if received.tell() + len(piece) > limit:  # the size was only claimed
            raise rules.too_large(settings.UPLOAD_LIMIT_MB)
        received.write(piece)
    return received


def _checked(upload: File) -> tuple[str, bytes]:
    """The kind, and the bytes to keep."""
    received = _received(upload)
    kind = rules.kind_of(received.getvalue()[: rules.HEAD_SIZE])
    if kind == rules.PDF:
        rules.check_pdf(received)
        return kind, received.getvalue()
    clean = BytesIO()
    rules.clean_image(received, kind, clean)
    return kind, clean.getvalue()
