"""Results that wait at the counter to be given back: a list of dossiers on My day, beside the promises."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from gandan.desk.paging import Trail
from gandan.dossiers import queries
from gandan.dossiers.models import Dossier

TAB = "collect"


def results_road(request: HttpRequest) -> QuerySet[Dossier] | None:
    return queries.to_give_back(request.person, request.today)


def count_told(road: QuerySet[Dossier]) -> str:
    """The figure on the tab; beyond what is counted it says only that there are more."""
    many = queries.counted(road)
    return str(many) if many <= queries.MOST_COUNTED else f"{queries.MOST_COUNTED}+"


def results_page(request: HttpRequest, road: QuerySet[Dossier]) -> dict[str, Any]:
    """One page of them, the newest dossiers first."""
    trail = Trail(request)
    before = int(trail.key) if trail.key and trail.key.isdigit() else None
    rows = queries.page([road], before, queries.PAGE + 1)
    return {"rows": trail.cut(rows, queries.PAGE, lambda dossier: str(dossier.pk)), "trail": trail}
