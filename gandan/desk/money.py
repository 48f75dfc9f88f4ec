"""The fees of a dossier: what is owed, the acts on it, the receipt; and the months of a desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gandan.desk.held import officer_form, take_back
from gandan.desk.money_forms import FORMS, FeeForm
from gandan.desk.passes import pass_of
from gandan.desk.sight import dossier_in_sight
from gandan.desk.surface import UNPROCESSABLE, officer_page, status_of
from gandan.dossiers.models import Charge, Dossier
from gandan.dossiers.printouts.money import fee_receipt, payment_picture
from gandan.dossiers.queries import money as queries
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.powers import Power, refuse_without

SHAPES = {
    Charge.State.OWED: "wait",
    Charge.State.PAID: "kept",
    Charge.State.EXEMPT: "none",
    Charge.State.REFUNDED: "none",
    Charge.State.CANCELLED: "none",
}


def money_of(dossier: Dossier, request: HttpRequest) -> dict[str, object]:
    """What the dossier's page shows of its fees."""
    charges = queries.charges_of(dossier)
    for one in charges:
        one.shape = SHAPES[one.state]
        one.on_account = queries.reaches_account_by(one)
    owed = queries.asked_now(dossier, charges)
    may = queries.may_collect(dossier, request.person, request.today)
    return {
        "charges": charges,
        "owed": owed,
        "may": may,
        "may_state": may and queries.refusal_to_charge(dossier) is None,
        "has_paid": any(one.state == Charge.State.PAID for one in charges),
        "left_open": queries.fees_left_open(dossier, charges) if dossier.accepted_at else [],
        "qr": payment_picture(dossier, owed),
    }


@officer_form
def dossier_fees(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    dossier = dossier_in_sight(request, reference)
    if act not in FORMS:
        raise Http404
    if request.method == "POST":
        return _act(request, dossier, act)
    form = FORMS[act](take_back(request), dossier=dossier, chosen=request.GET.get("charge", ""))
    return _page(request, dossier, form)


def _act(request: HttpRequest, dossier: Dossier, act: str) -> HttpResponse:
    form = FORMS[act](request.POST, dossier=dossier)
    if not form.is_valid():
        return _page(request, dossier, form, status=UNPROCESSABLE)
    try:
        form.does(dossier_id=dossier.pk, **form.arguments(), by=request.person, at=request.now)
    except Refused as refused:
        beside = form.blame(refused)
        return _page(request, dossier, form, refused=None if beside else refused, status=status_of(refused))
    messages.success(request, form.done)
    return redirect("desk:dossier", dossier.reference)


def _page(
    request: HttpRequest, dossier: Dossier, form: FeeForm, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    """The same page as a move of the dossier."""
    may = queries.may_collect(dossier, request.person, request.today)
    context = {
        "section": "dossiers",
        "dossier": dossier,
        "label": form.label,
        "form": form,
        "pass": pass_of(request.path, request.person),
        "is_held": form.is_bound and request.method == "GET",
        "refused": refused or (form.refusal if may else refuse_without(Power.FEES_COLLECT)),
        "open": may and form.is_open,
        "overtaken": isinstance(refused, Overtaken),
        "nothing": _("Hồ sơ này không có khoản nào như vậy.") if may and not form.is_open and not form.refusal else "",
    }
    return render(request, "desk/move.html", context, status=status)


@officer_page
def fee_receipt_paper(request: HttpRequest, reference: str, year: int, number: int) -> HttpResponse:
    dossier = dossier_in_sight(request, reference)
    charges = queries.charges_of_receipt(dossier, f"{number:06d}/{year}")
    if not charges:
        raise Http404
    response = HttpResponse(fee_receipt(charges), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bien-lai-{number:06d}-{year}.pdf"'
    return response
