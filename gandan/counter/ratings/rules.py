"""The questions, what a link says, which answers hold, and from how many answers on anything is shown."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

from gandan.counter.ratings.values import Claim, Question, Share, Source
from gandan.lib.refusal import Refused, mark
from gandan.lib.statistics import wilson

SATURDAY = 5
AT_SESSION = "x"  # behind the letter of the source


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """Every question of the file, in its order."""
    text = resources.files("gandan.counter.ratings").joinpath("data/questions.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["question"]
    return tuple(Question(**{**row, "good": tuple(row["good"])}) for row in rows)


def asked_on(day: date) -> list[Question]:
    """What is asked of who was given a link on this day."""
    return [one for one in questions() if not one.saturdays or day.weekday() == SATURDAY]


# --- the link ----------------------------------------------------------------------------------------------------


def packed(claim: Claim) -> str:
    """The claim as it stands in an address, before it is signed."""
    source = f"{claim.source.value}{AT_SESSION if claim.at_session else ''}"
    return f"{source}.{claim.unit_id:x}.{claim.day.toordinal():x}.{claim.officer}.{claim.chance}"


def unpacked(text: str) -> Claim:
    """What was packed. Only of signed text: whoever signs packs it right."""
    source, unit, day, officer, chance = text.split(".")
    day_given = date.fromordinal(int(day, 16))
    return Claim(Source(source[0]), int(unit, 16), day_given, officer, chance, at_session=source.endswith(AT_SESSION))


def mark_of(link: str) -> str:
    """By which a used link is known again: SHA-256 in hex. Nothing leads back from it, a link holds 60 random bits."""
    return hashlib.sha256(link.encode()).hexdigest()


def check_link(claim: Claim, *, today: date, days: int) -> None:
    """It is of these days; a tablet's key, which opens many, holds on its own day only and answers nothing itself."""
    if claim.source == Source.STAND:
        raise Refused(mark("Đường dẫn này là của máy tính bảng ở quầy."), code="ratings.link_of_tablet")
    if today > last_day(claim.day, days):
        sentence = mark("Đường dẫn này đã quá %(days)s ngày nên không còn dùng được. Cảm ơn ông/bà đã ghé lại.")
        raise Refused(sentence, code="ratings.link_old", days=days)


def last_day(handed_out: date, days: int) -> date:
    return handed_out + timedelta(days=days)


def forgotten_on(handed_out: date, days: int) -> date:
    """From which day on a used link need not be known again: the same for all of a month, so that it tells no day."""
    end_of_month = month_after(handed_out.replace(day=1)) - timedelta(days=1)
    return last_day(end_of_month, days)


# --- the answers -------------------------------------------------------------------------------------------------


def check_answers(answers: Mapping[str, str], *, day: date, comment: str) -> None:
    """Each is an answer to a question of that day, and something was said at all."""
    known = {one.id: one for one in asked_on(day)}
    if any(question not in known or answer not in known[question].answers for question, answer in answers.items()):
        raise Refused(mark("Có câu trả lời không nằm trong các lựa chọn."), code="ratings.wrong_answer")
    if not answers and not comment.strip():
        raise Refused(mark("Hãy trả lời ít nhất một câu, hoặc viết ý kiến."), code="ratings.nothing_said")


# --- what may be shown -------------------------------------------------------------------------------------------


def share_of(question: Question, counts: Mapping[str, int], *, least: int) -> Share | None:
    """The share of good answers and its interval (95 %); None under `least` answers."""
    counted = sum(count for answer, count in counts.items() if answer != question.aside)
    if counted < least:
        return None
    good = sum(counts.get(answer, 0) for answer in question.good)
    return Share(good, counted, *wilson(good, counted))


def may_be_told_apart(answered: Mapping[str, int], *, least: int) -> set[str]:
    """Of whom results may be shown, given how many answers each has.

    Who has fewer than `least` is left out; so is one more where all left out together have fewer, since they could be
    counted back from the whole.
    """
    by_size = sorted(answered, key=lambda who: (answered[who], who))
    told = [who for who in by_size if answered[who] >= least]
    hidden = sum(count for count in answered.values() if count < least)
    while told and 0 < hidden < least:
        hidden += answered[told.pop(0)]
    return set(told)


def totals(rows: Iterable[tuple[str, str, int]]) -> dict[str, Counter[str]]:
    """(question, answer, count) by question."""
    found: dict[str, Counter[str]] = {}
    for question, answer, count in rows:
        found.setdefault(question, Counter())[answer] += count
    return found


def month_before(day: date) -> date:
    """The first day of the month that ended last: answers of a running month are not shown, lest two visits to the page
    tell what was answered in between.
    """
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
