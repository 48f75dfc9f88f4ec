"""Long lists of dossiers, a page at a time, quick among millions (docs/performance.md).

A dossier comes to a unit on one of several roads. Each road is asked alone and only for numbers: what is joined by OR
no index answers, and rare rows would be looked for from the newest dossier of all to the oldest.
"""

from collections.abc import Iterable
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


def roads_to(person: Person, on: date) -> list[QuerySet[Dossier]]:
    """The dossiers that the person's posts let them read: received there, decided there, on the way through.

    Together they are `visible_to`; one may come on several roads.
    """
    units = standing(person, on).units_for(Power.DOSSIER_READ)
    return [
        Dossier.objects.filter(receiving_unit__in=units),
        Dossier.objects.filter(deciding_unit__in=units),
        Dossier.objects.filter(with_a_leg_of(units)),
    ]


def to_give_back(person: Person, on: date) -> QuerySet[Dossier] | None:
    """The results that the person's desks hand out and have not yet; None for who hands out none. One index."""
    units = standing(person, on).units_for(Power.DOSSIER_RETURN)
    return Dossier.objects.filter(receiving_unit__in=units, state=State.SETTLED) if units else None


def counted(road: QuerySet[Dossier]) -> int:
    """How many, as far as MOST_COUNTED; one more stands for more."""
    return road.order_by().values("pk")[: MOST_COUNTED + 1].count()


def page(roads: Iterable[QuerySet[Dossier]], before: int | None = None, size: int = PAGE) -> list[Dossier]:
    """The next `size` dossiers of these roads, newest first, after the primary key `before` (keyset paging)."""
    newest = {pk for road in roads for pk in _newest(road, before, size)}
    joined = Dossier.objects.filter(pk__in=sorted(newest, reverse=True)[:size]).select_related(
        "applicant", "version", "handler", "result_promise", "supplement_promise"
    )
    # no row of a list says why its day is that day
    light = joined.defer("result_promise__derivation", "supplement_promise__derivation")
    return list(light.order_by("-id"))


def _newest(road: QuerySet[Dossier], before: int | None, size: int) -> list[int]:
    if before:
        road = road.filter(pk__lt=before)
    return list(road.order_by("-id").values_list("pk", flat=True)[:size])
