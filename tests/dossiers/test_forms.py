"""The statutory forms, without a database: complete, readable, in one font, whatever the words."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from gandan.dossiers import printouts
from gandan.law.calendar import standard_calendar
from gandan.law.deadline import derive
from gandan.law.grounds import grounds_on
from gandan.law.terms import Term
from gandan.lib import typeset
from gandan.promises.models import Promise
from tests import pdf

A5 = {(148, 210)}
TINOS = {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic"}
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def sample(form: str) -> dict[str, Any]:
    return json.loads((settings.FORMS_DIR / "samples" / f"{form}.json").read_text(encoding="utf-8"))


def _words(value: object) -> list[str]:
    """Every text and number somewhere in a form's data."""
    if isinstance(value, dict):
        return [word for part in value.values() for word in _words(part)]
    if isinstance(value, list):
        return [word for part in value for word in _words(part)]
    return [value] if isinstance(value, str) and value else []


def test_every_form_with_a_sample_is_printed(tmp_path: Path) -> None:
    printed = printouts.sample_forms(tmp_path / "new" / "folder")
    statutory = {"receipt.pdf", "supplement.pdf", "refusal.pdf", "apology.pdf", "stop.pdf"}
    assert statutory <= {path.name for path in printed}
    assert all(path.read_bytes().startswith(b"%PDF-") for path in printed)


@pytest.mark.parametrize("form", ["receipt", "supplement", "refusal", "apology", "stop"])
def test_a_plain_form_is_one_a5_page_in_the_bundled_font(form: str) -> None:
    printed = printouts.print_form(form, sample(form))
    assert pdf.sizes(printed) == A5
    assert len(pdf.pages(printed)) == 1
    assert pdf.fonts(printed) == TINOS


@pytest.mark.parametrize("form", ["receipt", "supplement", "refusal", "apology", "stop"])
def test_a_form_prints_with_every_letter_it_needs(form: str) -> None:
    data = sample(form)
    data["lookup"]["qr"] = typeset.qr_svg(data["lookup"]["url"])
    compiler = typeset.compiler(settings.FORMS_DIR / f"{form}.typ")
    compiler.compile(format="pdf", sys_inputs=typeset.inputs(data), pdf_standards="a-2u")  # refuses a missing letter


@pytest.mark.parametrize(
    ("form", "title"),
    [
        ("receipt", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        ("supplement", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"),
        ("refusal", "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ"),
    ],
)
def test_a_form_says_what_it_is_under_the_national_heading(form: str, title: str) -> None:
    text = pdf.text(printouts.print_form(form, sample(form)))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert title in text
    assert "Thông tư 03/2025/TT-VPCP" in text


def _unprinted(data: dict[str, Any], text: str) -> list[str]:
    """Values of the data that stand nowhere on paper, whether or not the form prints them in capitals."""
    never_printed = {data["lookup"]["url"], data["lookup"]["page"], "received", "counted", "off", "due"}
    return [word for word in _words(data) if word.upper() not in text.upper() and word not in never_printed]


@pytest.mark.parametrize("form", ["receipt", "supplement", "refusal", "apology", "stop"])
def test_nothing_of_the_data_is_missing_on_paper(form: str) -> None:
    data = sample(form)
    assert _unprinted(data, pdf.text(printouts.print_form(form, data))) == []


@pytest.mark.parametrize("form", ["receipt", "supplement", "refusal", "apology", "stop"])
def test_the_code_leads_to_the_dossier(form: str) -> None:
    data = sample(form)
    assert pdf.codes(printouts.print_form(form, data)) == [data["lookup"]["url"]]


HOSTILE = '#panic("x") $x$ *a* _b_ @c <d> \\e `f` // g = h [i] {j}'


@pytest.mark.parametrize("form", ["receipt", "supplement", "refusal", "apology", "stop"])
def test_whatever_a_person_is_called_is_printed_letter_by_letter(form: str) -> None:
    data = sample(form)
    data["applicant"] |= {"name": HOSTILE, "address": HOSTILE[::-1]}
    data["agency"]["name"] = "#agency *x*"
    text = pdf.text(printouts.print_form(form, data))
    assert HOSTILE in text
    assert HOSTILE[::-1] in text
    assert "#AGENCY *X*" in text


def _long(data: dict[str, Any]) -> dict[str, Any]:
    name = " ".join(f"Họ{n:03d}" for n in range(34))[:200]
    data["applicant"] |= {"name": name, "address": " ".join(f"thôn{n:03d}" for n in range(38))[:300]}
    data["applicant"]["agent"] = {
        "name": "Lê Văn Thay",
        "number": "•••• •••• 0001",
        "phone": "0987 654 321",
        "paper": "Giấy ủy quyền số 12/2026, chứng thực tại Ủy ban nhân dân xã Bình Lục",
    }
    data["procedure"]["name"] = " ".join(f"thủtục{n:03d}" for n in range(30))[:300]
    data["agency"]["name"] = "Trung tâm Phục vụ hành chính công phường Thử Nghiệm Có Tên Gọi Rất Dài Sau Sắp Xếp"
    return data


def test_a_long_receipt_flows_to_another_page_and_loses_nothing() -> None:
    data = _long(sample("receipt"))
    long_name = "Giấy tờ có tên dài để phải xuống dòng trong bảng, số {:02d}, bản do cơ quan có thẩm quyền cấp"
    data["papers"] = [{"name": long_name.format(n), "originals": n, "certified": 0, "copies": 0} for n in range(1, 21)]
    pages = pdf.pages(printouts.print_form("receipt", data))
    assert len(pages) == 2
    assert _unprinted(data, " ".join(pages)) == []
    assert "Trang 1 trên 2" in pages[0]
    assert "Trang 2 trên 2" in pages[1]
    assert "STT Tên giấy tờ" in pages[1]  # the table's heading again


def test_a_long_reason_flows_to_another_page_and_loses_nothing() -> None:
    data = _long(sample("refusal"))
    data["reason"] = " ".join(f"lýdo{n:03d}" for n in range(400))
    pages = pdf.pages(printouts.print_form("refusal", data))
    assert len(pages) == 2
    text = " ".join(pages)
    assert all(f"lýdo{n:03d}" in text for n in range(400))
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in pages[1]


def test_a_word_without_a_space_does_not_run_off_the_paper() -> None:
    data = sample("receipt")
    data["applicant"]["name"] = "X" * 200
    printed = printouts.print_form("receipt", data)
    assert pdf.widest(printed) <= 148 - 8


def test_a_long_term_shows_its_days_and_the_gap() -> None:
    data = sample("receipt")
    cells = [{"kind": "counted", "weekday": "T2", "day": f"{n:02d}/01"} for n in range(1, 31)]
    data["strip"] = [*cells[:20], {"kind": "gap", "weekday": "", "day": "…"}, *cells[20:]]
    text = pdf.text(printouts.print_form("receipt", data))
    assert all(cell["day"] in text for cell in data["strip"])


def _promised(start: datetime, term: str) -> dict[str, Any]:
    deadline = derive(start, Term.parse(term), standard_calendar(), grounds=grounds_on(start.date()))
    return printouts.promised(Promise(term=term, due_at=deadline.due_at, derivation=deadline.to_json()))


def test_fifteen_working_days_over_tet_still_fit_on_the_page_with_their_reasons() -> None:
    data = sample("receipt") | _promised(datetime(2026, 2, 12, 9, 0, tzinfo=HANOI), "15 working days")
    printed = printouts.print_form("receipt", data)
    assert len(pdf.pages(printed)) == 1
    assert "16–20/02: Nghỉ: Tết Nguyên đán" in pdf.text(printed)
    assert _unprinted(data, pdf.text(printed)) == []


def test_weekly_rests_are_told_once_and_by_their_days_when_there_is_one() -> None:
    once = _promised(datetime(2026, 11, 26, 10, 0, tzinfo=HANOI), "3 working days")["why"]
    often = _promised(datetime(2026, 12, 1, 10, 0, tzinfo=HANOI), "10 working days")["why"]
    assert [line["days"] for line in once] == ["26/11", "28–29/11"]
    assert [line["days"] for line in often] == ["01/12", "Thứ Bảy, Chủ nhật"]


def test_another_set_of_forms_replaces_ours(tmp_path: Path, settings) -> None:
    settings.FORMS_DIR = tmp_path / "forms"
    (settings.FORMS_DIR / "samples").mkdir(parents=True)
    (settings.FORMS_DIR / "samples" / "ct04.json").write_text('{"lookup": {"url": "x"}, "name": "An"}')
    (settings.FORMS_DIR / "ct04.typ").write_text(
        '#set document(date: none)\n#set text(font: "Tinos")\nCT04 #json(bytes(sys.inputs.data)).name'
    )
    (path,) = printouts.sample_forms(tmp_path / "out")
    assert (path.name, pdf.text(path.read_bytes())) == ("ct04.pdf", "CT04 An")


def test_a_control_slip_has_its_code_once_and_room_to_sign() -> None:
    data = sample("control_slip")
    data["slips"] = [data["slips"][0] | {"number": data["number"]}]
    line = data["slips"][0]["lines"][0]
    line["taken"] = {"at": "16 giờ 35 phút, 24/11/2026", "who": ""}
    paper = " ".join(pdf.text(printouts.print_form("control_slip", data)).split())
    assert "KÝ GIAO, NHẬN" in paper
    assert paper.count(f"Mã hồ sơ: {data['number']}") == 1
    assert "(………………)" in paper


def test_a_place_is_never_broken_over_two_lines_of_the_letterhead() -> None:
    data = sample("receipt")
    for words in range(4, 9):
        data["agency"]["name"] = "Trung tâm Phục vụ hành chính công " + "và việc " * words + "xã Bình Lục"
        assert "XÃ BÌNH LỤC" in pdf.text(printouts.print_form("receipt", data))
