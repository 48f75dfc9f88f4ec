"""What the holder of a receipt is told in each state: what happens now, by whom, until when, what they must do."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from gandan.dossiers import actions
from gandan.dossiers.actions import money
from gandan.dossiers.models import Dossier
from tests.dossiers.conftest import MONDAY, Scene
from tests.dossiers.route_scene import road_of
from tests.ui.english import vietnamese_in

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=ahead) for ahead in range(1, 5))
DUE = "thứ Năm, 19/11/2026"  # of what was accepted on MONDAY, in three working days
WAIT = {"reason": "Ket qua xac minh cua Cong an", "ground": "Luật mẫu, Điều 9", "term": "5 working days"}
NEW_DAY = {"sign": True, "reason": "So goc dang so hoa", "further": "2 working days"}
APPROVED = {"outcome": "approved", "result_number": "12/2026", "reason": ""}
FEE = {"name": "Le phi", "amount": 15000, "text": "15.000 đồng"}


@pytest.fixture(autouse=True)
def _own_counters(settings, tmp_path, clock):
    settings.DATA_DIR = tmp_path
    clock.at = TUESDAY


class Lives:
    """A dossier accepted on Monday, gone on in some way."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        scene.version.fees = [FEE]
        scene.version.save()

    def go_on(self, dossier, action, by, *, at=TUESDAY, **said) -> Dossier:
        return action(**self.scene.now(dossier), **said, by=by, at=at)

    def waiting(self, *, for_applicant=False) -> Dossier:
        said = {**WAIT, "waits_for_applicant": for_applicant}
        return self.go_on(self.scene.examined(), actions.begin_excluded_time, self.scene.specialist, **said)

    def reappointed(self) -> Dossier:
        return self.go_on(self.scene.examined(), actions.reappoint, self.scene.chair, **NEW_DAY)

    def returned(self, *, at=TUESDAY) -> Dossier:
        settled = self.go_on(self.scene.examined(), actions.settle, self.scene.specialist, at=at, **APPROVED)
        taken = {"collected_by": "Trần Thị Hoa", "applicant_is_here": True}
        return self.go_on(settled, actions.return_result, self.scene.clerk, at=at, **taken)

    def correcting(self) -> Dossier:
        return self.go_on(self.returned(), actions.report_error, self.scene.clerk, at=WEDNESDAY, error="Sai nam sinh")

    def corrected(self) -> Dossier:
        mended = {"result_number": "13/2026", "at": THURSDAY}
        return self.go_on(self.correcting(), actions.correct, self.scene.specialist, **mended)

    def stopped(self, *, given_back=(1,)) -> Dossier:
        said = {"reason": "Khong can nua", "given_back": given_back}
        return self.go_on(self.scene.accepted(), actions.stop, self.scene.clerk, **said)

    def lost(self) -> Dossier:
        unit = self.scene.place.centre
        return self.go_on(self.scene.examined(), actions.report_loss, self.scene.clerk, what="Ban an", unit=unit)


@pytest.fixture
def lives(scene) -> Lives:
    return Lives(scene)


def page_of(client: Client, dossier: Dossier) -> str:
    answer = client.get(f"/tra-cuu/{dossier.reference}/{dossier.receipt_secret}/")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def large(page: str) -> str:
    """What stands in large letters."""
    return re.search(r'<p class="big">(.*?)</p>', page)[1]


# --- while an error of the agency is put right -------------------------------------------------------------------


def test_while_an_error_is_put_right_the_headline_is_the_day_of_the_correction(lives, client):
    page = page_of(client, lives.correcting())
    assert "Chúng tôi sửa xong trước" in page
    assert large(page) == "Thứ Hai, 23/11/2026"
    assert "Ngày nhận lại để sửa, không tính" in page
    assert "hẹn trả kết quả" not in page


def test_while_an_error_is_put_right_nothing_is_asked_for(lives, client):
    assert "Còn phải nộp 15.000 đ" in page_of(client, lives.returned())
    assert "Còn phải nộp" not in page_of(client, lives.correcting())


def test_a_late_correction_is_admitted(lives, client, clock):
    dossier = lives.correcting()
    clock.at = MONDAY + timedelta(days=9)
    page = page_of(client, dossier)
    assert "Chúng tôi đã hẹn sửa xong trước" in page
    assert "Đã trễ hẹn, vẫn đang sửa kết quả" in page


def test_a_corrected_result_says_that_it_was_and_that_it_costs_nothing(lives, client):
    page = page_of(client, lives.corrected())
    assert "đã được sửa thứ Năm, 19/11/2026" in page
    assert "không phải trả thêm khoản nào" in page


# --- a new day, a wait -------------------------------------------------------------------------------------------


def test_a_new_day_comes_with_the_apology_the_old_day_and_the_reason(lives, client):
    page = page_of(client, lives.reappointed())
    assert f"Chúng tôi không kịp ngày đã hẹn, trước 17:00 {DUE}. Xin lỗi ông/bà." in page
    assert "So goc dang so hoa" in page
    assert "Ngày hẹn mới trả kết quả" in page
    assert large(page) == "Thứ Hai, 23/11/2026"


def test_the_strip_of_a_new_day_begins_with_the_old_one(lives, client):
    page = page_of(client, lives.reappointed())
    assert f'<span class="spoken">{DUE}: hẹn cũ</span>' in page
    assert "tiếp nhận</li>" not in page
    assert "ngày hẹn cũ" not in page_of(client, lives.scene.accepted()).lower()


def test_a_wait_says_since_when_why_under_which_law_and_until_when(lives, client):
    page = page_of(client, lives.waiting())
    assert large(page) == "Thứ Tư, 25/11/2026"
    assert "Chúng tôi dự kiến chờ xong trước" in page
    assert "Chúng tôi đang chờ: Ket qua xac minh cua Cong an" in page
    assert "Từ thứ Ba, 17/11/2026, dự kiến 5 ngày làm việc, thời gian chờ này không tính" in page
    assert f"ngày hẹn cũ, {DUE}, không còn" in page
    assert "Căn cứ: Luật mẫu, Điều 9" in page
    assert "Ông/bà chưa phải làm gì." in page


def test_a_wait_that_takes_longer_than_expected_is_admitted(lives, client, clock):
    dossier = lives.waiting()
    clock.at = MONDAY + timedelta(days=14)
    page = page_of(client, dossier)
    assert "Chúng tôi đã dự kiến chờ xong trước" in page
    assert "Đã quá ngày dự kiến mà vẫn phải chờ, xin lỗi ông/bà." in page


def test_who_is_waited_for_is_told_so(lives, client, clock):
    dossier = lives.waiting(for_applicant=True)
    page = page_of(client, dossier)
    assert "Xin ông/bà hoàn thành trước" in page
    assert "Chúng tôi đang chờ ông/bà:" in page
    assert "chưa phải làm gì" not in page
    clock.at = MONDAY + timedelta(days=14)
    assert "Đã quá ngày này." in page_of(client, dossier)


def test_what_was_sent_says_until_when_it_is_checked(scene, client, clock):
    dossier = scene.submitted()
    assert large(page_of(client, dossier)) == "Thứ Ba, 17/11/2026"
    clock.at = WEDNESDAY
    assert "Việc kiểm tra đang chậm, xin lỗi ông/bà." in page_of(client, dossier)


def test_an_overdue_supplement_is_told_to_be_overdue(scene, client, clock):
    dossier = scene.asked()
    assert "Đã quá hạn bổ sung" not in page_of(client, dossier)
    clock.at = MONDAY + timedelta(days=16)
    assert "Đã quá hạn bổ sung" in page_of(client, dossier)


def test_lost_papers_are_admitted_with_who_makes_them_good_until_when(lives, client):
    dossier = lives.lost()
    page = page_of(client, dossier)
    assert "bị mất hoặc hỏng ở chỗ chúng tôi: Ban an." in page
    assert f"{lives.scene.place.centre.name} khắc phục trước 17:00" in page
    remedy = {"ordinal": 1, "remedy": "Da xin ban sao khac", "cost": 0}
    lives.go_on(dossier, actions.remedy_loss, lives.scene.clerk, at=WEDNESDAY, **remedy)
    assert "Đã khắc phục thứ Tư, 18/11/2026: Da xin ban sao khac." in page_of(client, dossier)


# --- results and ends --------------------------------------------------------------------------------------------


def test_a_result_says_whether_it_was_early_on_time_or_late(lives, client):
    assert f"Đã trả sớm 2 ngày so với ngày hẹn, {DUE}." in page_of(client, lives.returned())
    assert f"Đúng hẹn: chúng tôi đã hẹn trước 17:00 {DUE}." in page_of(client, lives.returned(at=THURSDAY))
    late = f"Chúng tôi đã hẹn trước 17:00 {DUE} mà không kịp. Xin lỗi ông/bà."
    assert late in page_of(client, lives.returned(at=FRIDAY))


def test_a_result_that_is_ready_says_where_to_collect_it(scene, client):
    page = page_of(client, scene.settled())
    assert f"Mời ông/bà đến nhận tại {scene.place.centre.name}" in page
    assert f"Có sớm 3 ngày so với ngày hẹn, {DUE}." in page


def test_a_result_on_its_way_back_invites_nobody_yet(scene, client):
    road = road_of(scene)
    dossier = scene.accepted(deciding_unit_id=road.other.committee.pk, handler_id=road.other_specialist.pk)
    dossier = actions.examine(**scene.now(dossier), by=road.other_specialist, at=MONDAY)
    dossier = actions.settle(**scene.now(dossier), **APPROVED, by=road.other_specialist, at=MONDAY)
    page = page_of(client, dossier)
    assert "Kết quả đang trên đường về" in page
    assert "Mời ông/bà đến nhận" not in page


def test_a_stopped_dossier_says_what_comes_back_whom_to_call_and_how_to_begin_again(lives, client):
    lives.scene.place.centre.phone = "0226 3988598"
    lives.scene.place.centre.save()
    page = page_of(client, lives.stopped())
    assert large(page) == "Thứ Ba, 17/11/2026"
    assert "Dừng giải quyết từ" in page
    assert "Khong can nua" in page
    assert 'Giấy tờ đã trả lại ông/bà:</p><ul class="bullets"><li>Tờ khai</li></ul>' in page
    assert 'gọi hoặc đến nhận lại:</p><ul class="bullets"><li>Bản án</li></ul>' in page
    assert "Ông/bà không còn phải trả khoản nào." in page
    assert '<a href="tel:02263988598">0226 3988598</a>' in page
    assert f'href="/thu-tuc/{lives.scene.version.procedure.code}/"' in page


def test_money_paid_before_a_stop_is_told_with_what_became_of_it(lives, client):
    scene = lives.scene
    dossier = scene.accepted()
    paid = {"ordinals": [1], "method": "cash", "reference": ""}
    money.pay(dossier_id=dossier.pk, **paid, by=scene.clerk, at=MONDAY)
    assert "Le phi: 15.000 đ, đã nộp" in page_of(client, dossier)
    dossier.refresh_from_db()
    stopped = lives.go_on(dossier, actions.stop, scene.clerk, reason="Thoi", given_back=())
    assert "Đã nộp 15.000 đ: hỏi nơi nhận hồ sơ về việc hoàn lại" in page_of(client, stopped)
    money.refund(dossier_id=dossier.pk, ordinal=1, reason="Dung", by=scene.clerk, at=TUESDAY)
    assert "Đã hoàn lại 15.000 đ. Ông/bà không còn phải trả khoản nào." in page_of(client, stopped)


def test_where_the_procedure_is_no_longer_in_force_one_begins_again_at_the_list(lives, client, clock):
    dossier = lives.stopped()
    lives.scene.version.valid_to = WEDNESDAY.date()
    lives.scene.version.save()
    clock.at = FRIDAY
    assert '<a class="btn" href="/thu-tuc/">' in page_of(client, dossier)


def test_with_a_code_alone_who_ended_without_a_result_is_shown_the_way_to_the_reason(lives, client):
    text = client.get("/tra-cuu/", {"ma": lives.stopped().code}).text
    assert "Để xem lý do và cách nộp lại" in text
    assert "Khong can nua" not in text


# --- the way on --------------------------------------------------------------------------------------------------


def test_who_serves_there_is_one_press_away(scene, client):
    address = f"/ai-phuc-vu/{scene.place.centre.ref.code}/"
    assert f'href="{address}"' in page_of(client, scene.accepted())
    assert client.get(address).status_code == 200
    assert 'href="/ai-phuc-vu/"' in client.get("/").text


def test_who_changes_the_language_comes_back_to_the_dossier(scene, client):
    """The link knows the page by its Referer, so the page must let its own site have it."""
    dossier = scene.accepted()
    address = f"/tra-cuu/{dossier.reference}/{dossier.receipt_secret}/"
    page = client.get(address)
    assert page["Referrer-Policy"] == "same-origin"
    assert '<meta name="referrer" content="same-origin">' in page.text
    assert client.get("/ngon-ngu/en/", headers={"Referer": f"http://testserver{address}"}).url.endswith(address)


def test_every_state_says_nothing_in_vietnamese_to_who_chose_english(lives, client):
    client.cookies["language"] = "en"
    scene = lives.scene
    refused = actions.refuse(intake=scene.intake(), reason="Khong thuoc tham quyen", by=scene.clerk, at=MONDAY)
    every = [refused, scene.submitted(), scene.accepted(), scene.asked(), scene.examined(), scene.settled()]
    every += [lives.waiting(), lives.waiting(for_applicant=True), lives.reappointed(), lives.returned(), lives.lost()]
    every += [lives.returned(at=FRIDAY), lives.correcting(), lives.corrected(), lives.stopped()]
    for dossier in every:
        page = page_of(client, dossier).replace("Tờ khai", "")
        assert "p.m." not in page  # hours are counted to 24 in every language
        assert (dossier.state, vietnamese_in(page)) == (dossier.state, [])


def test_the_page_costs_few_queries(lives, client, django_assert_max_num_queries):
    for dossier in (lives.scene.accepted(), lives.reappointed(), lives.waiting(), lives.correcting(), lives.stopped()):
        page_of(client, dossier)
        with django_assert_max_num_queries(5):
            page_of(client, dossier)
