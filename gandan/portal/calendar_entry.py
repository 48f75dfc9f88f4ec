"""One thing with a time as an entry for the calendar of a telephone (RFC 5545)."""

from collections.abc import Mapping
from datetime import UTC, datetime

LONGEST_LINE = 75  # octets, without the line break: RFC 5545, 3.1
ESCAPED = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def entry(uid: str, *, begins: datetime, ends: datetime, said: Mapping[str, str], at: datetime) -> bytes:
    """UTF-8. `said` are texts by their names there: SUMMARY, LOCATION, DESCRIPTION; `at` is when it was asked for."""
    times = {"DTSTAMP": at, "DTSTART": begins, "DTEND": ends}
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gan Dan//gandan//VI",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        *(f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for name, moment in times.items()),
        *(f"{name}:{text.translate(ESCAPED)}" for name, text in said.items()),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _folded(line: str) -> bytes:
    """A long line goes on in the next, after a space; no letter is cut in two."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part])
