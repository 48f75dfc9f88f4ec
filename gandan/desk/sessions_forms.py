"""Forms of the sessions' pages. They read what was typed; whether it may be is for the actions to say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gandan.counter.sessions.models import Plan
from gandan.counter.sessions.queries import NEED_NAMES, NEEDED, USUAL_NEEDS
from gandan.counter.sessions.values import PATTERN_NAMES, WISH_NAMES, Decision, Need, PlanDetails
from gandan.desk.fields import CHOICE_WORDS, WORDS, Line, Lines, Number
from gandan.desk.keep_forms import DayField, UnitField
from gandan.organisation.models import Person, Unit
from gandan.procedures.models import Version
from gandan.procedures.queries import guide
from gandan.ui.templatetags.ui import WEEKDAYS

OFFERED = 24  # the commonest procedures stand as boxes to tick; any other by its code
MOST_CHOSEN = 60


class DecisionForm(forms.Form):
    decision_number = Line(label=_("Số quyết định"), max_length=60)
    decision_on = DayField(label=_("Ngày ký"))
    decision_signer = Line(label=_("Người ký"), max_length=120)

    def decision(self) -> Decision:
        said = self.cleaned_data
        return Decision(said["decision_number"], said["decision_on"], said["decision_signer"])


class PlanForm(DecisionForm):
    """A plan of sessions; `on` decides which procedures are in force."""

    name = Line(label=_("Tên kế hoạch"), max_length=150)
    pattern = forms.ChoiceField(label=_("Lịch"), error_messages=CHOICE_WORDS)
    weekday = forms.TypedChoiceField(
        label=_("Ngày trong tuần"), coerce=int, empty_value=None, required=False, error_messages=CHOICE_WORDS,
        help_text=_("Chỉ khi chọn lịch “Một ngày trong tuần”."),
    )  # fmt: skip
    hours = Line(label=_("Giờ tiếp"), max_length=60, help_text=_("Ví dụ 07:30-11:30, 13:30-16:30."))
    place = Line(label=_("Nơi tiếp"), max_length=200, help_text=_("Trung tâm, hoặc nhà văn hóa của thôn."))
    procedures = forms.MultipleChoiceField(
        label=_("Thủ tục tiếp nhận"), required=False, widget=forms.CheckboxSelectMultiple, error_messages=CHOICE_WORDS
    )
    more_procedures = Line(
        label=_("Mã thủ tục khác"), required=False, max_length=400, help_text=_("Các mã, cách nhau bằng dấu phẩy.")
    )
    receives_petitions = forms.BooleanField(label=_("Tiếp nhận đơn, phản ánh, kiến nghị"), required=False)
    takes_bookings = forms.BooleanField(label=_("Cho đặt lịch hẹn trước"), required=False, initial=True)
    people = Number(label=_("Số người mỗi phiên"), min_value=1, max_value=50, initial=3)
    invitation = Lines(label=_("Lời mời trên thông báo"), required=False, max_length=1000)

    field_order = ("name", "decision_number", "decision_on", "decision_signer")

    def __init__(self, *args: Any, units: list[Unit], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pattern"].choices = [(pattern.value, say(name)) for pattern, name in PATTERN_NAMES.items()]
        days = [(number, say(name)) for number, name in enumerate(WEEKDAYS, start=1)]
        self.fields["weekday"].choices = [("", "–"), *days]
        self.fields["procedures"].choices = _procedures(on, self.initial.get("procedures", ()))
        usual = {need.code: need.people for need in self.initial.get("needs", USUAL_NEEDS)}
        for code in NEEDED:
            name = say(NEED_NAMES[code])
            self.fields[_need(code)] = Number(label=name, min_value=0, max_value=50, initial=usual.get(code, 0))
        self.several = len(units) > 1
        if self.several:
            there = Unit.objects.filter(pk__in=[unit.pk for unit in units])
            self.fields["unit"] = UnitField(label=_("Trung tâm"), queryset=there)
            self.order_fields(["unit", *self.fields])

    def need_fields(self) -> list[forms.BoundField]:
        return [self[_need(code)] for code in NEEDED]

    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("need_")]

    def details(self) -> PlanDetails:
        said = self.cleaned_data
        typed = [code.strip() for code in said["more_procedures"].split(",") if code.strip()]
        needs = [Need(code, said[_need(code)]) for code in NEEDED if said[_need(code)]]
        plain = ("name", "decision_number", "decision_on", "decision_signer", "pattern", "hours", "place", "weekday")
        more = ("receives_petitions", "takes_bookings", "people", "invitation")
        return PlanDetails(
            **{name: said[name] for name in (*plain, *more)}, procedures=[*said["procedures"], *typed], needs=needs
        )


def typed_of(plan: Plan) -> dict[str, object]:
    """A plan as its form shows it."""
    names = ("name", "decision_number", "decision_on", "decision_signer", "pattern", "weekday", "place", "procedures")
    more = ("receives_petitions", "takes_bookings", "people", "invitation")
    hours = ", ".join("-".join(span) for span in plan.spans)
    return {name: getattr(plan, name) for name in (*names, *more)} | {"hours": hours, "needs": plan.wanted}


def _need(code: str) -> str:
    return f"need_{code.replace('.', '_')}"


def _procedures(on: date, chosen: Iterable[str]) -> list[tuple[str, str]]:
    shown = list(guide(on).select_related("procedure").order_by("rank", "name")[:OFFERED])
    known = {version.procedure.code for version in shown}
    others = Version.objects.in_force(on).filter(procedure__code__in=set(chosen) - known).select_related("procedure")
    return [(version.procedure.code, version.plain_name) for version in [*shown, *others]]


class DaysForm(forms.Form):
    """From when to when the plan's pattern becomes sessions; or the days themselves, one a line."""

    first = DayField(label=_("Từ ngày"), required=False)
    last = DayField(label=_("Đến ngày"), required=False)
    chosen = Lines(label=_("Các ngày"), required=False, max_length=800, help_text=_("Mỗi dòng một ngày."))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unasked = ("first", "last") if plan.pattern == "chosen" else ("chosen",)
        for name in unasked:
            del self.fields[name]
        for field in self.fields.values():
            field.required = True

    def clean_chosen(self) -> list[date]:
        lines = self.cleaned_data["chosen"].splitlines()[:MOST_CHOSEN]
        return [DayField().clean(line) for line in lines]

    def days(self) -> dict[str, object]:
        said = self.cleaned_data
        if "chosen" in said:
            return {"first": min(said["chosen"]), "last": max(said["chosen"]), "chosen": said["chosen"]}
        return {"first": said["first"], "last": said["last"]}


class AnnounceForm(forms.Form):
    late_reason = Line(label=_("Lý do nếu công bố muộn"), required=False, max_length=300)
    is_reception_day = forms.BooleanField(label=_("Đồng thời là ngày tiếp công dân của lãnh đạo"), required=False)

    def __init__(self, *args: Any, is_late: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_reason"]


class CancelForm(forms.Form):
    reason = Line(label=_("Lý do hủy"), max_length=300, help_text=_("Người dân đã đặt lịch và người phục vụ đọc được."))


class ConfirmForm(forms.Form):
    """Nothing to fill in."""


class AdoptForm(DecisionForm):
    """A template is taken over: for which centre, by which decision, where."""

    place = Line(label=_("Nơi tiếp"), max_length=200)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            there = Unit.objects.filter(pk__in=[unit.pk for unit in units])
            self.fields["unit"] = UnitField(label=_("Trung tâm"), queryset=there)
            self.order_fields(["unit", *self.fields])


class WishForm(forms.Form):
    """When somebody cannot come or would like to; with `people`, for one of them."""

    kind = forms.ChoiceField(label=_("Nguyện vọng"), error_messages=CHOICE_WORDS)
    first = DayField(label=_("Từ ngày"))
    last = DayField(label=_("Đến ngày"))

    def __init__(self, *args: Any, people: Iterable[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, say(name)) for kind, name in WISH_NAMES.items()]
        if people:
            there = Person.objects.filter(pk__in=[one.pk for one in people]).order_by("folded_name")
            self.fields["person"] = forms.ModelChoiceField(
                label=_("Người"), queryset=there, to_field_name="code", error_messages=WORDS
            )
            self.order_fields(["person", *self.fields])
