"""What officers do on the pages, in their words; with and without JavaScript."""

import re

from playwright.sync_api import Page, expect

from gandan.desk.accounts import DEMO_PASSWORD

A_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")


def sign_in(page: Page, username: str, password: str = DEMO_PASSWORD) -> None:
    page.goto("/desk/day/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/desk/day/")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Thoát").click()
    page.wait_for_url("**/accounts/login/**")


def open_draft(page: Page) -> None:
    page.goto("/desk/counter/")
    page.get_by_role("button", name="Hồ sơ mới").click()
    page.wait_for_url("**/desk/counter/*/")


def fill_in(page: Page, name: str, *, procedure: str = "1.004873") -> None:
    """Name, year of birth, telephone and procedure; the papers are not yet ticked."""
    page.get_by_label("Họ và tên", exact=True).fill(name)
    page.get_by_label("Năm sinh").fill("1991")
    page.get_by_label("Điện thoại", exact=True).first.fill("0987654321")
    page.locator("#id_q").fill(procedure)
    page.locator("#id_q").press("Enter")
    expect(page.get_by_role("button", name="Đủ giấy tờ")).to_be_visible()


def receive(page: Page, name: str, *, procedure: str = "1.004873") -> str:
    """A complete dossier, from the empty draft to its page; returns the code."""
    open_draft(page)
    fill_in(page, name, procedure=procedure)
    page.get_by_role("button", name="Đủ giấy tờ").click()
    expect(page.get_by_text("Nếu tiếp nhận bây giờ")).to_be_visible()
    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    page.wait_for_url("**/desk/dossiers/*/")
    return code_of(page)


def code_of(page: Page) -> str:
    return re.search(r"H42\.\d+-\d{6}-\d{4}", page.title()).group()


def promised_day(page: Page) -> str:
    """The day promised on a dossier's page, as dd/mm/yyyy."""
    return A_DAY.search(page.locator("#h-promise").inner_text()).group()


def move(page: Page, label: str) -> None:
    """Press one of the next steps of the dossier shown, button or link."""
    steps = page.get_by_role("region", name="Việc làm tiếp")
    steps.get_by_role("button", name=label).or_(steps.get_by_role("link", name=label)).click()


def paper(page: Page, name: str) -> bytes:
    """A printed paper of the dossier shown, fetched as the officer's browser would."""
    url = page.get_by_role("region", name="Giấy in ra").get_by_role("link", name=name).first.get_attribute("href")
    answer = page.context.request.get(url)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()
