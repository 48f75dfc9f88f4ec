"""Will it be late, the new day, time not counted, stopping at the applicant's wish."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import WORDS, Line, Lines, Number
from gandan.desk.move_forms.form import SMALL, MoveForm
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, ExcludedTime, Reappointment
from gandan.dossiers.queries import originals_in_hand
from gandan.dossiers.queries.changes import apology_limit
from gandan.dossiers.values import MAX_REASON
from gandan.law.rulebook import rule
from gandan.law.terms import Term, TermUnit
from gandan.ui.templatetags.ui import day, when

IN_DAYS = [(TermUnit.WORKING_DAYS, _("ngày làm việc")), (TermUnit.DAYS, _("ngày"))]
IN_TIME, LATE = "yes", "no"


class InDays(MoveForm):
    """A term in days, as a number and what it counts."""

    term_amount = Number(
        label=_("Cần thêm"), required=False, min_value=1, max_value=999, widget=forms.NumberInput(attrs=SMALL)
    )
    term_unit = forms.ChoiceField(
        label=_("tính bằng"), choices=IN_DAYS, initial=TermUnit.WORKING_DAYS, required=False, error_messages=WORDS
    )

    def term(self) -> str:
        """As law.terms writes it; empty when no number was given, for the action to refuse."""
        said = self.cleaned_data
        return f"{said['term_amount']} {said['term_unit'] or TermUnit.WORKING_DAYS}" if said.get("term_amount") else ""

    def suggest(self, term: str) -> None:
        written = Term.parse(term)
        self.fields["term_amount"].initial, self.fields["term_unit"].initial = written.amount, written.unit


class ForesightForm(InDays):
    does = staticmethod(actions.foresee)
    done = _("Đã ghi câu trả lời.")
    button = _("Ghi câu trả lời")

    answer = forms.ChoiceField(
        label=_("Có kịp ngày hẹn không?"),
        choices=[(IN_TIME, _("Kịp: giữ ngày hẹn")), (LATE, _("Không kịp: đề nghị lãnh đạo xin lỗi và hẹn lại"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn: kịp hay không kịp.")},
    )
    reason = Lines(
        label=_("Lý do không kịp"),
        help_text=_("Viết như nói với người dân: câu này in trong văn bản xin lỗi."),
        max_length=MAX_REASON,
        required=False,
    )
    field_order = ("revision", "answer", "reason", "term_amount", "term_unit")

    def prepare(self, dossier: Dossier, today: date) -> None:
        self.advice = _appointed(dossier)

    def arguments(self) -> dict[str, Any]:
        in_time = self.cleaned_data["answer"] == IN_TIME
        return {"in_time": in_time, "reason": self.cleaned_data["reason"], "further": self.term()}


class ReappointmentForm(InDays):
    does = staticmethod(actions.reappoint)
    done = _("Đã ghi quyết định.")
    button = _("Ghi quyết định")

    sign = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[
            ("yes", _("Ký: xin lỗi người dân và hẹn lại ngày trả")),
            ("no", _("Không ký: giữ ngày hẹn cũ")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn: ký hay không ký.")},
    )
    reason = Lines(
        label=_("Lý do"),
        help_text=_("Người dân đọc câu này trong văn bản xin lỗi."),
        max_length=MAX_REASON,
        required=False,  # the action says when it is needed
    )
    field_order = ("revision", "sign", "reason", "term_amount", "term_unit")

    def prepare(self, dossier: Dossier, today: date) -> None:
        self.advice = _appointed(dossier)
        waiting = [r for r in dossier.reappointments.all() if r.state == Reappointment.State.PROPOSED]
        if not waiting:
            del self.fields["sign"]  # nothing to decline: whoever writes unasked, signs
            self.button = _("Ký: xin lỗi và hẹn lại")
            return
        proposal = waiting[0]
        asked = say("%(who)s đề nghị %(when)s.")
        self.advice += " " + asked % {"who": proposal.proposed_by.name, "when": when(proposal.proposed_at)}
        self.fields["reason"].initial = proposal.reason
        self.suggest(proposal.term)

    def arguments(self) -> dict[str, Any]:
        sign = self.cleaned_data.get("sign", "yes") == "yes"
        return {"sign": sign, "reason": self.cleaned_data["reason"], "further": self.term()}


def _appointed(dossier: Dossier) -> str:
    """Which day is appointed, and until when another can be."""
    limit = apology_limit(dossier)
    if limit is None:
        return ""
    words = say(
        "Ngày đang hẹn: %(due)s. Chỉ được hẹn lại một lần, ký chậm nhất hết %(until)s (%(article)s); "
        "thời gian thêm tính từ ngày đang hẹn."
    )
    due = when(dossier.result_promise.due_at)
    return words % {"due": due, "until": day(limit.until), "article": limit.rule.article}


class ExcludedTimeForm(InDays):
    does = staticmethod(actions.begin_excluded_time)
    done = _("Từ nay thời gian không tính vào thời hạn. Xong thì bấm “Kết thúc thời gian không tính”.")
    advice = _(
        "Chỉ khi pháp luật chuyên ngành nói rõ khoảng này không tính vào thời hạn giải quyết. "
        "Ngày bắt đầu và ngày kết thúc đều không tính."
    )

    waits_for = forms.ChoiceField(
        label=_("Chờ ai"),
        choices=[("office", _("Cơ quan khác, việc niêm yết, xác minh")), ("applicant", _("Người dân làm nghĩa vụ"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn: chờ ai.")},
    )
    reason = Lines(label=_("Lý do"), help_text=_("Viết như nói với người dân."), max_length=MAX_REASON, required=False)
    ground = Line(
        label=_("Căn cứ pháp luật chuyên ngành"),
        help_text=_("Ghi rõ văn bản, điều, khoản."),
        max_length=ExcludedTime._meta.get_field("ground").max_length,
        required=False,
    )
    field_order = ("revision", "waits_for", "reason", "ground", "term_amount", "term_unit")

    def prepare(self, dossier: Dossier, today: date) -> None:
        self.fields["term_amount"].label = _("Dự kiến chờ")
        self.fields["term_unit"].initial = TermUnit.DAYS

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        waits_for_applicant = said["waits_for"] == "applicant"
        texts = {"reason": said["reason"], "ground": said["ground"]}
        return {**texts, "term": self.term(), "waits_for_applicant": waits_for_applicant}


class EndOfExcludedTimeForm(MoveForm):
    does = staticmethod(actions.end_excluded_time)
    done = _("Thời hạn tính tiếp. Ngày hẹn mới đã báo cho người dân.")
    advice = _("Thời hạn tính tiếp từ ngày mai; ngày hẹn mới hiện ngay và được báo cho người dân.")


class StopForm(MoveForm):
    does = staticmethod(actions.stop)
    done = _("Đã dừng hồ sơ. In thông báo dừng ở mục “Giấy in ra”.")
    advice = _(
        "Người nộp được xin dừng từ khi có giấy tiếp nhận đến trước khi có kết quả (%(article)s)."
        " Hồ sơ dừng không mở lại được."
    )

    reason = Lines(
        label=_("Lý do, theo lời người nộp"),
        max_length=MAX_REASON,
        error_messages={"required": _("Hãy ghi lý do theo lời người nộp.")},
    )
    given_back = forms.TypedMultipleChoiceField(
        label=_("Bản chính trả lại người nộp"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        self.advice = self.advice % {"article": rule("118/2025:21:stop", on=today).article}
        in_hand = originals_in_hand(dossier)  # what was only shown never left the applicant
        self.fields["given_back"].choices = [(paper.ordinal, paper.name) for paper in in_hand]
        self.fields["given_back"].initial = [paper.ordinal for paper in in_hand]
        if not in_hand:
            del self.fields["given_back"]

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "given_back": set(self.cleaned_data.get("given_back", ()))}


FORMS: dict[str, type[MoveForm]] = {
    "foresee": ForesightForm,
    "reappoint": ReappointmentForm,
    "begin_excluded_time": ExcludedTimeForm,
    "end_excluded_time": EndOfExcludedTimeForm,
    "stop": StopForm,
}
