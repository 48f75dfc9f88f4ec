"""Two counters in real browsers: a cut line shows and heals; without scripts the same."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.halls import OPEN, SIT
from tests.journeys.officers import sign_in

pytestmark = pytest.mark.browser


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
    page.wait_for_url("**/slip/")


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
    expect(page.locator(".called.none")).to_be_visible()
    assert number.startswith("E")


def test_enter_alone_does_the_next_act_and_the_address_stays_that_of_the_screen(counters):
    page = counters[0]
    take(page, "E · Việc khác")
    page.goto("/desk/queue/")
    for act in ("Gọi số tiếp theo", "Đã đến quầy"):
        expect(page.get_by_role("button", name=act)).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Xong, gọi số tiếp theo")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.type("H42.sai")
    page.keyboard.press("Enter")
    expect(page.locator("#id_dossier_error")).to_be_visible()
    expect(page.locator("#id_dossier")).to_be_focused()
    expect(page.locator("#id_dossier")).to_have_value("H42.sai")
    assert page.url.endswith("/desk/queue/")
    page.keyboard.press("Alt+x")
    expect(page.locator(".called.none")).to_be_visible()


def test_the_tabs_of_the_administration_are_all_to_be_seen_on_a_telephone(new_context):
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    sign_in(page, "phuong")
    page.goto("/desk/keep/waiting/")
    for tab in page.locator(".tabs a").all():
        box = tab.bounding_box()
        assert (box["x"] >= 0, box["x"] + box["width"] <= 360) == (True, True)
    assert page.locator(".tabs").first.evaluate("one => one.scrollWidth <= one.clientWidth")
