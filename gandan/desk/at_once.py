"""Served while the applicant waits: one screen, one press, ready for the next (decree 118/2025 art. 17.4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.desk.at_once_form import AtOnceForm
from gandan.desk.counter import counters_of
from gandan.desk.filters import words_of
from gandan.desk.held import officer_form, take_back
from gandan.desk.passes import pass_of
from gandan.desk.surface import UNPROCESSABLE, officer_page, status_of
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import decides_for, known_applicants, served_lately, signers, versions_at_once
from gandan.dossiers.queries.money import charges_of
from gandan.lib.codes import random_code
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import calendar_of, standing
from gandan.ui.templatetags.ui import dong, sentence

REFERENCE_LENGTH = 10


@officer_form
def at_once(request: HttpRequest) -> HttpResponse:
    centre = counters_of(request).first()
    if centre is None:
        raise refuse_without(Power.DOSSIER_RECEIVE)
    if request.method != "POST":
        return _page(request, _fresh(request, centre, take_back(request)))
    if "pick_applicant" in request.POST:
        return _page(request, _fresh(request, centre, _picked(request)))
    if request.POST.get("do") != "serve":  # looking for somebody, or for the price
        return _page(request, _fresh(request, centre, request.POST))
    form = AtOnceForm(request.POST, **_offered(request, centre))
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    return _serve(request, form, centre)


def _offered(request: HttpRequest, centre: Unit) -> dict[str, Any]:
    """What may be served here at once, as the place that decides has it, and who may sign it there."""
    deciding = decides_for(centre)
    return {"versions": versions_at_once(request.today, deciding), "signers": signers(deciding, request.today)}


def _serve(request: HttpRequest, form: AtOnceForm, centre: Unit) -> HttpResponse:
    intake, said = form.intake(receiving=centre, deciding=decides_for(centre)), form.cleaned_data
    counted = {name: said[name] for name in ("pages", "result_number", "paid")}
    signer = form.signers[said["signer"]]
    try:
        served = actions.serve_at_once(intake=intake, signer=signer, **counted, by=request.person, at=request.now)
    except Overtaken as overtaken:
        messages.info(request, sentence(overtaken))
        return redirect("desk:at_once")
    except Refused as refused:
        return _page(request, form, refused=refused, status=status_of(refused))
    messages.success(request, _told(served))
    return redirect("desk:at_once")


def _told(served: Dossier) -> str:
    """What was done, what it came to, and the one thing that may be wanted next."""
    told = _("Đã trả cho %(who)s, mã %(code)s.") % {"who": served.applicant.name, "code": served}
    charges = charges_of(served)
    if not charges:
        return told
    sum_, number = dong(sum(one.amount for one in charges)), charges[0].receipt_number
    if number:
        told = _("%(told)s Đã thu %(sum)s.") % {"told": told, "sum": sum_}
        url = reverse("desk:fee_receipt", args=[served.reference, number[7:], number[:6]])
        link, words = '{} <a href="{}" target="_blank" data-key="b">{}</a>', _("Biên lai %(number)s")
        return format_html(link, told, url, words % {"number": number})
    told = _("%(told)s Còn phải thu %(sum)s.") % {"told": told, "sum": sum_}
    url = reverse("desk:dossier_fees", args=[served.reference, "pay"])
    return format_html('{} <a href="{}">{}</a>', told, url, _("Thu tiền"))


def _fresh(request: HttpRequest, centre: Unit, typed: MultiValueDict[str, str] | None = None) -> AtOnceForm:
    """The form with what was typed and judged by nobody yet; procedure and signer of the last time stand first."""
    last = next(iter(served_lately(request.person, request.now)), None)
    usual = {"reference": random_code(REFERENCE_LENGTH)}
    if last:
        usual |= {"version": last.version.ref.code, "signer": last.handler.code if last.handler else None}
    said = {name: typed.get(name) for name in AtOnceForm.base_fields if name in typed} if typed else {}
    if typed:
        said["paid"] = "paid" in typed
    return AtOnceForm(initial=usual | said, **_offered(request, centre))


def _picked(request: HttpRequest) -> QueryDict:
    """The person picked among those served before, as they stated it then; the journal says who read it."""
    served = standing(request.person, request.today).units_for(Power.DOSSIER_RECEIVE)
    reference = request.POST["pick_applicant"].replace("\0", "")
    earlier = get_object_or_404(Dossier, reference=reference, applicant__unit__in=served)
    stated = actions.read_statement(reference=earlier.reference, by=request.person, at=request.now)
    typed = request.POST.copy()
    for name in ("name", "id_number", "phone"):
        typed[name] = getattr(stated, name)
    return typed


def _page(request: HttpRequest, form: AtOnceForm, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    wanted = words_of(request.POST.get("name", "")) if request.POST.get("do") == "look" else ""
    context = {
        "section": "counter",
        "form": form,
        "refused": refused,
        "pass": pass_of(request.path, request.person),
        "find": wanted,
        "applicants": known_applicants(request.person, wanted, request.today) if wanted else [],
        "served": served_lately(request.person, request.now),
        "today_off": calendar_of(standing(request.person, request.today).unit, request.today).why_off(request.today),
    }
    return render(request, "desk/at_once.html", context, status=status)


@officer_page
@require_POST
def at_once_applicants(request: HttpRequest) -> HttpResponse:
    """People served before who may be meant, while a name is typed; posted, since addresses are written to logs."""
    wanted = words_of(request.POST.get("name", ""))
    found = known_applicants(request.person, wanted, request.today) if wanted else []
    return render(request, "desk/counter/applicants.html", {"applicants": found, "find": ""})
