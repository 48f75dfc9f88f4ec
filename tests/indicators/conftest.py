"""A commune with a few dossiers, numbers and answers whose figures can be counted on the fingers."""

from gandan.indicators.queries import definition, figure
from gandan.indicators.rules import periods
from gandan.indicators.values import Figure, Reading
from gandan.organisation.models import Unit
from tests.counter.tickets.conftest import Hall, hall
from tests.dossiers.conftest import MONDAY, Scene, scene

__all__ = ["Hall", "Scene", "hall", "scene"]
NOVEMBER = periods.read("2026-11")


def measured(code: str, unit: Unit, period=NOVEMBER, at=MONDAY, reading=Reading.WITH_BEFORE) -> Figure:
    return figure(definition(code), unit, period, at, reading)


def counts(*args, **other) -> tuple[int, int]:
    """Numerator and denominator."""
    found = measured(*args, **other)
    return found.numerator, found.denominator
