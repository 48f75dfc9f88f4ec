"""Citizens book a time, one question a page, without a script, an account or a name; and come back by the code."""

from datetime import time, timedelta

import pytest

from gandan.counter.appointments import actions
from gandan.counter.appointments.models import Appointment
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import CITIZEN
from gandan.counter.sessions.values import OpenSession
from gandan.dossiers.actions import prepare
from gandan.dossiers.models import Prepared
from gandan.journal.models import Notice
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import set_special_day
from gandan.procedures.models import Procedure, Version
from tests.counter.appointments.conftest import AT_EIGHT, EMAIL, NOW, TOMORROW, days, scene_of
from tests.ui.english import vietnamese_in

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def hall(db, clock, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    clock.at = NOW
    return scene_of()


@pytest.fixture
def address(hall) -> str:
    return f"/dat-lich/{hall.centre.ref.code}/{hall.kind.code}/"


def press(client, address: str, time: str = "08:10", day=TOMORROW, **more):
    return client.post(f"{address}{day}/", {"gio": time, **more}, follow=True)


def confirm(client, page, **said):
    return client.post(page.redirect_chain[-1][0], {"phone": "", "email": "", "confirm": "1", **said}, follow=True)


def the_one() -> Appointment:
    return Appointment.objects.get()


def test_a_time_is_booked_page_by_page_and_its_code_is_all_one_has_to_keep(hall, client, address):
    assert hall.centre.name in client.get("/dat-lich/").text
    assert hall.kind.name in client.get(f"/dat-lich/{hall.centre.ref.code}/").text
    assert f"{address}{TOMORROW}/" in client.get(address).text
    assert 'value="08:10"' in client.get(f"{address}{TOMORROW}/").text
    asked = press(client, address)
    assert "Nhận nhắc hẹn qua thư điện tử?" in asked.text
    checked = client.post(asked.redirect_chain[-1][0], {"phone": "", "email": ""})
    assert "không nhắn: ông/bà tự giữ mã và nhớ giờ" in checked.text
    done = confirm(client, asked)
    code = the_one().code
    assert (the_one().state, done.redirect_chain[-1][0]) == (State.BOOKED, f"/dat-lich/ma/{code}/")
    assert "Đã đặt lịch hẹn" in done.text
    assert f"{code[:4]} {code[4:8]} {code[8:]}" in done.text
    assert done["Cache-Control"] == "no-store"


def test_pages_of_a_booking_are_looked_for_by_no_machine(hall, client):
    one = hall.booked()
    for page in ("", "doi/", "huy/", f"doi/{TOMORROW}/"):
        response = client.get(f"/dat-lich/ma/{one.code}/{page}")
        assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex, nofollow")


def test_whoever_comes_from_a_guide_is_asked_what_for_no_more_and_told_what_to_bring(hall, client, address):
    Version.objects.create(
        procedure=Procedure.objects.create(code="2.000815"), valid_from=TOMORROW.replace(year=2025),
        name="Chứng thực", plain_name="Sao y bản chính", field="Chứng thực", terms=[],
        documents=[{"name": "Bản chính để đối chiếu", "originals": 1}],
        code_certainty="certain", content_certainty="certain",
    )  # fmt: skip
    asked = client.get(f"/dat-lich/{hall.centre.ref.code}/", {"thu-tuc": "2.000815"})
    assert asked["Location"] == f"{address}?thu-tuc=2.000815"
    assert f"{TOMORROW}/?thu-tuc=2.000815" in client.get(asked["Location"]).text
    done = confirm(client, press(client, address, **{"thu-tuc": "2.000815"}))
    assert the_one().procedure == "2.000815"
    assert "Bản chính để đối chiếu" in done.text


def test_the_last_time_just_taken_is_told_with_the_nearest_to_press(hall, client, address):
    hall.booked()
    late = press(client, address)
    assert late.status_code == 409
    assert "vừa có người đặt trước" in late.text
    assert late.text.count('value="07:50"') == 2  # among the nearest, and in its place in the morning
    assert press(client, address, "07:50").status_code == 200


def test_who_was_too_slow_keeps_what_was_typed_and_books_another_time(hall, client, address, clock):
    asked = press(client, address)
    clock.at = NOW + timedelta(minutes=11)
    hall.held(at=clock.at)
    late = confirm(client, asked, email=EMAIL)
    assert (late.status_code, f'name="email" value="{EMAIL}"' in late.text) == (409, True)
    checked = client.post(f"{address}{TOMORROW}/", {"gio": "08:30", "email": EMAIL, "phone": ""})
    assert EMAIL in checked.text
    assert "Xác nhận đặt lịch" in checked.text


def test_choosing_another_time_gives_the_held_one_back(hall, client, address):
    press(client, address)
    press(client, address, "08:30", giu=the_one().code)
    assert sorted(Appointment.objects.values_list("state", flat=True)) == [State.EXPIRED, State.HELD]


def test_a_wrong_address_is_told_beside_the_field_and_stays_as_typed(hall, client, address):
    asked = press(client, address)
    refused = client.post(asked.redirect_chain[-1][0], {"email": "hoa@"})
    assert refused.status_code == 422
    assert 'value="hoa@"' in refused.text
    assert "Không giống địa chỉ thư điện tử" in refused.text
    assert the_one().state == State.HELD


def test_no_telephone_is_asked_for_where_no_message_reaches_one(hall, client, address, settings):
    assert 'name="phone"' not in press(client, address).text
    settings.GATEWAYS = {"sms": {"url": "http://127.0.0.1:9/", "token": ""}}
    asked = press(client, address, "08:30")
    assert 'name="phone"' in asked.text
    assert client.post(asked.redirect_chain[-1][0], {"phone": "12"}).status_code == 422


def test_a_place_that_needs_an_address_says_so(hall, client, address):
    actions.set_house_rules(unit=hall.centre, needs_contact=True, by=hall.head, at=NOW)
    asked = press(client, address)
    refused = client.post(asked.redirect_chain[-1][0], {"email": ""})
    assert (refused.status_code, "cần một cách để nhắn cho ông/bà" in refused.text) == (422, True)


def test_a_booking_is_moved_and_given_up_by_its_code(hall, client):
    one = hall.booked()
    other = AT_EIGHT + days(1)
    moved = client.post(f"/dat-lich/ma/{one.code}/doi/{other.date()}/", {"gio": "08:10"}, follow=True)
    one.refresh_from_db()
    assert (one.starts_at, moved.redirect_chain[-1][0]) == (other, f"/dat-lich/ma/{one.code}/")
    said = "Đã đổi giờ: từ thứ Ba, 17/11/2026, 08:10 sang thứ Tư, 18/11/2026, 08:10. Mã hẹn vẫn như cũ."
    assert said in moved.text
    assert "Hủy lịch hẹn này?" in client.get(f"/dat-lich/ma/{one.code}/huy/").text
    gone = client.post(f"/dat-lich/ma/{one.code}/huy/", follow=True).text
    assert "<h1>Đã hủy lịch hẹn</h1>" in gone
    assert "<s>Thứ Tư, 18/11/2026, 08:10</s>" in gone
    assert "xin giữ lại" not in gone
    assert client.post(f"/dat-lich/ma/{one.code}/huy/").status_code == 404


def test_a_booking_goes_into_the_calendar_of_a_telephone(hall, client):
    one = hall.booked()
    answer = client.get(f"/dat-lich/ma/{one.code}/lich.ics")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "text/calendar", "no-store")
    text = answer.content.decode().replace("\r\n ", "")
    assert "DTSTART:20261117T011000Z" in text
    assert (hall.kind.name in text, hall.centre.name in text, one.code in text) == (True, True, True)
    assert f"/dat-lich/ma/{one.code}/lich.ics" in client.get(f"/dat-lich/ma/{one.code}/").text
    actions.cancel(appointment_id=one.pk, by=CITIZEN, at=NOW)
    assert client.get(f"/dat-lich/ma/{one.code}/lich.ics").status_code == 404


def test_who_leaves_nothing_is_told_that_nobody_reminds_them_and_when_an_address_is_erased(hall, client, address):
    asked = press(client, address)
    assert "được xóa 7 ngày sau ngày hẹn" in asked.text
    assert "không có tin nhắc" in confirm(client, asked).text


def test_who_booked_before_a_day_without_bookings_reads_that_their_time_stands(hall, client, monkeypatch):
    one = hall.booked()
    session = OpenSession("S1", "Ngày không hẹn", TOMORROW, ((time(8), time(9)),), "Tại chỗ", (), takes_bookings=False)
    monkeypatch.setattr("gandan.counter.appointments.queries.open_sessions", lambda _unit, _day: [session])
    assert "đã đặt từ trước nên vẫn giữ" in client.get(f"/dat-lich/ma/{one.code}/").text
    other = hall.booked(AT_EIGHT.replace(hour=9))
    assert "vẫn giữ, và" not in client.get(f"/dat-lich/ma/{other.code}/").text


def test_a_move_to_a_taken_time_keeps_the_old_one(hall, client):
    one, _other = hall.booked(), hall.booked(AT_EIGHT + days(1))
    refused = client.post(f"/dat-lich/ma/{one.code}/doi/{TOMORROW + days(1)}/", {"gio": "08:10"})
    assert refused.status_code == 409
    one.refresh_from_db()
    assert one.state == State.BOOKED


def test_a_code_is_found_as_people_type_it(hall, client):
    code = hall.booked().code
    found = client.get("/dat-lich/ma/", {"ma": f" {code[:4].lower()} {code[4:]} "})
    assert found["Location"] == f"/dat-lich/ma/{code}/"
    wrong = client.get("/dat-lich/ma/", {"ma": "000000000000"})
    assert (wrong.status_code, "Không có lịch hẹn nào mang mã này" in wrong.text) == (404, True)
    assert "Hãy gõ mã hẹn" in client.get("/dat-lich/ma/", {"ma": ""}).text


def test_whose_day_fell_out_reads_why_and_chooses_another_time(hall, client):
    one = hall.booked(email=EMAIL)
    set_special_day(day=TOMORROW, kind="off", name="Nghỉ bão", source="Công điện 12", by=CLOCK, at=NOW)
    page = client.get(f"/dat-lich/ma/{one.code}/").text
    assert "không làm việc vào giờ này nữa" in page
    assert f"/dat-lich/ma/{one.code}/doi/" in page
    assert "Nghỉ bão" in page
    assert "Nghỉ bão" in client.get(f"/dat-lich/ma/{one.code}/doi/").text
    assert Notice.objects.count() == 2


def test_whose_day_fell_out_books_a_near_time_with_one_press_and_says_nothing_again(hall, client):
    one = hall.booked(email=EMAIL, procedure="1.004873")
    set_special_day(day=TOMORROW, kind="off", name="Nghỉ bão", source="Công điện 12", by=CLOCK, at=NOW)
    page = client.get(f"/dat-lich/ma/{one.code}/").text
    address = f"/dat-lich/ma/{one.code}/doi/2026-11-16/"
    assert (f'action="{address}"' in page, 'value="16:40"' in page) == (True, True)
    done = client.post(address, {"gio": "16:40"}, follow=True)
    new = Appointment.objects.get(state=State.BOOKED)
    assert done.redirect_chain[-1][0] == f"/dat-lich/ma/{new.code}/"
    assert (new.email, new.procedure, new.starts_at) == (EMAIL, "1.004873", NOW.replace(hour=16, minute=40))


def test_what_was_prepared_at_home_goes_along_by_its_code(hall, client, address):
    procedure = Procedure.objects.create(code="1.004873")
    said = {"name": "X", "plain_name": "X", "field": "Chứng thực", "valid_from": "2026-01-01"}
    version = Version.objects.create(procedure=procedure, **said)
    prepared = prepare(version=version, by=CITIZEN, at=NOW)
    pages = client.get(f"/dat-lich/{hall.centre.ref.code}/?thu-tuc=1.004873&chuan-bi={prepared.code}", follow=True)
    assert f"chuan-bi={prepared.code}" in pages.text
    times = client.get(f"{address}{TOMORROW}/?thu-tuc=1.004873&chuan-bi={prepared.code}").text
    assert f'name="chuan-bi" value="{prepared.code}"' in times
    confirm(client, press(client, address, **{"chuan-bi": prepared.code, "thu-tuc": "1.004873"}))
    assert (the_one().about, the_one().procedure) == (prepared.ref, "1.004873")
    page = f"/chuan-bi/{prepared.code}/{prepared.secret}/mang-theo/"
    Prepared.objects.update(ready_at=NOW)
    assert f"/dat-lich/ma/{the_one().code}/" in client.get(page).text


@pytest.mark.parametrize("typed", ["000000000000", "x", "1" * 300])
def test_a_code_of_nothing_prepared_and_a_procedure_there_is_not_are_left_behind(hall, client, address, typed):
    press(client, address, **{"chuan-bi": typed, "thu-tuc": typed})
    assert (the_one().about, the_one().procedure) == (None, "")


def test_a_flood_of_holds_from_one_address_is_slowed_down(hall, client, address, settings):
    settings.BOOKING_LIMIT_PER_MINUTE = 2
    answers = [press(client, address, time).status_code for time in ("07:30", "07:50", "08:10")]
    assert answers == [200, 200, 429]
    assert Appointment.objects.count() == 2


def test_a_flood_of_bookings_that_leave_no_contact_does_not_empty_a_diary(hall, client, address, settings, clock):
    settings.BOOKING_UNTOLD_PER_DAY, settings.BOOKING_LIMIT_PER_DAY = 2, 3
    for early in ("07:30", "07:50"):
        assert confirm(client, press(client, address, early)).status_code == 200
    asked = press(client, address, "08:10")
    full = confirm(client, asked)
    assert (full.status_code, "hôm nay đã đặt nhiều lịch" in full.text) == (429, True)
    assert Appointment.objects.filter(state=State.BOOKED).count() == 2
    assert confirm(client, asked, email=EMAIL).status_code == 200
    assert confirm(client, press(client, address, "08:30"), email="khac@example.com").status_code == 429
    clock.at = NOW + days(1)
    other = press(client, address, "08:10", day=TOMORROW + days(1))
    assert confirm(client, other).status_code == 200


@pytest.mark.parametrize("typed", ["", "25:99", "tám giờ", "03:00"])
def test_what_is_no_time_of_the_day_is_refused_in_a_sentence(hall, client, address, typed):
    refused = press(client, address, typed)
    assert (refused.status_code, "không đặt được nữa" in refused.text) == (422, True)


@pytest.mark.parametrize("page", ["2026-13-01/", "khong/", "2026-11-17/x/"])
def test_an_address_that_is_no_day_is_not_found(hall, client, address, page):
    assert client.get(address + page).status_code == 404


def test_a_place_that_ended_or_takes_no_bookings_is_told_so(hall, client):
    hall.offer(is_open=False)
    closed = client.get(f"/dat-lich/{hall.centre.ref.code}/")
    assert (closed.status_code, "Nơi này không nhận đặt lịch" in closed.text) == (404, True)
    assert client.get("/dat-lich/khong-co/").status_code == 404
    assert "chưa nơi nào nhận đặt lịch" in client.get("/dat-lich/").text


def test_the_pages_say_nothing_in_vietnamese_to_who_chose_english(hall, client, address):
    one = hall.booked(AT_EIGHT + days(1))
    client.cookies["language"] = "en"
    asked = press(client, address)
    pages = ["/dat-lich/", f"/dat-lich/{hall.centre.ref.code}/", address, f"{address}{TOMORROW}/", "/dat-lich/ma/"]
    pages += [asked.redirect_chain[-1][0], *(f"/dat-lich/ma/{one.code}/{page}" for page in ("", "doi/", "huy/"))]
    for page in pages:
        response = client.get(page)
        assert (page, response.status_code, vietnamese_in(response.text)) == (page, 200, [])
    checked = client.post(asked.redirect_chain[-1][0], {"email": EMAIL})
    assert vietnamese_in(checked.text) == []
    assert vietnamese_in(press(client, address).text) == []
