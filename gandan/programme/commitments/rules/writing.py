"""What may be typed, changed, shown and reviewed, and when. Raises Refused."""

from collections.abc import Mapping
from datetime import date

from gandan.indicators.values import JudgedBy, Period
from gandan.lib.lengths import check_length
from gandan.lib.refusal import Refused, mark
from gandan.programme.commitments.states import MeasureKind
from gandan.programme.commitments.values import (
    LONGEST,
    LONGEST_LIMITATION,
    LONGEST_SAID,
    ItemText,
    LimitationText,
    Template,
)

MOST_ITEMS = 12  # more is a list nobody keeps
MOST_LIMITATIONS = 3
QUARTERS = (1, 2, 3, 4)


def check_item(item: ItemText, template: Template, *, year: int, items: int) -> None:
    """`items`: how many there are besides. What is only weak is not refused."""
    if not item.content:
        raise Refused(mark("Hãy ghi nội dung."), code="commitments.no_content")
    if items >= MOST_ITEMS:
        sentence = mark("Một bản cam kết có tối đa %(most)s nội dung.")
        raise Refused(sentence, code="commitments.too_many", most=MOST_ITEMS)
    _check_lengths(item, LONGEST)
    if item.head not in {head.code for head in template.heads}:
        raise Refused(mark("Hãy chọn một mục của mẫu."), code="commitments.no_head")
    check_day(item.due_on, year)
    if item.measure_kind == MeasureKind.INDICATOR:
        _check_aim(item, template)


def check_day(day: date | None, year: int) -> None:
    if day is not None and day.year != year:
        sentence = mark("Hạn phải nằm trong năm %(year)s của bản cam kết.")
        raise Refused(sentence, code="commitments.other_year", year=year)


def _check_aim(item: ItemText, template: Template) -> None:
    if item.indicator not in template.indicators:
        raise Refused(mark("Hãy chọn một chỉ số của chức vụ."), code="commitments.no_indicator")
    if not item.period:
        raise Refused(mark("Hãy chọn kỳ để chỉ số kết luận."), code="commitments.no_period")
    if item.judged_by == JudgedBy.TARGET and not item.target:
        raise Refused(mark("Hãy ghi mức phải đạt, ví dụ 90 phần trăm."), code="commitments.no_target")


def check_limitation(limitation: LimitationText, *, year: int, others: int, leads: bool) -> None:
    """One to three of them, of leaders only."""
    if not leads:
        raise Refused(mark("Chỉ người đứng đầu, cấp phó chọn hạn chế để khắc phục."), code="commitments.not_leading")
    if others >= MOST_LIMITATIONS:
        sentence = mark("Chọn nhiều nhất %(most)s hạn chế: ít thì mới khắc phục được.")
        raise Refused(sentence, code="commitments.too_many_limitations", most=MOST_LIMITATIONS)
    if not all((limitation.statement, limitation.cause, limitation.measure, limitation.evidence, limitation.due_on)):
        sentence = mark("Hạn chế cần đủ: hạn chế gì, vì sao, sửa bằng cách nào, đến ngày nào, lấy gì làm minh chứng.")
        raise Refused(sentence, code="commitments.limitation_incomplete")
    _check_lengths(limitation, LONGEST_LIMITATION)
    check_day(limitation.due_on, year)


def _check_lengths(typed: object, longest: Mapping[str, int]) -> None:
    for name, most in longest.items():
        check_length(getattr(typed, name), most, code="commitments.too_long")


def check_said(words: str) -> None:
    """A reason, or the evidence that is shown."""
    if not words:
        raise Refused(mark("Hãy ghi mục này."), code="commitments.nothing_said")
    if len(words) > LONGEST_SAID:
        sentence = mark("Một mục dài quá %(most)s ký tự: “%(begin)s…”")
        raise Refused(sentence, code="commitments.too_long", most=LONGEST_SAID, begin=words[:40])


def check_changeable(*, is_shown: bool, due_on: date | None, measured_until: date | None, today: date) -> None:
    """What was signed stays once its day has come: an amendment cannot take a missed day or a lost figure away."""
    if is_shown:
        raise Refused(mark("Nội dung này đã có minh chứng nên không sửa được nữa."), code="commitments.shown")
    if due_on is not None and due_on < today:
        sentence = mark("Hạn của nội dung này đã qua: không sửa được, hãy ghi minh chứng dù muộn.")
        raise Refused(sentence, code="commitments.day_over")
    if measured_until is not None and measured_until < today:
        sentence = mark("Kỳ của chỉ số đã hết: kết luận đã có, không đặt lại được.")
        raise Refused(sentence, code="commitments.measure_over")


def check_signable(items: int, days: list[date], *, today: date, periods: list[Period]) -> None:
    """Only what lies ahead is promised. `days` and `periods`: of what is signed for the first time."""
    if not items:
        raise Refused(mark("Chưa có nội dung nào để ký."), code="commitments.empty")
    if any(day < today for day in days):
        raise Refused(mark("Có nội dung mà hạn đã qua. Hãy đặt lại hạn."), code="commitments.day_passed")
    if any(period.last_on < today for period in periods):
        raise Refused(mark("Có chỉ số mà kỳ đã hết. Hãy chọn kỳ khác."), code="commitments.period_passed")


def check_quarter(quarter: int, *, year: int, today: date) -> None:
    if quarter not in QUARTERS:
        raise Refused(mark("Không có quý này."), code="commitments.no_quarter")
    if today < date(year, 3 * quarter - 2, 1):
        raise Refused(mark("Quý này chưa đến."), code="commitments.quarter_to_come")


def check_closable(*, year: int, holds_post: bool, today: date) -> None:
    """When the year is over, or the post was left."""
    if holds_post and today <= date(year, 12, 31):
        sentence = mark("Bản cam kết kết thúc khi hết năm hoặc khi thôi chức vụ.")
        raise Refused(sentence, code="commitments.running")
