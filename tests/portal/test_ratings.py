"""Rating the service: by the link of a receipt, on a tablet, and what becomes of one's own words."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gandan.counter.ratings import actions
from gandan.counter.ratings.models import LinkCount, Tally
from gandan.counter.ratings.values import Source
from gandan.counter.tickets.models import Board
from gandan.counter.tickets.queries import machine_key
from gandan.moderation import actions as moderation
from gandan.moderation import queries as moderation_queries
from gandan.moderation.models import Text
from tests.counter.ratings.conftest import LATER, OCTOBER, SATURDAY, desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
SAID = {"time": "on_time", "attitude": "very", "cost": "none"}


@pytest.fixture(autouse=True)
def _fresh_limits(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def at(clock):
    """The clock, in the October of the links."""
    clock.at = OCTOBER
    return clock


def address(link: str) -> str:
    return reverse("portal:rate", args=[link])


def test_a_link_asks_its_questions_and_is_kept_nowhere(client, desk, at):
    page = client.get(address(desk.link()))
    assert page.status_code == 200
    assert page.text.count("<fieldset") == 5
    assert "chỉ vì có" not in page.text
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_who_came_to_a_session_is_asked_one_question_more(client, desk, at):
    assert "chỉ vì có buổi làm việc thêm này?" in client.get(address(desk.link(at_session=True))).text
    at.at = SATURDAY
    assert "chỉ vì có" not in client.get(address(desk.link(at=SATURDAY))).text


def test_answers_are_thanked_for_and_counted(client, desk, at):
    page = client.post(address(desk.link()), SAID | {"comment": ""}, follow=True)
    assert page.redirect_chain == [(reverse("portal:rated"), 302)]
    assert set(Tally.objects.filter(count__gt=0).values_list("question", "answer", "count")) == {
        (q, a, 1) for q, a in SAID.items()
    }


def test_who_had_to_pay_more_is_told_where_that_is_looked_into(client, desk, at):
    page = client.post(address(desk.link()), {"cost": "some"}, follow=True)
    assert "giữ bí mật về người tố cáo" in page.text


def test_nothing_said_is_said_and_what_is_too_long_is_not_lost(client, desk, at):
    link = desk.link()
    empty = client.post(address(link), {"comment": " "})
    assert (empty.status_code, "ít nhất một câu" in empty.text) == (422, True)
    long = client.post(address(link), SAID | {"comment": "dài " * 400})
    assert long.status_code == 422
    assert "dài dài dài" in long.text
    assert re.search(r'value="very"[^>]*checked', long.text)
    assert not Tally.objects.exists()


def test_an_answer_of_ones_own_making_is_refused(client, desk, at):
    assert client.post(address(desk.link()), {"attitude": "5"}).status_code == 422


def test_a_link_used_old_or_false_is_met_with_a_kind_sentence(client, desk, at):
    link = desk.link()
    client.post(address(link), SAID)
    used = client.get(address(link))
    assert (used.status_code, "Mỗi đường dẫn dùng một lần" in used.text) == (422, True)
    old = desk.link()
    at.at = OCTOBER + timedelta(days=400)
    assert "đã quá" in client.get(address(old)).text
    assert "không đúng" in client.get(address("r.1.2.3.4")).text
    assert "không đúng" in client.post(address("x"), SAID).text


def test_a_flood_from_one_address_is_asked_to_wait(client, desk, at, settings):
    settings.RATING_LIMIT_PER_MINUTE = 2
    answers = [client.post(address(desk.link()), SAID).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
    assert LinkCount.objects.get().answered == 2


# --- the tablet --------------------------------------------------------------------------------------------------


def tapped(machine, key: str, taps: dict[str, str]):
    """What the tablet shows after these taps, one a page, with what each page carries along."""
    page = machine.get(reverse("portal:tablet", args=[key]))
    for name, answer in taps.items():
        carried = dict(re.findall(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', page.text))
        page = machine.post(reverse("portal:tablet", args=[key]), carried | {name: answer})
    return page


@pytest.fixture
def machine(client, desk):
    """A browser that the head of the hall made a machine of it."""
    board = Board.objects.get_or_create(unit=desk.centre)[0]
    client.get(reverse("hall:become", args=[desk.centre.ref.code, machine_key(board), "bang"]))
    return client


def test_a_tablets_address_taken_home_asks_nothing(machine, desk, at):
    start = reverse("portal:tablet", args=[desk.link(source=Source.STAND)])
    at_home = Client().get(start)
    assert (at_home.status_code, "chưa được đặt làm máy của nơi chờ" in at_home.text) == (422, True)
    assert machine.get(start).status_code == 200
    Board.objects.update(keys=7)
    assert machine.get(start).status_code == 422


def test_a_tablet_asks_one_question_a_page_thanks_and_returns_by_itself(machine, desk, at):
    key = desk.link(source=Source.STAND)
    start = reverse("portal:tablet", args=[key])
    page = tapped(machine, key, {"time": "late", "visits": ""})
    assert "Câu 3 trên 5" in page.text
    assert page["Refresh"] == f"90; url={start}"
    taps = {"time": "late", "visits": "", "attitude": "no", "explained": "no", "cost": "none"}
    assert "muốn nói thêm điều gì" in tapped(machine, key, taps).text
    assert not LinkCount.objects.exists()
    page = tapped(machine, key, taps | {"comment": ""})
    assert page.url == reverse("portal:tablet_thanks", args=[key])
    assert machine.get(page.url)["Refresh"] == f"15; url={start}"
    assert "Refresh" not in machine.get(start)
    assert {(one.question, one.answer) for one in Tally.objects.filter(count__gt=0)} == {
        ("time", "late"), ("attitude", "no"), ("explained", "no"), ("cost", "none"),
    }  # fmt: skip
    assert LinkCount.objects.get().on_tablet == 1


def test_who_passes_over_every_question_is_thanked_and_not_counted(machine, desk, at):
    key = desk.link(source=Source.STAND)
    page = tapped(machine, key, dict.fromkeys(("time", "visits", "attitude", "explained", "cost", "comment"), ""))
    assert page.status_code == 302
    assert not LinkCount.objects.exists()


PASSED_OVER = dict.fromkeys(("time", "visits", "attitude", "explained", "cost"), "")


def test_words_written_on_a_tablet_wait_for_a_decision_and_their_code_is_seen_once(machine, desk, at):
    key = desk.link(source=Source.STAND)
    page = tapped(machine, key, PASSED_OVER | {"attitude": "yes", "comment": "Ghế chờ ít quá."})
    text = Text.objects.get()
    assert (text.text, text.state, text.unit) == ("Ghế chờ ít quá.", "hidden", desk.centre)
    spaced = re.search(r'class="big code">([^<]+)<', page.text).group(1)
    assert moderation_queries.by_secret(spaced.replace(" ", "")) == text
    assert spaced.replace(" ", "") not in page.request["PATH_INFO"]
    assert page["Cache-Control"] == "no-store"
    assert page["Refresh"].endswith(reverse("portal:tablet", args=[key]))
    assert "Nơi tiếp công dân của" not in page.text


def test_who_accuses_on_a_tablet_is_told_at_once_how_to_file(machine, desk, at):
    page = tapped(machine, desk.link(source=Source.STAND), PASSED_OVER | {"comment": "Ông Nguyễn Văn An nhận tiền."})
    assert f"Nơi tiếp công dân của {desk.centre.parent.name}" in page.text


def test_words_too_long_for_a_tablet_are_shown_again_and_who_writes_none_is_counted(machine, desk, at):
    key = desk.link(source=Source.STAND)
    page = tapped(machine, key, PASSED_OVER | {"attitude": "yes", "comment": "dài " * 400})
    assert (page.status_code, "dài dài dài" in page.text) == (422, True)
    assert not LinkCount.objects.exists()
    carried = dict(re.findall(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', page.text))
    page = machine.post(reverse("portal:tablet", args=[key]), carried | {"comment": "thôi " * 400, "none": ""})
    assert page.url == reverse("portal:tablet_thanks", args=[key])
    assert (LinkCount.objects.get().on_tablet, Text.objects.count()) == (1, 0)


def test_a_tablet_of_yesterday_says_so(machine, desk, at):
    key = desk.link(source=Source.STAND)
    at.at = OCTOBER + timedelta(days=1)
    page = machine.get(reverse("portal:tablet", args=[key]))
    assert (page.status_code, "mở cho một ngày khác" in page.text) == (422, True)


def test_a_tablet_that_is_tapped_without_end_is_asked_to_wait(machine, desk, at, settings):
    settings.RATING_LIMIT_PER_MINUTE = 1
    key = desk.link(source=Source.STAND)
    taps = dict.fromkeys(("time", "visits"), "") | {"attitude": "yes", "explained": "", "cost": "", "comment": ""}
    assert [tapped(machine, key, taps).status_code for _ in range(2)] == [302, 429]


# --- one's own words ---------------------------------------------------------------------------------------------


def written(client, desk, comment: str) -> str:
    """The address of one's own words after a rating."""
    return client.post(address(desk.link()), {"comment": comment}).url


def test_who_wrote_is_shown_their_code_once_sent_and_finds_their_words_by_it(client, desk, at):
    url = written(client, desk, "Chị hướng dẫn tận tình.")
    page = client.get(url)
    assert "Chị hướng dẫn tận tình." in page.text
    assert "Chờ duyệt" in page.text
    code = url.split("/")[-2]
    typed = f"{code[:4].lower()} {code[4:8]}-{code[8:]}"
    assert client.get(reverse("portal:own_words_find"), {"ma": typed}).url == reverse("portal:own_words", args=[code])
    assert client.get(reverse("portal:own_words_find"), {"ma": "0" * 12}).status_code == 404


def test_the_writer_reads_by_when_it_is_decided_from_the_next_day_on(client, desk, at):
    url = written(client, desk, "Rất tốt.")
    assert "Ngày mai trang này ghi rõ" in client.get(url).text
    at.at = OCTOBER + timedelta(days=1)
    moderation.promise_decisions(at=at.at)
    text = client.get(url).text
    assert "hẹn có quyết định trước" in text
    assert "19/10/2026" in text  # five working days after Monday the 12th
    moderation.show(text_id=Text.objects.get().pk, by=desk.head, at=at.at)
    assert "hẹn có quyết định" not in client.get(url).text


def test_who_accuses_is_told_at_once_how_to_file(client, desk, at):
    plain = client.get(written(client, desk, "Rất tốt."))
    accusing = client.get(written(client, desk, "Ông Nguyễn Văn An nhận tiền của tôi."))
    assert "Nơi tiếp công dân của" not in plain.text
    assert f"Nơi tiếp công dân của {desk.centre.parent.name}" in accusing.text


def test_a_refusal_is_read_with_its_reason_and_appealed_once(client, desk, at):
    url = written(client, desk, "Ghế ngồi chờ bẩn quá.")
    said = {"ground": "elsewhere", "reason": "Không nói về việc phục vụ ở quầy."}
    moderation.refuse(text_id=Text.objects.get().pk, **said, by=desk.head, at=OCTOBER)
    page = client.get(url)
    assert said["reason"] in page.text
    assert "Không nói về việc phục vụ ở đây." in page.text
    assert client.post(url, {"words": " "}).status_code == 422
    assert client.post(url, {"words": "Ghế là của phòng chờ."}).status_code == 302
    assert Text.objects.get().appeal == "Ghế là của phòng chờ."
    again = client.post(url, {"words": "Xin xem nữa."})
    assert again.status_code == 422
    assert "Đề nghị người khác xem lại" not in client.get(url).text


def test_codes_are_not_to_be_guessed_at(client, desk, at, settings):
    settings.LOOKUP_LIMIT_PER_MINUTE = 2
    guesses = [client.get(reverse("portal:own_words", args=[f"{n:012d}"])).status_code for n in range(3)]
    assert guesses == [404, 404, 429]


# --- results -----------------------------------------------------------------------------------------------------


def results(desk, **query) -> str:
    return Client().get(reverse("portal:rating_results", args=[desk.centre.ref.code]), query).text


def test_everybody_reads_counts_with_their_interval_once_the_month_is_over(desk, at):
    desk.rated(SAID, times=6)
    assert "Chưa có tháng nào" in results(desk)
    at.at = LATER
    text = results(desk)
    assert "6 / 6</td>" in text
    assert "<b>100 %</b> (61–100 %)" in text
    assert 'aria-label="100 %, khoảng 61 đến 100 %"' in text
    assert "Còn trả lời được đến thứ Hai, 30/11/2026" in text
    assert "6 trên 6" not in text
    at.at = LATER.replace(month=12, day=1)
    assert "6 trên 6</b> người nhận đường dẫn đã trả lời: 100 %" in results(desk)
    assert text.count("Chưa đủ câu trả lời để đăng") == 2
    assert "Đ.33 điểm đ" in text


def test_comments_are_read_once_decided_and_with_their_month_only(desk, at):
    desk.rated(SAID, comment="Số máy tôi 0912345678, rất hài lòng")
    at.at = LATER
    assert "rất hài lòng" not in results(desk)
    moderation.show(text_id=Text.objects.get().pk, by=desk.head, at=LATER)
    text = results(desk)
    assert "Số máy tôi […], rất hài lòng" in text
    assert "Tháng 10/2026" in text
    assert "13/10" not in text


def test_places_are_found_by_name_and_one_that_is_none_is_not(client, desk, at):
    text = client.get(reverse("portal:rating_places"), {"q": "binh luc"}).text
    assert f">{desk.centre.parent.name}</a>" in text
    assert "Không có Trung tâm nào" in client.get(reverse("portal:rating_places"), {"q": "xyz"}).text
    assert client.get(reverse("portal:rating_results", args=["khong-co"])).status_code == 404
    assert client.get(reverse("portal:rating_results", args=[desk.centre.parent.ref.code])).status_code == 404


def test_who_types_the_address_without_a_link_is_told_where_it_stands(client, desk):
    page = client.get("/danh-gia/")
    assert (page.status_code, reverse("portal:rating_places") in page.text) == (200, True)


def test_a_month_that_is_none_shows_the_newest(desk, at):
    desk.rated(SAID, times=5)
    at.at = LATER
    assert results(desk, thang="1999-13") == results(desk)


def test_a_signed_link_of_another_key_is_none(client, desk, at, settings):
    link = desk.link()
    settings.SECRET_KEY = "k" * 50
    assert "không đúng" in client.get(address(link)).text
    assert actions.read(desk.link()).day == OCTOBER.date()
