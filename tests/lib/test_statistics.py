import pytest

from gandan.lib.statistics import wilson


@pytest.mark.parametrize(
    ("kept", "told", "interval"),
    [
        (81, 263, (0.2553, 0.3662)),  # Newcombe 1998, table I, method 3
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (29, 29, (0.8830, 1.0)),
    ],
)
def test_the_interval_is_that_of_the_literature(kept, told, interval):
    assert wilson(kept, told) == pytest.approx(interval, abs=5e-5)


def test_nothing_counted_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


def test_more_kept_than_told_is_a_mistake():
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
