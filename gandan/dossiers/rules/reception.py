"""Reception, supplements, the result and its return: what the law asks of each step."""

from collections.abc import Mapping, Sequence

from gandan.dossiers.rules.standing import Standing
from gandan.dossiers.rules.words import check_length, check_reason
from gandan.dossiers.states import ENDED
from gandan.dossiers.values import PaperGiven
from gandan.lib.refusal import Refused, mark

# once by everybody (decree 118/2025 art. 16.3), once more where a sector's law gives the ground and a leader agrees
REQUESTS_AT_MOST = 2


def check_papers(papers: Sequence[PaperGiven]) -> None:
    """A dossier is accepted only when complete (decree 118/2025 art. 17.1)."""
    missing = [paper.name for paper in papers if paper.needed and not paper.given]
    if missing:
        sentence = mark(
            "Chưa thể tiếp nhận vì còn thiếu: %(missing)s. Hãy yêu cầu bổ sung, hoặc đánh dấu giấy tờ đã có."
        )
        raise Refused(sentence, code="dossiers.papers_missing", missing="; ".join(missing))


STAMP = "sent_at"  # among what is typed: when the page sent it, in milliseconds of the page's own clock
LATE_AT_MOST = 60_000


def came_late(typed: Mapping[str, Sequence[str]], *, kept: Mapping[str, Sequence[str]]) -> bool:
    """Whether a page sent `typed` before what is kept, on a slow road: kept last, it would undo newer typing.

    A difference of more than a minute is two machines whose clocks differ, not a slow road.
    """
    sent, last = (int(stamp) if stamp.isdecimal() else 0 for stamp in map(_stamp, (typed, kept)))
    return bool(sent) and 0 < last - sent < LATE_AT_MOST


def _stamp(typed: Mapping[str, Sequence[str]]) -> str:
    return "".join(typed.get(STAMP, ()))[:16]


def check_first_request(*, missing: Sequence[str], reason: str, standing: Standing) -> None:
    """Asked for once, in writing, for all that is missing, with its reason, in time (art. 16.3, 19.5)."""
    check_may_ask(standing)
    check_missing(missing)
    check_reason(reason)


def check_may_ask(standing: Standing) -> None:
    """Whether a first supplement request is still open: none was sent, and the notice period has not ended."""
    _check_times(standing)
    if standing.times_asked:
        sentence = mark(
            "Đã yêu cầu bổ sung một lần. Lần hai cần căn cứ của pháp luật chuyên ngành và lãnh đạo duyệt: "
            "hãy dùng “Đề nghị yêu cầu bổ sung lần hai”."
        )
        raise Refused(sentence, code="dossiers.already_asked")
    if standing.notice and standing.at > standing.notice.until:
        sentence = mark(
            "Đã quá %(term)s kể từ khi tiếp nhận (hạn %(until)s), không được yêu cầu bổ sung nữa (%(article)s)."
        )
        raise Refused(
            sentence,
            code="dossiers.notice_too_late",
            term=standing.notice.rule.term.words(),
            until=f"{standing.notice.until:%H:%M %d/%m/%Y}",
            article=standing.notice.rule.article,
        )


def _check_times(standing: Standing) -> None:
    if standing.times_asked >= REQUESTS_AT_MOST:
        sentence = mark("Hồ sơ đã được yêu cầu bổ sung %(times)s lần, không được yêu cầu nữa; hãy giải quyết hồ sơ.")
        raise Refused(sentence, code="dossiers.asked_too_often", times=standing.times_asked)


def check_missing(missing: Sequence[str]) -> None:
    """At least one thing is named, and none of them drowns the form."""
    if not any(item.strip() for item in missing):
        raise Refused(mark("Hãy ghi rõ cần bổ sung giấy tờ, nội dung gì."), code="dossiers.nothing_missing")
    for item in missing:
        check_length(item)


def check_may_propose(standing: Standing) -> None:
    """A second request can be proposed after a first one, one proposal at a time; there is no third."""
    _check_times(standing)
    if not standing.times_asked:
        sentence = mark("Chưa yêu cầu bổ sung lần nào; hãy dùng “Yêu cầu bổ sung”.")
        raise Refused(sentence, code="dossiers.not_asked_yet")
    if standing.proposal_pending:
        raise Refused(mark("Đã có một đề nghị đang chờ lãnh đạo duyệt."), code="dossiers.proposal_pending")


def check_proposal(*, missing: Sequence[str], reason: str, ground: str, standing: Standing) -> None:
    """A second request needs a sector-law ground and a reason, before a leader may approve it."""
    check_may_propose(standing)
    check_missing(missing)
    if not ground.strip():
        sentence = mark("Hãy ghi điều khoản của pháp luật chuyên ngành cho phép yêu cầu bổ sung lần hai.")
        raise Refused(sentence, code="dossiers.no_ground")
    check_reason(reason)


def check_may_decide(standing: Standing) -> None:
    """There is a proposal to decide."""
    if not standing.proposal_pending:
        raise Refused(mark("Không có đề nghị nào đang chờ duyệt."), code="dossiers.no_proposal")


def check_may_close(standing: Standing) -> None:
    """Closed only when the 15 days after the notice have passed without completion (art. 19.5)."""
    if standing.supplement_until and standing.at <= standing.supplement_until:
        sentence = mark("Người dân còn thời gian bổ sung đến %(until)s; chưa được đóng hồ sơ.")
        raise Refused(sentence, code="dossiers.still_time", until=f"{standing.supplement_until:%H:%M %d/%m/%Y}")


def check_settlement(*, outcome: str, reason: str) -> None:
    """Not eligible after appraisal: refused as a result, with a reason (art. 19.3)."""
    if outcome not in ("approved", "refused"):
        raise Refused(mark("Hãy chọn kết quả: đồng ý hay không đủ điều kiện."), code="dossiers.no_outcome")
    if outcome == "refused":
        check_reason(reason)
    check_length(reason)


def check_may_attach(state: str) -> None:
    """What is over is a record: no file is added to it."""
    if state in ENDED:
        raise Refused(mark("Hồ sơ đã kết thúc, không nhận thêm tệp."), code="dossiers.ended")
