"""The head's page of the hall: kinds, counters, how the line is kept; nothing typed is lost, nobody else enters."""

import pytest
from django.urls import reverse

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Counter, WorkKind
from tests.counter.tickets.conftest import MONDAY, hall, hall_of

__all__ = ["hall"]
pytestmark = pytest.mark.django_db
KEEP = "/desk/queue/keep/"


@pytest.fixture
def browser(desk, hall):
    return desk(hall.head)


@pytest.fixture
def ref(hall):
    return hall.place.centre.ref.code


def test_the_head_sees_kinds_counters_and_why_somebody_goes_first(browser, hall):
    hall.opened()
    page = browser.get(KEEP).text
    for words in ("Khai sinh, kết hôn", "Quầy 2", "Luật Người cao tuổi", hall.clerks[0].name):
        assert words in page


def test_a_kind_is_added_and_changed(browser, hall, ref):
    new = reverse("desk:queue_kind_new", args=[ref])
    typed = {"letter": "a", "name": "Sao y, chứng thực", "order": "2", "fields": []}
    response = browser.post(new, typed)
    assert (response.status_code, "Sao y, chứng thực" in response.text) == (422, True)
    browser.post(new, typed | {"letter": "c"})
    kind = WorkKind.objects.get(letter="C")
    change = reverse("desk:queue_kind", args=[kind.code])
    assert "Sao y, chứng thực" in browser.get(change).text
    browser.post(change, {"name": "Chứng thực", "order": "3"})
    kind.refresh_from_db()
    assert (kind.name, kind.order, kind.is_open, kind.letter) == ("Chứng thực", 3, False, "C")


def test_a_counter_is_added_and_taken_out_of_use(browser, hall, ref):
    new = reverse("desk:queue_counter_new", args=[ref])
    assert browser.post(new, {"number": "3", "name": "", "kinds": []}).status_code == 422
    browser.post(new, {"number": "3", "name": "Ưu tiên", "kinds": [hall.land.pk]})
    counter = Counter.objects.get(number=3)
    assert (counter.name, list(counter.kinds.all())) == ("Ưu tiên", [hall.land])
    browser.post(reverse("desk:queue_counter", args=[counter.code]), {"name": "", "kinds": [hall.land.pk]})
    counter.refresh_from_db()
    assert not counter.is_kept


def test_how_the_line_is_kept(browser, hall, ref):
    page = reverse("desk:queue_keep_rules", args=[ref])
    typed = {"most_overtaken": "5", "least_calls": "3", "most_a_minute": "20", "opens_early": "15"}
    assert browser.post(page, typed | {"least_calls": "99"}).status_code == 422
    browser.post(page, typed)
    board = queries.board_row(hall.place.centre)
    assert (board.most_overtaken, board.least_calls, board.most_a_minute, board.opens_early) == (5, 3, 20, 15)
    assert "15" in browser.get(KEEP).text


def test_the_head_closes_a_counter_that_was_left_open(browser, hall):
    counter = hall.opened()
    browser.post(reverse("desk:queue_close", args=[counter.code]))
    assert not Counter.objects.get(pk=counter.pk).is_open


def test_only_the_head_of_this_hall_enters(desk, hall, ref):
    assert desk(hall.clerks[0]).get(KEEP).status_code == 404
    other = hall_of()
    stranger = desk(other.head)
    for name, code in (("kind", hall.land.code), ("counter", hall.counters[0].code), ("keep_rules", ref)):
        assert stranger.get(reverse(f"desk:queue_{name}", args=[code])).status_code == 404
    assert hall.land.name in desk(hall.head).get(KEEP).text


def test_a_kind_that_is_closed_is_not_offered_at_the_desk(browser, hall):
    said = {"kind_id": hall.land.pk, "name": "Đất đai", "fields": [], "order": 1, "is_open": False}
    actions.change_kind(**said, by=hall.head, at=MONDAY)
    assert "Đất đai" not in browser.get(reverse("desk:queue_take")).text
