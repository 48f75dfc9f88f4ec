"""Prepared on a telephone, scanned at the counter, accepted; and every page on every width is clean."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.attachments import samples
from tests.journeys.addresses import CENTRE
from tests.journeys.officers import sign_in
from tests.journeys.test_hall import faults_of

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
NAME = "Phạm Thị Chuẩn Bị"


@pytest.fixture(scope="module")
def server(start_region):
    running = start_region(LOOKUP_LIMIT_PER_MINUTE="1000")
    yield running
    running.stop()


def go_on(page: Page, **said: str) -> None:
    for label, words in said.items():
        page.get_by_label(label.replace("_", " ")).first.fill(words)
    page.get_by_role("button", name="Tiếp tục").click()


def begin(page: Page) -> str:
    """From the guide to the address that it is kept by."""
    page.goto("/thu-tuc/1.004873/")
    page.get_by_role("link", name="Chuẩn bị ở nhà").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chuẩn bị ở nhà")
    return page.url


def answer_all(page: Page) -> None:
    page.get_by_role("link", name="Trả lời lần lượt").click()
    page.get_by_label("Của tôi, tôi tự đến nộp").check()
    go_on(page)
    go_on(page, **{"Họ và tên": NAME, "Năm sinh": "1990"})
    go_on(page, **{"Số định danh cá nhân": "000190001234"})
    go_on(page, **{"Xã, phường ngày nay": "Bình Lục"})
    go_on(page, **{"Điện thoại": "0987654321"})
    while not page.url.endswith("/anh/"):
        go_on(page)


def test_prepared_on_a_telephone_scanned_at_the_counter_and_accepted(new_context):
    phone = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    begin(phone)
    answer_all(phone)
    picture = {"name": "anh.heic", "mimeType": "image/jpeg", "buffer": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40}
    phone.get_by_label("Ảnh hoặc tệp PDF").set_input_files(picture)
    phone.get_by_role("button", name="Gửi tệp").click()
    expect(phone.get_by_role("alert")).to_contain_text("Ảnh HEIC của điện thoại chưa nhận được")
    phone.get_by_label("Ảnh hoặc tệp PDF").set_input_files(picture | {"name": "anh.jpg", "buffer": samples.photo()})
    phone.get_by_role("button", name="Gửi tệp").click()
    expect(phone.get_by_role("status")).to_contain_text("Đã nhận")
    phone.get_by_role("button", name="Tiếp tục").click()
    phone.get_by_label("Ông/bà định đến nộp ở đâu?").select_option(label=CENTRE)
    phone.get_by_role("button", name="Tiếp tục").click()
    phone.get_by_role("button", name="Đúng rồi, lấy mã QR").click()
    expect(phone.get_by_role("img", name="Mã QR")).to_be_visible()
    scanned = phone.url.removesuffix("mang-theo/")

    officer = new_context().new_page()
    sign_in(officer, "hanh")
    officer.goto("/desk/counter/")
    officer.get_by_label("quét QR hoặc gõ mã").fill(scanned)
    officer.keyboard.press("Enter")
    expect(officer.get_by_label("Họ và tên", exact=True)).to_have_value(NAME)
    expect(officer.get_by_role("heading", name="Người dân đã chuẩn bị ở nhà")).to_be_visible()
    officer.get_by_role("button", name="Đủ giấy tờ").click()
    officer.get_by_role("button", name="Tiếp nhận").first.click()
    officer.wait_for_url("**/desk/dossiers/*/")
    expect(officer.get_by_text("anh.jpg")).to_be_visible()
    phone.goto(scanned)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Cán bộ đã mở bản này tại quầy")


def test_what_is_typed_is_kept_by_itself_and_found_again_in_another_browser(new_context):
    first: BrowserContext = new_context(viewport=PHONE)
    page = first.new_page()
    address = begin(page)
    page.goto(f"{address}ho-ten/")
    page.get_by_label("Họ và tên").fill(NAME)
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    first.close()
    other = new_context(viewport=PHONE).new_page()
    other.goto(f"{address}ho-ten/")
    expect(other.get_by_label("Họ và tên")).to_have_value(NAME)


def test_every_page_of_preparing_is_clean_on_every_width(new_context):
    page = new_context().new_page()
    address = begin(page)
    answer_all(page)
    page.goto(f"{address}xem-lai/")
    page.get_by_role("button", name="Đúng rồi, lấy mã QR").click()
    slugs = ("", "ai-nop/", "ho-ten/", "giay-to/", "anh/", "noi-nop/", "xem-lai/", "mang-theo/", "xoa/")
    pages = ["/chuan-bi/1.004873/", "/chuan-bi/", "/chuan-bi/lam-tiep/", *(address + slug for slug in slugs)]
    assert [fault for url in pages for fault in faults_of(page, url)] == []
