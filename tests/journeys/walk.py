"""The walk over every page in real Chromium, telephone and desk. Its modules share these fixtures and stand apart,
so that two processes walk at once.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import addresses
from tests.journeys.addresses import Address
from tests.journeys.axe import axe_faults
from tests.journeys.conftest import Server
from tests.journeys.officers import sign_in

WIDTHS = (1440, 360)

# After a press of Tab: every place that the keys reach shows when it is the one, and none jumps the queue.
STOPS = """() => {
  document.activeElement.blur();
  const seen = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter((one) => one.tabIndex >= 0 && one.checkVisibility() && !one.disabled && one.type !== 'hidden');
  const faint = seen.filter((one) => {
    const before = getComputedStyle(one);
    const plain = [before.outlineStyle, before.outlineWidth, before.boxShadow, before.backgroundColor].join();
    one.focus({ preventScroll: true, focusVisible: true });
    const now = getComputedStyle(one);
    return plain === [now.outlineStyle, now.outlineWidth, now.boxShadow, now.backgroundColor].join();
  });
  const forced = seen.filter((one) => one.tabIndex > 0);
  return [...faint, ...forced].map((one) => one.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def server(start_region: Callable[..., Server]) -> Iterator[Server]:
    running = start_region(LOOKUP_LIMIT_PER_MINUTE="1000")
    yield running
    running.stop()


def tell() -> None:
    """Print every address as JSON; run beside the server, on its database."""
    print(json.dumps([asdict(one) for one in addresses.every()]))


@pytest.fixture(scope="module")
def every(server: Server) -> list[Address]:
    told = server.run_manage("shell", "--verbosity", "0", "--command", "from tests.journeys.walk import tell; tell()")
    return [Address(**one) for one in json.loads(told)]


def faults_met_by(who: str, new_context: Callable[..., BrowserContext], every: list[Address]) -> list[str]:
    """What is wrong with the pages of one visitor or officer, each with its address."""
    page = new_context().new_page()
    if who:
        sign_in(page, who)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    faults = []
    for address in every:
        if address.who == who:
            faults += [f"{address}: {fault}" for fault in faults_of(page, address, said)]
    return faults


def faults_of(page: Page, address: Address, said: list[str]) -> list[str]:
    """What is wrong with one page, in words; `said` gathers what the browser complains of."""
    said.clear()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(address.url)
    if answer.status != address.status:
        return [f"answered {answer.status}"]
    faults = []
    page.keyboard.press("Tab")
    faults += [f"focus not to be seen: {stop}" for stop in page.evaluate(STOPS)]
    page.keyboard.press("Escape")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{width} px: {fault}" for fault in axe_faults(page)]
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            faults.append(f"{width} px: {wide} px wide")
    # Chromium reports an answer such as 404 as an error of its own
    return faults + [f"the browser says: {words}" for words in said if f"status of {address.status}" not in words]
