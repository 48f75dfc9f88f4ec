"""The catalogue: the list, one procedure over time, and a change that becomes a new version after it was looked at."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from gandan.desk.keep_surface import keep_page, keeper_page, typed
from gandan.desk.paging import Trail
from gandan.desk.procedure_forms import VersionForms
from gandan.desk.surface import UNPROCESSABLE, status_of
from gandan.desk.timeline import events
from gandan.dossiers.models import Dossier
from gandan.dossiers.states import ENDED
from gandan.lib.refusal import Refused
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.procedures import queries
from gandan.procedures.actions import publish_version
from gandan.procedures.models import Batch, Procedure, Version

SCREEN = "keep_procedures"
SHOWN = 50


@keeper_page(Power.CATALOGUE_KEEP)
def procedures(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found, trail = queries.catalogue(q, request.today), Trail(request)
    if trail.key:
        found = found.filter(procedure__code__gt=f"{trail.key[0]}.{trail.key[1:]}")
    rows = trail.cut(list(found[: SHOWN + 1]), SHOWN, lambda one: one.procedure.code.replace(".", ""))
    publishes = standing(request.person, request.today).may(Power.CATALOGUE_PUBLISH)
    staged = Batch.objects.filter(state=Batch.State.STAGED)[:5] if publishes else ()
    context = {"rows": rows, "q": q, "trail": trail, "staged": staged, "today": request.today, "publishes": publishes}
    return keep_page(request, "procedures", context, screen=SCREEN)


@keeper_page(Power.CATALOGUE_KEEP)
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    kept = get_object_or_404(Procedure, code=code.replace("\0", ""))
    versions = list(kept.versions.order_by("-valid_from"))
    if not versions:
        raise Http404
    shown = next((one for one in versions if one.valid_from <= request.today), versions[0])
    told = [{"version": one, "changes": _changes(versions[at + 1 : at + 2], one)} for at, one in enumerate(versions)]
    context = {
        "procedure": kept,
        "version": shown,
        "versions": told,
        "overlays": kept.overlays.select_related("unit", "stated_by"),
        "publishes": standing(request.person, request.today).may(Power.CATALOGUE_PUBLISH),
        "mine": queries.units_to_keep(request.person, request.today),
        "events": events(kept),
    }
    return keep_page(request, "procedure", context, screen=SCREEN)


def _changes(before: list[Version], version: Version) -> list[Any]:
    return queries.differences(before[0], queries.content_of(version)) if before else []


@keeper_page(Power.CATALOGUE_PUBLISH)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Typed, looked at (`do=look`), then published (`do=publish`) as it was looked at."""
    before = queries.latest_versions([code.replace("\0", "")]).get(code)
    if before is None:
        raise Http404
    forms = VersionForms(typed(request), before, request.today)
    if request.method != "POST":
        return _change_page(request, before, forms)
    if not forms.are_valid():
        return _change_page(request, before, forms, status=UNPROCESSABLE)
    if request.POST.get("do") != "publish":
        return _change_page(request, before, forms, looked=True)
    try:
        made = publish_version(content=forms.content(), seen=forms.seen, by=request.person, at=request.now)
    except Refused as refused:
        return _change_page(request, before, forms, looked=True, refused=refused, status=status_of(refused))
    told = _("Đã công bố phiên bản áp dụng từ %(day)s.") if made else _("Không có gì khác; không công bố.")
    messages.success(request, told % {"day": f"{made.valid_from:%d/%m/%Y}"} if made else told)
    return redirect("desk:keep_procedure", code)


def _change_page(
    request: HttpRequest,
    before: Version,
    forms: VersionForms,
    *,
    looked: bool = False,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    open_now = Dossier.objects.filter(version__procedure=before.procedure).exclude(state__in=ENDED)
    context = {
        "version": before,
        "forms": forms,
        "looked": looked,
        "differences": queries.differences(before, forms.content()) if looked else [],
        "staying": open_now.values("version__valid_from").annotate(count=Count("pk")) if looked else [],
        "refused": refused,
    }
    response = keep_page(request, "procedure_change", context, screen=SCREEN)
    response.status_code = status
    return response
