"""What is sealed opens with its key, whole, and with no other."""

import stat
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from gandan.lib import sealing
from gandan.lib.sealing import CannotOpen, read_identities, read_recipients, seal, seal_stream, unseal, unsealed_stream

OURS, THEIRS = read_identities(sealing.new_identity()), read_identities(sealing.new_identity())
TO_US = [one.to_public() for one in OURS]


def _sealed(content: bytes) -> bytes:
    target = BytesIO()
    seal_stream((content[start : start + 70_000] for start in range(0, len(content), 70_000)), target, TO_US)
    return target.getvalue()


def test_what_was_sealed_opens_with_its_key_only() -> None:
    sealed = seal(b"so dinh danh", TO_US)
    assert sealing.is_sealed(sealed)
    assert b"dinh danh" not in sealed
    assert unseal(sealed, OURS) == b"so dinh danh"
    with pytest.raises(CannotOpen):
        unseal(sealed, THEIRS)


def test_several_may_open_what_was_sealed_for_them() -> None:
    sealed = seal(b"a", [*TO_US, THEIRS[0].to_public()])
    assert unseal(sealed, OURS) == unseal(sealed, THEIRS) == b"a"


@pytest.mark.parametrize("size", [0, 1, 65_536, 300_001])
def test_a_stream_comes_back_as_it_went(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    with unsealed_stream(BytesIO(_sealed(content[:size])), OURS) as opened:
        assert opened.read() == content[:size]


@pytest.mark.parametrize("harm", [lambda b: b[:-1], lambda b: b[: len(b) // 2], lambda b: b[:-9] + b"x" + b[-8:]])
def test_a_stream_cut_off_or_altered_is_told(harm) -> None:
    with (
        pytest.raises(CannotOpen),
        unsealed_stream(BytesIO(harm(_sealed(b"a" * 300_000))), OURS) as opened,
    ):
        opened.read()


def test_a_stream_for_others_is_told() -> None:
    with pytest.raises(CannotOpen), unsealed_stream(BytesIO(_sealed(b"a")), THEIRS) as opened:
        opened.read()


def test_a_reader_may_leave_early() -> None:
    with unsealed_stream(BytesIO(_sealed(b"a" * 3_000_000)), OURS) as opened:
        assert opened.read(3) == b"aaa"


def test_trouble_of_what_is_sealed_is_raised_as_it_is() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"a"
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        seal_stream(pieces(), BytesIO(), TO_US)


def test_a_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "files.age"
    sealing.make_identity_file(path)
    first = path.read_text()
    sealing.make_identity_file(path)
    assert path.read_text() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["files.age"]
    assert str(read_identities(first)[0].to_public()) in first


@pytest.mark.parametrize("text", ["", "# only a remark", "age1notasecret", "AGE-SECRET-KEY-1XX"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_identities(text)


def test_a_recipient_is_read_or_refused() -> None:
    assert [str(one) for one in read_recipients([str(TO_US[0])])] == [str(TO_US[0])]
    with pytest.raises(ValueError):  # noqa: PT011
        read_recipients(["age1xyz"])
