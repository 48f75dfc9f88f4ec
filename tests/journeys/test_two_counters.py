"""Two counters in real browsers: each calls another number, a cut line shows and heals, a dossier opens at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.officers import sign_in

pytestmark = pytest.mark.browser
OPEN = ("shell", "--verbosity", "0", "--command", "from tests.journeys.seed import open_around_the_clock as go; go()")
SIT = ("shell", "--verbosity", "0", "--command", "from tests.journeys.seed import sit_down; sit_down('hanh', 1)")


@pytest.fixture(scope="module")
def server(start_region):
    running = start_region()
    running.run_manage(*OPEN)
    running.run_manage(*SIT)
    yield running
    running.stop()


def take(page: Page, kind: str, ground: str = "Không") -> None:
    page.goto("/desk/queue/take/")
    page.get_by_label(kind).check()
    page.get_by_label("Lý do được gọi trước").select_option(label=ground)
    page.get_by_role("button", name="Cấp số").click()
    page.wait_for_url("**/desk/queue/")


def stands(page: Page, number: str) -> None:
    expect(page.locator(".called")).to_have_text(number)


@pytest.fixture
def counters(new_context) -> tuple[Page, Page]:
    first, second = new_context().new_page(), new_context().new_page()
    for page, username in ((first, "hanh"), (second, "kien")):
        sign_in(page, username)
        page.goto("/desk/queue/")
    expect(first.get_by_role("heading", name="Quầy 1")).to_be_visible()
    expect(second.get_by_role("heading", name="Quầy 2")).to_be_visible()
    return first, second


def test_a_morning_at_two_counters(counters):
    first, second = counters
    second.get_by_role("button", name="Đóng quầy").click()
    second.get_by_role("listitem").filter(has_text="Mở Quầy 2").get_by_role("button").click()
    expect(second.get_by_role("heading", name="Quầy 2")).to_be_visible()
    take(first, "A · Khai sinh, kết hôn, hộ tịch")
    take(first, "B · Sao y, chứng thực")
    take(first, "C · Đất đai, xây dựng")
    take(first, "B · Sao y, chứng thực", "Người khuyết tật")

    # what one does, the other sees without a key
    expect(second.locator("#line .first")).to_contain_text("B 002")
    first.keyboard.press("n")
    second.keyboard.press("n")
    called = set()
    for page in counters:
        expect(page.get_by_role("button", name="Đã đến quầy")).to_be_visible()
        called.add(page.locator(".called").inner_text())
    assert called == {"B 002", "A 001"}

    holder = next(page for page in counters if page.locator(".called").inner_text() == "A 001")
    other = next(page for page in counters if page is not holder)
    holder.keyboard.press("d")
    expect(holder.get_by_text("Đang làm việc")).to_be_visible()
    assert Axe().run(holder).response["violations"] == []

    # a dossier is begun for who stands here, and is found again beside their number
    holder.keyboard.press("t")
    holder.wait_for_url("**/desk/counter/*/")
    holder.get_by_label("Họ và tên", exact=True).fill("Trần Thị Số Một")
    expect(holder.locator("[data-saved]")).to_contain_text("Đã lưu")
    holder.goto("/desk/queue/")
    expect(holder.locator(".about")).to_contain_text("Trần Thị Số Một")

    # what they came for is another counter's: number and place stay
    holder.get_by_text("Chuyển, hoãn đến giờ, ghép mã").click()
    holder.get_by_label("Chuyển sang loại việc").select_option(label="C · Đất đai, xây dựng")
    holder.get_by_role("button", name="Chuyển, giữ chỗ").click()
    expect(other.locator("#line .first")).to_contain_text("A 001")

    # absent only after a second call
    expect(other.get_by_role("button", name="Vắng")).to_have_count(0)
    other.keyboard.press("r")
    other.get_by_role("button", name="Vắng").click()
    expect(other.locator("#line")).to_contain_text("Vắng khi gọi")
    expect(holder.locator("#line")).to_contain_text("Vắng khi gọi")


def test_a_cut_line_is_said_and_heals_by_itself(counters):
    first, second = counters
    take(second, "D · Kinh doanh")
    first.goto("/desk/queue/")
    lost = first.get_by_role("alert").filter(has_text="Mất kết nối")
    first.context.set_offline(True)
    first.keyboard.press("n")
    expect(lost).to_be_visible()
    second.goto("/desk/queue/")
    waiting = second.locator("#line .code").first.inner_text()
    second.keyboard.press("n")
    stands(second, waiting)
    first.context.set_offline(False)
    expect(lost).to_be_hidden()
    expect(first.locator("#line .code").filter(has_text=waiting)).to_have_count(0)
    second.keyboard.press("d")


def test_without_scripts_the_same_counter_works(new_context, counters):
    take(counters[0], "E · Việc khác", "Phụ nữ mang thai")
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, "hanh")
    page.goto("/desk/queue/")
    page.get_by_role("button", name="Gọi số tiếp theo").click()
    number = page.locator(".called").inner_text()
    page.get_by_role("button", name="Đã đến quầy").click()
    page.get_by_role("button", name="Xong", exact=True).click()
    expect(page.locator(".called")).to_have_text("–")
    assert number.startswith("E")
