"""The province's export taken over: idempotent, row by row, codes kept."""

import io
from datetime import datetime, time, timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from django.utils.timezone import localtime

from gandan.dossiers import queries
from gandan.dossiers.actions import close_overdue_supplements
from gandan.dossiers.models import Dossier, NationalRecord, SupplementRequest, Takeover
from gandan.dossiers.queries.takeover import day_there, export_lines, lines_of, status_there
from gandan.dossiers.rules.takeover import STATE_OF, Moment, next_state, read_moment, read_words
from gandan.dossiers.states import State
from gandan.journal.models import Entry, Notice
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Refused
from gandan.organisation.models import Unit
from gandan.promises.models import Promise
from tests.dossiers.province import NOW, Export, why, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def export(scene) -> Export:
    return Export(scene)


# --- a row becomes a dossier -----------------------------------------------------------------------------------------


def test_a_row_becomes_a_dossier_with_the_provinces_code_and_day(export, scene):
    batch = export.take(export.csv(export.row()))
    dossier = Dossier.objects.get()
    assert (batch.rows, batch.new, words_of(batch)) == (1, 1, ["new"])
    assert dossier.code == f"{scene.place.committee.agency_code}-261110-0001"
    assert (dossier.origin, dossier.state, dossier.received_by) == ("province", "examining", scene.clerk)
    assert (dossier.receiving_unit, dossier.deciding_unit) == (scene.place.centre, scene.place.committee)
    assert (dossier.applicant.name, dossier.applicant.phone) == ("Nguyễn Văn Thử 1", "0912345678")
    assert localtime(dossier.accepted_at) == datetime(2026, 11, 10, 8, 30, tzinfo=HANOI)
    promise = dossier.result_promise
    assert localtime(promise.due_at) == datetime(2026, 11, 17, 16, 30, tzinfo=HANOI)
    assert (promise.rule, promise.state, promise.derivation["told_by"]) == ("118/2025:27.2:told", "open", "province")


def test_the_page_can_show_the_provinces_day_beside_the_one_counted_here(export):
    export.take(export.csv(export.row()))
    day = day_there(Dossier.objects.get())
    assert day.differs
    assert (day.theirs.day, day.ours.day) == (17, 13)


def test_every_row_is_journalled_and_nobody_is_told_twice_over(export):
    export.take(export.csv(export.row(1), export.row(2)))
    acts = list(Entry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["dossiers.take_over"] * 2 + ["dossiers.take_over_file"]
    entry = Entry.objects.earliest("id")
    assert entry.data["status"] == "Đang xử lý"
    assert "applicant" in entry.personal
    assert "Nguyễn" not in str(entry.data)
    assert not Notice.objects.exists()


def test_without_a_day_of_theirs_ours_is_counted_and_proved(export):
    export.take(export.csv(export.row(**{"Ngày hẹn trả": ""})))
    promise = Promise.objects.get()
    assert (promise.rule, promise.term, bool(promise.derivation["steps"])) == (
        "118/2025:17.3:result",
        "3 working days",
        True,
    )


@pytest.mark.parametrize(
    ("said", "state", "kept"),
    [
        ("Mới đăng ký", "submitted", None),
        ("Được tiếp nhận", "accepted", "open"),
        ("Không được tiếp nhận", "refused", None),
        ("ĐANG XỬ LÝ", "examining", "open"),
        ("Yeu cau bo sung giay to", "awaiting_supplement", None),
        ("Yêu cầu thực hiện nghĩa vụ tài chính", "examining", "open"),
        ("Công dân yêu cầu rút hồ sơ", "stopped", None),
        ("Dừng xử lý", "closed", None),
        ("Đã xử lý xong", "settled", "kept"),
        ("TT10", "returned", "kept"),
    ],
)
def test_each_of_the_ten_statuses_comes_in_and_goes_back_the_same(export, said, state, kept):
    batch = export.take(export.csv(export.row(**{"Trạng thái hồ sơ": said, "Ngày kết thúc xử lý": "13/11/2026 10:00"})))
    assert words_of(batch) == ["new"], lines_of(batch)
    dossier = Dossier.objects.select_related("national").get()
    assert (dossier.state, dossier.result_promise and dossier.result_promise.state) == (state, kept)
    assert status_there(dossier) == dossier.national.status
    assert dossier.state == STATE_OF[dossier.national.status]


def test_a_request_for_more_counts_as_the_one_request(export):
    export.take(export.csv(export.row(**{"Trạng thái hồ sơ": "Yêu cầu bổ sung"})))
    dossier = Dossier.objects.get()
    assert dossier.supplement_promise.debtor == "applicant"
    assert dossier.supplement_requests.get().state == "sent"


# --- again and again -------------------------------------------------------------------------------------------------


def _facts() -> dict[str, object]:
    about = Entry.objects.filter(subject_kind="dossier")
    counted = {"Dossier": Dossier.objects.count(), "Promise": Promise.objects.count(), "Entry": about.count()}
    return counted | {"dossiers": list(Dossier.objects.order_by("code").values())}


def test_the_same_file_twice_changes_nothing(export):
    content = export.csv(export.row(1), export.row(2, **{"Trạng thái hồ sơ": "Mới đăng ký"}))
    export.take(content)
    before = _facts()
    again = export.take(content, at=NOW + timedelta(hours=1))
    assert (again.same, again.new, again.changed, again.refused) == (2, 0, 0, 0)
    assert _facts() == before


def test_a_file_after_changes_changes_only_what_changed(export):
    export.take(export.csv(export.row(1), export.row(2)))
    new = export.row(2, **{"Số điện thoại": "0987654321", "Ngày hẹn trả": "20/11/2026"})
    again = export.take(export.csv(export.row(1), new))
    assert words_of(again) == ["same", "changed"]
    dossier = Dossier.objects.get(code__endswith="0002")
    assert dossier.applicant.phone == "0987654321"
    assert localtime(dossier.result_promise.due_at) == datetime(2026, 11, 20, 17, 0, tzinfo=HANOI)
    assert Promise.objects.get(void_reason="told_anew").subject_code == dossier.reference
    entry = Entry.objects.get(act="dossiers.national_status")
    assert entry.data["changed"] == ["due_at", "phone"]


def test_what_is_finished_there_is_finished_here_and_its_promise_kept_at_its_hour(export):
    export.take(export.csv(export.row()))
    done = {"Trạng thái hồ sơ": "Đã xử lý xong", "Ngày kết thúc xử lý": "2026-11-13T03:00:00Z"}
    export.take(export.csv(export.row(**done)))
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.result_promise.state) == ("settled", "kept")
    assert localtime(dossier.result_promise.settled_at).hour == 10


def test_two_different_ends_are_for_a_person_to_judge(export):
    end = {"Ngày kết thúc xử lý": "13/11/2026 10:00"}
    export.take(export.csv(export.row(**{"Trạng thái hồ sơ": "Đã trả kết quả"}, **end)))
    again = export.take(export.csv(export.row(**{"Trạng thái hồ sơ": "Rút hồ sơ"}, **end)))
    assert "cần người xem lại" in why(again)
    assert Dossier.objects.get().state == "returned"


def test_the_code_of_a_dossier_of_our_own_is_never_taken_over(export, scene):
    ours = scene.accepted()
    batch = export.take(export.csv(export.row(**{"Mã hồ sơ": ours.code})))
    assert "tiếp nhận tại hệ thống này" in why(batch)


def test_what_units_became_while_a_file_is_read_is_known_to_its_later_rows(export, scene, monkeypatch):
    def rename(_rows: int) -> None:
        Unit.objects.filter(pk=scene.place.committee.pk).update(name="Phường Mới", folded_name="phuong moi")

    monkeypatch.setattr("gandan.dossiers.actions.takeover.AT_ONCE", 1)
    content = export.csv(export.row(1), export.row(2, **{"Cơ quan giải quyết": "Phường Mới"}))
    batch = export.take(content, progress=rename)
    assert (batch.new, batch.refused) == (2, 0)


def test_a_dry_run_tells_the_same_and_writes_nothing(export):
    content = export.csv(export.row(1), export.row(2, **{"Trạng thái hồ sơ": "lạ"}))
    batch = export.take(content, dry_run=True)
    assert (batch.new, batch.refused) == (1, 1)
    assert not any(model.objects.exists() for model in (Dossier, Takeover, Entry))


# --- rows that cannot be taken ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"Chủ hồ sơ": "X" * 1000}, "Tên người nộp dài 1000 chữ"),
        ({"Chủ hồ sơ": ""}, "không có tên người nộp"),
        ({"Cơ quan giải quyết": "Ủy ban nhân dân xã Không Có"}, "không có đơn vị"),
        ({"Mã TTHC": "9.999999"}, "không có trong danh mục"),
        ({"Trạng thái hồ sơ": "Bay mất"}, "Không biết từ ở cột “Trạng thái”"),
        ({"Mã hồ sơ": ""}, "Chưa có mã hồ sơ"),
        ({"Mã hồ sơ": "<script>"}, "viết sai"),
        ({"Ngày tiếp nhận": "31/02/2026"}, "không đọc được"),
        ({"Ngày tiếp nhận": ""}, "không có ngày nộp"),
        ({"Ngày tiếp nhận": "10/11/2027"}, "ở sau lúc nhập"),
        ({"Ngày hẹn trả": "09/11/2026"}, "trước ngày tiếp nhận"),
        ({"Trạng thái hồ sơ": "Đã trả kết quả"}, "không ghi ngày có kết quả"),
    ],
)
def test_a_bad_row_is_told_with_its_reason_and_the_rest_goes_on(export, fault, sentence):
    batch = export.take(export.csv(export.row(1, **fault), export.row(2)))
    assert sentence in why(batch)
    assert (batch.new, batch.refused, Dossier.objects.count()) == (1, 1, 1)
    assert lines_of(batch)[0].row == 2


def test_the_report_names_codes_and_reasons_but_nobody(export):
    batch = export.take(export.csv(export.row(1, **{"Ngày tiếp nhận": "hôm qua"}), export.row(2)))
    assert "Nguyễn Văn Thử" not in str(Takeover.objects.get(pk=batch.pk).report)


def test_a_code_that_stands_twice_is_taken_once(export):
    batch = export.take(export.csv(export.row(1), export.row(1, **{"Chủ hồ sơ": "Người khác"}), export.row(2)))
    assert words_of(batch) == ["new", "refused", "new"]
    assert "Trùng mã với dòng 2" in why(batch)


def test_rows_of_places_out_of_reach_are_refused(export, scene):
    from tests.factories import commune

    other = commune("Nơi Khác")
    batch = export.take(export.csv(export.row(**{"Cơ quan giải quyết": other.committee.name})))
    assert "thẩm quyền" in why(batch)
    assert not Dossier.objects.exists()


def test_nobody_without_the_power_takes_anything_over(export, scene):
    with pytest.raises(Refused) as refused:
        export.take(export.csv(export.row()), by=scene.specialist)
    assert refused.value.code == "organisation.no_power"
    assert not Takeover.objects.exists()


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read(export, delimiter):
    assert export.take(export.csv(export.row(), delimiter=delimiter)).new == 1


def test_a_title_above_the_header_and_unknown_columns_do_no_harm(export):
    title = "TỈNH NINH BÌNH\r\nDanh sách hồ sơ\r\n".encode("utf-8-sig")
    content = export.csv(export.row(), columns=("STT", *export.row()))
    assert export.take(title + content.removeprefix("\ufeff".encode())).new == 1


def test_a_workbook_with_real_dates_and_numbers_is_read(export):
    book = openpyxl.Workbook()
    row = export.row(**{"Ngày tiếp nhận": datetime(2026, 11, 10, 8, 30), "Ngày hẹn trả": 46343, "CCCD": 35191004417.0})
    book.active.append(list(row))
    book.active.append(list(row.values()))
    content = io.BytesIO()
    book.save(content)
    assert export.take(content.getvalue()).new == 1
    dossier = Dossier.objects.get()
    assert localtime(dossier.result_promise.due_at).date().isoformat() == "2026-11-17"
    assert dossier.applicant.id_number == "35191004417"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "tables.empty"),
        (b"PK\x03\x04 this is no workbook", "tables.broken_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tables.old_excel"),
        ("Một dòng\r\n".encode(), "takeover.no_header"),
        ("Mã hồ sơ,Trạng thái,Điện thoại\r\n".encode(), "takeover.columns_missing"),
        ("Mã hồ sơ,Số hồ sơ,Trạng thái,Chủ hồ sơ,Mã TTHC,Ngày nhận\r\n".encode(), "takeover.columns_twice"),
        (b"\xff\xfa\x00\x80abc", "tables.not_text"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(export, content, code):
    with pytest.raises(Refused) as refused:
        export.take(content)
    assert refused.value.code == code
    assert not Takeover.objects.exists()


def test_a_file_that_breaks_off_keeps_what_was_read_before(export):
    content = export.csv(*[export.row()] * 200) + b"\r\n\xff\xfe\xff\xff"
    batch = export.take(content)
    assert batch.new == Dossier.objects.count() == 1
    assert "không phải văn bản UTF-8" in lines_of(batch)[-1].why


# --- days and words --------------------------------------------------------------------------------------------------

DAY = datetime(2026, 11, 23).date()


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("23/11/2026", None),
        ("23/11/2026 08:05", time(8, 5)),
        ("23/11/2026 8:05:09", time(8, 5, 9)),
        ("08:05 23/11/2026", time(8, 5)),
        ("2026-11-23", None),
        ("2026-11-23T08:05", time(8, 5)),
        ("2026-11-23 00:00", time(0, 0)),
        ("2026-11-23T01:05:00Z", time(8, 5)),
        ("2026-11-22T20:05:00-05:00", time(8, 5)),
        ("46349", None),
        (46349, None),
        (46349.336806, time(8, 5)),
        (datetime(2026, 11, 23), None),
        (datetime(2026, 11, 23, 8, 5), time(8, 5)),
        (DAY, None),
    ],
)
def test_days_in_the_forms_that_exports_use(cell, clock):
    assert read_moment(cell, "Ngày") == Moment(DAY, clock)


@pytest.mark.parametrize("cell", ["30/02/2026", "11/23/2026", "mai", "1/1/1026", "99999999", "2026-13-01"])
def test_a_day_that_is_none_is_refused(cell):
    with pytest.raises(Refused) as refused:
        read_moment(cell, "Ngày")
    assert refused.value.code == "takeover.row_date_wrong"


def test_a_dossier_never_goes_back_beyond_its_result():
    assert next_state(State.SETTLED, told_before=4, status=5) == State.SETTLED
    assert next_state(State.AWAITING_SUPPLEMENT, told_before=5, status=4) == State.EXAMINING
    assert next_state(State.SETTLED, told_before=4, status=10) == State.RETURNED
    assert next_state(State.EXAMINING, told_before=9, status=9) == State.EXAMINING


def test_the_words_of_a_province_are_checked():
    for text in ("x = [", "[columns]\ncode=1", ""):
        with pytest.raises(Refused):
            read_words(text)


# --- there and back --------------------------------------------------------------------------------------------------


def test_what_goes_out_comes_in_elsewhere_as_the_same_facts(export, scene, both_ways):
    from gandan.dossiers import actions

    export.take(export.csv(*(export.row(n, **said) for n, said in enumerate(both_ways.rows, start=1))))
    first = Dossier.objects.get(code__endswith="0001")
    actions.examine(**scene.now(first), by=scene.specialist, at=NOW)
    units = [scene.place.centre.pk, scene.place.committee.pk]
    lines = list(export_lines(units, None, export.words))
    facts = both_ways.facts()
    both_ways.forget()
    batch = export.take("".join(lines).encode("utf-8-sig"))
    assert batch.refused == 0, lines_of(batch, "refused")
    assert both_ways.facts() == facts
    assert list(export_lines(units, None, export.words)) == lines


@pytest.fixture
def both_ways(db):
    end = {"Ngày kết thúc xử lý": "13/11/2026 10:00:05"}
    statuses = ("Được tiếp nhận", "Đang xử lý", "Yêu cầu thực hiện nghĩa vụ tài chính", "Mới đăng ký")
    rows = [{"Trạng thái hồ sơ": status} for status in statuses]
    rows += [{"Trạng thái hồ sơ": status} | end for status in ("Đã trả kết quả", "Đã xử lý xong", "Rút hồ sơ")]

    def facts():
        columns = ("code", "state", "submitted_at", "accepted_at", "settled_at", "returned_at", "outcome")
        of_others = ("applicant__name", "applicant__id_number", "version", "receiving_unit", "deciding_unit")
        promised = ("result_promise__due_at", "result_promise__state")
        return list(Dossier.objects.order_by("code").values(*columns, *of_others, *promised))

    def forget():
        """As if it were another installation: nothing of these dossiers is here."""
        SupplementRequest.objects.all().delete()
        NationalRecord.objects.all().delete()
        Dossier.objects.all().delete()

    return SimpleNamespace(rows=rows, facts=facts, forget=forget)


def test_only_what_something_happened_to_goes_back(export, scene):
    from gandan.dossiers import actions

    export.take(export.csv(export.row(1), export.row(2, **{"Trạng thái hồ sơ": "Được tiếp nhận"})))
    later = NOW + timedelta(hours=3)
    actions.examine(**scene.now(Dossier.objects.get(code__endswith="0002")), by=scene.specialist, at=later)
    units = [scene.place.centre.pk]
    lines = list(export_lines(units, later, export.words))
    assert len(lines) == 2
    assert "-0002" in lines[1]
    assert "Đang xử lý" in lines[1]


def test_what_only_the_province_may_do_is_told_on_the_button(export, scene):
    export.take(export.csv(export.row()))
    dossier = Dossier.objects.get()
    told = {move.name: move.refused for move in queries.next_moves(dossier, scene.chair, NOW)}
    assert told["reappoint"].code == "dossiers.done_at_the_province"


def test_the_province_closes_its_own_when_nothing_is_brought(export):
    export.take(export.csv(export.row()))
    Dossier.objects.update(state="awaiting_supplement", supplement_promise=Promise.objects.get())
    Promise.objects.update(kind="supplement")
    assert close_overdue_supplements(at=NOW.replace(year=2027)) == 0
