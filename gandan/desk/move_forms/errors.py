"""A wrong result, lost or damaged papers: said, and put right."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line, Lines, Number
from gandan.desk.move_forms.form import SMALL, MoveForm
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.routing import places_of
from gandan.dossiers.values import MAX_REASON
from gandan.law.rulebook import rule
from gandan.organisation.queries import rule_for


class ErrorForm(MoveForm):
    does = staticmethod(actions.report_error)
    done = _("Đã nhận lại kết quả để sửa; người nộp được xin lỗi nếu có thư điện tử.")
    advice = _("Sai sót do cơ quan thì sửa trong %(time)s, người dân không phải trả thêm khoản nào (%(article)s).")
    button = _("Nhận lại để sửa")

    error = Lines(
        label=_("Sai ở đâu, đúng phải là gì"),
        max_length=MAX_REASON,
        required=False,  # the action says why
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        limit = rule("118/2025:23:correction", on=today)
        self.advice = self.advice % {"time": limit.term.words(gettext), "article": limit.article}


class CorrectForm(MoveForm):
    does = staticmethod(actions.correct)
    done = _("Đã ghi kết quả mới. Người nộp được báo nếu có thư điện tử.")

    result_number = Line(
        label=_("Số văn bản đã sửa"),
        max_length=Dossier._meta.get_field("result_number").max_length,
        required=False,  # the action says why it is needed
        widget=forms.TextInput(attrs=SMALL),
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        wrong = dossier.corrections.filter(corrected_at=None).first()
        if wrong:
            self.fields["result_number"].help_text = _("Cần sửa: %(error)s") % {"error": wrong.error}


class LossForm(MoveForm):
    does = staticmethod(actions.report_loss)
    done = _("Đã ghi giấy tờ bị mất, hỏng; việc khắc phục nay là một lời hẹn.")
    advice = _("Bên làm mất, hỏng xin lỗi và trả mọi chi phí. Hạn khắc phục: %(time)s.")
    button = _("Ghi lại và xin lỗi")

    what = Lines(label=_("Giấy tờ nào, mất hay hỏng ra sao"), max_length=MAX_REASON, required=False)
    unit = forms.TypedChoiceField(
        label=_("Nơi làm mất, hỏng"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn nơi làm mất, hỏng.")},
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        limit = rule_for("gandan:loss-remedy", dossier.deciding_unit, today)
        self.advice = self.advice % {"time": limit.term.words(gettext)}
        self.units = {unit.ref.code: unit for unit in places_of(dossier)}
        self.fields["unit"].choices = [(code, unit.name) for code, unit in self.units.items()]
        self.fields["unit"].initial = dossier.receiving_unit.ref.code

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        return said | {"unit": self.units[said["unit"]]}


class RemedyForm(MoveForm):
    does = staticmethod(actions.remedy_loss)
    done = _("Đã ghi việc khắc phục. Người nộp được báo nếu có thư điện tử.")
    button = _("Ghi là đã khắc phục")

    ordinal = forms.TypedChoiceField(
        label=_("Giấy tờ mất, hỏng"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn giấy tờ mất, hỏng.")},
    )
    remedy = Lines(
        label=_("Đã khắc phục thế nào"),
        help_text=_("Ví dụ: xin cấp lại bản sao, trả tận nhà, kèm lời xin lỗi của ai."),
        max_length=MAX_REASON,
        required=False,
    )
    cost = Number(label=_("Chi phí cơ quan trả (đồng)"), min_value=0, max_value=10**12, initial=0)

    def prepare(self, dossier: Dossier, today: date) -> None:
        waiting = [loss for loss in dossier.losses.all() if loss.remedied_at is None]
        self.fields["ordinal"].choices = [(loss.ordinal, loss.what) for loss in waiting]
        self.fields["ordinal"].initial = waiting[0].ordinal if waiting else None


FORMS: dict[str, type[MoveForm]] = {
    "report_error": ErrorForm,
    "correct": CorrectForm,
    "report_loss": LossForm,
    "remedy_loss": RemedyForm,
}
