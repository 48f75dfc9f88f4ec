"""One “Ngày thứ bảy với dân” in real browsers: planned, rostered, booked, held, rated, summed up, adopted elsewhere."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gandan.law.calendar import HANOI
from tests.factories import PASSWORD
from tests.journeys.conftest import Server
from tests.journeys.officers import sign_in

pytestmark = pytest.mark.browser
NAME = "Thứ bảy về thôn"
THURSDAY, SATURDAY, NOON = (
    datetime(2026, 12, day, hour, minute, tzinfo=HANOI) for day, hour, minute in ((10, 9, 0), (19, 7, 25), (19, 11, 35))
)
AFTERWARDS = datetime(2027, 2, 2, 8, 0, tzinfo=HANOI)  # nobody can answer any more
ANOTHER = (
    "shell", "--verbosity", "0", "--command",
    "from gandan.organisation.models import Tenure; from tests.factories import UserFactory; "
    "head = Tenure.objects.get(post__kind='centre_head', post__unit__name__endswith='Bình Mỹ'); "
    "UserFactory(person=head.person, username='binh-my')",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(start_region):
    """On a clock of its own, so that the days between plan and summary pass."""
    running = start_region(LOOKUP_LIMIT_PER_MINUTE="1000")
    running.stop()
    clock = Path(__file__).parent / "clock"
    running.environment["PYTHONPATH"] = f"{clock}:{running.environment['PYTHONPATH']}"
    running.environment["JOURNEY_CLOCK"] = str(running.data_dir / "ahead")
    set_clock(running, THURSDAY)
    running.run_manage(*ANOTHER)
    running.start()
    yield running
    running.stop()


def set_clock(server: Server, now: datetime) -> None:
    ahead = server.data_dir / "ahead.new"
    ahead.write_text(str((now - datetime.now(UTC)).total_seconds()))
    ahead.rename(server.data_dir / "ahead")  # nobody reads half of it


@pytest.fixture
def officer(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def officer(username: str, **password: str) -> Page:
        page = new_context(viewport={"width": 1440, "height": 900}).new_page()
        sign_in(page, username, **password)
        return page

    return officer


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).click()


def plan(page: Page) -> None:
    """Two Saturdays at a hamlet's house, with who receives, signs and hands out."""
    page.goto("/desk/service-sessions/plans/new/")
    for label, text in {
        "Tên kế hoạch": NAME,
        "Số quyết định": "215/QĐ-UBND",
        "Ngày ký": "07/12/2026",
        "Người ký": "Vũ Đức Thắng",
        "Giờ tiếp": "07:30-11:30",
        "Nơi tiếp": "Nhà văn hóa thôn Đồng Du",
    }.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Chứng thực bản sao").first.check()
    page.get_by_label("Tiếp nhận đơn, phản ánh, kiến nghị").check()
    press(page, "Lập kế hoạch")
    page.get_by_label("Từ ngày").fill("19/12/2026")
    page.get_by_label("Đến ngày").fill("26/12/2026")
    press(page, "Lập các phiên")
    expect(page.get_by_text("Đã lập 2 phiên.")).to_be_visible()


def fill_and_change(page: Page) -> str:
    """The solver's roster, one change by hand with the keyboard, published; who was put in."""
    page.get_by_role("link", name="Phân công").first.click()
    press(page, "Xếp tự động")
    expect(page.get_by_text("Đã xếp đủ người và thẩm quyền cho mọi phiên.")).to_be_visible()
    day = page.locator("thead a").first.get_attribute("href").split("/")[-2]
    free = page.locator(f"input[name=place][value^='{day}']:not(:checked):not(:disabled)").first
    mark = free.get_attribute("value")
    free.focus()
    page.keyboard.press("Space")
    press(page, "Lưu thay đổi")
    ticked = page.locator(f"input[name=place][value='{mark}']")
    expect(ticked).to_be_checked()
    press(page, "Công bố phân công")
    expect(page.get_by_text("từng người được báo")).to_be_visible()
    return page.locator("tr").filter(has=ticked).locator(".lead").inner_text()


def announce(page: Page, who: str) -> str:
    """The address of the session's page."""
    page.locator("thead a").first.click()
    page.wait_for_url("**/days/*/")
    expect(page.get_by_text("Công bố chậm nhất")).to_be_visible()
    expect(page.get_by_text(who.splitlines()[0]).first).to_be_visible()
    press(page, "Công bố")
    expect(page.get_by_text("Đã công bố").first).to_be_visible()
    return page.url


def book(page: Page) -> str:
    """Without a script, on a telephone; the code to show."""
    page.goto("/ngay-thu-bay/?q=binh+luc")
    page.get_by_role("link", name="Thứ Bảy, 19/12/2026").click()
    expect(page.get_by_text("Nhà văn hóa thôn Đồng Du")).to_be_visible()
    expect(page.get_by_text("Người có thẩm quyền ký có mặt tại chỗ")).to_be_visible()
    page.get_by_role("link", name="Đặt lịch hẹn").last.click()
    page.get_by_role("link", name=re.compile("Sao y")).first.click()
    page.locator(".days a").filter(has_text=re.compile(r"\b19")).first.click()
    page.locator(".times button").first.click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Xác nhận đặt lịch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã đặt lịch hẹn")
    return page.locator(".big.code").inner_text()


def serve(page: Page, code: str) -> None:
    """The booking is at the counter, called and finished."""
    page.goto("/desk/queue/")
    page.get_by_role("button", name=re.compile(r"Mở.* Quầy 1")).click()
    expect(page.get_by_role("button", name="Gọi số tiếp theo")).to_be_visible()
    page.goto("/desk/appointments/")
    page.get_by_label("Mã hẹn").fill(code)
    press(page, "Tìm")
    press(page, "Đã đến: cấp số")
    page.goto("/desk/queue/")
    page.get_by_role("button", name="Gọi số tiếp theo").click()
    page.get_by_role("button", name="Đã đến quầy").click()
    expect(page.get_by_role("button", name="Đã đến quầy")).to_be_hidden()
    expect(page.locator(".called")).to_be_visible()


def rate(clerk: Page, citizen: Page, people: int) -> None:
    """So many are given a link at the counter and answer with their telephone."""
    for number in range(people):
        clerk.goto("/desk/ratings/links/")
        press(clerk, "Đường dẫn cho một người")
        citizen.goto(re.search(r"http\S+/danh-gia/\S+", clerk.get_by_role("main").inner_text()).group())
        said = "Đúng, giờ thường" if number else "Không, giờ thường"
        citizen.get_by_label(re.compile(said)).check()
        citizen.get_by_role("button", name="Gửi đánh giá").click()
        expect(citizen.get_by_text(re.compile("Cảm ơn")).first).to_be_visible()


def test_a_saturday_from_its_plan_to_the_next_commune(new_context, officer, server):
    head = officer("phuong")
    plan(head)
    of_plan = head.url
    put_in = fill_and_change(head)
    session = announce(head, put_in)
    citizen = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    code = book(citizen)

    set_clock(server, SATURDAY)
    clerk = officer("hanh")
    serve(clerk, code)
    rate(clerk, citizen, 5)

    set_clock(server, NOON)
    head = officer("phuong")
    head.goto(session)
    press(head, "Ghi đã diễn ra")
    press(head, "Tổng kết")
    expect(head.get_by_text("giờ nghỉ bù phải trả")).to_be_visible()
    expect(head.locator(".figures li").first).to_have_text(re.compile("^1"))
    expect(head.get_by_role("heading", name="Nghỉ bù")).to_be_visible()

    set_clock(server, AFTERWARDS)
    citizen.goto(session.replace("/desk/service-sessions/days/", "/ngay-thu-bay/"))
    expect(citizen.get_by_role("heading", name="Phiên này đã mang lại")).to_be_visible()
    expect(citizen.get_by_text("4 trên 5 người")).to_be_visible()

    head = officer("phuong")
    head.goto(of_plan)
    press(head, "Chia sẻ kế hoạch")
    expect(head.locator(".big")).to_have_text(re.compile("^1 trên 17"))
    other = officer("binh-my", password=PASSWORD)
    other.goto(head.url)
    other.get_by_role("link", name="Áp dụng cho đơn vị mình").click()
    for label, text in {"Số quyết định": "31/QĐ-UBND", "Ngày ký": "20/12/2026", "Người ký": "Chủ tịch"}.items():
        other.get_by_label(label, exact=True).fill(text)
    press(other, "Áp dụng")
    expect(other.get_by_role("heading", level=1)).to_have_text(NAME)
    head.reload()
    expect(head.locator(".big")).to_have_text(re.compile("^2 trên 17"))
