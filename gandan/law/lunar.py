"""The Vietnamese lunar calendar, reckoned for UTC+7.

The method is the public one of Hồ Ngọc Đức's description: a month begins on the day of the new moon in Hà Nội,
month 11 holds the winter solstice, and a year of thirteen months repeats the first month without a major solar term.
The positions of moon and sun follow Jean Meeus, Astronomical Algorithms (truncated series, good to some minutes).
Years 1900–2199; China reckons for UTC+8, which is why its Tết differs in 1968, 1985, 2007, 2030 and 2053.
"""

from datetime import date, timedelta
from functools import lru_cache
from math import floor, pi, sin
from typing import NamedTuple

from gandan.lib.refusal import Refused, mark

_UTC_OFFSET = 7 / 24  # of a day
_SYNODIC_MONTH = 29.530588853  # days
_FIRST_NEW_MOON = 2415020.75933  # julian day of new moon number 0, 1900-01-01
_JULIAN_OF_ORDINAL = 1721425  # julian day number = date.toordinal() + this
_DEGREE = pi / 180


class LunarDate(NamedTuple):
    """`month` 1–12, `leap` for the repeated month."""

    year: int
    month: int
    day: int
    leap: bool


@lru_cache(maxsize=4096)
def _new_moon(k: int) -> int:
    """The day (proleptic ordinal, local) on which the k-th new moon after 1900-01-01 falls."""
    t = k / 1236.85
    t2, t3 = t * t, t * t * t
    mean = _FIRST_NEW_MOON + _SYNODIC_MONTH * k + 0.0001178 * t2 - 0.000000155 * t3
    mean += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t2) * _DEGREE)
    sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * _DEGREE
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * _DEGREE
    node = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * _DEGREE
    shift = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun) - 0.4068 * sin(moon) + 0.0161 * sin(2 * moon)
    shift += -0.0004 * sin(3 * moon) + 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    shift += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun) - 0.0006 * sin(2 * node + moon)
    shift += 0.0010 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun)
    # dynamical time runs ahead of the clock
    ahead = -0.000278 + 0.000265 * t + 0.000262 * t2
    return floor(mean + shift - ahead + 0.5 + _UTC_OFFSET) - _JULIAN_OF_ORDINAL


def _solar_sector(ordinal: int) -> int:
    """Which twelfth of the ecliptic the sun stands in at local midnight beginning the day: 0 from the March equinox."""
    t = (ordinal + _JULIAN_OF_ORDINAL - 0.5 - _UTC_OFFSET - 2451545.0) / 36525
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t * t - 0.00000048 * t**3) * _DEGREE
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t * t
    longitude += (1.914600 - 0.004817 * t - 0.000014 * t * t) * sin(anomaly)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor(longitude % 360 / 30)


def _number_near(ordinal: int) -> int:
    """The number of the last new moon that falls on or before the day."""
    k = floor((ordinal + _JULIAN_OF_ORDINAL - 2415021.076998695) / _SYNODIC_MONTH) + 1
    while _new_moon(k) > ordinal:
        k -= 1
    return k


@lru_cache(maxsize=512)
def _month_eleven(solar_year: int) -> int:
    """The number of the new moon that begins the month holding the winter solstice of the year."""
    k = _number_near(date(solar_year, 12, 31).toordinal())
    return k - 1 if _solar_sector(_new_moon(k)) >= 9 else k


@lru_cache(maxsize=512)
def _leap_number(eleven: int, next_eleven: int) -> int | None:
    """The new moon that begins the leap month between two months 11, None in a year of twelve months."""
    if next_eleven - eleven == 12:
        return None
    for k in range(eleven + 1, next_eleven):
        if _solar_sector(_new_moon(k)) == _solar_sector(_new_moon(k + 1)):
            return k
    raise ArithmeticError(eleven)


def to_lunar(day: date) -> LunarDate:
    """The lunar date of a day. Raises Refused `law.lunar_range` outside 1900–2199."""
    _check_year(day.year)
    k = _number_near(day.toordinal())
    eleven = _month_eleven(day.year)
    if k < eleven:
        start, end = _month_eleven(day.year - 1), eleven
    else:
        start, end = eleven, _month_eleven(day.year + 1)
    leap_number = _leap_number(start, end)
    place = k - start  # months since month 11
    leap = k == leap_number
    if leap_number is not None and k >= leap_number:
        place -= 1
    month = (place + 10) % 12 + 1
    year = day.year
    if k < eleven and month >= 11:
        year -= 1
    elif k >= eleven and place >= 2:
        year += 1
    return LunarDate(year, month, day.toordinal() - _new_moon(k) + 1, leap)


@lru_cache(maxsize=512)
def from_lunar(year: int, month: int, day: int) -> date:
    """The day of a lunar date in an ordinary (not repeated) month. Raises Refused `law.lunar_range`."""
    _check_year(year)
    start = _month_eleven(year - 1 if month < 11 else year)
    leap_number = _leap_number(start, _month_eleven(year if month < 11 else year + 1))
    k = start + (month - 11) % 12
    if leap_number is not None and k >= leap_number:
        k += 1
    return date.fromordinal(_new_moon(k)) + timedelta(days=day - 1)


def tet(year: int) -> date:
    """Mùng một Tết: the first day of the lunar year."""
    return from_lunar(year, 1, 1)


def hung_kings(year: int) -> date:
    """Giỗ Tổ Hùng Vương: the tenth of the third lunar month."""
    return from_lunar(year, 3, 10)


def _check_year(year: int) -> None:
    if not 1900 <= year <= 2199:
        raise Refused(mark("Âm lịch chỉ tính được cho các năm 1900–2199."), code="law.lunar_range", year=year)
