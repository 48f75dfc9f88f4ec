"""My day: what I (or my unit) have promised, by due date, whatever part of the house promised it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.paging import Trail
from gandan.desk.surface import officer_page
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import visible_to
from gandan.dossiers.states import State
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, standing
from gandan.promises.models import Promise
from gandan.promises.queries import PAGE, Counts, counts, owed_by_person, owed_by_units, page, part
from gandan.promises.queries import horizon as horizon_of
from gandan.promises.states import Kind
from gandan.ui.templatetags.ui import short_day

TABS = {
    "today": "Phải xong hôm nay",
    "late": "Quá hạn",
    "soon": "Ba ngày tới",
    "waiting": "Chờ người dân",
    "all": "Tất cả",
}
OPENS_ON = ("late", "today", "soon")  # the first of these that is not empty


@dataclass(frozen=True)
class Face:
    """What the ledger does not know of a promise's subject: where its page is, its code and whose it is."""

    url: str
    code: str
    whose: str
    state: str
    handler: str


@dataclass(frozen=True)
class Row:
    promise: Promise
    face: Face | None  # None when the person's posts no longer let them see the subject
    next_step: str


@officer_page
def day(request: HttpRequest) -> HttpResponse:
    mine = standing(request.person, request.today)
    calendar = calendar_of(mine.unit, request.today)
    horizon = horizon_of(request.now, calendar)
    of_unit = request.GET.get("scope") == "unit"
    owed = owed_by_units(mine.units_for(Power.DOSSIER_READ)) if of_unit else owed_by_person(request.person)
    how_many = counts(owed, horizon)
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else _opening_tab(how_many)
    trail = Trail(request)
    shown = part(owed, tab, horizon).select_related("person")
    promises = trail.cut(page(shown, _after(trail.key), PAGE + 1), PAGE, _key_of)
    context = {
        "section": "day",
        "rows": _rows(promises, request),
        "tabs": _tabs(how_many, tab, of_unit),
        "tab": tab,
        "of_unit": of_unit,
        "nothing_owed": not how_many.all,
        "today_off": calendar.why_off(request.today),
        "tomorrow_off": calendar.why_off(request.today + timedelta(days=1)),
        "tomorrow": request.today + timedelta(days=1),
        "receives": mine.may(Power.DOSSIER_RECEIVE),
        "trail": trail,
    }
    return render(request, "desk/day.html", context)


def _opening_tab(how_many: Counts) -> str:
    return next((name for name in OPENS_ON if getattr(how_many, name)), "today")


def _tabs(how_many: Counts, current: str, of_unit: bool) -> list[dict[str, object]]:
    scope = "&scope=unit" if of_unit else ""
    return [
        {
            "label": _(label),
            "url": f"?tab={name}{scope}",
            "current": name == current,
            "count": getattr(how_many, name),
            "kind": "late" if name == "late" and how_many.late else "",
        }
        for name, label in TABS.items()
    ]


# --- the key of a page: microseconds of the due instant, and the row ----------------------------------------------


def _key_of(promise: Promise) -> str:
    return f"{promise.pk}-{int(promise.due_at.timestamp()) * 1_000_000 + promise.due_at.microsecond}"


def _after(key: str | None) -> tuple[datetime, int] | None:
    if key is None or "-" not in key:
        return None
    pk, instant = map(int, key.split("-"))
    return datetime.fromtimestamp(instant // 1_000_000, UTC) + timedelta(microseconds=instant % 1_000_000), pk


# --- names and words, at most one query a kind of subject ---------------------------------------------------------


def _rows(promises: Sequence[Promise], request: HttpRequest) -> list[Row]:
    references = [promise.subject_code for promise in promises if promise.subject_kind == "dossier"]
    faces = _dossier_faces(references, request.person, request.today)
    rows = []
    for promise in promises:
        face = faces.get(promise.subject_code)
        rows.append(Row(promise, face, _next_step(promise, face, request.now)))
    return rows


def _dossier_faces(references: Sequence[str], person: Person, on: date) -> dict[str, Face]:
    if not references:
        return {}
    seen = visible_to(person, on).filter(reference__in=references).select_related("applicant", "handler")
    shown = seen.only("reference", "code", "state", "applicant__name", "handler__name")
    return {dossier.reference: _face(dossier) for dossier in shown}


def _face(dossier: Dossier) -> Face:
    return Face(
        url=reverse("desk:dossier", args=[dossier.reference]),
        code=str(dossier),
        whose=dossier.applicant.name,
        state=dossier.state,
        handler=dossier.handler.name if dossier.handler else "",
    )


def _next_step(promise: Promise, face: Face | None, now: datetime) -> str:
    if promise.kind == Kind.SECOND_REQUEST_DECISION:
        return _("Duyệt hay không duyệt yêu cầu bổ sung lần hai")
    if promise.kind == Kind.SUPPLEMENT_BY_APPLICANT:
        if promise.due_at < now:
            return _("Hết hạn bổ sung: nhận giấy tờ hoặc đóng hồ sơ")
        return _("Chờ bổ sung; không có thì đóng hồ sơ sau %(day)s") % {"day": short_day(promise.due_at)}
    if face is None:
        return _("Hồ sơ nay thuộc đơn vị khác")
    if face.state == State.ACCEPTED:
        return _("Nhận giải quyết") if face.handler else _("Phân công hoặc nhận giải quyết")
    return _("Giải quyết, trình ký kết quả")
