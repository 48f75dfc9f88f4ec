"""Terms as the law writes them: hours by the clock, working hours, working days, calendar days, within the day."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gandan.lib.refusal import Refused, mark


class TermUnit(StrEnum):
    """What a term counts; the value is how it is written after the amount."""

    HOURS = "hours"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"
    DAYS = "days"
    WITHIN_DAY = "within the day"


# A year of hours, ten of days: beyond that a term is a slip of the hand, and no calendar reaches so far.
LONGEST = {TermUnit.HOURS: 8_784, TermUnit.WORKING_HOURS: 2_000, TermUnit.WORKING_DAYS: 2_500, TermUnit.DAYS: 3_660}

_WORDS = {
    TermUnit.HOURS: mark("%(amount)s giờ"),
    TermUnit.WORKING_HOURS: mark("%(amount)s giờ làm việc"),
    TermUnit.WORKING_DAYS: mark("%(amount)s ngày làm việc"),
    TermUnit.DAYS: mark("%(amount)s ngày"),
    TermUnit.WITHIN_DAY: mark("trong ngày"),
}
_WRITTEN = re.compile(r"([+-]?\d{1,30})\s+(working\s+hour|working\s+day|hour|day)s?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """For example Term(3, TermUnit.WORKING_DAYS). Within the day has the amount 1.

    Raises Refused `law.term_amount` for an amount that no promise can have.
    """

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        longest = LONGEST.get(self.unit, 1)
        if not 1 <= self.amount <= longest:
            sentence = mark("Thời hạn phải từ 1 đến %(longest)s %(unit)s, không thể là %(amount)s.")
            words = _WORDS[self.unit].replace("%(amount)s ", "")
            raise Refused(sentence, code="law.term_amount", longest=longest, unit=words, amount=self.amount)

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read `3 working days`, `8 working hours`, `15 days`, `72 hours` or `within the day`; one may be singular.

        Raises Refused `law.term_unreadable` or `law.term_amount`.
        """
        written = " ".join(text.split()).lower()
        if written == TermUnit.WITHIN_DAY:
            return cls(1, TermUnit.WITHIN_DAY)
        found = _WRITTEN.fullmatch(written)
        if found is None:
            sentence = mark(
                "Không đọc được thời hạn “%(text)s”. "
                "Viết như “3 working days”, “8 working hours”, “15 days” hoặc “within the day”."
            )
            raise Refused(sentence, code="law.term_unreadable", text=text[:80])
        return cls(int(found[1]), TermUnit(found[2] + "s"))

    def __str__(self) -> str:
        """The canonical form, which `parse` reads back: `1 working day`, `3 working days`."""
        if self.unit is TermUnit.WITHIN_DAY:
            return str(self.unit)
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"

    def words(self, say: Callable[[str], str] = str) -> str:
        """As a person reads it: `3 ngày làm việc`, `trong ngày`; `say` translates it first."""
        return say(_WORDS[self.unit]) % {"amount": self.amount}
