"""The moves of a dossier: a page where something must be typed, and the act itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from gandan.desk.held import officer_form, take_back
from gandan.desk.help import help_for
from gandan.desk.move_forms import FORMS, MoveForm
from gandan.desk.passes import pass_of
from gandan.desk.sight import dossier_in_sight
from gandan.desk.surface import UNPROCESSABLE, status_of
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import next_moves
from gandan.dossiers.queries.money import owed_by
from gandan.dossiers.states import MACHINE
from gandan.lib.refusal import Overtaken, Refused


@officer_form
def dossier_move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    dossier = dossier_in_sight(request, reference)
    if move not in FORMS:
        raise Http404
    if request.method == "POST":
        return _act(request, dossier, move)
    refused = None
    try:
        MACHINE.move(move, state=dossier.state)
    except Refused as out_of_order:
        refused = out_of_order
    form = FORMS[move](take_back(request), dossier=dossier, today=request.today)
    return _page(request, dossier, move, form, refused=refused)


def _act(request: HttpRequest, dossier: Dossier, move: str) -> HttpResponse:
    form = FORMS[move](request.POST, dossier=dossier, today=request.today)
    if not form.is_valid():
        return _page(request, dossier, move, form, status=UNPROCESSABLE)
    seen = {"dossier_id": dossier.pk, "revision": form.cleaned_data["revision"]}
    try:
        form.does(**seen, **form.arguments(), by=request.person, at=request.now)
    except Overtaken as overtaken:
        return _overtaken(request, dossier, move, overtaken)
    except Refused as refused:
        beside_a_field = form.blame(refused)
        return _page(
            request, dossier, move, form, refused=None if beside_a_field else refused, status=status_of(refused)
        )
    messages.success(request, form.done)
    return redirect("desk:dossier", dossier.reference)


def _overtaken(request: HttpRequest, dossier: Dossier, move: str, overtaken: Overtaken) -> HttpResponse:
    """What was typed stays, on the dossier as it is now: having read who did what, the officer may go on."""
    now = dossier_in_sight(request, dossier.reference)
    typed = request.POST.copy()
    typed["revision"] = str(now.revision)
    form = FORMS[move](typed, dossier=now, today=request.today)
    return _page(request, now, move, form, refused=overtaken, status=status_of(overtaken))


def _page(
    request: HttpRequest,
    dossier: Dossier,
    move: str,
    form: MoveForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """`blocked` is why the move cannot be made now, whatever is typed."""
    moves = {step.name: step for step in next_moves(dossier, request.person, request.now, every=True)}
    context = {
        "section": "dossiers",
        "dossier": dossier,
        "label": gettext(MACHINE.moves[move].label),
        "form": form,
        "help": help_for(move, request.today),
        "pass": pass_of(request.path, request.person),
        "is_held": form.is_bound and request.method == "GET",
        "refused": refused or (moves[move].refused if move in moves else None),
        "open": move in moves and moves[move].allowed,
        "overtaken": isinstance(refused, Overtaken),
        "owed": owed_by(dossier) if move == "return_result" else 0,
    }
    return render(request, "desk/move.html", context, status=status)
