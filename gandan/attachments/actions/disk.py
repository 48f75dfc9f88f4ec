"""Stored files as they lie on the disk: sealed (age) under random names, readable by the server's own account alone.

Nothing is ever written there that can be read without the key: what is sent waits in memory, which its limit allows.
"""

import logging
import os
import secrets
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from gandan.lib import sealing

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

logger = logging.getLogger(__name__)


def path_of(stored_name: str) -> Path:
    """Spread over 256 folders by the first two letters."""
    return settings.FILES_DIR / stored_name[:2] / stored_name


def files_identities() -> list["Identity"]:
    """The keys that open stored files; the first seals. Made when none is configured and none was made before."""
    if settings.FILES_KEY:
        return _read_key(settings.FILES_KEY, "GANDAN_FILES_KEY")
    path = settings.FILES_KEY_PATH
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sealing.make_identity_file(path)
        logger.warning("The key of stored files is now at %s: keep a copy elsewhere, no backup holds it.", path)
    return _read_key(path.read_text(encoding="utf-8"), str(path))


def files_recipient() -> str:
    """The public half of the key that seals: it tells which key a backup's files need."""
    return str(files_identities()[0].to_public())


@cache
def _read_key(text: str, where: str) -> list["Identity"]:
    try:
        return sealing.read_identities(text)
    except ValueError as trouble:
        raise ImproperlyConfigured(f"{where}: not an age identity ({trouble}).") from trouble


def write(content: bytes, target: Path) -> None:
    """Seal `content` at `target`, surely on disk: no half file ever has a kept name."""
    incoming = settings.FILES_DIR / "incoming" / secrets.token_hex(16)
    sealed = sealing.seal(content, [files_identities()[0].to_public()])
    for folder in (incoming.parent, target.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(incoming, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        incoming.replace(target)
    finally:
        incoming.unlink(missing_ok=True)
    _sync_folder(target.parent)


def read(path: Path) -> BytesIO:
    """What lies at `path`, whole and proved unaltered; a file of before sealing is read as it is.

    FileNotFoundError, or sealing.CannotOpen.
    """
    content = path.read_bytes()
    return BytesIO(sealing.unseal(content, files_identities()) if sealing.is_sealed(content) else content)


def seal_plain_files(*, at: datetime) -> int:
    """Seal what was kept before files were sealed; returns how many. `at` is only for the shape of a daily step."""
    sealed = 0
    for folder in sorted(settings.FILES_DIR.glob("??/")):
        for path in sorted(folder.iterdir()):
            if not _begins_sealed(path):
                write(path.read_bytes(), path)
                sealed += 1
    return sealed


def _begins_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return sealing.is_sealed(file.read(len(sealing.HEADER)))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
