"""What a derivation cites: the law of its day, and no law that is dead or not yet born."""

from datetime import date, datetime, time

import pytest

from gandan.law.calendar import HANOI, standard_calendar
from gandan.law.deadline import Deadline, derive
from gandan.law.grounds import Grounds, grounds_on
from gandan.law.terms import Term

CIVIL_STATUS = "Luật Hộ tịch 2014 (60/2014/QH13), Đ.5 k.3"
CERTIFICATION = "Nghị định 23/2015/NĐ-CP, Đ.7"


def derived(start: str, term: str, grounds: Grounds | None = None) -> Deadline:
    begun = datetime.fromisoformat(start).replace(tzinfo=HANOI)
    return derive(begun, Term.parse(term), standard_calendar(), grounds=grounds or grounds_on(begun.date()))


def test_the_articles_of_today_are_cited() -> None:
    grounds = grounds_on(date(2026, 11, 23))
    assert grounds.from_next_day == "Bộ luật Dân sự 2015, Đ.147 k.2"
    assert grounds.from_the_moment == "Bộ luật Dân sự 2015, Đ.147 k.1"
    assert grounds.rolled == "Bộ luật Dân sự 2015, Đ.148 k.5"
    assert grounds.within_day == f"{CIVIL_STATUS} (hộ tịch); {CERTIFICATION} (chứng thực)"
    assert grounds.late_in_day == time(15)


@pytest.mark.parametrize(("day", "is_cited"), [("2027-02-26", True), ("2027-03-01", False), ("2027-06-01", False)])
def test_a_law_is_cited_until_the_day_before_it_ends_and_its_absence_is_said(day: str, is_cited: bool) -> None:
    source = derived(f"{day}T09:00", "within the day").steps[0].source
    assert (CIVIL_STATUS in source) is is_cited
    year, month, number = day.split("-")
    gap = f"chưa ghi quy định nào có hiệu lực vào ngày {number}/{month}/{year} (hộ tịch)"
    assert (gap in source) is not is_cited
    assert f"{CERTIFICATION} (chứng thực)" in source


def test_before_the_civil_code_no_civil_code_is_cited() -> None:
    assert grounds_on(date(2016, 12, 31)).from_next_day == "chưa ghi quy định nào có hiệu lực vào ngày 31/12/2016"


def test_the_hour_is_the_one_that_is_given() -> None:
    noon = Grounds("A", "B", "C", "D", time(11, 30))
    deadline = derived("2026-11-25T11:31", "within the day", noon)
    assert f"{deadline.due_at:%Y-%m-%d}" == "2026-11-26"
    assert "sau 11 giờ 30" in deadline.steps[0].what
    assert deadline.steps[0].source == "D"


def test_without_an_hour_in_force_the_day_itself_counts_while_the_office_is_open() -> None:
    silent = Grounds("A", "B", "C", "D", None)
    early, late = (derived(f"2026-11-25T{hour}", "within the day", silent) for hour in ("16:59", "17:00"))
    assert [f"{deadline.due_at:%m-%d}" for deadline in (early, late)] == ["11-25", "11-26"]
    assert "giờ làm việc" in late.steps[0].what


def test_every_source_comes_from_what_is_given() -> None:
    named = Grounds("mai", "ngay", "cuối", "trong ngày", time(15))
    assert derived("2026-11-25T09:00", "8 working hours", named).steps[0].source == "ngay"
    counted = derived("2026-11-06T09:00", "15 days", named).steps
    assert [step.source.partition(";")[0] for step in counted[:3]] == ["mai", "mai", "cuối"]
