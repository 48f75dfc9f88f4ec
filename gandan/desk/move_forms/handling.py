"""Taken up, assigned, settled."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line, Lines
from gandan.desk.move_forms.form import SMALL, MoveForm
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Outcome
from gandan.dossiers.queries.routing import unfinished_legs
from gandan.dossiers.values import MAX_REASON
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, holders
from gandan.promises.queries import Horizon, counts, horizon, owed_by_person
from gandan.ui.templatetags.ui import short_when


class ExamineForm(MoveForm):
    does = staticmethod(actions.examine)
    done = _("Đã nhận giải quyết. Từ nay hồ sơ nằm trong việc của bạn.")


class AssignForm(MoveForm):
    does = staticmethod(actions.assign)
    done = _("Đã phân công. Người được phân công nhận được tin.")

    handler = forms.ChoiceField(
        label=_("Người giải quyết"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn người giải quyết.")},
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        people = holders(Power.DOSSIER_EXAMINE, dossier.deciding_unit, today)
        self.people = {person.code: person for person in people}
        now_at = horizon(timezone.now(), calendar_of(dossier.deciding_unit, today))
        self.fields["handler"].choices = [(code, _with_load(person, now_at)) for code, person in self.people.items()]
        self.fields["handler"].initial = dossier.handler.code if dossier.handler else None

    def arguments(self) -> dict[str, Any]:
        return {"handler": self.people[self.cleaned_data["handler"]]}


def _with_load(person: Person, at: Horizon) -> str:
    """A name with what that person owes already: whoever assigns looks at it first."""
    load = counts(owed_by_person(person), at)
    said = {"who": person.name, "all": load.all, "late": load.late}
    if load.late:
        return say("%(who)s: đang có %(all)s việc, %(late)s quá hạn") % said
    return say("%(who)s: đang có %(all)s việc") % said


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
        widget=forms.TextInput(attrs=SMALL),
    )
    reason = Lines(
        label=_("Lý do"),
        help_text=_("Bắt buộc khi không đủ điều kiện: thiếu điều kiện nào, theo quy định nào."),
        max_length=MAX_REASON,
        required=False,
    )
    unfinished_because = Lines(
        label=_("Vì sao giải quyết khi cơ quan phối hợp chưa làm xong?"), max_length=MAX_REASON, required=False
    )

    def prepare(self, dossier: Dossier, today: date) -> None:
        legs = unfinished_legs(dossier)
        if not legs:
            del self.fields["unfinished_because"]
            return
        told = (
            _("%(unit)s: %(task)s (hẹn %(day)s)")
            % {"unit": leg.unit.name, "task": leg.task, "day": short_when(leg.promise.due_at)}
            for leg in legs
        )
        self.advice = _("Chưa xong: %(steps)s.") % {"steps": "; ".join(told)}


FORMS: dict[str, type[MoveForm]] = {
    "examine": ExamineForm,
    "assign": AssignForm,
    "settle": SettleForm,
}
