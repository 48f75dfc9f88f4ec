"""Of many, the promised share is called before the time that was told; the last ones teach how far it must go."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from gandan.counter.waiting.rules import promising
from gandan.counter.waiting.values import Forecast

AT = datetime(2026, 11, 24, 2, 3, 20, tzinfo=UTC)
SOON = Forecast(600.0, 120.0, 3, 2, False, False)


def told(forecast=SOON, scores=(), lows=(), at=AT):
    return promising.tell(forecast, scores=scores, lows=lows, at=at)


def test_people_are_told_full_five_minutes():
    found = told()
    for instant in (found.lower_at, found.by_at):
        assert (instant.minute % 5, instant.second) == (0, 0) or instant == AT
    assert AT <= found.lower_at < found.by_at


def test_who_is_next_at_a_free_counter_is_told_the_next_minutes():
    found = told(Forecast(0.0, 60.0, 0, 2, True, False))
    assert (found.lower_at, found.by_at) == (AT, AT.replace(minute=10, second=0))


def test_a_promise_is_never_of_the_past():
    found = told(scores=[-50.0] * 300, lows=[-60.0] * 300)
    assert found.by_at > AT
    assert found.lower_at >= AT


def test_the_score_is_what_the_promise_as_told_would_have_had_to_reach():
    about = {"made_at": AT, "middle": 600.0, "spread": 120.0}
    called = AT + timedelta(minutes=14, seconds=7)
    score = promising.score(**about, called_at=called)
    assert told(scores=[score + 0.01] * 300).by_at >= called
    assert told(scores=[score - 0.01] * 300).by_at < called


def test_exactly_on_the_minute_that_was_told_is_kept():
    called = AT.replace(minute=15, second=0)
    score = promising.score(made_at=AT, middle=600.0, spread=120.0, called_at=called)
    assert told(scores=[score + 0.001] * 300).by_at == called


@pytest.mark.parametrize(("off", "noise"), [(0.0, 1.0), (3.0, 1.0), (-1.0, 0.4), (0.5, 4.0)])
def test_however_wrong_the_forecast_is_nine_of_ten_are_kept(off, noise):
    """The wait is off the middle by so many spreads, with so much more noise than was thought."""
    chance, scores, kept = Random(5), [], []
    for number in range(3000):
        at = AT + timedelta(seconds=977 * number)
        promise = told(scores=scores[::-1][: promising.WINDOW], at=at)
        called = at + timedelta(seconds=max(1.0, 600 + 120 * (off + noise * chance.gauss(0, 1))))
        kept.append(called <= promise.by_at)
        scores.append(promising.score(made_at=at, middle=600.0, spread=120.0, called_at=called))
    assert 0.87 <= sum(kept[300:]) / len(kept[300:]) <= 0.93


def test_after_a_drift_only_the_latest_count():
    before, after = [i / 150 - 1 for i in range(300)], [4 + i / 40 for i in range(promising.LATELY)]
    assert promising.reach([*after, *before]) > 4.8
    assert promising.reach([*before[: promising.LATELY], *before]) < 1


def test_the_first_promises_are_wider():
    assert promising.reach([]) > 1.2816  # what a normal forecast would need
