"""The road of a dossier on its page: its legs as a line, signing for it, finishing or withdrawing a leg."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.desk.held import officer_form, take_back
from gandan.desk.help import help_for
from gandan.desk.move_forms.routing import FinishLegForm, WithdrawLegForm
from gandan.desk.passes import pass_of
from gandan.desk.sight import dossier_in_sight
from gandan.desk.surface import UNPROCESSABLE, officer_page, status_of
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, HandOver, Leg
from gandan.dossiers.queries.routing import SIGNING, Route, is_elsewhere, may_sign_for, may_work_on, route_of
from gandan.dossiers.states import State
from gandan.law.terms import Term
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import standing

OPEN = (Leg.State.PLANNED, Leg.State.RUNNING)


@dataclass(frozen=True)
class Stop:
    """A leg on the line; what the person signed in may do there."""

    leg: Leg
    term: str
    at_once: bool  # runs beside the one above
    may_finish: bool
    may_withdraw: bool
    is_asked: bool  # it is for this person, or anybody of their unit, to finish it: their next step
    awaits_papers: bool  # nobody has signed for the papers yet, so it cannot be finished


@dataclass(frozen=True)
class Passing:
    """A hand-over; whether the person signed in may sign for it, and whether paper waits for just that."""

    over: HandOver
    may_sign: bool
    is_asked: bool


def road(dossier: Dossier, request: HttpRequest) -> dict[str, Any]:
    """What desk/dossier_route.html shows, nothing for a dossier that never left its house; and what is `asked` of the
    person signed in there: to sign, to finish.
    """
    route = route_of(dossier, request.today)
    stops = _stops(dossier, route, request.person, request.today)
    passings = [_passing(dossier, over, request.person, request.today) for over in route.hand_overs]
    return {
        "stops": stops,
        "passings": passings,
        "elsewhere": bool(passings or stops) and is_elsewhere(dossier),
        "asked": any(one.is_asked for one in (*stops, *passings)),
        "running": [leg for leg in route.running if not leg.stands_still],
    }


def _stops(dossier: Dossier, route: Route, person: Person, on: date) -> list[Stop]:
    mine = standing(person, on)
    leads, own = mine.may(Power.DOSSIER_EXAMINE, dossier.deciding_unit), mine.units_for(Power.DOSSIER_EXAMINE)
    on_their_way = {
        (over.leg_id, over.to_unit_id) for over in route.hand_overs if over.promise and not over.received_at
    }
    stops, above = [], 0
    for leg in route.legs:
        leg.dossier = dossier
        may_finish = leg.state == Leg.State.RUNNING and may_work_on(leg, person, on)
        theirs = leg.unit_id in own and leg.person_id in (None, person.pk) and not leg.stands_still
        stop = Stop(
            leg,
            Term.parse(leg.term).words(_),
            at_once=leg.stage == above,
            may_finish=may_finish,
            may_withdraw=leg.state in OPEN and leads,
            is_asked=may_finish and theirs,
            awaits_papers=(leg.pk, leg.unit_id) in on_their_way,
        )
        stops.append(stop)
        above = leg.stage
    return stops


def _passing(dossier: Dossier, over: HandOver, person: Person, on: date) -> Passing:
    """A result on its way to the desk is signed for by taking it there, which is a move of its own."""
    is_result = dossier.state == State.SETTLED and over.to_unit_id == dossier.receiving_unit_id
    may_sign = not over.received_at and not is_result and may_sign_for(over, person, on)
    mine = standing(person, on)
    gave_it = any(over.from_unit_id in mine.units_for(power) for power in SIGNING)  # signs only where nobody else does
    return Passing(over, may_sign, is_asked=may_sign and over.promise is not None and not gave_it)


@officer_form
def finish_leg(request: HttpRequest, reference: str, ordinal: int) -> HttpResponse:
    leg = _leg_in_sight(request, reference, ordinal)
    may = may_work_on(leg, request.person, request.today)
    came = leg.hand_overs.filter(to_unit=leg.unit).values_list("way", flat=True).last()
    typed = request.POST if request.method == "POST" else take_back(request)
    form = FinishLegForm(typed, initial={"way": came or HandOver.Way.ELECTRONIC})  # as it came, it most often goes on
    label = _("Trả lời ý kiến") if leg.kind == Leg.Kind.OPINION else _("Xong bước này")
    act = Act(label, actions.finish_leg, _("Đã ghi. Hồ sơ đi tiếp."), may and leg.state == Leg.State.RUNNING)
    return _leg_page(request, leg, form, act)


@officer_form
def withdraw_leg(request: HttpRequest, reference: str, ordinal: int) -> HttpResponse:
    leg = _leg_in_sight(request, reference, ordinal)
    leads = standing(request.person, request.today).may(Power.DOSSIER_EXAMINE, leg.dossier.deciding_unit)
    form = WithdrawLegForm(request.POST if request.method == "POST" else take_back(request))
    act = Act(_("Thôi bước này"), actions.withdraw_leg, _("Đã thôi bước này."), leads and leg.state in OPEN)
    return _leg_page(request, leg, form, act)


@officer_page
@require_POST
def receive_hand_over(request: HttpRequest, reference: str, ordinal: int) -> HttpResponse:
    dossier = dossier_in_sight(request, reference)
    get_object_or_404(dossier.hand_overs, ordinal=ordinal)
    actions.receive_hand_over(dossier_id=dossier.pk, ordinal=ordinal, by=request.person, at=request.now)
    messages.success(request, _("Đã ghi bạn nhận bàn giao."))
    return redirect("desk:dossier", dossier.reference)


# --- one leg -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    """What is done to a leg: its words, the action, what is said afterwards, whether it is open to this person."""

    label: str
    does: Callable[..., Any]
    done: str
    is_open: bool


def _leg_in_sight(request: HttpRequest, reference: str, ordinal: int) -> Leg:
    dossier = dossier_in_sight(request, reference)
    leg: Leg = get_object_or_404(dossier.legs.select_related("unit", "promise"), ordinal=ordinal)
    leg.dossier = dossier
    return leg


def _leg_page(request: HttpRequest, leg: Leg, form: forms.Form, act: Act) -> HttpResponse:
    """The page with its form; or, sent and lawful, the act and back to the dossier."""
    refused, status = None, 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                said = {"dossier_id": leg.dossier.pk, "leg": leg.ordinal, **form.cleaned_data}
                act.does(**said, by=request.person, at=request.now)
            except Refused as no:
                refused, status = no, status_of(no)
            else:
                messages.success(request, act.done)
                return redirect("desk:dossier", leg.dossier.reference)
    elif not act.is_open and leg.state in OPEN:
        refused = refuse_without(Power.DOSSIER_EXAMINE)
    return render(request, "desk/leg.html", _on_page(request, leg, form, act, refused), status=status)


def _on_page(request: HttpRequest, leg: Leg, form: forms.Form, act: Act, refused: Refused | None) -> dict[str, object]:
    return {
        "section": "dossiers",
        "dossier": leg.dossier,
        "leg": leg,
        "label": act.label,
        "form": form,
        "pass": pass_of(request.path, request.person),
        "help": help_for("leg.finish", request.today) if isinstance(form, FinishLegForm) else None,
        "is_held": form.is_bound and request.method == "GET",
        "refused": refused,
        "open": act.is_open,
        "awaited": _awaited(leg, request) if isinstance(form, FinishLegForm) else None,
    }


def _awaited(leg: Leg, request: HttpRequest) -> Passing | None:
    """The papers on their way to who works on the leg: until somebody signs for them it cannot be finished."""
    coming = leg.hand_overs.filter(to_unit=leg.unit, received_at=None).exclude(promise=None)
    over = coming.select_related("from_unit", "promise").last()
    return over and _passing(leg.dossier, over, request.person, request.today)
