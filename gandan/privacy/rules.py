"""Which rule sets a request's clock, and what a request, a breach and a destruction must state."""

import hashlib
from collections.abc import Iterable, Mapping

from gandan.lib.refusal import Refused, mark
from gandan.privacy.states import What

REPLY_RULE = "356/2025:reply"
EXTENSION_RULE = "356/2025:extend"
BREACH_RULE = "91/2025:23:breach"
REGISTER_YEARS = "gandan:privacy-register-years"
DOSSIER_YEARS = "gandan:retention-years"
LONGEST = 1000  # letters of one text
LONGEST_NUMBER = 60  # letters of a document's number
_RULES: Mapping[str, str] = {
    What.ACCESS: "356/2025:access",
    What.RECTIFY: "356/2025:access",
    What.DELETE: "356/2025:delete",
    What.RESTRICT: "356/2025:restrict",
    What.OBJECT: "356/2025:restrict",
    What.WITHDRAW: "356/2025:restrict",
}


def rule_of(what: str, *, with_processor: bool) -> str:
    """The id of the rule that limits a request; longer where somebody who processes for the office must act too."""
    return "356/2025:delete" if with_processor else _RULES[What(what)]


def check_identity(*, name: str, number: str, birth_year: int | None) -> None:
    """Whoever asks is told apart from others: by a number, else by name and year of birth."""
    if not name.strip():
        raise Refused(mark("Hãy ghi họ tên người yêu cầu."), code="privacy.no_name")
    if not number.strip() and birth_year is None:
        sentence = mark("Hãy ghi số định danh, hoặc năm sinh, để không đưa dữ liệu của người này cho người khác.")
        raise Refused(sentence, code="privacy.not_told_apart")


def check_said(text: str, *, most: int = LONGEST) -> None:
    """A reason, an answer, what happened: never empty, never endless."""
    if not text.strip():
        raise Refused(mark("Hãy ghi rõ nội dung."), code="privacy.nothing_said")
    if len(text) > most:
        sentence = mark("Đoạn này dài %(length)s ký tự; nhiều nhất %(most)s ký tự.")
        raise Refused(sentence, code="privacy.too_long", length=len(text), most=most)


def check_may_extend(*, extended: bool) -> None:
    """Once, with its reason (decree 356/2025)."""
    if extended:
        raise Refused(mark("Yêu cầu này đã được gia hạn một lần, không gia hạn nữa."), code="privacy.extended_before")


def check_breach_open(*, reported: bool) -> None:
    if reported:
        raise Refused(mark("Vi phạm này đã được báo cơ quan chuyên trách rồi."), code="privacy.reported_before")


def digest_of(codes: Iterable[str]) -> str:
    """SHA-256 in hex of a list of codes, whatever its order: what a person was shown, in one word."""
    return hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()


def check_same_list(*, shown: str, now: str, how_many: int) -> None:
    if shown != now:
        sentence = mark("Danh sách vừa thay đổi: nay có %(now)s mục. Bấm “Thôi” để xem lại danh sách, rồi hủy.")
        raise Refused(sentence, code="privacy.list_changed", now=how_many)
