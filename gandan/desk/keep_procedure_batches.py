"""A file of the national catalogue: taken, its differences looked at, published with one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from gandan.desk.keep_procedures import SCREEN
from gandan.desk.keep_surface import keep_page, keeper_page
from gandan.desk.paging import Trail
from gandan.desk.procedure_forms import FileForm
from gandan.desk.surface import UNPROCESSABLE, status_of
from gandan.lib.refusal import Refused
from gandan.organisation.powers import Power
from gandan.procedures import queries
from gandan.procedures.actions import discard_batch, leave_out, publish_batch, stage_rows
from gandan.procedures.models import Batch, StagedRow
from gandan.procedures.values import from_json
from gandan.ui.templatetags.ui import sentence

SHOWN = 25


@keeper_page(Power.CATALOGUE_PUBLISH)
def upload(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None, initial={"valid_from": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            rows = queries.read_file(form.cleaned_data["file"].read())
            said = {"file_name": form.cleaned_data["file"].name, "valid_from": form.cleaned_data["valid_from"]}
            staged = stage_rows(rows=rows, **said, by=request.person, at=request.now)
        except Refused as refused:
            form.add_error("valid_from" if refused.code == "procedures.dated_back" else "file", sentence(refused))
        else:
            return redirect("desk:keep_procedure_batch", staged.code)
    response = keep_page(request, "procedure_file", {"form": form}, screen=SCREEN)
    response.status_code = UNPROCESSABLE if form.errors else 200
    return response


@keeper_page(Power.CATALOGUE_PUBLISH)
def batch(request: HttpRequest, batch: str) -> HttpResponse:
    staged = get_object_or_404(Batch, code=batch)
    if request.method != "POST":
        return _page(request, staged)
    try:
        return _act(request, staged)
    except Refused as refused:
        return _page(request, staged, refused=refused, status=status_of(refused))


def _act(request: HttpRequest, staged: Batch) -> HttpResponse:
    who = {"code": staged.code, "by": request.person, "at": request.now}
    line = request.POST.get("line", "")
    if line.isdecimal() and line.isascii():
        leave_out(line=int(line[:9]), left_out=request.POST.get("do") == "leave", **who)
        return redirect(request.get_full_path())
    if request.POST.get("do") == "discard":
        discard_batch(**who)
        messages.success(request, _("Đã bỏ đợt nạp; không công bố gì."))
    else:
        published = publish_batch(**who)
        messages.success(request, _("Đã công bố %(count)s phiên bản.") % {"count": len(published)})
    return redirect("desk:keep_procedures")


def _page(request: HttpRequest, staged: Batch, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    counts = queries.counts_of(staged)
    asked = request.GET.get("word", "")
    word = (
        asked if asked in counts else next((one for one in ("changed", "taken", "refused") if counts[one]), "skipped")
    )
    trail = Trail(request)
    found = queries.rows_of(staged, word).filter(pk__gt=int(trail.key) if trail.key and trail.key.isdigit() else 0)
    rows = trail.cut(list(found.order_by("pk")[: SHOWN + 1]), SHOWN, lambda row: str(row.pk))
    for row in rows:
        row.differences = queries.differences(row.before, from_json(row.content)) if row.content else []
    context = {
        "batch": staged,
        "rows": rows,
        "trail": trail,
        "refused": refused,
        "tabs_of_rows": [_tab(one, label, counts[one], word) for one, label in StagedRow.Word.choices],
        "publishing": counts["taken"] + counts["changed"] - staged.rows.filter(left_out=True).count(),
        "is_staged": staged.state == Batch.State.STAGED,
    }
    response = keep_page(request, "procedure_batch", context, screen=SCREEN)
    response.status_code = status
    return response


def _tab(word: str, label: str, count: int, current: str) -> dict[str, object]:
    return {"url": f"?word={word}", "label": label, "count": count, "current": word == current, "kind": ""}
