"""Long lists of dossiers, a page at a time, quick among millions (docs/performance.md).

A dossier comes to a unit on one of several roads. Each road is asked alone, in the order of an index: what is joined by
OR no index answers, and rare rows would be looked for from the newest dossier of all to the oldest.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.routing import with_a_leg_of
from gandan.dossiers.states import State
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

PAGE = 50
MOST_COUNTED = 999  # of a list that may grow for years; nobody reads a longer figure from a tab
ONE_BY_ONE = 12  # units asked each alone; who has more of them has dossiers enough to meet some soon


def roads_to(person: Person, on: date, states: Collection[str] = ()) -> list[QuerySet[Dossier]]:
    """The dossiers that the person's posts let them read, of these states or of all, as `visible_to` has them.

    One may come on several roads.
    """
    units = standing(person, on).units_for(Power.DOSSIER_READ)
    on_the_way = Dossier.objects.filter(with_a_leg_of(units))
    return [*roads_of(units, states), on_the_way.filter(state__in=states) if states else on_the_way]


def roads_of(unit_ids: Collection[int], states: Collection[str] = ()) -> list[QuerySet[Dossier]]:
    """What these units received or decide, of these states or of all."""
    if len(unit_ids) <= ONE_BY_ONE:
        places = [{of: pk} for of in ("receiving_unit", "deciding_unit") for pk in unit_ids]
    else:
        places = [{f"{of}__in": unit_ids} for of in ("receiving_unit", "deciding_unit")]
    roads = [Dossier.objects.filter(**place) for place in places]
    return [road.filter(state=state) for road in roads for state in sorted(states)] if states else roads


def to_give_back(person: Person, on: date) -> QuerySet[Dossier] | None:
    """The results that the person's desks hand out and have not yet; None for who hands out none. One index."""
    units = standing(person, on).units_for(Power.DOSSIER_RETURN)
    return Dossier.objects.filter(receiving_unit__in=units, state=State.SETTLED) if units else None


def counted(road: QuerySet[Dossier]) -> int:
    """How many, as far as MOST_COUNTED; one more stands for more."""
    return road.order_by().values("pk")[: MOST_COUNTED + 1].count()


def page(roads: Iterable[QuerySet[Dossier]], before: int | None = None, size: int = PAGE) -> list[Dossier]:
    """The next `size` dossiers of these roads, newest first, after the primary key `before` (keyset paging)."""
    newest = [_newest(road, before, size) for road in roads]
    if not newest:
        return []
    found = set(newest[0].union(*newest[1:]))
    joined = Dossier.objects.filter(pk__in=sorted(found, reverse=True)[:size]).select_related(
        "applicant", "version", "handler", "result_promise", "supplement_promise"
    )
    # no row of a list says why its day is that day
    light = joined.defer("result_promise__derivation", "supplement_promise__derivation")
    return list(light.order_by("-id"))


def _newest(road: QuerySet[Dossier], before: int | None, size: int) -> QuerySet[Dossier, int]:
    """Their numbers; inside another question, since SQLite takes no limit in a part of a union."""
    if before:
        road = road.filter(pk__lt=before)
    return Dossier.objects.filter(pk__in=road.order_by("-id").values("pk")[:size]).values_list("pk", flat=True)
