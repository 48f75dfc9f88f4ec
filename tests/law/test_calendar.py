"""The working calendar: days, hours, fingerprints, what is missing."""

import json
from datetime import date, datetime, time

import pytest

from gandan.law.calendar import (
    DEFAULT_HOURS,
    HANOI,
    CountedSaturdays,
    OfficeHours,
    Season,
    SpecialDay,
    WorkCalendar,
    missing_year_warning,
    standard_calendar,
)
from gandan.law.hours import read_spans
from gandan.lib.refusal import Refused

MORNING = (time(7, 30), time(11, 30))
SUMMER = Season(((time(7), time(11, 30)), (time(13, 30), time(17))), "04-16", "10-15")
WINTER = Season(((time(7, 30), time(12)), (time(13), time(16, 30))), "10-16", "04-15")
SEASONS = OfficeHours((SUMMER, WINTER), "Quyết định 1/QĐ-UBND")


def test_why_a_day_is_off_is_answered_with_its_source() -> None:
    calendar = standard_calendar()
    holiday, weekend = calendar.why_off(date(2026, 11, 24)), calendar.why_off(date(2026, 11, 28))
    assert holiday is not None
    assert (holiday.name, holiday.source) == ("Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16")
    assert weekend is not None
    assert weekend.source == "Quyết định 188/1999/QĐ-TTg"
    assert calendar.why_off(date(2026, 11, 25)) is None


def test_a_day_of_the_installation_stands_above_the_table() -> None:
    storm = SpecialDay(date(2026, 11, 25), "off", "Nghỉ tránh bão", "Công điện 5/CĐ-UBND")
    worked = SpecialDay(date(2026, 11, 24), "working", "Trực cả ngày", "Quyết định 9/QĐ-UBND")
    calendar = standard_calendar(extra=[storm, worked])
    assert calendar.why_off(date(2026, 11, 25)) == storm
    assert calendar.is_working(date(2026, 11, 24))
    assert standard_calendar().is_working(date(2026, 11, 25))


def test_the_same_arguments_give_the_same_calendar_object() -> None:
    assert standard_calendar(SEASONS) is standard_calendar(SEASONS)


def test_office_hours_follow_the_season_even_across_the_new_year() -> None:
    calendar = standard_calendar(SEASONS)
    assert calendar.close_of(date(2026, 10, 15)) == datetime(2026, 10, 15, 17, tzinfo=HANOI)
    assert calendar.close_of(date(2026, 10, 16)) == datetime(2026, 10, 16, 16, 30, tzinfo=HANOI)
    assert calendar.spans(date(2027, 1, 4)) == WINTER.spans


def test_saturdays_count_only_by_a_cited_decision_and_only_while_it_holds() -> None:
    counted = CountedSaturdays(date(2026, 3, 1), date(2026, 3, 31), (MORNING,), "Quyết định 7/QĐ-UBND")
    calendar = standard_calendar(counted_saturdays=[counted])
    assert [calendar.is_working(date(2026, 3, day)) for day in (7, 14, 21, 28)] == [True] * 4
    assert not calendar.is_working(date(2026, 4, 4))
    assert not calendar.is_working(date(2026, 3, 8))  # a Sunday
    assert calendar.close_of(date(2026, 3, 7)).hour == 11
    assert not standard_calendar().is_working(date(2026, 3, 7))
    with pytest.raises(Refused) as refused:
        CountedSaturdays(date(2026, 3, 1), None, (MORNING,), " ")
    assert refused.value.code == "law.saturdays_without_source"


def test_a_holiday_on_a_counted_saturday_stays_off() -> None:
    counted = CountedSaturdays(date(2026, 1, 1), None, (MORNING,), "Quyết định 7/QĐ-UBND")
    calendar = standard_calendar(counted_saturdays=[counted])
    assert not calendar.is_working(date(2027, 2, 6))
    assert calendar.spans(date(2026, 1, 10)) == DEFAULT_HOURS.spans(date(2026, 1, 10))  # a swap: the whole day


def test_the_json_is_complete_and_reads_back_to_the_same_fingerprint() -> None:
    counted = CountedSaturdays(date(2026, 3, 1), None, (MORNING,), "Quyết định 7/QĐ-UBND")
    extra = SpecialDay(date(2026, 11, 25), "off", "Nghỉ tránh bão", "Công điện 5/CĐ-UBND")
    calendar = standard_calendar(SEASONS, [extra], counted_saturdays=[counted])
    again = WorkCalendar.from_json(json.loads(json.dumps(calendar.to_json())))
    assert again.fingerprint == calendar.fingerprint
    assert again == calendar
    assert hash(again) == hash(calendar)
    assert again != standard_calendar(SEASONS, [extra])


@pytest.mark.parametrize("change", ["hours", "saturdays", "day", "source", "verified"])
def test_every_change_changes_the_fingerprint(change: str) -> None:
    day = SpecialDay(date(2026, 11, 25), "off", "Nghỉ tránh bão", "Công điện 5/CĐ-UBND")
    before = standard_calendar(extra=[day]).fingerprint
    counted = CountedSaturdays(date(2026, 3, 1), None, (MORNING,), "Quyết định 7/QĐ-UBND")
    after = {
        "hours": standard_calendar(SEASONS, [day]),
        "saturdays": standard_calendar(extra=[day], counted_saturdays=[counted]),
        "day": standard_calendar(),
        "source": standard_calendar(extra=[SpecialDay(day.day, "off", day.name, "Công điện 6/CĐ-UBND")]),
        "verified": standard_calendar(extra=[SpecialDay(day.day, "off", day.name, day.source, verified=False)]),
    }
    assert after[change].fingerprint != before


def test_days_outside_the_calendar_are_refused() -> None:
    for day in (date(2018, 12, 31), date(2041, 1, 1), date.min, date.max):
        with pytest.raises(Refused) as refused:
            standard_calendar().is_working(day)
        assert refused.value.code == "law.outside_calendar"


def test_one_day_told_twice_is_refused() -> None:
    day = SpecialDay(date(2026, 11, 25), "off", "Nghỉ tránh bão", "Công điện 5/CĐ-UBND")
    with pytest.raises(Refused) as refused:
        WorkCalendar((day, day))
    assert refused.value.code == "law.calendar_days"


def test_the_close_of_a_day_off_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        standard_calendar().close_of(date(2026, 11, 24))
    assert refused.value.code == "law.day_off"


@pytest.mark.parametrize(
    "pairs", [[], [["11:30", "07:30"]], [["07:30", "11:30"], ["11:00", "17:00"]], [["7h30", "11h30"]], None, "07:30"]
)
def test_hours_out_of_order_are_refused(pairs: object) -> None:
    with pytest.raises(Refused) as refused:
        read_spans(pairs)
    assert refused.value.code == "law.hours"


def test_seasons_that_leave_a_day_without_hours_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        OfficeHours((SUMMER,), "Quyết định 1/QĐ-UBND")
    assert refused.value.code == "law.hours_gap"
    with pytest.raises(Refused) as refused:
        Season((MORNING,), "02-30", "12-31")
    assert refused.value.code == "law.hours_season"


def test_the_administrator_is_warned_from_october_while_next_year_is_only_projected() -> None:
    calendar = standard_calendar()
    assert missing_year_warning(date(2026, 9, 30), calendar) is None
    warning = missing_year_warning(date(2026, 10, 1), calendar)
    assert warning is not None
    assert "2027" in warning


def test_no_warning_once_tet_and_the_neighbour_of_national_day_are_announced() -> None:
    announced = [
        SpecialDay(special.day, special.kind, special.name, "Thông báo 1/TB-BNV")
        for special in standard_calendar().days
        if special.day.year == 2027 and special.status == "projected"
    ]
    calendar = standard_calendar(extra=announced)
    assert 2027 not in calendar.projected_years
    assert missing_year_warning(date(2026, 12, 1), calendar) is None
    assert missing_year_warning(date(2041, 1, 1), calendar) is not None
