"""Preparing at home, one thing a page: what a counter will ask, so that one scan opens it there. No submission."""

from collections.abc import Mapping, Sequence

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gandan.centre.queries import centres
from gandan.counter.appointments.queries import booked_about, offers_of
from gandan.counter.appointments.values import CITIZEN
from gandan.counter.sessions.queries import open_sessions_between
from gandan.dossiers import actions
from gandan.dossiers.models import Prepared
from gandan.dossiers.queries.prepared import doubts_of, papers_needed
from gandan.lib.codes import public_code
from gandan.lib.fold import fold
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.models import Unit
from gandan.organisation.queries import calendar_of, unit_by_ref, unit_map
from gandan.portal.opening import OpenDay, days_ahead, last_shown
from gandan.portal.prepare_forms import BY_SLUG, Asked, Part, form_of
from gandan.portal.prepared_sight import TOO_MANY, Home, found_by, prepared_page, too_many
from gandan.portal.private import keep_private
from gandan.portal.staff import place_of
from gandan.procedures.queries import guide, in_force
from gandan.ui import limits

COMMONEST = 8
NO_CONTENT, CONFLICT, UNPROCESSABLE = 204, 409, 422
IDENTITY = ("giay to tuy than", "can cuoc", "the can cuoc")  # how catalogues begin the name of an identity paper
AUTHORITY = ("van ban uy quyen", "giay uy quyen")


# --- to begin, to come back ------------------------------------------------------------------------------------------


def start(request: HttpRequest) -> HttpResponse:
    """The address as somebody types it from a poster: which procedure, or go on with what was begun."""
    commonest = guide(timezone.localdate())[:COMMONEST]
    return render(request, "portal/prepare/start.html", {"section": "procedures", "commonest": commonest})


@keep_private
def prepare(request: HttpRequest, procedure: str) -> HttpResponse:
    """What this is and is not; then it begins, and has an address to keep."""
    now = timezone.now()
    version = in_force(procedure, timezone.localdate(now))
    if version is None:
        raise Http404
    if request.method != "POST":
        context = {"section": "procedures", "version": version, "days": settings.PREPARED_DAYS}
        return render(request, "portal/prepare/begin.html", context)
    if limits.count(f"prepare:{request.META['REMOTE_ADDR']}", now) > settings.PREPARE_LIMIT_PER_MINUTE:
        return too_many(request, now)
    begun = actions.prepare(version=version, by=CITIZEN, at=now)
    return redirect("portal:prepared", begun.code, begun.secret)


@keep_private
def resume(request: HttpRequest) -> HttpResponse:
    """The code and the secret, typed by whoever kept them on paper."""
    context = {"section": "procedures", "code": "", "secret": ""}
    if request.method != "POST":
        return render(request, "portal/prepare/resume.html", context)
    said = {name: request.POST.get(name, "").replace("\0", "")[:60] for name in ("code", "secret")}
    found = found_by(request, said["code"], said["secret"], timezone.now())
    return redirect("portal:prepared", found.code, found.secret) if isinstance(found, Prepared) else found


@require_safe
@prepared_page
def prepared(request: HttpRequest, home: Home) -> HttpResponse:
    """The list of things to do; the same address leads here from the QR, when it is not the counter that scans it."""
    return render(request, "portal/prepare/tasks.html", home.context() | {"tasks": home.tasks, "files": home.files})


# --- one thing a page ------------------------------------------------------------------------------------------------


@prepared_page
def part(request: HttpRequest, home: Home, slug: str) -> HttpResponse:
    """Kept as it is typed, then judged: nothing is lost by an error."""
    asked = BY_SLUG.get(slug)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, home, asked, home.form(asked, is_sent=False))
    said = {name: request.POST.getlist(name) for name in asked.form.base_fields}
    form = form_of(asked, home.one.typed | said, version=home.version, this_year=home.today.year, is_sent=True)
    trouble = _trouble(request, home, asked, said)
    if trouble:
        return _ask(request, home, asked, form, **trouble)
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=NO_CONTENT)
    if not form.is_valid():
        return _ask(request, home, asked, form, status=UNPROCESSABLE)
    return redirect(_after(request, home, asked))


def _trouble(request: HttpRequest, home: Home, asked: Part, said: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Why it could not be kept, for the page that shows it again; empty when it was."""
    if limits.count(f"prepare-save:{home.one.code}", home.now) > settings.PREPARE_SAVES_PER_MINUTE:
        return {"is_flood": True, "status": TOO_MANY}
    marks = {name: request.POST.get(name, "")[:12] for name in ("page", "seen")}
    acting = {"by": CITIZEN, "at": home.now}
    try:
        home.one = actions.save_prepared(prepared_id=home.one.pk, part=asked.name, said=said, **marks, **acting)
    except Overtaken as overtaken:
        return {"refused": overtaken, "other": home.form(asked), "status": CONFLICT}
    except Refused as refused:
        return {"refused": refused, "status": UNPROCESSABLE}
    return {}


def _ask(
    request: HttpRequest, home: Home, asked: Part, form: Asked, *, status: int = 200, **more: object
) -> HttpResponse:
    context = home.context() | {
        "part": asked,
        "form": form,
        "page": public_code(),
        "seen": home.one.pages.get(asked.name, ""),
        "looks_over": "xem-lai" in request.GET,
        "wait": limits.wait(home.now),
    }
    return render(request, "portal/prepare/part.html", context | more, status=status)


def _after(request: HttpRequest, home: Home, asked: Part) -> str:
    """The next page; whoever came from looking over goes back there."""
    key = [home.one.code, home.one.secret]
    if "xem-lai" in request.GET:
        return reverse("portal:prepared_check", args=key)
    parts = home.parts
    following = parts[parts.index(asked) + 1 :] if asked in parts else []
    if not following:
        return reverse("portal:prepared_photos", args=key)
    return reverse("portal:prepared_part", args=[*key, following[0].slug])


@prepared_page
def place(request: HttpRequest, home: Home) -> HttpResponse:
    """Where they mean to go: for hours, a telephone and a booked time. Any other place takes it too."""
    units = sorted(centres(home.today), key=lambda one: place_of(one.name))
    if request.method != "POST":
        return render(request, "portal/prepare/place.html", home.context() | {"units": units})
    chosen = next((one for one in units if one.ref.code == request.POST.get("unit")), None)
    actions.choose_unit(prepared_id=home.one.pk, unit=chosen, by=CITIZEN, at=home.now)
    return redirect("portal:prepared_check", home.one.code, home.one.secret)


# --- looked over, ready, erased --------------------------------------------------------------------------------------


@prepared_page
def check(request: HttpRequest, home: Home) -> HttpResponse:
    """All of it to look over; what is missing or wrong leads to its page."""
    tasks = home.tasks
    context = home.context() | {"tasks": tasks, "files": home.files, "doubts": doubts_of(home.one)}
    if request.method != "POST":
        return render(request, "portal/prepare/check.html", context)
    wrong = [task for task in tasks if task.state in ("open", "wrong")]
    if not wrong:
        actions.finish_prepared(prepared_id=home.one.pk, by=CITIZEN, at=home.now)
        return redirect("portal:prepared_ready", home.one.code, home.one.secret)
    return render(request, "portal/prepare/check.html", context | {"wrong": wrong}, status=UNPROCESSABLE)


@require_safe
@prepared_page
def ready(request: HttpRequest, home: Home) -> HttpResponse:
    """What to bring, when to come, and the QR that a counter scans."""
    one, unit = home.one, _unit_now(home)
    if one.ready_at is None:
        return redirect("portal:prepared_check", one.code, one.secret)
    scanned = home.address if settings.PUBLIC_URL_IS_SET else one.code
    have, papers = set(one.typed.get("have", ())), papers_needed(home.version, one.typed)
    context = home.context() | {
        "qr": segno.make(scanned, error="m", micro=False).svg_data_uri(scale=4, border=4, light="white"),
        "asks_identity": any(fold(paper.name).startswith(IDENTITY) for paper in papers),
        "asks_authority": any(fold(paper.name).startswith(AUTHORITY) for paper in papers),
        "papers": [(paper, paper.name in have) for paper in papers],
        "unit": unit,
        "booked": booked_about(one.ref, home.now),
        "is_bookable": unit is not None and offers_of(unit).exists(),
        "days": _days(home, unit),
    }
    return render(request, "portal/prepare/ready.html", context)


def _days(home: Home, unit: Unit | None) -> list[OpenDay]:
    sessions = open_sessions_between(unit, home.today, last_shown(home.today)) if unit else []
    code = home.version.procedure.code
    return days_ahead(calendar_of(unit, home.today), home.today, sessions, procedure=code)


def _unit_now(home: Home) -> Unit | None:
    """The place one meant to go to, or what became of it."""
    meant = home.one.unit and unit_by_ref(home.one.unit.ref.code)
    became = unit_map(home.today).became(meant.pk) if meant else ()
    return Unit.objects.in_force(home.today).filter(pk__in=became).first()


@prepared_page
def erase(request: HttpRequest, home: Home) -> HttpResponse:
    if request.method == "POST":
        actions.erase_prepared(prepared_id=home.one.pk, by=CITIZEN, at=home.now)
        return redirect("portal:prepared", home.one.code, home.one.secret)
    return render(request, "portal/prepare/erase.html", home.context())
