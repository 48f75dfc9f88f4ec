"""The gallery: every component in every state, with words as on real pages. Nothing here is anybody's data."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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


def sample_promises() -> list[dict[str, Any]]:
    """Rows of a worklist: one promise in every state, and whose it is."""

    def promise(
        days: int, hour: int, state: str = "open", debtor: str = "unit", settled: datetime | None = None
    ) -> SimpleNamespace:
        due_at = (NOW + timedelta(days=days)).replace(hour=hour, minute=0)
        return SimpleNamespace(due_at=due_at, state=state, debtor=debtor, settled_at=settled)

    rows = (
        (
            promise(-3, 17),
            "Cấp Giấy xác nhận tình trạng hôn nhân",
            "H42.216-261117-0012",
            "Trần Văn Minh",
            "Gửi thư xin lỗi, hẹn lại một lần",
        ),
        (
            promise(0, 11),
            "Chứng thực bản sao từ bản chính",
            "H42.216-261123-0003",
            "Phạm Thị Lan",
            "Ký và trả ngay tại quầy",
        ),
        (promise(0, 17), "Đăng ký khai sinh", "H42.216-261123-0001", "Đỗ Quang Huy", "Trình lãnh đạo ký"),
        (promise(2, 17), "Đăng ký lại khai sinh", "H42.216-261119-0007", "Bùi Đức Anh", "Kiểm tra sổ lưu"),
        (
            promise(11, 17, debtor="applicant"),
            "Cấp phép xây dựng nhà ở riêng lẻ",
            "H42.216-261116-0004",
            "Lê Thị Thu",
            "Chờ bổ sung bản vẽ; đóng hồ sơ sau 15 ngày",
        ),
        (
            promise(14, 17),
            "Hưởng trợ cấp hưu trí xã hội",
            "H42.216-261120-0009",
            "Vũ Thị Nụ",
            "Thẩm định, trình quyết định",
        ),
        (
            promise(1, 17, state="kept", settled=NOW),
            "Trích lục bản sao khai sinh",
            "H42.216-261120-0002",
            "Ngô Văn Hải",
            "Báo người dân đến nhận sớm",
        ),
        (
            promise(-4, 17, state="kept", settled=NOW - timedelta(days=2)),
            "Đăng ký kết hôn",
            "H42.216-261112-0005",
            "Trịnh Thị Mai",
            "Đã trả kết quả",
        ),
        (
            promise(3, 17, state="void"),
            "Tặng cho quyền sử dụng đất",
            "H42.216-261118-0011",
            "Hoàng Văn Tư",
            "Đã yêu cầu bổ sung",
        ),
    )
    return [dict(zip(("promise", "title", "code", "whose", "next"), row, strict=True)) for row in rows]


def sample_context() -> dict[str, Any]:
    """All that ui/gallery.html shows."""
    culture_day = {date(2026, 11, 24): "Ngày Văn hóa Việt Nam"}
    tet = {date(2026, 2, 13) + timedelta(days=n): "Tết Nguyên đán" for n in range(1, 10)}
    broken = SampleForm({"name": "Trần Thị Hoa", "number": "", "note": "Nộp kèm bản án", "unit": "1"})
    broken.is_valid()
    return {
        "now": NOW,
        "form": None,
        "broken": broken,
        "sample_form": SampleForm(auto_id="sample_%s", initial={"name": "Trần Thị Hoa", "channel": "counter"}),
        "promises": sample_promises(),
        "short_strip": strip_of(date(2026, 11, 23), 5, culture_day),
        "month_strip": strip_of(date(2026, 2, 5), 20, tet),
        "due_at": datetime(2026, 11, 27, 17, tzinfo=HERE),
        "tet_due_at": datetime(2026, 2, 24, 17, tzinfo=HERE),
        "lines": [
            Line("23/11", "Ngày tiếp nhận, không tính", "Bộ luật Dân sự 2015, Điều 147 khoản 2"),
            Line("24/11", "Nghỉ: Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),
            Line("25–27/11", "Ngày làm việc thứ 1, 2, 3", "Nghị định 118/2025/NĐ-CP, Điều 17"),
        ],
        "events": [
            {
                "at": NOW + timedelta(minutes=7),
                "sentence": format_html("<b>{}</b> chuyển hồ sơ đến bộ phận Hộ tịch.", "Nguyễn Thị Hạnh"),
                "note": "Bản giấy chuyển đầu ngày làm việc kế tiếp",
            },
            {"at": NOW + timedelta(minutes=6), "sentence": "Tiếp nhận hợp lệ. In Giấy tiếp nhận và hẹn trả kết quả."},
            {"at": NOW, "sentence": format_html("Bà <b>{}</b> nộp hồ sơ tại quầy.", "Trần Thị Hoa"), "quiet": True},
        ],
        "tabs": [
            {"label": "Phải xong hôm nay", "url": "#tabs", "current": True, "count": 4},
            {"label": "Quá hạn", "url": "#tabs", "count": 1, "kind": "late"},
            {"label": "Ba ngày tới", "url": "#tabs", "count": 9},
            {"label": "Chờ người dân", "url": "#tabs", "count": 6},
            {"label": "Tất cả", "url": "#tabs", "count": 31},
        ],
        "figures": [
            {"value": 128, "label": "Tiếp nhận trong tháng", "url": "#figures"},
            {"value": 97, "label": "Đúng hoặc trước hạn", "url": "#figures", "kind": "kept", "note": "trên 101 đã trả"},
            {"value": 9, "label": "Đến hạn trong ba ngày", "url": "#figures", "kind": "soon"},
            {"value": 4, "label": "Quá hạn", "url": "#figures", "kind": "late"},
            {"value": 6, "label": "Chờ người dân bổ sung", "url": "#figures", "kind": "wait"},
        ],
        "refused": Refused(
            "Không yêu cầu bổ sung lần hai được: pháp luật về %(field)s không quy định. "
            "Nghị định 118/2025, Điều 19 khoản 5.",
            code="dossiers.second_request",
            field="hộ tịch",
        ),
        "overtaken": Overtaken(
            "%(who)s đã chuyển hồ sơ này lúc %(at)s. Nội dung anh/chị vừa gõ vẫn còn ở dưới.",
            code="dossiers.overtaken",
            who="Đỗ Thị Yến",
            at="09:28",
        ),
        "tokens": ("ink", "ink-2", "lam", "sen", "kept", "soon", "late", "wait"),
    }


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", sample_context())
