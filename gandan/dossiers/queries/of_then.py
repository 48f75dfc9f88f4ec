"""The figures of a unit that has ended, by the unit of then: what it received and settled while it existed.

Its open dossiers went on with the unit that took over and are counted there as of now; each dossier once either way.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import make_aware

from gandan.dossiers.models import Dossier, Passage
from gandan.dossiers.queries.reading import FIGURES, Period, figure, of_units, unit_figures
from gandan.organisation.models import Unit
from gandan.promises.queries import Horizon

AS_OF_NOW = frozenset({"in_hands", "due_soon", "late", "waiting", "to_collect"})  # the others tell of a period


def of_unit_then(unit: Unit, unit_ids: Collection[int], name: str) -> QuerySet[Dossier]:
    """The dossiers from which a figure of the unit (`unit_ids`: it and what belongs to it) is counted."""
    if unit.valid_to is None or name in AS_OF_NOW:
        return of_units(unit_ids)
    passed = Passage.objects.filter(old__in=unit_ids).values("dossier")
    return Dossier.objects.filter(Q(receiving_unit__in=unit_ids) | Q(deciding_unit__in=unit_ids) | Q(pk__in=passed))


def period_then(unit: Unit, period: Period) -> Period:
    """The part of a period in which the unit existed."""
    if unit.valid_to is None:
        return period
    return replace(period, after_last=min(period.after_last, _midnight(unit.valid_to)))


def figures_of(unit: Unit, unit_ids: Collection[int], period: Period, horizon: Horizon) -> dict[str, int]:
    """All figures of a unit: as of now in one query, or of one that has ended in two, one for each way of counting."""
    if unit.valid_to is None:
        return unit_figures(unit_ids, period, horizon)
    lived = period_then(unit, period)
    counts: dict[str, int] = {}
    for names in (AS_OF_NOW, frozenset(FIGURES) - AS_OF_NOW):
        name = next(iter(names))
        dossiers = of_unit_then(unit, unit_ids, name)
        counts |= dossiers.aggregate(**{one: Count("id", filter=figure(one, lived, horizon)) for one in names})
    return counts


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))
