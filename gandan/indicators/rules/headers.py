"""A definition as it is written: a header of `-- key: words`, then the query."""

import hashlib
import re

from gandan.indicators.values import Better, Cases, Definition

_LINE = re.compile(r"-- (\w+): (.+)")
KEYS = ("code", "name", "counts", "met", "unmet", "of", "source", "better", "facts", "cases", "power", "small")
SPOKEN = ("name", "counts", "met", "unmet", "of", "source")  # what people read, and is translated
COLUMNS = ("unit", "day", "part", "subject", "numerator", "denominator")


def read(text: str) -> Definition:
    """Raises ValueError when a key is missing, unknown or twice there, or the query is not one plain SELECT."""
    header, query = split(text)
    if sorted(header) != sorted(KEYS):
        raise ValueError(f"its header has {', '.join(header)} instead of {', '.join(KEYS)}")
    if not query.startswith("SELECT") or ";" in query or "%" in query:
        raise ValueError("a definition is one SELECT, without a semicolon and without a percent sign")
    return Definition(
        code=header["code"],
        name=header["name"],
        counts=header["counts"],
        met=header["met"],
        unmet=header["unmet"],
        of=header["of"],
        source=header["source"],
        better=Better(header["better"]),
        facts=tuple(header["facts"].split(", ")),
        cases=Cases(header["cases"]),
        power=header["power"],
        small={"shown": False, "hidden": True}[header["small"]],
        sql=query,
        fingerprint=hashlib.sha256(query.encode()).hexdigest(),
    )


def split(text: str) -> tuple[dict[str, str], str]:
    """The header by its keys, and the query without remarks."""
    header: dict[str, str] = {}
    query: list[str] = []
    for line in text.splitlines():
        if (found := _LINE.fullmatch(line)) is not None and not query:
            if found[1] in header:
                raise ValueError(f"{found[1]} stands there twice")
            header[found[1]] = found[2].strip()
        elif not line.startswith("--") and line.strip():
            query.append(line.rstrip())
    return header, "\n".join(query)
