"""A telephone before the wall takes a number; its page says where the number stands, and lets it go."""

from datetime import timedelta

import pytest
from django.test import Client

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.states import State
from tests.counter.tickets.conftest import MONDAY, later
from tests.hall.conftest import newest, page_of, text

pytestmark = pytest.mark.django_db


def take(telephone, wall, hall, **said):
    page = page_of(telephone.get(wall))
    return telephone.post(wall, {"phieu": page, "viec": hall.births.code, "uu_tien": ""} | said)


def test_a_number_by_telephone_with_a_call_when_the_turn_is_near(client, wall, hall, settings):
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    answer = take(client, wall, hall, dien_thoai="0912 345 678")
    ticket = newest()
    assert answer.url == f"/so/{ticket.code}/"
    assert (ticket.channel, ticket.phone) == ("phone", "0912345678")
    shown = client.get(answer.url)
    assert "A 001" in text(shown)
    assert "0912345678" not in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"


def test_one_telephone_holds_one_number_until_it_has_ended(client, wall, hall):
    first = take(client, wall, hall).url
    assert client.get(wall).url == first
    client.post(f"{first}thoi-cho/")
    assert client.get(wall).status_code == 200


def test_where_no_message_can_be_sent_no_telephone_is_asked_for(client, wall, hall, settings):
    assert 'name="dien_thoai"' not in client.get(wall).content.decode()
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    assert 'name="dien_thoai"' in client.get(wall).content.decode()


def test_the_code_in_letters_leads_to_the_number_for_who_cannot_scan(client, hall):
    ticket = hall.pressed()
    spoken = f"{ticket.code[:4]} {ticket.code[4:8]} {ticket.code[8:]}".lower()
    assert client.get("/so/", {"ma": spoken}).url == f"/so/{ticket.code}/"
    assert client.get("/so/").status_code == 200
    missing = client.get("/so/", {"ma": "000000000000"})
    assert (missing.status_code, "Không thấy số nào mang mã này" in text(missing)) == (404, True)


def test_what_was_chosen_stays_when_the_number_is_refused(client, wall, hall, settings):
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    answer = take(client, wall, hall, dien_thoai="12", uu_tien="pregnant")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "phải là số di động" in shown
    assert 'value="12"' in shown
    assert f'value="{hall.births.code}" checked' in shown
    assert 'value="pregnant" checked' in shown
    assert take(client, wall, hall, viec="").status_code == 422
    assert not Ticket.objects.exists()


def test_the_code_on_the_wall_is_another_one_after_two_hours(client, wall, clock):
    clock.at = MONDAY + timedelta(minutes=70)
    assert client.get(wall).status_code == 200
    clock.at = MONDAY + timedelta(hours=2)
    answer = client.get(wall)
    assert (answer.status_code, "Mã này đã cũ" in text(answer)) == (403, True)


def test_from_one_address_only_few_numbers_a_minute(wall, hall):
    codes = [take(Client(REMOTE_ADDR="10.9.8.7"), wall, hall).status_code for _ in range(6)]
    assert codes == [302, 302, 302, 302, 422, 422]


def test_telephones_take_at_most_half_so_that_the_kiosk_goes_on(wall, hall):
    codes = [take(Client(REMOTE_ADDR=f"10.1.0.{n}"), wall, hall).status_code for n in range(8)]
    assert codes == [302] * 6 + [422] * 2
    assert hall.pressed().state == "waiting"


def test_called_it_says_loud_to_which_counter(client, hall):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    shown = client.get(f"/so/{ticket.code}/bay-gio/")
    assert "Mời đến quầy 1" in text(shown)
    assert 'data-say="Mời số A 001 đến quầy 1"' in shown.content.decode()
    hall.do(actions.start, ticket)
    assert "Đang làm việc ở quầy 1" in text(client.get(f"/so/{ticket.code}/"))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.HELD, "tạm hoãn"),
        (State.NO_SHOW, "không mất chỗ"),
        (State.FINISHED, "Đã xong"),
        (State.LEFT, "Số này đã bỏ"),
        (State.DAY_OVER, "của ngày đã qua"),
    ],
)
def test_every_state_has_its_sentence(client, hall, state, told):
    ticket = hall.taken()
    Ticket.objects.filter(pk=ticket.pk).update(state=state)
    assert told in text(client.get(f"/so/{ticket.code}/"))


def test_without_an_open_counter_no_hour_is_told(client, hall):
    ticket = hall.taken()
    shown = text(client.get(f"/so/{ticket.code}/"))
    assert "Chưa có quầy nào mở cho việc này, nên chưa hẹn được giờ gọi." in shown
    assert "9 trong 10" not in shown


def test_a_promise_that_was_not_kept_is_owned_up_to(client, hall, clock):
    hall.opened()
    hall.taken()
    ticket = hall.taken()
    clock.at = MONDAY + timedelta(hours=7)
    assert "Đã quá giờ hẹn" in text(client.get(f"/so/{ticket.code}/"))


def test_leaving_ends_the_number_once(client, hall):
    ticket = hall.taken()
    assert client.get(f"/so/{ticket.code}/thoi-cho/").status_code == 405
    assert client.post(f"/so/{ticket.code}/thoi-cho/").url == f"/so/{ticket.code}/"
    assert Ticket.objects.get().state == "left"
    again = client.post(f"/so/{ticket.code}/thoi-cho/")
    assert (again.status_code, "Đã thôi chờ" in text(again)) == (422, True)


def test_a_number_typed_by_hand_is_read_as_meant(client, hall):
    ticket = hall.taken()
    assert client.get(f"/so/{ticket.code.lower()}/").status_code in (200, 302)
    assert client.get("/so/000000000000/").status_code == 404


def test_the_page_says_how_many_are_before(client, hall):
    hall.taken()
    ticket = hall.taken(at=later(1))
    assert "Trước số này còn 1 người" in text(client.get(f"/so/{ticket.code}/"))
