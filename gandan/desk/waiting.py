"""The head sees whether promises of a wait were kept, and asks the recorded month what would be otherwise."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.counter.waiting import queries
from gandan.counter.waiting.values import Change, HitRate, Spread, WhatIf
from gandan.desk.fields import CHOICE_WORDS, Line, Number
from gandan.desk.keep_surface import keep_page, keeper_page, kept_units
from gandan.desk.surface import status_of
from gandan.law.hours import Span, read_typed_spans
from gandan.lib.refusal import Refused
from gandan.organisation.models import Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import unit_by_ref
from gandan.ui.templatetags.ui import sentence

SCREEN = "waiting"
WEEKS = timedelta(weeks=12)
WIDTH = 200  # of the drawn interval: two for a hundredth


class WhatIfForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("Nếu như"),
        choices=[
            ("desk", gettext_lazy("thêm một quầy nhận mọi loại việc")),
            ("hours", gettext_lazy("mở cửa giờ khác")),
            ("saturday", gettext_lazy("mở thứ Bảy")),
        ],
        widget=forms.RadioSelect,
        initial="desk",
        error_messages=CHOICE_WORDS,
    )
    hours = Line(
        label=gettext_lazy("Giờ mở cửa"),
        required=False,
        help_text=gettext_lazy("Cho giờ khác và thứ Bảy. Ví dụ: 07:30-11:30, 13:00-17:00."),
    )
    desks = Number(label=gettext_lazy("Số quầy mở thứ Bảy"), required=False, min_value=1, max_value=50)
    share = Number(
        label=gettext_lazy("Trong 100 người, bao nhiêu người sẽ đến thứ Bảy thay cho ngày thường"),
        required=False,
        min_value=1,
        max_value=90,
        help_text=gettext_lazy("Chưa ai biết trước con số này: hãy thử vài mức."),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        what = typed["what"]
        for name in {"hours": ("hours",), "saturday": ("hours", "desks", "share")}.get(what, ()):
            if not typed.get(name):
                self.add_error(name, _("Hãy ghi mục này."))
        if not self.errors:
            typed["change"] = self._change(what, typed)
        return typed

    def _change(self, what: str, typed: dict[str, Any]) -> Change | None:
        if what == "desk":
            return Change(one_more=True)
        try:
            spans: tuple[Span, ...] = read_typed_spans(typed["hours"])
        except Refused as refused:
            self.add_error("hours", sentence(refused))
            return None
        if what == "hours":
            return Change(hours=spans)
        return Change(saturday=spans, saturday_desks=typed["desks"], saturday_share=typed["share"])


def _halls(request: HttpRequest) -> Any:
    return kept_units(request, Power.COUNTER_KEEP).filter(kind=UnitKind.SERVICE_CENTRE)


@keeper_page(Power.COUNTER_KEEP)
def waiting(request: HttpRequest) -> HttpResponse:
    first = request.today - WEEKS
    halls = []
    for unit in _halls(request):
        weeks = queries.hit_rates_by_week(unit, first, request.today)
        whole = queries.hit_rate(unit, first, request.today)
        halls.append({"unit": unit, "whole": _row(whole), "weeks": [_row(week) for week in reversed(weeks)]})
    return keep_page(request, "waiting", {"halls": halls, "aim": 90, "aim_at": WIDTH * 0.9}, screen=SCREEN)


def _row(rate: HitRate) -> dict[str, Any]:
    """A share in words and as it is drawn: from `begin` to `end` the interval, `at` the share."""
    share = None if rate.share is None else round(100 * rate.share)
    drawn = {"begin": round(WIDTH * rate.low), "end": round(WIDTH * rate.high), "at": round(WIDTH * (rate.share or 0))}
    return {"rate": rate, "share": share, "low": round(100 * rate.low), "high": round(100 * rate.high)} | drawn


@keeper_page(Power.COUNTER_KEEP)
def waiting_try(request: HttpRequest, unit: str) -> HttpResponse:
    """Asked by GET: nothing is changed, and an answer can be kept as an address."""
    hall = _hall(request, unit)
    last = request.today - timedelta(days=1)
    first = queries.record_from(hall, last)
    form = WhatIfForm(request.GET) if "what" in request.GET else WhatIfForm()
    context: dict[str, Any] = {"unit": hall, "form": form, "first": first, "last": last}
    status = 200
    if form.is_bound:
        status, found = _asked(form, hall, first, last)
        context |= found
    response = keep_page(request, "waiting_try", context, screen=SCREEN)
    response.status_code = status
    return response


def _hall(request: HttpRequest, ref: str) -> Unit:
    unit = unit_by_ref(ref)
    if unit is None or not _halls(request).filter(pk=unit.pk).exists():
        raise Http404
    return unit


def _asked(form: WhatIfForm, hall: Unit, first: date, last: date) -> tuple[int, dict[str, Any]]:
    if not form.is_valid():
        return 422, {}
    try:
        found = queries.what_if(hall, first, last, form.cleaned_data["change"])
    except Refused as refused:
        return status_of(refused), {"refused": refused}
    return 200, {"found": found, "replay": _replayed(found), "rows": list(_compared(found))}


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
