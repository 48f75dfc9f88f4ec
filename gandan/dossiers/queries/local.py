"""A dossier's version with what its place had decided for itself when it came."""

from collections.abc import Collection
from datetime import date

from django.utils.timezone import localdate

from gandan.dossiers.models import Dossier
from gandan.organisation.models import Unit
from gandan.organisation.queries import unit_map, unit_of
from gandan.procedures.models import Version
from gandan.procedures.queries import localised


def version_here(dossier: Dossier) -> Version:
    """Terms and fees as they held where it was decided, on the day it was handed in and as written down by then."""
    day, written_by = localdate(dossier.submitted_at), dossier.entered_at or dossier.submitted_at
    unit = unit_of(dossier.deciding_unit_id)
    if day < unit.valid_from:
        unit = unit_then(unit, day, places=set(dossier.passages.values_list("old_id", flat=True)))
    return localised(dossier.version, unit, day, as_of=written_by)


def version_then(version: Version, deciding: Unit, day: date, *, desk_id: int) -> Version:
    """For what came to a desk on a day: with what the unit that decides, or the one of then, had decided by then."""
    return localised(version, unit_then(deciding, day, places={desk_id}), day)


def unit_then(unit: Unit, day: date, *, places: Collection[int]) -> Unit:
    """What a unit was on a day; of several that merged into it one of `places`, else the one that they belong to."""
    if unit.valid_from <= day:
        return unit
    olds = unit_map(unit.valid_from).before([unit.pk])
    above = {one for place in places for one in unit_map(day).above(place)}
    return min(
        Unit.objects.in_force(day).filter(pk__in=olds),
        key=lambda old: (old.pk not in places, old.pk not in above, old.code != unit.code, old.pk),
        default=unit,
    )
