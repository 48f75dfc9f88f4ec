"""Who serves here: names, titles and telephones of a centre's head and staff (decree 118/2025 art. 9.8)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gandan.centre import queries
from gandan.organisation.queries import unit_by_ref, unit_map


def staff(request: HttpRequest) -> HttpResponse:
    """Every centre, to choose one's own."""
    return render(request, "portal/staff.html", {"centres": queries.centres(timezone.localdate())})


def staff_of(request: HttpRequest, ref: str) -> HttpResponse:
    """Who serves at one centre today; at one that ended, who serves where it went on."""
    today, centre = timezone.localdate(), unit_by_ref(ref)
    if centre is None or centre.kind != "service_centre":
        raise Http404
    became = queries.centres(today).filter(pk__in=unit_map(today).became(centre.pk)).first()
    if became is None:
        raise Http404
    context = {
        "centre": became,
        "rows": queries.shown_to_public(became, today),
        "published": queries.last_published(became),
    }
    return render(request, "portal/staff.html", context)
