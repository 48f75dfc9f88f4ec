"""A unit's month in figures; each figure opens the list it counts."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.filters import FIGURE_NAMES, month_of, period_of
from gandan.desk.sight import unit_in_sight
from gandan.desk.surface import officer_page
from gandan.dossiers.queries import Period, figure, figures_of, of_units
from gandan.moderation.queries import waiting
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, scope_of, standing, unit_history
from gandan.promises.queries import Horizon
from gandan.promises.queries import horizon as horizon_of

MONTHS_BACK = 18
SHAPES = {"due_soon": "soon", "late": "late", "waiting": "wait", "settled_late": "late", "to_collect": "kept"}
OF_THE_MONTH = ("received", "settled", "settled_late", "reappointed", "refused")  # the others are as of now


@officer_page
def my_unit(request: HttpRequest) -> HttpResponse:
    mine = standing(request.person, request.today)
    mine.require(Power.DOSSIER_READ)
    return redirect("desk:unit", mine.unit.ref.code)


@officer_page
def unit(request: HttpRequest, code: str) -> HttpResponse:
    shown = unit_in_sight(request, code)
    month = month_of(request.GET.get("month", ""), request.today)
    period, inside = period_of(month), scope_of([shown.pk], request.today)
    horizon = horizon_of(request.now, calendar_of(shown, request.today))
    counted = figures_of(shown, inside, period, horizon)
    reach = standing(request.person, request.today).units_for(Power.DOSSIER_READ)
    context = {
        "section": "unit",
        "unit": shown,
        "month": month,
        "months": months_back(request.today),
        "of_month": _figures(counted, shown, month, of_month=True),
        "of_now": _figures(counted, shown, month, of_month=False),
        "handlers": _handlers(inside, period, horizon, shown),
        "comments_waiting": waiting(request.person, request.today).count(),
        "became": unit_history(shown).after if shown.valid_to else (),
        "below": Unit.objects.in_force(request.today).filter(parent=shown, pk__in=reach).order_by("folded_name"),
    }
    return render(request, "desk/unit.html", context)


def months_back(today: date) -> list[date]:
    """This month and those before it, newest first."""
    count = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(count, count - MONTHS_BACK, -1)]


def _list_url(unit: Unit, month: date, **more: str) -> str:
    return (
        f"{reverse('desk:dossiers')}?{urlencode({**more, 'unit': unit.ref.code, 'month': f'{month:%Y-%m}'}, safe='@')}"
    )


def _figures(counted: dict[str, int], unit: Unit, month: date, *, of_month: bool) -> list[dict[str, object]]:
    return [
        {
            "value": counted[name],
            "label": _(label),
            "url": _list_url(unit, month, figure=name),
            "kind": SHAPES.get(name, "") if counted[name] else "",
        }
        for name, label in FIGURE_NAMES.items()
        if (name in OF_THE_MONTH) == of_month
    ]


def _handlers(inside: frozenset[int], period: Period, horizon: Horizon, unit: Unit) -> list[dict[str, object]]:
    """Who has how much in hands: one query."""
    in_hands = of_units(inside).filter(figure("in_hands", period, horizon))
    parts = {name: Count("id", filter=Q(figure(name, period, horizon))) for name in ("late", "due_soon")}
    rows = in_hands.values("handler__name", "handler__code").annotate(all=Count("id"), **parts)
    month = period.first.date()
    return [
        row | {"url": row["handler__code"] and _list_url(unit, month, figure="in_hands", handler=row["handler__code"])}
        for row in rows.order_by("-late", "-all", "handler__name")
    ]
