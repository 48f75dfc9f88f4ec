"""A time is booked without a script and by keys alone, and the officer finds it; every page on every width is clean."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.officers import sign_in
from tests.journeys.test_hall import faults_of

pytestmark = pytest.mark.browser
PLACE = re.compile("Bình Lục")


@pytest.fixture(scope="module")
def server(start_region):
    running = start_region(LOOKUP_LIMIT_PER_MINUTE="1000")
    yield running
    running.stop()


def press(page: Page, control) -> None:
    """By the keyboard, as whoever has no mouse; the next page is there when it returns."""
    control.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_a_time(page: Page) -> list[str]:
    """From the front page to the question after the time; the addresses passed."""
    page.goto("/")
    press(page, page.get_by_role("link", name="Đặt lịch hẹn"))
    passed = [page.url]
    for name in (PLACE, re.compile("Sao y")):
        press(page, page.get_by_role("link", name=name).first)
        passed.append(page.url)
    press(page, page.locator(".days a").nth(1))
    passed.append(page.url)
    press(page, page.locator(".times button").first)
    return [*passed, page.url]


def test_a_citizen_books_by_keys_alone_without_a_script_and_the_officer_finds_the_booking(new_context):
    page = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    choose_a_time(page)
    page.get_by_label("Thư điện tử").fill("hoa@")
    press(page, page.get_by_role("button", name="Tiếp tục"))
    expect(page.get_by_label("Thư điện tử")).to_have_value("hoa@")
    page.get_by_label("Thư điện tử").fill("hoa@example.com")
    press(page, page.get_by_role("button", name="Tiếp tục"))
    press(page, page.get_by_role("button", name="Xác nhận đặt lịch"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã đặt lịch hẹn")
    code = page.locator(".big.code").inner_text()
    press(page, page.get_by_role("link", name="Đổi giờ"))
    press(page, page.locator(".days a").nth(2))
    press(page, page.locator(".times button").last)
    expect(page.get_by_role("status")).to_contain_text("Đã đổi giờ")
    expect(page.locator(".big.code")).to_have_text(code)
    officer = new_context().new_page()
    sign_in(officer, "hanh")
    officer.goto("/desk/appointments/")
    officer.get_by_label("Mã hẹn").fill(code)
    press(officer, officer.get_by_role("button", name="Tìm"))
    expect(officer.locator("dd.code")).to_have_text(code)
    expect(officer.get_by_text("hoa@example.com")).to_be_visible()


def test_every_page_of_booking_is_clean_on_every_width(new_context):
    page = new_context().new_page()
    passed = choose_a_time(page)
    page.get_by_label("Thư điện tử").fill("")
    press(page, page.get_by_role("button", name="Tiếp tục"))
    press(page, page.get_by_role("button", name="Xác nhận đặt lịch"))
    booked = page.url
    passed = [*passed[:-1], booked, f"{booked}doi/", f"{booked}huy/", re.sub(r"ma/.*", "ma/?ma=0000", booked)]
    assert [fault for url in passed for fault in faults_of(page, url)] == []
