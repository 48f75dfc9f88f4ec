"""The papers of a dossier as they are printed from it: what was accepted, asked for, refused, and until when."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from gandan.dossiers import actions, printouts
from gandan.dossiers.models import Dossier
from gandan.dossiers.printouts.sheets import fee_words
from gandan.dossiers.queries.for_applicants import papers_handed_in
from gandan.dossiers.values import ApplicantDetails, Intake, PaperGiven
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.procedures.models import Procedure, Version
from gandan.procedures.values import Fee
from gandan.promises.models import Promise
from tests import pdf
from tests.dossiers.test_forms import sample
from tests.factories import Commune, commune, officer

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 23, 15, 30, tzinfo=HANOI)
PAPERS = (
    PaperGiven("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", originals=1, given=True),
    PaperGiven("Bản án hoặc quyết định ly hôn", certified=1, given=True),
    PaperGiven("Giấy xác nhận đã cấp lần trước", originals=1, given=True),
    PaperGiven("Giấy tờ chứng minh nơi cư trú", copies=2, given=True),
    PaperGiven("Văn bản ủy quyền được chứng thực", copies=1, given=True),
    PaperGiven("Trích lục khai tử của vợ hoặc chồng", certified=1, needed=False),
)


@pytest.fixture
def place(db: None) -> Commune:
    return commune("Bình Lục")


@pytest.fixture
def clerk(place: Commune) -> Person:
    return officer(place.centre, PostKind.CENTRE_HEAD, name="Trần Văn Đức")


@pytest.fixture
def specialist(place: Commune) -> Person:
    return officer(place.committee, PostKind.SPECIALIST, name="Phạm Thị Ước")


def _version() -> Version:
    return Version.objects.create(
        procedure=Procedure.objects.create(code="1.004873"),
        valid_from="2025-07-01",
        name="Cấp Giấy xác nhận tình trạng hôn nhân",
        plain_name="Giấy xác nhận tình trạng hôn nhân",
        field="Hộ tịch",
        terms=[{"case": "", "channel": "", "term": "3 working days", "text": "3 ngày làm việc"}],
        fees=[{"name": "Lệ phí", "amount": 15000, "text": "", "exemption": "Miễn với hộ nghèo."}],
        code_certainty="certain",
        content_certainty="certain",
    )


def _intake(place: Commune, clerk: Person) -> Intake:
    draft = actions.open_draft(unit=place.centre, by=clerk, at=MONDAY)
    applicant = ApplicantDetails(
        "Nguyễn Thị Hường", id_number="036190004417", phone="0912345338", hamlet="Thôn Ngọc Lũ", commune="Xã Bình Lục"
    )
    return Intake(
        reference=draft.reference,
        version_id=_version().pk,
        term_case="",
        channel="desk",
        applicant=applicant,
        papers=PAPERS,
        receiving_unit_id=place.centre.pk,
        deciding_unit_id=place.committee.pk,
    )


def _shape(value: object) -> object:
    """Which keys stand where; an empty list or text says nothing of its shape."""
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return None


def test_a_receipt_says_what_was_accepted_and_why_it_is_due_then(place: Commune, clerk: Person) -> None:
    dossier = actions.accept(intake=_intake(place, clerk), by=clerk, at=MONDAY)

    printed = printouts.receipt(dossier, dossier.result_promise)

    text = pdf.text(printed)
    assert len(pdf.pages(printed)) == 1
    assert f"Mã hồ sơ: {dossier.code}" in text
    assert "ỦY BAN NHÂN DÂN XÃ BÌNH LỤC TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ BÌNH LỤC" in text
    assert "Bình Lục, ngày 23 tháng 11 năm 2026" in text
    assert "Số định danh: •••• •••• 4417" in text
    assert "036190004417" not in text
    assert "Địa chỉ: Thôn Ngọc Lũ, Xã Bình Lục" in text
    assert "2. Số lượng hồ sơ: 01 bộ 3. Thời gian giải quyết theo quy định: 3 ngày làm việc" in text
    assert "15 giờ 30 phút, thứ Hai, ngày 23/11/2026" in text
    assert "17 giờ 00 phút, thứ Sáu, ngày 27/11/2026" in text
    assert "24/11: Nghỉ: Ngày Văn hóa Việt Nam" in text
    assert "Lệ phí: 15.000 đồng" in text
    assert "Miễn với hộ nghèo." in text
    assert "Trích lục khai tử" not in text  # not handed in
    url = f"{settings.PUBLIC_URL}/tra-cuu/{dossier.reference}/{dossier.receipt_secret}/"
    assert pdf.codes(printed) == [url]
    assert dossier.receipt_secret not in text
    assert [cell["kind"] for cell in printouts.receipt_data(dossier, dossier.result_promise)["strip"]] == [
        "received",
        "off",
        "counted",
        "counted",
        "due",
    ]


def test_without_an_address_that_people_reach_a_receipt_leads_nobody_astray(
    place: Commune, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PUBLIC_URL_IS_SET", False)
    dossier = actions.accept(intake=_intake(place, clerk), by=clerk, at=MONDAY)
    printed = printouts.receipt(dossier, dossier.result_promise)
    text = pdf.text(printed)
    assert pdf.codes(printed) == []
    assert "127.0.0.1" not in text
    assert "Quét mã để xem hồ sơ" not in text
    assert "Tra cứu: gõ mã hồ sơ ở trang tra cứu của nơi tiếp nhận" in text
    assert dossier.reference in text


def test_what_was_only_shown_stands_on_no_list_of_papers_handed_in(place: Commune, clerk: Person) -> None:
    shown = PaperGiven("Giấy chứng nhận sở hữu nhà", given=True)
    intake = replace(_intake(place, clerk), papers=(*PAPERS, shown))
    dossier = actions.accept(intake=intake, by=clerk, at=MONDAY)
    listed = [row["name"] for row in printouts.receipt_data(dossier, dossier.result_promise)["papers"]]
    assert shown.name not in listed
    assert PAPERS[0].name in listed
    assert shown.name not in [paper.name for paper in papers_handed_in(dossier)]


def test_a_receipt_without_an_address_leaves_dots_to_write_it_on(place: Commune, clerk: Person) -> None:
    nowhere = ApplicantDetails("Nguyễn Thị Hường", phone="0912345338")
    dossier = actions.accept(intake=replace(_intake(place, clerk), applicant=nowhere), by=clerk, at=MONDAY)
    assert "Địa chỉ: ....." in pdf.text(printouts.receipt(dossier, dossier.result_promise))


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        (Fee("Phí, lệ phí", None, "Theo Luật phí, lệ phí (HĐND)"), "Chưa rõ số tiền, hỏi số 02263"),
        (Fee("Lệ phí", None, ""), "Lệ phí: chưa rõ số tiền, hỏi số 02263"),
        (Fee("Phí", None, "8.000 đồng/bản"), "Phí: 8.000 đồng/bản"),
        (Fee("Lệ phí", None, "Không thu"), "Lệ phí: Không thu"),
        (Fee("Lệ phí", 15000, ""), "Lệ phí: 15.000 đồng"),
    ],
)
def test_a_fee_of_unknown_sum_says_so_and_whom_to_ask(fee: Fee, words: str) -> None:
    assert fee_words(fee, ask="02263")["text"].startswith(words)


def test_a_receipt_printed_again_is_the_same_paper(place: Commune, clerk: Person) -> None:
    dossier = actions.accept(intake=_intake(place, clerk), by=clerk, at=MONDAY)
    again = Dossier.objects.get()
    assert printouts.receipt(dossier, dossier.result_promise) == printouts.receipt(again, again.result_promise)


def _accepted_and_asked(place: Commune, clerk: Person) -> Dossier:
    dossier = actions.accept(intake=_intake(place, clerk), by=clerk, at=MONDAY)
    return actions.request_supplement(
        dossier_id=dossier.pk,
        revision=dossier.revision,
        missing=["Bản án ly hôn: cần bản có chứng thực", "Tờ khai: ký tên"],
        reason="Chưa xác định được tình trạng hôn nhân trước đây.",
        by=clerk,
        at=MONDAY.replace(day=25, hour=9, minute=5),
    )


def test_a_supplement_request_says_what_is_missing_and_until_when(place: Commune, clerk: Person) -> None:
    dossier = _accepted_and_asked(place, clerk)
    text = pdf.text(printouts.supplement(dossier, dossier.supplement_requests.get()))
    assert "1. Bản án ly hôn: cần bản có chứng thực 2. Tờ khai: ký tên" in text
    assert "Chưa xác định được tình trạng hôn nhân trước đây." in text
    assert "Xin nộp bổ sung trong 15 ngày, chậm nhất: 17 giờ 00 phút, thứ Năm, ngày 10/12/2026" in text
    assert "Ngày gửi phiếu, không tính" in text
    assert "chúng tôi tính lại thời hạn giải quyết từ đầu" in text


def test_after_the_supplement_a_new_receipt_counts_from_the_complete_dossier(place: Commune, clerk: Person) -> None:
    dossier = _accepted_and_asked(place, clerk)
    request = dossier.supplement_requests.get()
    asked = printouts.supplement(dossier, request)
    colleague = officer(place.centre, PostKind.COUNTER_OFFICER, name="Hoàng Thị Khác")
    dossier = _brought(dossier, given=set(), by=colleague)
    _, promise = printouts.receipts(dossier)
    text = pdf.text(printouts.receipt(dossier, promise))
    assert "Bình Lục, ngày 30 tháng 11 năm 2026" in text
    assert "8 giờ 30 phút, thứ Hai, ngày 30/11/2026" in text
    assert "17 giờ 00 phút, thứ Năm, ngày 03/12/2026" in text
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Hoàng Thị Khác" in text
    assert "không còn giá trị" not in text
    assert printouts.supplement(dossier, request) == asked


def _brought(dossier: Dossier, *, given: set[int], by: Person) -> Dossier:
    at = MONDAY.replace(day=30, hour=8)
    return actions.receive_supplement(dossier_id=dossier.pk, revision=dossier.revision, given=given, by=by, at=at)


def test_while_a_supplement_is_awaited_the_receipt_says_that_it_stands_no_longer(place: Commune, clerk: Person) -> None:
    dossier = _accepted_and_asked(place, clerk)
    [promise] = printouts.receipts(dossier)
    printed = printouts.receipt(dossier, promise)
    assert "Giấy này không còn giá trị từ 9 giờ 05 phút, thứ Tư, ngày 25/11/2026" in pdf.text(printed)
    assert len(pdf.pages(printed)) == 1


def test_the_first_receipt_is_printed_later_with_its_own_officer_papers_and_day(place: Commune, clerk: Person) -> None:
    dossier = _accepted_and_asked(place, clerk)
    [promise] = printouts.receipts(dossier)
    first = printouts.receipt(dossier, promise)
    colleague = officer(place.centre, PostKind.COUNTER_OFFICER, name="Hoàng Thị Khác")
    dossier = _brought(dossier, given={6}, by=colleague)
    again, new = printouts.receipts(dossier)
    assert printouts.receipt(dossier, again) == first
    text = pdf.text(first)
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Trần Văn Đức" in text
    assert "17 giờ 00 phút, thứ Sáu, ngày 27/11/2026" in text
    assert "Trích lục khai tử" not in text  # handed in with the supplement
    assert "Trích lục khai tử" in pdf.text(printouts.receipt(dossier, new))


def test_a_second_request_names_its_ground_its_leader_and_its_own_time(place: Commune, clerk: Person) -> None:
    dossier = _accepted_and_asked(place, clerk)
    first = printouts.supplement(dossier, dossier.supplement_requests.get())
    later = MONDAY.replace(month=12, day=7)
    promise = Promise.objects.get(kind="supplement")
    promise.pk, promise.started_at, promise.due_at = None, later, later.replace(day=22, hour=17, minute=0)
    promise.save()
    second = dossier.supplement_requests.create(
        ordinal=2,
        missing=["Giấy tờ khác"],
        reason="Phát hiện khi xác minh.",
        ground="Nghị định 123/2015/NĐ-CP, Điều 22",
        state="sent",
        asked_by=clerk,
        asked_at=later.replace(day=5),
        decided_by=officer(place.committee, PostKind.CHAIR, name="Lê Thị Chủ"),
        decided_at=later,
    )
    text = pdf.text(printouts.supplement(dossier, second))
    assert "(lần 2)" in text
    assert "chậm nhất: 17 giờ 00 phút, thứ Ba, ngày 22/12/2026" in text
    assert "Nghị định 123/2015/NĐ-CP, Điều 22" in text
    assert "Lãnh đạo đã duyệt: Lê Thị Chủ" in text
    assert printouts.supplement(dossier, dossier.supplement_requests.get(ordinal=1)) == first


def test_a_request_before_acceptance_promises_a_receipt_and_not_a_new_term(place: Commune, clerk: Person) -> None:
    dossier = actions.request_supplement_at_reception(
        intake=_intake(place, clerk), missing=["Bản án ly hôn"], reason="Thiếu.", by=clerk, at=MONDAY
    )
    text = pdf.text(printouts.supplement(dossier, dossier.supplement_requests.get()))
    assert f"Số tham chiếu: {dossier.reference}" in text
    assert "chúng tôi tiếp nhận hồ sơ và trao giấy hẹn" in text
    assert printouts.receipts(dossier) == []


def test_a_request_still_waiting_for_a_leader_has_no_paper(place: Commune, clerk: Person) -> None:
    dossier = _accepted_and_asked(place, clerk)
    request = dossier.supplement_requests.get()
    request.state = "proposed"
    with pytest.raises(Refused) as refused:
        printouts.supplement(dossier, request)
    assert refused.value.code == "dossiers.request_not_sent"


def test_a_refusal_at_reception_gives_the_reason_and_the_way_on(place: Commune, clerk: Person) -> None:
    dossier = actions.refuse(intake=_intake(place, clerk), reason="Không thuộc thẩm quyền.", by=clerk, at=MONDAY)
    text = pdf.text(printouts.refusal(dossier))
    assert "không tiếp nhận hồ sơ này với lý do cụ thể như sau: Không thuộc thẩm quyền." in text
    assert "Khiếu nại theo pháp luật về khiếu nại" in text


def test_a_refusal_names_its_article_and_where_to_go_instead(place: Commune, clerk: Person) -> None:
    said = {"ground": "khoản 1 Điều 17 Nghị định 118/2025/NĐ-CP", "right_place": "Ủy ban nhân dân xã Bình Mỹ"}
    dossier = actions.refuse(intake=_intake(place, clerk), reason="Sai nơi", **said, by=clerk, at=MONDAY)
    paper = " ".join(pdf.text(printouts.refusal(dossier)).split())
    assert "Căn cứ: khoản 1 Điều 17 Nghị định 118/2025/NĐ-CP" in paper
    assert "Nơi nộp đúng: Ủy ban nhân dân xã Bình Mỹ" in paper


def test_a_refusal_as_a_result_is_the_deciding_units(place: Commune, clerk: Person, specialist: Person) -> None:
    dossier = actions.accept(intake=_intake(place, clerk), by=clerk, at=MONDAY)
    later = MONDAY.replace(day=25)
    dossier = actions.examine(dossier_id=dossier.pk, revision=dossier.revision, by=specialist, at=later)
    dossier = actions.settle(
        dossier_id=dossier.pk,
        revision=dossier.revision,
        outcome="refused",
        result_number="12/UBND",
        reason="Đang có vợ.",
        by=specialist,
        at=later,
    )
    # whoever has the dossier afterwards did not refuse it
    dossier.handler = officer(place.committee, PostKind.SPECIALIST, name="Ngô Văn Sau")
    dossier.save()
    text = pdf.text(printouts.refusal(dossier))
    assert "không giải quyết hồ sơ này với lý do cụ thể như sau: Đang có vợ." in text
    assert "TRUNG TÂM PHỤC VỤ" not in text
    assert "NGƯỜI GIẢI QUYẾT HỒ SƠ (Ký và ghi rõ họ tên) Phạm Thị Ước" in text


@pytest.mark.parametrize("settled_at", [None, MONDAY])
def test_a_dossier_that_was_not_refused_has_no_refusal(
    place: Commune, clerk: Person, settled_at: datetime | None
) -> None:
    dossier = actions.accept(intake=_intake(place, clerk), by=clerk, at=MONDAY)
    dossier.settled_at, dossier.outcome = settled_at, "approved" if settled_at else ""
    with pytest.raises(Refused) as refused:
        printouts.refusal(dossier)
    assert refused.value.code == "dossiers.not_refused"


def test_the_samples_have_the_shape_of_real_data(place: Commune, clerk: Person) -> None:
    dossier = _accepted_and_asked(place, clerk)
    real = {
        "receipt": printouts.receipt_data(dossier, dossier.result_promise),
        "supplement": printouts.supplement_data(dossier, dossier.supplement_requests.get()),
    }
    for form, data in real.items():
        assert _shape(data) == _shape(sample(form))


def test_a_refusal_sample_has_the_shape_of_real_data(place: Commune, clerk: Person) -> None:
    dossier = actions.refuse(intake=_intake(place, clerk), reason="Không thuộc thẩm quyền.", by=clerk, at=MONDAY)
    assert _shape(printouts.refusal_data(dossier)) == _shape(sample("refusal"))
