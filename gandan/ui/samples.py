"""What the gallery shows: believable words for every component. Nothing here is anybody's data."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.utils.html import format_html

from gandan.lib.refusal import Overtaken, Refused
from gandan.ui.templatetags.ui import HERE

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=HERE)
WEEKDAY_MARKS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(frozen=True)
class Cell:
    """Shaped like the cells of `law.explain.strip`."""

    day: date
    kind: str
    name: str
    weekday: str


@dataclass(frozen=True)
class Line:
    """Shaped like the lines of `law.explain.lines`."""

    days: str
    sentence: str
    source: str


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Họ và tên người nộp", help_text="Viết như trên căn cước.")
    number = forms.CharField(
        label="Số định danh", help_text="12 chữ số.", widget=forms.TextInput(attrs={"class": "medium"})
    )
    born = forms.CharField(label="Năm sinh", required=False, widget=forms.TextInput(attrs={"class": "short"}))
    channel = forms.ChoiceField(
        label="Nộp bằng cách nào",
        choices=[("counter", "Tại quầy"), ("post", "Qua bưu điện"), ("online", "Trực tuyến")],
        widget=forms.RadioSelect,
    )
    papers = forms.MultipleChoiceField(
        label="Giấy tờ đã nhận",
        choices=[("1", "Tờ khai cấp giấy xác nhận tình trạng hôn nhân"), ("2", "Bản sao bản án ly hôn đã có hiệu lực")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    unit = forms.ChoiceField(
        label="Cơ quan giải quyết", choices=[("1", "Ủy ban nhân dân xã Bình Lục"), ("2", "Sở Tư pháp")]
    )
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Người nộp đã xem lại và xác nhận đúng")


def strip_of(first: date, length: int, off: dict[date, str]) -> list[Cell]:
    """A strip of `length` days from the day of reception; `off` names the days left out besides weekends."""
    cells = []
    for place in range(length):
        day = first + timedelta(days=place)
        weekend = day.weekday() >= 5
        kind = "received" if place == 0 else "off" if weekend or day in off else "counted"
        name = off.get(day) or ("nghỉ cuối tuần" if weekend else "")
        cells.append(Cell(day, "due" if place == length - 1 else kind, name, WEEKDAY_MARKS[day.weekday()]))
    return cells


NAMES = {
    "0012": "Trần Văn Minh",
    "0003": "Phạm Thị Lan",
    "0001": "Đỗ Quang Huy",
    "0007": "Bùi Đức Anh",
    "0004": "Lê Thị Thu",
    "0009": "Vũ Thị Nụ",
    "0002": "Ngô Văn Hải",
    "0005": "Trịnh Thị Mai",
    "0011": "Hoàng Văn Tư",
}


def _row(days: int, hour: int, title: str, code: str, next_step: str, **state: Any) -> dict[str, Any]:
    """A line of a worklist: a promise due `days` from NOW at `hour`, in the state given."""
    due_at = (NOW + timedelta(days=days)).replace(hour=hour, minute=0)
    promise = SimpleNamespace(
        **({"due_at": due_at, "state": "open", "debtor": "unit", "settled_at": None, "term": ""} | state)
    )
    return {"promise": promise, "title": title, "code": code, "whose": NAMES[code[-4:]], "next": next_step}


LATER, BY_APPLICANT = "Chờ bổ sung bản vẽ; đóng hồ sơ sau 15 ngày", {"debtor": "applicant"}
KEPT_EARLY, KEPT_LATE = {"state": "kept", "settled_at": NOW}, {"state": "kept", "settled_at": NOW - timedelta(days=2)}
WORKLIST = [
    _row(-3, 17, "Cấp Giấy xác nhận tình trạng hôn nhân", "H42.216-261117-0012", "Gửi thư xin lỗi, hẹn lại một lần"),
    _row(0, 11, "Chứng thực bản sao từ bản chính", "H42.216-261123-0003", "Ký và trả ngay tại quầy"),
    _row(0, 17, "Đăng ký khai sinh", "H42.216-261123-0001", "Trình lãnh đạo ký"),
    _row(2, 17, "Đăng ký lại khai sinh", "H42.216-261119-0007", "Kiểm tra sổ lưu"),
    _row(11, 17, "Cấp phép xây dựng nhà ở riêng lẻ", "H42.216-261116-0004", LATER, **BY_APPLICANT),
    _row(14, 17, "Hưởng trợ cấp hưu trí xã hội", "H42.216-261120-0009", "Thẩm định, trình quyết định"),
    _row(1, 17, "Trích lục bản sao khai sinh", "H42.216-261120-0002", "Báo người dân đến nhận sớm", **KEPT_EARLY),
    _row(-4, 17, "Đăng ký kết hôn", "H42.216-261112-0005", "Đã trả kết quả", **KEPT_LATE),
    _row(3, 17, "Tặng cho quyền sử dụng đất", "H42.216-261118-0011", "Đã yêu cầu bổ sung", state="void"),
]

SHORT_STRIP = strip_of(date(2026, 11, 23), 5, {date(2026, 11, 24): "Ngày Văn hóa Việt Nam"})
TET_STRIP = strip_of(date(2026, 2, 5), 20, {date(2026, 2, day): "Tết Nguyên đán" for day in range(16, 21)})
WHY = [
    Line("23/11", "Ngày tiếp nhận, không tính", "Bộ luật Dân sự 2015, Điều 147 khoản 2"),
    Line("24/11", "Nghỉ: Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),
    Line("25–27/11", "Ngày làm việc thứ 1, 2, 3", "Nghị định 118/2025/NĐ-CP, Điều 17"),
]
EVENTS = [
    {
        "at": NOW + timedelta(minutes=7),
        "sentence": format_html("<b>{}</b> chuyển hồ sơ đến bộ phận Hộ tịch.", "Nguyễn Thị Hạnh"),
        "note": "Bản giấy chuyển đầu ngày làm việc kế tiếp",
    },
    {"at": NOW + timedelta(minutes=6), "sentence": "Tiếp nhận hợp lệ. In Giấy tiếp nhận và hẹn trả kết quả."},
    {"at": NOW, "sentence": format_html("Bà <b>{}</b> nộp hồ sơ tại quầy.", "Trần Thị Hoa"), "quiet": True},
]
TABS = [
    {"label": "Phải xong hôm nay", "url": "#tabs", "current": True, "count": 4},
    {"label": "Quá hạn", "url": "#tabs", "count": 1, "kind": "late"},
    {"label": "Ba ngày tới", "url": "#tabs", "count": 9},
    {"label": "Chờ người dân", "url": "#tabs", "count": 6},
    {"label": "Tất cả", "url": "#tabs", "count": 31},
]
FIGURES = [
    {"value": 128, "label": "Tiếp nhận trong tháng", "url": "#figures"},
    {"value": 97, "label": "Đúng hoặc trước hạn", "url": "#figures", "kind": "kept", "note": "trên 101 đã trả"},
    {"value": 9, "label": "Đến hạn trong ba ngày tới", "url": "#figures", "kind": "soon"},
    {"value": 4, "label": "Quá hạn", "url": "#figures", "kind": "late"},
    {"value": 6, "label": "Chờ người dân bổ sung", "url": "#figures", "kind": "wait"},
]
MESSAGES = [
    Message(constants.SUCCESS, "Đã tiếp nhận hồ sơ H42.216-261123-0001. Giấy hẹn đang in."),
    Message(constants.INFO, "Ngày mai 24/11 nghỉ (Ngày Văn hóa Việt Nam)."),
    Message(constants.WARNING, "Số định danh có 11 chữ số; giấy tờ thường có 12."),
    Message(constants.ERROR, "Máy in không trả lời. Giấy hẹn vẫn còn ở trang hồ sơ."),
]
REFUSED = Refused(
    "Không yêu cầu bổ sung lần hai được: pháp luật về %(field)s không quy định. Nghị định 118/2025, Điều 19 khoản 5.",
    code="dossiers.second_request",
    field="hộ tịch",
)
OVERTAKEN = Overtaken(
    "%(who)s đã chuyển hồ sơ này lúc %(at)s. Nội dung anh/chị vừa gõ vẫn còn ở dưới.",
    code="dossiers.overtaken",
    who="Đỗ Thị Yến",
    at="09:28",
)
