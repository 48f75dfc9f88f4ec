"""Pages that are read before anything is typed: their cost, and what the first visit brings over the line."""

import os
import re
from functools import partial

from bench.crowd import OK, Browser, Crowd
from bench.place import Place
from bench.table import Line, of_run

GUIDE = "/thu-tuc/1.004873/"
READ = {
    "page: front": "/",
    "page: a procedure's guide": GUIDE,
    "page: the look-up form": "/tra-cuu/",
}
PAGE_LIMIT = 1.0  # CPU-ms
FIRST_VISIT, FORM_SIZE = 60.0, 10.0  # kB


def measure(place: Place, acts: int) -> list[Line]:
    lines = []
    with Crowd(place) as crowd:
        for what, path in READ.items():
            lines.append(of_run(what, crowd.run(partial(read, path), acts), limit=PAGE_LIMIT))
        drawn = crowd.run(partial(read_anew, GUIDE), acts)
        lines.append(of_run("page: the guide, drawn each time", drawn))
    lines += [Line(f"first visit, {what}", first_visit(place, path), "kB", FIRST_VISIT) for what, path in READ.items()]
    form = Browser("127.0.0.1", place.port).get("/tra-cuu/").expect(OK)
    return [*lines, Line("the look-up form's HTML", len(form.body) / 1000, "kB", FORM_SIZE)]


def read(path: str, browser: Browser, number: int) -> None:
    browser.get(path).expect(OK)


def read_anew(path: str, browser: Browser, number: int) -> None:
    """With a cookie nobody sent before, so that no kept page answers."""
    browser.cookies["seen"] = f"{os.getpid()}.{number}"
    browser.get(path).expect(OK)


def first_visit(place: Place, path: str) -> float:
    """Kilobytes of the page and of all that it names, as a browser that accepts compression gets them."""
    browser = Browser("127.0.0.1", place.port)
    accepts = {"Accept-Encoding": "gzip, br"}
    page = browser.get(path, headers=dict(accepts)).expect(OK)
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    return (len(page.body) + sum(len(browser.get(one, headers=dict(accepts)).body) for one in named)) / 1000
