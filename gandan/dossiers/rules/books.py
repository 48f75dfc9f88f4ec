"""The paper book: whose numbers have no gap, and when a number may be entered (circular 01/2018/TT-VPCP art. 10)."""

from collections.abc import Collection
from datetime import date, datetime

from gandan.lib.refusal import Refused, mark

NUMBERS_AT_MOST = 300  # of one volume: a pad that a desk can keep in a drawer


def check_size(numbers: int) -> None:
    if not 0 < numbers <= NUMBERS_AT_MOST:
        sentence = mark("Một quyển có từ 1 đến %(most)s số.")
        raise Refused(sentence, code="dossiers.book_size", most=NUMBERS_AT_MOST)


def check_open(closed_at: datetime | None, *, year: int) -> None:
    if closed_at is not None:
        sentence = mark("Sổ năm %(year)s đã khóa; không mở thêm quyển, không nhập thêm số nào.")
        raise Refused(sentence, code="dossiers.book_closed", year=year)


def check_number(number: int, *, numbers: range, used: Collection[int]) -> None:
    """A number is printed in the book and used once."""
    if number not in numbers:
        sentence = mark("Số %(number)s không có trong sổ; hãy xem lại số in trên giấy.")
        raise Refused(sentence, code="dossiers.no_such_number", number=number)
    if number in used:
        sentence = mark("Số %(number)s của sổ đã được dùng rồi; mỗi số chỉ nhập một lần.")
        raise Refused(sentence, code="dossiers.number_used", number=number)


def check_received(received_at: datetime, *, printed_at: datetime, year: int, at: datetime, day: date) -> None:
    """The paper was written after it was printed, in the year of its book, and not in the future. `day` is local."""
    if received_at > at:
        sentence = mark("Giờ nhận trên giấy không thể sau lúc nhập; hãy xem lại.")
        raise Refused(sentence, code="dossiers.received_in_future")
    if day.year != year:
        sentence = mark("Sổ này của năm %(year)s; ngày nhận trên giấy phải trong năm đó.")
        raise Refused(sentence, code="dossiers.outside_book_year", year=year)
    if received_at < printed_at:
        sentence = mark("Quyển này in sau ngày giờ nhận đã ghi; hãy xem lại số hoặc giờ nhận.")
        raise Refused(sentence, code="dossiers.before_printing")


def check_spoilt(reason: str) -> None:
    if not reason.strip():
        raise Refused(mark("Hãy ghi vì sao số này hỏng, ví dụ “viết nhầm”, “rách”."), code="dossiers.no_spoilt_reason")


def runs(numbers: Collection[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as first and last: 1, 2, 3, 7 is (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
