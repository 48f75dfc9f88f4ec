"""The papers an office gives out, as PDF: each can be printed again at any time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gandan.desk.ratings import receipt_link
from gandan.desk.sight import dossier_in_sight
from gandan.desk.surface import officer_page
from gandan.dossiers import printouts
from gandan.dossiers.models import Dossier, Outcome, SupplementRequest
from gandan.dossiers.states import State
from gandan.promises.states import State as PromiseState

SERVICE_UNAVAILABLE = 503
# papers of which a dossier has one at most
WHOLE = {"refusal": printouts.refusal, "apology": printouts.apology, "stop": printouts.stop_notice}


def printable(dossier: Dossier) -> list[tuple[str, str]]:
    """(form, words) of every paper this dossier has, the receipt in force first; `form` stands in the address."""
    papers = []
    for ordinal, promise in enumerate(printouts.receipts(dossier), start=1):
        words = _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả") + _again(ordinal)
        over = _(", không còn giá trị") if promise.state == PromiseState.VOID else ""
        papers.insert(0, (f"receipt-{ordinal}", words + over))
    for request in _sent(dossier):
        words = _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ") + _again(request.ordinal)
        papers.append((f"supplement-{request.ordinal}", words))
    if printouts.signed_reappointment(dossier):
        papers.append(("apology", _("Văn bản xin lỗi và đề nghị gia hạn")))
    if dossier.state == State.STOPPED:
        papers.append(("stop", _("Thông báo dừng giải quyết hồ sơ")))
    if dossier.state == State.REFUSED or dossier.outcome == Outcome.REFUSED:
        papers.append(("refusal", _("Phiếu từ chối giải quyết hồ sơ")))
    return papers


def _again(ordinal: int) -> str:
    return _(" (lần %(n)s)") % {"n": ordinal} if ordinal > 1 else ""


def _sent(dossier: Dossier) -> list[SupplementRequest]:
    return [asked for asked in dossier.supplement_requests.all() if asked.state == SupplementRequest.State.SENT]


@officer_page
def dossier_paper(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    dossier = dossier_in_sight(request, reference)
    if form not in dict(printable(dossier)):
        raise Http404
    if request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")).startswith("prefetch"):
        return HttpResponse(status=SERVICE_UNAVAILABLE)  # nobody asked yet: a link to rate would count as given
    pdf = paper_pdf(dossier, form, request=request)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{dossier}-{form}.pdf"'
    return response


def paper_pdf(dossier: Dossier, form: str, *, request: HttpRequest | None = None) -> bytes:
    """One of `printable`, as it is printed now; handed to somebody by a request, a receipt asks to rate the service.

    What is signed and stored with the dossier is made without one: it must lead to nobody's rating.
    """
    if form in WHOLE:
        return WHOLE[form](dossier)
    kind, _dash, number = form.partition("-")
    ordinal = int(number)
    if kind == "receipt":
        promise = printouts.receipts(dossier)[ordinal - 1]
        rating_url = receipt_link(request, dossier, promise) if request else ""
        return printouts.receipt(dossier, promise, rating_url=rating_url)
    return printouts.supplement(dossier, next(asked for asked in _sent(dossier) if asked.ordinal == ordinal))
