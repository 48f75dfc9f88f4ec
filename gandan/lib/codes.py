"""Codes given to people: short enough to read aloud, random where guessing must not pay, and checked by shape."""

import re
from datetime import date

from gandan.lib.chance import source

# Crockford's alphabet: no I, L, O, U, which are misread or misheard.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})

# Decree 118/2025 art. 28; both the order of circular 01/2018 and the later top-down one occur on real papers.
DOSSIER_CODE = re.compile(r"^([A-Z]\d{2}(\.\d{2,3}){0,4}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})-\d{6}-\d{4,6}$")


def random_code(length: int) -> str:
    """`length` random characters, 5 bits each."""
    return "".join(source().choices(_ALPHABET, k=length))


def public_code() -> str:
    """What an address calls a row by, whose number inside is nobody's business."""
    return random_code(8)


def read_code(typed: str) -> str:
    """What a person meant by the code they typed: upper case, spaces off, misread letters put right."""
    return "".join(typed.split()).upper().translate(_MISREAD)


def dossier_code(*, agency: str, day: date, ordinal: int) -> str:
    """The code of decree 118/2025 art. 28: deciding agency, day of reception, ordinal in that day (1 and up)."""
    return f"{agency}-{day:%y%m%d}-{ordinal:04d}"
