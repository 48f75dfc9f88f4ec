"""Printed forms: a typst file and its data make a PDF, with the fonts of `fonts/` and no other.

Data reaches a form as JSON in `sys.inputs.data`, never as typst source: whatever a person is called, it is printed
letter by letter. A form reads it with `#let data = json(bytes(sys.inputs.data))`.
"""

import json
import threading
import unicodedata
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst

FONTS_DIR = Path(__file__).parent / "fonts"


class _Compilers(threading.local):
    """A compiler serves one thread at a time and keeps what it has read, so each thread has one for each form."""

    def __init__(self) -> None:
        self.by_form: dict[tuple[Path, Path], typst.Compiler] = {}


_compilers = _Compilers()


@cache
def fonts() -> typst.Fonts:
    """The bundled fonts: neither the system's nor those inside typst, so that no letter ever comes from another."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS_DIR)])


def compiler(form: Path, root: Path | None = None) -> typst.Compiler:
    """This thread's compiler of a form, which may read the files of `root` (its own folder) and nothing above."""
    form = form.resolve()
    root = root.resolve() if root else form.parent
    if (form, root) not in _compilers.by_form:
        _compilers.by_form[form, root] = typst.Compiler(str(form), root=str(root), font_paths=fonts())
    return _compilers.by_form[form, root]


def inputs(data: Mapping[str, object]) -> dict[str, str]:
    """What a form finds in `sys.inputs`: the data as JSON, its text composed (NFC), as the fonts have letters."""
    return {"data": json.dumps(_composed(data), ensure_ascii=False)}


def render(form: Path, data: Mapping[str, object], root: Path | None = None) -> bytes:
    """The PDF of a form with its data (plain JSON values). The same data gives the same bytes.

    A form reads files of `root`, its own folder when none is given.

    Raises typst.TypstError when the form itself is wrong, for example when it asks for a value that is not there.
    """
    return bytes(compiler(form, root).compile(format="pdf", sys_inputs=inputs(data)))  # type: ignore[arg-type]


def qr_svg(text: str) -> str:
    """A QR code as SVG text, its quiet zone included; level M still reads through a fold or a stamp's edge."""
    svg = BytesIO()
    segno.make(text, error="m", micro=False).save(svg, kind="svg", border=4, xmldecl=False, svgns=True)
    return svg.getvalue().decode("utf-8")


def _composed(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {key: _composed(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(part) for part in value]
    return value
