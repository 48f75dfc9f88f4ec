"""Who serves here: names, titles and telephones of a centre's head and staff (decree 118/2025 art. 9.8)."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gandan.centre import queries
from gandan.lib.fold import fold
from gandan.organisation.queries import unit_by_ref, unit_map

KIND_OF_PLACE = re.compile(r"\s(?:xã|phường|đặc khu)\s", re.IGNORECASE)


def staff(request: HttpRequest) -> HttpResponse:
    """Every centre, or with `?q=…` those of that name, to choose one's own."""
    sought = request.GET.get("q", "").strip()[:100]
    found = [one for one in queries.centres(timezone.localdate()) if fold(sought) in fold(one.name)]
    context = {"centres": sorted(found, key=lambda one: place_of(one.name)), "sought": sought}
    return render(request, "portal/staff.html", context)


def place_of(name: str) -> str:
    """What a centre is looked for by: the name of its commune or ward, folded, not the words all centres share."""
    return fold(KIND_OF_PLACE.split(name, maxsplit=1)[-1])


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
