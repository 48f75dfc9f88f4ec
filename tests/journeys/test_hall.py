"""The machines of a hall in real browsers: a cut line heals, the kiosk returns to its start, nothing is unreadable."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import axe_faults
from tests.journeys.halls import DISPLAY, KIOSK, base, new_machine, pressed, scanned, server, start_displays
from tests.journeys.officers import sign_in

__all__ = ["base", "new_machine", "server"]
pytestmark = pytest.mark.browser
WIDTHS = (360, 1080, 1920)


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
    faults += faults_of(kiosk, f"{base}/da-dat-lich/")
    pressed(kiosk, base, "Việc khác")
    faults += faults_of(kiosk, kiosk.url)
    ticket = scanned(kiosk)
    faults += faults_of(kiosk, f"{base}/bang/")
    wall = scanned(kiosk)
    faults += faults_of(kiosk, f"{base}/lay-so/khong-co/")
    telephone = new_context().new_page()
    for url in (ticket, wall, f"{base}/lay-so/", f"{base}/dien-thoai/cu/", "/so/", "/so/?ma=0"):
        faults += faults_of(telephone, url)
    sign_in(telephone, "phuong")
    faults += faults_of(telephone, f"{base}/may/")
    faults += faults_of(telephone, f"{base}/may/doi-khoa/")
    assert faults == []


def faults_of(page: Page, url: str) -> list[str]:
    found = []
    page.goto(url)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1080})
        found += [f"{url} {width} px: {fault}" for fault in axe_faults(page)]
        if (wide := page.evaluate("document.scrollingElement.scrollWidth")) > width:
            found.append(f"{url} {width} px: {wide} px wide")
        if folder := os.environ.get("GANDAN_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/{re.sub(r'[^a-z]+', '-', url.rpartition('sanh')[2])[:40]}-{width}.png")
    return found
