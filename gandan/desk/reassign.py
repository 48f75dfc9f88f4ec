"""Handing over what an officer who leaves or is long absent looks after: all of it or what is ticked."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.surface import officer_page, status_of
from gandan.dossiers.actions.reassign import reassign as give
from gandan.dossiers.queries.workload import Bundle, bundles, who_has_work
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@officer_page
def reassign(request: HttpRequest) -> HttpResponse:
    """Whose work, then what of it goes to whom."""
    units = standing(request.person, request.today).units_for(Power.DOSSIER_ASSIGN)
    if not units:
        raise Http404
    people = who_has_work(units)
    context: dict[str, object] = {"section": "unit", "people": people}
    said = request.POST or request.GET
    if not said.get("person"):
        return render(request, "desk/reassign.html", context)
    person = get_object_or_404(Person, code=said["person"])
    parts = bundles(person, units, request.today)
    refused = None
    if request.method == "POST":
        try:
            return _give(request, person, parts)
        except Refused as refusal:
            refused = refusal
    ticked = set(request.POST.getlist("work")) if request.method == "POST" else None
    rows = [_shown(number, part, request, ticked) for number, part in enumerate(parts)]
    context |= {"person": person, "parts": rows, "refused": refused}
    return render(request, "desk/reassign.html", context, status=status_of(refused) if refused else 200)


def _give(request: HttpRequest, person: Person, parts: list[Bundle]) -> HttpResponse:
    ticked = set(request.POST.getlist("work"))
    given = {}
    for number, part in enumerate(parts):
        chosen = request.POST.get(f"to-{number}", "")
        receiver = next((one.person for one in part.candidates if one.person.code == chosen), None)
        if receiver:
            given |= {promise.pk: receiver for promise in part.promises if str(promise.pk) in ticked}
    received = give(person=person, given=given, by=request.person, at=request.now)
    told = ", ".join(f"{receiver.name}: {how_many}" for receiver, how_many in received.items())
    messages.success(request, _("Đã chuyển giao. %(told)s.") % {"told": told})
    return redirect(f"{reverse('desk:reassign')}?person={person.code}")


def _shown(number: int, part: Bundle, request: HttpRequest, ticked: set[str] | None) -> dict[str, object]:
    """A bundle as the page shows it: everything ticked at first, then as it was sent."""
    works = [{"promise": one, "ticked": ticked is None or str(one.pk) in ticked} for one in part.promises]
    return {"number": number, "part": part, "works": works, "chosen": request.POST.get(f"to-{number}", "")}
