"""The signed text as one canonical text (JSON of RFC 8785) and its SHA-256; whether anything is other than it was."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import rfc8785

from gandan.indicators.rules import verdict
from gandan.indicators.values import Better, JudgedBy, Measure

Text = Mapping[str, Any]


def seal(text: Text) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(rfc8785.dumps(dict(text))).hexdigest()


def is_altered(kept: Text, *, sealed: str, journalled: str | None, standing: Text | None) -> bool:
    """Whether the kept text, its seal, the seal in the journal and the rows that stand for it say different things.

    `standing` is None while the person is writing it again: then rows may differ.
    """
    if seal(kept) != sealed or journalled != sealed:
        return True
    return standing is not None and seal(standing) != sealed


def measure_as_json(measure: Measure) -> dict[str, Any]:
    """As a column keeps it; `measure_from_json` reads it."""
    return {
        "indicator": measure.indicator,
        "fingerprint": measure.fingerprint,
        "better": measure.better.value,
        "unit": measure.unit,
        "person_post": measure.person_post,
        "baseline": list(measure.baseline),
        "target": measure.target,
        "judged_by": measure.judged_by.value,
        "first_on": measure.first_on.isoformat(),
        "last_on": measure.last_on.isoformat(),
        "least": measure.least,
    }


def measure_from_json(told: Mapping[str, Any]) -> Measure:
    done, of = told["baseline"]
    days = {name: date.fromisoformat(told[name]) for name in ("first_on", "last_on")}
    judged = {"better": Better(told["better"]), "judged_by": JudgedBy(told["judged_by"])}
    return Measure(**{**told, **days, **judged, "baseline": (done, of)})


def measure_is_altered(told: Mapping[str, Any], sealed: str) -> bool:
    """As `is_altered`, of the sealed measure of one item. What no longer reads as a measure was altered."""
    try:
        return verdict.tampered(measure_from_json(told), sealed)
    except (KeyError, TypeError, ValueError):
        return True
