"""One way to compare Vietnamese text without its accents, and telephone numbers, on every database alike."""

import re
import unicodedata

_BARRED_D = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text: str) -> str:
    """Lower case, no accents, đ as d, single spaces: "  Nguyễn  Đức " becomes "nguyen duc"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_BARRED_D))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.lower().split())


def tidy(text: str) -> str:
    """The text as it is stored: NFC, outer spaces off, inner runs of spaces and line ends made one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_phone(typed: str) -> str:
    """Digits only, +84 written as 0: "+84 912 345 678" becomes "0912345678"."""
    digits = re.sub(r"[^\d+]", "", typed)
    return "0" + digits[3:] if digits.startswith("+84") else digits.replace("+", "")
