"""Two officers on one dossier; a server that dies and a sign-in that ends while somebody types."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.journeys.officers import fill_in, move, open_draft, receive, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(start_region):
    running = start_region()
    yield running
    running.stop()


def test_the_second_of_two_is_told_who_did_what_and_keeps_what_was_typed(new_context: Callable[..., BrowserContext]):
    first, second = new_context().new_page(), new_context().new_page()
    sign_in(first, "huy")
    sign_in(second, "hanh")
    receive(second, "Trần Thị Hai Người")
    url = second.url
    first.goto(url)
    move(first, "Nhận giải quyết")
    second.goto(url)
    move(second, "Yêu cầu bổ sung")
    second.get_by_label("Nội dung khác cần bổ sung, sửa lại").fill("Bản án ly hôn")
    second.get_by_label("Lý do").fill("Đã từng kết hôn")

    move(first, "Giải quyết xong")
    first.get_by_label("Đồng ý giải quyết").check()
    first.get_by_role("button", name="Giải quyết xong").click()
    expect(first.locator("h1")).to_contain_text("Đã có kết quả")

    with second.expect_response(lambda answer: answer.request.method == "POST") as answered:
        second.get_by_role("button", name="Yêu cầu bổ sung").click()
    assert answered.value.status == 409
    told = second.get_by_role("alert")
    expect(told).to_contain_text("Đỗ Quang Huy")
    expect(told).to_contain_text("Giải quyết xong")
    expect(second.get_by_label("Nội dung khác cần bổ sung, sửa lại")).to_have_value("Bản án ly hôn")
    expect(second.get_by_label("Lý do")).to_have_value("Đã từng kết hôn")
    second.goto(url)
    expect(second.locator("h1")).to_contain_text("Đã có kết quả")


NOTE = "Cụ mắt kém, gọi điện khi có kết quả"
TYPED = {
    "#id_name": "Phạm Thị Còn Nguyên",
    "#id_birth_year": "1958",
    "#id_id_number": "035158004417",
    "#id_phone": "0987654321",
    "#id_address_on_paper": "Thôn An Bài, xã Bình Lục, tỉnh Ninh Bình",
    "#id_hamlet": "Thôn An Bài",
    "#id_note": NOTE,
}


def type_all(page: Page) -> None:
    for box, text in TYPED.items():
        page.locator(box).fill(text)


def is_saved(answer: Response) -> bool:
    """Whether this answers the page's own save of all that `type_all` types."""
    return answer.ok and "x-autosave" in answer.request.headers and NOTE in (answer.request.post_data or "")


def stands(page: Page) -> None:
    page.goto(page.url)
    for box, text in TYPED.items():
        expect(page.locator(box)).to_have_value(text)


def test_everything_typed_outlives_a_server_killed_at_once(page, server):
    sign_in(page, "hanh")
    open_draft(page)
    fill_in(page, "ai đó")
    page.locator("[name=given]").first.check()
    with page.expect_response(is_saved):
        type_all(page)
    server.kill("serve")
    server.kill("worker")
    server.start()
    stands(page)
    expect(page.locator("[name=given]").first).to_be_checked()
    expect(page.get_by_text("1.004873").first).to_be_visible()


def test_typing_survives_a_sign_in_that_ended_meanwhile(page):
    sign_in(page, "hanh")
    open_draft(page)
    fill_in(page, "ai đó")
    page.context.clear_cookies(name="sessionid")
    type_all(page)
    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("Tên đăng nhập").fill("hanh")
    page.get_by_label("Mật khẩu").fill("gan-dan-2026")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/desk/counter/*/")
    stands(page)


def test_an_acceptance_sent_twice_or_from_the_page_before_makes_one_dossier(page):
    sign_in(page, "hanh")
    open_draft(page)
    fill_in(page, "Đinh Văn Một Lần")
    page.get_by_role("button", name="Đủ giấy tờ").click()
    expect(page.get_by_text("Nếu tiếp nhận bây giờ")).to_be_visible()
    with page.expect_response(is_saved):
        page.locator("#id_note").fill(NOTE)
    other_tab = page.context.new_page()
    other_tab.goto(page.url)
    for tab in (page, other_tab):
        tab.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
        tab.wait_for_url("**/desk/dossiers/*/")
    assert page.url == other_tab.url
    page.go_back()
    page.wait_for_url(other_tab.url)
    page.goto("/desk/dossiers/")
    page.get_by_label("Tìm hồ sơ").fill("dinh van mot lan")
    page.get_by_label("Tìm hồ sơ").press("Enter")
    expect(page.get_by_role("row")).to_have_count(2)  # the heading and the one found
    expect(page.get_by_role("row").filter(has_text="Đinh Văn Một Lần")).to_have_count(1)
