"""The mix of a great city's busiest hour, as fast as this machine can: how much of that hour would it carry? (T9)

For each intake seven other writes (what is typed is saved) and thirty pages; clients wait for each answer.
"""

from collections.abc import Callable

from bench import intake
from bench.crowd import OK, Browser, Crowd
from bench.place import Place
from bench.table import Line, of_run

INTAKES, WRITES, PAGES = 22, 155, 660  # a second: five times the largest city's peak
NO_CONTENT = 204
PUBLIC = ("/", "/thu-tuc/1.004873/", "/tra-cuu/")
CYCLE = 1 + WRITES // INTAKES + PAGES // INTAKES  # one intake, 7 writes, 30 pages


def measure(place: Place, acts: int) -> list[Line]:
    with Crowd(place, intake.OFFICERS) as crowd:
        crowd.run(intake.open_draft, 2 * acts)
        crowd.run(intake.empty_form, acts // 10)
        run = crowd.run(mixed, acts * 4)
    wanted = INTAKES + WRITES + PAGES
    return [
        of_run("the mix of a peak hour", run),
        Line(f"share of the peak of {wanted} acts a second, aim 100", run.acts_a_second / wanted * 100, "%"),
    ]


def mixed(browser: Browser, number: int) -> None:
    place_in_cycle = number % CYCLE
    act: Callable[[Browser, int], None] = _page
    if place_in_cycle == 0:
        act = intake.accept
    elif place_in_cycle <= WRITES // INTAKES:
        act = _save
    act(browser, number // CYCLE if act is intake.accept else number)


def _save(browser: Browser, number: int) -> None:
    drafts = browser.kept["drafts"]
    draft = drafts[max(drafts)]  # the last, which nobody accepts
    answer = browser.post(draft, [*intake.FORM[:-1], ("note", str(number))], headers={"X-Autosave": "1"})
    answer.expect(NO_CONTENT)


def _page(browser: Browser, number: int) -> None:
    """Nine of ten look at a public page; the tenth is an officer at their list."""
    if number % 10 == 0:
        browser.get("/desk/day/").expect(OK)
    else:
        browser.get(PUBLIC[number % len(PUBLIC)], cookies=False).expect(OK)
