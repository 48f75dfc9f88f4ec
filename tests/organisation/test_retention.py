"""The day before which something must have ended to have been kept for all its years."""

from datetime import date

import pytest

from gandan.organisation.queries import years_before


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [
        (date(2036, 11, 17), 10, date(2026, 11, 17)),
        (date(2036, 2, 29), 10, date(2026, 3, 1)),  # all of February 2026 is over by then
        (date(2034, 3, 1), 10, date(2024, 3, 1)),  # ended on the 29th: ten years end with February
        (date(2036, 2, 29), 12, date(2024, 2, 29)),
    ],
)
def test_the_same_day_of_an_earlier_year(day, years, before):
    assert years_before(day, years) == before
