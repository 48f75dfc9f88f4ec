"""Forms of directives. They read what was typed; whether it may be is for the actions to say."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import CHOICE_WORDS, Line, Lines
from gandan.desk.keep_forms import DayField, UnitField
from gandan.organisation.models import Unit
from gandan.programme.directives.models import Directive, Task
from gandan.programme.directives.values import LONGEST, LONGEST_TASK, DirectiveDetails, TaskDetails


class DirectiveForm(forms.Form):
    """A directive, and the units it is addressed to: of whatever tree, since power over them is not what it gives."""

    number = Line(label=_("Số, ký hiệu"), max_length=LONGEST["number"], help_text=_("Ví dụ 05-CT/HU."))
    body = Line(label=_("Cơ quan ban hành"), max_length=LONGEST["body"])
    title = Line(label=_("Tên văn bản"), max_length=LONGEST["title"])
    signed_on = DayField(label=_("Ngày ký"))
    valid_from = DayField(label=_("Thực hiện từ ngày"))
    valid_to = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu thực hiện đến khi có văn bản khác.")
    )
    summary = Lines(
        label=_("Tóm tắt bằng lời của mình"), max_length=LONGEST["summary"],
        help_text=_("Không chép nguyên văn; không ghi nội dung mật."),
    )  # fmt: skip
    addressed = forms.MultipleChoiceField(
        label=_("Đơn vị thực hiện"), widget=forms.CheckboxSelectMultiple, error_messages=CHOICE_WORDS,
        help_text=_("Giao cho một đơn vị là giao cho cả các đơn vị trực thuộc."),
    )  # fmt: skip
    continues = forms.MultipleChoiceField(
        label=_("Tiếp nối văn bản"), required=False, widget=forms.CheckboxSelectMultiple, error_messages=CHOICE_WORDS
    )

    def __init__(
        self, *args: Any, units: list[Unit], reachable: QuerySet[Unit], earlier: QuerySet[Directive], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own_first = sorted(reachable, key=lambda unit: unit not in units)
        self.fields["addressed"].choices = [(unit.ref.code, unit.name) for unit in own_first]
        self.fields["continues"].choices = [(one.code, str(one)) for one in earlier]
        if not self.fields["continues"].choices:
            del self.fields["continues"]
        if len(units) > 1:
            there = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("folded_name")
            self.fields["unit"] = UnitField(label=_("Đơn vị theo dõi"), queryset=there, initial=units[0])
            self.order_fields(["unit", *self.fields])

    def details(self) -> DirectiveDetails:
        said = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return DirectiveDetails(**said)


def typed_of(directive: Directive) -> dict[str, object]:
    """A directive as its form shows it."""
    names = ("number", "body", "title", "signed_on", "valid_from", "valid_to", "summary")
    chosen = {
        "addressed": [unit.ref.code for unit in directive.addressed.all()],
        "continues": [one.code for one in directive.continues.all()],
    }
    return {name: getattr(directive, name) for name in names} | chosen


class TaskForm(forms.Form):
    text = Lines(label=_("Nhiệm vụ"), max_length=LONGEST_TASK)
    due_on = DayField(label=_("Hạn"), required=False)

    def details(self) -> TaskDetails:
        return TaskDetails(**self.cleaned_data)


class PeriodForm(forms.Form):
    """From when to when what was done is asked for; both days included."""

    since = DayField(label=_("Từ ngày"), required=False, help_text="")
    until = DayField(label=_("Đến ngày"), required=False, help_text="")


class CiteForm(forms.Form):
    """Which task a piece of work serves."""

    task = forms.ChoiceField(label=_("Phục vụ nhiệm vụ"), widget=forms.RadioSelect, error_messages=CHOICE_WORDS)

    def __init__(self, *args: Any, tasks: QuerySet[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = {task.code: task for task in tasks}
        named = say("%(task)s (%(number)s)")
        self.fields["task"].choices = [
            (code, named % {"task": task.text, "number": task.directive.number}) for code, task in self.tasks.items()
        ]

    def chosen(self) -> Task:
        return self.tasks[self.cleaned_data["task"]]
