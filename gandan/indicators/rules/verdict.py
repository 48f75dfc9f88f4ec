"""A measure that is sealed before the start, and what its figure says when the time is over.

The choice behind the words: a share that was counted is one draw of what the office does usually, so it is judged by
its interval (95 %, Wilson), not by the point. *Kept* when the interval's near end reaches the mark: chance alone hardly
explains it. *Not kept* when even its far end falls short. Everything between, and everything counted from fewer cases
than the measure names, is *not shown*: neither praise nor blame. Before the last day is over, and before any case, it
is *too early*. No share of a sample shows a target of 0 or 100 %, so none is sealed.
"""

import hashlib
from datetime import date

import rfc8785

from gandan.indicators.values import Better, Canonical, Definition, Figure, JudgedBy, Measure, Outcome, Verdict
from gandan.lib.refusal import Refused, mark
from gandan.lib.statistics import wilson

WHOLE = 1000  # targets are thousandths


def check(measure: Measure, definition: Definition) -> None:
    """It can be judged at all, and by the definition as it stands now. Raises Refused."""
    if measure.indicator != definition.code or measure.fingerprint != definition.fingerprint:
        sentence = mark("Cách tính chỉ số đã khác với lúc đặt mục tiêu. Hãy đặt lại theo cách tính hiện nay.")
        raise Refused(sentence, code="indicators.other_definition")
    if measure.better != definition.better:
        raise Refused(mark("Chiều tốt hơn của chỉ số không đúng."), code="indicators.other_direction")
    if measure.last_on < measure.first_on:
        raise Refused(mark("Ngày cuối phải sau ngày đầu."), code="indicators.no_days")
    if measure.least < 1:
        raise Refused(mark("Cần ít nhất một trường hợp để kết luận."), code="indicators.no_least")
    _check_mark(measure)


def _check_mark(measure: Measure) -> None:
    done, of = measure.baseline
    if not 0 <= done <= of:
        raise Refused(mark("Mức ban đầu không phải là số đạt trên tổng số."), code="indicators.no_baseline_share")
    if measure.judged_by == JudgedBy.BASELINE and of < measure.least:
        sentence = mark("Mức ban đầu có quá ít trường hợp để so. Hãy đặt một mục tiêu cụ thể thay vì “tốt hơn trước”.")
        raise Refused(sentence, code="indicators.baseline_too_small")
    if measure.judged_by == JudgedBy.TARGET and not 0 < measure.target < WHOLE:
        sentence = mark(
            "Không số liệu nào đủ để chứng tỏ mức 0 hoặc 100 phần trăm. Hãy đặt mức khác, ví dụ 98 phần trăm."
        )
        raise Refused(sentence, code="indicators.target_out_of_reach")


def canonical(measure: Measure) -> bytes:
    """The measure as one text, whatever the order of its parts: canonical JSON (RFC 8785)."""
    told: Canonical = {
        "baseline": list(measure.baseline),
        "better": measure.better.value,
        "fingerprint": measure.fingerprint,
        "first_on": measure.first_on.isoformat(),
        "indicator": measure.indicator,
        "judged_by": measure.judged_by.value,
        "last_on": measure.last_on.isoformat(),
        "least": measure.least,
        "person_post": measure.person_post,
        "target": measure.target,
        "unit": measure.unit,
    }
    return rfc8785.dumps(dict(told))


def seal(measure: Measure) -> str:
    """SHA-256 in hex of the canonical text."""
    return hashlib.sha256(canonical(measure)).hexdigest()


def tampered(measure: Measure, sealed: str) -> bool:
    """Whether anything of it is other than when it was sealed."""
    return seal(measure) != sealed


def verdict(measure: Measure, figure: Figure, today: date) -> Verdict:
    """What the figure of the measure's days says on a day. Raises ValueError for another indicator's or unit's."""
    if (figure.definition, figure.unit) != (measure.indicator, measure.unit):
        raise ValueError(f"{figure.definition} of {figure.unit} says nothing of {measure.indicator} of {measure.unit}")
    outcome, why = _judged(measure, figure, today)
    return Verdict(outcome, why, figure.numerator, figure.denominator, figure.interval, _against(measure))


def _judged(measure: Measure, figure: Figure, today: date) -> tuple[Outcome, str]:
    if today <= measure.last_on:
        return Outcome.TOO_EARLY, "running"
    if figure.interval is None:
        return Outcome.TOO_EARLY, "no_case"
    if figure.denominator < measure.least:
        return Outcome.NOT_SHOWN, "few"
    (low, high), (low_mark, high_mark) = figure.interval, _marks(measure)
    is_up = measure.better == Better.UP
    if low >= high_mark if is_up else high <= low_mark:
        return Outcome.KEPT, "reached"
    if high < low_mark if is_up else low > high_mark:
        return Outcome.NOT_KEPT, "missed"
    return Outcome.NOT_SHOWN, "between"


def _marks(measure: Measure) -> tuple[float, float]:
    """Between which two shares the mark lies: the target twice; or the ends of the baseline's own interval, which is
    no certain number either, so that better than before is better than its good end."""
    if measure.judged_by == JudgedBy.TARGET:
        return measure.target / WHOLE, measure.target / WHOLE
    return wilson(*measure.baseline)


def _against(measure: Measure) -> float | None:
    if measure.judged_by == JudgedBy.TARGET:
        return measure.target / WHOLE
    done, of = measure.baseline
    return done / of if of else None
