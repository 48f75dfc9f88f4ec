"""The display: newest calls first, who waits, drawn once for however many displays."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from gandan.counter.tickets import actions
from gandan.counter.tickets.queries import version_of
from tests.counter.tickets.conftest import MONDAY, later
from tests.hall.conftest import text

pytestmark = pytest.mark.django_db


def now(client, base):
    return client.get(f"{base}/bang/bay-gio/")


def test_the_newest_call_stands_first_with_its_counter(client, base, hall):
    for which in (0, 1):
        hall.opened(which)
        hall.taken(at=later(which))
        hall.called(which, at=later(2 + which))
    shown = now(client, base).content.decode()
    assert re.findall(r"<b>([AB] \d{3})</b> <span>(quầy \d)", shown) == [("A 002", "quầy 2"), ("A 001", "quầy 1")]
    assert shown.count('class="newest"') == 1
    assert f'data-version="{version_of(hall.place.centre)}"' in shown
    assert re.findall(r'data-call="([^"]*)"', shown) == ["A 002-2-1", "A 001-1-1"]


def test_only_who_is_to_get_up_is_bright_and_who_stands_there_makes_no_older_call_a_new_one(client, base, hall):
    hall.opened(0)
    hall.opened(1)
    first, second = hall.taken(priority="elderly"), hall.taken(at=later(1))
    hall.called(0, at=later(2))
    hall.called(1, at=later(3))
    hall.do(actions.start, second, 1, at=later(4))
    shown = now(client, base).content.decode()
    assert re.findall(r'data-call="([^"]*)"', shown) == ["A 001-1-1"]
    assert re.findall(r'<li class="(\w+)"', shown) == ["newest", "there"]
    assert "quầy 1ưu tiên" in text(now(client, base))
    assert "quầy 2đang làm việc" in text(now(client, base))
    hall.do(actions.hold, first, 0, at=later(5))
    assert "A 001" not in text(now(client, base))


def test_the_display_says_of_which_place_and_day_it_is(client, base, hall):
    shown = text(now(client, base))
    assert f"{hall.place.centre.name} Thứ Hai, 16/11/2026 09:00" in shown


def test_a_number_called_again_is_a_new_call(client, base, hall):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    hall.do(actions.recall, ticket, at=later(1))
    assert 'data-call="A 001-1-2"' in now(client, base).content.decode()


def test_who_waits_is_told_by_kind_and_that_no_counter_is_open(client, base, hall):
    hall.taken()
    hall.taken(priority="elderly")
    shown = text(now(client, base))
    assert "A · Khai sinh, kết hôn 2 người" in shown
    assert "chưa có quầy mở" in shown
    assert "Trong đó ưu tiên: 1 người" in shown


def test_what_those_who_come_now_are_told_stands_beside_each_kind(client, base, hall):
    from gandan.counter.waiting.models import Estimate

    hall.opened()
    for _ in range(3):
        hall.taken()
    hall.called()
    kept = Estimate.objects.count()
    shown = text(now(client, base))
    assert re.search(r"Khai sinh, kết hôn 2 người(khoảng|trước) \d\d:\d\d", shown)
    assert "Lấy số bây giờ: 9 trong 10 người được gọi trước giờ ghi ở trên." in shown
    assert "Nơi này còn ít số liệu: giờ chỉ là ước chừng." in shown
    assert Estimate.objects.count() == kept


def test_drawn_once_however_many_displays_ask(base, hall, django_assert_num_queries):
    hall.taken()
    now(Client(), base)
    for _ in range(3):
        with django_assert_num_queries(2):  # which hall, and its version
            now(Client(), base)


def test_every_act_in_the_hall_draws_it_anew(client, base, hall):
    hall.taken()
    before = now(client, base).content
    hall.taken()
    assert now(client, base).content != before


def test_only_machines_of_the_hall_show_the_code_that_gives_numbers(client, kiosk, base, hall):
    assert "dien-thoai" not in now(Client(), base).content.decode()
    assert "<img" not in now(Client(), base).content.decode()
    assert "<img" in now(kiosk, base).content.decode()


def test_the_page_lives_from_the_process_beside_and_without_javascript_from_the_clock(client, base, hall, settings):
    settings.DISPLAYS_URL = "http://live.example"
    shown = client.get(f"{base}/bang/").content.decode()
    ref = hall.place.centre.ref.code
    assert f'data-events="http://live.example/truc-tiep/{ref}/"' in shown
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in shown
    assert "Mất kết nối lúc <time></time> — số có thể đã cũ" in shown


def test_the_last_week_of_promises_is_told_only_when_there_were_enough(client, base, hall, clock):
    from gandan.counter.waiting.models import Estimate

    made = MONDAY - timedelta(days=2)
    said = {"unit": hall.place.centre, "kind": "x", "first": False, "ahead": 1, "desks": 1, "most_overtaken": 3}
    said |= {"made_at": made, "since": made, "lower_at": made, "middle": 1, "spread": 1, "at_once": False}
    said |= {"by_at": made + timedelta(minutes=9), "is_thin": False, "method": "1"}
    for n in range(40):
        waited = timedelta(minutes=5 if n else 20)
        Estimate.objects.create(ticket=f"T{n}", called_at=made + waited, **said)
    assert "lời hẹn đúng với 39 trong 40 người" in text(now(client, base))
    Estimate.objects.filter(ticket__gt="T1").delete()
    clock.at = later(2)
    assert "lời hẹn đúng" not in text(now(client, base))


def test_the_next_session_is_told_once_it_is_announced(client, base, hall):
    from gandan.counter.sessions.models import Plan, Session

    day = MONDAY.date() + timedelta(days=5)
    said = {"spans": [["07:30", "11:30"]], "place": "Nhà văn hóa thôn Đông"}
    decided = {"decision_number": "1", "decision_on": MONDAY.date(), "decision_signer": "x"}
    who = {"made_by": hall.head, "made_at": MONDAY, "people": 1, "pattern": "weekday", "weekday": 6}
    plan = Plan.objects.create(code="P", unit=hall.place.centre, name="Ngày thứ bảy với dân", **said, **decided, **who)
    session = Session.objects.create(code="S", plan=plan, day=day, **said)
    assert "Ngày thứ bảy" not in text(now(client, base))
    Session.objects.filter(pk=session.pk).update(state="announced", announced_at=MONDAY)
    cache.clear()
    told = "Thứ Bảy, 21/11/2026: Ngày thứ bảy với dân, 07:30–11:30 · Nhà văn hóa thôn Đông"
    assert told in text(now(client, base))
