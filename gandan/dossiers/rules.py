"""Is it lawful? What the law asks of each step in a dossier's life; no person and no database in sight."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gandan.lib.refusal import Refused, mark

MAX_REASON = 1000


@dataclass(frozen=True)
class ApplicantDetails:
    """Who applies, as stated. Texts are tidy (NFC, single spaces); empty where not given."""

    name: str
    kind: str = "person"
    id_number: str = ""
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    address_on_paper: str = ""
    province: str = ""
    commune: str = ""
    hamlet: str = ""
    street: str = ""
    agent_name: str = ""
    agent_id_number: str = ""
    agent_phone: str = ""
    agent_paper: str = ""

    @classmethod
    def stated(cls, **given: Any) -> "ApplicantDetails":
        """From tidy texts as typed: numbers lose the spaces and dots that people write in them."""
        numbers = {name: re.sub(r"[\s.]", "", given.get(name, "")) for name in ("id_number", "agent_id_number")}
        phones = {name: tidy_phone(given.get(name, "")) for name in ("phone", "agent_phone")}
        return cls(**given | numbers | phones)


@dataclass(frozen=True)
class PaperGiven:
    """One document: what was asked of it, whether it is needed in this case, whether it is in hand."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    needed: bool = True
    given: bool = False


@dataclass(frozen=True)
class Intake:
    """All that the counter hands over, validated field by field; `reference` is the draft's."""

    reference: str
    version_id: int
    term_case: str
    channel: str
    applicant: ApplicantDetails
    papers: tuple[PaperGiven, ...]
    receiving_unit_id: int
    deciding_unit_id: int
    home_unit_id: int | None = None
    handler_id: int | None = None
    term: str = ""  # only where the procedure's version gives none, with its ground
    term_ground: str = ""
    sets: int = 1
    note: str = ""
    return_at: str = ""


@dataclass(frozen=True)
class Standing:
    """What the law needs to know of a dossier to say whether a move may be made now."""

    at: datetime
    times_asked: int = 0
    proposal_pending: bool = False
    notice_until: datetime | None = None  # last instant to ask for a supplement
    supplement_until: datetime | None = None  # last instant for the applicant to bring it
    missing: Sequence[str] = field(default_factory=tuple)


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


def check_reason(reason: str) -> None:
    """A refusal, at reception or as a result, always says why (art. 17.1, 19.3)."""
    if not reason.strip():
        raise Refused(mark("Hãy ghi lý do từ chối để người dân biết."), code="dossiers.no_reason")
    _check_length(reason)


def check_first_request(*, missing: Sequence[str], standing: Standing) -> None:
    """A supplement is asked for once, in writing, for all that is missing, in time (art. 16.3, 19.5)."""
    check_may_ask(standing)
    check_missing(missing)


def check_may_ask(standing: Standing) -> None:
    """Whether a first supplement request is still open: none was sent, and the notice period has not ended."""
    if standing.times_asked:
        sentence = mark(
            "Đã yêu cầu bổ sung một lần. Lần hai cần căn cứ của pháp luật chuyên ngành và lãnh đạo duyệt: "
            "hãy dùng “Đề nghị yêu cầu bổ sung lần hai”."
        )
        raise Refused(sentence, code="dossiers.already_asked")
    if standing.notice_until and standing.at > standing.notice_until:
        sentence = mark(
            "Đã quá 03 ngày làm việc kể từ khi tiếp nhận (hạn %(until)s), không được yêu cầu bổ sung nữa "
            "(Nghị định 118/2025, Điều 19 khoản 5)."
        )
        raise Refused(sentence, code="dossiers.notice_too_late", until=f"{standing.notice_until:%H:%M %d/%m/%Y}")


def check_missing(missing: Sequence[str]) -> None:
    """At least one thing is named, and none of them drowns the form."""
    if not any(item.strip() for item in missing):
        raise Refused(mark("Hãy ghi rõ cần bổ sung giấy tờ, nội dung gì."), code="dossiers.nothing_missing")
    for item in missing:
        _check_length(item)


def check_may_propose(standing: Standing) -> None:
    """A second request can be proposed after a first one, one proposal at a time."""
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
    _check_length(reason)


def check_collector(name: str) -> None:
    """Results are handed to somebody with a name (art. 22)."""
    if not name.strip():
        raise Refused(mark("Hãy ghi họ tên người nhận kết quả."), code="dossiers.no_collector")


# What can be known before the form is filled in: the button shows the same reason as the act.
ASKED_BEFOREHAND = {
    "request_supplement": check_may_ask,
    "propose_second_request": check_may_propose,
    "decide_second_request": check_may_decide,
    "close": check_may_close,
}


def refusal_of(move: str, standing: Standing) -> Refused | None:
    """Why `move` is not lawful now, or None."""
    check = ASKED_BEFOREHAND.get(move)
    if check is None:
        return None
    try:
        check(standing)
    except Refused as refused:
        return refused
    return None


def _check_length(text: str) -> None:
    if len(text) > MAX_REASON:
        sentence = mark("Đoạn này dài %(length)s chữ; nhiều nhất %(most)s chữ.")
        raise Refused(sentence, code="dossiers.too_long", length=len(text), most=MAX_REASON)


# --- numbers people carry: warned about, never refused (circular 59/2021/TT-BCA art. 4; law 26/2023) ---------------

_MOBILE = re.compile(r"^0[35789]\d{8}$")
_LANDLINE = re.compile(r"^02\d{8,9}$")


def number_warnings(number: str, birth_year: int | None = None) -> list[str]:
    """What looks wrong with a 12-digit personal number; empty when nothing does or none was given."""
    if not number:
        return []
    if not (number.isdigit() and len(number) == 12):
        return [mark("Số định danh cá nhân thường có 12 chữ số; hãy xem lại trên giấy tờ.")]
    century = 1900 + 100 * (int(number[3]) // 2)
    stated = century + int(number[4:6])
    if birth_year and stated != birth_year:
        return [mark("Năm sinh theo số định danh khác với năm sinh đã ghi; hãy xem lại trên giấy tờ.")]
    return []


def phone_warnings(phone: str) -> list[str]:
    """What looks wrong with a telephone number written the Vietnamese way."""
    if phone and not (_MOBILE.match(phone) or _LANDLINE.match(phone)):
        return [mark("Số điện thoại không giống số di động 10 chữ số hay số máy bàn; hãy hỏi lại.")]
    return []


def tax_code_warnings(code: str) -> list[str]:
    """What looks wrong with a tax code: 10 digits, 13 of a branch, 12 of a household (circular 86/2024/TT-BTC)."""
    if code and not re.fullmatch(r"\d{10}(-?\d{3})?|\d{12}", code, re.ASCII):
        return [mark("Mã số thuế thường có 10 hoặc 13 chữ số; hãy xem lại trên giấy tờ.")]
    return []


def doubts(applicant: ApplicantDetails) -> dict[str, list[str]]:
    """What looks wrong in what the applicant stated, by field: shown beside it, never a reason to refuse."""
    if applicant.kind == "organisation":
        number = tax_code_warnings(applicant.id_number)
    else:
        number = number_warnings(applicant.id_number, applicant.birth_year)
    found = {
        "id_number": number,
        "phone": phone_warnings(applicant.phone),
        "agent_id_number": number_warnings(applicant.agent_id_number),
        "agent_phone": phone_warnings(applicant.agent_phone),
    }
    return {name: warnings for name, warnings in found.items() if warnings}


def tidy_phone(typed: str) -> str:
    """Digits only, +84 written as 0: "+84 912 345 678" becomes "0912345678"."""
    digits = re.sub(r"[^\d+]", "", typed)
    return "0" + digits[3:] if digits.startswith("+84") else digits.replace("+", "")
