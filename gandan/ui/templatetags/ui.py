"""How dates, money, masked values and states are said on screen. Presentation only: no query, no domain model.

Tables show these fifty rows at a time, so everything is plain Python string work.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop as mark

from gandan.law.calendar import WorkCalendar, standard_calendar
from gandan.law.explain import say_day, until
from gandan.law.remaining import apart, soon_until
from gandan.ui.words import said as _

register = template.Library()

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = (
    mark("thứ Hai"),
    mark("thứ Ba"),
    mark("thứ Tư"),
    mark("thứ Năm"),
    mark("thứ Sáu"),
    mark("thứ Bảy"),
    mark("Chủ nhật"),
)

# ▲ ◐ ● ⏸ drawn, because phones show some of those characters as coloured emoji
SHAPES = {
    "late": "M5 0 10 9.5H0Z",
    "soon": "M5 0a5 5 0 1 1 0 10A5 5 0 0 1 5 0Zm0 1.4v7.2a3.6 3.6 0 0 0 0-7.2Z",
    "kept": "M5 .6a4.4 4.4 0 1 1 0 8.8A4.4 4.4 0 0 1 5 .6Z",
    "wait": "M1 .5h3v9H1Zm5 0h3v9H6Z",
    "none": "M0 4h10v2H0Z",
}
DRAWN = {
    kind: mark_safe(
        f'<svg class="shape" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><path d="{path}"/></svg>'
    )
    for kind, path in SHAPES.items()
}


def _local(value: datetime) -> datetime:
    return value.astimezone(HERE) if value.tzinfo else value


def _day_of(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


# --- dates and times ---------------------------------------------------------------------------------------------


@register.filter
def day(value: date | None) -> str:
    """`thứ Sáu, 27/11/2026`."""
    if not value:
        return ""
    on = _day_of(value)
    return f"{_(WEEKDAYS[on.weekday()])}, {on.day:02}/{on.month:02}/{on.year}"


@register.filter
def dated(value: str) -> str:
    """`27/11/2026` for a day written `2026-11-27`, as the journal keeps it."""
    year, month, on = value.split("-")
    return f"{on}/{month}/{year}"


@register.filter
def short_day(value: date | None) -> str:
    """`27/11`, as on a desk calendar; a day of another year says which: `27/11/2025`."""
    if not value:
        return ""
    on = _day_of(value)
    return f"{on.day:02}/{on.month:02}" if on.year == localdate().year else f"{on.day:02}/{on.month:02}/{on.year}"


@register.filter
def clock(value: datetime | None) -> str:
    """`17:00`."""
    if not value:
        return ""
    at = _local(value)
    return f"{at.hour:02}:{at.minute:02}"


@register.filter
def when(value: datetime | None) -> str:
    """`thứ Sáu, 27/11/2026, 17:00`."""
    return f"{day(value)}, {clock(value)}" if value else ""


@register.filter
def short_when(value: datetime | None) -> str:
    """`27/11, 17:00`; `27/11/2025, 17:00` in another year."""
    return f"{short_day(value)}, {clock(value)}" if value else ""


@register.filter
def iso(value: date | None) -> str:
    """For the machine-readable attribute of <time>: `2026-11-27T17:00+07:00`, or `2026-11-27` for a day."""
    if not value:
        return ""
    return _local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


# --- money and personal values -----------------------------------------------------------------------------------


@register.filter
def dong(value: int | None) -> str:
    """Whole đồng: `15.000 đ`; nothing for None, since an unknown fee is not a free one."""
    return "" if value is None else f"{value:,} đ".replace(",", ".")


@register.filter
def masked_number(value: str | None) -> str:
    """An identity number in a list: `•••• •••• 4417`. Four figures or fewer are hidden whole."""
    figures = str(value or "")
    if not figures:
        return ""
    return f"•••• •••• {figures[-4:]}" if len(figures) > 4 else "••••"


@register.filter
def masked_phone(value: str | None) -> str:
    """`0912 ••• 338`. Too short to be a phone number: hidden whole."""
    figures = "".join(mark for mark in str(value or "") if mark.isdigit())
    if not figures:
        return ""
    return f"{figures[:4]} ••• {figures[-3:]}" if len(figures) > 8 else "••••"


# --- states ------------------------------------------------------------------------------------------------------


@register.simple_tag
def shape(kind: str) -> SafeString:
    """The drawn sign of a state: late ▲, soon ◐, kept ●, wait ⏸, none –."""
    return DRAWN[kind]


@register.simple_tag
def chip(kind: str, word: str) -> SafeString:
    """A state as word, shape and colour. `kind`: late, soon, kept, wait or none."""
    return mark_safe(f'<span class="chip {kind}">{shape(kind)}{conditional_escape(word)}</span>')


@register.simple_tag
def promise_chip(promise: Any, now: datetime, calendar: WorkCalendar | None = None) -> SafeString:
    """The state of a promise at `now`. `promise` has due_at, state, debtor and settled_at."""
    return chip(*promise_state(promise, now, calendar))


def promise_state(promise: Any, now: datetime, calendar: WorkCalendar | None = None) -> tuple[str, str]:
    """(kind of chip, word) of a promise at `now`; "soon" is what the tab of My day counts, by the same calendar."""
    if promise.state == "void":
        return "none", _("Thôi tính")
    if promise.state == "kept":
        return _kept_state(promise)
    if promise.debtor == "applicant":
        return "wait", _("Hết hạn bổ sung") if promise.due_at < now else _("Chờ người dân")
    if promise.due_at < now:
        return "late", _("Quá hạn")
    today, due_on = _day_of(now), _day_of(promise.due_at)
    ahead = (due_on - today).days
    if due_on > soon_until(today, calendar or standard_calendar()):
        return "kept", _("Trong hạn")
    return "soon", (_("Hôm nay"), _("Ngày mai"))[ahead] if ahead < 2 else _("Sắp đến hạn")


def _kept_state(promise: Any) -> tuple[str, str]:
    if promise.settled_at > promise.due_at:
        return "late", _("Xong trễ hạn")
    early = _day_of(promise.settled_at) < _day_of(promise.due_at)
    return "kept", _("Xong trước hạn") if early else _("Xong đúng hạn")


@register.simple_tag
def left(promise: Any, now: datetime, calendar: WorkCalendar | None = None) -> SafeString | str:
    """What remains of a promise at `now`: `còn 2 ngày làm việc`, `còn 3 giờ`, `chậm 1 ngày`; or when it was done.

    In what its term counts, by the calendar; without one in plain days. What is late is told in working days whatever
    its term counts: of two in one list the older must not look the less late.
    """
    if promise.state == "void":
        return "–"
    if promise.state == "kept":
        return _("xong %(when)s") % {"when": short_when(promise.settled_at)}
    is_late = promise.due_at < now and promise.debtor != "applicant"
    number, words = apart(now, promise.due_at, "1 working days" if is_late and calendar else promise.term, calendar)
    span = _(words) % {"n": number}
    if promise.due_at >= now:
        return _("còn %(span)s") % {"span": span}
    if promise.debtor == "applicant":
        return _("hết hạn %(span)s trước") % {"span": span}
    return mark_safe(f'<span class="late">{conditional_escape(_("chậm %(span)s") % {"span": span})}</span>')


# --- the deadline strip ------------------------------------------------------------------------------------------


@register.simple_tag
def strip_days(cells: Iterable[Any], today: date | None = None, began: str = "") -> list[dict[str, str]]:
    """The cells of a strip made ready for ui/strip.html: class, weekday, label, and the words for screen readers.

    With `today` the days past the due one are shown too. `began` says what the first day is, where it is not that of
    reception.
    """
    on = _day_of(today) if today else None
    cells = until(list(cells), on) if on else list(cells)
    days, begins = [], True
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if cell.kind == "gap":
            days.append(_strip_gap(cell, holds=bool(on and following and cell.day <= on < following.day)))
        else:
            days.append(_strip_day(cell, begins=begins, is_today=cell.day == on, began=began))
        begins = cell.kind == "gap"
    return days


def _strip_gap(cell: Any, *, holds: bool) -> dict[str, str]:
    """Days left out of a long strip; `holds`: today is one of them."""
    label = _("%(days)s (có hôm nay)") % {"days": _gap(cell.name)} if holds else _gap(cell.name)
    return {"kind": "gap", "classes": "gap now" if holds else "gap", "weekday": "", "label": label, "spoken": ""}


def _strip_day(cell: Any, *, begins: bool, is_today: bool, began: str) -> dict[str, str]:
    """`begins`: the first day, or the first after a gap; it stands under its weekday and names its month."""
    flags = [name for name, holds in (("begin", begins), ("now", is_today)) if holds]
    received = began or _("ngày tiếp nhận")
    spoken = {"received": received, "counted": _("được tính"), "off": _("không tính"), "due": _("hạn")}
    spoken["late"] = _("quá hạn")
    words = [f"{day(cell.day)}: {spoken[cell.kind]}", day_name(cell.name), _("hôm nay") if is_today else ""]
    return {
        "kind": cell.kind,
        "classes": " ".join([cell.kind, cell.weekday.lower(), *flags]),
        "weekday": _(cell.weekday),
        "label": f"{cell.day.day}/{cell.day.month}" if begins or cell.day.day == 1 else str(cell.day.day),
        "spoken": ", ".join(filter(None, words)),
    }


def _gap(told: str) -> str:
    """`… 12 ngày …` in the language of the page."""
    return _("… %(n)s ngày …") % {"n": "".join(filter(str.isdigit, told))}


@register.filter
def day_name(name: str) -> str:
    """Why a day is off: a holiday, the weekly rest, or the rest for a holiday on one."""
    return say_day(name, _)


@register.filter
def kinds_drawn(days: Iterable[dict[str, str]]) -> set[str]:
    """The kinds of day a strip shows: its key names no other."""
    return {day["kind"] for day in days}


@register.filter
def left_out(cells: Iterable[Any]) -> list[dict[str, str]]:
    """Runs of days off that are not plain weekends, which a person would not expect: `16–20/02`, and their name."""
    runs: list[list[Any]] = []
    for cell in cells:
        if cell.kind != "off" or not cell.name or cell.weekday in ("T7", "CN"):
            continue
        if runs and runs[-1][-1].name == cell.name and cell.day - runs[-1][-1].day == timedelta(days=1):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [{"days": _run_of_days(run[0].day, run[-1].day), "name": day_name(run[0].name)} for run in runs]


def _run_of_days(first: date, last: date) -> str:
    if first == last:
        return short_day(first)
    begin = f"{first.day:02}" if first.month == last.month else short_day(first)
    return f"{begin}–{short_day(last)}"


@register.filter
def sentence(refused: Any) -> str:
    """The translated, filled sentence of a Refused."""
    if not refused.params:
        return _(refused.sentence)
    return _(refused.sentence) % {name: _filling(value) for name, value in refused.params.items()}


def _filling(value: Any) -> Any:
    """What fills a place, translated where it is the house's own word: a state, a move, `3 ngày làm việc`."""
    if not isinstance(value, str) or not value:
        return value
    amount, space, unit = value.partition(" ")
    if amount.isdigit():
        return _(f"%(amount)s{space}{unit}") % {"amount": amount}
    return _(value)
