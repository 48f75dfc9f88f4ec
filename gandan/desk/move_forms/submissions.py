"""What was sent by post or online, once it has been looked through: taken, or not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Lines
from gandan.desk.move_forms.form import MoveForm
from gandan.desk.move_forms.supplements import SupplementReceivedForm
from gandan.dossiers import actions
from gandan.dossiers.values import MAX_REASON


class AcceptForm(SupplementReceivedForm):
    does = staticmethod(actions.accept_submitted)
    done = _("Đã tiếp nhận. Thời hạn tính từ bây giờ; in giấy hẹn ở mục “Giấy in ra”.")
    advice = _("Mở từng giấy tờ đã gửi đến; đánh dấu giấy tờ đủ và hợp lệ.")


class RefuseForm(MoveForm):
    does = staticmethod(actions.refuse_submitted)
    done = _("Đã từ chối tiếp nhận. In phiếu từ chối ở mục “Giấy in ra”.")

    reason = Lines(
        label=_("Lý do từ chối"),
        help_text=_("Viết như nói với người dân; ghi nơi họ cần nộp, nếu nộp nhầm chỗ."),
        max_length=MAX_REASON,
        required=False,  # the action says why it is needed
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


FORMS: dict[str, type[MoveForm]] = {"accept": AcceptForm, "refuse": RefuseForm}
