"""Where is my dossier? A code alone shows how far it is; with the receipt's secret, by whom, until when and why."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from gandan.attachments.actions import open_file
from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.dossiers.models import Correction, Dossier, SupplementRequest
from gandan.dossiers.printouts.money import payment_picture
from gandan.dossiers.queries import by_public_code, version_here
from gandan.dossiers.queries.changes import why_lines
from gandan.dossiers.queries.money import owed_by
from gandan.dossiers.queries.routing import is_elsewhere, running_legs
from gandan.dossiers.states import IN_HANDS, State
from gandan.law.deadline import Step
from gandan.law.explain import strip
from gandan.law.terms import Term
from gandan.lib.codes import read_code
from gandan.lib.fold import tidy
from gandan.lib.refusal import mark
from gandan.portal import limits
from gandan.portal.fresh import kept
from gandan.promises.models import Promise

LONGEST_CODE = 60
NO_SECRET = "0" * 16  # what an unknown dossier is compared with, so that it takes as long as a known one
# A page with a secret in its address is kept nowhere and tells no other page where it came from.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}

# In people's words: the shape of the state, and how far along it is.
PROGRESS = {
    State.SUBMITTED: ("soon", mark("Đã nhận, chờ kiểm tra"), 0),
    State.ACCEPTED: ("soon", mark("Đã tiếp nhận, chờ giải quyết"), 1),
    State.EXAMINING: ("soon", mark("Đang giải quyết"), 1),
    State.AWAITING_SUPPLEMENT: ("wait", mark("Đang chờ bổ sung giấy tờ"), 1),
    State.EXCLUDED: ("wait", mark("Đang trong thời gian không tính vào thời hạn"), 1),
    State.SETTLED: ("kept", mark("Đã có kết quả, mời đến nhận"), 3),
    State.CORRECTING: ("soon", mark("Kết quả có sai sót, chúng tôi đang sửa"), 2),
    State.RETURNED: ("kept", mark("Đã trả kết quả"), 4),
    State.REFUSED: ("none", mark("Không được tiếp nhận"), 0),
    State.CLOSED: ("none", mark("Đã đóng vì không được bổ sung"), 0),
    State.STOPPED: ("none", mark("Đã dừng theo yêu cầu của người nộp"), 0),
}
COMING_BACK = ("soon", mark("Đã có kết quả, đang chuyển về nơi nhận hồ sơ"), 3)
STAGES = (mark("Nộp hồ sơ"), mark("Tiếp nhận"), mark("Giải quyết"), mark("Có kết quả"), mark("Trả kết quả"))


@dataclass(frozen=True)
class Progress:
    """What anybody may know who knows the code: codes can be guessed, so nothing here tells whose or what it is."""

    code: str
    shape: str
    words: str
    stages: list[tuple[str, bool]]  # (words, reached)
    received: date | None  # shown as a month
    expected: str


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
    return _private(render(request, "portal/lookup.html", context, status=200 if dossier else 404))


@kept
def _form(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/lookup.html", {"section": "lookup", "missing": "ma" in request.GET})


def lookup_with_secret(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """The address in the QR of the receipt. A wrong secret looks the same as a dossier there is not."""
    now = timezone.now()
    found = _held(request, reference, secret, now)
    if isinstance(found, HttpResponse):
        return found
    return _private(render(request, "portal/lookup_dossier.html", {"section": "lookup", **_told(found, now)}))


def result(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """The signed result, for whoever holds the receipt, once it was handed over: to be saved, never shown in place."""
    found = _held(request, reference, secret, timezone.now())
    if isinstance(found, HttpResponse):
        return found
    stored = _result_of(found)
    if stored is None:
        return _unknown(request)
    response = FileResponse(open_file(stored), as_attachment=True, filename=f"{found}.pdf", content_type=stored.kind)
    response["X-Content-Type-Options"] = "nosniff"
    return _private(response)


def _held(request: HttpRequest, reference: str, secret: str, now: datetime) -> Dossier | HttpResponse:
    """The dossier whose receipt is in the visitor's hand, or the answer that says nothing of it."""
    wrong_here = f"wrong:{read_code(reference)}"
    if _too_often(request, now) or limits.counted(wrong_here, now) >= settings.LOOKUP_LIMIT_PER_MINUTE:
        return _too_many(request, now)
    dossier = Dossier.objects.filter(reference=read_code(reference)).select_related(*SHOWN).first()
    known = dossier.receipt_secret if dossier else NO_SECRET
    if not constant_time_compare(known, read_code(secret)) or dossier is None:
        limits.count(wrong_here, now)
        return _unknown(request)
    return dossier


def _unknown(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "portal/lookup_unknown.html", {"section": "lookup"}, status=404))


def _result_of(dossier: Dossier) -> StoredFile | None:
    """The file marked as the result, when it was returned; one with an error in it is fetched by nobody."""
    if dossier.state != State.RETURNED or not dossier.result_file:
        return None
    return files_of(dossier).filter(code=dossier.result_file).first()


SHOWN = ("applicant", "version", "receiving_unit", "deciding_unit", "handler", "result_promise", "supplement_promise")


# --- limits and headers ------------------------------------------------------------------------------------------


def _too_often(request: HttpRequest, now: datetime) -> bool:
    """Every look-up of an address counts, found or not."""
    return limits.count(f"from:{request.META['REMOTE_ADDR']}", now) > settings.LOOKUP_LIMIT_PER_MINUTE


def _too_many(request: HttpRequest, now: datetime) -> HttpResponse:
    wait = limits.wait(now)
    response = render(request, "portal/lookup_too_many.html", {"section": "lookup", "wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response[name] = value
    return response


# --- what is told ------------------------------------------------------------------------------------------------


def progress(dossier: Dossier, typed: str) -> Progress:
    """How far a dossier is; the code is said back as the person knows it, and the other one is not told."""
    shape, words, reached = _stands(dossier)
    reached = reached if dossier.accepted_at else 0
    by_reference = read_code(typed) == dossier.reference
    over = dossier.state in (State.REFUSED, State.CLOSED, State.STOPPED)
    stages = [] if over else [(_(words_of), place <= reached) for place, words_of in enumerate(STAGES)]
    return Progress(
        code=dossier.reference if by_reference else dossier.code,
        shape=shape,
        words=_(words),
        stages=stages,
        received=timezone.localdate(dossier.submitted_at),
        expected=_roughly(dossier),
    )


def _stands(dossier: Dossier) -> tuple[str, str, int]:
    """A result made elsewhere is not to be collected before it is back where the dossier was handed in."""
    if dossier.state == State.SETTLED and is_elsewhere(dossier) and not dossier.result_at_desk_at:
        return COMING_BACK
    return PROGRESS[dossier.state]


def _roughly(dossier: Dossier) -> str:
    """The promised time as people say it: "cuối tháng 11/2026"."""
    promise = dossier.result_promise
    if promise is None or promise.state != "open":
        return ""
    due = timezone.localdate(promise.due_at)
    part = _("đầu tháng") if due.day <= 10 else _("giữa tháng") if due.day <= 20 else _("cuối tháng")
    return f"{part} {due:%m/%Y}"


def _told(dossier: Dossier, now: datetime) -> dict[str, object]:
    """All that the holder of the receipt may know. The applicant's name and numbers are not on the page."""
    shape, words, _reached = _stands(dossier)
    waiting = dossier.state == State.AWAITING_SUPPLEMENT
    promise = dossier.supplement_promise if waiting else dossier.result_promise
    owed = owed_by(dossier)
    return {
        "dossier": dossier,
        "shape": shape,
        "words": _(words),
        "promise": promise,
        "cells": _steps(promise) and strip(_steps(promise)),
        "lines": _steps(promise) and why_lines(promise, _steps(promise), _),
        "missing": _missing(dossier) if waiting else [],
        "supplement_term": dossier.supplement_promise and Term.parse(dossier.supplement_promise.term).words(_),
        "legs": running_legs(dossier) if dossier.state in IN_HANDS else [],
        "fees": version_here(dossier).fee_list,
        "owed": owed,
        "result": _result_of(dossier),
        "correction": _correction_of(dossier) if dossier.state == State.CORRECTING else None,
        "payment": payment_picture(dossier, owed),
        "now": now,
        "today": timezone.localdate(now),
    }


def _correction_of(dossier: Dossier) -> Correction | None:
    return dossier.corrections.filter(corrected_at=None).select_related("promise").first()


def _steps(promise: Promise | None) -> list[Step]:
    return [Step.from_json(step) for step in promise.derivation["steps"]] if promise else []


def _missing(dossier: Dossier) -> list[str]:
    """What the last request that went out asks for."""
    sent = dossier.supplement_requests.filter(state=SupplementRequest.State.SENT).order_by("-ordinal").first()
    return sent.missing if sent else []
