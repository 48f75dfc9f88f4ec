"""My day: what I (or my unit) have promised, by due date, whatever part of the house promised it."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gandan.desk.day_results import TAB as RESULTS
from gandan.desk.day_results import count_told, results_page, results_road
from gandan.desk.day_rows import rows_of
from gandan.desk.day_table import drawn
from gandan.desk.keep_backups import backup_warning
from gandan.desk.paging import Trail
from gandan.desk.surface import officer_page
from gandan.dossiers.models import Dossier
from gandan.law.calendar import WorkCalendar, missing_year_warning
from gandan.lib.refusal import mark
from gandan.organisation.powers import Power
from gandan.organisation.queries import Standing, calendar_of, standing
from gandan.promises.models import Promise
from gandan.promises.queries import PAGE, Counts, Horizon, Owed, counts, owed_by_person, owed_by_units, page, part
from gandan.promises.queries import horizon as horizon_of

TABS = {
    "today": mark("Phải xong hôm nay"),
    "late": mark("Quá hạn"),
    "soon": mark("Ba ngày tới"),
    "waiting": mark("Chờ người dân"),
    RESULTS: mark("Chờ trả"),
    "all": mark("Tất cả"),
}
OPENS_ON = ("late", "today", "soon", "waiting")  # the first of these that is not empty


@officer_page
def day(request: HttpRequest) -> HttpResponse:
    mine = standing(request.person, request.today)
    calendar = calendar_of(mine.unit, request.today)
    listed = _listed(request, mine, horizon_of(request.now, calendar))
    results = results_road(request)
    tab = _tab(request, listed.counts, results)
    if tab == RESULTS and results is not None:
        shown = results_page(request, results)
    else:
        shown = _promises(request, listed, tab, calendar)
    context = {
        "section": "day",
        "tabs": _tabs(listed, tab, results),
        "tab": tab,
        "of_unit": listed.of_unit,
        "instead": listed.instead,
        "nothing_owed": not listed.counts.all,
        "receives": mine.may(Power.DOSSIER_RECEIVE),
        "backup_warning": backup_warning(request.now, may_mend=mine.may(Power.INSTALLATION_KEEP)),
        **_told_of_days(mine, calendar, request.today),
    }
    return render(request, "desk/day.html", context | shown)


def _tab(request: HttpRequest, how_many: Counts, results: QuerySet[Dossier] | None) -> str:
    """The tab asked for, if there is such a one for this person."""
    asked = request.GET.get("tab")
    if asked in TABS and (asked != RESULTS or results is not None):
        return asked
    return next((name for name in OPENS_ON if getattr(how_many, name)), "today")


def _promises(request: HttpRequest, listed: "Listed", tab: str, calendar: WorkCalendar) -> dict[str, object]:
    """One page of a tab of promises."""
    trail = Trail(request)
    owed = part(listed.owed, tab, horizon_of(request.now, calendar))
    rows = rows_of(trail.cut(page(owed, _after(trail.key), PAGE + 1), PAGE, _key_of), request.person, request.now)
    return {"rows": rows, "drawn": drawn(rows, request.now, calendar, with_person=listed.of_unit), "trail": trail}


class Listed(NamedTuple):
    """Which promises the page lists. `instead`: the unit's, because the person has none of their own."""

    owed: QuerySet[Promise]
    counts: Counts
    of_unit: bool
    instead: bool


def _listed(request: HttpRequest, mine: Standing, horizon: Horizon) -> Listed:
    """What was asked for by `scope`, mine or the unit's; unasked, the unit's for who has none: most at a counter."""
    scope, units = request.GET.get("scope"), mine.units_for(Power.DOSSIER_READ)
    if scope != "unit":
        own = owed_by_person(request.person)
        how_many = counts(own, horizon)
        if how_many.all or scope == "mine" or not units:
            return Listed(own, how_many, of_unit=False, instead=False)
    owed = owed_by_units(units)
    return Listed(owed, counts(owed, horizon), of_unit=True, instead=scope != "unit")


def _told_of_days(mine: Standing, calendar: WorkCalendar, today: date) -> dict[str, object]:
    """Why today and tomorrow are days off; and for those who can mend it, that the coming year's are unpublished."""
    tomorrow = today + timedelta(days=1)
    keeps = mine.may(Power.CALENDAR_KEEP)
    return {
        "today_off": calendar.why_off(today),
        "tomorrow_off": calendar.why_off(tomorrow),
        "tomorrow": tomorrow,
        "calendar_warning": missing_year_warning(today, calendar_of(None, today), _) if keeps else None,
    }


def _tabs(listed: Listed, current: str, results: QuerySet[Dossier] | None) -> list[dict[str, object]]:
    scope = "&scope=unit" if listed.of_unit else ""
    return [
        {
            "label": _(label),
            "url": f"?tab={name}{scope}",
            "current": name == current,
            "count": count_told(results) if name == RESULTS and results is not None else getattr(listed.counts, name),
            "kind": "late" if name == "late" and listed.counts.late else "",
        }
        for name, label in TABS.items()
        if name != RESULTS or results is not None
    ]


# --- the key of a page: microseconds of the due instant, and the row ----------------------------------------------


def _key_of(promise: Owed) -> str:
    return f"{promise.pk}-{int(promise.due_at.timestamp()) * 1_000_000 + promise.due_at.microsecond}"


def _after(key: str | None) -> tuple[datetime, int] | None:
    if key is None or "-" not in key:
        return None
    pk, instant = map(int, key.split("-"))
    return datetime.fromtimestamp(instant // 1_000_000, UTC) + timedelta(microseconds=instant % 1_000_000), pk
