"""Text is printed letter by letter, in the bundled font and no other."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import typst

from gandan.lib import typeset
from tests import pdf

VOWELS, TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LOWER = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
VIETNAMESE = "".join(LOWER) + "".join(LOWER).upper() + "đĐ"
SIGNS = "₫“”‘’–—…•·°§«»×½²³\u00a0" + "".join(map(chr, range(0x20, 0x7F)))

FORM = """
#let data = json(bytes(sys.inputs.data))
#set document(date: datetime(year: 2026, month: 11, day: 23))
#set text(font: "Tinos", fallback: false)
#data.name
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.typ"
    path.write_text(FORM, encoding="utf-8")
    return path


def _archival(form: Path, name: str) -> None:
    """PDF/A refuses a letter that no font has; an ordinary PDF would print an empty box."""
    typeset.compiler(form).compile(format="pdf", sys_inputs=typeset.inputs({"name": name}), pdf_standards="a-2u")


def test_only_the_four_bundled_styles_are_known() -> None:
    assert typeset.fonts().families() == ["Tinos"]
    styles = {(font.style, font.weight) for font in typeset.fonts().fonts()}
    assert styles == {("normal", 400), ("italic", 400), ("normal", 700), ("italic", 700)}


@pytest.mark.parametrize("around", ["#data.name", "#strong(data.name)", "#emph(data.name)", "#emph(strong(data.name))"])
def test_every_vietnamese_letter_is_in_every_style(form: Path, around: str) -> None:
    form.write_text(FORM.replace("#data.name", around), encoding="utf-8")
    assert len(set(VIETNAMESE)) == 146
    _archival(form, VIETNAMESE + SIGNS)


def test_a_letter_that_is_not_bundled_comes_from_nowhere_else(form: Path) -> None:
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        _archival(form, "漢")
    assert pdf.fonts(typeset.render(form, {"name": "Nguyễn 漢"})) == {"Tinos-Regular"}


def test_a_form_that_asks_for_another_font_does_not_get_it(form: Path) -> None:
    form.write_text(FORM.replace("Tinos", "DejaVu Sans").replace("fallback: false", "fallback: true"), encoding="utf-8")
    assert pdf.fonts(typeset.render(form, {"name": "Nguyễn"})) == {"Tinos-Regular"}
    form.write_text(FORM.replace('font: "Tinos", fallback: false', 'lang: "vi"'), encoding="utf-8")
    assert pdf.fonts(typeset.render(form, {"name": "Nguyễn"})) == {"Tinos-Regular"}


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        "$x^2$",
        "*đậm* _nghiêng_",
        "@nguyen <nhan>",
        "\\u{1F600} \\",
        "// ghi chú /* nữa */",
        "= Tiêu đề - mục + số",
        '"); #panic("',
        "`mã` ~ [x] {y}",
        "#image(data.name)",
    ],
)
def test_what_looks_like_markup_is_printed_as_it_is(form: Path, name: str) -> None:
    assert pdf.text(typeset.render(form, {"name": name})) == name


def test_decomposed_text_is_composed_wherever_it_stands(form: Path) -> None:
    form.write_text(FORM.replace("#data.name", "#data.list.at(0).name"), encoding="utf-8")
    split = unicodedata.normalize("NFD", "Nguyễn Thị Hường")
    assert pdf.text(typeset.render(form, {"list": [{"name": split}]})) == "Nguyễn Thị Hường"


def test_the_same_data_gives_the_same_bytes(form: Path) -> None:
    assert typeset.render(form, {"name": "A"}) == typeset.render(form, {"name": "A"})
    assert typeset.render(form, {"name": "A"}) != typeset.render(form, {"name": "B"})


def test_a_form_reads_nothing_above_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("khóa", encoding="utf-8")
    (tmp_path / "forms").mkdir()
    form = tmp_path / "forms" / "form.typ"
    form.write_text('#read("../secret.txt")', encoding="utf-8")
    with pytest.raises(typst.TypstError):
        typeset.render(form, {})


def test_a_value_the_form_misses_is_an_error_and_not_a_gap(form: Path) -> None:
    with pytest.raises(typst.TypstError, match="name"):
        typeset.render(form, {})


def test_many_threads_print_at_once_without_mixing_names(form: Path) -> None:
    names = [f"Người thứ {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        printed = list(pool.map(lambda name: typeset.render(form, {"name": name}), names))
    assert [pdf.text(content) for content in printed] == names


def test_a_reader_decodes_the_code(form: Path) -> None:
    url = "https://gandan.example/tra-cuu/7K3M92QXAB/4W8ZC1N0PJ6RTQ2H/"
    form.write_text(FORM.replace("#data.name", "#image(bytes(data.name), width: 22mm)"), encoding="utf-8")
    assert pdf.codes(typeset.render(form, {"name": typeset.qr_svg(url)})) == [url]


def test_the_code_still_reads_under_a_stamp(form: Path) -> None:
    url = "https://gandan.example/tra-cuu/7K3M92QXAB/4W8ZC1N0PJ6RTQ2H/"
    drawn = (
        "#image(bytes(data.name), width: 26mm)#place(top + left, dx: 12mm, dy: 15mm, square(size: 4.2mm, fill: white))"
    )
    form.write_text(FORM.replace("#data.name", drawn), encoding="utf-8")
    assert pdf.codes(typeset.render(form, {"name": typeset.qr_svg(url)})) == [url]
