"""The working calendar: special days of a year, office hours, and choices the law leaves to the place."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.desk.keep_forms import ChoiceForm, HoursForm, SpecialDayForm
from gandan.desk.keep_surface import form_page, keep_page, keeper_page, kept_units, typed
from gandan.law.calendar import DEFAULT_HOURS, missing_year_warning, standard_calendar
from gandan.law.rulebook import open_rules
from gandan.law.terms import Term
from gandan.lib.refusal import Refused
from gandan.organisation.actions import (
    choose_rule,
    preview_calendar,
    remove_special_day,
    set_office_hours,
    set_special_day,
)
from gandan.organisation.models import OfficeHours, RuleChoice, SpecialDay
from gandan.organisation.powers import Power
from gandan.organisation.queries import days_of_year
from gandan.organisation.values import Line
from gandan.ui.templatetags.ui import day

FIRST_YEAR, LAST_YEAR = 2019, 2040  # as standard_calendar

Act = Callable[..., tuple[Any, list[Line]]]


def _calendar_page(
    request: HttpRequest, form: forms.Form, act: Act, *, done: Callable[[Any], str], **context: Any
) -> HttpResponse:
    """A form whose act others must make way for: first what it would call off, then, pressed once more, done.

    Whoever was shown another number than is hit by now is shown the new one.
    """
    hit = _hit(request, form, act)
    total = sum(line.how_many for line in hit)
    if hit and request.POST.get("seen") != str(total):
        words = _("Tiếp tục, hủy %(n)s lịch hẹn") % {"n": total}
        shown = {"form": form, "hit": hit, "seen": total} | context | {"button": words}
        return keep_page(request, "form", shown, screen=context["screen"])
    return form_page(request, form, act, done=lambda result: done(result[0]), **context)


def _hit(request: HttpRequest, form: forms.Form, act: Act) -> list[Line]:
    """What the act would call off; nothing where it is refused, which the form says."""
    if request.method != "POST" or not form.is_valid():
        return []
    try:
        lines = preview_calendar(act, **form.cleaned_data, by=request.person, at=request.now)
    except Refused:
        return []
    return [line for line in lines if line.how_many]


@keeper_page(Power.CALENDAR_KEEP)
def year(request: HttpRequest, year: int = 0) -> HttpResponse:
    year = year or request.today.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    of_units = SpecialDay.objects.filter(day__year=year, unit__isnull=False).select_related("unit")
    own = [row.special for row in days_of_year(request.today.year + 1) if row.own]
    context = {
        "year": year,
        "rows": days_of_year(year),
        "of_units": of_units,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "warning": missing_year_warning(request.today, standard_calendar(extra=own), _),
    }
    return keep_page(request, "calendar", context, screen="keep_calendar")


@keeper_page(Power.CALENDAR_KEEP)
def day_new(request: HttpRequest) -> HttpResponse:
    first = {"day": _day_asked(request)}
    form = SpecialDayForm(typed(request), units=kept_units(request, Power.CALENDAR_KEEP), initial=first)
    words = {"title": _("Ghi một ngày"), "button": _("Ghi ngày"), "back": reverse("desk:keep_calendar")}
    note = " ".join(
        [
            _("Hạn đã hẹn với người dân không tự đổi; ngày mới chỉ dùng cho lời hẹn lập từ nay."),
            _("Nếu có lịch hẹn rơi vào giờ nghỉ, bạn được xem có bao nhiêu trước khi ghi."),
        ]
    )

    def done(special: SpecialDay) -> str:
        return reverse("desk:keep_calendar_year", args=[special.day.year])

    said = _("Đã ghi ngày.")
    return _calendar_page(
        request, form, set_special_day, done=done, said=said, screen="keep_calendar", note=note, **words
    )


def _day_asked(request: HttpRequest) -> date | None:
    """The day of a link from the year, `?day=2026-11-25`."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


@require_POST
@keeper_page(Power.CALENDAR_KEEP)
def day_remove(request: HttpRequest, code: str) -> HttpResponse:
    special = get_object_or_404(SpecialDay, code=code)
    back = reverse("desk:keep_calendar_year", args=[special.day.year])
    words = {"title": _("Bỏ ngày đã ghi?"), "button": _("Bỏ ngày"), "back": back, "about": _said_of(special)}
    act = partial(remove_special_day, special=special)
    said = _("Đã bỏ ngày.")
    done = {"done": lambda _special: back, "said": said}
    return _calendar_page(request, forms.Form(request.POST), act, screen="keep_calendar", **done, **words)


def _said_of(special: SpecialDay) -> str:
    return f"{day(special.day)}: {special.name}"


@keeper_page(Power.CALENDAR_KEEP)
def hours(request: HttpRequest) -> HttpResponse:
    rows = OfficeHours.objects.select_related("unit").order_by("unit__folded_name", "unit_id", "-valid_from", "id")
    decisions = [list(group) for _key, group in groupby(rows, key=lambda row: (row.unit_id, row.valid_from))]
    return keep_page(request, "hours", {"decisions": decisions, "default": DEFAULT_HOURS}, screen="keep_hours")


@keeper_page(Power.CALENDAR_KEEP)
def hours_new(request: HttpRequest) -> HttpResponse:
    units = kept_units(request, Power.CALENDAR_KEEP)
    form = HoursForm(typed(request), units=units, initial={"valid_from": request.today})
    back = reverse("desk:keep_hours")
    words = {"title": _("Giờ làm việc mới"), "button": _("Ghi giờ"), "back": back}
    said = _("Đã ghi giờ làm việc.")
    return _calendar_page(
        request, form, set_office_hours, done=lambda _rows: back, said=said, screen="keep_hours", **words
    )


@keeper_page(Power.CALENDAR_KEEP)
def choices(request: HttpRequest) -> HttpResponse:
    rows = RuleChoice.objects.select_related("unit").order_by("rule", "unit__folded_name", "-valid_from")
    of_rule = {rule: list(group) for rule, group in groupby(rows, key=lambda row: row.rule)}
    rules = []
    for rule in open_rules():
        chosen = of_rule.get(rule.id, [])
        for row in chosen:
            row.words = _in_words(row.value)
        usual = _in_words(rule.value if rule.unit == "yes/no" else f"{rule.value} {rule.unit}")
        rules.append({"rule": rule, "usual": usual, "choices": chosen})
    return keep_page(request, "choices", {"rules": rules}, screen="keep_choices")


def _in_words(value: str) -> str:
    """A rule's value as people say it: "no" is Không, "1 working days" is 1 ngày làm việc, hours stay hours."""
    if value in ("yes", "no"):
        return _("Có") if value == "yes" else _("Không")
    try:
        return Term.parse(value).words(_)
    except Refused:
        return value


@keeper_page(Power.CALENDAR_KEEP)
def choice_new(request: HttpRequest) -> HttpResponse:
    units = kept_units(request, Power.CALENDAR_KEEP)
    first = {"rule": request.GET.get("rule", ""), "valid_from": date(request.today.year + 1, 1, 1)}
    form = ChoiceForm(typed(request), units=units, initial=first)
    back = reverse("desk:keep_choices")
    words = {"title": _("Chọn theo quyết định của địa phương"), "button": _("Ghi lại"), "back": back}
    said = _("Đã ghi lựa chọn.")
    return _calendar_page(request, form, choose_rule, done=lambda _row: back, said=said, screen="keep_choices", **words)
