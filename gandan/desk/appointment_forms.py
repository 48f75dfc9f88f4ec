"""What officers type about booked times. Whether a time may be had is for the actions to say."""

from collections.abc import Sequence
from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gandan.counter.appointments import queries
from gandan.counter.appointments.models import USUAL, Diary, Offer
from gandan.counter.appointments.values import Slot
from gandan.desk.fields import CHOICE_WORDS, Email, Line, Number
from gandan.ui.templatetags.ui import clock


class TimeForm(forms.Form):
    """One of the free times of a day, pressed as a choice."""

    time = forms.ChoiceField(
        label=_("Giờ còn trống"), widget=forms.RadioSelect(attrs={"class": "times"}), error_messages=CHOICE_WORDS
    )

    def __init__(self, *args: object, day: date, slots: Sequence[Slot], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        free = [clock(slot.starts_at) for slot in slots if slot.free]
        self.fields["time"].choices = [(time, time) for time in free]

    def said(self) -> dict[str, object]:
        """What was typed, as an action takes it."""
        said = dict(self.cleaned_data)
        typed = datetime.strptime(said.pop("time"), "%H:%M").time()
        return said | {"starts_at": timezone.make_aware(datetime.combine(self.day, typed))}


class BookForm(TimeForm):
    """With where to tell them, if they want it."""

    phone = Line(label=_("Số di động để nhắn"), required=False, max_length=20)
    email = Email(label=_("Thư điện tử để nhắn"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not queries.reaches_phones():
            del self.fields["phone"]


class HouseRulesForm(forms.Form):
    """How the place gives its times; each number with what it is for."""

    days_ahead = Number(label=_("Đặt trước nhiều nhất (ngày)"))
    least_ahead = Number(
        label=_("Đặt trước ít nhất (phút)"), help_text=_("Người dân tự đặt; cán bộ đặt giúp thì đến phút cuối.")
    )
    walk_in_share = Number(
        label=_("Phần chỗ dành cho người đến trực tiếp (%)"),
        help_text=_("Nhiều người lớn tuổi không đặt lịch: hãy để đủ chỗ cho họ."),
    )
    hold_minutes = Number(label=_("Giữ chỗ khi đang đặt (phút)"))
    grace_minutes = Number(
        label=_("Được đến trễ (phút)"), help_text=_("Trong khoảng này, người hẹn vẫn được gọi trước.")
    )
    most_a_day = Number(label=_("Một người đặt nhiều nhất trong một ngày (lịch)"))
    needs_contact = forms.BooleanField(
        label=_("Phải để lại số di động hoặc thư điện tử"),
        required=False,
        help_text=_("Bớt người đặt rồi không đến, nhưng ai không có thì phải gọi điện nhờ cán bộ đặt."),
    )

    @staticmethod
    def of(diary: Diary) -> dict[str, object]:
        return {name: getattr(diary, name) for name in HouseRulesForm.base_fields}


class OfferForm(forms.Form):
    minutes = Number(label=_("Một lượt mất bao lâu (phút)"), help_text=_("Đã đặt thì giữ nguyên giờ, dù số này đổi."))
    at_once = Number(label=_("Bao nhiêu người cùng lúc"), help_text=_("Tính cả người đến trực tiếp."))
    is_open = forms.BooleanField(label=_("Nhận đặt lịch cho loại việc này"), required=False)

    @staticmethod
    def of(offer: Offer | None) -> dict[str, object]:
        if offer is None:
            return {"minutes": USUAL["minutes"], "at_once": USUAL["at_once"], "is_open": True}
        return {"minutes": offer.minutes, "at_once": offer.at_once, "is_open": offer.is_open}
