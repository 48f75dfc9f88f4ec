"""Where is my dossier? A code alone shows how far it is; with the receipt's secret, by whom, until when and why."""

from datetime import datetime

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from gandan.attachments.actions import open_file
from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import by_public_code
from gandan.dossiers.queries.for_applicants import by_reference
from gandan.dossiers.states import State
from gandan.lib.codes import read_code
from gandan.lib.fold import tidy
from gandan.organisation.queries import reading
from gandan.portal.fresh import kept
from gandan.portal.private import private
from gandan.portal.progress import progress
from gandan.portal.told import told
from gandan.ui import limits

LONGEST_CODE = 60
NO_SECRET = "0" * 16  # what an unknown dossier is compared with, so that it takes as long as a known one


# --- pages -------------------------------------------------------------------------------------------------------


def lookup(request: HttpRequest) -> HttpResponse:
    """The form, and under it how far the dossier of a code is."""
    typed = tidy(request.GET.get("ma", "").replace("\0", ""))[:LONGEST_CODE]
    if not typed:
        return _form(request)
    now = timezone.now()
    if _too_often(request, now):
        return _too_many(request, now)
    dossier = by_public_code(typed)
    context = {"section": "lookup", "typed": typed, "progress": dossier and progress(dossier, typed)}
    return private(render(request, "portal/lookup.html", context, status=200 if dossier else 404))


@kept
def _form(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/lookup.html", {"section": "lookup", "missing": "ma" in request.GET})


@reading()  # a page of the organisation as it is
def lookup_with_secret(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """The address in the QR of the receipt. A wrong secret looks the same as a dossier there is not."""
    now = timezone.now()
    found = _held(request, reference, secret, now)
    if isinstance(found, HttpResponse):
        return found
    context = {"section": "lookup", "result": _result_of(found), **told(found, now)}
    return private(render(request, "portal/lookup_dossier.html", context))


def result(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """The result, once it was handed over, for whoever holds the receipt: to be saved, never shown in place."""
    found = _held(request, reference, secret, timezone.now())
    if isinstance(found, HttpResponse):
        return found
    stored = _result_of(found)
    if stored is None:
        return _unknown(request)
    response = FileResponse(open_file(stored), as_attachment=True, filename=f"{found}.pdf", content_type=stored.kind)
    response["X-Content-Type-Options"] = "nosniff"
    return private(response)


def _held(request: HttpRequest, reference: str, secret: str, now: datetime) -> Dossier | HttpResponse:
    """The dossier whose receipt is in the visitor's hand, or the answer that says nothing of it."""
    wrong_here = f"wrong:{read_code(reference)}"
    if _too_often(request, now) or limits.counted(wrong_here, now) >= settings.LOOKUP_LIMIT_PER_MINUTE:
        return _too_many(request, now)
    dossier = by_reference(reference)
    known = dossier.receipt_secret if dossier else NO_SECRET
    if not constant_time_compare(known, read_code(secret)) or dossier is None:
        limits.count(wrong_here, now)
        return _unknown(request)
    return dossier


def _unknown(request: HttpRequest) -> HttpResponse:
    return private(render(request, "portal/lookup_unknown.html", {"section": "lookup"}, status=404))


def _result_of(dossier: Dossier) -> StoredFile | None:
    """The file marked as the result, when it was returned; one with an error in it is fetched by nobody."""
    if dossier.state != State.RETURNED or not dossier.result_file:
        return None
    return files_of(dossier).filter(code=dossier.result_file).first()


# --- limits and headers ------------------------------------------------------------------------------------------


def _too_often(request: HttpRequest, now: datetime) -> bool:
    """Every look-up of an address counts, found or not."""
    return limits.count(f"from:{request.META['REMOTE_ADDR']}", now) > settings.LOOKUP_LIMIT_PER_MINUTE


def _too_many(request: HttpRequest, now: datetime) -> HttpResponse:
    wait = limits.wait(now)
    response = render(request, "portal/lookup_too_many.html", {"section": "lookup", "wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return private(response)
