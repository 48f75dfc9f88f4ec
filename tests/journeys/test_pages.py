"""Every page in real Chromium, telephone and desk: nothing for axe to find, nothing too wide, focus to be seen."""

import json
import re
from collections import defaultdict
from dataclasses import asdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys import addresses
from tests.journeys.addresses import Address
from tests.journeys.officers import sign_in

pytestmark = pytest.mark.browser
WIDTHS = (1440, 360)
NOT_FOUND = 404

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
def server(start_region):
    running = start_region(LOOKUP_LIMIT_PER_MINUTE="1000")
    yield running
    running.stop()


def tell() -> None:
    """Print every address as JSON; run beside the server, on its database."""
    print(json.dumps([asdict(one) for one in addresses.every()]))


@pytest.fixture(scope="module")
def every(server) -> list[Address]:
    told = server.run_manage(
        "shell", "--verbosity", "0", "--command", "from tests.journeys.test_pages import tell; tell()"
    )
    return [Address(**one) for one in json.loads(told)]


@pytest.mark.parametrize("who", addresses.EVERYBODY)
def test_every_page_is_clean_on_a_telephone_and_on_a_desk(new_context, every, who):
    page = new_context().new_page()
    if who:
        sign_in(page, who)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    faults = []
    for address in every:
        if address.who == who:
            faults += [f"{address}: {fault}" for fault in faults_of(page, address, said)]
    assert faults == []


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
        for violation in Axe().run(page).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            faults.append(f"{width} px: axe {violation['id']}: {nodes}")
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            faults.append(f"{width} px: {wide} px wide")
    # Chromium reports an answer such as 404 as an error of its own
    return faults + [f"the browser says: {words}" for words in said if f"status of {address.status}" not in words]


def test_no_page_is_forgotten(every):
    walked = {address.name for address in every}
    assert set(addresses.names()) - walked == set(addresses.NO_PAGE)
    assert {address.who for address in every} == set(addresses.EVERYBODY)


def test_every_page_has_a_title_of_its_own(new_context, every):
    titled = defaultdict(set)
    for who in sorted({address.who for address in every}):
        context = new_context()
        if who:
            sign_in(context.new_page(), who)
        for address in every:
            if address.who == who and address.status != NOT_FOUND:  # one page says of all that they are not there
                page = context.request.get(address.url).text()
                titled[re.search(r"<title>(.*?)</title>", page, re.S).group(1)].add(address.name)
    shared = {title: names for title, names in titled.items() if len(names) > 1}
    assert shared == {}
    assert all(title.endswith(" – Gần Dân") and not title.startswith(" –") for title in titled)
