"""Handing over a result: to whom, how, with which papers, and not by surprise (decree 118/2025 art. 22)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gandan.dossiers.rules.standing import Standing
from gandan.dossiers.rules.words import check_length
from gandan.lib.fold import fold
from gandan.lib.refusal import Refused, mark

MANNERS = ("desk", "post", "online")


@dataclass(frozen=True)
class Handing:
    """What an officer says when handing over a result."""

    manner: str
    collected_by: str = ""
    collector_paper: str = ""
    tracking_number: str = ""
    receipt_seen: bool = False


def check_handing(handing: Handing, *, entitled: Sequence[str], has_result_file: bool) -> None:
    """Each manner has its own proof. `entitled` are the applicant and whoever proved to stand for them."""
    if handing.manner not in MANNERS:
        sentence = mark("Hãy chọn cách trả: tại quầy, qua bưu chính hay bản điện tử.")
        raise Refused(sentence, code="dossiers.no_manner")
    if handing.manner == "post" and not handing.tracking_number.strip():
        sentence = mark("Hãy ghi số vận đơn của bưu chính để người nộp theo dõi được.")
        raise Refused(sentence, code="dossiers.no_tracking_number")
    if handing.manner == "online" and not has_result_file:
        sentence = mark("Chưa có tệp kết quả: hãy tải lên ở mục “Tệp đính kèm”, đánh dấu “Đây là kết quả”, rồi trả.")
        raise Refused(sentence, code="dossiers.no_result_file")
    if handing.manner == "desk":
        check_collector(handing, entitled=entitled)


def check_collector(handing: Handing, *, entitled: Sequence[str]) -> None:
    """Handed to somebody with a name, who has the receipt or the whole name of the entitled; to another with a paper.

    A syllable of a name proves nothing: half a commune is called "Hoa".
    """
    said = handing.collected_by
    if not said.strip():
        raise Refused(mark("Hãy ghi họ tên người nhận kết quả."), code="dossiers.no_collector")
    if handing.collector_paper.strip() or any(_is_whole(said, one) for one in entitled):
        return
    if not any(_may_be(said, one) for one in entitled):
        sentence = mark("%(name)s không phải người nộp: hãy ghi giấy ủy quyền hoặc giấy giới thiệu đã xem.")
        raise Refused(sentence, code="dossiers.no_collector_paper", name=said.strip()[:60])
    if not handing.receipt_seen:
        sentence = mark(
            "“%(name)s” chưa đủ để biết là người nộp: hãy ghi đủ họ tên như trên giấy tờ tùy thân,"
            " hoặc đánh dấu “Đã xem giấy tiếp nhận”."
        )
        raise Refused(sentence, code="dossiers.collector_unsure", name=said.strip()[:60])


HOW_PEOPLE_ARE_ADDRESSED = frozenset({"ong", "ba", "anh", "chi", "co", "chu", "bac", "em"})


def _is_whole(said: str, written: str) -> bool:
    """Whether it is the whole name, accents and the way of addressing somebody apart."""
    words, name = fold(said).split(), fold(written).split()
    if not words:
        return False
    return words == name or (words[1:] == name and words[0] in HOW_PEOPLE_ARE_ADDRESSED)


def _may_be(said: str, written: str) -> bool:
    """Whether two names may be one person's, as people write them: "Hoa" for "Trần Thị Hoa"."""
    some, others = set(fold(said).split()), set(fold(written).split())
    return bool(some) and (some <= others or others <= some)


def check_originals(*, in_hand: Collection[int], given_back: Collection[int], kept_because: str) -> None:
    """Originals shown for comparison go back; the officer ticks them, or says why they stay."""
    check_length(kept_because)
    if set(in_hand) - set(given_back) and not kept_because.strip():
        sentence = mark("Hãy đánh dấu bản chính đã trả lại cho người nộp, hoặc ghi vì sao giữ lại.")
        raise Refused(sentence, code="dossiers.originals_unaccounted")


def is_early(at: datetime, due_at: datetime | None) -> bool:
    """Whether the appointed day has not come yet; both in local time."""
    return due_at is not None and at.date() < due_at.date()


def check_may_announce(standing: Standing) -> None:
    """There is somebody to tell that the result is there before its day."""
    if standing.early_until is None:
        sentence = mark("Không cần báo sớm: đã báo rồi, hoặc đã đến ngày hẹn.")
        raise Refused(sentence, code="dossiers.nothing_to_announce")


def check_announced(standing: Standing, *, applicant_is_here: bool) -> None:
    """Before the appointed day only to who knows of it or stands there (art. 22.5)."""
    if standing.early_until and not applicant_is_here:
        sentence = mark(
            "Chưa đến ngày hẹn %(day)s và chưa báo cho người nộp: hãy dùng “Đã báo có kết quả sớm”, "
            "hoặc đánh dấu “Người nộp đã có mặt”."
        )
        raise Refused(sentence, code="dossiers.early_not_announced", day=f"{standing.early_until:%d/%m/%Y}")


ANNOUNCED_BY = ("phone", "in_person", "message", "neighbour")


def check_announcement(manner: str) -> None:
    """How they were told is part of the proof."""
    if manner not in ANNOUNCED_BY:
        sentence = mark("Hãy chọn đã báo bằng cách nào.")
        raise Refused(sentence, code="dossiers.no_manner")
