"""Telling that a result is early, handing it over."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line
from gandan.desk.move_forms.form import SMALL, MoveForm
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, ReturnManner
from gandan.dossiers.queries import lawful_standing, originals_in_hand
from gandan.dossiers.values import KEPT_AS_ASKED
from gandan.ui.templatetags.ui import day

# What is asked of one way of handing over only: the stylesheet folds it away while another way is chosen.
AT_THE_DESK, BY_POST = {"data-way": "desk"}, {"data-way": "post"}


def _longest(name: str) -> int:
    return Dossier._meta.get_field(name).max_length


class ReturnForm(MoveForm):
    does = staticmethod(actions.return_result)
    done = _("Đã trả kết quả. Hồ sơ kết thúc.")
    advice = _("Xem giấy hẹn và giấy tờ tùy thân của người nhận; người nhận thay có giấy ủy quyền.")
    mark_optional = False

    applicant_is_here = forms.BooleanField(label=_("Người nộp đã có mặt"), required=False)
    manner = forms.ChoiceField(
        label=_("Cách trả"),
        choices=ReturnManner.choices,
        widget=forms.RadioSelect,
        initial=ReturnManner.DESK,
        error_messages={"required": _("Hãy chọn cách trả.")},
    )
    collected_by = Line(
        label=_("Họ tên người nhận tại quầy"),
        max_length=_longest("collected_by"),
        required=False,  # the action says for which manner it is needed
        widget=forms.TextInput(attrs=SMALL | AT_THE_DESK),
    )
    receipt_seen = forms.BooleanField(
        label=_("Đã xem giấy tiếp nhận (giấy hẹn)"),
        help_text=_("Không bắt buộc khi đã ghi đủ họ tên người nhận."),
        required=False,
        widget=forms.CheckboxInput(attrs=AT_THE_DESK),
    )
    collector_paper = Line(
        label=_("Giấy ủy quyền, giấy giới thiệu"),
        help_text=_("Khi người nhận không phải người nộp: số, ngày, nơi chứng thực."),
        max_length=_longest("collector_paper"),
        required=False,
        widget=forms.TextInput(attrs=AT_THE_DESK),
    )
    tracking_number = Line(
        label=_("Số vận đơn, khi gửi bưu chính"),
        max_length=_longest("tracking_number"),
        required=False,
        widget=forms.TextInput(attrs=SMALL | BY_POST),
    )
    given_back = forms.TypedMultipleChoiceField(
        label=_("Bản chính trả lại người nộp"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    kept_because = Line(label=_("Bản chính không trả lại, vì"), max_length=300, required=False, initial=KEPT_AS_ASKED)

    def prepare(self, dossier: Dossier, today: date) -> None:
        self.fields["collected_by"].initial = dossier.applicant.agent_name or dossier.applicant.name[:120]
        self.fields["collector_paper"].initial = dossier.applicant.agent_paper if dossier.applicant.agent_name else ""
        in_hand = originals_in_hand(dossier)
        self.fields["given_back"].choices = [(paper.ordinal, paper.name) for paper in in_hand]
        if not in_hand:
            del self.fields["given_back"], self.fields["kept_because"]
        early = lawful_standing(dossier, timezone.now()).early_until
        if early:
            hint = _("Chưa đến ngày hẹn (%(day)s) và người nộp chưa được báo.")
            self.fields["applicant_is_here"].help_text = hint % {"day": day(early)}
        else:
            del self.fields["applicant_is_here"]

    def arguments(self) -> dict[str, Any]:
        """Without what belongs to another way: a name filled in beforehand is not who collected a letter."""
        said, fields = super().arguments(), self.fields
        return {
            name: value
            for name, value in said.items()
            if fields[name].widget.attrs.get("data-way", said["manner"]) == said["manner"]
        }


class AnnounceForm(MoveForm):
    does = staticmethod(actions.announce_early)
    done = _("Đã ghi việc báo có kết quả sớm.")
    advice = _("Người nộp không có thư điện tử nên chưa được báo. Hãy gọi hoặc nhắn, rồi ghi lại ở đây.")
    button = _("Ghi là đã báo")

    manner = forms.ChoiceField(
        label=_("Đã báo bằng cách"),
        choices=[
            ("phone", _("Gọi điện thoại")),
            ("message", _("Nhắn tin")),
            ("in_person", _("Nói trực tiếp")),
            ("neighbour", _("Nhờ người quen, thôn, tổ dân phố")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn đã báo bằng cách nào.")},
    )


FORMS: dict[str, type[MoveForm]] = {"return_result": ReturnForm, "announce_early": AnnounceForm}
