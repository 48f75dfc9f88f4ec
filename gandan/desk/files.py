"""Files of a dossier: taken in, and handed out only to whoever may see the dossier."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.attachments.actions.reading import read_file
from gandan.attachments.queries import of as files_of
from gandan.desk.dossiers import show
from gandan.desk.move_forms.upload import UploadForm
from gandan.desk.sight import dossier_in_sight
from gandan.desk.surface import UNPROCESSABLE, officer_page, status_of
from gandan.dossiers.actions import attach
from gandan.lib.refusal import Refused


@officer_page
@require_POST
def dossier_files(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a file in; on a no the page says why and the label typed is still there."""
    dossier = dossier_in_sight(request, reference)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, dossier, upload=form, status=UNPROCESSABLE)
    said = form.cleaned_data
    given = {"label": said["label"], "upload": said["file"], "is_result": said["is_result"]}
    try:
        attach(dossier_id=dossier.pk, **given, by=request.person, at=request.now)
    except Refused as refused:
        return show(request, dossier, upload=form, refused=refused, status=status_of(refused))
    messages.success(request, _("Đã lưu tệp “%(label)s”.") % {"label": said["label"]})
    return redirect("desk:dossier", reference)


@officer_page
def dossier_file(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Always to be saved, never shown inside our own origin, whatever the file turns out to be."""
    dossier = dossier_in_sight(request, reference)
    stored = get_object_or_404(files_of(dossier), code=code)
    content = read_file(stored, by=request.person, at=request.now)
    response = FileResponse(content, as_attachment=True, filename=stored.given_name, content_type=stored.kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
