"""The gallery in real Chromium: nothing wider than a phone, and nothing axe would object to."""

import mimetypes

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.ui.site import gallery_html

pytestmark = pytest.mark.browser
SITE = "http://gallery.test"


def _answer(route: Route, html: str) -> None:
    """The page itself, and static files by name; no server stands behind it."""
    place = route.request.url.removeprefix(SITE)
    found = finders.find(place.removeprefix("/static/")) if place.startswith("/static/") else None
    if found:
        route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.fixture
def open_gallery(browser: Browser):
    pages: list[Page] = []

    def open_at(width: int, *, is_shown: dict[str, object] | None = None, **options: object) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        html = gallery_html(**(is_shown or {}))
        page.route("**/*", lambda route: _answer(route, html))
        page.goto(SITE)
        pages.append(page)
        return page

    yield open_at
    for page in pages:
        page.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(open_gallery, width):
    found = Axe().run(open_gallery(width))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_is_wider_than_the_screen(open_gallery, width):
    assert open_gallery(width).evaluate("document.documentElement.scrollWidth") <= width


def test_every_button_can_be_hit_by_a_thumb(open_gallery):
    page = open_gallery(360)
    heights = page.locator("button:visible, .btn:visible, .nav a, .tabs a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


# The gaps between neighbours in one row of the menu.
GAPS = """all => all.map(one => one.getBoundingClientRect())
  .flatMap((one, place, boxes) => place && boxes[place - 1].top === one.top ? [one.left - boxes[place - 1].right] : [])
"""


def test_the_parts_of_the_menu_do_not_run_together_on_a_telephone(open_gallery):
    head_of_a_centre = open_gallery(360, is_shown={"leads_centre": True})
    gaps = head_of_a_centre.locator(".nav li").evaluate_all(GAPS)
    assert len(gaps) >= 3
    assert min(gaps) >= 12


def test_a_day_of_the_strip_with_its_month_stays_on_one_line_on_a_telephone(open_gallery):
    page = open_gallery(360)
    label = page.locator(".strip.weeks .begin span:not(.wd):not(.spoken)").first
    label.evaluate("one => { one.textContent = '30/12' }")
    page.evaluate("document.fonts.ready")
    box, cell = label.bounding_box(), page.locator(".strip.weeks .begin").first.bounding_box()
    assert box["height"] < 20
    assert label.evaluate("one => one.scrollWidth") <= cell["width"]


def test_a_long_state_wraps_instead_of_leaving_the_telephone(open_gallery):
    page = open_gallery(360)
    chip = page.locator("main .chip").first
    chip.evaluate("one => { one.lastChild.textContent = 'Đang trong thời gian không tính vào thời hạn giải quyết' }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keys_of_the_page_are_listed_by_a_question_mark(open_gallery):
    page = open_gallery(1440)
    page.keyboard.press("?")
    assert "Giải quyết xong" in page.get_by_role("dialog").inner_text()


def test_a_key_acts_only_while_nobody_is_typing(open_gallery):
    page = open_gallery(1440)
    page.get_by_label("Tìm hồ sơ").focus()
    page.keyboard.press("n")
    assert not page.url.endswith("#buttons")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.url.endswith("#buttons")


def test_a_slash_goes_to_the_search_box(open_gallery):
    page = open_gallery(1440)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_keys_of_one_letter_can_be_switched_off_and_alt_still_works(open_gallery):
    page = open_gallery(1440)
    page.keyboard.press("?")
    page.get_by_label("Dùng phím một chữ").uncheck()
    page.get_by_role("button", name="Đóng").click()
    page.keyboard.press("n")
    assert not page.url.endswith("#buttons")
    page.keyboard.press("Alt+n")
    assert page.url.endswith("#buttons")


def _answer_posts_with(page: Page, **answer: object) -> list[Route]:
    """From now on every post gets this answer; returns the posts as they come."""
    posts: list[Route] = []

    def answered(route: Route) -> None:
        posts.append(route)
        route.abort() if answer.get("abort") else route.fulfill(**answer)

    page.route("**/*", lambda route: answered(route) if route.request.method == "POST" else route.fallback())
    return posts


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 204}, "Đã lưu lúc "),
        ({"abort": True}, "Mất kết nối, chưa lưu được; đang thử lại"),
        ({"status": 503}, "Mất kết nối, chưa lưu được; đang thử lại"),
        ({"status": 302, "headers": {"Location": "/accounts/login/"}}, "Phiên làm việc đã hết"),
        ({"status": 422}, "Chưa lưu được. Hãy tải lại trang"),
    ],
)
def test_what_is_typed_is_saved_after_a_pause_and_the_outcome_is_told(open_gallery, answer, words):
    page = open_gallery(1440)
    posts = _answer_posts_with(page, **answer)
    page.locator("[data-saved]").evaluate("told => { told.textContent = '' }")
    page.locator("#sample_note").press_sequentially("Nộp thêm bản sao")
    page.locator("[data-saved]").filter(has_text=words).wait_for()
    assert posts[0].request.headers["x-autosave"] == "1"
    assert "Nộp thêm bản sao" in posts[0].request.post_data


def test_a_second_press_of_a_button_sends_nothing(open_gallery):
    page = open_gallery(1440)
    posts = _answer_posts_with(page, status=204)
    page.evaluate("document.querySelectorAll('form[data-autosave] button').forEach((one) => { one.type = 'submit' })")
    for _press in range(2):
        page.locator("form[data-autosave] button").click(no_wait_after=True)
        page.wait_for_timeout(300)
    assert len(posts) == 1


def test_without_script_the_forms_are_whole(open_gallery):
    page = open_gallery(360, java_script_enabled=False)
    assert page.get_by_label("Họ và tên người nộp").first.is_visible()
    assert page.get_by_role("button", name="Phím tắt").count() == 0
