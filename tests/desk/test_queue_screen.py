"""What the counter's screen says and keeps: whose turn, what was done, what was refused and where."""

import re

import pytest
from django.urls import reverse

from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Ticket
from gandan.dossiers.actions import prepare, save_prepared
from gandan.lib.refs import Ref
from tests.counter.tickets.conftest import Hall, hall, later
from tests.desk.test_queue import QUEUE, now, press
from tests.dossiers.conftest import MONDAY

__all__ = ["hall"]
pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def browser(desk, hall: Hall):
    return desk(hall.clerks[0])


def inside(page: str) -> str:
    """What a script puts in place of the screen."""
    return page[page.index('<div id="queue"') :]


def button(page: str, words: str) -> str:
    """The tag of the button that says so."""
    [tag] = [tag for tag, said in re.findall(r"<button([^>]*)>([^<]*)", page) if said == words]
    return tag


def test_what_is_put_in_place_after_opening_bears_the_number_of_the_counter_and_closes_it(browser, hall):
    url = reverse("desk:queue_open", args=[hall.counters[0].code])
    page = browser.post(url, {"kinds": [hall.births.code]}, headers=IN_PLACE, follow=True).text
    assert "<title>Quầy 1" in page
    assert ("<h1>Quầy 1</h1>" in inside(page), "Đóng quầy" in inside(page)) == (True, True)


def test_what_was_done_is_said_in_what_is_put_in_place(browser, hall):
    counter = hall.opened()
    page = browser.post(reverse("desk:queue_close", args=[counter.code]), headers=IN_PLACE, follow=True).text
    assert "Đã đóng Quầy 1." in inside(page)


def test_who_loads_the_address_of_a_button_anew_is_led_to_the_screen(browser, hall):
    for name, *args in (
        ("queue_close", hall.counters[0].code),
        ("queue_next",),
        ("queue_link", hall.taken().code),
    ):
        assert browser.get(reverse(f"desk:{name}", args=args)).url == QUEUE


def test_a_wrong_code_stays_in_its_field_which_says_so(browser, hall):
    hall.opened()
    ticket = hall.taken()
    hall.served()
    answer = press(browser, "queue_link", ticket.code, dossier="H42.1 x")
    assert (answer.status_code, answer.headers["HX-Push-Url"]) == (422, "false")
    assert 'value="H42.1 x" aria-invalid="true" aria-describedby="id_dossier_error" autofocus' in answer.text
    assert 'id="id_dossier_error">Không thấy giấy hẹn hay bản chuẩn bị ở nhà nào mang mã này.' in answer.text
    assert "Có chỗ cần sửa" not in answer.text


@pytest.mark.parametrize(
    ("step", "said", "field"), [("transfer", {"kind": ""}, "id_kind"), ("hold", {"until": "08:00"}, "id_until")]
)
def test_a_wrong_choice_is_said_at_its_field_unfolded(browser, hall, step, said, field):
    hall.opened()
    ticket = hall.taken()
    hall.served()
    answer = press(browser, "queue_step", ticket.code, step, **said)
    assert answer.status_code == 422
    assert ('<details class="more" open>' in answer.text, f'id="{field}_error"' in answer.text) == (True, True)
    assert now(ticket).state == "serving"


def test_nobody_is_moved_before_a_kind_is_chosen(browser, hall):
    hall.opened()
    hall.taken()
    hall.served()
    page = browser.get(QUEUE).text
    assert '<select id="id_kind" name="kind" required><option value="">' in page


def test_what_was_done_with_a_number_is_said(browser, hall):
    hall.opened()
    ticket = hall.taken()
    for step, words, said in (
        ("hold", "Đã hoãn số A 001.", {}),
        ("resume", "Số A 001 đã vào hàng lại", {}),
        ("transfer", "Đã chuyển số A 001 sang Đất đai.", {"kind": hall.land.code}),
        ("finish", "Đã xong số A 001.", {}),
    ):
        if step != "resume":
            hall.served()
        assert words in browser.post(reverse("desk:queue_step", args=[ticket.code, step]), said, follow=True).text


def test_an_absent_one_is_said_to_be_absent(browser, hall):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    hall.do(actions.recall, ticket)
    url = reverse("desk:queue_step", args=[ticket.code, "no-show"])
    assert "Đã ghi vắng số A 001." in browser.post(url, follow=True).text


def test_a_moved_number_says_where_its_letter_is_from(browser, hall):
    hall.opened()
    ticket = hall.taken()
    hall.do(actions.transfer, ticket, kind=hall.land)
    assert "chuyển từ A" in browser.get(QUEUE).text
    hall.called()
    assert "chuyển từ A" in browser.get(QUEUE).text


def test_who_was_set_aside_shows_since_when(browser, hall, clock):
    hall.opened()
    ticket = hall.taken()
    hall.served()
    hall.do(actions.hold, ticket, at=later(5))
    clock.at = later(17)
    assert "từ 09:05, 12 phút" in re.sub(r"\s+", " ", browser.get(QUEUE).text)


def test_an_idle_counter_shows_who_comes_next_and_keeps_it_up_to_date(browser, hall):
    hall.opened()
    asked = {"seen": browser.get(QUEUE).context["seen"], "present": ""}
    assert "Quầy trống" in browser.get(QUEUE).text
    hall.taken(priority="elderly")
    for page in (browser.get(QUEUE).text, browser.get(reverse("desk:queue_line"), asked).text):
        idle = page[page.index('<div id="idle"') :]
        assert ("A 001" in idle, "Người từ 60 tuổi trở lên" in idle) == (True, True)
    assert 'hx-swap-oob="true"' in page


def test_the_counter_of_last_time_is_offered_first_with_its_kinds(browser, desk, hall):
    hall.taken()
    hall.opened(kinds=(hall.land,))
    actions.close_counter(counter_id=hall.counters[0].pk, by=hall.clerks[0], at=later(1))
    page = browser.get(QUEUE).text
    assert "Số người đang chờ: 1" in page
    assert "autofocus" in button(page, "Mở lại Quầy 1, như lần trước")
    assert "plain-btn" in button(page, "Mở Quầy 2")
    ticked = re.findall(rf'value="(\w+)" id="k-{hall.counters[0].code}-\w+" checked', page)
    assert ticked == [hall.land.code]
    other = desk(hall.clerks[1]).get(QUEUE).text
    assert "Mở lại" not in other


def test_until_what_was_prepared_is_opened_that_is_the_one_primary_act(browser, scene, hall):
    home = {"by": Ref("system", "citizen"), "at": MONDAY}
    one = prepare(version=scene.version, **home)
    typed = {"part": "name", "said": {"name": ["Trần Thị Hoa"], "birth_year": ["1991"]}, "page": "p", "seen": ""}
    save_prepared(prepared_id=one.pk, **typed, **home)
    hall.opened()
    hall.pressed(about=one.ref)
    hall.served()
    page = browser.get(QUEUE).text
    assert (
        "plain-btn" in button(page, "Xong, gọi số tiếp theo"),
        "autofocus" in button(page, "Mở bản đã chuẩn bị"),
    ) == (
        True,
        True,
    )
    press(browser, "queue_receive", Ticket.objects.get().code)
    assert "plain-btn" not in button(browser.get(QUEUE).text, "Xong, gọi số tiếp theo")


def test_a_number_is_given_by_the_letter_of_its_kind_and_enter(browser, hall):
    page = browser.get(reverse("desk:queue_take")).text
    [first, second] = [tag for tag in re.findall("<input[^>]*>", page) if 'type="radio"' in tag]
    assert ('data-key="A"' in first, "autofocus" in first) == (True, True)
    assert ('data-key="B"' in second, "autofocus" in second) == (True, False)


def test_a_promise_of_the_line_is_told_as_a_call_not_as_a_booking(browser, hall):
    hall.opened()
    for _ in range(3):
        hall.taken()
    page = browser.get(QUEUE).text
    assert ("gọi trước" in page, "hẹn trước" in page) == (True, False)


def test_no_telephone_is_asked_for_where_no_message_can_be_sent(browser, hall, settings):
    settings.GATEWAYS = {}
    assert 'name="phone"' not in browser.get(reverse("desk:queue_take")).text
