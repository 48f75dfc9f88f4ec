"""Answers that hold as long as the organisation stays as it is: read once in a process, asked for on every page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")


_reading: ContextVar[list[str | None] | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within it the token is asked for once: for a page, or an act, that changes nothing of the organisation itself."""
    before = _reading.set([])
    try:
        yield
    finally:
        _reading.reset(before)


def ask_again() -> None:
    """What was asked before this may be old: within `reading` the token is asked for once more."""
    known = _reading.get()
    if known:
        known.clear()


def edition() -> str | None:
    """The token of the organisation as this transaction sees it (models.Edition); None where no trigger keeps it."""
    known = _reading.get()
    if known is None:
        return _token()
    if not known:
        known.append(_token())
    return known[0]


def _token() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM organisation_edition")
        row = cursor.fetchone()
    return row[0] if row else None


def kept(at_most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember up to `at_most` answers of a query, each for its edition; asking again costs one short query.

    The answer depends on the arguments and on the watched tables alone, and whoever gets it must not change it.
    """

    def keep(ask: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=at_most)
        def remembered(token: str, *args: P.args, **named: P.kwargs) -> R:
            return ask(*args, **named)

        @wraps(ask)
        def answer(*args: P.args, **named: P.kwargs) -> R:
            token = edition()
            return remembered(token, *args, **named) if token else ask(*args, **named)

        return answer

    return keep
