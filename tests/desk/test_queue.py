"""The officer's counter: sit down, call, do what the number needs, and never lose sight of where one stands."""

import pytest
from django.urls import reverse

from gandan.counter.appointments import actions as book
from gandan.counter.tickets import actions
from gandan.counter.tickets.models import Counter, Ticket
from gandan.desk.queue_about import about_of
from gandan.dossiers.actions import open_prepared, prepare, save_draft, save_prepared
from gandan.dossiers.models import Dossier, Draft, Prepared
from gandan.lib.refs import Ref
from gandan.organisation.powers import PostKind
from tests.counter.appointments.conftest import scene_of as booking_scene
from tests.counter.tickets.conftest import Hall, hall, hall_of, later
from tests.dossiers.conftest import MONDAY
from tests.factories import officer
from tests.ui.english import vietnamese_in

__all__ = ["hall"]
pytestmark = pytest.mark.django_db
QUEUE = "/desk/queue/"


@pytest.fixture
def browser(desk, hall: Hall):
    return desk(hall.clerks[0])


def press(browser, name: str, *args: str, **typed: object):
    return browser.post(reverse(f"desk:{name}", args=args), typed)


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_one_sits_down_and_calls_with_a_key(browser, hall):
    ticket = hall.taken(priority="elderly")
    assert "Mở Quầy 1" in browser.get(QUEUE).text
    press(browser, "queue_open", hall.counters[0].code, kinds=[hall.births.code])
    assert list(Counter.objects.get(pk=hall.counters[0].pk).serving.all()) == [hall.births]
    page = browser.get(QUEUE).text
    assert 'data-key="n"' in page
    assert "Người từ 60 tuổi trở lên" in page
    assert press(browser, "queue_next", present="").status_code == 302
    page = browser.get(QUEUE).text
    assert ('data-key="d"' in page, 'data-key="n"' in page, "A 001" in page) == (True, False, True)
    assert now(ticket).state == "called"


def test_the_road_of_a_number_by_its_buttons(browser, hall):
    hall.opened()
    ticket = hall.taken()
    press(browser, "queue_next", present="")
    assert "gọi thêm 1 lần đã" in browser.get(QUEUE).text
    assert press(browser, "queue_step", ticket.code, "no-show").status_code == 422
    for step, state in (("recall", "called"), ("no-show", "no_show"), ("resume", "waiting")):
        press(browser, "queue_step", ticket.code, step)
        assert now(ticket).state == state
    press(browser, "queue_next", present="")
    for step, state in (("start", "serving"), ("hold", "held"), ("resume", "waiting")):
        press(browser, "queue_step", ticket.code, step)
        assert now(ticket).state == state
    press(browser, "queue_next", present="")
    press(browser, "queue_step", ticket.code, "start")
    press(browser, "queue_step", ticket.code, "transfer", kind=hall.land.code)
    assert (now(ticket).kind, now(ticket).state) == (hall.land, "waiting")
    press(browser, "queue_next", present="")
    press(browser, "queue_step", ticket.code, "finish")
    assert now(ticket).state == "finished"


def test_done_with_the_last_one_is_no_refusal(browser, hall):
    hall.opened()
    ticket = hall.taken()
    hall.served()
    response = press(browser, "queue_next", present=ticket.code)
    assert (response.status_code, now(ticket).state) == (302, "finished")
    assert "Đã xong. Không còn ai chờ loại việc của quầy này." in browser.get(QUEUE).text


def test_what_is_refused_is_said_on_the_counter_itself(browser, hall):
    hall.opened()
    response = press(browser, "queue_next", present="")
    assert (response.status_code, "Không còn ai chờ" in response.text) == (422, True)
    ticket = hall.taken()
    hall.served()
    response = press(browser, "queue_next", present="")
    assert (response.status_code, "Màn hình đã cũ" in response.text) == (409, True)
    response = press(browser, "queue_step", ticket.code, "recall")
    assert (response.status_code, 'id="queue"' in response.text) == (409, True)
    assert press(browser, "queue_step", ticket.code, "transfer", kind="x").status_code == 422
    assert press(browser, "queue_step", ticket.code, "dance").status_code == 404


@pytest.mark.parametrize(("until", "status"), [("09:30", 302), ("08:00", 422), ("soon", 422)])
def test_a_hold_until_a_time(browser, hall, until, status):
    hall.opened()
    ticket = hall.taken()
    hall.served()
    assert press(browser, "queue_step", ticket.code, "hold", until=until).status_code == status
    assert (now(ticket).held_until == later(30)) is (status == 302)


def test_the_poll_says_nothing_until_something_changed(browser, hall, clock):
    hall.opened()
    asked = {"seen": browser.get(QUEUE).context["seen"], "present": ""}
    line = reverse("desk:queue_line")
    assert browser.get(line, asked).status_code == 204
    hall.taken()
    answer = browser.get(line, asked)
    assert ("A 001" in answer.text, "<html" in answer.text) == (True, False)
    clock.at = later(1)
    assert browser.get(line, {"seen": answer.context["seen"], "present": ""}).status_code == 200


def test_the_poll_renews_the_page_when_somebody_else_stands_here_now(browser, hall):
    hall.opened()
    hall.taken()
    seen = browser.get(QUEUE).context["seen"]
    hall.called()
    answer = browser.get(reverse("desk:queue_line"), {"seen": seen, "present": ""})
    assert answer.headers["HX-Refresh"] == "true"


def test_a_number_is_given_at_the_desk_and_nothing_typed_is_lost(browser, hall, settings):
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    typed = {"kind": hall.land.code, "priority": "children", "phone": "12"}
    response = press(browser, "queue_take", **typed)
    assert (response.status_code, 'value="12"' in response.text) == (422, True)
    response = browser.post(reverse("desk:queue_take"), typed | {"phone": ""}, follow=True)
    assert "Đã cấp số B 001: Đất đai." in response.text
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.priority, ticket.phone) == ("desk", "children", "")
    assert response.redirect_chain[-1][0] == reverse("desk:queue_slip", args=[ticket.code])


def test_a_number_given_at_the_desk_has_a_slip_that_is_printed_again_or_read_by_a_telephone(browser, hall, settings):
    settings.PUBLIC_URL, settings.PUBLIC_URL_IS_SET = "https://gandan.example", True
    hall.opened()
    hall.taken()
    ticket = hall.taken()
    slip = reverse("desk:queue_slip", args=[ticket.code])
    assert slip in browser.get(QUEUE).text
    for _ in range(2):
        page = browser.get(slip).text
        assert "A 002" in page
        assert "được gọi trước <b>" in page
        assert f"https://gandan.example/so/{ticket.code}/" in page
        assert 'src="data:image/svg+xml' in page
    settings.PUBLIC_URL_IS_SET = False
    page = browser.get(slip).text
    assert ("A 002" in page, "Mời người dân ghi lại số này" in page, "<figure" in page) == (True, True, False)


def test_the_slip_of_another_hall_does_not_exist_here(browser):
    assert browser.get(reverse("desk:queue_slip", args=[hall_of().taken().code])).status_code == 404


def test_outside_the_hours_the_desk_says_so_before_anything_is_typed(desk, hall, clock):
    clock.at = MONDAY.replace(hour=20)
    page = desk(hall.clerks[0]).get(reverse("desk:queue_take")).text
    assert "Hôm nay đã hết giờ tiếp nhận. Mời quay lại từ 07:30 ngày 17/11/2026." in page


def test_a_dossier_is_begun_for_who_stands_here_and_stays_linked(browser, hall):
    hall.opened()
    ticket = hall.taken()
    hall.served()
    response = press(browser, "queue_receive", ticket.code)
    draft = Draft.objects.get()
    assert response.url == reverse("desk:counter", args=[draft.reference])
    assert (now(ticket).about_kind, now(ticket).about_code) == ("dossier", draft.reference)
    page = browser.get(QUEUE).text
    assert ("Đang soạn tại quầy" in page, "Tiếp nhận hồ sơ" in page) == (True, False)


def test_the_code_of_a_receipt_shows_whose_dossier_it_is(desk, scene, hall):
    clerk = officer(hall.place.centre, PostKind.COUNTER_OFFICER)
    dossier = scene.accepted()
    Dossier.objects.filter(pk=dossier.pk).update(receiving_unit=hall.place.centre)
    hall.clerks[0] = clerk
    hall.opened()
    ticket = hall.taken()
    hall.served()
    browser = desk(clerk)
    assert press(browser, "queue_link", ticket.code, dossier="H42.1").status_code == 422
    press(browser, "queue_link", ticket.code, dossier=dossier.code.lower())
    page = browser.get(QUEUE).text
    assert ("Trần Thị Hoa" in page, reverse("desk:dossier", args=[dossier.reference]) in page) == (True, True)


def test_a_linked_dossier_of_elsewhere_says_nothing(browser, scene, hall):
    elsewhere = scene.accepted()
    hall.opened()
    hall.taken(about=Ref("dossier", elsewhere.reference))
    hall.called()
    page = browser.get(QUEUE).text
    assert ("A 001" in page, "Trần Thị Hoa" in page, elsewhere.reference in page) == (True, False, False)


def test_a_number_of_another_hall_does_not_exist_here(desk, hall):
    other = hall_of()
    ticket = other.taken()
    browser = desk(hall.clerks[0])
    assert press(browser, "queue_step", ticket.code, "leave").status_code == 404
    assert press(browser, "queue_open", other.counters[0].code).status_code == 404
    assert now(ticket).state == "waiting"


def test_who_calls_no_numbers_sees_no_counter(desk, hall):
    specialist = desk(officer(hall.place.committee, PostKind.SPECIALIST))
    assert specialist.get(QUEUE).status_code == 422
    assert "Gọi số" not in specialist.get(reverse("desk:day")).text
    assert "Gọi số" in desk(hall.clerks[0]).get(reverse("desk:day")).text


def test_a_counter_is_closed(browser, hall):
    counter = hall.opened()
    response = browser.post(reverse("desk:queue_close", args=[counter.code]), follow=True)
    assert ("Đã đóng Quầy 1." in response.text, "Mở lại Quầy 1" in response.text) == (True, True)
    assert press(browser, "queue_next", present="").status_code == 409


def test_who_else_waits_and_for_what_no_counter_serves_is_said(browser, hall):
    hall.opened(kinds=(hall.births,), at=MONDAY)
    hall.taken(hall.land)
    assert "Đất đai 1 (chưa quầy nào nhận)" in browser.get(QUEUE).text


@pytest.fixture
def prepared(scene):
    home = {"by": Ref("system", "citizen"), "at": MONDAY}
    one = prepare(version=scene.version, **home)
    typed = {"part": "name", "said": {"name": ["Trần Thị Hoa"], "birth_year": ["1991"]}, "page": "p", "seen": ""}
    save_prepared(prepared_id=one.pk, **typed, **home)
    return one


def test_calling_opens_what_was_prepared_at_home_filled_in_with_the_keys_of_the_queue(browser, prepared, hall):
    hall.opened()
    ticket = hall.pressed(about=prepared.ref)
    response = press(browser, "queue_next", present="")
    draft = Draft.objects.get()
    work = f"/desk/counter/{draft.reference}/"
    assert (response.url, draft.typed["name"]) == (work, ["Trần Thị Hoa"])
    page = browser.get(work).text
    assert ("A 001" in page, 'data-key="d"' in page, 'data-key="q"' in page) == (True, True, True)
    assert press(browser, "queue_step", ticket.code, "recall", **{"from": "work"}).url == work
    assert "Vắng" in browser.get(work).text
    assert press(browser, "queue_step", ticket.code, "start").url == work
    page = browser.get(work).text
    assert ('data-key="n"' in page, f'value="{ticket.code}"' in page, 'data-key="d"' in page) == (True, True, False)
    assert "Trần Thị Hoa" in browser.get(QUEUE).text
    assert press(browser, "queue_next", present=ticket.code).status_code == 302  # done; nobody else waits
    assert Draft.objects.get() == draft


def test_a_script_that_puts_answers_in_place_is_told_to_go_there(browser, prepared, hall):
    hall.opened()
    hall.pressed(about=prepared.ref)
    response = browser.post(reverse("desk:queue_next"), {"present": ""}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == f"/desk/counter/{Draft.objects.get().reference}/"


@pytest.mark.parametrize("step", ["no-show", "hold", "transfer"])
def test_who_does_not_come_leaves_what_they_prepared_to_the_next_counter(browser, desk, prepared, hall, step):
    hall.opened()
    ticket = hall.pressed(about=prepared.ref)
    press(browser, "queue_next", present="")
    press(browser, "queue_step", ticket.code, "recall")
    press(browser, "queue_step", ticket.code, step, kind=hall.land.code)
    assert (Draft.objects.count(), now(ticket).about) == (0, prepared.ref)
    if step != "transfer":
        press(browser, "queue_step", ticket.code, "resume")
    hall.opened(1)
    other = desk(hall.clerks[1])
    assert press(other, "queue_next", present="").url == f"/desk/counter/{Draft.objects.get().reference}/"


def test_what_was_typed_before_they_came_is_never_thrown_away(browser, prepared, hall, clock):
    hall.opened()
    ticket = hall.pressed(about=prepared.ref)
    press(browser, "queue_next", present="")
    draft = Draft.objects.get()
    save_draft(reference=draft.reference, typed={"name": ["Trần Thị Hoa Mai"]}, by=hall.clerks[0], at=later(1))
    press(browser, "queue_step", ticket.code, "hold")
    assert Draft.objects.get().typed["name"] == ["Trần Thị Hoa Mai"]


def test_what_somebody_else_has_open_does_not_stop_the_call(browser, prepared, hall):
    open_prepared(scanned=prepared.code, unit=hall.place.centre, by=hall.clerks[1], at=MONDAY)
    hall.opened()
    ticket = hall.pressed(about=prepared.ref)
    assert press(browser, "queue_next", present="").url == QUEUE
    assert now(ticket).state == "called"


def test_calling_opens_the_dossier_that_was_linked(desk, scene, hall):
    hall.clerks[0] = officer(hall.place.centre, PostKind.COUNTER_OFFICER)
    dossier = scene.accepted()
    Dossier.objects.filter(pk=dossier.pk).update(receiving_unit=hall.place.centre)
    hall.opened()
    hall.taken(about=dossier.ref)
    browser = desk(hall.clerks[0])
    url = press(browser, "queue_next", present="").url
    assert url == reverse("desk:dossier", args=[dossier.reference])
    page = browser.get(url).text
    assert ("A 001" in page, 'data-key="d"' in page) == (True, True)


def test_what_was_prepared_and_accepted_opens_as_the_dossier_it_became(browser, scene, hall):
    prepared = prepare(version=scene.version, by=Ref("system", "citizen"), at=MONDAY)
    dossier = scene.accepted()
    hall.opened()
    hall.pressed(about=prepared.ref)
    hall.called()
    Prepared.objects.update(taken_as=dossier.reference, taken_at=MONDAY, erased_at=MONDAY)
    about = about_of(Ticket.objects.get(), scene.clerk, MONDAY.date())
    assert about.url == reverse("desk:dossier", args=[dossier.reference])


def test_the_code_of_what_was_prepared_is_scanned_at_the_counter_and_opens(browser, prepared, hall):
    hall.opened()
    ticket = hall.taken()
    hall.served()
    response = press(browser, "queue_link", ticket.code, dossier=prepared.code)
    assert now(ticket).about == prepared.ref
    assert response.url == f"/desk/counter/{Draft.objects.get().reference}/"


def test_who_booked_is_known_as_such_when_called(desk):
    booked = booking_scene()
    appointment = booked.booked()
    at = appointment.starts_at
    book.arrive(appointment_id=appointment.pk, by=booked.clerk, at=at)
    counter = actions.add_counter(unit=booked.centre, number=1, kinds=[booked.kind], by=booked.head, at=at)
    actions.open_counter(counter_id=counter.pk, by=booked.clerk, at=at)
    actions.call_next(counter_id=counter.pk, by=booked.clerk, at=at)
    page = desk(booked.clerk).get(QUEUE).text
    assert ("Đặt lịch 08:10" in page, reverse("desk:appointment", args=[appointment.code]) in page) == (True, True)


def test_the_counter_says_nothing_in_vietnamese_to_who_chose_english(browser, hall):
    browser.cookies["language"] = "en"
    hall.opened(kinds=(hall.births,))
    for ground in ("elderly", "pregnant", "disabled", "children", ""):
        hall.taken(priority=ground)
    hall.taken(hall.land)
    names = {hall.births.name, hall.land.name, hall.place.centre.name, hall.clerks[0].name}
    for page in (QUEUE, reverse("desk:queue_take")):
        assert _vietnamese(browser.get(page).text, names) == []
    hall.called()
    assert _vietnamese(browser.get(QUEUE).text, names) == []
    hall.do(actions.start, Ticket.objects.get(state="called"))
    assert _vietnamese(browser.get(QUEUE).text, names) == []
    assert _vietnamese(press(browser, "queue_next", present="").text, names) == []


def _vietnamese(page: str, names: set[str]) -> list[str]:
    for name in names:
        page = page.replace(name, "")
    return vietnamese_in(page)
