"""Signatures of files as an officer reads them; look again at one; sign a paper of ours."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gandan.attachments.actions import check_signatures, signed
from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.desk.papers import paper_pdf, printable
from gandan.desk.sight import dossier_in_sight
from gandan.desk.surface import officer_page
from gandan.dossiers.actions import attach
from gandan.lib.refusal import Refused
from gandan.ui.templatetags.ui import sentence

# verdict -> shape, word, what it means
WORDS = {
    "valid": ("kept", gettext_lazy("Chữ ký hợp lệ"), ""),
    "altered": ("late", gettext_lazy("Không hợp lệ"), gettext_lazy("nội dung đã bị sửa sau khi ký")),
    "revoked": ("late", gettext_lazy("Không hợp lệ"), gettext_lazy("chứng thư đã bị thu hồi")),
    "expired": ("late", gettext_lazy("Không hợp lệ"), gettext_lazy("chứng thư hết hạn, không rõ có ký trước đó không")),
    "unreadable": ("late", gettext_lazy("Không hợp lệ"), gettext_lazy("không đọc được chữ ký")),
    "unknown_issuer": ("soon", gettext_lazy("Chưa kiểm được"), gettext_lazy("nơi cấp chứng thư chưa được tin cậy")),
    "no_roots": ("wait", gettext_lazy("Chưa kiểm được"), gettext_lazy("máy chủ chưa có gốc tin cậy")),
}


def with_signatures(files: Iterable[StoredFile]) -> list[StoredFile]:
    """The files, each with `.signed`: its signatures in words."""
    told = list(files)
    for file in told:
        file.signed = [_in_words(finding) for finding in file.signatures or []]
    return told


def _in_words(finding: dict[str, Any]) -> dict[str, Any]:
    shape, word, meaning = WORDS[finding["verdict"]]
    return {
        "shape": shape,
        "word": word,
        "meaning": meaning,
        "signer": finding["signer"],
        "organisation": finding["organisation"],
        "signed_at": _moment(finding["signed_at"]),
        "timestamped": finding["timestamped"],
        "valid_until": _moment(finding["valid_until"]),
        "added_after": finding["intact"] and not finding["covers_all"],
        "revocation_unknown": finding["trusted"] and not finding["revocation_known"],
    }


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@officer_page
@require_POST
def file_signatures(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Look again at the signatures of a file: certificates expire, and lists of revoked ones are renewed."""
    dossier = dossier_in_sight(request, reference)
    stored = get_object_or_404(files_of(dossier), code=code)
    try:
        check_signatures(stored, by=request.person, at=request.now)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Đã kiểm lại chữ ký số của tệp “%(label)s”.") % {"label": stored.label})
    return redirect("desk:dossier", reference)


@officer_page
@require_POST
def paper_sign(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """Print a paper, sign it with our certificate and keep the signed one with the dossier."""
    dossier = dossier_in_sight(request, reference)
    words = dict(printable(dossier)).get(form)
    if words is None:
        raise Http404
    try:
        content = ContentFile(signed(paper_pdf(dossier, form)), name=f"{dossier}-{form}.pdf")
        label = _("%(paper)s (đã ký số)") % {"paper": words}
        attach(dossier_id=dossier.pk, label=label, upload=content, by=request.person, at=request.now)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Đã ký số và lưu “%(paper)s” vào tệp đính kèm.") % {"paper": words})
    return redirect("desk:dossier", reference)
