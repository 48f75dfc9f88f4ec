"""The counter: one page from the first key to the printed receipt. Whatever is sent is saved before it is judged."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gandan.desk.book_form import BookForm
from gandan.desk.counter_forms import ArrivalForm, CounterForms, ProvinceForm, as_typed
from gandan.desk.counter_page import CounterPage, Errors
from gandan.desk.counter_request import COMMITTEE_OF, CounterRequest
from gandan.desk.filters import words_of
from gandan.desk.passes import holder_of
from gandan.desk.prepared_beside import beside_draft
from gandan.desk.supplement_form import SupplementForm
from gandan.desk.surface import CONFLICT, UNPROCESSABLE, officer_page
from gandan.dossiers import actions
from gandan.dossiers.actions.books import enter_from_book
from gandan.dossiers.models import Dossier, Draft
from gandan.dossiers.queries import drafts_of, known_applicants, visible_to
from gandan.lib.fold import fold, tidy
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import reading, standing
from gandan.procedures.queries import ended, find
from gandan.ui.templatetags.ui import when

NO_CONTENT = 204
# What is stated of a person again, from the last time they were served.
STATED_AGAIN = (
    *("kind", "name", "id_number", "birth_year", "phone", "email", "address_on_paper"),
    *("province", "commune", "hamlet", "street"),
)


# --- my drafts ---------------------------------------------------------------------------------------------------


@officer_page
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    standing(request.person, request.today).require(Power.DOSSIER_RECEIVE)
    context = {"section": "counter", "drafts": drafts_of(request.person), "units": counters_of(request)}
    return render(request, "desk/counter/home.html", context)


@officer_page
@require_POST
def open_draft(request: HttpRequest) -> HttpResponse:
    """Begin at my counter; somebody who sits at several says which."""
    counters = counters_of(request)
    unit = next((one for one in counters if one.ref.code == request.POST.get("unit")), counters.first())
    if unit is None:
        raise refuse_without(Power.DOSSIER_RECEIVE)
    draft = actions.open_draft(unit=unit, by=request.person, at=request.now)
    return redirect("desk:counter", draft.reference)


def counters_of(request: HttpRequest) -> QuerySet[Unit]:
    """The units at whose counter the person sits, or what became of them."""
    mine = standing(request.person, request.today)
    posts = [post for post in mine.posts if Power.DOSSIER_RECEIVE in post.powers]
    ids = {unit for post in posts for unit in mine.map.became(post.unit_id)} if posts else set()
    return Unit.objects.filter(pk__in=ids)


# --- the page ----------------------------------------------------------------------------------------------------


def counter(request: HttpRequest, reference: str) -> HttpResponse:
    if request.method == "POST" and not request.user.is_authenticated:
        return _kept_for_later(request, reference)
    return _counter(request, reference)


def _kept_for_later(request: HttpRequest, reference: str) -> HttpResponse:
    """The sign-in ended while somebody typed: the page's own pass lets it save, and nothing else."""
    draft = Draft.objects.select_related("opened_by").filter(reference=reference).first()
    if draft and holder_of(request.POST.get("pass", ""), reference) == draft.opened_by.code:
        typed = as_typed(request.POST)
        actions.save_draft(reference=reference, typed=typed, by=draft.opened_by, at=timezone.now())
        if request.headers.get("X-Autosave"):
            return HttpResponse(status=NO_CONTENT)
    return redirect_to_login(request.path)


@officer_page
def _counter(request: HttpRequest, reference: str) -> HttpResponse:
    mine = drafts_of(request.person).select_related("unit__parent")
    draft = mine.filter(reference=reference).first()
    if draft is None:
        return _ended(request, reference)
    if request.method != "POST":
        return _show(request, draft)
    try:
        _save(request, draft, as_typed(request.POST))
        with reading():  # whatever begins here, the organisation stays as it is
            return _act_of(request)(request, draft)
    except Overtaken as overtaken:
        return _ended(request, reference, overtaken)


def _ended(request: HttpRequest, reference: str, overtaken: Overtaken | None = None) -> HttpResponse:
    """The draft is no more: its dossier, when it became one that the person may see."""
    if visible_to(request.person, request.today).filter(reference=reference).exists():
        return redirect("desk:dossier", reference)
    if overtaken is None:
        raise Http404
    return render(request, "desk/refused.html", {"refused": overtaken}, status=CONFLICT)


def _save(request: HttpRequest, draft: Draft, typed: dict[str, list[str]]) -> None:
    saved = actions.save_draft(reference=draft.reference, typed=typed, by=request.person, at=request.now)
    draft.typed, draft.saved_at = saved.typed, saved.saved_at


def _show(
    request: HttpRequest, draft: Draft, *, errors: Errors = (), refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = CounterPage(request, draft, errors).context() | {"refused": refused, "did": request.POST.get("do")}
    context |= beside_draft(draft, request.today)
    return render(request, "desk/counter/form.html", context, status=status)


def _act_of(request: HttpRequest) -> Callable[[HttpRequest, Draft], HttpResponse]:
    """What the pressed button does; without one (a change seen by htmx), what is typed is kept."""
    if request.headers.get("X-Autosave"):
        return lambda request, draft: HttpResponse(status=NO_CONTENT)
    for name, pick in PICKS.items():
        if name in request.POST:
            return pick
    return ACTS.get(request.POST.get("do", ""), _again)


def _read(request: HttpRequest, draft: Draft) -> CounterRequest:
    return CounterRequest(draft, MultiValueDict(draft.typed), request.today)


def _again(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page as it now stands; a part of it is asked for by htmx, else post, then redirect."""
    return _show(request, draft) if request.htmx else redirect("desk:counter", draft.reference)


# --- finding and filling in ------------------------------------------------------------------------------------------


def _look(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Look for what stands in the two boxes to search in; what can mean only one thing is taken at once.

    A name already typed by hand is never replaced: the person found is only offered.
    """
    typed = dict(draft.typed)
    wanted, q = tidy("".join(typed.get("find", ()))), tidy("".join(typed.get("q", ())))
    if wanted and not tidy("".join(typed.get("name", ()))):
        known = known_applicants(request.person, wanted, request.today)
        is_number = "".join(wanted.split()).isdigit()
        if len(known) == 1 and is_number:
            typed |= _stated(request, known[0].reference)
        elif not known:
            typed |= {"id_number" if is_number else "name": [wanted], "find": [""]}
    if q:
        found = find(q, request.today)
        if found and (len(found) == 1 or fold(q) in found[0].initials.split() or q == found[0].procedure.code):
            typed |= _chosen(found[0].ref.code)
    if typed != draft.typed:
        _save(request, draft, typed)
    return _again(request, draft)


def _pick_applicant(request: HttpRequest, draft: Draft) -> HttpResponse:
    """`picked` is the reference of the dossier on which the person stated it."""
    picked = request.POST["pick_applicant"].replace("\0", "")
    served = standing(request.person, request.today).units_for(Power.DOSSIER_RECEIVE)
    earlier = get_object_or_404(Dossier, reference=picked, applicant__unit__in=served)
    _save(request, draft, draft.typed | _stated(request, earlier.reference))
    return _again(request, draft)


def _stated(request: HttpRequest, reference: str) -> dict[str, list[str]]:
    """The values in full; the journal says who read them."""
    applicant = actions.read_statement(reference=reference, by=request.person, at=request.now)
    values = {name: getattr(applicant, name) for name in STATED_AGAIN}
    return {name: ["" if value is None else str(value)] for name, value in values.items()} | {"find": [""]}


def _pick_procedure(request: HttpRequest, draft: Draft) -> HttpResponse:
    _save(request, draft, draft.typed | _chosen(request.POST["pick_procedure"]))
    return _again(request, draft)


def _chosen(version: str) -> dict[str, list[str]]:
    """Another procedure asks for other papers and has other officers."""
    return {"version": [version], "q": [""], "given": [], "needed": [], "term_case": [], "handler": []}


def _tick(request: HttpRequest, draft: Draft) -> HttpResponse:
    """All papers that are needed are here."""
    asked = _read(request, draft)
    given = [str(paper.ordinal) for paper in asked.papers if paper.needed]
    _save(request, draft, draft.typed | {"given": given})
    return _again(request, draft)


def _discard(request: HttpRequest, draft: Draft) -> HttpResponse:
    actions.discard_draft(reference=draft.reference, by=request.person, at=request.now)
    messages.success(request, _("Đã bỏ bản soạn."))
    return redirect("desk:counter_home")


# --- the three lawful ends of a reception (decree 118/2025 art. 17.1) -----------------------------------------------


def _accept(request: HttpRequest, draft: Draft) -> HttpResponse:
    asked = _read(request, draft)
    book = asked.book

    def enter(**said: Any) -> Dossier:
        number = book.cleaned_data["book_number"]
        return enter_from_book(number=number, received_at=book.received_at, **said)

    act, more = (enter, [book]) if book.is_used else (actions.accept, [])
    forms = CounterForms(asked, *more, promises=True)
    return _begin(request, draft, forms, act, paper="receipt-1", told=_("Đã tiếp nhận"), button=_("In giấy hẹn"))


def _without_book(asked: CounterRequest) -> list[BookForm]:
    """A number of the paper book is only for what is accepted: else it says so."""
    book = BookForm(asked.typed, accepts=False)
    return [book] if book.is_used else []


def _take_from_province(request: HttpRequest, draft: Draft) -> HttpResponse:
    """In companion mode: accepted there a moment ago, goes on here."""
    asked = _read(request, draft)
    receipt = ProvinceForm(asked.typed)

    def act(**said: Any) -> Dossier:
        code = receipt.cleaned_data["province_code"]
        return actions.take_from_province(code=code, due_at=receipt.due_at, **said)

    forms = CounterForms(asked, receipt, promises=False)
    return _begin(request, draft, forms, act, paper="", told=_("Đã nhận từ hệ thống của tỉnh."))


def _submit(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What came by post or online is entered as it arrived; it is looked through later, within its own time."""
    asked = _read(request, draft)
    arrival = ArrivalForm(asked.typed)
    forms = CounterForms(asked, arrival, promises=True)
    if not forms.are_valid():
        return _show(request, draft, errors=forms.errors(), status=UNPROCESSABLE)
    try:
        arrived_at = arrival.arrived_at(request.now)
        dossier = actions.submit(intake=forms.intake(), arrived_at=arrived_at, by=request.person, at=request.now)
    except Overtaken:
        raise
    except Refused as refused:
        return _show(request, draft, refused=refused, status=UNPROCESSABLE)
    messages.success(request, _("Đã ghi nhận. Hãy kiểm tra trong hạn ghi ở hồ sơ."))
    return redirect("desk:dossier", dossier.reference)


def _supplement(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Papers not ticked are asked for by themselves; the officer adds what else is wrong, one thing a line."""
    asked = _read(request, draft)
    form = SupplementForm(asked.typed)

    def act(**said: Any) -> Dossier:
        missing = [*asked.missing, *form.others_asked()]
        reason = form.cleaned_data["reason"]
        return actions.request_supplement_at_reception(missing=missing, reason=reason, **said)

    forms = CounterForms(asked, form, *_without_book(asked), promises=True)
    return _begin(request, draft, forms, act, paper="supplement-1", told=_("Đã yêu cầu bổ sung"), button=_("In phiếu"))


def _refuse(request: HttpRequest, draft: Draft) -> HttpResponse:
    asked = _read(request, draft)
    said = {"reason": "refusal_reason", "ground": "refusal_ground", "right_place": "right_place"}
    act = partial(actions.refuse, **{name: asked.text(typed) for name, typed in said.items()})
    forms = CounterForms(asked, *_without_book(asked), promises=False)
    return _begin(request, draft, forms, act, paper="refusal", told=_("Đã từ chối tiếp nhận"), button=_("In phiếu"))


def _begin(
    request: HttpRequest,
    draft: Draft,
    forms: CounterForms,
    act: Callable[..., Dossier],
    *,
    paper: str,
    told: str,
    button: str = "",
) -> HttpResponse:
    """Make the draft a dossier, say so, and offer its paper on a button; or say what is to be put right."""
    if not forms.are_valid():
        return _show(request, draft, errors=forms.errors(), status=UNPROCESSABLE)
    try:
        dossier = act(intake=forms.intake(), by=request.person, at=request.now)
    except Overtaken:
        raise
    except Refused as refused:
        return _show(request, draft, refused=refused, status=UNPROCESSABLE)
    messages.success(request, _with_paper(dossier, paper, told=told, button=button) if paper else told)
    return redirect("desk:dossier", dossier.reference)


def _with_paper(dossier: Dossier, paper: str, *, told: str, button: str) -> str:
    """What became of it, until when, and its paper on a button."""
    url = reverse("desk:dossier_paper", args=[dossier.reference, paper])
    due = dossier.result_promise and _("hẹn trả %(when)s") % {"when": when(dossier.result_promise.due_at)}
    words = ", ".join(filter(None, (f"{told} {dossier}", due)))
    link = '{}. <a class="btn" href="{}" target="_blank" data-key="p">{}<kbd aria-hidden="true">P</kbd></a>'
    return format_html(link, words, url, button)


ACTS = {
    "save": _again,
    "look": _look,
    "tick": _tick,
    "accept": _accept,
    "submit": _submit,
    "take_from_province": _take_from_province,
    "supplement": _supplement,
    "refuse": _refuse,
    "discard": _discard,
}
PICKS = {"pick_applicant": _pick_applicant, "pick_procedure": _pick_procedure}


# --- lists that appear while one types ------------------------------------------------------------------------------


@officer_page
@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    q = tidy(request.GET.get("q", ""))
    found = find(q, request.today)
    context = {"procedures": found, "ended": [] if found else ended(q, request.today), "q": q}
    return render(request, "desk/counter/procedures.html", context)


@officer_page
@require_POST
def applicants(request: HttpRequest) -> HttpResponse:
    """Posted, though nothing changes: what is looked for may be a number, and addresses are written to logs."""
    wanted = words_of(request.POST.get("find", ""))
    context = {"applicants": known_applicants(request.person, wanted, request.today), "find": wanted}
    return render(request, "desk/counter/applicants.html", context)


@officer_page
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Names for the lists behind two boxes: those who decide procedures, and the communes of today."""
    names = list(Unit.objects.in_force(request.today).exclude(agency_code="").values_list("name", flat=True))
    communes = [name.removeprefix(COMMITTEE_OF) for name in names if name.startswith(COMMITTEE_OF)]
    context = {"deciding": names, "communes": [name[:1].upper() + name[1:] for name in communes]}
    return render(request, "desk/counter/units.html", context)
