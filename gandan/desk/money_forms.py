"""What an officer types for the fees of a dossier, one form an act."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import WORDS, Line, Number
from gandan.dossiers.actions import money as actions
from gandan.dossiers.models import Charge, Dossier
from gandan.dossiers.queries import version_here
from gandan.dossiers.queries.money import fees_left_open, refusal_to_charge
from gandan.dossiers.values import MAX_REASON
from gandan.lib.refusal import Refused
from gandan.ui.templatetags.ui import dong, sentence

# refusal -> the field to mend
BLAMED = {
    "dossiers.no_charge_name": "name",
    "dossiers.wrong_amount": "amount",
    "dossiers.no_ground_of_charge": "ground",
    "dossiers.no_bank_reference": "reference",
    "dossiers.nothing_paid": "ordinals",
    "dossiers.no_exemption": "exemption",
    "dossiers.no_reason": "reason",
}


class FeeForm(forms.Form):
    """`of_state`: the charges it speaks of; without one the form cannot be sent."""

    does: ClassVar[Any]
    label: ClassVar[Any]
    done: ClassVar[Any]
    button: ClassVar[Any] = ""
    advice: str = ""
    proposal = None
    mark_optional = False
    of_state: ClassVar[str] = Charge.State.OWED

    def __init__(self, *args: Any, dossier: Dossier, chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.every = list(dossier.charges.all())
        self.charges = [one for one in self.every if one.state == self.of_state]
        self.prepare(chosen)

    def prepare(self, chosen: str) -> None:
        """Choices and what is most likely to be answered; `chosen` is the number of a charge in the address."""

    @property
    def is_open(self) -> bool:
        return bool(self.charges)

    @property
    def refusal(self) -> Refused | None:
        """Why it cannot be sent though there may be charges for it."""
        return None

    def blame(self, refused: Refused) -> bool:
        field = BLAMED.get(refused.code)
        if field in self.fields:
            self.add_error(field, sentence(refused))
            return True
        return False

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


def _choices(charges: list[Charge]) -> list[tuple[int, str]]:
    return [(one.ordinal, f"{one.name}: {dong(one.amount)}") for one in charges]


class OneChargeForm(FeeForm):
    ordinal = forms.TypedChoiceField(
        label=_("Khoản thu"), coerce=int, widget=forms.RadioSelect, error_messages=WORDS | {"required": _("Hãy chọn.")}
    )

    def prepare(self, chosen: str) -> None:
        self.fields["ordinal"].choices = _choices(self.charges)
        fitting = [one.ordinal for one in self.charges if str(one.ordinal) == chosen] or [
            one.ordinal for one in self.charges[:1]
        ]
        self.fields["ordinal"].initial = next(iter(fitting), None)


class StateForm(FeeForm):
    does = staticmethod(actions.state_charge)
    label, done = _("Ghi khoản phải nộp"), _("Đã ghi khoản phải nộp.")
    advice = _("Chỉ ghi mức thu có văn bản quy định; danh mục chưa rõ thì hỏi lại trước khi thu.")

    name = Line(label=_("Khoản thu"), max_length=200)
    amount = Number(label=_("Số tiền (đồng)"), min_value=1, max_value=10**12, widget=forms.TextInput)
    ground = Line(label=_("Văn bản quy định mức thu"), max_length=300)

    @property
    def is_open(self) -> bool:
        return self.refusal is None

    @property
    def refusal(self) -> Refused | None:
        return refusal_to_charge(self.dossier)

    def prepare(self, chosen: str) -> None:
        open_fees = fees_left_open(self.dossier, self.every)
        if open_fees:
            told = "; ".join(": ".join(filter(None, (fee.name, fee.text))) for fee in open_fees)
            self.advice = _("Danh mục ghi: %(told)s") % {"told": told}
            self.fields["name"].initial = open_fees[0].name
        self.fields["amount"].widget.attrs["inputmode"] = "numeric"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and data.get("amount"):
            # people write 15.000 for fifteen thousand
            data = data.copy()
            data["amount"] = "".join(mark for mark in data["amount"] if mark not in ". \u00a0đ")
        super().__init__(data, **kwargs)


class PayForm(FeeForm):
    does = staticmethod(actions.pay)
    label, button, done = _("Thu tiền"), _("Đã nhận đủ tiền, lập biên lai"), _("Đã thu. Biên lai ở mục “Phí, lệ phí”.")

    ordinals = forms.TypedMultipleChoiceField(
        label=_("Đã nộp"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False, error_messages=WORDS
    )
    method = forms.ChoiceField(
        label=_("Cách nộp"),
        choices=Charge.Method.choices,
        widget=forms.RadioSelect,
        initial=Charge.Method.CASH,
        error_messages=WORDS,
    )
    reference = Line(
        label=_("Số giao dịch"), max_length=60, required=False, help_text=_("Khi chuyển khoản hoặc nộp trực tuyến.")
    )

    def prepare(self, chosen: str) -> None:
        self.fields["ordinals"].choices = _choices(self.charges)
        self.fields["ordinals"].initial = [one.ordinal for one in self.charges]


class ExemptForm(OneChargeForm):
    does = staticmethod(actions.exempt)
    label, done = _("Miễn"), _("Đã ghi miễn.")

    exemption = forms.CharField(
        label=_("Căn cứ miễn, nguyên văn"),
        max_length=MAX_REASON,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=WORDS,
    )
    field_order = ("ordinal", "exemption")

    def prepare(self, chosen: str) -> None:
        """The words of the version are there to be kept or cut to the case that applies."""
        super().prepare(chosen)
        words = dict.fromkeys(fee.exemption for fee in version_here(self.dossier).fee_list if fee.exemption)
        self.fields["exemption"].initial = "\n".join(words)[:MAX_REASON]
        if words:
            self.advice = _("Đây là nguyên văn trong danh mục; chỉ giữ lại câu áp dụng cho người này.")


class RefundForm(OneChargeForm):
    does = staticmethod(actions.refund)
    label, done, of_state = _("Hoàn tiền"), _("Đã ghi hoàn tiền."), Charge.State.PAID
    advice = _("Khi hồ sơ dừng, thu nhầm, thu thừa. Tháng đã quyết toán thì khoản này trừ vào danh sách tháng sau.")

    reason = Line(label=_("Lý do hoàn"), max_length=MAX_REASON, required=False)


class CancelForm(OneChargeForm):
    does = staticmethod(actions.cancel_charge)
    label, done = _("Thôi thu"), _("Đã ghi thôi thu.")

    reason = Line(label=_("Lý do"), max_length=MAX_REASON, required=False)


FORMS: dict[str, type[FeeForm]] = {
    "state": StateForm,
    "pay": PayForm,
    "exempt": ExemptForm,
    "refund": RefundForm,
    "cancel": CancelForm,
}
