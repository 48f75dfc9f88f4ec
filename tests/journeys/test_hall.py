"""A day in the hall in real browsers: a kiosk, the display, a telephone before it, and two counters that call."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.databases import free_port
from tests.journeys.conftest import Server
from tests.journeys.officers import sign_in, sign_out
from tests.journeys.test_two_counters import OPEN, SIT

pytestmark = pytest.mark.browser
KIOSK, DISPLAY = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}
TELEPHONE = {"width": 360, "height": 740}
WIDTHS = (360, 1080, 1920)
UNIT = (
    "shell", "--verbosity", "0", "--command",
    "from gandan.counter.tickets.models import Counter; print(Counter.objects.first().unit.ref.code)",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(start_region):
    running = start_region(DISPLAYS_PORT=str(free_port()))
    running.run_manage(*OPEN)
    running.run_manage(*SIT)
    start_displays(running)
    yield running
    running.stop()


def start_displays(server: Server) -> None:
    with (server.data_dir / "displays.log").open("ab") as log:
        server.children["displays"] = subprocess.Popen(
            [sys.executable, "-m", "gandan", "displays"],
            env=server.environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def base(server: Server) -> str:
    return f"/sanh/{server.run_manage(*UNIT).strip()}"


@pytest.fixture
def new_machine(new_context: Callable[..., BrowserContext], base: str) -> Callable[..., Page]:
    def new(what: str, size: dict[str, int]) -> Page:
        """A screen that the head of the centre made a machine of the hall, and left."""
        page = new_context(viewport=size).new_page()
        sign_in(page, "phuong")
        page.goto(f"{base}/may/")
        page.get_by_role("link", name=what).click()
        machine = page.url
        sign_out(page)
        page.goto(machine)
        return page

    return new


def pressed(kiosk: Page, base: str, kind: str, ground: str = "Không, lấy số thường") -> str:
    """The number that comes out."""
    kiosk.goto(f"{base}/lay-so/")
    kiosk.get_by_role("link", name=kind).click()
    kiosk.get_by_role("button", name=ground).click()
    kiosk.wait_for_url(f"**{base}/so/**")
    return kiosk.locator(".number").inner_text()


def scanned(page: Page) -> str:
    """What a telephone reads off the screen."""
    picture = page.locator(".wall img").screenshot()
    return zxingcpp.read_barcode(Image.open(io.BytesIO(picture))).text


def test_a_day_in_the_hall(new_context, new_machine, server, base):
    display = new_machine("Đặt máy này làm màn hình gọi số", DISPLAY)
    kiosk = new_machine("Đặt máy này làm máy lấy số, không in", KIOSK)
    clerks = [new_context().new_page() for _ in range(2)]
    for clerk, username in zip(clerks, ("hanh", "kien"), strict=True):
        sign_in(clerk, username)
        clerk.goto("/desk/queue/")

    # the number, its promise on the screen and, scanned, the same on the telephone
    number = pressed(kiosk, base, "Sao y, chứng thực")
    promise = kiosk.locator(".say").inner_text()
    expect(display.locator(".line li").filter(has_text="Sao y, chứng thực")).to_contain_text("1 người")
    telephone = new_context(viewport=TELEPHONE).new_page()
    telephone.goto(scanned(kiosk))
    expect(telephone.locator(".number")).to_have_text(number)
    expect(telephone.locator(".say")).to_have_text(promise, use_inner_text=True)
    first = pressed(kiosk, base, "Khai sinh, kết hôn", "Phụ nữ mang thai")

    # who stands in the hall takes one with their own telephone, off the display
    expect(display.locator(".line")).to_contain_text("Trong đó ưu tiên")
    other = new_context(viewport=TELEPHONE).new_page()
    other.goto(scanned(display))
    other.get_by_label("Đất đai, xây dựng").check()
    other.get_by_role("button", name="Lấy số").click()
    other.wait_for_url("**/so/**")
    third = other.locator(".number").inner_text()

    # two counters call; display and telephone hear of it without being asked
    for clerk in clerks:
        clerk.goto("/desk/queue/")
        clerk.keyboard.press("n")
        expect(clerk.get_by_role("button", name="Đã đến quầy")).to_be_visible()
    called = {clerk.locator(".called").inner_text() for clerk in clerks}
    assert called == {first, number}
    expect(display.locator(".calls li").first).to_contain_text(re.compile(r"quầy \d"))
    for one in called:
        expect(display.locator(".calls")).to_contain_text(one)
    expect(telephone.locator(".loud")).to_contain_text("Mời đến quầy")

    # the third does not wait any longer
    other.get_by_text("Tôi không chờ nữa").click()
    other.get_by_role("button", name="Bỏ số này").click()
    expect(other.get_by_text("Số này đã bỏ")).to_be_visible()
    expect(display.locator(".line li").filter(has_text="Đất đai")).to_contain_text("0 người")
    assert third.startswith("C")


def test_a_cut_line_is_shown_and_heals_by_itself(new_context, server, base):
    display, blind = new_context(viewport=DISPLAY).new_page(), new_context(java_script_enabled=False).new_page()
    display.goto(f"{base}/bang/")
    expect(display.locator(".board")).to_be_visible()
    for name in ("serve", "worker", "displays"):
        server.kill(name)
    lost = display.get_by_text(re.compile(r"Mất kết nối lúc \d\d:\d\d — số có thể đã cũ"))
    expect(lost).to_be_visible(timeout=40_000)
    expect(display.locator(".board")).to_be_visible()
    server.start()
    expect(lost).to_be_hidden(timeout=30_000)
    kiosk_less = blind.goto(f"{base}/bang/")
    assert 'http-equiv="refresh"' in kiosk_less.text()

    # without the live process the display asks the web server by itself
    before = display.locator("[data-version]").get_attribute("data-version")
    server.run_manage(*TURN)
    expect(display.locator("[data-version]")).not_to_have_attribute("data-version", before, timeout=20_000)
    start_displays(server)


TURN = (
    "shell", "--verbosity", "0", "--command",
    "from django.db import transaction\n"
    "from gandan.counter.tickets.actions.steps import turn\n"
    "from gandan.counter.tickets.models import Counter\n"
    "with transaction.atomic(): turn(Counter.objects.first().unit_id)",
)  # fmt: skip


def test_the_kiosk_goes_back_to_its_start_by_itself(new_machine, base):
    kiosk = new_machine("Đặt máy này làm máy lấy số, không in", KIOSK)
    kiosk.clock.install()
    pressed(kiosk, base, "Việc khác")
    kiosk.clock.fast_forward(39_000)
    expect(kiosk.locator(".number")).to_be_visible()
    kiosk.clock.fast_forward(2_000)
    kiosk.wait_for_url(f"**{base}/lay-so/")
    small = "() => [...document.querySelectorAll('a, button')].filter((one) => one.checkVisibility()"
    small += " && !one.matches('.skip') && one.getBoundingClientRect().height < 64).map((one) => one.outerHTML)"
    assert kiosk.evaluate(small) == []


def test_every_page_of_the_hall_is_clean_on_a_telephone_a_kiosk_and_a_display(new_machine, new_context, base):
    kiosk = new_machine("Đặt máy này làm máy lấy số, không in", KIOSK)
    faults = faults_of(kiosk, f"{base}/lay-so/")
    kiosk.get_by_role("link", name="Việc khác").click()
    faults += faults_of(kiosk, kiosk.url)
    pressed(kiosk, base, "Việc khác")
    faults += faults_of(kiosk, kiosk.url)
    ticket = scanned(kiosk)
    faults += faults_of(kiosk, f"{base}/bang/")
    wall = scanned(kiosk)
    faults += faults_of(kiosk, f"{base}/lay-so/khong-co/")
    telephone = new_context().new_page()
    for url in (ticket, wall, f"{base}/lay-so/", f"{base}/dien-thoai/cu/"):
        faults += faults_of(telephone, url)
    sign_in(telephone, "phuong")
    faults += faults_of(telephone, f"{base}/may/")
    assert faults == []


def faults_of(page: Page, url: str) -> list[str]:
    found = []
    page.goto(url)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1080})
        for violation in Axe().run(page).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            found.append(f"{url} {width} px: axe {violation['id']}: {nodes}")
        if (wide := page.evaluate("document.scrollingElement.scrollWidth")) > width:
            found.append(f"{url} {width} px: {wide} px wide")
        if folder := os.environ.get("GANDAN_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/{re.sub(r'[^a-z]+', '-', url.rpartition('sanh')[2])[:40]}-{width}.png")
    return found
