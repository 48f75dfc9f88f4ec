"""Asking for what is missing, deciding a second request, receiving it, closing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line
from gandan.desk.move_forms.form import MoveForm
from gandan.desk.supplement_form import SupplementForm
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Paper, SupplementRequest
from gandan.law.rulebook import rule


class RequestForm(SupplementForm, MoveForm):
    does = staticmethod(actions.request_supplement)
    done = _("Đã yêu cầu bổ sung. In phiếu yêu cầu ở mục “Giấy in ra”.")
    advice = _(
        "Chỉ được yêu cầu một lần: hãy ghi đủ mọi thứ còn thiếu. Thời hạn đang chạy dừng lại; "
        "người dân có %(time)s, và khi hồ sơ đầy đủ thì thời hạn tính lại từ đầu (%(article)s)."
    )

    papers = forms.MultipleChoiceField(
        label=_("Giấy tờ cần bổ sung"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("revision", "papers", "others", "ground", "reason")

    def prepare(self, dossier: Dossier, today: date) -> None:
        limit = rule("118/2025:19.5:close", on=today)
        self.advice = self.advice % {"time": limit.term.words(gettext), "article": limit.article}
        papers: Sequence[Paper] = dossier.papers.all()
        self.fields["papers"].choices = [(paper.name, paper.name) for paper in papers]
        self.fields["papers"].initial = [paper.name for paper in papers if paper.needed and not paper.given]
        if not papers:
            del self.fields["papers"]

    def arguments(self) -> dict[str, Any]:
        said = super().arguments()
        del said["others"]
        return said | {"missing": [*said.pop("papers", []), *self.others_asked()]}


class ProposalForm(RequestForm):
    does = staticmethod(actions.propose_second_request)
    done = _("Đã gửi đề nghị cho lãnh đạo. Thời hạn giải quyết vẫn đang chạy.")
    advice = _(
        "Yêu cầu bổ sung lần hai chỉ khi pháp luật chuyên ngành cho phép và lãnh đạo duyệt; "
        "trong lúc chờ duyệt, thời hạn giải quyết vẫn chạy."
    )

    ground = Line(
        label=_("Căn cứ pháp luật chuyên ngành"),
        help_text=_("Ghi rõ văn bản, điều, khoản."),
        max_length=SupplementRequest._meta.get_field("ground").max_length,
        required=False,  # the action says why it is needed
    )


class DecisionForm(MoveForm):
    does = staticmethod(actions.decide_second_request)
    done = _("Đã ghi quyết định.")
    button = _("Ghi quyết định")

    approve = forms.TypedChoiceField(
        label=_("Quyết định"),
        choices=[("yes", _("Duyệt: gửi yêu cầu bổ sung lần hai cho người dân")), ("no", _("Không duyệt"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        waiting = [r for r in dossier.supplement_requests.all() if r.state == SupplementRequest.State.PROPOSED]
        self.proposal = waiting[0] if waiting else None


class SupplementReceivedForm(MoveForm):
    does = staticmethod(actions.receive_supplement)
    done = _("Đã nhận đủ hồ sơ. Thời hạn tính lại từ đầu; in giấy hẹn mới ở mục “Giấy in ra”.")
    advice = _("Đánh dấu mọi giấy tờ đã có trong tay, cả giấy nộp từ trước.")

    given = forms.TypedMultipleChoiceField(
        label=_("Giấy tờ đã có"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        papers = dossier.papers.all()
        self.fields["given"].choices = [(paper.ordinal, paper.name) for paper in papers]
        self.fields["given"].initial = [paper.ordinal for paper in papers if paper.given]

    def arguments(self) -> dict[str, Any]:
        return {"given": set(self.cleaned_data["given"])}


class CloseForm(MoveForm):
    does = staticmethod(actions.close)
    done = _("Đã đóng hồ sơ.")
    advice = _("Người dân không bổ sung trong thời hạn. Họ có thể nộp lại hồ sơ bất cứ lúc nào.")


FORMS: dict[str, type[MoveForm]] = {
    "request_supplement": RequestForm,
    "propose_second_request": ProposalForm,
    "decide_second_request": DecisionForm,
    "receive_supplement": SupplementReceivedForm,
    "close": CloseForm,
}
