"""The README's five minutes, in real Chromium: received, printed, settled, returned, looked up; and the other ends."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import pdf
from tests.journeys.officers import (
    A_DAY,
    code_of,
    fill_in,
    move,
    open_draft,
    paper,
    promised_day,
    receive,
    sign_in,
    sign_out,
)
from tests.journeys.seed import WAITING

pytestmark = pytest.mark.browser
NAME = "Trần Thị Thu Hoài"


@pytest.fixture(scope="module")
def server(start_region):
    running = start_region()
    yield running
    running.stop()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_dossier_is_received_settled_returned_and_looked_up(new_context: Callable[..., BrowserContext], scripts):
    page = new_context(java_script_enabled=scripts, viewport={"width": 1440, "height": 900}).new_page()
    citizen = new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 780}).new_page()

    sign_in(page, "hanh")
    code = receive(page, NAME)
    dossier_url, due = page.url, promised_day(page)
    receipt = paper(page, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    assert code in pdf.text(receipt)
    [receipt_address] = [address for address in pdf.codes(receipt) if "/tra-cuu/" in address]
    citizen.goto(receipt_address)
    expect(citizen.locator("main")).to_contain_text(due)
    expect(citizen.locator("main")).to_contain_text("Đỗ Quang Huy")
    progress_is(citizen, code, "Đã tiếp nhận, chờ giải quyết")
    sign_out(page)

    sign_in(page, "huy")
    page.goto("/desk/day/?tab=all")
    page.get_by_role("row").filter(has_text=code).get_by_role("link").click()
    assert page.url == dossier_url
    move(page, "Nhận giải quyết")
    move(page, "Giải quyết xong")
    page.get_by_label("Đồng ý giải quyết").check()
    page.get_by_label("Số văn bản kết quả").fill("45/XNHN")
    page.get_by_role("button", name="Giải quyết xong").click()
    expect(page.locator("h1")).to_contain_text("Đã có kết quả")
    sign_out(page)

    sign_in(page, "hanh")
    page.goto(dossier_url)
    move(page, "Trả kết quả")
    page.get_by_label("Người nộp đã có mặt").check()  # days before the appointed one, and nobody has telephoned
    page.get_by_role("button", name="Trả kết quả").click()
    expect(page.locator("h1")).to_contain_text("Đã trả kết quả")
    progress_is(citizen, code, "Đã trả kết quả")


def progress_is(citizen: Page, code: str, words: str) -> None:
    """What a code alone tells: how far it is, and neither whose it is nor who handles it, nor the day."""
    citizen.goto("/tra-cuu/")
    citizen.get_by_label("Mã hồ sơ hoặc số tham chiếu").fill(code.lower())
    citizen.get_by_role("button", name="Xem").click()
    told = citizen.locator("main")
    expect(told).to_contain_text(words)
    for secret in (NAME, "Đỗ Quang Huy", "hôn nhân", "0912345338"):
        expect(told).not_to_contain_text(secret)
    assert not A_DAY.search(told.inner_text())


def test_what_is_missing_is_asked_for_on_the_page_on_paper_and_behind_its_code(page):
    sign_in(page, "hanh")
    receive(page, "Lê Văn Bổ Sung")
    url = page.url
    sign_out(page)

    sign_in(page, "huy")
    page.goto(url)
    move(page, "Nhận giải quyết")
    move(page, "Yêu cầu bổ sung")
    missing = "Bản án ly hôn đã có hiệu lực"
    page.get_by_label("Nội dung khác cần bổ sung, sửa lại").fill(missing)
    page.get_by_label("Lý do").fill("Đã từng kết hôn")
    page.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(page.locator("#h-promise")).to_contain_text("Người dân bổ sung trước")
    asked = paper(page, "Phiếu yêu cầu bổ sung")
    assert missing in pdf.text(asked)
    (address,) = pdf.codes(asked)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(missing)


def test_what_is_brought_starts_the_term_anew_in_full(page):
    sign_in(page, "hanh")
    page.goto("/desk/dossiers/")
    page.get_by_label("Tìm hồ sơ").fill("vu thi cho lau")
    page.keyboard.press("Enter")
    page.get_by_role("row").filter(has_text=WAITING).get_by_role("link").click()
    code = code_of(page)
    move(page, "Nhận hồ sơ đã bổ sung")
    page.get_by_label("Bản án").check()
    page.get_by_role("button", name="Nhận hồ sơ đã bổ sung").click()

    expect(page.locator("#h-promise")).to_contain_text("trả kết quả")
    due = promised_day(page)
    page.get_by_text("Lời hẹn khác của hồ sơ này").click()
    others = page.locator("details", has_text="Lời hẹn khác của hồ sơ này")
    ended = others.get_by_role("listitem").filter(has_text="thôi tính vì đã yêu cầu bổ sung")
    expect(ended).to_have_count(1)
    assert due[:5] not in ended.inner_text()
    again = pdf.text(paper(page, "Giấy tiếp nhận"))
    assert due in again
    assert code in again  # the dossier remains itself


def test_a_refusal_has_its_reason_on_the_page_and_on_paper(page):
    sign_in(page, "hanh")
    open_draft(page)
    fill_in(page, "Phạm Văn Trả Lại")
    page.locator("summary", has_text="Từ chối tiếp nhận").click()
    page.get_by_role("button", name="Lập phiếu từ chối").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Phạm Văn Trả Lại")

    reason = "Nơi cư trú hiện nay thuộc tỉnh khác; đã hướng dẫn nơi nộp."
    page.get_by_label("Lý do từ chối").fill(reason)
    page.get_by_role("button", name="Lập phiếu từ chối").click()
    page.wait_for_url("**/desk/dossiers/*/")
    expect(page.locator("#h-promise")).to_have_text("Không có lời hẹn")
    assert reason in pdf.text(paper(page, "Phiếu từ chối"))
