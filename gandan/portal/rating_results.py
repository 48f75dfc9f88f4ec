"""What people said of each place: by whole months, never from a handful; and the comments decided to be shown."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from gandan.counter.ratings import queries
from gandan.counter.ratings.values import Result
from gandan.lib.fold import fold
from gandan.organisation.queries import unit_by_ref, unit_map
from gandan.portal.staff import place_of


def places(request: HttpRequest) -> HttpResponse:
    """Every place, or with `?q=…` those of that name."""
    sought = request.GET.get("q", "").strip()[:100]
    found = [one for one in queries.rated_units(timezone.localdate()) if fold(sought) in fold(one.name)]
    context = {"places": sorted(found, key=lambda one: place_of(one.name)), "sought": sought}
    return render(request, "portal/ratings/places.html", context)


def results(request: HttpRequest, ref: str) -> HttpResponse:
    """One place in one month; of a place that ended, where it went on."""
    today, unit = timezone.localdate(), unit_by_ref(ref)
    here = unit and queries.rated_units(today).filter(pk__in=unit_map(today).became(unit.pk)).first()
    if not here:
        raise Http404
    months = queries.months_told(here, today)
    month = chosen(request, months)
    context = {
        "unit": here,
        "months": months,
        "month": month,
        "rows": [told(one) for one in queries.results(here, month, today)] if month else [],
        "response": queries.response(here, month, today) if month else None,
        "comments": queries.comments(here, today),
        "least": queries.least(),
    }
    return render(request, "portal/ratings/results.html", context)


def chosen(request: HttpRequest, months: list[date]) -> date | None:
    """The month of `?thang=2026-10` where something is told of it, else the newest."""
    asked = request.GET.get("thang", "")
    return next((one for one in months if f"{one:%Y-%m}" == asked), months[0] if months else None)


def told(result: Result) -> dict[str, object]:
    """One question in words of the reader's language."""
    counts = [(gettext(result.question.answers[answer]), count) for answer, count in result.counts]
    return {
        "question": gettext(result.question.words),
        "short": gettext(result.question.short),
        "article": result.question.article,
        "share": result.share,
        "counts": counts,
    }
