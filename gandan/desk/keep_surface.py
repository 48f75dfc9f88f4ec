"""What the administration screens share: who may enter, and pages with one form that lose nothing typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gandan.desk.surface import View, officer_page, posted
from gandan.organisation.models import Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_by_ref

# the screens of the section, in groups as an administrator thinks of them: page, label, the power it needs
GROUPS = (
    (
        gettext_lazy("Tổ chức"),
        (
            ("keep_units", gettext_lazy("Đơn vị"), Power.ORGANISATION_KEEP),
            ("keep_posts", gettext_lazy("Chức vụ"), Power.ORGANISATION_KEEP),
            ("keep_people", gettext_lazy("Người và tài khoản"), Power.ORGANISATION_KEEP),
        ),
    ),
    (
        gettext_lazy("Lịch và quy định"),
        (
            ("keep_calendar", gettext_lazy("Lịch nghỉ"), Power.CALENDAR_KEEP),
            ("keep_hours", gettext_lazy("Giờ làm việc"), Power.CALENDAR_KEEP),
            ("keep_choices", gettext_lazy("Quy định của địa phương"), Power.CALENDAR_KEEP),
        ),
    ),
    (gettext_lazy("Thủ tục"), (("keep_procedures", gettext_lazy("Thủ tục"), Power.CATALOGUE_KEEP),)),
    (
        gettext_lazy("Hàng chờ và lịch hẹn"),
        (
            ("queue_keep", gettext_lazy("Loại việc và quầy"), Power.COUNTER_KEEP),
            ("keep_appointments", gettext_lazy("Lịch hẹn"), Power.COUNTER_KEEP),
            ("waiting", gettext_lazy("Lời hẹn chờ"), Power.COUNTER_KEEP),
        ),
    ),
    (gettext_lazy("Quyết toán phí"), (("keep_fees", gettext_lazy("Quyết toán phí"), Power.FEES_SETTLE),)),
    (gettext_lazy("Dữ liệu cá nhân"), (("privacy", gettext_lazy("Dữ liệu cá nhân"), Power.PRIVACY_KEEP),)),
    (
        gettext_lazy("Vận hành"),
        (
            ("outbox", gettext_lazy("Hộp thư đi"), Power.NOTICES_KEEP),
            ("keep_backups", gettext_lazy("Sao lưu"), Power.INSTALLATION_KEEP),
        ),
    ),
)
SCREENS = tuple(screen for _label, screens in GROUPS for screen in screens)


def keeper_page(power: Power) -> Callable[[View], View]:
    """An officer's page that does not exist for who lacks the power in every unit (404)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not standing(request.person, request.today).may(power):
                raise Http404
            return view(request, *args, **kwargs)

        return officer_page(guarded)

    return decorate


def keep_page(request: HttpRequest, template: str, context: dict[str, Any], *, screen: str) -> HttpResponse:
    """A page of the section, with its tabs; `screen` is the one of GROUPS it belongs to."""
    return render(request, f"desk/keep/{template}.html", {"section": "keep"} | _tabs(request, screen) | context)


def _tabs(request: HttpRequest, screen: str) -> dict[str, Any]:
    """The groups that hold something for this person, and the screens inside the one they are in."""
    held = standing(request.person, request.today)
    tabs, inside = [], []
    for label, screens in GROUPS:
        mine = [
            {"url": reverse(f"desk:{name}"), "label": its_label, "current": name == screen}
            for name, its_label, power in screens
            if held.may(power)
        ]
        if mine:
            here = any(one["current"] for one in mine)
            tabs.append({"url": mine[0]["url"], "label": label if len(mine) > 1 else mine[0]["label"], "current": here})
            inside = mine if here and len(mine) > 1 else inside
    return {"tabs": tabs, "inside": inside}


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, even if it is nothing; None while the form is only shown."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., Any],
    *,
    done: Callable[[Any], str],
    said: str,
    screen: str,
    **context: Any,
) -> HttpResponse:
    """A page with one form: shown; or acted on and left for `done`; or shown again, refused (422), as it was typed.

    `act` gets the cleaned values with `by` and `at`. `context` needs title, button and back (an address).
    """

    def acted() -> HttpResponse:
        result = act(**form.cleaned_data, by=request.person, at=request.now)
        messages.success(request, said)
        return redirect(done(result))

    answer, status = posted(request, form, acted)
    if answer:
        return answer
    response = keep_page(request, "form", {"form": form} | context, screen=screen)
    response.status_code = status
    return response


def kept_units(request: HttpRequest, power: Power) -> "Any":
    """The units in force today where the person signed in holds the power."""
    held = standing(request.person, request.today)
    return Unit.objects.in_force(request.today).filter(pk__in=held.units_for(power)).order_by("folded_name")


def kept_halls(request: HttpRequest) -> "Any":
    """Where numbers are called: the centres that this person heads."""
    return kept_units(request, Power.COUNTER_KEEP).filter(kind=UnitKind.SERVICE_CENTRE)


def kept_hall(request: HttpRequest, ref: str) -> Unit:
    """404 for what is no hall of theirs."""
    unit = unit_by_ref(ref)
    if unit is None or not kept_halls(request).filter(pk=unit.pk).exists():
        raise Http404
    return unit
