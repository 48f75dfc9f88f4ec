"""Notices on their way: waiting, failed, doubtful and sent; a person decides about what only a person can know."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.desk.keep_surface import keep_page, keeper_page
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import visible_to
from gandan.journal.actions import mark_sent, send_again
from gandan.journal.models import Notice, NoticeState
from gandan.organisation.powers import Power

SHOWN = 50
# what needs a person first
ORDER = (NoticeState.DOUBTFUL, NoticeState.FAILED, NoticeState.WAITING, NoticeState.SENDING, NoticeState.SENT)
FOR_A_PERSON = (NoticeState.DOUBTFUL, NoticeState.FAILED)


@keeper_page(Power.NOTICES_KEEP)
def outbox(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state")
    counts = dict(Notice.objects.order_by().values_list("state").annotate(Count("id")))
    if state not in ORDER:
        state = next((name for name in ORDER if counts.get(name)), NoticeState.WAITING)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    notices = _found(Notice.objects.filter(state=state), q).order_by("-id")
    if before := Notice.objects.filter(code=request.GET.get("before", "")[:10].replace("\0", "")).first():
        notices = notices.filter(id__lt=before.pk)
    shown = list(notices[: SHOWN + 1])
    older = {"state": state, "before": shown[SHOWN - 1].code, "q": q} if len(shown) > SHOWN else None
    context = {
        "notices": _with_dossiers(shown[:SHOWN], request),
        "older_url": f"{reverse('desk:outbox')}?{urlencode(older)}" if older else "",
        "q": q,
        "state": NoticeState(state),
        "states": [_state_tab(name, counts.get(name, 0), current=name == state) for name in ORDER],
        "for_a_person": state in FOR_A_PERSON,
        "no_mail": not settings.SMTP_HOST,
    }
    return keep_page(request, "outbox", context, screen="outbox")


def _found(notices: QuerySet[Notice], q: str) -> QuerySet[Notice]:
    """Those whose title, address or dossier says what was typed."""
    if not q:
        return notices
    about = Dossier.objects.filter(Q(code__icontains=q) | Q(reference__iexact=q)).values("reference")
    of_dossier = Q(about_kind="dossier", about_code__in=about)
    return notices.filter(Q(title__icontains=q) | Q(address__icontains=q) | of_dossier)


def _with_dossiers(notices: Sequence[Notice], request: HttpRequest) -> list[dict[str, object]]:
    """Each with the dossier it is about; `opens` where the reader may: who keeps mail need not read dossiers."""
    codes = [one.about_code for one in notices if one.about_kind == "dossier"]
    dossiers = {one.reference: one for one in Dossier.objects.filter(reference__in=codes)}
    seen = visible_to(request.person, request.today).filter(reference__in=codes).values_list("reference", flat=True)
    opens = set(seen)
    return [
        {"notice": one, "dossier": dossiers.get(one.about_code), "opens": one.about_code in opens} for one in notices
    ]


def _state_tab(state: NoticeState, count: int, *, current: bool) -> dict[str, object]:
    url = f"{reverse('desk:outbox')}?state={state}"
    return {"url": url, "label": state.label, "count": count, "current": current}


@require_POST
@keeper_page(Power.NOTICES_KEEP)
def notice_sent(request: HttpRequest, code: str) -> HttpResponse:
    mark_sent(get_object_or_404(Notice, code=code), by=request.person, at=request.now)
    messages.success(request, _("Đã đánh dấu đã gửi."))
    return redirect("desk:outbox")


@require_POST
@keeper_page(Power.NOTICES_KEEP)
def notice_again(request: HttpRequest, code: str) -> HttpResponse:
    send_again(get_object_or_404(Notice, code=code), by=request.person, at=request.now)
    messages.success(request, _("Tin sẽ được gửi lại."))
    return redirect("desk:outbox")
