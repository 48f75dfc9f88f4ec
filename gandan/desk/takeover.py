"""Files of the province's system: taken over with a report of every row, and given back in its own words."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from gandan.desk.keep_forms import DayField, UnitField
from gandan.desk.keep_surface import keeper_page
from gandan.desk.surface import UNPROCESSABLE, status_of
from gandan.dossiers.actions.give_back import give_back
from gandan.dossiers.actions.takeover import take_over
from gandan.dossiers.models import Takeover
from gandan.dossiers.queries import takeover as queries
from gandan.lib.refusal import Refused
from gandan.lib.tables import csv_line
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

SHOWN, LATEST = 500, 50
WORDS = {"refused": _("Không nhận"), "new": _("Mới"), "changed": _("Thay đổi"), "same": _("Không đổi")}
MARK = "\ufeff"  # so that a spreadsheet reads the accents


class TakeoverForm(forms.Form):
    """A file, and for whom where it does not say."""

    file = forms.FileField(
        label=_("Tệp CSV hoặc Excel (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"required": _("Hãy chọn tệp."), "empty": _("Tệp rỗng, không có dòng nào.")},
    )
    unit = UnitField(
        label=_("Nơi tiếp nhận, cho dòng không ghi"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Trung tâm của cơ quan giải quyết"),
    )
    dry_run = forms.BooleanField(label=_("Chỉ xét thử, không ghi gì"), required=False)

    def __init__(self, request: HttpRequest, *, is_sent: bool = False) -> None:
        super().__init__(*((request.POST, request.FILES) if is_sent else ()))
        reach = standing(request.person, request.today).units_for(Power.DOSSIER_TAKE_OVER)
        offered = Unit.objects.in_force(request.today).filter(pk__in=reach, kind="service_centre")
        self.fields["unit"].queryset = offered.select_related("parent").order_by("name")


class GiveBackForm(forms.Form):
    """From which day on what was done here goes back."""

    since = DayField(label=_("Hồ sơ đã làm ở đây từ ngày"), required=False, help_text=_("Để trống: mọi hồ sơ."))


@keeper_page(Power.DOSSIER_TAKE_OVER)
def takeovers(request: HttpRequest) -> HttpResponse:
    form = TakeoverForm(request, is_sent=request.method == "POST")
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        batch = _take(request, form.cleaned_data)
    except Refused as refused:
        return _page(request, form, refused=refused, status=status_of(refused))
    return _report(request, batch, "") if batch.pk is None else redirect("desk:takeover_report", batch.code)


def _take(request: HttpRequest, said: dict[str, Any]) -> Takeover:
    batch = take_over(
        file=said["file"].file,
        file_name=said["file"].name,
        words=queries.province_words(settings.EXPORT_COLUMNS),
        receiving=said["unit"],
        dry_run=said["dry_run"],
        by=request.person,
        at=request.now,
    )
    if said["dry_run"]:
        batch.pk = None
    return batch


def _page(
    request: HttpRequest,
    form: TakeoverForm | None = None,
    *,
    back: GiveBackForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    last = queries.last_given_back(request.person, request.today)
    context = {
        "section": "takeover",
        "form": form or TakeoverForm(request),
        "back": back or GiveBackForm({"since": f"{last or request.today:%d/%m/%Y}"}),
        "last": last,
        "refused": refused,
        "takeovers": queries.takeovers_in_sight(request.person, request.today).defer("report")[:LATEST],
    }
    return render(request, "desk/takeover/list.html", context, status=status)


@require_GET
@keeper_page(Power.DOSSIER_TAKE_OVER)
def takeover_report(request: HttpRequest, code: str) -> HttpResponse:
    batch = get_object_or_404(queries.takeovers_in_sight(request.person, request.today), code=code)
    word = request.GET.get("word", "refused" if batch.refused else "")
    return _report(request, batch, word if word in WORDS else "")


def _report(request: HttpRequest, batch: Takeover, word: str) -> HttpResponse:
    lines = queries.lines_of(batch, word)
    shown = lines[:SHOWN]
    known = queries.references_in_sight([line.code for line in shown], request.person, request.today)
    tabs = [{"url": "?word=all", "label": _("Tất cả"), "count": batch.rows, "current": not word}]
    tabs += [
        {"url": f"?word={name}", "label": label, "count": getattr(batch, name), "current": name == word}
        for name, label in WORDS.items()
    ]
    context = {
        "section": "takeover",
        "batch": batch,
        "is_dry": batch.pk is None,
        "lines": [(line, WORDS[line.word], known.get(line.code)) for line in shown],
        "cut": SHOWN if len(lines) > SHOWN else 0,
        "tabs": tabs,
        "word": word,
    }
    return render(request, "desk/takeover/report.html", context)


@require_GET
@keeper_page(Power.DOSSIER_TAKE_OVER)
def takeover_csv(request: HttpRequest, code: str) -> HttpResponse:
    batch = get_object_or_404(queries.takeovers_in_sight(request.person, request.today), code=code)
    word = request.GET.get("word", "")
    heads = [gettext("Dòng"), gettext("Mã hồ sơ"), gettext("Kết quả"), gettext("Vì sao")]
    rows = ([line.row, line.code, str(WORDS[line.word]), line.why] for line in queries.lines_of(batch, word))
    return _csv((csv_line(cells) for cells in (heads, *rows)), f"bao-cao-{batch.code}")


@require_POST
@keeper_page(Power.DOSSIER_TAKE_OVER)
def takeover_export(request: HttpRequest) -> HttpResponse:
    """What goes back to the province: what was done here, in one's units, since a day."""
    back = GiveBackForm(request.POST)
    if not back.is_valid():
        return _page(request, back=back, status=UNPROCESSABLE)
    words = queries.province_words(settings.EXPORT_COLUMNS)
    try:
        lines = give_back(since=_begin(back.cleaned_data["since"]), words=words, by=request.person, at=request.now)
    except Refused as refused:
        return _page(request, back=back, refused=refused, status=status_of(refused))
    return _csv(lines, f"tra-tinh-{request.today:%Y-%m-%d}")


def _begin(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _csv(lines: Any, name: str) -> HttpResponse:
    response = StreamingHttpResponse((part for lot in ([MARK], lines) for part in lot), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
