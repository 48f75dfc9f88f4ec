"""The catalogue that comes with the release."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from importlib.resources import files
from typing import Any

from gandan.procedures.values import Content, requirements, results, route_steps, term_options
from gandan.procedures.values import fees as fees_of


def read_catalogue() -> list[Content]:
    """The packaged catalogue (data/*.toml), one file a field of work, in the order of rank."""
    folder = files("gandan.procedures") / "data"
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")]
    return sorted((content for text in texts for content in read_field(text)), key=lambda content: content.rank)


def read_field(text: str) -> list[Content]:
    """The procedures of one file. Its head gives what they share; `papers` are documents named in several of them."""
    shared = tomllib.loads(text)
    papers = shared.pop("papers", {})
    entries = shared.pop("procedure")
    return [_content({**shared, **entry}, papers) for entry in entries]


def _content(entry: dict[str, Any], papers: Mapping[str, Mapping[str, Any]]) -> Content:
    documents = [papers[row] if isinstance(row, str) else row for row in entry["documents"]]
    typed: dict[str, Any] = {
        "terms": term_options([{"channel": "", "term": "", "text": "", **row} for row in entry["terms"]]),
        "documents": requirements(documents),
        # TOML has no null: a fee without `amount` is set by a local decision.
        "fees": fees_of([{"amount": None, **row} for row in entry.get("fees", [])]),
        "results": results(entry["results"]),
        "steps": route_steps(entry.get("steps", [])),
    }
    plain: dict[str, Any] = {
        field.name: tuple(value) if isinstance(value, list) else value
        for field in fields(Content)
        if field.name not in typed and (value := entry.get(field.name, field.default)) is not MISSING
    }
    return Content(**plain, **typed)
