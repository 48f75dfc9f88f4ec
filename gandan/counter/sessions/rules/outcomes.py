"""What is owed to who served, and how waits are told."""

from collections.abc import Sequence
from datetime import date, datetime

from gandan.counter.sessions.rules.plans import minutes
from gandan.law.calendar import WorkCalendar
from gandan.law.hours import Span
from gandan.lib.refusal import Refused, mark

FRIDAY = 5


def hours_of(spans: Sequence[Span]) -> int:
    """Whole hours of a session, begun ones counted: what was given is not rounded away."""
    return -(-minutes(spans) // 60)


def rest_of(day: date, spans: Sequence[Span], calendar: WorkCalendar) -> tuple[int, str]:
    """Hours of rest earned, and on what occasion: all on a holiday or at the weekend, else those beyond office hours.

    A Saturday stays a day of rest for who works, also where the unit's decision makes it count for deadlines.
    """
    special = next((one for one in calendar.days if one.day == day), None)
    if special is not None and special.kind == "off":
        return hours_of(spans), "holiday"
    if special is None and day.isoweekday() > FRIDAY:
        return hours_of(spans), "weekend"
    office = calendar.spans(day)
    within = sum(
        minutes([(max(begin, opens), min(end, closes))])
        for begin, end in spans
        for opens, closes in office
        if max(begin, opens) < min(end, closes)
    )
    return -(-(minutes(spans) - within) // 60), "overtime"


def median_and_nine(waits: Sequence[int]) -> tuple[int | None, int | None]:
    """The middle of the waits and what nine of ten did not exceed, in seconds; of waits in order."""
    if not waits:
        return None, None
    return waits[(len(waits) - 1) // 2], waits[-(-len(waits) * 9 // 10) - 1]


def check_begun(begins_at: datetime, *, at: datetime) -> None:
    if at < begins_at:
        raise Refused(mark("Phiên này chưa đến giờ."), code="sessions.to_come")


def check_over(ends_at: datetime, *, at: datetime) -> None:
    """What is counted for good is counted when nobody can come any more."""
    if at < ends_at:
        sentence = mark("Phiên này còn tiếp dân đến %(ends)s; hết giờ mới tổng kết.")
        raise Refused(sentence, code="sessions.not_over", ends=f"{ends_at:%H:%M %d/%m/%Y}")


def check_not_over(ends_at: datetime, *, at: datetime) -> None:
    """What took place is summed up; only what nobody can have come to is called off."""
    if at >= ends_at:
        sentence = mark("Phiên này đã hết giờ từ %(ended)s: hãy ghi đã diễn ra và tổng kết, không hủy được nữa.")
        raise Refused(sentence, code="sessions.over", ended=f"{ends_at:%H:%M %d/%m/%Y}")


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(mark("Hãy ghi lý do hủy, để báo cho người dân."), code="sessions.no_reason")
