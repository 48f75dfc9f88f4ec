"""The whole intake through the web: session, CSRF, permission, form, papers, promise with derivation, leaf, code.

Everybody here sits at one counter, so all codes come from one gap-free row: the hardest case.
"""

import re

from bench.crowd import FOUND, OK, WARM_UP, Browser, Crowd
from bench.place import Place
from bench.table import Line, of_run

OFFICERS = ("hanh", "kien")
PROCEDURE = "1.004873"  # marital status: the commonest that is not done while one waits
HOME = "/desk/counter/"
MOST_FLOORS = {"open": 18, "form": 36, "accept": 72}
FORM = [
    ("kind", "person"),
    ("name", "Nguyễn Thị Hoa"),
    ("id_number", "000190012345"),
    ("birth_year", "1990"),
    ("phone", "0900012345"),
    ("email", "hoa@example.com"),
    ("address_on_paper", "Thôn An Bài, xã Bình Lục, tỉnh Ninh Bình"),
    ("province", "Tỉnh Ninh Bình"),
    ("commune", "Xã Bình Lục"),
    ("hamlet", "Thôn An Bài"),
    ("channel", "desk"),
    ("sets", "1"),
    ("note", ""),
    ("return_at", "Trung tâm Phục vụ hành chính công xã Bình Lục"),
    ("do", "accept"),
]


def measure(place: Place, acts: int) -> list[Line]:
    with Crowd(place, OFFICERS) as crowd:
        opened = crowd.run(open_draft, acts)
        shown = crowd.run(empty_form, acts)
        # the warm-up of the others left as many drafts as they will need
        accepted = crowd.run(accept, acts)
    return [
        of_run("intake: begin a draft", opened, floors=MOST_FLOORS["open"]),
        of_run("intake: the empty form", shown, floors=MOST_FLOORS["form"]),
        of_run("intake: accept, the whole act", accepted, floors=MOST_FLOORS["accept"]),
        Line("the counter's empty form, HTML", _form_size(place), "kB"),
    ]


def _form_size(place: Place) -> float:
    browser = Browser("127.0.0.1", place.port)
    browser.sign_in(OFFICERS[0])
    draft = browser.post(HOME + "open/").expect(FOUND).headers["location"]
    return len(browser.get(draft).expect(OK).body) / 1000


def open_draft(browser: Browser, number: int) -> None:
    answer = browser.post(HOME + "open/").expect(FOUND)
    browser.kept.setdefault("drafts", {})[number] = answer.headers["location"]


def empty_form(browser: Browser, number: int) -> None:
    drafts = browser.kept["drafts"]
    page = browser.get(drafts[number % len(drafts)]).expect(OK)
    if "version" not in browser.kept:
        _choose(browser, drafts[WARM_UP - 1], page.text)


def _choose(browser: Browser, draft: str, page: str) -> None:
    """What the page itself would send for the procedure: its version, and every paper as handed in."""
    token = re.search(r'name="pass" value="([^"]+)"', page)
    answer = browser.post(draft, [("q", PROCEDURE), ("do", "look"), ("pass", token.group(1) if token else "")])
    chosen = browser.get(answer.expect(FOUND).headers["location"]).expect(OK).text
    version = re.search(r'name="version" value="([^"]+)"', chosen)
    if not version:
        raise RuntimeError("the counter found no procedure")
    given = re.findall(r'name="given" value="(\d+)" data-needed', chosen)
    browser.kept["version"] = [("version", version.group(1)), *(("given", ordinal) for ordinal in given)]


def accept(browser: Browser, number: int) -> None:
    answer = browser.post(browser.kept["drafts"][number], [*FORM, *browser.kept["version"]])
    answer.expect(FOUND)
    if "/desk/dossiers/" not in answer.headers["location"]:
        raise RuntimeError(f"no dossier began: {answer.headers['location']}")
