"""The officer's counter: it opens, shows who stands here and who is next, gives numbers, and closes."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Counter
from gandan.desk.queue_page import TakeForm, choosing, halls_of, line_of, seen, sitting
from gandan.desk.surface import UNPROCESSABLE, View, officer_page, status_of
from gandan.lib.refusal import Refused
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.ui.templatetags.ui import sentence

NO_CONTENT = 204


FIELDS = {
    "desk.no_dossier": "dossier",
    "desk.no_kind": "kind",
    "tickets.same_kind": "kind",
    "desk.wrong_time": "until",
    "tickets.wrong_return": "until",
}  # by the code of a refusal: where on the screen it is said


def pressed(view: View) -> View:
    """A button's address, POST only. Whoever comes to it otherwise (going back, loading anew) is led to the screen."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs) if request.method == "POST" else redirect("desk:queue")

    return officer_page(guarded)


def shown(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    """The screen as it now stands, with what was refused: at the field it is about, or above everything."""
    standing(request.person, request.today).require(Power.COUNTER_CALL)
    counter = queries.counter_of(request.person)
    page = "sitting" if counter else "choosing"
    context = sitting(request, counter) if counter else choosing(request)
    wrong = FIELDS.get(refused.code) if refused and counter else None
    context |= {"wrong": wrong, "said": sentence(refused)} if wrong else {"refused": refused}
    # what htmx puts in place stays at the screen's own address, which can be loaded anew
    response = render(request, f"desk/queue/{page}.html", context, status=status_of(refused) if refused else 200)
    response["HX-Push-Url"] = "false"
    return response


@officer_page
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    return shown(request)


@officer_page
@require_GET
def line(request: HttpRequest) -> HttpResponse:
    """Asked every few seconds: nothing when nothing changed; the line; or the whole page when I am elsewhere now."""
    counter = queries.counter_of(request.person)
    present = queries.at_counter(counter) if counter else None
    if counter is None or request.GET.get("present", "") != (f"{present.code}-{present.state}" if present else ""):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.GET.get("seen") == seen(counter, request.now):
        return HttpResponse(status=NO_CONTENT)
    context = line_of(request, counter) | {"counter": counter, "present": present}
    return render(request, "desk/queue/renewed.html", context)


@pressed
def open_counter(request: HttpRequest, code: str) -> HttpResponse:
    """Sit down, or serve other kinds from now on."""
    counter = get_object_or_404(Counter, code=code, unit__in=halls_of(request))
    wanted = request.POST.getlist("kinds")
    kinds = [kind for kind in counter.kinds.all() if kind.code in wanted]
    try:
        actions.open_counter(counter_id=counter.pk, kinds=kinds, by=request.person, at=request.now)
    except Refused as refused:
        return shown(request, refused)
    return redirect("desk:queue")


@pressed
def close_counter(request: HttpRequest, code: str) -> HttpResponse:
    counter = get_object_or_404(Counter, code=code, unit__in=halls_of(request))
    try:
        actions.close_counter(counter_id=counter.pk, by=request.person, at=request.now)
    except Refused as refused:
        return shown(request, refused)
    messages.success(request, _("Đã đóng Quầy %(number)s.") % {"number": counter.number})
    return redirect("desk:queue")


@officer_page
def take(request: HttpRequest) -> HttpResponse:
    """A number for somebody who cannot or will not use the kiosk."""
    counter = queries.counter_of(request.person)
    unit = counter.unit if counter else halls_of(request).first()
    if unit is None:
        raise Http404
    form = TakeForm(request.POST if request.method == "POST" else None, unit=unit, on=request.today)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                said = form.cleaned_data | {"by": request.person, "at": request.now}
                ticket = actions.take_number(unit=unit, channel="desk", **said)
            except Refused as refused:
                form.add_error(None, sentence(refused))
                status = status_of(refused)
            else:
                about = {"number": ticket.number, "kind": ticket.kind.name}
                messages.success(request, _("Đã cấp số %(number)s: %(kind)s.") % about)
                return redirect("desk:queue_slip", ticket.code)
    closed = queries.closed_now(unit, request.now) if request.method != "POST" else None
    context = {"section": "queue", "form": form, "closed": closed}
    return render(request, "desk/queue/take.html", context, status=status)
