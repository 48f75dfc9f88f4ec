"""One way to compare Vietnamese text without its accents, on every database alike."""

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
