"""What is asked at home, one thing a page. Kept as typed; looked over before it is called ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gandan.dossiers.queries.prepared import cases_of, papers_asked, papers_needed
from gandan.lib.fold import tidy
from gandan.procedures.models import Version

EARLIEST_BIRTH_YEAR = 1900
TICKED = ("applies", "have")  # lists of papers
WORDS = {
    "required": _("Hãy ghi mục này."),
    "max_length": _("Dài %(show_value)s chữ; nhiều nhất %(limit_value)s chữ."),
    "invalid_choice": _("Hãy chọn trong các mục có sẵn."),
    "null_characters_not_allowed": _("Có ký tự không đọc được."),
}


class Line(forms.CharField):
    """One line, tidy. `fill` is what a browser may fill in of its own user."""

    default_error_messages = WORDS

    def __init__(self, *, fill: str = "off", size: str = "", **kwargs: object) -> None:
        attrs = {"autocomplete": fill, "class": size}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), "required": False} | kwargs)
        self.widget.attrs.pop("maxlength", None)  # what is too long is told, not cut

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {}


class Asked(forms.Form):
    """One part. `said` is all that was answered so far, `who` of it for whom it is: self, agent or organisation."""

    def __init__(
        self,
        typed: object = None,
        *,
        version: Version,
        said: Mapping[str, Sequence[str]],
        this_year: int,
        **kwargs: object,
    ) -> None:
        super().__init__(typed, **kwargs)
        self.use_required_attribute = False
        self.version, self.said, self.this_year = version, said, this_year
        self.who = "".join(said.get("who", ())[:1])
        self.fit()

    def fit(self) -> None:
        """Words and fields for this person and this procedure."""


class WhoForm(Asked):
    who = forms.ChoiceField(
        label=_("Hồ sơ này của ai?"),
        choices=[
            ("self", _("Của tôi, tôi tự đến nộp")),
            ("agent", _("Của người khác, tôi đến nộp thay")),
            ("organisation", _("Của tổ chức, doanh nghiệp, hộ kinh doanh")),
        ],
        widget=forms.RadioSelect,
        error_messages=WORDS | {"required": _("Hãy chọn hồ sơ của ai.")},
    )


class NameForm(Asked):
    name = Line(label=_("Họ và tên"), required=True, max_length=200, fill="name")
    birth_year = Line(label=_("Năm sinh"), max_length=10, fill="bday-year", size="short")

    def fit(self) -> None:
        self.fields["birth_year"].widget.attrs["inputmode"] = "numeric"
        if self.who == "organisation":
            self.fields["name"].label = _("Tên tổ chức")
            self.fields["name"].widget.attrs["autocomplete"] = "organization"
            del self.fields["birth_year"]
        if self.who == "agent":
            self.fields["name"].label = _("Họ và tên người có hồ sơ")
            for name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_birth_year(self) -> str:
        year = self.cleaned_data["birth_year"]
        if year and not (year.isascii() and year.isdigit() and EARLIEST_BIRTH_YEAR <= int(year) <= self.this_year):
            raise forms.ValidationError(_("Năm sinh gồm bốn chữ số, ví dụ 1991, không sau năm nay."))
        return year


class NumberForm(Asked):
    id_number = Line(
        label=_("Số định danh cá nhân"),
        help_text=_("Mười hai chữ số trên thẻ căn cước. Chưa có hoặc không nhớ thì để trống, cán bộ sẽ hỏi."),
        max_length=20,
        size="medium",
    )

    def fit(self) -> None:
        self.fields["id_number"].widget.attrs["inputmode"] = "numeric"
        if self.who == "organisation":
            self.fields["id_number"].label = _("Mã số thuế")
            self.fields["id_number"].help_text = _("Chưa có thì để trống.")


class AddressForm(Asked):
    street = Line(label=_("Số nhà, đường"), max_length=200)
    hamlet = Line(label=_("Thôn, tổ dân phố"), max_length=100)
    commune = Line(label=_("Xã, phường ngày nay"), max_length=100)
    province = Line(label=_("Tỉnh, thành phố"), max_length=100)


class ContactForm(Asked):
    phone = Line(label=_("Điện thoại"), max_length=20, fill="tel", size="medium")
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=WORDS | {"invalid": _("Thư điện tử chưa đúng, ví dụ ten@example.com.")},
    )

    def fit(self) -> None:
        self.fields["phone"].widget.attrs |= {"type": "tel", "inputmode": "tel"}
        self.fields["email"].widget.attrs.pop("maxlength", None)


class AgentForm(Asked):
    agent_name = Line(label=_("Họ và tên người đến nộp"), required=True, max_length=120, fill="name")
    agent_id_number = Line(label=_("Số định danh người đến nộp"), max_length=20, size="medium")
    agent_phone = Line(label=_("Điện thoại người đến nộp"), max_length=20, fill="tel", size="medium")
    agent_paper = Line(
        label=_("Giấy ủy quyền"), help_text=_("Số, ngày, nơi chứng thực; chưa có thì để trống."), max_length=200
    )


class CaseForm(Asked):
    case = forms.ChoiceField(
        label=_("Trường hợp của ông/bà là gì?"), required=False, widget=forms.RadioSelect, error_messages=WORDS
    )

    def fit(self) -> None:
        cases = [(case, case or _("Trường hợp thông thường")) for case in cases_of(self.version)]
        self.fields["case"].choices = cases


class AppliesForm(Asked):
    applies = forms.MultipleChoiceField(
        label=_("Ông/bà có thuộc trường hợp nào sau đây không?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=WORDS,
    )

    def fit(self) -> None:
        _papers, depends = papers_asked(self.version, self.said)
        self.fields["applies"].choices = [(one.name, f"{capfirst(one.only_when)}: {one.name}") for one in depends]


class PapersForm(Asked):
    have = forms.MultipleChoiceField(
        label=_("Giấy tờ nào đã có trong tay?"),
        help_text=_("Đánh dấu dần cũng được: danh sách này là để khỏi quên."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=WORDS,
    )

    def fit(self) -> None:
        self.fields["have"].choices = [(one.name, one.name) for one in papers_needed(self.version, self.said)]


@dataclass(frozen=True)
class Part:
    """One page: its address, what it asks, how the list of things to do calls it."""

    name: str
    slug: str
    title: str
    form: type[Asked]
    why: str = ""


PARTS: Sequence[Part] = (
    Part("who", "ai-nop", _("Hồ sơ của ai"), WhoForm),
    Part("name", "ho-ten", _("Tên trên hồ sơ"), NameForm, _("Viết như trên giấy tờ.")),
    Part("number", "so-dinh-danh", _("Số định danh, mã số thuế"), NumberForm),
    Part("address", "noi-o", _("Địa chỉ"), AddressForm, _("Để in trên giấy hẹn. Biết đến đâu ghi đến đó.")),
    Part("contact", "lien-lac", _("Liên lạc"), ContactForm, _("Để báo khi có kết quả, hoặc khi thiếu giấy tờ.")),
    Part("agent", "uy-quyen", _("Người đến nộp thay"), AgentForm),
    Part("case", "truong-hop", _("Trường hợp"), CaseForm),
    Part(
        "applies",
        "truong-hop-rieng",
        _("Trường hợp riêng"),
        AppliesForm,
        _("Để chỉ hỏi giấy tờ cần mang."),
    ),
    Part("papers", "giay-to", _("Giấy tờ đã có"), PapersForm),
)
BY_SLUG: Mapping[str, Part] = {part.slug: part for part in PARTS}
BY_NAME: Mapping[str, Part] = {part.name: part for part in PARTS}


def form_of(
    part: Part, typed: Mapping[str, Sequence[str]], *, version: Version, this_year: int, is_sent: bool = False
) -> Asked:
    """The form over what is typed: judged when it was sent, else only shown."""
    said = {name: list(values) for name, values in typed.items()} | _still_asked(typed, version)
    more = {"version": version, "said": said, "this_year": this_year}
    if is_sent:
        return part.form(MultiValueDict(said), **more)
    one_each = {name: values[0] for name, values in said.items() if values and name not in TICKED}
    return part.form(initial=one_each | {name: said[name] for name in TICKED}, **more)


def _still_asked(typed: Mapping[str, Sequence[str]], version: Version) -> dict[str, list[str]]:
    """Ticks and the case, without what is asked no longer: the procedure or the person is another."""
    asked = {"applies": papers_asked(version, typed)[1], "have": papers_needed(version, typed)}
    names = {name: {paper.name for paper in papers} for name, papers in asked.items()}
    known = {name: [one for one in typed.get(name, ()) if one in names[name]] for name in TICKED}
    return known | {"case": [one for one in typed.get("case", ()) if one in cases_of(version)]}
