"""Handing over what an officer who leaves or is long absent looks after: a whole group of it, or what is ticked."""

from collections.abc import Collection, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.surface import officer_page, status_of
from gandan.dossiers.actions.reassign import reassign as give
from gandan.dossiers.queries.workload import AT_MOST, Bundle, Work, bundles, open_work, other_work, who_has_work
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@officer_page
def reassign(request: HttpRequest) -> HttpResponse:
    """Whose work, then what of it goes to whom."""
    units = standing(request.person, request.today).units_for(Power.DOSSIER_ASSIGN)
    if not units:
        raise Http404
    said = request.POST or request.GET
    if not said.get("person"):
        return render(request, "desk/reassign.html", {"section": "unit", "people": who_has_work(units)})
    person = get_object_or_404(Person, code=said["person"])
    parts = bundles(person, units, request.today)
    refused = None
    if request.method == "POST":
        try:
            return _give(request, person, parts)
        except Refused as refusal:
            refused = refusal
    context = _context(request, person, parts, units) | {"refused": refused}
    return render(request, "desk/reassign.html", context, status=status_of(refused) if refused else 200)


def _context(
    request: HttpRequest, person: Person, parts: Sequence[Bundle], units: Collection[int]
) -> dict[str, object]:
    return {
        "section": "unit",
        "person": person,
        "parts": [_shown(part, request) for part in parts],
        "more": max(open_work(person, units).count() - AT_MOST, 0),
        "others": other_work(person, units),
        "may_give": any(part.candidates for part in parts),
        "may_post": standing(request.person, request.today).may(Power.ORGANISATION_KEEP),
    }


def _give(request: HttpRequest, person: Person, parts: Sequence[Bundle]) -> HttpResponse:
    received = give(person=person, given=_given(request, parts), by=request.person, at=request.now)
    told = ", ".join(f"{receiver.name}: {how_many}" for receiver, how_many in received.items())
    messages.success(request, _("Đã chuyển giao. %(told)s.") % {"told": told})
    return redirect(f"{reverse('desk:reassign')}?person={person.code}")


def _given(request: HttpRequest, parts: Sequence[Bundle]) -> dict[Work, Person]:
    """What goes to whom, of the groups for which somebody was chosen: all that the page showed of it, or the ticked."""
    known = {part.key: part for part in parts}
    given: dict[Work, Person] = {}
    for key in request.POST.getlist("group"):
        chosen = request.POST.get(f"to-{key}", "")
        if not chosen:
            continue
        candidates = known[key].candidates if key in known else []
        receiver = next((one.person for one in candidates if one.person.code == chosen), None)
        if receiver is None:
            sentence = mark("Người đã chọn nay không nhận được việc này, hoặc việc vừa xong. Chưa chuyển việc nào.")
            raise Overtaken(sentence, code="dossiers.receiver_gone")
        works = request.POST.getlist(f"{'shown' if request.POST.get(f'all-{key}') else 'work'}-{key}")
        if not works:
            sentence = mark("Đã chọn giao cho %(who)s mà chưa đánh dấu việc nào của nhóm ấy.")
            raise Refused(sentence, code="dossiers.nothing_ticked", who=receiver.name)
        given |= {Work.read(typed): receiver for typed in works}
    if not given and any(name.startswith(("work-", "all-")) for name in request.POST):
        sentence = mark("Đã đánh dấu việc mà chưa chọn giao cho ai. Hãy chọn người nhận ở nhóm đó.")
        raise Refused(sentence, code="dossiers.no_receiver")
    return given


def _shown(part: Bundle, request: HttpRequest) -> dict[str, object]:
    """A group as the page shows it: nothing ticked and nobody chosen at first, then as it was sent."""
    ticked = set(request.POST.getlist(f"work-{part.key}"))
    return {
        "part": part,
        "works": [{"item": item, "ticked": str(item.work) in ticked} for item in part.items],
        "all": bool(request.POST.get(f"all-{part.key}")),
        "chosen": request.POST.get(f"to-{part.key}", ""),
    }
