"""A printed PDF as a reader meets it: its words, its fonts, its sheets, its codes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import zxingcpp
from pypdfium2 import raw

MILLIMETRE = 72 / 25.4  # points


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def pages(pdf: bytes) -> list[str]:
    """The words of each page, line breaks as single spaces."""
    with _opened(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """Width and height of the pages in whole millimetres."""
    with _opened(pdf) as document:
        return {tuple(round(side / MILLIMETRE) for side in page.get_size()) for page in document}


def fonts(pdf: bytes) -> set[str]:
    """Base names of the fonts in which anything is written, subset tags off."""
    with _opened(pdf) as document:
        return {
            found.get_font().get_base_name().split("+")[-1]
            for page in document
            for found in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])
        }


def codes(pdf: bytes) -> list[str]:
    """What a reader decodes on the first page, printed at 150 dpi and photographed."""
    with _opened(pdf) as document:
        picture = document[0].render(scale=150 / 72).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def widest(pdf: bytes) -> float:
    """How far to the right anything is written, in millimetres from the left edge."""
    with _opened(pdf) as document:
        written = [found for page in document for found in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])]
        return max(found.get_bounds()[2] for found in written) / MILLIMETRE
