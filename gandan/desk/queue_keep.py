"""The head sets up the hall: kinds of work with their letters, counters, and how the line is kept."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Counter, WorkKind
from gandan.desk.fields import CHOICE_WORDS, Line, Number
from gandan.desk.keep_surface import form_page, keep_page, keeper_page, kept_hall, kept_halls, typed
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.procedures.queries import fields as fields_of_work

SCREEN = "queue_keep"


class KindForm(forms.Form):
    letter = Line(label=gettext_lazy("Chữ cái của số"), max_length=1, help_text=gettext_lazy("Từ A đến Z, không đổi."))
    name = Line(
        label=gettext_lazy("Tên, bằng lời người dân"),
        max_length=80,
        help_text=gettext_lazy("Ví dụ: Khai sinh, kết hôn, hộ tịch"),
    )
    fields = forms.MultipleChoiceField(
        label=gettext_lazy("Gồm thủ tục của lĩnh vực"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE_WORDS,
    )
    order = Number(label=gettext_lazy("Thứ tự trên máy lấy số"), min_value=0, max_value=99, initial=0)
    is_open = forms.BooleanField(label=gettext_lazy("Đang cấp số"), required=False, initial=True)

    def __init__(self, *args: Any, on: date, kind: WorkKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [field for field, _count in fields_of_work(on)]
        chosen = kind.fields if kind else []
        self.fields["fields"].choices = [(field, field) for field in sorted({*known, *chosen})]
        del self.fields["letter" if kind else "is_open"]  # a letter stays; what is new is open


class CounterForm(forms.Form):
    number = Number(label=gettext_lazy("Số quầy"), min_value=1, max_value=99)
    name = Line(label=gettext_lazy("Tên thêm, nếu có"), required=False, max_length=80)
    kinds = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Nhận loại việc"),
        queryset=WorkKind.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE_WORDS,
    )
    is_kept = forms.BooleanField(label=gettext_lazy("Còn dùng"), required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].queryset = queries.kinds_of(unit, closed_too=True)
        del self.fields["is_kept" if is_new else "number"]


class RulesForm(forms.Form):
    most_overtaken = Number(
        label=gettext_lazy("Số lần một người chờ bị người ưu tiên vượt, nhiều nhất"),
        help_text=gettext_lazy("Đủ số lần này thì người ấy được gọi trước cả người ưu tiên."),
    )
    least_calls = Number(label=gettext_lazy("Số lần gọi trước khi được ghi vắng, ít nhất"))
    most_a_minute = Number(
        label=gettext_lazy("Số cấp trong một phút ở máy và điện thoại, nhiều nhất"),
        help_text=gettext_lazy("Chặn việc bấm phá; số cấp tại quầy không bị giới hạn."),
    )
    opens_early = Number(label=gettext_lazy("Cấp số sớm trước giờ làm việc (phút)"))


@keeper_page(Power.COUNTER_KEEP)
def keep(request: HttpRequest) -> HttpResponse:
    halls = [
        {
            "unit": unit,
            "kinds": queries.kinds_of(unit, closed_too=True),
            "counters": queries.all_counters_of(unit),
            "rules": [(field.label, getattr(queries.board_row(unit), name)) for name, field in _rule_fields()],
            "grounds": [(_(one.words) % one.params, one.article) for one in queries.grounds_of(unit, request.today)],
        }
        for unit in kept_halls(request)
    ]
    return keep_page(request, "queue", {"halls": halls}, screen=SCREEN)


def _rule_fields() -> list[tuple[str, forms.Field]]:
    return list(RulesForm.base_fields.items())


def _words(request: HttpRequest, title: str, button: str, about: object) -> dict[str, Any]:
    return {"title": title, "about": about, "button": button, "back": reverse("desk:queue_keep"), "screen": SCREEN}


def _back(_done: object) -> str:
    return reverse("desk:queue_keep")


@keeper_page(Power.COUNTER_KEEP)
def kind_new(request: HttpRequest, unit: str) -> HttpResponse:
    hall = kept_hall(request, unit)
    form = KindForm(typed(request), on=request.today)
    act = partial(actions.add_kind, unit=hall)
    words = _words(request, _("Loại việc mới"), _("Thêm loại việc"), hall)
    return form_page(request, form, act, done=_back, said=_("Đã thêm loại việc."), **words)


@keeper_page(Power.COUNTER_KEEP)
def kind(request: HttpRequest, code: str) -> HttpResponse:
    kind = get_object_or_404(WorkKind, code=code, unit__in=kept_halls(request))
    now = {"name": kind.name, "fields": kind.fields, "order": kind.order, "is_open": kind.is_open}
    form = KindForm(typed(request), initial=now, on=request.today, kind=kind)
    act = partial(actions.change_kind, kind_id=kind.pk)
    words = _words(request, f"{_('Loại việc')}: {kind}", _("Lưu"), kind.unit)
    return form_page(request, form, act, done=_back, said=_("Đã sửa loại việc."), **words)


@keeper_page(Power.COUNTER_KEEP)
def counter_new(request: HttpRequest, unit: str) -> HttpResponse:
    hall = kept_hall(request, unit)
    form = CounterForm(typed(request), unit=hall, is_new=True)
    act = partial(actions.add_counter, unit=hall)
    words = _words(request, _("Quầy mới"), _("Thêm quầy"), hall)
    return form_page(request, form, act, done=_back, said=_("Đã thêm quầy."), **words)


@keeper_page(Power.COUNTER_KEEP)
def counter(request: HttpRequest, code: str) -> HttpResponse:
    counter = get_object_or_404(Counter, code=code, unit__in=kept_halls(request))
    now = {"name": counter.name, "kinds": counter.kinds.all(), "is_kept": counter.is_kept}
    form = CounterForm(typed(request), initial=now, unit=counter.unit, is_new=False)
    act = partial(actions.change_counter, counter_id=counter.pk)
    words = _words(request, str(counter), _("Lưu"), counter.unit)
    return form_page(request, form, act, done=_back, said=_("Đã sửa quầy."), **words)


@keeper_page(Power.COUNTER_KEEP)
def house_rules(request: HttpRequest, unit: str) -> HttpResponse:
    hall = kept_hall(request, unit)
    board = queries.board_row(hall)
    form = RulesForm(typed(request), initial={name: getattr(board, name) for name, _field in _rule_fields()})

    def act(*, by: Any, at: Any, **said: int) -> Any:
        return actions.set_house_rules(unit=hall, said=said, by=by, at=at)

    words = _words(request, _("Cách xếp hàng"), _("Lưu"), hall)
    return form_page(request, form, act, done=_back, said=_("Đã lưu cách xếp hàng."), **words)
