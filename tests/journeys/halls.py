"""The hall of the demo region in real browsers: its machines, what is pressed and scanned there."""

import io
import subprocess
import sys
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.databases import free_port
from tests.journeys.conftest import Server
from tests.journeys.officers import sign_in, sign_out

OPEN = ("shell", "--verbosity", "0", "--command", "from tests.journeys.seed import open_around_the_clock as go; go()")
SIT = ("shell", "--verbosity", "0", "--command", "from tests.journeys.seed import sit_down; sit_down('hanh', 1)")
KIOSK, DISPLAY = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}
TELEPHONE = {"width": 360, "height": 740}
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
