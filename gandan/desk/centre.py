"""The duties of a centre's head on one page: what is owed, how each is done, who serves here, what was done."""

from datetime import date
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.centre import actions, queries
from gandan.centre.models import Duty, RestCredit
from gandan.desk.fields import WORDS, Lines, Number
from gandan.desk.keep_forms import DayField
from gandan.desk.surface import officer_page, posted
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

SHOWN = 30


class NoticeForm(forms.Form):
    text = Lines(
        label=_("Nhận xét về thái độ, tiến độ"),
        required=False,
        max_length=4000,
        help_text=_("Số liệu từng người được gửi kèm; ghi thêm nếu cần."),
    )


class MinutesForm(forms.Form):
    held_on = DayField(label=_("Họp ngày"), error_messages=WORDS)
    attended = Lines(label=_("Cơ quan dự họp"), max_length=1000, help_text=_("Mỗi dòng một cơ quan."))
    text = Lines(label=_("Nội dung, việc đã thống nhất"), max_length=4000)


class ConfirmForm(forms.Form):
    """Nothing to fill in."""


class CreditForm(forms.Form):
    centre = forms.ModelChoiceField(label=_("Trung tâm"), queryset=Unit.objects.none(), error_messages=WORDS)
    person = forms.ModelChoiceField(
        label=_("Người làm thêm"), queryset=Person.objects.none(), to_field_name="code", error_messages=WORDS
    )
    earned_on = DayField(label=_("Ngày làm thêm"))
    hours = Number(label=_("Số giờ"), min_value=1)
    occasion = forms.ChoiceField(label=_("Làm thêm vào"), choices=RestCredit.Occasion.choices)

    def __init__(self, *args: object, led: list[Unit], on: date, **kwargs: object) -> None:
        """Also who left lately: what they worked before is owed; the act looks who served on the day."""
        super().__init__(*args, **kwargs)
        people = [held.person_id for here in led for held in queries.served_lately(here, on)]
        self.fields["person"].queryset = Person.objects.filter(pk__in=people).order_by("folded_name")
        self.fields["centre"].queryset = Unit.objects.filter(pk__in=[one.pk for one in led])
        if len(led) == 1:
            del self.fields["centre"]


class RestForm(forms.Form):
    taken_on = DayField(label=_("Nghỉ bù ngày"))


WAYS_TO_DO = {
    Duty.Kind.STAFF_NOTICE: (NoticeForm, actions.send_staff_notice, _("Gửi thông báo"), _("Đã gửi thông báo.")),
    Duty.Kind.MEETING: (MinutesForm, actions.minute_meeting, _("Ghi biên bản"), _("Đã ghi biên bản họp.")),
    Duty.Kind.PUBLICATION: (ConfirmForm, actions.publish_staff, _("Xác nhận công khai"), _("Đã công khai.")),
}


def _led(request: HttpRequest) -> list[Unit]:
    """The centres this person leads, or 404."""
    if not standing(request.person, request.today).may(Power.CENTRE_LEAD):
        raise Http404
    return queries.led_by(request.person, request.today)


@officer_page
def centre(request: HttpRequest) -> HttpResponse:
    led = _led(request)
    ids = [one.pk for one in led]
    duties, credits = queries.duties(ids), queries.credits(ids)
    serving = [
        (one, queries.posting_state(one, request.today)) for here in led for one in queries.staff(here, request.today)
    ]
    context = {
        "section": "centre",
        "owed": duties.filter(done_at__isnull=True).order_by("promise__due_at"),
        "rest_owed": credits.filter(taken_on__isnull=True).order_by("promise__due_at"),
        "serving": serving,
        "without_phone": [one.person for one, _state in serving if not one.phone],
        "done": duties.filter(done_by__isnull=False).order_by("-done_at")[:SHOWN],
        "rested": credits.filter(taken_on__isnull=False)[:SHOWN],
        "led": led,
    }
    return render(request, "desk/centre.html", context)


@officer_page
def duty(request: HttpRequest, code: str) -> HttpResponse:
    """One duty: how it is done, or what was done."""
    ids = [one.pk for one in _led(request)]
    duty = get_object_or_404(queries.duties(ids), code=code)
    if duty.done_at or duty.kind not in WAYS_TO_DO:
        return render(request, "desk/centre_duty.html", {"section": "centre", "duty": duty, "names": _names(duty.said)})
    make, act, button, said = WAYS_TO_DO[duty.kind]
    form = make(request.POST if request.method == "POST" else None)
    context = {"duty": duty, "button": button, **_counts(duty, request)}
    return _form_page(request, form, partial(act, duty_id=duty.pk), said=said, **context)


def _counts(duty: Duty, request: HttpRequest) -> dict[str, object]:
    """What the act would tell, shown before it."""
    if duty.kind == Duty.Kind.STAFF_NOTICE:
        rows = queries.done_in_month_of(duty, request.today)
        return {"rows": rows, "names": _names(rows)}
    if duty.kind == Duty.Kind.PUBLICATION:
        return {"public": queries.shown_to_public(duty.unit, request.today)}
    return {}


def _names(rows: list[dict[str, object]]) -> dict[str, str]:
    codes = [row["person"] for row in rows if "person" in row]
    return dict(Person.objects.filter(code__in=codes).values_list("code", "name"))


@officer_page
def rest_new(request: HttpRequest) -> HttpResponse:
    led = _led(request)
    if not led:
        raise Http404
    form = CreditForm(request.POST if request.method == "POST" else None, led=led, on=request.today)
    act = partial(actions.credit_rest, centre=led[0])
    words = {"title": gettext("Ghi làm thêm"), "button": _("Ghi lại")}
    return _form_page(request, form, act, said=_("Đã ghi; Trung tâm nợ một lần nghỉ bù."), **words)


@officer_page
def rest_given(request: HttpRequest, code: str) -> HttpResponse:
    credit = get_object_or_404(queries.credits([one.pk for one in _led(request)]), code=code)
    form = RestForm(request.POST if request.method == "POST" else None)
    act = partial(actions.give_rest, credit_id=credit.pk)
    words = {"title": gettext("Cho nghỉ bù"), "button": _("Ghi lại"), "credit": credit}
    return _form_page(request, form, act, said=_("Đã ghi nghỉ bù."), **words)


def _form_page(request: HttpRequest, form: forms.Form, act: object, *, said: object, **context: object) -> HttpResponse:
    """The form; or acted on and back to the duties; or shown again, refused, as it was typed."""

    def acted() -> HttpResponse:
        act(**form.cleaned_data, by=request.person, at=request.now)
        messages.success(request, said)
        return redirect(reverse("desk:centre"))

    done, status = posted(request, form, acted)
    return done or render(
        request, "desk/centre_duty.html", {"section": "centre", "form": form} | context, status=status
    )
