"""What narrows a list of dossiers: words, state, unit, handler, a figure of a unit's month; read from the address.

The words themselves are not in it, only the code under which the session keeps them (searches.py).
"""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from gandan.desk import searches
from gandan.desk.sight import unit_in_sight
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import (
    FIGURE_STATES,
    FIGURES,
    Period,
    figure,
    of_unit_then,
    period_then,
    roads_of,
    roads_to,
    search,
    visible_to,
)
from gandan.dossiers.states import STATE_NAMES, State
from gandan.lib.fold import tidy
from gandan.lib.refusal import mark
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, scope_of, standing
from gandan.promises.queries import Horizon, horizon

LONGEST_TEXT = 200
YEARS = range(2000, 2100)  # those one may look at: at the ends of Python's calendar there is no month before or after
FIGURE_NAMES = {
    "received": mark("Tiếp nhận trong tháng"),
    "in_hands": mark("Đang giải quyết"),
    "due_soon": mark("Đến hạn trong ba ngày tới"),
    "late": mark("Quá hạn"),
    "waiting": mark("Chờ người dân bổ sung"),
    "settled": mark("Có kết quả trong tháng"),
    "settled_late": mark("Có kết quả trễ hạn"),
    "reappointed": mark("Xin lỗi, hẹn lại trong tháng"),
    "refused": mark("Từ chối trong tháng"),
    "to_collect": mark("Chờ người dân đến nhận"),
}


def month_of(typed: str, today: date) -> date:
    """The first day of a month written 2026-11; this month when it says nothing sensible."""
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return today.replace(day=1)
    return month if month.year in YEARS else today.replace(day=1)


def period_of(month: date) -> Period:
    """From the first instant of the month to the first of the next."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return Period(*(make_aware(datetime.combine(day, time())) for day in (month, following)))


def words_of(typed: str) -> str:
    """What was typed into a search box, tidy and of a length that somebody can mean."""
    return tidy(typed.replace("\0", ""))[:LONGEST_TEXT]


class Filters:
    """One reading of the address of a list. What makes no sense narrows nothing; a unit out of reach is a 404.

    `is_forgotten`: the search that the address speaks of is no longer kept, so the list would be of something else.
    """

    NAMES = ("state", "unit", "figure", "month", "handler")  # besides the search; what the form sends along

    def __init__(self, request: HttpRequest) -> None:
        said = request.GET
        self._request = request
        found = searches.kept(request, said["search"]) if said.get("search") else ""
        self.is_forgotten = found is None
        self.text = found or ""
        self.state = said.get("state") if said.get("state") in set(State) - {State.NEW} else ""
        self.figure = said.get("figure") if said.get("figure") in FIGURES else ""
        self.handler = said.get("handler", "").replace("\0", "")
        self.month = month_of(said.get("month", ""), request.today)
        self.unit = unit_in_sight(request, said["unit"].replace("\0", "")) if said.get("unit") else None

    def roads(self) -> list[QuerySet[Dossier]]:
        """What the list is of, road by road (dossiers.queries.page)."""
        return [self._narrow(road) for road in self._wide()]

    def _wide(self) -> list[QuerySet[Dossier]]:
        person, today = self._request.person, self._request.today
        states = {self.state} if self.state else FIGURE_STATES.get(self.figure, frozenset())
        if self.text:
            return [search(person, self.text, today)]
        if self.unit and self.unit.valid_to is None:
            return [road & visible_to(person, today) for road in roads_of(self._inside, states)]
        return roads_to(person, today, states)

    @cached_property
    def _inside(self) -> Collection[int]:
        return scope_of([self.unit.pk], self._request.today)

    def _narrow(self, dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
        if self.unit:
            dossiers = dossiers & of_unit_then(self.unit, self._inside, self.figure)
        if self.state:
            dossiers = dossiers.filter(state=self.state)
        if self.figure:
            month = period_of(self.month)
            period = period_then(self.unit, month) if self.unit else month
            dossiers = dossiers.filter(figure(self.figure, period, self._horizon()))
        if self.handler:
            dossiers = dossiers.filter(handler__code=self.handler)
        return dossiers

    def _horizon(self) -> Horizon:
        here = self.unit or standing(self._request.person, self._request.today).unit
        return horizon(self._request.now, calendar_of(here, self._request.today))

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(state.value, _(name)) for state, name in STATE_NAMES.items() if state != State.NEW]

    @cached_property
    def units(self) -> list[Unit]:
        """The units in force one may choose from; one query."""
        reach = standing(self._request.person, self._request.today).units_for(Power.DOSSIER_READ)
        return list(Unit.objects.in_force(self._request.today).filter(pk__in=reach).order_by("folded_name"))

    @property
    def figure_name(self) -> str:
        return _(FIGURE_NAMES[self.figure]) if self.figure else ""
