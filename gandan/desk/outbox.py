"""Notices on their way: waiting, failed, doubtful and sent; a person decides about what only a person can know."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.desk.keep_surface import keep_page, keeper_page
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
    notices = Notice.objects.filter(state=state).order_by("-id")
    if before := Notice.objects.filter(code=request.GET.get("before", "")[:10].replace("\0", "")).first():
        notices = notices.filter(id__lt=before.pk)
    shown = list(notices[: SHOWN + 1])
    here = reverse("desk:outbox")
    context = {
        "notices": shown[:SHOWN],
        "older_url": f"{here}?state={state}&before={shown[SHOWN - 1].code}" if len(shown) > SHOWN else "",
        "state": NoticeState(state),
        "states": [_state_tab(name, counts.get(name, 0), current=name == state) for name in ORDER],
        "for_a_person": state in FOR_A_PERSON,
        "no_mail": not settings.SMTP_HOST,
    }
    return keep_page(request, "outbox", context, screen="outbox")


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
