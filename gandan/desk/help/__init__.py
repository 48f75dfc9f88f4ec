"""Help beside each step: what the law asks, what to look at, what often goes wrong. The words are in *.toml, their
English in the catalogue; the names of laws stay as they are.

No figure is typed there: `{118/2025:19.5:close}` becomes the term of that rule on the day.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from gandan.law.rulebook import in_force

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Help:
    """Sentences for one step, with the articles they stand on."""

    asks: tuple[str, ...]
    check: tuple[str, ...]
    mistakes: tuple[str, ...]
    articles: tuple[str, ...]


def help_for(step: str, on: date) -> Help | None:
    """For a move of a dossier (its name) or a part of the counter (`counter.papers`); None where nothing is written."""
    said = _written().get(step)
    if said is None:
        return None
    told = {name: tuple(_filled(_(text), on) for text in said.get(name, ())) for name in ("asks", "check", "mistakes")}
    found = (in_force(rule, on) for rule in said.get("rules", ()))
    articles = dict.fromkeys(rule.article for rule in found if rule)
    return Help(**told, articles=tuple(articles))


def steps() -> frozenset[str]:
    """Every step that has help."""
    return frozenset(_written())


@cache
def _written() -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for file in resources.files("gandan.desk.help").iterdir():
        if file.name.endswith(".toml"):
            said = tomllib.loads(file.read_text(encoding="utf-8"))
            prefix = "" if file.name == "moves.toml" else f"{file.name.removesuffix('.toml')}."
            found |= {f"{prefix}{step}": words for step, words in said.items()}
    return found


def _filled(text: str, on: date) -> str:
    """The text with the figures of the day; a rule that is not in force leaves “thời hạn luật định”."""

    def figure(place: re.Match[str]) -> str:
        rule = in_force(place[1], on)
        if rule is None:
            return _("thời hạn luật định")
        return rule.value if rule.unit in ("time", "times") else rule.term.words(_)

    return _PLACE.sub(figure, text)
