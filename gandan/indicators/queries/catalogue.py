"""The definitions: one file each, in the order in which screens show them."""

from functools import lru_cache
from importlib import resources

from gandan.indicators.rules import headers
from gandan.indicators.values import Definition

_ORDER = ("dossiers_", "hall_", "ratings_")


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Definition]:
    found = {}
    for file in resources.files("gandan.indicators").joinpath("definitions").iterdir():
        if file.name.endswith(".sql"):
            read = headers.read(file.read_text(encoding="utf-8"))
            found[read.code] = read
    return found


def all_definitions() -> list[Definition]:
    """Those of dossiers first, then of the hall, then of ratings; any other after them."""

    def place(one: Definition) -> tuple[int, str]:
        return next((at for at, begins in enumerate(_ORDER) if one.code.startswith(begins)), len(_ORDER)), one.code

    return sorted(_by_code().values(), key=place)


def definition(code: str) -> Definition | None:
    return _by_code().get(code)
