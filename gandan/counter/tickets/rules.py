"""When a number is given, who goes first, and when somebody counts as absent. No person in sight."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from string import ascii_uppercase
from typing import NamedTuple

from gandan.counter.tickets.values import Ground
from gandan.dossiers.values import is_mobile
from gandan.law.hours import Span
from gandan.law.rulebook import Rule, in_force
from gandan.lib.refusal import Refused, mark

PRIORITY_AGE, CHILD_AGE = "gandan:priority-age", "gandan:priority-child-age"
# code -> (sentence, rule): whoever falls under one of them goes first while its rule is in force
_GROUNDS = {
    "elderly": (mark("Người từ %(age)s tuổi trở lên"), PRIORITY_AGE),
    "pregnant": (mark("Phụ nữ mang thai"), "118/2025:13.2b:priority"),
    "disabled": (mark("Người khuyết tật"), "51/2010:priority"),
    "children": (mark("Người đi cùng trẻ dưới %(age)s tuổi"), CHILD_AGE),
}
CHANNELS = {
    "kiosk": mark("Máy lấy số"),
    "desk": mark("Tại quầy"),
    "phone": mark("Điện thoại"),
    "appointment": mark("Đã đặt lịch"),
}
UNWATCHED = frozenset({"kiosk", "phone"})  # nobody of the unit sees who presses
INSTANT = timedelta(microseconds=1)
WARNED_AHEAD = 3  # who left a telephone is told when so many are before them
LONGEST_NAME = 80
LAST_NUMBER = 99


class HouseRule(NamedTuple):
    """A number that the head of a hall may set: between which, and what it is when nobody has."""

    least: int
    most: int
    usual: int


HOUSE_RULES = {
    "most_overtaken": HouseRule(0, 20, 3),  # how many with priority may pass one who came before them
    "least_calls": HouseRule(1, 9, 2),  # calls before somebody counts as absent
    "most_a_minute": HouseRule(1, 120, 12),  # numbers from kiosk and telephones
    "opens_early": HouseRule(0, 120, 30),  # minutes before the first hour at which numbers are given
}


def grounds(day: date, chosen: Callable[[str], Rule]) -> list[Ground]:
    """The grounds of priority on a day; `chosen` gives a rule as it holds for the unit."""
    found = []
    for code, (words, rule_id) in _GROUNDS.items():
        if in_force(rule_id, day) is not None:
            rule = chosen(rule_id)
            found.append(Ground(code, words, {"age": rule.value} if "%" in words else {}, rule.article))
    return found


def check_priority(priority: str, known: Sequence[Ground]) -> None:
    if priority and priority not in {ground.code for ground in known}:
        raise Refused(mark("Hãy chọn lý do ưu tiên trong danh sách."), code="tickets.unknown_priority")


def check_hours(spans: Sequence[Span], *, at: datetime, early: int, opens_next: datetime | None) -> None:
    """A number is given from `early` minutes before a span of the day until it ends; `at` is local time.

    `opens_next` is said to whoever comes when no span of today is left.
    """
    opening = [datetime.combine(at.date(), span[0], tzinfo=at.tzinfo) - timedelta(minutes=early) for span in spans]
    if any(begins <= at and at.time() < span[1] for begins, span in zip(opening, spans, strict=True)):
        return
    later = next((begins for begins in opening if at < begins), None)
    if later is not None:
        sentence = mark("Bây giờ chưa lấy số được. Máy cấp số lại từ %(time)s hôm nay.")
        raise Refused(sentence, code="tickets.closed_now", time=f"{later:%H:%M}")
    if opens_next is not None:
        sentence = mark("Hôm nay đã hết giờ tiếp nhận. Mời quay lại từ %(time)s ngày %(day)s.")
        if not spans:
            sentence = mark("Hôm nay nơi này không tiếp nhận. Mời quay lại từ %(time)s ngày %(day)s.")
        about = {"time": f"{opens_next:%H:%M}", "day": f"{opens_next:%d/%m/%Y}"}
        raise Refused(sentence, code="tickets.closed_today", **about)
    raise Refused(mark("Hôm nay nơi này không tiếp nhận."), code="tickets.closed_today")


def check_flood(*, given: int, most: int) -> None:
    """`given` numbers left the kiosk and telephones in the last minute."""
    if given >= most:
        sentence = mark("Máy đang cấp quá nhiều số cùng lúc. Hãy đợi một phút rồi bấm lại, hoặc hỏi người ở quầy.")
        raise Refused(sentence, code="tickets.flood")


def check_absent(*, calls: int, least: int) -> None:
    if calls < least:
        sentence = mark("Mới gọi %(calls)s lần. Hãy gọi đủ %(least)s lần rồi mới ghi vắng.")
        raise Refused(sentence, code="tickets.called_too_little", calls=calls, least=least)


def check_letter(letter: str, *, taken: Collection[str]) -> None:
    if len(letter) != 1 or letter not in ascii_uppercase:
        raise Refused(mark("Hãy chọn một chữ cái từ A đến Z."), code="tickets.wrong_letter")
    if letter in taken:
        raise Refused(mark("Chữ “%(letter)s” đã dùng cho loại việc khác."), code="tickets.letter_taken", letter=letter)


def check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        sentence = mark("Hãy ghi tên, tối đa %(most)s ký tự.")
        raise Refused(sentence, code="tickets.wrong_name", most=LONGEST_NAME)


def check_counter_number(number: int, *, taken: Collection[int]) -> None:
    if not 1 <= number <= LAST_NUMBER:
        raise Refused(mark("Số quầy từ 1 đến %(most)s."), code="tickets.wrong_counter", most=LAST_NUMBER)
    if number in taken:
        raise Refused(mark("Đã có Quầy %(number)s."), code="tickets.counter_known", number=number)


def check_counter(*, name: str, kinds: int, strange: int) -> None:
    if len(name) > LONGEST_NAME:
        raise Refused(mark("Tên dài quá %(most)s ký tự."), code="tickets.wrong_name", most=LONGEST_NAME)
    if not kinds or strange:
        raise Refused(mark("Hãy chọn ít nhất một loại việc của đơn vị."), code="tickets.no_kinds")


def check_phone(phone: str) -> None:
    """A message must be able to reach it; nobody need give one."""
    if phone and not is_mobile(phone):
        sentence = mark("Số điện thoại để báo phải là số di động đủ 10 chữ số, hoặc để trống.")
        raise Refused(sentence, code="tickets.wrong_phone")


def check_held_until(until: datetime | None, *, at: datetime) -> None:
    if until is not None and not at < until <= at + timedelta(hours=12):
        raise Refused(mark("Giờ quay lại phải sau lúc này và trong hôm nay."), code="tickets.wrong_return")


def check_house_rules(said: Mapping[str, int]) -> None:
    for name, value in said.items():
        least, most, _usual = HOUSE_RULES[name]
        if not least <= value <= most:
            sentence = mark("Số này từ %(least)s đến %(most)s.")
            raise Refused(sentence, code="tickets.house_rule", least=least, most=most)


def number(letter: str, ordinal: int) -> str:
    """As it is shown and called: "B 014"."""
    return f"{letter} {ordinal:03d}"


def place_of(at: datetime, *, booked_for: datetime | None, last: datetime | None) -> datetime:
    """The instant that gives a new ticket its place: when it was taken, for a booked time not before that time.

    Always after the place given `last`, however far apart the clocks of two machines are.
    """
    place = max(at, last + INSTANT) if last else at
    return max(place, booked_for) if booked_for else place
