"""A citizen asks: by the code on the receipt, and with its secret."""

from functools import partial

import psycopg

from bench.crowd import OK, Browser, Crowd
from bench.place import Place
from bench.table import Line, of_run

ASKED_FOR = 200  # different dossiers
OPEN = "SELECT code, reference, receipt_secret FROM dossiers_dossier WHERE state IN ('accepted', 'examining') LIMIT %s"


def measure(place: Place, acts: int) -> list[Line]:
    with_secret = [f"/tra-cuu/{ref}/{secret}/" for _, ref, secret in _known(place)]
    with Crowd(place) as crowd:
        coded = crowd.run(partial(ask, by_code(place)), acts)
        secret = crowd.run(partial(ask, with_secret), acts)
    return [of_run("look-up by code", coded, floors=20), of_run("look-up with the secret", secret, floors=40)]


def by_code(place: Place) -> list[str]:
    return [f"/tra-cuu/?ma={code}" for code, _, _ in _known(place)]


def _known(place: Place) -> list[tuple[str, str, str]]:
    with psycopg.connect(place.url) as connection:
        return connection.execute(OPEN, [ASKED_FOR]).fetchall()


def ask(paths: list[str], browser: Browser, number: int) -> None:
    browser.get(paths[number % len(paths)]).expect(OK)
