"""What makes an entry a leaf: canonical JSON and its hash, with personal values only as salted hashes."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

import rfc8785

from gandan.lib.chance import source
from gandan.lib.refusal import mark

# the word left where a person's data stood, in every domain that must leave one
GONE = mark("Đã xóa khi hết thời hạn lưu giữ")

# how long to wait after each failed attempt before the next; after the last a person must look
RETRY_AFTER = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480))


def salted(value: str, salt: str) -> str:
    """SHA-256 in hex of salt and value; with the salt erased the value cannot be guessed back."""
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()


def new_salt() -> str:
    """128 random bits in hex."""
    return f"{source().getrandbits(128):032x}"


def leaf_hash(
    *,
    at: datetime,
    actor: tuple[str, str],
    subject: tuple[str, str],
    act: str,
    data: Mapping[str, object],
    personal: Mapping[str, str],
) -> str:
    """SHA-256 in hex of the leaf's canonical JSON (RFC 8785). `personal` holds hashes, never values."""
    leaf: dict[str, Any] = {
        "act": act,
        "actor": list(actor),
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": dict(data),
        "personal": dict(personal),
        "subject": list(subject),
    }
    return hashlib.sha256(rfc8785.dumps(leaf)).hexdigest()


def next_try(attempts: int, at: datetime) -> datetime | None:
    """When to try a failed delivery again after `attempts` attempts; None when a person must look."""
    return at + RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None


TELEPHONE = frozenset({"sms", "zalo"})  # channels that ring
SHORT = 300  # letters of a message to a telephone


def in_short(text: str) -> str:
    """A message to a telephone: one line, every accent kept, cut at a word where it would be too long."""
    line = " ".join(text.split())
    if len(line) <= SHORT:
        return line
    return line[: SHORT - 1].rpartition(" ")[0] + "…"


def after_quiet_hours(at: datetime, hours: str) -> datetime:
    """`at` itself (wall clock), or the end of the quiet hours it lies in; `hours` like "21:00-07:00"."""
    begin, end = (time.fromisoformat(hour) for hour in hours.split("-"))
    clock = at.time()
    over_midnight = begin > end
    is_quiet = clock >= begin or clock < end if over_midnight else begin <= clock < end
    if not is_quiet:
        return at
    until = datetime.combine(at.date(), end, at.tzinfo)
    return until + timedelta(days=1) if over_midnight and clock >= begin else until
