"""Officers see who comes, give the number, book for somebody on the telephone; the head sets how times are given."""

import re
from datetime import time, timedelta

import pytest

from gandan.counter.appointments import queries
from gandan.counter.appointments.models import Appointment, Offer
from gandan.counter.appointments.states import State
from gandan.counter.sessions.values import OpenSession
from gandan.counter.tickets.models import Ticket
from gandan.organisation.powers import PostKind
from tests.counter.appointments.conftest import AT_EIGHT, EMAIL, NOW, TOMORROW, days, scene_of
from tests.factories import commune, officer
from tests.ui.english import vietnamese_in

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIST = "/desk/appointments/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall(db, clock):
    clock.at = NOW
    return scene_of()


def page_of(one: Appointment, act: str = "") -> str:
    return f"{LIST}{one.code}/{act}"


def test_the_day_shows_who_comes_and_the_next_days_how_many(hall, desk, clock):
    one, _other = hall.booked(), hall.booked(AT_EIGHT + days(1))
    hall.held(AT_EIGHT + 20 * MINUTE)
    clock.at = AT_EIGHT - 10 * MINUTE
    page = desk(hall.clerk).get(LIST).text
    assert f"{one.code[:4]} {one.code[4:8]} {one.code[8:]}" in page
    assert page.count("Đã đến<span") == 1
    assert re.search(r"18/11 <b>1</b>", page)
    assert "08:30" not in page  # what is only held is nobody who comes


def test_who_arrives_is_given_a_number_with_one_press(hall, desk, clock):
    one = hall.booked()
    clock.at = AT_EIGHT - 10 * MINUTE
    page = desk(hall.clerk).post(page_of(one, "arrive/"), follow=True).text
    assert "Đã cấp số B 001, được gọi trước từ 08:10." in page
    assert Ticket.objects.get().booked_for == AT_EIGHT
    assert "B 001" in desk(hall.clerk).get(page_of(one)).text


def test_who_is_past_the_grace_is_marked_late_in_the_list_and_absent_with_one_press(hall, desk, clock):
    one = hall.booked()
    clock.at = AT_EIGHT + 15 * MINUTE
    client = desk(hall.clerk)
    assert "Trễ, hết được gọi trước" not in client.get(LIST).text
    clock.at += MINUTE
    page = client.get(LIST).text
    assert ("Trễ, hết được gọi trước" in page, f'action="{page_of(one, "miss/")}"' in page) == (True, True)
    client.post(page_of(one, "miss/"))
    assert "Trễ, hết được gọi trước" not in client.get(LIST).text


def test_times_booked_before_a_day_without_bookings_are_shown_to_who_serves(hall, desk, monkeypatch):
    hall.booked()
    hall.booked(AT_EIGHT.replace(hour=9))
    session = OpenSession("S1", "Ngày không hẹn", TOMORROW, ((time(8), time(9)),), "Tại chỗ", (), takes_bookings=False)
    monkeypatch.setattr("gandan.counter.appointments.queries.open_sessions", lambda _unit, _day: [session])
    assert "1 lịch đã đặt từ trước vẫn giữ" in desk(hall.clerk).get(f"{LIST}?on={TOMORROW}").text


def test_a_second_press_is_told_that_somebody_was_quicker(hall, desk, clock):
    one = hall.booked()
    clock.at = AT_EIGHT
    client = desk(hall.clerk)
    client.post(page_of(one, "arrive/"))
    assert client.post(page_of(one, "arrive/")).status_code == 409
    assert Ticket.objects.count() == 1


def test_who_comes_too_late_waits_like_everybody_and_who_does_not_come_is_marked(hall, desk, clock):
    one, other = hall.booked(), hall.booked(AT_EIGHT + 20 * MINUTE)
    clock.at = AT_EIGHT + 30 * MINUTE
    client = desk(hall.clerk)
    assert "đợi như người không hẹn" in client.post(page_of(one, "arrive/"), follow=True).text
    refused = client.post(page_of(other, "miss/"))
    assert (refused.status_code, "còn được đến trễ đến 08:45" in refused.text) == (422, True)
    clock.at = AT_EIGHT + 60 * MINUTE
    client.post(page_of(other, "miss/"))
    other.refresh_from_db()
    assert other.state == State.MISSED


def test_an_officer_books_for_somebody_and_reads_them_the_code(hall, desk):
    client = desk(hall.clerk)
    form = client.get(f"{LIST}new/", {"kind": hall.kind.code, "on": TOMORROW}).text
    assert 'value="08:10"' in form
    said = {"time": "08:10", "email": EMAIL}
    done = client.post(f"{LIST}new/?kind={hall.kind.code}&on={TOMORROW}", said, follow=True)
    one = Appointment.objects.get()
    assert (one.starts_at, one.email, one.made_by) == (AT_EIGHT, EMAIL, hall.clerk)
    assert f"{one.code[:4]} {one.code[4:8]} {one.code[8:]}" in done.text


def test_a_time_that_was_just_taken_keeps_what_was_typed(hall, desk, monkeypatch):
    client = desk(hall.clerk)
    free = queries.slots_of(Offer.objects.get(), TOMORROW, NOW)
    hall.booked()
    monkeypatch.setattr("gandan.desk.appointments.queries.slots_of", lambda *_a, **_k: free)  # the page of before
    refused = client.post(f"{LIST}new/?kind={hall.kind.code}&on={TOMORROW}", {"time": "08:10", "email": EMAIL})
    assert refused.status_code == 409
    assert f'value="{EMAIL}"' in refused.text
    assert "07:50 17/11; 08:30 17/11" in refused.text


def test_without_a_time_the_form_says_so(hall, desk):
    refused = desk(hall.clerk).post(f"{LIST}new/?kind={hall.kind.code}&on={TOMORROW}", {"email": "hoa@"})
    assert (refused.status_code, "Hãy chọn một mục." in refused.text, "hoa@" in refused.text) == (422, True, True)


def test_a_booking_is_moved_and_given_up_for_who_calls(hall, desk):
    one = hall.booked()
    client = desk(hall.clerk)
    assert 'value="07:50"' in client.get(page_of(one, f"move/?on={TOMORROW}")).text
    client.post(page_of(one, f"move/?on={TOMORROW}"), {"time": "07:50"})
    new = Appointment.objects.get(state=State.BOOKED)
    assert new.starts_at == AT_EIGHT - 20 * MINUTE
    assert f"/desk/appointments/{new.code}/" in client.get(page_of(one)).text
    client.post(page_of(new, "cancel/"))
    assert not Appointment.objects.filter(state=State.BOOKED).exists()
    assert client.get(page_of(new, "move/")).status_code == 404


def test_a_code_read_aloud_or_scanned_opens_its_booking(hall, desk):
    one = hall.booked()
    client = desk(hall.clerk)
    assert client.get(LIST, {"code": f"{one.code[:4].lower()} {one.code[4:]}"})["Location"] == page_of(one)
    assert client.get(LIST, {"code": "000000000000"}).status_code == 404


def test_bookings_of_another_place_are_not_there(hall, desk):
    one = hall.booked()
    stranger = desk(officer(commune("Khác").centre, PostKind.COUNTER_OFFICER))
    assert stranger.get(page_of(one)).status_code == 404
    assert stranger.post(page_of(one, "cancel/")).status_code == 404
    assert stranger.get(LIST, {"code": one.code}).status_code == 404
    assert one.code not in stranger.get(LIST, {"on": TOMORROW}).text
    assert "Nơi này chưa nhận đặt lịch" in stranger.get(LIST).text
    assert desk(officer(hall.centre, PostKind.STAFF)).get(LIST).status_code == 404


@pytest.mark.parametrize("on", ["", "x", "2026-13-40"])
def test_a_day_that_is_none_is_today(hall, desk, on):
    assert "Thứ Hai, 16/11/2026" in desk(hall.clerk).get(LIST, {"on": on}).text


# --- how times are given ---------------------------------------------------------------------------------------------


def test_the_head_sets_how_times_are_given(hall, desk):
    client = desk(hall.head)
    assert hall.kind.name in client.get("/desk/keep/appointments/").text
    address = f"/desk/keep/appointments/{hall.centre.ref.code}/"
    shown = client.get(address).text
    assert 'name="walk_in_share" value="50"' in shown
    said = {"days_ahead": 7, "least_ahead": 0, "walk_in_share": 20, "hold_minutes": 5, "grace_minutes": 10}
    assert client.post(address, said | {"most_a_day": 1}).status_code == 302
    assert queries.diary_of(hall.centre).walk_in_share == 20
    refused = client.post(address, said | {"most_a_day": 1, "walk_in_share": 100})
    assert (refused.status_code, "từ 0 đến 95" in refused.text) == (422, True)


def test_the_head_says_for_which_work_times_are_given(hall, desk):
    client = desk(hall.head)
    address = f"/desk/keep/appointments/kinds/{hall.kind.code}/"
    client.post(address, {"minutes": 30, "at_once": 1})
    offer = Offer.objects.get()
    assert (offer.minutes, offer.at_once, offer.is_open) == (30, 1, False)
    assert client.post(address, {"minutes": 0, "at_once": 1}).status_code == 422


def test_who_does_not_keep_the_place_sets_nothing(hall, desk):
    for page in ("", f"{hall.centre.ref.code}/", f"kinds/{hall.kind.code}/"):
        assert desk(hall.clerk).get(f"/desk/keep/appointments/{page}").status_code == 404
    other = commune("Khác").centre
    stranger = desk(officer(other, PostKind.CENTRE_HEAD))
    for page in (f"{hall.centre.ref.code}/", f"kinds/{hall.kind.code}/"):
        assert stranger.get(f"/desk/keep/appointments/{page}").status_code == 404


def test_the_pages_say_nothing_in_vietnamese_to_who_chose_english(hall, desk, clock):
    one = hall.booked(email=EMAIL)
    clock.at = AT_EIGHT
    clerk, head = desk(hall.clerk), desk(hall.head)
    pages = [LIST, page_of(one), page_of(one, "move/"), f"{LIST}new/"]
    kept = [f"/desk/keep/appointments/{page}" for page in ("", f"{hall.centre.ref.code}/", f"kinds/{hall.kind.code}/")]
    for client, addresses in ((clerk, pages), (head, kept)):
        client.cookies["language"] = "en"
        for address in addresses:
            page = client.get(address)
            assert (address, page.status_code, vietnamese_in(page.text)) == (address, 200, [])
