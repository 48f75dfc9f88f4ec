"""Dossiers as officers meet them: the list with its search, and the page of one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.attachments.actions import can_sign
from gandan.attachments.queries import of as files_of
from gandan.desk import searches
from gandan.desk.dossier_side import other_promises, owed_first, side
from gandan.desk.filters import Filters, words_of
from gandan.desk.help import help_for
from gandan.desk.money import money_of
from gandan.desk.move_forms.upload import UploadForm
from gandan.desk.next_steps import Road, next_steps, waited_for
from gandan.desk.paging import Trail
from gandan.desk.papers import printable
from gandan.desk.routing import road
from gandan.desk.sight import dossier_in_sight
from gandan.desk.signatures import with_signatures
from gandan.desk.surface import officer_page
from gandan.desk.timeline import events
from gandan.desk.told import told_about, who_mends
from gandan.dossiers import queries
from gandan.dossiers.actions import read_numbers
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.changes import REAPPOINTED, why_lines
from gandan.dossiers.queries.takeover import day_there
from gandan.dossiers.states import State
from gandan.journal.queries import notices_about
from gandan.law.deadline import Step
from gandan.law.explain import strip
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.codes import read_code
from gandan.lib.refusal import Refused
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.promises.models import Promise

STATE_SHAPES = {
    State.SUBMITTED: "soon",
    State.ACCEPTED: "soon",
    State.EXAMINING: "soon",
    State.AWAITING_SUPPLEMENT: "wait",
    State.EXCLUDED: "wait",
    State.SETTLED: "kept",
    State.CORRECTING: "soon",
    State.RETURNED: "kept",
    State.REFUSED: "none",
    State.CLOSED: "none",
    State.STOPPED: "none",
}


# --- the list ----------------------------------------------------------------------------------------------------


@officer_page
def dossiers(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _search(request)
    filters = Filters(request)
    if filters.is_forgotten:
        messages.info(request, _("Lần tìm này không còn được giữ; hãy tìm lại."))
        return redirect("desk:dossiers")
    trail = Trail(request)
    before = int(trail.key) if trail.key and trail.key.isdigit() else None
    rows = queries.page(filters.roads(), before, queries.PAGE + 1)
    rows = trail.cut(rows, queries.PAGE, lambda dossier: str(dossier.pk))
    for dossier in rows:
        dossier.running = running_promise(dossier)
        dossier.shape = STATE_SHAPES[dossier.state]
    context = {"section": "dossiers", "rows": rows, "filters": filters, "trail": trail}
    return render(request, "desk/dossiers.html", context)


def _search(request: HttpRequest) -> HttpResponse:
    """A code leads to its dossier; else to the list, whose address says nothing of what was searched for."""
    words = words_of(request.POST.get("q", ""))
    seen = queries.visible_to(request.person, request.today)
    if words and (exact := _named_exactly(seen, words)):
        return redirect("desk:dossier", exact.reference)
    said = {name: request.POST[name] for name in Filters.NAMES if request.POST.get(name)}
    if words:
        said["search"] = searches.keep(request, words)
    address = reverse("desk:dossiers")
    return redirect(f"{address}?{urlencode(said, safe='@')}" if said else address)


def _named_exactly(found: QuerySet[Dossier], text: str) -> Dossier | None:
    compact = "".join(text.split()).upper()
    return found.filter(Q(code=compact) | Q(reference=read_code(text))).first()


# --- one dossier -------------------------------------------------------------------------------------------------


@officer_page
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    return show(request, dossier_in_sight(request, reference))


@officer_page
@require_POST
def dossier_numbers(request: HttpRequest, reference: str) -> HttpResponse:
    """The applicant's numbers in full, once: the journal says who read them."""
    read = dossier_in_sight(request, reference)
    read_numbers(dossier_id=read.pk, by=request.person, at=request.now)
    return show(request, read, revealed=True)


def show(
    request: HttpRequest,
    dossier: Dossier,
    *,
    revealed: bool = False,
    upload: UploadForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a dossier; `upload` is a file form that was not taken, `refused` why."""
    promise = owed_first(dossier) or running_promise(dossier)
    context = {
        "section": "dossiers",
        "dossier": dossier,
        "shape": STATE_SHAPES[dossier.state],
        "is_late": promise and promise.state == "open" and promise.due_at < request.now,
        "promise": promise,
        "upload": upload or UploadForm(),
        "revealed": revealed,
        "refused": refused,
        "money": money_of(dossier, request),
        "may_attach": queries.refusal_to_attach(dossier, request.person, request.today) is None,
    }
    on_road = road(dossier, request)
    told = on_road | _next(dossier, request, on_road) | _story(dossier, promise) | _told(dossier, request)
    return render(request, "desk/dossier.html", context | told, status=status)


def _next(dossier: Dossier, request: HttpRequest, on_road: dict[str, Any]) -> dict[str, object]:
    """What may be done now, with the help for what leads on, and the side matters that wait."""
    lawful = queries.lawful_standing(dossier, request.now)
    way = Road(asked=on_road["asked"], running=on_road["running"], is_laid=bool(on_road["stops"]))
    moves = next_steps(dossier, request.person, request.now, lawful, way)
    leads = next((step["move"].name for step in moves if step["primary"]), "")
    return {
        "moves": moves,
        "help": help_for("leg.finish" if way.asked else leads, request.today),
        "waited_for": "" if way.asked or leads else waited_for(dossier, lawful, way),
        "side": side(dossier, lawful),
        "folded": any(step["rare"] for step in moves),
    }


def _story(dossier: Dossier, promise: Promise | None) -> dict[str, object]:
    """What the page tells besides the promise that stands: why, what went before, what is at hand."""
    return {
        "why": explained(promise),
        "day_there": day_there(dossier),
        "other_promises": other_promises(dossier, promise),
        "events": events(dossier),
        "files": with_signatures(files_of(dossier)),
        "can_sign": can_sign(),
        "printable": printable(dossier),
    }


def _told(dossier: Dossier, request: HttpRequest) -> dict[str, object]:
    """The messages about the dossier; for one that did not arrive, who can help."""
    told = told_about(dossier, notices_about(dossier))
    may_mend = standing(request.person, request.today).may(Power.NOTICES_KEEP)
    return {"told": told, "mends": who_mends(dossier, told, request.today), "may_mend": may_mend}


def running_promise(dossier: Dossier) -> Promise | None:
    """The promise that stands: the applicant's while we wait for them, else the result's."""
    return dossier.supplement_promise if dossier.state == State.AWAITING_SUPPLEMENT else dossier.result_promise


def explained(promise: Promise | None) -> dict[str, object] | None:
    """The words, the strip and the lines of "why this date?"."""
    if promise is None or not promise.term:  # a day that the province told has no proof of ours
        return None
    steps = [Step.from_json(step) for step in promise.derivation["steps"]]
    stands_on = rule(promise.rule, on=localdate(promise.started_at))
    return {
        "term": Term.parse(promise.term).words(_),
        "article": stands_on.article,
        "cells": strip(steps),
        "lines": why_lines(promise, steps, _),
        "began": _("hẹn cũ") if promise.rule == REAPPOINTED else "",
    }
