"""What is answered while the applicant waits (decree 118/2025 art. 17.4): which procedures, and what it costs."""

import re
from collections.abc import Sequence

from gandan.dossiers.rules.money import of_channel
from gandan.dossiers.values import COPIES_AT_MOST, PAGES_AT_MOST
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused, mark
from gandan.procedures.rules import Fee, HasTerms, TermOption

# The register's own words: "2.000 đồng/trang; từ trang thứ 3 trở lên thu 1.000 đồng/trang, tối đa … 200.000 đồng/bản"
_BY_PAGE = re.compile(r"/\s*trang\b", re.IGNORECASE)
_FURTHER = re.compile(r"từ trang thứ (\d+|ba)\b\D*?([\d.]+)\s*(?:đồng|đ)\b", re.IGNORECASE)
_AT_MOST = re.compile(r"(?:không quá|tối đa|max)\D*?([\d.]+)\s*(?:đồng|đ)\b", re.IGNORECASE)


def at_once_case(version: HasTerms) -> TermOption | None:
    """The case that the procedure promises within the day at a desk; None when there is none."""
    at_a_desk = (option for option in version.term_options if option.channel in ("", "desk"))
    return next((option for option in at_a_desk if option.term == TermUnit.WITHIN_DAY), None)


def check_at_once(term: Term, *, copies: int, pages: int, result_number: str) -> None:
    """Served on the spot only what is promised within the day, counted, with the number it is entered under."""
    if term.unit is not TermUnit.WITHIN_DAY:
        sentence = mark("Thủ tục này hẹn %(term)s nên không làm và trả ngay được; hãy tiếp nhận như hồ sơ thường.")
        raise Refused(sentence, code="dossiers.not_at_once", term=term.words())
    if not (1 <= copies <= COPIES_AT_MOST and 1 <= pages <= PAGES_AT_MOST):
        sentence = mark("Số bản từ 1 đến %(copies)s, số trang mỗi bản từ 1 đến %(pages)s.")
        raise Refused(sentence, code="dossiers.not_counted", copies=COPIES_AT_MOST, pages=PAGES_AT_MOST)
    if not result_number.strip():
        sentence = mark("Hãy ghi số chứng thực hoặc số văn bản kết quả.")
        raise Refused(sentence, code="dossiers.no_number")


def fees_here(fees: Sequence[Fee]) -> list[Fee]:
    """Those of a desk: what costs another sum online stands in the register as a line of its own."""
    return of_channel(fees, "desk")


def fee_for(fee: Fee, *, copies: int, pages: int) -> int | None:
    """What one fee comes to, in đồng, as its own words count it; None where the register gives no amount."""
    if fee.amount is None:
        return None
    if not _BY_PAGE.search(fee.text):
        return fee.amount * copies
    return copies * _one_copy(fee.amount, fee.text, pages)


def _one_copy(amount: int, words: str, pages: int) -> int:
    further, most = _FURTHER.search(words), _AT_MOST.search(words)
    first, price = pages, 0
    if further:
        first = min(pages, (3 if further[1] == "ba" else int(further[1])) - 1)
        price = _figure(further[2])
    sum_ = first * amount + (pages - first) * price
    return min(sum_, _figure(most[1])) if most else sum_


def _figure(written: str) -> int:
    return int(written.replace(".", ""))
