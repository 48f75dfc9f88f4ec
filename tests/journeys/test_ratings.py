"""What people are asked and what they read of it: on a telephone, on a kiosk upright, on a wide screen."""

import pytest

from tests.journeys.axe import axe_faults
from tests.journeys.walk import every, server

__all__ = ["every", "server"]
pytestmark = pytest.mark.browser
SIZES = ({"width": 360, "height": 740}, {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080})
ASKED = {f"portal:{name}" for name in ("rate", "rated", "how_to_rate", "rating_places", "rating_results", "tablet")}
KEY = (
    "shell", "--verbosity", "0", "--command",
    "from gandan.counter.tickets.models import Board; from gandan.counter.tickets.queries import machine_key; "
    "from tests.journeys.addresses import CENTRE; print(machine_key(Board.objects.get(unit__name=CENTRE)))",
)  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']} px")
def test_the_pages_of_ratings_are_clean_at_every_size(new_context, server, every, size):
    context = new_context(viewport=size)
    key = server.run_manage(*KEY).strip()
    context.add_cookies([{"name": "may", "value": key, "url": f"{server.url}/danh-gia/may/"}])
    page, faults, seen = context.new_page(), [], set()
    for one in every:
        if one.name in ASKED:
            page.goto(one.url)
            seen.add(one.name)
            faults += [f"{one.name}: {fault}" for fault in axe_faults(page)]
            wide = page.evaluate("document.scrollingElement.scrollWidth")
            faults += [f"{one.name}: {wide} px wide"] if wide > size["width"] else []
            if one.name == "portal:tablet" and page.locator(".answers button").count():
                smallest = min(button.bounding_box()["height"] for button in page.locator(".answers button").all())
                faults += [f"a button of {smallest} px"] if smallest < 48 else []
                seen.add("asked on a tablet")
    assert faults == []
    assert seen == ASKED | {"asked on a tablet"}
