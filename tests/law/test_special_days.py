"""The dated tables, and what the law gives where there is none."""

from datetime import date

import holidays
import pytest

from gandan.law.calendar import WorkCalendar, standard_calendar
from gandan.law.special_days import SpecialDay, packaged_tables, special_days, statutory_days
from gandan.lib.refusal import Refused

# What the library lacks (2026's swap of New Year) or only estimates, and what it marks otherwise.
MISSING_IN_LIBRARY = {date(2026, 1, 2): "off", date(2026, 1, 10): "working"}


def offs(days: tuple[SpecialDay, ...]) -> dict[date, str]:
    return {special.day: special.name for special in days if special.kind == "off"}


def test_the_release_brings_the_tables_of_2019_to_2027() -> None:
    assert list(packaged_tables()) == list(range(2019, 2028))
    for year, table in packaged_tables().items():
        assert [special.day.year for special in table] == [year] * len(table)
        assert len({special.day for special in table}) == len(table)


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_table_agrees_with_the_holidays_library_but_for_its_known_gaps(year: int) -> None:
    library = holidays.country_holidays("VN", years=year, categories=("public",))
    ours = offs(packaged_tables()[year])
    theirs = {day for day in library if day.year == year}
    gaps = {day for day, kind in MISSING_IN_LIBRARY.items() if kind == "off"}
    assert set(ours) - theirs - gaps == set()
    assert theirs - set(ours) == set()
    worked = {special.day for special in packaged_tables()[year] if special.kind == "working"}
    assert worked - set(MISSING_IN_LIBRARY) == {day for day in library.weekend_workdays if day.year == year}


def test_a_verified_announcement_names_a_document_and_the_rest_says_it_is_unverified() -> None:
    for table in packaged_tables().values():
        for special in table:
            if special.verified and special.status == "announced":
                assert any(sign in special.source for sign in ("/VPCP-KGVX", "Công văn", "Nghị quyết")), special
            if "chưa tìm thấy" in special.source:
                assert not special.verified, special


def test_the_table_of_2027_is_what_the_law_gives_and_says_so() -> None:
    assert packaged_tables()[2027] == statutory_days(2027)
    projected = [special for special in packaged_tables()[2027] if special.status == "projected"]
    assert [f"{special.day:%m-%d}" for special in projected] == [f"02-{n:02}" for n in range(5, 12)] + ["09-03"]
    assert not any(special.verified for special in projected)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2028, ["01-01", "01-03", "01-25", "01-26", "01-27", "01-28", "01-29", "01-31", "04-04"]),
        (2029, ["01-01", "02-12", "02-13", "02-14", "02-15", "02-16", "04-23"]),
        (2030, ["01-01", "02-01", "02-02", "02-03", "02-04", "02-05", "02-06", "02-07", "04-12"]),
    ],
)
def test_a_year_without_a_table_rests_on_the_law(year: int, expected: list[str]) -> None:
    spring = [f"{day:%m-%d}" for day in offs(special_days(year)) if day < date(year, 4, 24)]
    assert spring == expected


@pytest.mark.parametrize(
    ("year", "neighbour"),
    [(2021, 3), (2022, 1), (2023, 1), (2024, 3), (2025, 1), (2026, 1), (2027, 3), (2029, 3)],
)
def test_the_day_beside_national_day_is_guessed_as_it_was_always_chosen(year: int, neighbour: int) -> None:
    assert date(year, 9, neighbour) in offs(statutory_days(year))
    if year in range(2021, 2027):
        assert date(year, 9, neighbour) in offs(packaged_tables()[year])


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_law_alone_finds_every_day_that_no_prime_minister_has_to_choose(year: int) -> None:
    """Tết may begin a day earlier than guessed, swaps are unforeseeable; the rest must be in the table of the year."""
    chosen = {day for day, name in offs(statutory_days(year)).items() if "Tết Nguyên đán" in name}
    assert set(offs(statutory_days(year))) - chosen <= set(offs(packaged_tables()[year]))


def test_the_day_of_vietnamese_culture_is_off_from_2026_only() -> None:
    assert date(2025, 11, 24) not in offs(statutory_days(2025))
    assert offs(statutory_days(2026))[date(2026, 11, 24)] == "Ngày Văn hóa Việt Nam"


def test_national_day_had_one_day_before_the_code_of_2019() -> None:
    assert [day for day in offs(statutory_days(2020)) if day.month == 9] == [date(2020, 9, 2)]


@pytest.mark.parametrize("year", [2012, 2200])
def test_years_the_law_does_not_reach_are_refused(year: int) -> None:
    with pytest.raises(Refused) as refused:
        special_days(year)
    assert refused.value.code == "law.calendar_range"


@pytest.mark.parametrize(("kind", "name", "source"), [("on", "Tết", "x"), ("off", " ", "x"), ("off", "Tết", "")])
def test_a_special_day_without_kind_name_or_source_is_refused(kind: str, name: str, source: str) -> None:
    with pytest.raises(Refused) as refused:
        SpecialDay(date(2026, 1, 1), kind, name, source)
    assert refused.value.code == "law.special_day"


def test_the_tables_make_one_calendar() -> None:
    calendar = standard_calendar()
    assert isinstance(calendar, WorkCalendar)
    assert not calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 1, 10))
