"""A citizen asks: by the code on the receipt, and with its secret."""

from functools import partial

import psycopg

from bench.crowd import OK, Browser, Crowd
from bench.place import Place
from bench.table import Line, of_run

ASKED_FOR = 200  # different dossiers
OPEN = "SELECT code, reference, receipt_secret FROM dossiers_dossier WHERE state IN ('accepted', 'examining') LIMIT %s"


def measure(place: Place, acts: int) -> list[Line]:
    with psycopg.connect(place.url) as connection:
        known = connection.execute(OPEN, [ASKED_FOR]).fetchall()
    with Crowd(place) as crowd:
        by_code = crowd.run(partial(ask, [f"/tra-cuu/?ma={code}" for code, _, _ in known]), acts)
        by_secret = crowd.run(partial(ask, [f"/tra-cuu/{ref}/{secret}/" for _, ref, secret in known]), acts)
    return [of_run("look-up by code", by_code, floors=30), of_run("look-up with the secret", by_secret, floors=60)]


def ask(paths: list[str], browser: Browser, number: int) -> None:
    browser.get(paths[number % len(paths)]).expect(OK)
