"""What a citizen prepared at home: opened at the counter by one scan. A scanner types like a keyboard, then Enter."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gandan.attachments.actions.reading import read_file
from gandan.attachments.queries import of as files_of
from gandan.desk.counter import counters_of
from gandan.desk.surface import officer_page, status_of
from gandan.dossiers import actions
from gandan.dossiers.queries import drafts_of, visible_to
from gandan.dossiers.queries.prepared import by_code
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import standing

LONGEST_SCAN = 300


@officer_page
def prepared(request: HttpRequest) -> HttpResponse:
    """The field to scan into; `?code=` fills it, for whoever calls a number that is linked to one."""
    standing(request.person, request.today).require(Power.DOSSIER_RECEIVE)
    scanned = request.POST.get("scanned", request.GET.get("code", "")).replace("\0", "")[:LONGEST_SCAN].strip()
    if request.method != "POST":
        return _field(request, scanned)
    try:
        return _open(request, scanned)
    except Refused as refused:
        return _field(request, scanned, refused=refused)


def _field(request: HttpRequest, scanned: str, *, refused: Refused | None = None) -> HttpResponse:
    units = counters_of(request)
    found = None if refused else by_code(scanned)
    context = {"section": "counter", "units": units, "scanned": scanned, "refused": refused, "found": found}
    return render(request, "desk/counter/prepared.html", context, status=status_of(refused) if refused else 200)


def _open(request: HttpRequest, scanned: str) -> HttpResponse:
    """The draft, or the dossier that it has become."""
    if not scanned:
        raise Refused(mark("Hãy quét hoặc gõ mã."), code="desk.nothing_scanned")
    before = by_code(scanned)
    opened = actions.open_prepared(scanned=scanned, unit=_counter(request), by=request.person, at=request.now)
    if drafts_of(request.person).filter(reference=opened.taken_as).exists():
        if before and before.taken_as == opened.taken_as:
            messages.info(request, _("Bản này đã mở từ trước; đây là bản đang soạn ấy."))
        return redirect("desk:counter", opened.taken_as)
    if visible_to(request.person, request.today).filter(reference=opened.taken_as).exists():
        return redirect("desk:dossier", opened.taken_as)
    raise Refused(mark("Bản này đã thành hồ sơ ở một đơn vị khác."), code="desk.prepared_elsewhere")


def _counter(request: HttpRequest) -> Unit:
    counters = counters_of(request)
    unit = next((one for one in counters if one.ref.code == request.POST.get("unit")), counters.first())
    if unit is None:
        raise refuse_without(Power.DOSSIER_RECEIVE)
    return unit


@officer_page
@require_safe
def prepared_file(request: HttpRequest, code: str, file: str) -> HttpResponse:
    """A photograph, for whoever has the draft open; always to be saved, never shown in our own origin."""
    one = by_code(code)
    if one is None or not drafts_of(request.person).filter(reference=one.taken_as).exists():
        raise Http404
    stored = get_object_or_404(files_of(one), code=file)
    content = read_file(stored, by=request.person, at=request.now)
    response = FileResponse(content, as_attachment=True, filename=stored.given_name, content_type=stored.kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
