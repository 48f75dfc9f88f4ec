"""Two figures beside each other: different only where their intervals lie apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gandan.indicators.rules.comparing import change
from gandan.indicators.values import Better, Change, Figure

MIRROR = {Change.BETTER: Change.WORSE, Change.WORSE: Change.BETTER}


def of(met: int, every: int) -> Figure:
    return Figure("x", "13504@2025-07-01", "2026-11", met, every)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ((90, 100), (40, 100), Change.BETTER),
        ((40, 100), (90, 100), Change.WORSE),
        ((55, 100), (45, 100), Change.NO_DIFFERENCE_SEEN),  # the intervals overlap, though neither is the other
        ((45, 100), (55, 100), Change.NO_DIFFERENCE_SEEN),
        ((1, 1), (0, 1), Change.NO_DIFFERENCE_SEEN),
        ((0, 0), (9, 10), Change.NOTHING_TO_COMPARE),
        ((9, 10), (0, 0), Change.NOTHING_TO_COMPARE),
    ],
)
def test_a_change_is_said_where_intervals_lie_apart(now, before, said):
    assert change(of(*now), of(*before), Better.UP) == said
    assert change(of(*now), of(*before), Better.DOWN) == MIRROR.get(said, said)


shares = some.integers(1, 300).flatmap(lambda every: some.tuples(some.integers(0, every), some.just(every)))


@given(shares, shares)
def test_looked_at_from_the_other_side_the_change_is_the_opposite(one, other):
    found = change(of(*one), of(*other), Better.UP)
    assert change(of(*other), of(*one), Better.UP) == MIRROR.get(found, found)


@given(shares)
def test_nothing_differs_from_itself(share):
    assert change(of(*share), of(*share), Better.UP) == Change.NO_DIFFERENCE_SEEN
