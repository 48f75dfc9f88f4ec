"""What citizens see of sessions: only what is announced, what was cancelled and why, and what they brought."""

import pytest
from django.utils import timezone

from gandan.counter.ratings.models import Tally
from gandan.counter.ratings.rules import questions
from gandan.counter.sessions import actions
from tests.counter.sessions.conftest import AT, noon, place, place_of

__all__ = ["place"]
pytestmark = pytest.mark.django_db
ONLY_FOR_IT = next(one.id for one in questions() if one.of_session)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)


def test_only_what_is_announced_is_shown_and_found_by_the_name_of_the_place(client, place):
    session = place.announced(place="Nhà văn hóa thôn Đông")
    page = client.get("/ngay-thu-bay/").text
    assert page.count("Nhà văn hóa thôn Đông") == 1  # three more are only planned
    assert "Thứ Bảy, 14/11/2026" in page
    assert "Nhà văn hóa thôn Đông" in client.get("/ngay-thu-bay/", {"q": "binh luc"}).text
    assert "Chưa có phiên nào được công bố ở nơi tên “đâu đó”" in client.get("/ngay-thu-bay/", {"q": "đâu đó"}).text
    planned = session.plan.sessions.last()
    assert client.get(f"/ngay-thu-bay/{planned.code}/").status_code == 404
    assert client.get("/ngay-thu-bay/KHONGCO1/").status_code == 404


def test_a_session_says_what_can_be_done_and_that_it_is_no_reception_day(client, place):
    session = place.announced()
    page = client.get(f"/ngay-thu-bay/{session.code}/").text
    for words in (
        "Xác nhận tình trạng hôn nhân",
        "Không thay cho ngày tiếp công dân định kỳ của lãnh đạo.",
        "Nhận cả đơn, phản ánh, kiến nghị.",
        "Theo Quyết định 12/QĐ-UBND ngày 20/10/2026.",
        "Đặt lịch hẹn",
    ):
        assert words in page
    assert "Vũ Đức Thắng" not in page


def test_a_day_without_appointments_says_so(client, place):
    session = place.announced(takes_bookings=False)
    page = client.get(f"/ngay-thu-bay/{session.code}/").text
    assert "Không cần đặt lịch" in page
    assert "/dat-lich/" not in page.partition("<main")[2]


def test_who_looks_again_reads_that_it_was_cancelled_and_why(client, place):
    session = place.announced()
    actions.cancel(session_id=session.pk, reason="Bão số 5", by=place.head, at=AT)
    page = client.get(f"/ngay-thu-bay/{session.code}/").text
    assert "Phiên này đã hủy" in page
    assert "Bão số 5" in page
    assert "đã hủy" in client.get("/ngay-thu-bay/").text


def test_what_sessions_brought_is_public_in_sums_and_for_each(client, place):
    place_of("Thanh Liêm", version=place.version)
    session = place.held()
    actions.sum_up(session_id=session.pk, by=place.head, at=noon(session))
    assert "1/2" in client.get("/ngay-thu-bay/").text
    assert "Phiên này đã mang lại" in client.get(f"/ngay-thu-bay/{session.code}/").text


def test_what_people_answered_is_public_once_enough_did_and_the_last_sessions_are_listed(client, place, monkeypatch):
    session = place.held()
    actions.sum_up(session_id=session.pk, by=place.head, at=noon(session))
    said = {"unit": place.centre, "month": session.day.replace(day=1), "session_day": session.day}
    Tally.objects.create(**said, question=ONLY_FOR_IT, answer="yes", count=4)
    one, all_of_them = f"/ngay-thu-bay/{session.code}/", "/ngay-thu-bay/"
    monkeypatch.setattr(timezone, "now", lambda: noon(session, days=60))
    for page in (one, all_of_them):
        assert "Đến được chỉ vì có buổi này" not in client.get(page).text
    Tally.objects.create(**said, question=ONLY_FOR_IT, answer="no", count=1)
    for page in (one, all_of_them):
        assert "4 trên 5 người" in client.get(page).text
    assert "4 trên 5 người chỉ đến được vì có buổi này" in client.get(all_of_them).text
    monkeypatch.setattr(timezone, "now", lambda: noon(session, days=1))
    assert "4 trên 5 người" not in client.get(one).text  # answers still come


def test_it_is_told_whether_results_are_signed_on_the_spot(client, place):
    session = place.announced()
    assert "Người có thẩm quyền ký có mặt tại chỗ" in client.get(f"/ngay-thu-bay/{session.code}/").text
    session.plan.needs = []
    session.plan.save()
    assert "Người có thẩm quyền ký có mặt tại chỗ" not in client.get(f"/ngay-thu-bay/{session.code}/").text
