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

AT_SESSION = "x"  # behind the letter of the source


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """Every question of the file, in its order."""
    text = resources.files("gandan.counter.ratings").joinpath("data/questions.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["question"]
    return tuple(Question(**{**row, "good": tuple(row["good"])}) for row in rows)


def asked_of(claim: Claim) -> list[Question]:
    """What is asked of who was given this link."""
    return [one for one in questions() if claim.at_session or not one.of_session]


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


def mark_of(claim: Claim) -> str:
    """By which a used link is known again, whoever printed it: SHA-256 in hex of its 60 bits, which lead nowhere."""
    return hashlib.sha256(claim.chance.encode()).hexdigest()


def check_link(claim: Claim, *, today: date, days: int) -> None:
    """It is of these days; a tablet's key, which opens many, holds on its own day only and answers nothing itself."""
    if claim.source == Source.STAND:
        raise Refused(mark("Đường dẫn này là của máy tính bảng ở quầy."), code="ratings.link_of_tablet")
    if today > last_day(claim.day, days):
        sentence = mark("Đường dẫn này đã quá %(days)s ngày nên không còn dùng được. Cảm ơn ông/bà đã ghé lại.")
        raise Refused(sentence, code="ratings.link_old", days=days)


def check_number_sent(*, sent: int, served: int, beside: int) -> None:
    """By hand no more links are given in a day than people were served, and a few for who telephones: whoever may give
    links without end could fill the counts with them.
    """
    if sent >= served + beside:
        sentence = mark(
            "Hôm nay đã đưa %(sent)s đường dẫn, trong khi mới gọi %(served)s lượt. "
            "Ai có giấy hẹn thì đánh giá bằng mã in trên giấy."
        )
        raise Refused(sentence, code="ratings.enough_sent", sent=sent, served=served)


def last_day(handed_out: date, days: int) -> date:
    return handed_out + timedelta(days=days)


def forgotten_on(handed_out: date, days: int) -> date:
    """From which day on a used link need not be known again: the same for all of a month, so that it tells no day."""
    end_of_month = month_after(handed_out.replace(day=1)) - timedelta(days=1)
    return last_day(end_of_month, days)


# --- the answers -------------------------------------------------------------------------------------------------


def check_answers(answers: Mapping[str, str], *, claim: Claim, comment: str) -> None:
    """Each is an answer to a question of that link, and something was said at all."""
    known = {one.id: one for one in asked_of(claim)}
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


def is_month_told(month: date, on: date) -> bool:
    """Answers count for the month in which they come: of one that is over no look can differ from an earlier one."""
    return month < on.replace(day=1)


def closed_before(on: date, days: int) -> date:
    """Of months before this one no link can be answered any more: only then is it told how many were."""
    return (on - timedelta(days=days)).replace(day=1)


def is_session_told(day: date, on: date, days: int) -> bool:
    """Once its links are too old, and every month in which one may have been answered is over."""
    return last_day(day, days) < on.replace(day=1)


def told_of_session(
    rows: Iterable[tuple[date, str, int]],
    beside: Mapping[tuple[date, str], int],
    *,
    served: int,
    least: int,
    officers: int,
) -> set[str]:
    """The questions of a session that may be shown, of (month, question, count): where several served, so that none is
    anybody's own result; and where in each of these months enough answered elsewhere, since otherwise the session taken
    from the month would leave somebody. What is asked at sessions only is neither.
    """
    answered: dict[str, set[date]] = {}
    for month, question, count in rows:
        answered.setdefault(question, set()).update([month] if count else [])
    free = {one.id for one in questions() if one.of_session}
    return {
        question
        for question, months in answered.items()
        if question in free
        or (served >= officers and all(beside.get((month, question), 0) >= least for month in months))
    }


def month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
