"""The apology with the one new day: said in time, at most once, with its reason (decree 118/2025 art. 19.6)."""

from datetime import datetime, timedelta

from gandan.dossiers.rules.standing import Standing
from gandan.dossiers.rules.words import check_reason
from gandan.law.rulebook import Rule
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused, mark

COUNTED_FURTHER = (TermUnit.WORKING_DAYS, TermUnit.DAYS)


def apology_until(due_at: datetime, limit: Rule) -> datetime:
    """The last instant for the apology: the end of the day that lies so many days before the appointed one."""
    day = due_at - timedelta(days=limit.term.amount)
    return day.replace(hour=23, minute=59, second=59, microsecond=0)


def check_may_reappoint(standing: Standing) -> None:
    """A new day can still be given: there was none before, and it is not too late to apologise."""
    if standing.reappointed_under:
        sentence = mark(
            "Hồ sơ đã được hẹn lại một lần, không được hẹn lại nữa (%(article)s). "
            "Hãy giải quyết sớm nhất và báo cho người dân."
        )
        raise Refused(sentence, code="dossiers.reappointed_already", article=standing.reappointed_under.article)
    if standing.apology is None:
        raise Refused(mark("Hồ sơ không có ngày hẹn nào đang chạy."), code="dossiers.nothing_appointed")
    if standing.at > standing.apology.until:
        sentence = mark(
            "Chỉ được hẹn lại đến hết ngày %(until)s (%(article)s). Nay ngày hẹn cũ giữ nguyên, không kịp là trễ hẹn: "
            "hãy giải quyết sớm nhất và báo cho người dân."
        )
        raise Refused(
            sentence,
            code="dossiers.reappoint_too_late",
            until=f"{standing.apology.until:%d/%m/%Y}",
            article=standing.apology.rule.article,
        )


def check_may_foresee(standing: Standing) -> None:
    """The question can be answered while a new day can still be given, and whenever it was asked."""
    if standing.reappointment_pending:
        sentence = mark("Đã trả lời là không kịp; văn bản xin lỗi và hẹn lại đang chờ lãnh đạo ký.")
        raise Refused(sentence, code="dossiers.reappointment_pending")
    if not standing.asked_to_foresee:
        check_may_reappoint(standing)


def check_may_sign(standing: Standing) -> None:
    """A leader decides what was proposed, or signs unasked as long as a new day can be given."""
    if not standing.reappointment_pending:
        check_may_reappoint(standing)


def check_reappointment(*, reason: str, further: str, standing: Standing) -> None:
    """In time, with a reason for the applicant, and a further term in days."""
    check_may_reappoint(standing)
    check_reason(reason)
    if not further.strip() or Term.parse(further).unit not in COUNTED_FURTHER:
        raise Refused(mark("Hãy ghi cần thêm mấy ngày."), code="dossiers.no_further_term")
