"""The head sees whether promises of a wait were kept, and asks what would be otherwise."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gandan.counter.waiting.models import Estimate
from gandan.counter.waiting.rules import what_if
from gandan.organisation.powers import PostKind
from tests.counter.waiting.another_world import World
from tests.counter.waiting.rows import keep
from tests.desk.keeping import sign_in_as
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db
OTHER = {"what": "hours", "hours": "07:00-17:00"}
MONTH_AGO = date(2026, 10, 19)  # four weeks before the Monday of these tests


@pytest.fixture
def head(client, clock, scene):
    return sign_in_as(client, officer(scene.place.centre, PostKind.CENTRE_HEAD, name="Ngô Thị Phương"))


@pytest.fixture
def month(scene, monkeypatch):
    monkeypatch.setattr(what_if, "MOST_RUNS", what_if.LEAST_RUNS)
    keep(scene.place.centre, World(7, people=60).days(MONTH_AGO, 20))


def told(scene, number: int, *, days: int, kept: bool) -> None:
    at = MONDAY - timedelta(days=days)
    called = at + timedelta(minutes=10 if kept else 40)
    about = {"unit": scene.place.centre, "ticket": f"N{number}", "kind": "A", "first": False, "at_once": False}
    about |= {"ahead": 2, "desks": 1, "most_overtaken": 3, "is_thin": False, "method": "1", "middle": 1, "spread": 1}
    by = at + timedelta(minutes=30)
    Estimate.objects.create(**about, made_at=at, since=at, lower_at=at, by_at=by, called_at=called)


def asked(client, scene, **said):
    return client.get(reverse("desk:waiting_try", args=[scene.place.centre.ref.code]), said)


@pytest.mark.usefixtures("head")
def test_the_share_kept_is_told_with_what_it_is_of_and_how_sure_it_is(client, scene):
    for number in range(40):
        told(scene, number, days=7, kept=number % 10 != 0)
    page = client.get(reverse("desk:waiting")).text
    for words in ("36 trên 40", "36/40 · 90 %", "77–96 %", "Đúng mức hẹn", "<svg"):
        assert words in page


@pytest.mark.usefixtures("head")
@pytest.mark.parametrize(
    ("kept", "how_many", "words"),
    [(5, 5, "Còn ít số liệu"), (40, 80, "Giữ lời dưới mức hẹn"), (80, 80, "Hẹn rộng hơn mức cần")],
)
def test_thin_data_and_a_broken_aim_are_said_in_words(client, scene, kept, how_many, words):
    for number in range(how_many):
        told(scene, number, days=7, kept=number < kept)
    assert words in client.get(reverse("desk:waiting")).text


@pytest.mark.usefixtures("head")
def test_a_hall_in_which_nothing_was_promised_says_so(client):
    assert "Chưa có lời hẹn nào để đếm" in client.get(reverse("desk:waiting")).text


@pytest.mark.usefixtures("head", "month")
def test_one_more_counter_is_answered_beside_the_replay_that_allows_it(client, scene):
    page = asked(client, scene, what="desk")
    assert page.status_code == 200
    for words in ("Câu trả lời", "Như bây giờ", "Vì sao tin được", "20 ngày", "tám phần mười số lần chạy"):
        assert words in page.text


@pytest.mark.usefixtures("head", "month")
def test_a_saturday_has_a_column_of_its_own(client, scene):
    page = asked(client, scene, what="saturday", hours="7h30-11h30", desks="2", share="10")
    assert (page.status_code, "Ngày thường, nếu vậy" in page.text) == (200, True)


@pytest.mark.usefixtures("head", "month")
def test_other_hours_are_answered(client, scene):
    assert asked(client, scene, what="hours", hours="07:00-17:00").status_code == 200


@pytest.mark.usefixtures("head", "month")
def test_the_same_question_of_the_same_days_is_worked_out_once(client, scene):
    first = asked(client, scene, **OTHER)
    with CaptureQueriesContext(connection) as queries:
        again = asked(client, scene, **OTHER)
    assert again.context["rows"] == first.context["rows"]
    assert not any("waiting_deskspell" in one["sql"] for one in queries)


@pytest.mark.usefixtures("head")
def test_a_choice_asks_for_its_own_fields_alone(client, scene):
    boxes = {"desk": set(), "hours": {"hours"}, "saturday": {"hours", "desks", "share"}}
    for choice, fields in boxes.items():
        page = asked(client, scene, ask=choice).text
        assert f'name="what" value="{choice}"' in page
        assert {name for name in boxes["saturday"] if f'name="{name}"' in page} == fields
        assert "(không bắt buộc)" not in page


@pytest.mark.usefixtures("head")
def test_a_thin_record_is_told_before_anything_is_asked_and_stops_the_button(client, scene):
    page = asked(client, scene).text
    assert "Mới có 0 lượt được gọi đã ghi. Cần ít nhất 800 lượt" in page
    assert ("khi đủ 800 lượt" in page, "<button>Chạy thử" in page) == (True, False)


@pytest.mark.usefixtures("head", "month")
def test_a_record_that_holds_enough_can_be_asked(client, scene):
    page = asked(client, scene).text
    assert ("Mới có" in page, "<button>Chạy thử" in page) == (False, True)


@pytest.mark.usefixtures("head")
def test_the_verdict_is_of_the_newest_weeks_that_are_over(client, scene):
    """Four good weeks of long ago do not hide a bad one; this week, which goes on, is not judged yet."""
    for number in range(60):
        told(scene, number, days=35, kept=True)
    for number in range(60, 100):
        told(scene, number, days=7, kept=number % 2 == 0)
    for number in range(100, 180):
        told(scene, number, days=0, kept=True)
    page = client.get(reverse("desk:waiting")).text
    assert "3 tuần có số liệu: giữ <b>160 trên 180</b>" in page
    assert ("Giữ lời dưới mức hẹn" in page, "Đúng mức hẹn" in page) == (True, False)
    assert ": 20 trên 40." in page


@pytest.mark.usefixtures("head")
def test_a_thin_record_is_told_instead_of_an_answer(client, scene):
    page = asked(client, scene, what="desk")
    assert (page.status_code, "Câu trả lời" in page.text) == (422, False)
    assert "Mới có 0 lượt được gọi" in page.text


@pytest.mark.usefixtures("head")
@pytest.mark.parametrize(
    "said",
    [
        {"what": "hours"},
        {"what": "hours", "hours": "sáng"},
        {"what": "hours", "hours": "11:30-07:30"},
        {"what": "saturday", "hours": "07:30-11:30", "desks": "hai", "share": "10"},
        {"what": "saturday", "hours": "07:30-11:30", "desks": "2", "share": "99"},
        {"what": "mua"},
    ],
)
def test_what_cannot_be_asked_comes_back_as_it_was_typed(client, scene, said):
    page = asked(client, scene, **said)
    assert page.status_code == 422
    assert all(f'value="{value}"' in page.text for name, value in said.items() if name != "what")


def test_others_find_no_such_page(client, clock, scene):
    sign_in_as(client, scene.clerk)
    assert client.get(reverse("desk:waiting")).status_code == 404
    assert asked(client, scene, what="desk").status_code == 404


@pytest.mark.usefixtures("head")
def test_the_hall_of_others_is_none(client):
    other = commune("Khác").centre
    assert client.get(reverse("desk:waiting_try", args=[other.ref.code])).status_code == 404
    assert client.get(reverse("desk:waiting_try", args=["khong@co"])).status_code == 404
