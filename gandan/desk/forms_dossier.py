"""What an officer types for a move of a dossier, one form a move; `arguments` is what the action is given."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line, Lines
from gandan.desk.supplement_form import SupplementForm
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Outcome, Paper, SupplementRequest
from gandan.dossiers.values import MAX_REASON
from gandan.law.rulebook import rule
from gandan.lib.refusal import Refused
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders
from gandan.ui.templatetags.ui import sentence

_SMALL = {"class": "medium"}


# refusal -> the field to mend, the first that the form has
BLAMED = {
    "dossiers.no_reason": ("reason",),
    "dossiers.no_ground": ("ground",),
    "dossiers.nothing_missing": ("papers", "others"),
    "dossiers.no_collector": ("collected_by",),
    "dossiers.papers_missing": ("given",),
}


class MoveForm(forms.Form):
    """`revision` is that of the dossier the officer was looking at."""

    does: ClassVar[Any]
    done: ClassVar[str]
    advice: str = ""
    button: ClassVar[str] = ""  # else the label of the move
    mark_optional = False  # what is needed depends on the other answers; the action says so

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, dossier: Dossier, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = dossier.revision
        self.prepare(dossier, today)

    def prepare(self, dossier: Dossier, today: date) -> None:
        """Choices and what is most likely to be answered."""

    def blame(self, refused: Refused) -> bool:
        """Put a refusal beside the field it speaks of; False when it speaks of none."""
        field = next((name for name in BLAMED.get(refused.code, ()) if name in self.fields), None)
        if field:
            self.add_error(field, sentence(refused))
        return field is not None

    def arguments(self) -> dict[str, Any]:
        """Of the action, besides which dossier, who and when."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class ExamineForm(MoveForm):
    does = staticmethod(actions.examine)
    done = _("Đã nhận giải quyết. Từ nay hồ sơ nằm trong việc của bạn.")


class AssignForm(MoveForm):
    does = staticmethod(actions.assign)
    done = _("Đã phân công. Người được phân công nhận được tin.")

    handler = forms.ChoiceField(label=_("Người giải quyết"), widget=forms.RadioSelect)

    def prepare(self, dossier: Dossier, today: date) -> None:
        people = holders(Power.DOSSIER_EXAMINE, dossier.deciding_unit, today)
        self.people = {person.code: person for person in people}
        self.fields["handler"].choices = [(code, person.name) for code, person in self.people.items()]
        self.fields["handler"].initial = dossier.handler.code if dossier.handler else None

    def arguments(self) -> dict[str, Any]:
        return {"handler": self.people[self.cleaned_data["handler"]]}


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
        self.advice = self.advice % {"time": limit.term.words(), "article": limit.article}
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


class SettleForm(MoveForm):
    does = staticmethod(actions.settle)
    done = _("Đã ghi kết quả.")

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn: đồng ý hay không đủ điều kiện.")},
    )
    result_number = Line(
        label=_("Số văn bản kết quả"),
        max_length=Dossier._meta.get_field("result_number").max_length,
        required=False,
        widget=forms.TextInput(attrs=_SMALL),
    )
    reason = Lines(
        label=_("Lý do"),
        help_text=_("Bắt buộc khi không đủ điều kiện: thiếu điều kiện nào, theo quy định nào."),
        max_length=MAX_REASON,
        required=False,
    )


class ReturnForm(MoveForm):
    does = staticmethod(actions.return_result)
    done = _("Đã trả kết quả. Hồ sơ kết thúc.")
    advice = _("Xem giấy hẹn và giấy tờ tùy thân của người nhận; người nhận thay có giấy ủy quyền.")

    collected_by = Line(
        label=_("Họ tên người nhận"),
        max_length=Dossier._meta.get_field("collected_by").max_length,
        widget=forms.TextInput(attrs=_SMALL),
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        self.fields["collected_by"].initial = dossier.applicant.agent_name or dossier.applicant.name[:120]


class CloseForm(MoveForm):
    does = staticmethod(actions.close)
    done = _("Đã đóng hồ sơ.")
    advice = _("Người dân không bổ sung trong thời hạn. Họ có thể nộp lại hồ sơ bất cứ lúc nào.")


FORMS: dict[str, type[MoveForm]] = {
    "examine": ExamineForm,
    "assign": AssignForm,
    "request_supplement": RequestForm,
    "propose_second_request": ProposalForm,
    "decide_second_request": DecisionForm,
    "receive_supplement": SupplementReceivedForm,
    "settle": SettleForm,
    "return_result": ReturnForm,
    "close": CloseForm,
}
# A single press is enough for these; everything else is asked on a page of its own.
AT_ONCE = frozenset({"examine"})


class UploadForm(forms.Form):
    """A scan or a photograph, and which paper it is."""

    label = Line(label=_("Giấy tờ gì"), max_length=200)
    file = forms.FileField(label=_("Tệp PDF hoặc ảnh"), widget=forms.FileInput(attrs={"accept": ".pdf,image/*"}))
