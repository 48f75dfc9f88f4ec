"""What is weak in a commitment before it is signed, each with a better example. It points, it forbids nothing."""

import re
from collections import Counter
from collections.abc import Sequence

from gandan.lib.fold import fold
from gandan.lib.refusal import mark
from gandan.programme.commitments.states import MeasureKind
from gandan.programme.commitments.values import ItemText, Template, Weak

FEWEST_WORDS = 5
ALIKE = 0.8  # of the words of two contents: the same sentence with another year or a word turned round
MANY_AT_ONCE = 3  # items on one and the same day
# words that promise an attitude and no act, folded; harmless beside a figure
EMPTY_WORDS = (
    *("nang cao", "tang cuong", "tiep tuc", "co gang", "phan dau", "quan triet", "nghiem tuc", "thuong xuyen"),
    *("lam tot", "hoan thanh tot", "giu gin", "ren luyen"),
)

Known = tuple[Sequence[str], Sequence[str]]  # contents of last year, contents further up


def weak_points(
    items: Sequence[ItemText], template: Template, *, year: int, last_year: Sequence[str] = (), limitations: int = 0
) -> list[Weak]:
    """In the order of the items, then of the whole. `last_year`: the contents the person signed the year before."""
    if not items:
        sentence = mark("Chưa có nội dung nào. Ba đến năm việc cụ thể là đủ cho một năm.")
        return [Weak("no_items", sentence, template.example.content)]
    found = []
    for place, item in enumerate(items, 1):
        # a figure of another quarter is another promise, whatever the words
        others = [one.content for one in items[: place - 1] if one.period == item.period]
        found += _of_item(item, place, template, year=year, known=(last_year, others))
    days = Counter(item.due_on for item in items if item.due_on)
    if days and max(days.values()) >= MANY_AT_ONCE and len(days) == 1:
        sentence = mark("Mọi nội dung cùng một hạn: đến ngày ấy mới biết việc nào không kịp.")
        found.append(Weak("one_day", sentence, f"{template.example.period}/{year}"))
    if template.leads and not limitations:
        sentence = mark("Người đứng đầu chọn một đến ba hạn chế để khắc phục.")
        found.append(Weak("no_limitation", sentence, "Trả lời kiến nghị của thôn chậm, có việc để quá một tháng"))
    return found


def _of_item(item: ItemText, place: int, template: Template, *, year: int, known: Known) -> list[Weak]:
    good = template.example
    content, measure, evidence = good.content, good.measure, good.evidence
    found = [
        (is_general(item.content), "general", mark("Nội dung chung chung: chưa nói làm việc gì."), content),
        (not item.solution, "no_solution", mark("Chưa nói làm bằng cách nào."), good.solution),
        (item.due_on is None, "no_date", mark("Chưa có thời hạn."), f"{good.period}/{year}"),
        (_no_measure(item), "no_measure", mark("Chưa có kết quả đo được hoặc cho xem được."), measure),
        (_no_number(item), "no_number", mark("Kết quả là con số nhưng chưa có số nào."), measure),
        (not item.evidence, "no_evidence", mark("Chưa nói lấy gì làm minh chứng."), evidence),
        (not of_the_post(item, template), "not_of_post", mark("Không thấy liên hệ với việc của chức vụ."), content),
        (_like_any(item.content, known[0]), "copied", mark("Giống nội dung đã cam kết năm trước."), content),
        (_like_any(item.content, known[1]), "twice", mark("Trùng với một nội dung ở trên."), content),
    ]
    return [Weak(code, sentence, better, place) for is_weak, code, sentence, better in found if is_weak]


def is_general(content: str) -> bool:
    """Too short to name an act, or an attitude without any figure."""
    plain = fold(content)
    if len(plain.split()) < FEWEST_WORDS:
        return True
    begins = any(plain.startswith(words) for words in EMPTY_WORDS)
    return begins and not re.search(r"\d", plain)


def _no_measure(item: ItemText) -> bool:
    if item.measure_kind == MeasureKind.INDICATOR:
        return not item.indicator
    return item.measure_kind == MeasureKind.NONE or not item.measure


def _no_number(item: ItemText) -> bool:
    return item.measure_kind == MeasureKind.COUNT and bool(item.measure) and not re.search(r"\d", item.measure)


def of_the_post(item: ItemText, template: Template) -> bool:
    """A figure of the own unit is of the post's work; else one of the words of this work stands in what is typed."""
    if item.measure_kind == MeasureKind.INDICATOR and item.indicator:
        return True
    plain = fold(f"{item.content} {item.solution} {item.measure}")
    return any(re.search(rf"\b{re.escape(words)}\b", plain) for words in template.work)


def alike(one: str, other: str) -> bool:
    """Whether two contents share most of their words, years and numbers aside."""
    mine, theirs = _words(one), _words(other)
    return bool(mine) and bool(theirs) and len(mine & theirs) / len(mine | theirs) >= ALIKE


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", fold(text)))


def _like_any(content: str, known: Sequence[str]) -> bool:
    return any(alike(content, one) for one in known)
