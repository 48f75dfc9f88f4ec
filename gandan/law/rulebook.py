"""The rules that carry numbers, dated: looked up by the day that triggers them, with their article and certainty."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from gandan.law.terms import Term
from gandan.lib.refusal import Refused, mark

# Rules of these names are defaults of ours where no law fixes the value; every other rule is the law's own.
OPEN_PREFIX = "gandan:"
CERTAINTIES = ("certain", "likely", "unsure")
_TERM_UNITS = {"hours", "working hours", "working days", "days"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule, in force from `valid_from` until the day before `valid_to` (None: until further notice).

    `value` is text; `unit` says how to read it: "working days", "working hours", "days", "within the day" (the value
    is the hour after which the next day counts), "time" ("15:00"), "times", "months", "years", "hours" (by the clock),
    "fields of work", "yes/no", or
    "procedure" (each procedure states its own), or "told" (another system states the day itself).
    `certainty`: "certain" (text seen), "likely", or "unsure" (a default to be confirmed by a person).
    """

    id: str
    value: str
    unit: str
    article: str
    sentence: str
    valid_from: date
    valid_to: date | None
    certainty: str

    @property
    def term(self) -> Term:
        """The rule as a term. Raises Refused `law.rule_without_term` when it is not one."""
        if self.unit in _TERM_UNITS:
            return Term.parse(f"{self.value} {self.unit}")
        if self.unit == "within the day":
            return Term.parse(self.unit)
        sentence = mark("Quy định %(rule)s không nêu một thời hạn cố định.")
        raise Refused(sentence, code="law.rule_without_term", rule=self.id)

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def rule(id: str, on: date) -> Rule:
    """The version of a rule in force on a day. Raises Refused `law.no_rule`."""
    version = in_force(id, on)
    if version is not None:
        return version
    sentence = mark("Không có quy định %(rule)s có hiệu lực vào ngày %(day)s.")
    raise Refused(sentence, code="law.no_rule", rule=id, day=f"{on:%d/%m/%Y}")


def in_force(id: str, on: date) -> Rule | None:
    """The version of a rule in force on a day, or None where nothing is known to be."""
    return next((version for version in _versions().get(id, ()) if version.is_in_force(on)), None)


def all_rules() -> tuple[Rule, ...]:
    """Every version of every rule, by id and day."""
    return tuple(version for versions in _versions().values() for version in versions)


def open_rules() -> list[Rule]:
    """The newest version of each rule that a place may decide for itself."""
    return list({rule.id: rule for rule in all_rules() if rule.id.startswith(OPEN_PREFIX)}.values())


@lru_cache(maxsize=1)
def _versions() -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for file in sorted(resources.files("gandan.law").joinpath("rules").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            for row in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]:
                found.setdefault(row["id"], []).append(Rule(**{"valid_to": None, **row}))
    return MappingProxyType({id: tuple(sorted(found[id], key=lambda r: r.valid_from)) for id in sorted(found)})
