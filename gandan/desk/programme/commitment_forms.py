"""Forms of commitments. They read what was typed; whether it may be is for the actions to say."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import CHOICE_WORDS, Line, Lines, Number
from gandan.desk.keep_forms import DayField
from gandan.indicators.queries import definition, read_period, words_of_period
from gandan.indicators.values import JudgedBy
from gandan.programme.commitments.models import Commitment, Item
from gandan.programme.commitments.states import MEASURE_NAMES, PROGRESS_NAMES, MeasureKind, Progress
from gandan.programme.commitments.values import (
    LONGEST,
    LONGEST_LIMITATION,
    LONGEST_SAID,
    ItemText,
    LimitationText,
)

PER_CENT = 10  # of thousandths


class ItemForm(forms.Form):
    """One item, with what its template asks for. Fields of a figure stand only where the post has figures."""

    head = forms.ChoiceField(label=_("Mục"), widget=forms.RadioSelect, error_messages=CHOICE_WORDS)
    content = Lines(
        label=_("Nội dung: làm việc gì"), max_length=LONGEST["content"], widget=forms.Textarea(attrs={"rows": 2})
    )
    solution = Lines(label=_("Giải pháp: làm bằng cách nào"), max_length=LONGEST["solution"], required=False)
    due_on = DayField(label=_("Thời hạn"), required=False)
    measure_kind = forms.ChoiceField(
        label=_("Đo bằng"), widget=forms.RadioSelect, required=False, error_messages=CHOICE_WORDS
    )
    measure = Line(label=_("Kết quả đo được, cho xem được"), max_length=LONGEST["measure"], required=False)
    evidence = Line(label=_("Lấy gì làm minh chứng"), max_length=LONGEST["evidence"], required=False)
    indicator = forms.ChoiceField(label=_("Chỉ số của đơn vị"), required=False, error_messages=CHOICE_WORDS)
    period = forms.ChoiceField(label=_("Kết luận theo kỳ"), required=False, error_messages=CHOICE_WORDS)
    judged_by = forms.ChoiceField(
        label=_("Kết luận thế nào"), widget=forms.RadioSelect, required=False, error_messages=CHOICE_WORDS
    )
    target = Number(label=_("Mức phải đạt, phần trăm"), required=False, min_value=1, max_value=99)

    def __init__(self, *args: Any, commitment: Commitment, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = commitment.template
        self.fields["head"].choices = [(head.code, say(head.title)) for head in template.heads]
        self.fields["head"].help_text = " ".join(f"{say(one.title)}: {say(one.hint)}" for one in template.heads)
        offered = [kind for kind in MeasureKind if template.indicators or kind != MeasureKind.INDICATOR]
        self.fields["measure_kind"].choices = [(kind.value, say(MEASURE_NAMES[kind])) for kind in offered]
        for name in ("content", "solution", "measure", "evidence"):
            self.fields[name].help_text = say("Ví dụ: %(example)s") % {"example": getattr(template.example, name)}
        if template.indicators:
            self._offer_figures(commitment, on)
        else:
            for name in ("indicator", "period", "judged_by", "target"):
                del self.fields[name]

    def _offer_figures(self, commitment: Commitment, on: date) -> None:
        none, year = ("", say("Không chọn")), commitment.year
        known = [one for code in commitment.template.indicators if (one := definition(code))]
        self.fields["indicator"].choices = [none, *((one.code, say(one.name)) for one in known)]
        self.fields["indicator"].help_text = say(
            "Số của cả đơn vị, tính từ sổ khi hết kỳ; không ai gõ vào được. Được niêm phong khi ký."
        )
        periods = [read_period(code) for code in (*(f"{year}Q{quarter}" for quarter in (1, 2, 3, 4)), str(year))]
        ahead = [(one.code, words_of_period(one)) for one in periods if one.last_on >= on]
        self.fields["period"].choices = [none, *ahead]
        self.fields["judged_by"].choices = [
            (JudgedBy.TARGET.value, say("Đạt mức đặt ra")),
            (JudgedBy.BASELINE.value, say("Tốt hơn kỳ gần nhất đã hết khi ký")),
        ]

    def text(self) -> ItemText:
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        told = {name: said.get(name, "") for name in ("head", "content", "solution", "measure", "evidence")}
        aim = {name: said.get(name, "") for name in ("indicator", "period")}
        return ItemText(
            **told,
            **aim,
            due_on=said.get("due_on"),
            measure_kind=MeasureKind(said.get("measure_kind", "")),
            judged_by=JudgedBy(said.get("judged_by", JudgedBy.TARGET)),
            target=said.get("target", 0) * PER_CENT,
        )


def typed_of(item: Item) -> dict[str, object]:
    """An item as its form shows it."""
    names = ("head", "content", "solution", "due_on", "measure_kind", "measure", "evidence", "indicator", "period")
    said = {name: getattr(item, name) for name in names}
    return said | {"judged_by": item.judged_by, "target": item.target // PER_CENT or None}


class LimitationForm(forms.Form):
    statement = Lines(label=_("Hạn chế trong công việc"), max_length=LONGEST_LIMITATION["statement"])
    cause = Lines(label=_("Nguyên nhân"), max_length=LONGEST_LIMITATION["cause"])
    measure = Line(label=_("Cách khắc phục"), max_length=LONGEST_LIMITATION["measure"])
    due_on = DayField(label=_("Xong trước ngày"))
    evidence = Line(label=_("Lấy gì làm minh chứng"), max_length=LONGEST_LIMITATION["evidence"])

    def text(self) -> LimitationText:
        return LimitationText(**self.cleaned_data)


class WordsForm(forms.Form):
    """One thing said: evidence, or a reason."""

    words = Lines(label="", max_length=LONGEST_SAID)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class ReviewForm(forms.Form):
    """A quarter, item by item: how it stands, and what shows it."""

    def __init__(self, *args: Any, items: list[Item], quarter: int, ledger: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [item.code for item in items]
        choices = [(progress.value, say(name)) for progress, name in PROGRESS_NAMES.items()]
        for item in items:
            said = item.reviews.filter(quarter=quarter).first()
            usual = Progress.DONE if item.shown_at else Progress.GOING_ON
            self.fields[f"progress_{item.code}"] = forms.ChoiceField(
                label=item.content, choices=choices, error_messages=CHOICE_WORDS, widget=forms.RadioSelect,
                initial=said.progress if said else usual, help_text=ledger.get(item.code, ""),
            )  # fmt: skip
            self.fields[f"evidence_{item.code}"] = Lines(
                label=say("Minh chứng của quý"), required=False, max_length=LONGEST_SAID,
                initial=said.evidence if said else item.shown, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def said(self) -> dict[str, tuple[Progress, str]]:
        told = self.cleaned_data
        return {code: (Progress(told[f"progress_{code}"]), told[f"evidence_{code}"]) for code in self.codes}
