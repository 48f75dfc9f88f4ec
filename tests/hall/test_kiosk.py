"""The kiosk: three pages to a number, one press one number, and every no told on a page as large."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.queries import board_row
from gandan.hall import keys
from tests.counter.tickets.conftest import MONDAY
from tests.hall.conftest import newest, page_of, text

pytestmark = pytest.mark.django_db


def press(kiosk, base, hall, **said):
    url = f"{base}/lay-so/{hall.births.code}/"
    return kiosk.post(url, {"phieu": page_of(kiosk.get(url)), "uu_tien": ""} | said)


def test_what_for_then_whether_first_then_the_number(kiosk, base, hall):
    assert "Khai sinh, kết hôn" in text(kiosk.get(f"{base}/lay-so/"))
    asked = text(kiosk.get(f"{base}/lay-so/{hall.births.code}/"))
    assert "Người từ 60 tuổi trở lên" in asked
    assert "Phụ nữ mang thai" in asked
    answer = press(kiosk, base, hall, uu_tien="elderly")
    ticket = newest()
    assert answer.url == f"{base}/so/{ticket.code}/"
    assert (ticket.channel, ticket.priority, ticket.kind) == ("kiosk", "elderly", hall.births)
    shown = text(kiosk.get(answer.url))
    assert "A 001" in shown
    assert "Xin chụp lại hoặc ghi lại số này." in shown
    assert ("In phiếu" in shown, "Phiếu không in ra" in shown) == (False, False)
    assert f"Mã của số này: {ticket.code[:4]} {ticket.code[4:8]} {ticket.code[8:]}" in shown


def test_the_number_carries_the_promise_and_leads_to_its_page(kiosk, base, hall):
    hall.opened()
    hall.taken()
    hall.taken()
    answer = kiosk.get(press(kiosk, base, hall).url)
    assert "Trước số này còn 2 người" in text(answer)
    assert "Quầy đang nhận việc này: 1." in text(answer)
    assert "9 trong 10 người lấy số như vậy được gọi trước" in text(answer)
    assert answer.context["qr"].startswith("data:image/svg+xml")
    assert text(kiosk.get(f"/so/{newest().code}/")).count("9 trong 10") == 1


def test_without_a_promise_nothing_is_said_of_one(kiosk, base, hall):
    from gandan.counter.waiting.models import Estimate

    url = press(kiosk, base, hall).url
    Estimate.objects.all().delete()
    shown = text(kiosk.get(url))
    assert "9 trong 10" not in shown
    assert "A 001" in shown


def test_a_page_sent_twice_gives_one_number(kiosk, base, hall):
    url = f"{base}/lay-so/{hall.births.code}/"
    said = {"phieu": page_of(kiosk.get(url)), "uu_tien": ""}
    assert kiosk.post(url, said).url == kiosk.post(url, said).url
    assert Ticket.objects.count() == 1


def test_a_page_of_long_ago_or_made_up_gives_none(kiosk, base, hall, monkeypatch):
    url = f"{base}/lay-so/{hall.births.code}/"
    old = page_of(kiosk.get(url))
    monkeypatch.setattr("time.time", lambda: __import__("time").monotonic() + 4e9)
    for page in (old, "x", ""):
        answer = kiosk.post(url, {"phieu": page})
        assert (answer.status_code, "đã mở quá lâu" in text(answer)) == (422, True)
    assert not Ticket.objects.exists()


def test_a_browser_nobody_set_takes_no_number(client, base, hall):
    for path in ("lay-so/", f"lay-so/{hall.births.code}/", "so/0123456789AB/", "da-dat-lich/"):
        assert client.get(f"{base}/{path}").status_code == 403
    assert client.post(f"{base}/lay-so/{hall.births.code}/", {"uu_tien": ""}).status_code == 403
    assert client.get(f"{base}/may/{'0' * 24}/so/").status_code == 404
    assert not Ticket.objects.exists()


def test_renewed_keys_end_every_machine_and_every_code_on_the_wall(kiosk, base, hall, wall):
    assert kiosk.get(wall).status_code == 200
    actions.renew_keys(unit=hall.place.centre, by=hall.head, at=MONDAY)
    assert kiosk.get(f"{base}/lay-so/").status_code == 403
    assert kiosk.get(wall).status_code == 403


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (MONDAY.replace(hour=20), "Hôm nay đã hết giờ tiếp nhận. Mời quay lại từ 07:30 ngày 17/11/2026."),
        (MONDAY.replace(hour=4), "Bây giờ chưa lấy số được. Máy cấp số lại từ 07:00 hôm nay."),
        (MONDAY - timedelta(days=1), "Hôm nay nơi này không tiếp nhận. Mời quay lại từ 07:30 ngày 16/11/2026."),
    ],
)
def test_outside_the_hours_the_first_page_tells_when_to_come(kiosk, base, hall, wall, clock, at, told):
    open_page = page_of(kiosk.get(f"{base}/lay-so/{hall.births.code}/"))
    clock.at = at
    start = kiosk.get(f"{base}/lay-so/")
    assert (told in text(start), hall.births.name in text(start)) == (True, False)
    assert "data-return" in start.content.decode()
    assert told in text(kiosk.get(f"{base}/bang/bay-gio/"))
    key = keys.wall_key(board_row(hall.place.centre), at)
    phone = kiosk.get(f"{base}/dien-thoai/{key}/")
    assert (told in text(phone), hall.births.name in text(phone)) == (True, False)
    for answer in (
        kiosk.get(f"{base}/lay-so/{hall.births.code}/"),
        kiosk.post(f"{base}/lay-so/{hall.births.code}/", {"phieu": open_page}),
    ):
        assert (answer.status_code, told in text(answer)) == (422, True)
    assert not Ticket.objects.exists()


def test_each_button_tells_what_the_slip_then_promises(kiosk, base, hall, clock):
    from gandan.counter.waiting.models import Estimate

    hall.opened(kinds=(hall.births,))
    for _ in range(3):
        hall.taken()
    rows = Estimate.objects.count()
    start = text(kiosk.get(f"{base}/lay-so/"))
    told = re.search(r"kết hôn Lấy số bây giờ: 9 trong 10 người được gọi trước (\d\d:\d\d)", start).group(1)
    assert Estimate.objects.count() == rows
    clock.at += timedelta(seconds=20)
    press(kiosk, base, hall)
    promised = Estimate.objects.get(ticket=newest().code)
    assert told == f"{timezone.localtime(promised.by_at):%H:%M}"


def test_where_a_counter_is_free_it_is_told_at_once(kiosk, base, hall):
    hall.opened(kinds=(hall.births,))
    assert "Lấy số bây giờ: đang có quầy rảnh." in text(kiosk.get(f"{base}/lay-so/"))
    assert "được gọi ngay" in text(kiosk.get(f"{base}/bang/bay-gio/"))


def test_where_no_counter_serves_it_that_is_said_instead_of_an_hour(kiosk, base, hall):
    hall.opened(kinds=(hall.land,))
    start = text(kiosk.get(f"{base}/lay-so/"))
    assert "Khai sinh, kết hôn Chưa có quầy nào mở cho việc này." in start.replace("kết hônChưa", "kết hôn Chưa")
    assert start.count("Chưa có quầy nào mở") == 1
    shown = text(kiosk.get(press(kiosk, base, hall).url))
    assert "Chưa có quầy nào mở cho việc này, nên chưa hẹn được giờ gọi." in shown
    assert "9 trong 10" not in shown


def test_a_flooded_kiosk_says_so_on_a_page_that_leads_back(kiosk, base, hall):
    actions.set_house_rules(unit=hall.place.centre, said={"most_a_minute": 1}, by=hall.head, at=MONDAY)
    assert press(kiosk, base, hall).status_code == 302
    answer = press(kiosk, base, hall)
    assert answer.status_code == 422
    assert "Máy đang cấp quá nhiều số" in text(answer)
    assert f'data-return="{base}/lay-so/"' in answer.content.decode()
    assert f'content="20;url={base}/lay-so/"' in answer.content.decode()


def test_a_kind_that_is_closed_is_not_offered_and_not_given(kiosk, base, hall):
    said = {"name": hall.land.name, "fields": [], "order": 1, "by": hall.head, "at": MONDAY}
    actions.change_kind(kind_id=hall.land.pk, is_open=False, **said)
    assert "Đất đai" not in text(kiosk.get(f"{base}/lay-so/"))
    answer = kiosk.get(f"{base}/lay-so/{hall.land.code}/")
    assert (answer.status_code, "hôm nay không cấp số" in text(answer)) == (422, True)


def test_a_hall_that_is_not_set_up_sends_people_to_the_counter(hall, client):
    committee = hall.place.committee
    base = f"/sanh/{committee.ref.code}"
    client.get(f"{base}/may/{keys.machine_key(board_row(committee))}/so/")
    assert "Xin đến thẳng quầy" in text(client.get(f"{base}/lay-so/"))
    assert client.get("/sanh/khong-co/lay-so/").status_code == 404


def test_a_machine_with_a_printer_prints_by_itself(kiosk, base, hall):
    url = press(kiosk, base, hall).url
    assert "data-print-now" not in kiosk.get(url).content.decode()
    kiosk.get(f"{base}/may/{keys.machine_key(board_row(hall.place.centre))}/in/")
    shown = kiosk.get(url)
    assert f'data-print-now="{newest().code}"' in shown.content.decode()
    assert ("In phiếu" in text(shown), "Phiếu không in ra?" in text(shown)) == (True, True)
    assert "09:00 · Thứ Hai, 16/11/2026" in text(shown)


def test_in_the_demo_telephones_are_led_to_where_the_browser_is_and_elsewhere_only_where_it_is_set(
    kiosk, base, hall, settings, client
):
    from tests.factories import account

    settings.PUBLIC_URL_IS_SET = False
    url = press(kiosk, base, hall).url
    shown = kiosk.get(url)
    assert shown.context["qr"]
    assert "testserver/so/" in text(shown)
    settings.MODE = "production"
    shown = kiosk.get(url)
    assert (shown.context["qr"], "Mã của số này:" in text(shown), "testserver" in text(shown)) == ("", True, False)
    client.force_login(account(hall.head))
    assert "Chưa đặt địa chỉ công khai" in text(client.get(f"{base}/may/"))


def test_a_wrong_touch_is_taken_back_from_the_number_for_a_while(kiosk, base, hall, clock):
    url = press(kiosk, base, hall).url
    first = newest()
    assert kiosk.get(f"{url}lam-lai/").status_code == 404
    assert "Bấm nhầm? Làm lại" in text(kiosk.get(url))
    assert kiosk.post(f"{url}lam-lai/").url == f"{base}/lay-so/"
    first.refresh_from_db()
    assert first.state == "left"
    url = press(kiosk, base, hall).url
    clock.at += timedelta(minutes=4)
    assert "Bấm nhầm?" not in text(kiosk.get(url))
    kiosk.post(f"{url}lam-lai/")
    assert newest().state == "waiting"


def test_only_who_keeps_the_hall_sees_and_renews_the_addresses(hall, base, client):
    from tests.factories import account

    page = f"{base}/may/"
    assert "/accounts/login/" in client.get(page).url
    client.force_login(account(hall.clerks[0]))
    assert client.get(page).status_code == 422
    assert client.post(f"{page}doi-khoa/").status_code == 422
    client.force_login(account(hall.head))
    key = keys.machine_key(board_row(hall.place.centre))
    assert f'href="{page}"' in client.get("/desk/queue/keep/").content.decode()
    assert key in client.get(page).content.decode()
    assert "Đổi khóa của mọi máy?" in text(client.get(f"{page}doi-khoa/"))
    assert key in client.get(page).content.decode()
    assert client.post(f"{page}doi-khoa/").url == page
    assert key not in client.get(page).content.decode()
