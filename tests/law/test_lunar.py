"""The Vietnamese lunar calendar: right where Chinese tables are wrong for Việt Nam."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.law.lunar import LunarDate, from_lunar, hung_kings, tet, to_lunar
from gandan.lib.refusal import Refused


@pytest.mark.parametrize(
    ("year", "day", "in_china"),
    [
        (1968, date(1968, 1, 29), date(1968, 1, 30)),
        (1985, date(1985, 1, 21), date(1985, 2, 20)),
        (2007, date(2007, 2, 17), date(2007, 2, 18)),
        (2030, date(2030, 2, 2), date(2030, 2, 3)),
        (2053, date(2053, 2, 18), date(2053, 2, 19)),
    ],
)
def test_tet_falls_by_ha_noi_time_where_beijing_differs(year: int, day: date, in_china: date) -> None:
    assert tet(year) == day != in_china


@pytest.mark.parametrize(
    ("year", "new_year", "kings"),
    [
        (2019, date(2019, 2, 5), date(2019, 4, 14)),
        (2020, date(2020, 1, 25), date(2020, 4, 2)),
        (2021, date(2021, 2, 12), date(2021, 4, 21)),
        (2022, date(2022, 2, 1), date(2022, 4, 10)),
        (2023, date(2023, 1, 22), date(2023, 4, 29)),  # after a leap second month
        (2024, date(2024, 2, 10), date(2024, 4, 18)),
        (2025, date(2025, 1, 29), date(2025, 4, 7)),
        (2026, date(2026, 2, 17), date(2026, 4, 26)),
        (2027, date(2027, 2, 6), date(2027, 4, 16)),
        (2028, date(2028, 1, 26), date(2028, 4, 4)),
        (2029, date(2029, 2, 13), date(2029, 4, 23)),
    ],
)
def test_tet_and_the_day_of_the_hung_kings_are_the_known_ones(year: int, new_year: date, kings: date) -> None:
    assert (tet(year), hung_kings(year)) == (new_year, kings)


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(2023, 3, 22), LunarDate(2023, 2, 1, True)),  # Quý Mão repeats its second month
        (date(2025, 7, 25), LunarDate(2025, 6, 1, True)),  # Ất Tỵ repeats its sixth
        (date(2026, 2, 16), LunarDate(2025, 12, 29, False)),  # the old year of 2026 ends on a 29th
        (date(1984, 12, 31), LunarDate(1984, 12, 10, False)),  # the solstice fell in Hà Nội before the new moon
    ],
)
def test_leap_months_and_year_ends(day: date, lunar: LunarDate) -> None:
    assert to_lunar(day) == lunar


@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)))
def test_a_lunar_date_leads_back_and_the_next_day_follows(day: date) -> None:
    lunar, following = to_lunar(day), to_lunar(day + timedelta(days=1))
    assert 1 <= lunar.day <= 30
    assert 1 <= lunar.month <= 12
    assert following.day == lunar.day + 1 or (following.day == 1 and lunar.day in (29, 30))
    if not lunar.leap:
        assert from_lunar(*lunar[:3]) == day


@pytest.mark.parametrize("year", [1899, 2200])
def test_outside_its_years_it_refuses(year: int) -> None:
    with pytest.raises(Refused, match="1900–2199"):
        tet(year)
