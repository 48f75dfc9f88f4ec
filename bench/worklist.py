"""The page an officer looks at all day: fifty rows of "My day"."""

from bench.crowd import OK, Browser, Crowd
from bench.place import Place
from bench.table import Line, of_run

SPECIALISTS = ("huy", "phuc")
ROWS = 50
MOST_FLOORS = 60


def measure(place: Place, acts: int) -> list[Line]:
    with Crowd(place, SPECIALISTS) as crowd:
        return [of_run(f"worklist: {ROWS} rows", crowd.run(worklist, acts), floors=MOST_FLOORS)]


def worklist(browser: Browser, number: int) -> None:
    page = browser.get("/desk/day/?tab=all&scope=unit").expect(OK)
    rows = page.body.count(b'<td class="lead">')
    if rows != ROWS:
        raise RuntimeError(f"the worklist has {rows} rows instead of {ROWS}; measure with more dossiers")
