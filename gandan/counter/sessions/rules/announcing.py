"""When a session must be announced, and that it is no reception day of a leader unless somebody says so."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from gandan.law.calendar import HANOI, WorkCalendar
from gandan.law.deadline import derive
from gandan.law.grounds import grounds_on
from gandan.law.hours import Span
from gandan.law.rulebook import Rule
from gandan.lib.refusal import Refused, mark
from gandan.organisation.powers import PostKind

RULE = "gandan:session-announced"
FARTHEST = 120  # days back in which the last lawful day is looked for
LEADERS = (PostKind.CHAIR.value, PostKind.VICE_CHAIR.value)


def last_day_to_announce(day: date, rule: Rule, calendar: WorkCalendar) -> date:
    """The last day on which announcing leaves the whole term of the rule before the session's day."""
    for back in range(1, FARTHEST):
        told = day - timedelta(days=back)
        start = datetime.combine(told, time(0), HANOI)
        if derive(start, rule.term, calendar, grounds=grounds_on(told)).due_at.date() < day:
            return told
    sentence = mark("Thời hạn công bố %(term)s quá dài cho lịch phiên.")
    raise Refused(sentence, code="sessions.term_too_long", term=rule.term.words())


def check_announced_in_time(day: date, rule: Rule, calendar: WorkCalendar, *, today: date, late_reason: str) -> bool:
    """Whether it is late. Late is refused where the place decided the rule itself; a mere default of ours yields to a
    stated reason, which is kept with the session."""
    last = last_day_to_announce(day, rule, calendar)
    if today <= last:
        return False
    told = {"term": rule.term.words(), "last": f"{last:%d/%m/%Y}", "article": rule.article}
    if rule.certainty == "certain":
        sentence = mark(
            "Phải công bố trước ít nhất %(term)s (%(article)s): hạn chót là ngày %(last)s. "
            "Hãy dời phiên sang ngày khác."
        )
        raise Refused(sentence, code="sessions.announced_late", **told)
    if not late_reason.strip():
        sentence = mark(
            "Nên công bố trước ít nhất %(term)s: hạn chót là ngày %(last)s (%(article)s). "
            "Nếu vẫn công bố, hãy ghi lý do."
        )
        raise Refused(sentence, code="sessions.late_without_reason", **told)
    return True


def check_not_begun(day: date, spans: Collection[Span], *, at: datetime) -> None:
    """A session is announced before it begins."""
    if at >= datetime.combine(day, min(spans)[0], HANOI):
        raise Refused(mark("Phiên này đã đến giờ, không thể công bố nữa."), code="sessions.begun")


def check_reception_day(*, is_reception_day: bool, receives_petitions: bool, posts: Collection[str]) -> None:
    """Who says that a session is the leader's reception day must have the leader there, and receive what people say."""
    if not is_reception_day:
        return
    if not receives_petitions:
        sentence = mark("Ngày tiếp công dân của lãnh đạo phải tiếp nhận đơn, phản ánh; kế hoạch này không nhận.")
        raise Refused(sentence, code="sessions.reception_without_petitions")
    if not set(LEADERS) & set(posts):
        sentence = mark("Chưa phân công Chủ tịch hoặc Phó Chủ tịch: phiên này không thể là ngày tiếp công dân.")
        raise Refused(sentence, code="sessions.reception_without_leader")
