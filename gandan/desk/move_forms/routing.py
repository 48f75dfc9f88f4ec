"""The road through agencies: planned, an opinion asked for, the result back at the desk."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gandan.desk.counter_forms import TERM_UNITS
from gandan.desk.fields import WORDS, Line, Lines, Number
from gandan.desk.move_forms.form import SMALL, MoveForm
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, HandOver, Leg
from gandan.dossiers.queries.routing import DecreedLeg, agencies, decreed_legs
from gandan.dossiers.values import LegStated
from gandan.law.terms import Term, TermUnit

DECREED, STATED = "decreed", "stated"
IN_TURN, AT_ONCE = "1", "0"


def _way_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Cách chuyển hồ sơ"),
        help_text=_("Hồ sơ điện tử đến ngay. Hồ sơ giấy cần người nhận ký nhận trên màn hình."),
        choices=HandOver.Way.choices,
        initial=HandOver.Way.ELECTRONIC,
        widget=forms.RadioSelect,
        error_messages=WORDS,
    )


class AgencyForm(MoveForm):
    """One agency, what it is to do, in which term, on which ground."""

    agency = forms.ChoiceField(label=_("Cơ quan"), required=False, error_messages=WORDS)
    task = Line(label=_("Việc cần làm"), max_length=Leg._meta.get_field("task").max_length, required=False)
    term_amount = Number(label=_("Thời hạn"), required=False, min_value=1, max_value=9999)
    term_unit = forms.ChoiceField(label=_("tính bằng"), required=False, choices=TERM_UNITS, error_messages=WORDS)
    term_ground = Line(
        label=_("Căn cứ của thời hạn"),
        help_text=_("Quyết định, quy trình hoặc điều khoản cho thời hạn này."),
        max_length=Leg._meta.get_field("term_ground").max_length,
        required=False,
    )
    way = _way_field()

    def prepare(self, dossier: Dossier, today: date) -> None:
        self.units = {unit.ref.code: unit for unit in agencies(dossier, today)}
        self.fields["agency"].choices = [("", _("Chọn cơ quan")), *((c, u.name) for c, u in self.units.items())]

    def check_stated(self) -> None:
        said = self.cleaned_data
        if not said.get("agency"):
            self.add_error("agency", _("Hãy chọn cơ quan."))
        if not said.get("term_amount") and said.get("term_unit") != TermUnit.WITHIN_DAY:
            self.add_error("term_amount", _("Hãy ghi thời hạn."))

    def stated(self, stage: int) -> LegStated:
        said = self.cleaned_data
        within_day = said["term_unit"] == TermUnit.WITHIN_DAY
        term = said["term_unit"] if within_day else f"{said['term_amount']} {said['term_unit']}"
        unit = self.units[said["agency"]]
        return LegStated(unit.pk, said["task"], term, said["term_ground"], stage)


class PlanRouteForm(AgencyForm):
    """The decreed road in one press, as long as nothing is planned; else one step after another."""

    does = staticmethod(actions.plan_route)
    done = _("Đã chuyển. Cơ quan đến lượt nhận được tin và thấy hồ sơ ngay.")
    button = _("Chuyển hồ sơ")

    how = forms.ChoiceField(label=_("Các bước"), widget=forms.RadioSelect, initial=DECREED, error_messages=WORDS)
    when = forms.ChoiceField(
        label=_("Khi nào bắt đầu"),
        choices=[(IN_TURN, _("Sau các bước đã lập")), (AT_ONCE, _("Cùng lúc với bước đang làm"))],
        initial=IN_TURN,
        widget=forms.RadioSelect,
        required=False,
        error_messages=WORDS,
    )
    field_order = ("revision", "how", "way", "agency", "task", "term_amount", "term_unit", "term_ground", "when")

    def prepare(self, dossier: Dossier, today: date) -> None:
        super().prepare(dossier, today)
        self.decreed = [] if dossier.legs.exists() else decreed_legs(dossier, today)
        if not self.decreed:
            del self.fields["how"]
            return
        self.fields["how"].choices = [
            (DECREED, say("Theo các bước đã công bố: %(steps)s") % {"steps": _steps(self.decreed)}),
            (STATED, say("Ghi một bước khác ở dưới")),
        ]
        self.fields["agency"].help_text = say("Từ đây trở xuống chỉ điền khi ghi một bước khác.")
        for place, leg in enumerate(self.decreed):
            if len(leg.agencies) > 1:
                label = say("Bước %(n)s: cơ quan nào?") % {"n": place + 1}
                choices = [(unit.ref.code, unit.name) for unit in leg.agencies]
                self.fields[f"agency_{place}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.order_fields(("revision", "how", *(f"agency_{n}" for n in range(len(self.decreed))), *self.field_order))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self._is_decreed(said):
            for leg in self.decreed:
                if not leg.agencies:
                    words = say("Chưa có cơ quan nào ở tỉnh này cho bước “%(task)s”; hãy ghi từng bước.")
                    self.add_error("how", words % {"task": leg.step.task})
        else:
            self.check_stated()
        return said

    def _is_decreed(self, said: dict[str, Any]) -> bool:
        return bool(self.decreed) and said.get("how") == DECREED

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self._is_decreed(said):
            return {"legs": [self.stated(int(said.get("when") or IN_TURN))], "way": said["way"]}
        first = min(leg.step.stage for leg in self.decreed)
        legs = [self._decreed_leg(place, leg, first) for place, leg in enumerate(self.decreed)]
        return {"legs": legs, "way": said["way"]}

    def _decreed_leg(self, place: int, leg: DecreedLeg, first: int) -> LegStated:
        chosen = self.cleaned_data.get(f"agency_{place}")
        unit = next((unit for unit in leg.agencies if unit.ref.code == chosen), leg.agencies[0])
        return LegStated(unit.pk, leg.step.task, leg.term, leg.ground, leg.step.stage - first + 1)


def _steps(legs: list[DecreedLeg]) -> str:
    """ "1. Thuế cơ sở 5: xác định nghĩa vụ tài chính, 5 ngày làm việc; 2. …" """
    told = []
    for number, leg in enumerate(legs, start=1):
        unit = leg.agencies[0].name if len(leg.agencies) == 1 else say("cơ quan chọn ở dưới")
        told.append(f"{number}. {unit}: {leg.step.task}, {Term.parse(leg.term).words(say)}")
    return "; ".join(told)


class ConsultForm(AgencyForm):
    does = staticmethod(actions.consult)
    done = _("Đã hỏi ý kiến. Quá hạn mà chưa trả lời thì người đứng đầu bộ phận một cửa được báo.")
    button = _("Gửi")
    advice = _("Thời hạn giải quyết hồ sơ vẫn chạy trong lúc chờ ý kiến.")

    def prepare(self, dossier: Dossier, today: date) -> None:
        super().prepare(dossier, today)
        self.fields["task"].label = _("Hỏi điều gì")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        self.check_stated()
        return said

    def arguments(self) -> dict[str, Any]:
        return {"asked": self.stated(0), "way": self.cleaned_data["way"]}


class ResultAtDeskForm(MoveForm):
    does = staticmethod(actions.take_result_to_desk)
    done = _("Đã nhận kết quả về quầy. Nay có thể trả cho người dân.")


class FinishLegForm(forms.Form):
    """What the agency found or thinks, and how the dossier goes on from here."""

    advice = _("Bước sau bắt đầu ngay khi các bước trước đã xong; hết bước thì hồ sơ về nơi giải quyết.")
    button = _("Ghi kết quả, chuyển đi")

    finding = Lines(
        label=_("Kết quả, ý kiến"),
        max_length=Leg._meta.get_field("finding").max_length,
        error_messages={"required": _("Hãy ghi kết quả hoặc ý kiến để nơi sau làm tiếp.")},
    )
    way = _way_field()


class WithdrawLegForm(forms.Form):
    advice = _("Cơ quan đó không còn phải làm bước này. Lời hẹn thôi tính, có ghi lý do.")
    button = _("Thôi bước này")

    reason = Line(
        label=_("Lý do"),
        max_length=Leg._meta.get_field("finding").max_length,
        widget=forms.TextInput(SMALL),
        error_messages={"required": _("Hãy ghi vì sao không cần bước này nữa.")},
    )


FORMS: dict[str, type[MoveForm]] = {
    "plan_route": PlanRouteForm,
    "consult": ConsultForm,
    "take_result_to_desk": ResultAtDeskForm,
}
