"""The head sees whether promises of a wait were kept, and asks the recorded month what would be otherwise."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.counter.waiting import queries
from gandan.counter.waiting.values import Change, HitRate, Spread, WhatIf
from gandan.desk.fields import Line, Number
from gandan.desk.keep_surface import keep_page, keeper_page, kept_hall, kept_halls
from gandan.desk.surface import UNPROCESSABLE, status_of
from gandan.law.hours import Span, read_typed_spans
from gandan.lib.refusal import Refused
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.ui.templatetags.ui import sentence

SCREEN = "waiting"
WEEKS = timedelta(weeks=12)
WIDTH = 200  # of the drawn interval: two for a hundredth
KEPT = 24 * 3600  # seconds that an answer is kept
CHOICES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "desk": (gettext_lazy("Thêm một quầy"), ()),
    "hours": (gettext_lazy("Giờ khác"), ("hours",)),
    "saturday": (gettext_lazy("Mở thứ Bảy"), ("hours", "desks", "share")),
}  # what may be asked, with the fields it asks for


class WhatIfForm(forms.Form):
    """What is asked of one choice: its own fields and no others."""

    hours = Line(
        label=gettext_lazy("Giờ mở cửa"), help_text=gettext_lazy("Ví dụ: 07:30-11:30, 13:00-17:00."), required=True
    )
    desks = Number(label=gettext_lazy("Số quầy mở thứ Bảy"), min_value=1, max_value=50)
    share = Number(
        label=gettext_lazy("Trong 100 người, bao nhiêu người sẽ đến thứ Bảy thay cho ngày thường"),
        min_value=1,
        max_value=90,
        help_text=gettext_lazy("Chưa ai biết trước con số này: hãy thử vài mức."),
    )

    def __init__(self, *args: Any, what: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what = what
        _label, asks = CHOICES[what]
        self.fields = {name: field for name, field in self.fields.items() if name in asks}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            typed["change"] = self._change(typed)
        return typed

    def _change(self, typed: dict[str, Any]) -> Change | None:
        if self.what == "desk":
            return Change(one_more=True)
        try:
            spans: tuple[Span, ...] = read_typed_spans(typed["hours"])
        except Refused as refused:
            self.add_error("hours", sentence(refused))
            return None
        if self.what == "hours":
            return Change(hours=spans)
        return Change(saturday=spans, saturday_desks=typed["desks"], saturday_share=typed["share"])


@keeper_page(Power.COUNTER_KEEP)
def waiting(request: HttpRequest) -> HttpResponse:
    first = request.today - WEEKS
    halls = []
    for unit in kept_halls(request):
        weeks = queries.hit_rates_by_week(unit, first, request.today)
        whole = queries.hit_rate(unit, first, request.today)
        newest = _row(_newest(unit, weeks, request.today) or whole)
        rows = [_row(week) for week in reversed(weeks)]
        halls.append({"unit": unit, "whole": _row(whole), "newest": newest, "weeks": rows})
    return keep_page(request, "waiting", {"halls": halls, "aim": 90, "aim_at": WIDTH * 0.9}, screen=SCREEN)


def _newest(unit: Unit, weeks: list[HitRate], today: date) -> HitRate | None:
    """The newest weeks that are over: as many as it takes to say something. None when no week is over."""
    closed = [week for week in weeks if week.last_day < today]
    told = 0
    for week in reversed(closed):
        told += week.told
        if told >= queries.FEW:
            break
    return queries.hit_rate(unit, week.first_day, closed[-1].last_day) if closed else None


def _row(rate: HitRate) -> dict[str, Any]:
    """A share in words and as it is drawn: from `begin` to `end` the interval, `at` the share."""
    share = None if rate.share is None else round(100 * rate.share)
    drawn = {"begin": round(WIDTH * rate.low), "end": round(WIDTH * rate.high), "at": round(WIDTH * (rate.share or 0))}
    return {"rate": rate, "share": share, "low": round(100 * rate.low), "high": round(100 * rate.high)} | drawn


@keeper_page(Power.COUNTER_KEEP)
def waiting_try(request: HttpRequest, unit: str) -> HttpResponse:
    """Asked by GET: nothing is changed, and an answer can be kept as an address. `ask` shows the form of a choice."""
    hall = kept_hall(request, unit)
    last = request.today - timedelta(days=1)
    first = queries.record_from(hall, last)
    what = request.GET.get("what", request.GET.get("ask", "desk"))
    is_known, is_asked = what in CHOICES, "what" in request.GET
    what = what if is_known else "desk"
    form = WhatIfForm(request.GET if is_known and is_asked else None, what=what)
    context: dict[str, Any] = {"unit": hall, "form": form, "what": what, "choices": _choices(what)}
    context |= {"first": first, "last": last, "thin": queries.thin_record(hall, first, last)}
    status, found = _asked(form, hall, first, last) if form.is_bound else (200 if is_known else UNPROCESSABLE, {})
    response = keep_page(request, "waiting_try", context | found, screen=SCREEN)
    response.status_code = status
    return response


def _choices(what: str) -> list[dict[str, object]]:
    return [{"url": f"?ask={name}", "label": label, "current": name == what} for name, (label, _f) in CHOICES.items()]


def _asked(form: WhatIfForm, hall: Unit, first: date, last: date) -> tuple[int, dict[str, Any]]:
    if not form.is_valid():
        return UNPROCESSABLE, {}
    try:
        found = _answer(hall, first, last, form.cleaned_data["change"])
    except Refused as refused:
        return status_of(refused), {"refused": refused}
    return 200, {"found": found, "replay": _replayed(found), "rows": list(_compared(found))}


def _answer(hall: Unit, first: date, last: date, change: Change) -> WhatIf:
    """Worked out once: these days are over, so the same question has the same answer."""
    asked = f"{hall.ref.code} {first} {last} {change!r}"
    key = f"what-if:{sha256(asked.encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = queries.what_if(hall, first, last, change)
        cache.set(key, found, KEPT)
    return found


def _replayed(found: WhatIf) -> list[tuple[str, str, str]]:
    seen, run = found.replay.seen, found.replay.run
    return [
        (_("Một nửa số người chờ không quá"), _minutes(seen.median), _minutes(run.median)),
        (_("Chín phần mười chờ không quá"), _minutes(seen.nine_of_ten), _minutes(run.nine_of_ten)),
    ]


def _compared(found: WhatIf) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Each figure as it is, as it would be, and on a Saturday where one was asked for."""
    columns = [found.now, found.then, *([found.saturday] if found.saturday else [])]
    yield _("Một nửa số người chờ không quá (phút)"), [_spread(one.median, 60) for one in columns]
    yield _("Chín phần mười chờ không quá (phút)"), [_spread(one.nine_of_ten, 60) for one in columns]
    yield _("Số người được gọi trong một ngày"), [_spread(one.people, 1) for one in columns]
    yield _("Số người còn trong hàng khi hết giờ"), [_spread(one.unserved, 1) for one in columns]


def _spread(figure: Spread, unit: int) -> tuple[str, str]:
    """The middle of the runs, and between what eight of ten lie."""
    low, high = _number(figure.low / unit), _number(figure.high / unit)
    return _number(figure.middle / unit), f"{low}–{high}"


def _minutes(seconds: float) -> str:
    return _("%(minutes)s phút") % {"minutes": _number(seconds / 60)}


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",") if value < 10 else f"{value:.0f}"
