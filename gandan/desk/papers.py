"""The papers an office gives out, as PDF: printed again at any time, they say the same as the first time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gandan.desk.sight import dossier_in_sight
from gandan.desk.surface import officer_page
from gandan.dossiers import printouts
from gandan.dossiers.models import Dossier, Outcome, SupplementRequest
from gandan.dossiers.states import State


def printable(dossier: Dossier) -> list[tuple[str, str]]:
    """(form, words) of every paper this dossier has; `form` stands in the address."""
    papers = []
    if dossier.accepted_at:
        papers.append(("receipt", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")))
    for request in _sent(dossier):
        words = _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
        again = _(" (lần %(n)s)") % {"n": request.ordinal} if request.ordinal > 1 else ""
        papers.append((f"supplement-{request.ordinal}", words + again))
    if dossier.state == State.REFUSED or dossier.outcome == Outcome.REFUSED:
        papers.append(("refusal", _("Phiếu từ chối giải quyết hồ sơ")))
    return papers


def _sent(dossier: Dossier) -> list[SupplementRequest]:
    return [asked for asked in dossier.supplement_requests.all() if asked.state == SupplementRequest.State.SENT]


@officer_page
def dossier_paper(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    dossier = dossier_in_sight(request, reference)
    if form not in dict(printable(dossier)):
        raise Http404
    response = HttpResponse(_print(dossier, form), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{dossier}-{form}.pdf"'
    return response


def _print(dossier: Dossier, form: str) -> bytes:
    if form == "receipt":
        return printouts.receipt(dossier)
    if form == "refusal":
        return printouts.refusal(dossier)
    ordinal = int(form.removeprefix("supplement-"))
    return printouts.supplement(dossier, next(asked for asked in _sent(dossier) if asked.ordinal == ordinal))
