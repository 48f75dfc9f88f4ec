"""A day at one commune in real browsers, all open at once: kiosk, hall display, two counters, telephones."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.halls import DISPLAY, KIOSK, TELEPHONE, base, new_machine, pressed, scanned, server
from tests.journeys.officers import sign_in

__all__ = ["base", "new_machine", "server"]
pytestmark = pytest.mark.browser
BIRTHS, COPIES, LAND = "Khai sinh, kết hôn", "Sao y, chứng thực", "Đất đai, xây dựng"
HOME = (
    "shell", "--verbosity", "0", "--command",
    "from tests.journeys.seed import prepare_at_home; print(prepare_at_home('Lê Thị Chuẩn Bị'))",
)  # fmt: skip


@pytest.fixture
def counters(new_context) -> tuple[Page, Page]:
    first, second = new_context().new_page(), new_context().new_page()
    for page, username in ((first, "hanh"), (second, "kien")):
        sign_in(page, username)
        page.goto("/desk/queue/")
    expect(first.get_by_role("heading", name="Quầy 1")).to_be_visible()
    expect(second.get_by_role("heading", name="Quầy 2")).to_be_visible()
    return first, second


def at(page: Page) -> str:
    return page.locator(".called").inner_text()


def waiting(display: Page, kind: str, how_many: int) -> None:
    expect(display.locator(".line li").filter(has_text=kind)).to_contain_text(f"{how_many} người")


def test_a_day_at_the_counter(new_context, new_machine, server, base, counters):
    display = new_machine("Đặt máy này làm màn hình gọi số", DISPLAY)
    kiosk = new_machine("Đặt máy này làm máy lấy số, không in", KIOSK)

    # the kiosk tells the wait before anything is pressed; the slip and the telephone say the same
    kiosk.goto(f"{base}/lay-so/")
    expect(kiosk.get_by_role("link", name=COPIES)).to_contain_text("Lấy số bây giờ: đang có quầy rảnh.")
    copies = pressed(kiosk, base, COPIES)
    promise = kiosk.locator(".say").inner_text()
    telephone = new_context(viewport=TELEPHONE).new_page()
    telephone.goto(scanned(kiosk))
    expect(telephone.locator(".number")).to_have_text(copies)
    expect(telephone.locator(".say")).to_have_text(promise, use_inner_text=True)
    births = pressed(kiosk, base, BIRTHS)
    disabled = pressed(kiosk, base, COPIES, "Người khuyết tật")
    waiting(display, COPIES, 2)
    expect(display.locator(".line")).to_contain_text("Trong đó ưu tiên")

    # somebody takes a number with their own telephone, off the display, and one is given at the desk, with its slip
    other = new_context(viewport=TELEPHONE).new_page()
    other.goto(scanned(display))
    other.get_by_label(LAND).check()
    other.get_by_role("button", name="Lấy số").click()
    other.wait_for_url("**/so/**")
    waiting(display, LAND, 1)
    first, second = counters
    first.keyboard.press("s")
    first.get_by_label("A · Khai sinh, kết hôn, hộ tịch").check()
    first.get_by_role("button", name="Cấp số").click()
    first.wait_for_url("**/slip/")
    expect(first.get_by_role("button", name="In phiếu")).to_be_focused()
    last = first.locator(".slip h2").inner_text().removeprefix("Số").strip()
    first.keyboard.press("q")
    waiting(display, BIRTHS, 2)

    # whoever goes first is called first, each by another counter; display and telephone hear of it by themselves
    for page in counters:
        page.keyboard.press("n")
        expect(page.get_by_role("button", name="Đã đến quầy")).to_be_visible()
    assert {at(first), at(second)} == {disabled, copies}
    expect(display.locator(".calls li").first).to_contain_text(re.compile(r"quầy \d"))
    expect(display.locator(".calls")).to_contain_text(disabled)
    expect(telephone.locator(".loud")).to_contain_text("Mời đến quầy")

    # one does not come, is called again and told absent; then stands there, and keeps the place
    absent, busy = (first, second) if at(first) == copies else (second, first)
    busy.keyboard.press("d")
    expect(busy.get_by_text("Đang làm việc")).to_be_visible()
    assert Axe().run(busy).response["violations"] == []
    expect(absent.get_by_role("button", name="Vắng")).to_have_count(0)
    absent.keyboard.press("r")
    absent.get_by_role("button", name="Vắng").click()
    expect(telephone.get_by_text("chưa thấy người đến")).to_be_visible()
    absent.get_by_role("button", name="Vào hàng lại").click()
    expect(absent.locator("#line .first")).to_contain_text(copies)

    # what the other came for is not copies: number and place stay
    busy.get_by_text("Chuyển, hoãn đến giờ").click()
    busy.get_by_label("Chuyển sang loại việc").select_option(label=f"C · {LAND}")
    busy.get_by_role("button", name="Chuyển, giữ chỗ").click()
    expect(absent.locator("#line .first")).to_contain_text(disabled)
    waiting(display, LAND, 2)

    # who prepared at home shows their code: one scan, and the form stands there filled in, with the queue's keys
    busy.keyboard.press("n")
    expect(busy.get_by_role("button", name="Đã đến quầy")).to_be_visible()
    busy.keyboard.press("d")
    expect(busy.get_by_text("Đang làm việc")).to_be_visible()
    busy.keyboard.press("g")
    busy.keyboard.type(server.run_manage(*HOME).strip())
    busy.keyboard.press("Enter")
    busy.wait_for_url("**/desk/counter/*/")
    expect(busy.get_by_label("Họ và tên", exact=True)).to_have_value("Lê Thị Chuẩn Bị")
    busy.get_by_role("link", name="Màn hình gọi số").click()
    expect(busy.locator(".about")).to_contain_text("Lê Thị Chuẩn Bị")

    # the third does not wait any longer; everybody else is still in line, nobody twice
    other.get_by_text("Tôi không chờ nữa").click()
    other.get_by_role("button", name="Bỏ số này").click()
    expect(other.get_by_text("Số này đã bỏ")).to_be_visible()
    expect(absent.locator("#line .code").filter(has_text="C 001")).to_have_count(0)
    left = {at(busy), *absent.locator("#line tbody .code").all_inner_texts()}
    assert {copies, births, disabled, last} == left
