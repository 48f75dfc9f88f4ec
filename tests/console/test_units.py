"""`gandan import units`: files as spreadsheets really write them."""

import unicodedata

import pytest

from gandan.console.main import call
from gandan.journal.models import Entry
from gandan.organisation.models import Unit, UnitSuccession

pytestmark = pytest.mark.django_db

HEADER = "tree,kind,code,name,parent_code,valid_from,valid_to,agency_code,address,phone,source,predecessors"
PROVINCE = "state,province,37,Tỉnh Ninh Bình,,2025-07-01,,,,,Nghị quyết 202/2025/QH15,"
COMMUNE = "state,committee,13504,Xã Bình Lục,37,2025-07-01,,H42.216,Thôn 1,0226 111 222,Nghị quyết 1674,"
BEFORE = "state,committee,13504,Xã Bình Nghĩa,,2021-01-01,2025-07-01,,,,Danh mục 2021,"


@pytest.fixture
def run(tmp_path, capsys):
    """Write a file and import it; exit code, stdout and stderr."""

    def run_file(*lines, encoding="utf-8", newline="\n"):
        file = tmp_path / "units.csv"
        file.write_bytes(newline.join([*lines, ""]).encode(encoding))
        code = call(["import", "units", str(file)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run_file


def test_a_file_is_imported_and_each_row_reported(run):
    code, out, err = run(HEADER, COMMUNE, PROVINCE)
    assert (code, out.splitlines()) == (0, ["2\t13504@2025-07-01\tcreated", "3\t37@2025-07-01\tcreated"])
    assert "Thêm 2" in err
    unit = Unit.objects.get(code="13504")
    assert (unit.parent.code, unit.agency_code, unit.phone) == ("37", "H42.216", "0226 111 222")


def test_importing_twice_is_importing_once(run):
    old = BEFORE
    new = COMMUNE + "13504@2021-01-01"
    run(HEADER, PROVINCE, new, old)
    entries = Entry.objects.count()
    code, out, _ = run(HEADER, PROVINCE, new, old)
    assert code == 0
    assert {line.split("\t")[2] for line in out.splitlines()} == {"unchanged"}
    assert (Unit.objects.count(), UnitSuccession.objects.count(), Entry.objects.count()) == (3, 1, entries)


def test_a_changed_row_changes_its_unit(run):
    run(HEADER, PROVINCE, COMMUNE)
    code, out, _ = run(HEADER, PROVINCE, COMMUNE.replace("0226 111 222", "0226 999 999"))
    assert code == 0
    assert out.splitlines()[1].endswith("changed")
    assert Unit.objects.get(code="13504").phone == "0226 999 999"


def test_one_code_may_name_two_units_at_two_times(run):
    code, _, _ = run(HEADER, PROVINCE, COMMUNE + "13504@2021-01-01", BEFORE)
    assert code == 0
    succession = UnitSuccession.objects.get()
    assert (succession.old.name, succession.new.name) == ("Xã Bình Nghĩa", "Xã Bình Lục")


@pytest.mark.parametrize(("encoding", "newline"), [("utf-8-sig", "\r\n"), ("utf-8", "\r\n"), ("utf-8-sig", "\n")])
def test_byte_order_marks_and_line_ends_of_other_systems_are_read(run, encoding, newline):
    code, _, err = run(HEADER, PROVINCE, COMMUNE, encoding=encoding, newline=newline)
    assert code == 0, err
    assert Unit.objects.get(code="37").tree == "state"


def test_decomposed_letters_become_composed(run):
    run(HEADER, unicodedata.normalize("NFD", PROVINCE))
    assert Unit.objects.get().name == unicodedata.normalize("NFC", "Tỉnh Ninh Bình")


def test_semicolons_and_vietnamese_dates_of_a_spreadsheet_are_read(run):
    code, _, err = run(HEADER.replace(",", ";"), PROVINCE.replace(",", ";").replace("2025-07-01", "01/07/2025"))
    assert code == 0, err
    assert Unit.objects.get().ref.code == "37@2025-07-01"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (COMMUNE.replace("committee", "commune"), "Loại đơn vị “commune” không có"),
        (COMMUNE.replace("state", "nhà nước"), "Hệ thống “nhà nước” không có"),
        (COMMUNE.replace("2025-07-01", "2025-02-30"), "Ngày “2025-02-30” không có thật"),
        (COMMUNE.replace("Xã Bình Lục", "x" * 1000), "dài 1000 ký tự, tối đa là 200"),
        (COMMUNE.replace("Xã Bình Lục", ""), "Thiếu tên"),
        (COMMUNE.replace(",37,", ",99,"), "Không có đơn vị 99 vào ngày 01/07/2025"),
        (COMMUNE.replace("2025-07-01,", "2025-06-30,"), "Không có đơn vị 37 vào ngày 30/06/2025"),
        (COMMUNE.replace("2025-07-01,", "2025-07-01,2025-07-01", 1), "phải sau ngày bắt đầu"),
        (COMMUNE + "99999@2021-01-01", "Không có đơn vị trước “99999@2021-01-01”"),
        (COMMUNE.replace("state,committee", "state,party_committee"), "không thuộc hệ thống"),
        (COMMUNE + ",thừa", "Số ô của dòng không khớp"),
        (PROVINCE, "Trùng mã và ngày bắt đầu"),
        (PROVINCE.replace("2025-07-01", "2026-01-01"), "Mã 37 đang là mã của “Tỉnh Ninh Bình”"),
        ("state,committee,1,Một,1,2025-07-01,,,,,QĐ,", "không thể trực thuộc chính mình"),
    ],
)
def test_one_wrong_row_is_told_in_a_sentence_and_nothing_is_written(run, row, sentence):
    code, _, err = run(HEADER, PROVINCE, row)
    assert code == 2
    assert "Dòng 3: " in err
    assert sentence in err
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()


def test_a_missing_column_is_named(run):
    code, out, err = run(HEADER.replace("valid_to,", ""), PROVINCE)
    assert (code, out) == (2, "")
    assert "Tệp thiếu cột: valid_to" in err


def test_a_column_nobody_knows_is_named(run):
    assert "cột không biết: note" in run(HEADER + ",note", PROVINCE + ",x")[2]


def test_a_file_that_is_no_text_is_refused(run):
    code, _, err = run(HEADER, PROVINCE, encoding="utf-16")
    assert code == 2
    assert "CSV UTF-8" in err


def test_a_file_that_is_not_there_is_told(capsys):
    assert call(["import", "units", "không-có.csv"]) == 2
    assert "Không đọc được tệp" in capsys.readouterr().err


def test_an_empty_file_lacks_its_columns(run):
    code, _, err = run("")
    assert code == 2
    assert "Tệp thiếu cột" in err


def test_a_unit_may_not_end_before_what_stands_below_it_outside_the_file(run):
    run(HEADER, PROVINCE, COMMUNE)
    code, _, err = run(HEADER, PROVINCE.replace("2025-07-01,,", "2025-07-01,2026-01-01,"))
    assert code == 2
    assert "“Tỉnh Ninh Bình” không tồn tại suốt thời gian của “Xã Bình Lục”" in err
    assert Unit.objects.get(code="37").valid_to is None
