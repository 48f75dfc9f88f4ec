"""Keyset paging with a way back: the address carries the keys of the pages walked so far."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.http import HttpRequest

_KEY = re.compile(r"\d{1,18}(-\d{1,16})?")
_LONGEST = 400  # pages; nobody walks further

Row = TypeVar("Row")


class Trail:
    """Where in a list a request stands. `key` is the last row of the page before, None on the first page."""

    def __init__(self, request: HttpRequest) -> None:
        self._params = request.GET.copy()
        walked = self._params.get("after", "").split(".")
        self._keys = [key for key in walked if _KEY.fullmatch(key)][-_LONGEST:]

    @property
    def key(self) -> str | None:
        return self._keys[-1] if self._keys else None

    def cut(self, rows: Sequence[Row], size: int, key_of: Callable[[Row], str]) -> list[Row]:
        """The page out of one row too many; what was too many says that there is a next page."""
        page = list(rows[:size])
        self.newer_url = self._url(self._keys[:-1]) if self._keys else ""
        self.older_url = self._url([*self._keys, key_of(page[-1])]) if len(rows) > size else ""
        return page

    def _url(self, keys: list[str]) -> str:
        params = self._params.copy()
        params["after"] = ".".join(keys)
        if not keys:
            del params["after"]
        return f"?{params.urlencode(safe='.@')}"
