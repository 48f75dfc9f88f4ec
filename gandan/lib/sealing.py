"""Sealing in the age format (age-encryption.org): what the `age` command of any system opens without our software.

An identity is the secret key that opens (`AGE-SECRET-KEY-1…`); a recipient is the public one that seals (`age1…`).
"""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

HEADER = b"age-encryption.org/v1\n"  # every sealed file begins so, and no PDF, JPEG, PNG, WebP or gzip does


class CannotOpen(Exception):
    """Sealed for somebody else, cut off or altered: age tells these apart only in its words."""


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins with `head` (at least as long as HEADER) is sealed."""
    return head.startswith(HEADER)


def new_identity() -> str:
    """A fresh secret key, as text."""
    return str(Identity.generate())


def read_identities(text: str) -> list[Identity]:
    """The keys of an identity file as `age-keygen` writes it: a line each, `#` begins a remark. ValueError if none."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as trouble:
        raise ValueError(str(trouble)) from trouble
    if not found:
        raise ValueError("no identity in it")
    return found


def read_recipients(lines: Iterable[str]) -> list[Recipient]:
    """The public keys written `age1…`. ValueError when one is not such a key."""
    try:
        return [Recipient.from_str(line) for line in lines]
    except pyrage.RecipientError as trouble:
        raise ValueError(str(trouble)) from trouble


def make_identity_file(path: Path) -> None:
    """A new key at `path`, for this account only, unless one is there: two processes may ask at once, the first wins.

    The folder must exist.
    """
    own = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    with os.fdopen(os.open(own, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        identity = Identity.generate()
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(own, path)
    own.unlink()


def seal(content: bytes, recipients: Sequence[Recipient]) -> bytes:
    """`content`, sealed for each of `recipients`."""
    return bytes(pyrage.encrypt(content, recipients))


def unseal(content: bytes, identities: Sequence[Identity]) -> bytes:
    """What was sealed, whole and unaltered, or CannotOpen."""
    try:
        return bytes(pyrage.decrypt(content, identities))
    except pyrage.DecryptError as trouble:
        raise CannotOpen(str(trouble)) from trouble


class _Pieces:
    """What age pulls from: an iterable of pieces, read as if it were a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")
        self.trouble: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as trouble:  # age would tell only its words
            self.trouble = trouble
            raise
        size = len(self._rest) if size < 0 else size
        taken, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return taken


def seal_stream(pieces: Iterable[bytes], target: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Seal what comes piece by piece into `target`; only a piece is in memory. What `pieces` raises is raised."""
    source = _Pieces(pieces)
    try:
        pyrage.encrypt_io(source, target, recipients)
    except pyrage.EncryptError:
        if source.trouble:
            raise source.trouble from None
        raise


@contextmanager
def unsealed_stream(source: BinaryIO, identities: Sequence[Identity]) -> Iterator[BinaryIO]:
    """What was sealed, as a file to read from its beginning; only a piece is in memory.

    Leaving raises CannotOpen when age could not go on (not for us, cut off, altered): what was read until then is
    whole pieces, each proved, but not all of them.
    """
    reading, writing = os.pipe()
    target = _Pipe(os.fdopen(writing, "wb", buffering=0))
    thread = threading.Thread(target=_unseal_into, args=(source, target, identities), daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            yield pipe
    finally:
        thread.join()
        if target.trouble and not target.reader_left:
            raise CannotOpen(str(target.trouble))


class _Pipe:
    """Where age pushes to; it knows whether the reader left of its own will."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.reader_left = False
        self.trouble: Exception | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self.file.write(piece)
        except BrokenPipeError:
            self.reader_left = True
            raise

    def flush(self) -> None:
        """Nothing waits here."""


def _unseal_into(source: BinaryIO, target: _Pipe, identities: Sequence[Identity]) -> None:
    with target.file:
        try:
            pyrage.decrypt_io(source, target, identities)
        except Exception as trouble:  # told to the reader's thread
            target.trouble = trouble
