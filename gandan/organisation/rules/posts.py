"""What makes an appointment, a name or an account well formed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gandan.lib.refusal import Refused, mark
from gandan.organisation.rules.units import Period, check_period

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_PHONE = re.compile(r"[0-9+][0-9 .()-]{1,19}")
PERMANENT = "permanent"


@dataclass(frozen=True)
class Holding:
    """Somebody holding a post for a period; `person` is the person's code."""

    person: str
    name: str
    manner: str
    period: Period


def check_appointment(new: Holding, *, unit: Period, others: Iterable[Holding], decision: str) -> None:
    """A post has one holder in their own right at a time; acting and delegated holders may stand beside them."""
    check_period(new.period)
    if not decision:
        raise Refused(mark("Hãy ghi quyết định làm căn cứ."), code="organisation.no_decision")
    if not unit.holds(new.period.first):
        raise Refused(
            mark("Đơn vị không tồn tại vào ngày %(day)s."),
            code="organisation.unit_not_in_force",
            day=f"{new.period.first:%d/%m/%Y}",
        )
    for other in others:
        if not other.period.overlaps(new.period):
            continue
        if other.person == new.person:
            sentence = mark("%(name)s đã giữ chức vụ này từ %(first)s.")
            raise Refused(
                sentence,
                code="organisation.already_holds",
                name=other.name,
                first=f"{other.period.first:%d/%m/%Y}",
            )
        if other.manner == new.manner == PERMANENT:
            sentence = mark("%(name)s đang giữ chức vụ này từ %(first)s: hãy kết thúc trước, hoặc chọn hình thức khác.")
            raise Refused(
                sentence,
                code="organisation.post_taken",
                name=other.name,
                first=f"{other.period.first:%d/%m/%Y}",
            )


def check_tenure_end(held: Period, before: date) -> None:
    """A tenure ends after it began, and once: an end already set may only be brought forward."""
    check_period(Period(held.first, before))
    if held.before is not None and before >= held.before:
        sentence = mark("Nhiệm kỳ này đã kết thúc từ %(before)s.")
        raise Refused(sentence, code="organisation.tenure_ended", before=f"{held.before:%d/%m/%Y}")


def check_title(title: str) -> None:
    """What is printed under a name: something, and no more than 150 characters."""
    if not title:
        raise Refused(mark("Hãy ghi chức danh."), code="organisation.no_title")
    if len(title) > 150:
        sentence = mark("Chức danh dài %(length)s ký tự, tối đa là 150.")
        raise Refused(sentence, code="organisation.text_too_long", length=len(title))


def check_open(closed_on: date | None) -> None:
    """A closed post takes nobody and is described no more."""
    if closed_on is not None:
        sentence = mark("Chức vụ này đã bỏ từ %(day)s.")
        raise Refused(sentence, code="organisation.post_closed", day=f"{closed_on:%d/%m/%Y}")


def check_unheld(holdings: Iterable[Holding], on: date) -> None:
    """Nobody is left in a post that is closed, on that day or later."""
    for holding in holdings:
        if holding.period.before is None or holding.period.before > on:
            sentence = mark("%(name)s giữ chức vụ này từ %(first)s: hãy ghi thôi giữ trước khi bỏ chức vụ.")
            first = f"{holding.period.first:%d/%m/%Y}"
            raise Refused(sentence, code="organisation.post_held", name=holding.name, first=first)


def check_person(*, name: str, phone: str) -> None:
    """Names are stored tidy; 120 characters are more than any real one needs."""
    if not name:
        raise Refused(mark("Hãy ghi họ và tên."), code="organisation.no_name")
    if len(name) > 120:
        raise Refused(
            mark("Họ và tên dài %(length)s ký tự, tối đa là 120."),
            code="organisation.text_too_long",
            length=len(name),
        )
    if phone and not _PHONE.fullmatch(phone):
        raise Refused(mark("Số điện thoại “%(phone)s” không hợp lệ."), code="organisation.wrong_phone", phone=phone)


def check_username(username: str) -> None:
    """Small plain letters, figures, dot, dash: what can be typed on any keyboard and read aloud."""
    if not _USERNAME.fullmatch(username):
        sentence = mark("Tên đăng nhập gồm 3–60 chữ thường không dấu, số, dấu chấm, gạch ngang hoặc gạch dưới.")
        raise Refused(sentence, code="organisation.wrong_username")
