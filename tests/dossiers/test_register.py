"""The register (Mẫu 07): every dossier of a period in its place, on paper and as a workbook."""

import io
import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import openpyxl
import pytest

from gandan.dossiers import actions
from gandan.dossiers.actions.books import enter_from_book, open_book
from gandan.dossiers.printouts.register import COLUMNS, register, register_sheet
from gandan.dossiers.queries import Period
from gandan.dossiers.queries.register import Row, of_period, rows
from gandan.dossiers.values import ApplicantDetails
from gandan.law.calendar import HANOI
from gandan.organisation.models import Unit
from tests import pdf
from tests.dossiers.conftest import MONDAY

database = [pytest.mark.django_db, pytest.mark.both]
NOVEMBER = Period(datetime(2026, 11, 1, tzinfo=HANOI), datetime(2026, 12, 1, tzinfo=HANOI))
TUESDAY = MONDAY + timedelta(days=1)
PLAIN = Row(
    number=1,
    reference="7K3M92QXAB",
    code="H42.216-261116-0001",
    procedure="Giấy xác nhận tình trạng hôn nhân",
    procedure_code="1.004873",
    sets=1,
    applicant="Trần Thị Hoa",
    contact="Thôn Ngọc Lũ; 0912345338",
    agency="Ủy ban nhân dân xã Bình Lục",
    received_at=MONDAY,
    entered_at=None,
    book="",
    due_at=TUESDAY,
    forwarded_at=MONDAY,
    result_at=None,
    returned_at=None,
    channel="Trực tiếp tại quầy",
    collected_by="",
    note="",
)


def listed(scene, **page):
    return list(rows(of_period(scene.place.centre, NOVEMBER, on=date(2026, 12, 1)), **page))


class TestRows:
    pytestmark = database

    def test_refused_ones_stand_in_it_and_what_comes_from_paper_stands_where_it_was_received(self, scene):
        open_book(unit=scene.place.centre, numbers=5, by=scene.clerk, at=MONDAY)
        late = scene.accepted(at=MONDAY + timedelta(hours=7))
        refused = actions.refuse(intake=scene.intake(), reason="Sai nơi", by=scene.clerk, at=MONDAY)
        on_paper = MONDAY + timedelta(hours=3)
        entered = enter_from_book(
            intake=scene.intake(at=TUESDAY), number=2, received_at=on_paper, by=scene.clerk, at=TUESDAY
        )
        found = listed(scene)
        assert [row.reference for row in found] == [refused.reference, entered.reference, late.reference]
        assert [row.number for row in found] == [1, 2, 3]
        assert found[0].note == "Từ chối tiếp nhận"
        assert (found[1].received_at, found[1].entered_at, found[1].book) == (on_paper, TUESDAY, "Quyển 1/2026, số 2")
        assert found[2].entered_at is None

    def test_a_returned_one_says_when_and_to_whom(self, scene):
        dossier = scene.settled()
        dossier.collected_by, dossier.returned_at, dossier.ended_at = "Trần Thị Hoa", TUESDAY, TUESDAY
        dossier.state = "returned"
        dossier.save()
        [row] = listed(scene)
        assert (row.result_at, row.returned_at, row.collected_by) == (MONDAY, TUESDAY, "Trần Thị Hoa")

    def test_a_page_keeps_the_numbers_of_the_whole(self, scene):
        made = [scene.accepted(at=MONDAY + timedelta(minutes=n)).reference for n in range(5)]
        page = listed(scene, first=3, size=2)
        assert [(row.number, row.reference) for row in page] == [(3, made[2]), (4, made[3])]

    def test_another_period_and_another_desk_are_not_in_it(self, scene):
        scene.accepted(at=datetime(2026, 10, 30, 9, 0, tzinfo=HANOI))
        assert listed(scene) == []
        scene.accepted()
        assert list(rows(of_period(scene.place.committee, NOVEMBER, on=date(2026, 12, 1)))) == []

    def test_its_cost_does_not_grow_with_its_length(self, scene, django_assert_num_queries):
        for n in range(4):
            scene.accepted(at=MONDAY + timedelta(minutes=n))
        found = of_period(scene.place.centre, NOVEMBER, on=date(2026, 12, 1))
        with django_assert_num_queries(1):
            list(rows(found, size=50))

    def test_on_paper_it_lies_and_names_the_desk(self, scene):
        dossier = scene.accepted()
        printed = register(listed(scene), unit=scene.place.centre, first=date(2026, 11, 1), last=date(2026, 11, 30))
        assert pdf.sizes(printed) == {(297, 210)}
        text = pdf.text(printed)
        assert "SỔ THEO DÕI HỒ SƠ" in text
        assert "từ 01/11/2026 đến 30/11/2026" in text
        assert dossier.code in text.replace(" ", "")

    def test_what_was_typed_is_text_in_the_workbook(self, scene):
        name = '=HYPERLINK("http://x","y")'
        scene.accepted(applicant=ApplicantDetails(name, phone="0912345338"))
        sheet = openpyxl.load_workbook(io.BytesIO(register_sheet(listed(scene)))).active
        head = [cell.value for cell in sheet[1]]
        assert head == list(COLUMNS)
        cell = sheet[2][head.index("Tổ chức, cá nhân")]
        assert (cell.value, cell.data_type) == (name, "s")
        assert sheet[2][head.index("Ngày nhận")].value == MONDAY.replace(tzinfo=None)


def test_five_hundred_rows_print_in_seconds_with_the_head_on_every_sheet(settings):
    from gandan.dossiers.printouts.sheets import render

    cells = [
        "1", PLAIN.code, PLAIN.procedure, "1", PLAIN.applicant, PLAIN.contact, PLAIN.agency,
        "16/11/2026 09:00", "17/11/2026 09:00", "16/11/2026 09:00", "", "", PLAIN.channel, "", "",
    ]  # fmt: skip
    data = {
        "agency": {"superior": "", "name": "Trung tâm"},
        "place": "",
        "made_on": {"day": "30", "month": "11", "year": "2026"},
        "number_label": "Sổ năm",
        "number": "2026",
        "period": "từ 01/11/2026 đến 30/11/2026",
    }
    begun = time.monotonic()
    many = [[str(n), *cells[1:]] for n in range(1, 501)]
    sheets = pdf.pages(render(settings.FORMS_DIR / "register.typ", data | {"rows": many}))
    assert time.monotonic() - begun < 10
    assert all("Mã hồ sơ" in sheet for sheet in sheets[:-1])
    assert "Tổng số: 500 hồ sơ" in sheets[-1]


def test_no_row_is_torn_between_two_sheets():
    long = [
        replace(PLAIN, number=n, procedure=f"Trước{n:02} " + "thủ tục có tên rất dài " * (12 + n % 7) + f"Sau{n:02}")
        for n in range(1, 41)
    ]
    place = Unit(name="Trung tâm")
    sheets = pdf.pages(register(long, unit=place, first=date(2026, 11, 1), last=date(2026, 11, 30)))
    assert len(sheets) > 1
    torn = [n for n in range(1, 41) if not any({f"Trước{n:02}", f"Sau{n:02}"} <= set(page.split()) for page in sheets)]
    assert torn == []


def test_a_row_of_the_paper_book_says_both_instants_in_the_workbook():
    both = replace(PLAIN, entered_at=TUESDAY, book="Quyển 1/2026, số 3", note="Nộp thay")
    sheet = openpyxl.load_workbook(io.BytesIO(register_sheet([both]))).active
    written = dict(zip(COLUMNS, (cell.value for cell in sheet[2]), strict=True))
    assert written["Ngày nhận"] == MONDAY.replace(tzinfo=None)
    assert written["Nhập từ sổ giấy lúc"] == TUESDAY.replace(tzinfo=None)
    assert (written["Sổ giấy"], written["Ghi chú"]) == ("Quyển 1/2026, số 3", "Nộp thay")


def test_a_row_names_its_procedure_as_the_screens_do_and_tells_one_hour_once() -> None:
    unit = Unit(name="Trung tâm Phục vụ hành chính công xã Bình Lục")
    paper = pdf.text(register([PLAIN], unit=unit, first=MONDAY.date(), last=TUESDAY.date()))
    assert "Giấy xác nhận tình trạng hôn nhân (1.004873)" in " ".join(paper.split())
    assert paper.count(f"{MONDAY:%d/%m/%Y %H:%M}") <= 1
    assert "ngay khi nhận" in " ".join(paper.split())
