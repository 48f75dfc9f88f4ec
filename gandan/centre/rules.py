"""When a duty of the centre's head falls due: months and quarters, and how long somebody has been posted."""

from dataclasses import dataclass
from datetime import date, timedelta

from gandan.lib.refusal import Refused, mark

MOST_HOURS = 24


@dataclass(frozen=True)
class Span:
    """From `first` up to, not including, `after`."""

    name: str
    first: date
    after: date


def month_before(day: date) -> Span:
    """The month that ended before this one, named 2026-10."""
    return period_of(day.replace(day=1) - timedelta(days=1), 1)


def period_of(day: date, months: int) -> Span:
    """The run of months of the year that a day is in: its month, named 2026-10, or for three its quarter, 2026-Q4."""
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    name = f"{first:%Y-%m}" if months == 1 else f"{day.year}-Q{number + 1}"
    return Span(name, first, later(first, months))


def not_yet(until: Span, months: int, *, last: str, since: date) -> list[Span]:
    """`until`, and before it each such period after the one named `last`, as far as any reaches beyond `since`."""
    spans = [until]
    while last:
        before = period_of(spans[0].first - timedelta(days=1), months)
        if before.name <= last or before.after <= since:
            break
        spans.insert(0, before)
    return spans


def later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def months_between(first: date, day: date) -> int:
    """Whole months from `first` to `day`."""
    months = (day.year - first.year) * 12 + day.month - first.month
    return months if later(first, months) <= day else months - 1


ROMAN = ("I", "II", "III", "IV")


def in_words(span: Span) -> str:
    """The span as a title says it: "tháng 10/2026", "quý IV năm 2026"; Vietnamese, as titles are kept."""
    if later(span.first, 1) == span.after:
        return f"tháng {span.first:%m/%Y}"
    return f"quý {ROMAN[(span.first.month - 1) // 3]} năm {span.first.year}"


def check_meeting(*, held_on: date | None, attended: str, points: str, quarter: Span, today: date) -> None:
    """A meeting is minuted once held, with who came and what was said; late perhaps, but none of before its quarter."""
    if held_on is None or not attended.strip() or not points.strip():
        raise Refused(mark("Hãy ghi ngày họp, cơ quan dự họp và nội dung."), code="centre.minutes_incomplete")
    if held_on > today:
        raise Refused(mark("Ngày họp chưa đến: biên bản ghi sau khi họp."), code="centre.meeting_to_come")
    if held_on < quarter.first:
        sentence = mark("Cuộc họp này trước %(quarter)s. Hãy ghi cuộc họp của %(quarter)s, từ ngày %(first)s.")
        about = {"quarter": in_words(quarter), "first": f"{quarter.first:%d/%m/%Y}"}
        raise Refused(sentence, code="centre.meeting_of_before", **about)


def check_rest(*, earned_on: date, hours: int, today: date) -> None:
    """Work that was done, of some hours."""
    if earned_on > today:
        raise Refused(mark("Ngày làm thêm chưa đến."), code="centre.work_to_come")
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(mark("Số giờ làm thêm từ 1 đến %(most)s."), code="centre.wrong_hours", most=MOST_HOURS)


def check_taken(*, earned_on: date, taken_on: date, today: date) -> None:
    """Rest comes after the work, and is told once it was had."""
    if taken_on <= earned_on:
        raise Refused(mark("Ngày nghỉ bù phải sau ngày làm thêm."), code="centre.rest_before_work")
    if taken_on > today:
        sentence = mark("Ngày nghỉ bù chưa đến: ghi khi người ấy đã nghỉ, đến lúc đó Trung tâm vẫn còn nợ.")
        raise Refused(sentence, code="centre.rest_to_come")
