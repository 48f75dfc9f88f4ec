"""Personal data: requests with their clocks, who read what, breaches, what has been kept long enough."""

from datetime import datetime, time, timedelta
from functools import partial

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gandan.desk.keep_surface import form_page, keep_page, keeper_page, kept_units, typed
from gandan.desk.privacy_forms import AnswerForm, BreachForm, DestroyForm, PeriodForm, ReportForm, RequestForm
from gandan.desk.timeline import events, names_of
from gandan.lib.refs import Ref
from gandan.organisation.powers import Power
from gandan.organisation.queries import unit_by_ref
from gandan.privacy import actions, queries
from gandan.privacy.models import Breach, DataRequest
from gandan.privacy.states import MACHINE, READ_NAMES

SCREEN = "privacy"
SHOWN = 200
PAGE = 20
ADDRESSES = {"dossier": "desk:dossier", "data_request": "desk:privacy_request"}  # pages of what is held, by its kind
KEEPER = keeper_page(Power.PRIVACY_KEEP)
ANSWERS = {"grant": actions.grant, "refuse": actions.refuse, "extend": actions.extend}
TABS = (
    ("privacy", gettext_lazy("Yêu cầu của người dân")),
    ("privacy_reads", gettext_lazy("Ai đã xem gì")),
    ("privacy_breaches", gettext_lazy("Vi phạm")),
    ("privacy_retention", gettext_lazy("Hết thời hạn lưu giữ")),
)


def _page(request: HttpRequest, template: str, current: str, **context: object) -> HttpResponse:
    parts = [{"url": reverse(f"desk:{name}"), "label": label, "current": name == current} for name, label in TABS]
    return keep_page(request, template, {"parts": parts} | context, screen=SCREEN)


# --- requests -------------------------------------------------------------------------------------------------------


@KEEPER
def requests(request: HttpRequest) -> HttpResponse:
    rows = list(queries.requests_of(request.person, request.today)[:SHOWN])
    return _page(request, "privacy", "privacy", rows=rows)


@KEEPER
def request_new(request: HttpRequest) -> HttpResponse:
    form = RequestForm(typed(request), units=kept_units(request, Power.PRIVACY_KEEP))
    words = {"title": _("Ghi yêu cầu về dữ liệu cá nhân"), "button": _("Ghi yêu cầu"), "back": reverse("desk:privacy")}
    said = _("Đã ghi yêu cầu; hai lời hẹn bắt đầu tính.")
    return form_page(request, form, actions.register_request, done=_address, said=said, screen=SCREEN, **words)


def _address(asked: DataRequest) -> str:
    return reverse("desk:privacy_request", args=[asked.code])


def _asked(request: HttpRequest, code: str) -> DataRequest:
    return get_object_or_404(queries.requests_of(request.person, request.today), code=code)


@KEEPER
def request_shown(request: HttpRequest, code: str) -> HttpResponse:
    asked = _asked(request, code)
    held = Paginator(queries.held_of(asked, request.today), PAGE).get_page(request.GET.get("page"))
    rows = [{"one": one, "url": _page_of(one.subject)} for one in held]
    moves = [(name, _(MACHINE.moves[name].label)) for name in queries.moves_of(asked)]
    context = {"asked": asked, "held": held, "rows": rows, "moves": moves, "events": events(asked)} | _around(held)
    return _page(request, "privacy_request", "privacy", **context)


def _page_of(subject: Ref) -> str:
    """Where the thing is shown; empty for what has no page of its own."""
    return reverse(ADDRESSES[subject.kind], args=[subject.code]) if subject.kind in ADDRESSES else ""


def _around(page: Page) -> dict[str, str]:
    return {
        "newer_url": f"?page={page.previous_page_number()}#h-held" if page.has_previous() else "",
        "older_url": f"?page={page.next_page_number()}#h-held" if page.has_next() else "",
    }


@KEEPER
@require_POST
def request_reply(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing is typed: the message to the person says what they asked and until when they are answered."""
    asked = _asked(request, code)
    actions.reply(request_id=asked.pk, by=request.person, at=request.now)
    return redirect(_address(asked))


@KEEPER
def request_answer(request: HttpRequest, code: str, move: str) -> HttpResponse:
    asked = _asked(request, code)
    if move not in ANSWERS:
        raise Http404
    act = partial(ANSWERS[move], request_id=asked.pk)
    words = {"title": _(MACHINE.moves[move].label), "about": asked.what_name, "button": _("Ghi và gửi trả lời")}
    done = _("Đã ghi.")
    return form_page(
        request, AnswerForm(typed(request)), act, done=_address, said=done, screen=SCREEN, back=_address(asked), **words
    )


@KEEPER
@require_POST
def request_data(request: HttpRequest, code: str) -> HttpResponse:
    """Everything held of the person, as a file; the journal says who took it out."""
    asked = _asked(request, code)
    held = queries.held_of(asked, request.today)
    content = actions.export(request_id=asked.pk, held=held, by=request.person, at=request.now)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="du-lieu-{asked.code}.json"'
    return response


# --- who read what --------------------------------------------------------------------------------------------------


@KEEPER
def reads(request: HttpRequest) -> HttpResponse:
    first, last = request.today - timedelta(days=30), request.today
    form = PeriodForm(request.GET or None, initial={"first": first, "last": last})
    said = form.cleaned_data if form.is_valid() else {}
    first, last = said.get("first") or first, said.get("last") or last
    between = (make_aware(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1)))
    entries = list(queries.reads_between(request.person, *between, on=request.today)[:SHOWN])
    names = names_of(entries)
    for entry in entries:
        entry.who, entry.what = names.get(entry.actor_code, ""), _(READ_NAMES[entry.act])
        entry.unit = unit_by_ref(entry.subject_code) if entry.subject_kind == "unit" else None
    context = {"form": form, "first": first, "last": last, "shown": SHOWN, "entries": entries}
    return _page(request, "privacy_reads", "privacy_reads", **context)


# --- breaches -------------------------------------------------------------------------------------------------------


@KEEPER
def breaches(request: HttpRequest) -> HttpResponse:
    rows = list(queries.breaches_of(request.person, request.today)[:SHOWN])
    return _page(request, "privacy_breaches", "privacy_breaches", rows=rows)


@KEEPER
def breach_new(request: HttpRequest) -> HttpResponse:
    units = kept_units(request, Power.PRIVACY_KEEP)
    form = BreachForm(typed(request), units=units, zone=get_current_timezone())
    words = {"title": _("Ghi vi phạm về dữ liệu"), "button": _("Ghi lại"), "back": reverse("desk:privacy_breaches")}
    said = _("Đã ghi; thời hạn báo cơ quan chuyên trách tính từ lúc phát hiện.")
    return form_page(request, form, actions.record_breach, done=_breach_address, said=said, screen=SCREEN, **words)


def _breach_address(breach: Breach) -> str:
    return reverse("desk:privacy_breach", args=[breach.code])


@KEEPER
def breach(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(queries.breaches_of(request.person, request.today), code=code)
    return _page(request, "privacy_breach", "privacy_breaches", breach=found, events=events(found))


@KEEPER
def breach_report(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(queries.breaches_of(request.person, request.today), code=code)
    act = partial(actions.report_breach, breach_id=found.pk)
    words = {"title": _("Đã báo cơ quan chuyên trách"), "button": _("Ghi lại"), "back": _breach_address(found)}
    said = _("Đã ghi.")
    return form_page(request, ReportForm(typed(request)), act, done=_breach_address, said=said, screen=SCREEN, **words)


# --- what has been kept long enough ---------------------------------------------------------------------------------


@KEEPER
def retention(request: HttpRequest) -> HttpResponse:
    rows = [queries.over_in(unit, request.today) for unit in kept_units(request, Power.PRIVACY_KEEP)]
    done = queries.destructions_of(request.person, request.today)[:SHOWN]
    return _page(request, "privacy_retention", "privacy_retention", rows=rows, done=done, shown=SHOWN)


@KEEPER
def retention_destroy(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirmed for the list that was shown: its digest comes along in the address of this page."""
    units = {unit.ref.code: unit for unit in kept_units(request, Power.PRIVACY_KEEP)}
    unit = units.get(ref)
    if unit is None:
        raise Http404
    form = DestroyForm(typed(request), initial={"shown": request.GET.get("shown", "")})
    words = {"title": _("Hủy dữ liệu đã hết thời hạn lưu giữ"), "about": unit.name, "button": _("Hủy vĩnh viễn")}
    note = _("Việc này không lấy lại được. Mã hồ sơ, ngày tháng và lời hẹn vẫn còn; mọi thông tin về người dân bị xóa.")
    act, back = partial(actions.destroy, unit=unit), reverse("desk:privacy_retention")
    said = _("Đã hủy và ghi biên bản.")
    return form_page(
        request, form, act, done=lambda _done: back, said=said, screen=SCREEN, note=note, back=back, **words
    )
