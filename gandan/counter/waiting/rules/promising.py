"""What is told of a forecast: corrected by how the last ones went, so that nine of ten are called before it.

Conformal: each settled estimate has a score, how many spreads beyond the middle its promise would have had to reach to
be kept as it was told, rounded. The next promise reaches as far as nine of ten of the last scores.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil, floor

from gandan.counter.waiting.values import Forecast, Told
from gandan.lib.statistics import wilson

COVERED = 0.9  # of all promises, so many are to be kept
WINDOW = 300  # scores that are looked at
LATELY = 40  # when these alone speak against the older ones, only they count
STEP = timedelta(minutes=5)  # people are told such instants
# before there are scores: those of a plain normal forecast, somewhat wider, and fading as real ones come
_BEFOREHAND = (-2.0, -1.4, -1.0, -0.7, -0.5, -0.3, -0.1, 0.1, 0.3, 0.5, 0.7, 0.9, 1.2, 1.5, 1.9, 2.6)


def tell(forecast: Forecast, *, scores: Sequence[float], lows: Sequence[float], at: datetime) -> Told:
    """The promise, on instants that people are told; `scores` and `lows` newest first."""
    if forecast.at_once:
        return Told(at, rounded_up(at + STEP))
    upper, lower = reach(scores), _quantile(_with_beforehand(lows[:WINDOW]), 1 - COVERED)
    by = rounded_up(at + timedelta(seconds=forecast.middle + upper * forecast.spread))
    low = rounded_down(at + timedelta(seconds=max(0.0, forecast.middle + lower * forecast.spread)))
    by = max(by, rounded_up(at + timedelta(seconds=1)))
    return Told(min(max(low, at), by), by)


def reach(scores: Sequence[float]) -> float:
    """How many spreads beyond the middle a promise must go now."""
    return _quantile(_with_beforehand(_still_true(scores[:WINDOW])), COVERED)


def score(*, made_at: datetime, middle: float, spread: float, called_at: datetime) -> float:
    """How many spreads beyond the middle the promise, rounded as people are told it, had to reach to be kept."""
    latest_missed = rounded_up(called_at) - STEP
    return ((latest_missed - made_at).total_seconds() - middle) / spread


def low_score(*, made_at: datetime, middle: float, spread: float, called_at: datetime) -> float:
    return ((called_at - made_at).total_seconds() - middle) / spread


def rounded_up(instant: datetime) -> datetime:
    """The next full five minutes: what people are told."""
    down = rounded_down(instant)
    return down if down == instant else down + STEP


def rounded_down(instant: datetime) -> datetime:
    whole = instant.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=whole.minute % (STEP.seconds // 60))


def _still_true(scores: Sequence[float]) -> Sequence[float]:
    """The scores, or only the latest when older ones would have kept too few, or needlessly many, of them."""
    late, older = scores[:LATELY], scores[LATELY:]
    if len(late) < LATELY or len(older) < LATELY:
        return scores
    kept = sum(one <= _quantile(older, COVERED) for one in late)
    low, high = wilson(kept, len(late))
    return scores if low <= COVERED <= high else late


def _with_beforehand(scores: Sequence[float]) -> Sequence[float]:
    return scores if len(scores) >= 2 * len(_BEFOREHAND) else [*scores, *_BEFOREHAND]


def _quantile(scores: Sequence[float], share: float) -> float:
    """The smallest score that `share` of one more than these is not above: the conformal correction for few."""
    place = ceil(share * (len(scores) + 1)) - 1 if share > 0.5 else floor(share * (len(scores) + 1))
    return sorted(scores)[max(0, min(place, len(scores) - 1))]
