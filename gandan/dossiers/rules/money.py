"""Fees: what is owed at acceptance, and what must be said when it is stated, paid, waived, given back (art. 24)."""

import re
from collections.abc import Sequence
from datetime import date

from gandan.dossiers.rules.words import check_length, check_reason
from gandan.dossiers.states import State
from gandan.lib.fold import tidy
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.procedures.values import Fee

MOST = 10**12  # đồng; more is a slip of the hand
ONLINE = "online"
WITHOUT_RESULT = frozenset({State.REFUSED, State.STOPPED, State.CLOSED})
# priced by the page or the copy: nobody knows the sum before they are counted
_BY_COUNT = re.compile(r"/\s*(trang|bản)\b", re.IGNORECASE)
_ON_THE_SPOT, _FROM_AFAR = "trực tiếp", "trực tuyến"


def of_channel(fees: Sequence[Fee], channel: str) -> list[Fee]:
    """The fees for what is handed in this way: many cost less online, as a line of their own."""
    other = _ON_THE_SPOT if channel == ONLINE else _FROM_AFAR
    own = _FROM_AFAR if channel == ONLINE else _ON_THE_SPOT
    return [fee for fee in fees if other not in fee.name.lower() or own in fee.name.lower()]


def owed_at_acceptance(fees: Sequence[Fee], channel: str) -> list[Fee]:
    """Those whose sum the register gives. What it leaves open is never guessed: an officer states it, with a ground."""
    return [fee for fee in of_channel(fees, channel) if fee.amount and not _BY_COUNT.search(fee.text)]


def left_open(fees: Sequence[Fee], channel: str) -> list[Fee]:
    """Those that an officer must work out: the register gives no sum, or a price for a page or a copy."""
    return [
        fee for fee in of_channel(fees, channel) if fee.amount is None or (fee.amount and _BY_COUNT.search(fee.text))
    ]


def fitting(words: str, most: int) -> str:
    """The register's words, cut where our column ends; the version keeps them whole."""
    return words if len(words) <= most else words[: most - 1] + "…"


def check_may_charge(state: State) -> None:
    """Nothing more is asked once a dossier ended without a result, nor for mending an error of ours (art. 23)."""
    if state == State.CORRECTING:
        sentence = mark("Đang sửa lỗi của cơ quan: không thu gì của người nộp cho việc sửa.")
        raise Refused(sentence, code="dossiers.no_charge_for_errors")
    if state in WITHOUT_RESULT:
        sentence = mark("Hồ sơ đã kết thúc mà không có kết quả: không thu thêm khoản nào.")
        raise Refused(sentence, code="dossiers.no_charge_after_end")


def check_charge(*, name: str, amount: int, ground: str) -> None:
    """A sum is stated with what it is for and the text that sets it."""
    if not tidy(name):
        raise Refused(mark("Hãy ghi khoản thu là gì."), code="dossiers.no_charge_name")
    if not 0 < amount <= MOST:
        sentence = mark("Số tiền phải là số đồng lớn hơn 0. Nếu được miễn, hãy dùng “Miễn”.")
        raise Refused(sentence, code="dossiers.wrong_amount")
    if not tidy(ground):
        raise Refused(mark("Hãy ghi văn bản quy định mức thu này."), code="dossiers.no_ground_of_charge")
    check_length(ground)


def check_payment(*, method: str, reference: str) -> None:
    """Money that did not pass over the counter is found again by its transaction (art. 24)."""
    if method != "cash" and not tidy(reference):
        sentence = mark("Hãy ghi số giao dịch để đối chiếu với tài khoản.")
        raise Refused(sentence, code="dossiers.no_bank_reference")


def check_exemption(ground: str) -> None:
    """Exempt only with the words of the text that exempts."""
    if not ground.strip():
        sentence = mark("Hãy ghi nguyên văn căn cứ miễn, ví dụ câu trong danh mục thủ tục.")
        raise Refused(sentence, code="dossiers.no_exemption")
    check_length(ground)


def check_refund(reason: str) -> None:
    check_reason(reason)


def check_still(state: str, *, wanted: str, state_name: str) -> None:
    """A charge changes from one state only; when it is in another, somebody was quicker."""
    if state != wanted:
        sentence = mark("Khoản này đã được xử lý trước, nay là “%(state)s”. Hãy xem lại hồ sơ.")
        raise Overtaken(sentence, code="dossiers.charge_changed", state=state_name)


def check_month_over(month: date, *, today: date) -> None:
    """A month is settled when it is over: until then money still comes in (art. 12.9)."""
    if (month.year, month.month) >= (today.year, today.month):
        sentence = mark("Tháng %(month)s chưa hết; danh sách lập từ ngày đầu tháng sau.")
        raise Refused(sentence, code="dossiers.month_not_over", month=f"{month:%m/%Y}")
