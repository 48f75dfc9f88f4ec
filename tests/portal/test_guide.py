"""The citizens' guide: what a page says, what a search finds, and what both cost."""

from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gandan.lib.refs import CLOCK
from gandan.organisation.models import SpecialDay
from gandan.procedures import actions, rules
from tests.factories import commune

pytestmark = pytest.mark.django_db
CATALOGUE = rules.read_catalogue()
LARGEST_PAGE = 10_000  # bytes of HTML, T8


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    cache.clear()
    actions.load_catalogue(contents=CATALOGUE, by=CLOCK, at=timezone.now())


def _page(client: Client, name: str, *args: str, **asked: str) -> str:
    answer = client.get(reverse(f"portal:{name}", args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _at(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """The portal believes it is then (local time)."""
    moment = timezone.make_aware(datetime.fromisoformat(written))
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_page_says_what_to_bring_how_long_how_much_and_where(client, monkeypatch):
    _at(monkeypatch, "2026-11-23T09:00")
    page = _page(client, "procedure", "1.004873")
    assert "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân: <b>1 bản chính</b>" in page
    assert page.count("Giấy tờ tùy thân:") == 1
    assert page.count("Chỉ khi") == 6
    assert "Chỉ khi đã ly hôn, hoặc vợ, chồng đã chết: Thông tin về bản án" in page
    assert "<b>3 ngày làm việc</b>. Nếu nộp hôm nay thì hẹn trả thứ Sáu, 27/11/2026, trước 17:00." in page
    assert "Miễn lệ phí cho người thuộc gia đình có công với cách mạng; người thuộc hộ nghèo; người khuyết tật." in page
    assert "bất kỳ xã, phường nào trong tỉnh" in page
    assert "Giấy xác nhận tình trạng hôn nhân</li>" in page
    assert "Nghị định số 123/2015/NĐ-CP" in page


@pytest.mark.parametrize(
    ("read_at", "said"),
    [
        ("2026-11-23T16:59", "Nếu nộp hôm nay thì hẹn trả thứ Sáu, 27/11/2026"),
        ("2026-11-23T17:00", "Nếu nộp thứ Tư, 25/11/2026 thì hẹn trả thứ Hai, 30/11/2026"),  # 24/11 is a holiday
        ("2026-11-28T10:00", "Nếu nộp thứ Hai, 30/11/2026 thì hẹn trả thứ Năm, 03/12/2026"),  # a Saturday
    ],
)
def test_when_offices_are_closed_the_example_begins_on_the_next_working_day(client, monkeypatch, read_at, said):
    _at(monkeypatch, read_at)
    assert said in _page(client, "procedure", "1.004873")


def test_a_day_off_recorded_for_everybody_moves_the_example_and_one_of_a_single_unit_does_not(client, monkeypatch):
    _at(monkeypatch, "2026-11-23T09:00")
    place = commune()
    for unit, day, due in ((place.centre, 25, "thứ Sáu, 27/11/2026"), (None, 26, "thứ Hai, 30/11/2026")):
        SpecialDay.objects.create(day=date(2026, 11, day), kind="off", name="Nghỉ bù", source="Thông báo", unit=unit)
        cache.clear()
        assert f"Nếu nộp hôm nay thì hẹn trả {due}" in _page(client, "procedure", "1.004873")


def test_a_term_by_channel_is_told_by_channel(client):
    page = _page(client, "procedure", "1.013225")
    assert "Nhà ở riêng lẻ, nộp trực tiếp tại quầy: <b>15 ngày</b>." in page
    assert "Nhà ở riêng lẻ, nộp qua bưu chính, nộp trực tuyến: <b>20 ngày</b> (chưa kiểm chứng)" in page


def test_no_date_is_promised_where_the_source_gives_no_term(client):
    page = _page(client, "procedure", "1.001699")
    assert "Chưa kiểm chứng." in page
    assert "Cán bộ ghi ngày hẹn và căn cứ trên giấy hẹn." in page
    assert "hẹn trả thứ" not in page


def test_a_certain_procedure_carries_no_warning(client):
    assert "note warning" not in _page(client, "procedure", "1.004873")


@pytest.mark.parametrize("code", ["1.999999", "khong-co", "1.004873 ", "4873", "%00"])
def test_an_unknown_code_is_not_found(client, code):
    assert client.get(f"/thu-tuc/{code}/").status_code == 404


@pytest.mark.parametrize("typed", ["đăng ký kết hôn", "DANG KY KET HON", "dang ky ket hon", "  kết   hôn  "])
def test_search_needs_no_accents(client, typed):
    page = _page(client, "procedures", tim=typed)
    assert 'href="/thu-tuc/1.000894/"' in page


def test_a_search_without_result_says_what_to_do_and_keeps_what_was_typed(client):
    page = _page(client, "procedures", tim="<b>hộ chiếu ngoại giao")
    assert "Không tìm thấy “&lt;b&gt;hộ chiếu ngoại giao”" in page
    assert "Thử một từ khác" in page
    assert 'value="&lt;b&gt;hộ chiếu ngoại giao"' in page


def test_odd_input_finds_nothing_and_breaks_nothing(client):
    for typed in ("\x00", "%", "'; --", "q" * 5000, "1" * 300, "…"):
        assert client.get("/thu-tuc/", {"tim": typed}).status_code == 200


def test_every_procedure_is_reached_through_its_field(client):
    fields = client.get("/thu-tuc/").context["fields"]
    codes = {
        version.procedure.code
        for _, slug, _ in fields
        for version in client.get(f"/thu-tuc/linh-vuc/{slug}/").context["found"]
    }
    assert len(codes) == 57
    assert client.get("/thu-tuc/linh-vuc/khong-co/").status_code == 404


def test_the_front_page_leads_to_the_search_to_what_many_need_and_to_the_look_up(client):
    page = _page(client, "home")
    assert 'action="/thu-tuc/"' in page
    assert 'name="tim"' in page
    assert 'href="/thu-tuc/1.004873/"' in page
    assert 'action="/tra-cuu/"' in page
    assert 'name="ma"' in page


def test_pages_cost_one_query_each_and_where_days_are_reckoned_another_for_the_edition(
    client, django_assert_max_num_queries
):
    for path in ("/", "/thu-tuc/", "/thu-tuc/?tim=ket+hon"):
        with django_assert_max_num_queries(1):
            client.get(path)
    client.get("/thu-tuc/1.013225/")  # after a change of the organisation somebody reads it anew
    for path in ("/thu-tuc/linh-vuc/ho-tich/", "/thu-tuc/1.004873/"):
        with django_assert_max_num_queries(2):
            client.get(path)


def test_a_page_is_drawn_once_for_everybody_but_anew_for_who_brings_a_cookie(client, django_assert_num_queries):
    client.get("/thu-tuc/1.004873/")
    with django_assert_num_queries(0):
        again = Client().get("/thu-tuc/1.004873/")
    assert again.headers["Cache-Control"] == "max-age=60"
    client.cookies["messages"] = "somebody's"
    with django_assert_num_queries(2):
        client.get("/thu-tuc/1.004873/")


def test_every_page_is_small(client):
    paths = [f"/thu-tuc/{content.code}/" for content in CATALOGUE]
    sizes = {path: len(client.get(path).content) for path in ["/", "/thu-tuc/", "/thu-tuc/linh-vuc/ho-tich/", *paths]}
    assert {path: size for path, size in sizes.items() if size > LARGEST_PAGE} == {}
