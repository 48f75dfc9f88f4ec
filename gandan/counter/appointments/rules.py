"""Which times may be booked, how many at once, and when somebody still counts as come. No person in sight."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from gandan.counter.appointments.values import Slot, Taken
from gandan.counter.sessions.values import OpenSession
from gandan.law.calendar import HANOI
from gandan.law.hours import Span
from gandan.lib.refusal import Overtaken, Refused, mark

CONTACT_DAYS = "gandan:appointment-contact-days"
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


class HouseRule(NamedTuple):
    """A number that the head of a place may set: between which, and what it is when nobody has."""

    least: int
    most: int
    usual: int


HOUSE_RULES = {
    "days_ahead": HouseRule(1, 60, 14),  # two weeks: further ahead people forget, and rosters are not made
    "walk_in_share": HouseRule(0, 95, 50),  # percent kept for whoever comes without booking, often the elderly
    "hold_minutes": HouseRule(2, 60, 10),  # long enough to type a telephone number slowly
    "least_ahead": HouseRule(0, 1440, 60),  # minutes: the unit sees a booking before the person stands there
    "grace_minutes": HouseRule(0, 60, 15),  # how much too late somebody still goes first
    "most_a_day": HouseRule(1, 10, 2),  # bookings of one telephone or address on one day
}
OFFER_RULES = {
    "minutes": HouseRule(5, 120, 20),  # how long one person takes with this kind of work
    "at_once": HouseRule(1, 20, 2),  # how many such people the unit can serve at once
}


def check_numbers(said: Mapping[str, int], known: Mapping[str, HouseRule]) -> None:
    for name, value in said.items():
        least, most, _usual = known[name]
        if not least <= value <= most:
            sentence = mark("Số này từ %(least)s đến %(most)s.")
            raise Refused(sentence, code=f"appointments.{name}", least=least, most=most)


# --- which times -----------------------------------------------------------------------------------------------------


def slots_of_day(day: date, spans: Sequence[Span], *, minutes: int, at_once: int, walk_in_share: int) -> list[Slot]:
    """The times of a day, one after another within each span, with how many may book each: some may have no seat."""
    step, begins = timedelta(minutes=minutes), []
    for opens, closes in merged(spans):
        start = datetime.combine(day, opens, HANOI)
        while start + step <= datetime.combine(day, closes, HANOI):
            begins.append(start)
            start += step
    seats = spread(len(begins), at_once=at_once, walk_in_share=walk_in_share)
    return [Slot(start, start + step, many) for start, many in zip(begins, seats, strict=True)]


def merged(spans: Sequence[Span]) -> list[Span]:
    """The same hours without overlaps: a session may be held within office hours, or reach beyond them."""
    found: list[Span] = []
    for opens, closes in sorted(spans):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return found


def bookable(
    office: Sequence[Span], sessions: Sequence[OpenSession], receiving: Collection[str]
) -> list[tuple[list[Span], int | None]]:
    """The hours of a day that may be booked, each with how many serve in them (None where that is not fixed).

    The hours that a session keeps for whoever comes without booking are taken out, and no others of the day; of a
    session (`receiving` are the codes of those that receive the work) only what lies beyond office hours is its own.
    """
    kept = [span for one in sessions if not one.takes_bookings for span in one.spans]
    found: list[tuple[list[Span], int | None]] = [(without(office, kept), None)]
    given = [*office, *kept]
    for one in sessions:
        if one.takes_bookings and one.code in receiving:
            found.append((without(one.spans, given), one.serving))
            given += one.spans
    return found


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What is left of some hours when others are taken out of them."""
    left = merged(list(spans))
    for begin, end in others:
        parts = [part for opens, closes in left for part in ((opens, min(closes, begin)), (max(opens, end), closes))]
        left = merged([(opens, closes) for opens, closes in parts if opens < closes])
    return left


def fewest(many: int | None, serving: int | None) -> int | None:
    """The lower of two limits, None being no limit."""
    known = [one for one in (many, serving) if one is not None]
    return min(known) if known else None


def spread(times: int, *, at_once: int, walk_in_share: int) -> list[int]:
    """How many may book each of so many times of a day: spread evenly, and never more than leaves walk-ins their share.

    The first of a day may be booked wherever anything may: an early hour is what people book for.
    """
    whole = times * at_once * (100 - walk_in_share) // 100
    return [-(-(n + 1) * whole // times) - -(-n * whole // times) for n in range(times)] if times else []


def with_free(slots: Iterable[Slot], taken: Sequence[Taken], *, kind: str, most: int | None) -> list[Slot]:
    """The slots with how many may still book each.

    What overlaps counts, so that times booked before the unit changed its minutes stand. Of all kinds together, never
    more than the hall has counters or the session has officers (None where neither is kept here).
    """
    return [Slot(slot.starts_at, slot.ends_at, slot.seats, _free(slot, taken, kind=kind, most=most)) for slot in slots]


def _free(slot: Slot, taken: Sequence[Taken], *, kind: str, most: int | None) -> int:
    meanwhile = overlapping(slot, taken)
    free = slot.seats - sum(one.kind == kind for one in meanwhile)
    if most is not None:
        free = min(free, most - len(meanwhile))
    return max(free, 0)


def overlapping(slot: Slot, taken: Iterable[Taken]) -> list[Taken]:
    return [one for one in taken if one.starts_at < slot.ends_at and slot.starts_at < one.ends_at]


def first_seat(slot: Slot, taken: Iterable[Taken], *, kind: str) -> int:
    """The lowest seat of a slot (1 and up) that nobody has who sits there meanwhile."""
    used = {one.seat for one in overlapping(slot, taken) if one.kind == kind}
    return next(seat for seat in range(1, len(used) + 2) if seat not in used)


def nearest(slots: Iterable[Slot], wanted: datetime, how_many: int) -> list[Slot]:
    """The free slots nearest to a time, earliest first."""
    free = (slot for slot in slots if slot.free)
    near = sorted(free, key=lambda slot: (abs(slot.starts_at - wanted), slot.starts_at))
    return sorted(near[:how_many], key=lambda slot: slot.starts_at)


def covers(spans: Sequence[Span], starts_at: datetime, ends_at: datetime) -> bool:
    """Do the hours of the day hold the whole time? Both are local."""
    return any(opens <= starts_at.time() and ends_at.time() <= closes for opens, closes in merged(spans))


# --- may it be booked ------------------------------------------------------------------------------------------------


def last_day(today: date, days_ahead: int) -> date:
    return today + timedelta(days=days_ahead)


def check_day(day: date, *, today: date, days_ahead: int) -> None:
    if day < today:
        raise Refused(mark("Ngày này đã qua. Hãy chọn ngày khác."), code="appointments.past")
    if day > (last := last_day(today, days_ahead)):
        sentence = mark("Nơi này mới nhận đặt lịch đến hết ngày %(day)s.")
        raise Refused(sentence, code="appointments.too_far", day=f"{last:%d/%m/%Y}")


def check_slot(slot: Slot | None, *, nearest: Sequence[Slot]) -> None:
    """The wanted time is one that may be booked, and has a seat; `nearest` are told where it has none."""
    if slot is None:
        raise Refused(mark("Giờ này không đặt được nữa. Hãy chọn giờ khác."), code="appointments.no_such_time")
    if slot.free:
        return
    if not nearest:
        sentence = mark("Giờ này vừa hết chỗ, và những ngày tới cũng đã kín. Mời đến lấy số trực tiếp.")
        raise Overtaken(sentence, code="appointments.all_taken")
    sentence = mark("Giờ này vừa có người đặt trước. Gần nhất còn trống: %(times)s.")
    raise Overtaken(sentence, code="appointments.taken", times="; ".join(_in_words(slot) for slot in nearest))


def _in_words(slot: Slot) -> str:
    return f"{slot.starts_at:%H:%M} {slot.starts_at:%d/%m}"


def check_contact(*, phone: str, email: str, is_mobile: bool, reaches_phones: bool, is_needed: bool) -> None:
    """One way to reach them, or none; what cannot be reached is said now and not when the message fails."""
    if phone and not is_mobile:
        raise Refused(mark("Số di động gồm 10 chữ số, ví dụ 0912 345 678."), code="appointments.wrong_phone")
    if phone and not reaches_phones:
        sentence = mark("Nơi này chưa nhắn tin được đến điện thoại. Hãy ghi thư điện tử, hoặc để trống và giữ mã hẹn.")
        raise Refused(sentence, code="appointments.no_gateway")
    if email and not _EMAIL.fullmatch(email):
        raise Refused(mark("Thư điện tử chưa đúng, ví dụ ten@example.com."), code="appointments.wrong_email")
    if is_needed and not (phone or email):
        sentence = mark("Nơi này chỉ nhận lịch hẹn có số di động hoặc thư điện tử để nhắn lại.")
        raise Refused(sentence, code="appointments.contact_needed")


def check_not_too_many(*, booked: int, most: int) -> None:
    """`booked` that day with the same telephone or address."""
    if booked >= most:
        sentence = mark("Số điện thoại hoặc thư điện tử này đã đặt %(most)s lịch trong ngày. Hãy chọn ngày khác.")
        raise Refused(sentence, code="appointments.too_many", most=most)


# --- they come, or not -----------------------------------------------------------------------------------------------


def check_arrives_today(starts_at: datetime, *, at: datetime) -> None:
    """Both are local."""
    if starts_at.date() != at.date():
        sentence = mark("Lịch hẹn này là ngày %(day)s, không phải hôm nay.")
        raise Refused(sentence, code="appointments.other_day", day=f"{starts_at:%d/%m/%Y}")


def goes_first(starts_at: datetime, *, grace_minutes: int, at: datetime) -> bool:
    """Who comes later than the grace waits like everybody."""
    return at <= starts_at + timedelta(minutes=grace_minutes)


def check_missed(starts_at: datetime, *, grace_minutes: int, at: datetime) -> None:
    over = starts_at + timedelta(minutes=grace_minutes)
    if at <= over:
        sentence = mark("Chưa ghi vắng được: người hẹn còn được đến trễ đến %(time)s.")
        raise Refused(sentence, code="appointments.not_yet_missed", time=f"{over:%H:%M}")
