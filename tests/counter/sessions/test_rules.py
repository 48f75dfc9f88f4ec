"""Days of a plan, the last lawful day to announce, rest earned: no database."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from gandan.counter.sessions.rules import announcing, outcomes, plans
from gandan.counter.sessions.values import Decision, Need, PlanDetails
from gandan.law.calendar import HANOI, CountedSaturdays, SpecialDay, standard_calendar
from gandan.law.rulebook import rule
from gandan.lib.refusal import Refused
from tests.refusals import refused

CALENDAR = standard_calendar()
RULE = rule(announcing.RULE, date(2026, 11, 2))
TODAY = date(2026, 11, 2)
MORNING = ((time(7, 30), time(11, 30)),)
DETAILS = PlanDetails(
    name="Ngày thứ bảy với dân",
    decision_number="12/QĐ-UBND",
    decision_on=date(2026, 10, 20),
    decision_signer="Vũ Đức Thắng",
    pattern="every_saturday",
    hours="07:30-11:30",
    place="Nhà văn hóa thôn Đông",
    procedures=["1.000001"],
    needs=[Need("dossiers.receive", 2)],
)


@pytest.mark.parametrize(
    ("pattern", "weekday", "days"),
    [
        ("every_saturday", None, ["2026-11-07", "2026-11-14", "2026-11-21", "2026-11-28", "2026-12-05"]),
        ("first_saturday", None, ["2026-11-07", "2026-12-05"]),
        ("weekday", 3, ["2026-11-04", "2026-11-11", "2026-11-18", "2026-11-25", "2026-12-02"]),
    ],
)
def test_the_days_of_a_pattern(pattern, weekday, days):
    found = plans.days_of(pattern, weekday, date(2026, 11, 2), date(2026, 12, 5))
    assert [day.isoformat() for day in found] == days


def test_chosen_days_are_those_that_were_chosen_each_once():
    chosen = [date(2026, 12, 9), date(2026, 11, 9), date(2026, 12, 9)]
    assert plans.days_of("chosen", None, TODAY, TODAY, chosen) == [date(2026, 11, 9), date(2026, 12, 9)]


def test_holidays_and_past_days_are_left_out_and_said():
    decreed = standard_calendar(extra=[SpecialDay(date(2026, 11, 14), "off", "Quốc tang", "TB 1", "announced")])
    days = [date(2026, 10, 31), date(2026, 11, 7), date(2026, 11, 14)]
    kept, left_out = plans.sort_out(days, decreed, today=TODAY)
    assert kept == [date(2026, 11, 7)]
    assert [(one.on.day, one.why) for one in left_out] == [(31, "đã qua"), (14, "Quốc tang")]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"name": " "}, "sessions.plan_incomplete"),
        ({"place": ""}, "sessions.plan_incomplete"),
        ({"name": "x" * 151}, "sessions.text_too_long"),
        ({"decision_number": ""}, "sessions.no_decision"),
        ({"decision_on": None}, "sessions.no_decision"),
        ({"decision_on": date(2026, 11, 3)}, "sessions.decision_to_come"),
        ({"pattern": "weekday"}, "sessions.no_weekday"),
        ({"people": 0}, "sessions.wrong_people"),
        ({"procedures": []}, "sessions.nothing_offered"),
        ({"needs": [Need("organisation.keep")]}, "sessions.wrong_need"),
        ({"needs": [Need("dossiers.receive", 0)]}, "sessions.wrong_need"),
    ],
)
def test_a_plan_that_lacks_something_is_refused(other, code):
    with refused(code):
        plans.check_details(replace(DETAILS, **other), today=TODAY)


def test_a_whole_plan_is_not_refused_and_one_for_petitions_alone_neither():
    plans.check_details(DETAILS, today=TODAY)
    plans.check_details(replace(DETAILS, procedures=[], receives_petitions=True), today=TODAY)


def test_too_many_or_no_days_are_refused():
    with refused("sessions.no_days"):
        plans.check_days([], [])
    with refused("sessions.too_many_days"):
        plans.check_days([TODAY] * 61, [])
    with refused("sessions.too_far"):
        plans.days_of("every_saturday", None, TODAY, date(2036, 1, 1))


@pytest.mark.parametrize("text", ["", "7-", "11:30-07:30", "07:30-11:30, 10:00-12:00"])
def test_hours_that_cannot_be_are_refused(text):
    with pytest.raises(Refused, check=lambda refusal: refusal.code in ("law.hours", "law.wrong_hours")):
        plans.read_hours(text)


def test_who_settles_is_needed_for_each_field_that_is_offered():
    needs = plans.needs_by_field([Need("dossiers.receive", 2), Need("dossiers.settle")], {"Hộ tịch", "Đất đai"})
    assert [need.key for need in needs] == [
        "dossiers.receive", "dossiers.settle/Hộ tịch", "dossiers.settle/Đất đai"
    ]  # fmt: skip
    assert plans.needs_by_field([Need("dossiers.settle")], []) == (Need("dossiers.settle"),)


# --- announcing --------------------------------------------------------------------------------------------------


def test_the_last_day_leaves_five_whole_working_days():
    """For Saturday the 12th Monday to Friday must lie between: the Sunday before is the last day."""
    assert announcing.last_day_to_announce(date(2026, 12, 12), RULE, CALENDAR) == date(2026, 12, 6)
    assert announcing.last_day_to_announce(date(2026, 12, 16), RULE, CALENDAR) == date(2026, 12, 8)


def test_a_holiday_between_moves_the_last_day_back():
    """The 1st of January 2027 is a Friday."""
    assert announcing.last_day_to_announce(date(2027, 1, 2), RULE, CALENDAR) == date(2026, 12, 24)


def test_a_default_of_ours_yields_to_a_reason_and_a_decision_of_the_place_does_not():
    decided = replace(RULE, certainty="certain", article="QĐ 12")
    saturday = date(2026, 12, 12)

    def late(rule, today, reason=""):
        return announcing.check_announced_in_time(saturday, rule, CALENDAR, today=today, late_reason=reason)

    assert late(RULE, date(2026, 12, 6)) is False
    assert late(decided, date(2026, 12, 6)) is False
    assert late(RULE, date(2026, 12, 7), "Bão số 5") is True
    with refused("sessions.late_without_reason"):
        late(RULE, date(2026, 12, 7), "  ")
    with pytest.raises(Refused, match=r"06/12/2026") as refusal:
        late(decided, date(2026, 12, 7), "Bão số 5")
    assert refusal.value.code == "sessions.announced_late"


def test_a_session_is_not_announced_once_it_has_begun():
    day = date(2026, 11, 28)
    announcing.check_not_begun(day, MORNING, at=datetime(2026, 11, 28, 7, 29, tzinfo=HANOI))
    with refused("sessions.begun"):
        announcing.check_not_begun(day, MORNING, at=datetime(2026, 11, 28, 7, 30, tzinfo=HANOI))


def test_a_session_is_the_leaders_reception_day_only_with_the_leader_and_petitions():
    check = announcing.check_reception_day
    check(is_reception_day=False, receives_petitions=False, posts=())
    check(is_reception_day=True, receives_petitions=True, posts={"chair"})
    with refused("sessions.reception_without_leader"):
        check(is_reception_day=True, receives_petitions=True, posts={"centre_head"})
    with refused("sessions.reception_without_petitions"):
        check(is_reception_day=True, receives_petitions=False, posts={"chair"})


# --- what is owed -------------------------------------------------------------------------------------------------


def test_all_hours_of_a_day_of_rest_are_owed_and_of_a_working_day_those_beyond_office_hours():
    evening = ((time(16, 0), time(19, 0)),)
    assert outcomes.rest_of(date(2026, 11, 28), MORNING, CALENDAR) == (4, "weekend")
    assert outcomes.rest_of(date(2026, 9, 2), MORNING, CALENDAR) == (4, "holiday")
    assert outcomes.rest_of(date(2026, 11, 25), MORNING, CALENDAR) == (0, "overtime")
    assert outcomes.rest_of(date(2026, 11, 25), evening, CALENDAR) == (2, "overtime")


def test_a_saturday_that_counts_for_deadlines_is_a_day_of_rest_for_who_works():
    counted = CountedSaturdays(date(2026, 1, 1), None, MORNING, "QĐ 7")
    assert outcomes.rest_of(date(2026, 11, 28), MORNING, standard_calendar(counted_saturdays=[counted]))[0] == 4


def test_a_begun_hour_is_a_whole_one():
    assert outcomes.hours_of(((time(7, 30), time(11, 45)),)) == 5


def test_the_middle_wait_and_what_nine_of_ten_did_not_exceed():
    assert outcomes.median_and_nine([]) == (None, None)
    assert outcomes.median_and_nine([60]) == (60, 60)
    assert outcomes.median_and_nine(list(range(1, 11))) == (5, 9)


def test_a_decision_says_who_signed_it_when():
    with refused("sessions.no_decision"):
        plans.check_decision(Decision("12", date(2026, 1, 1), " "), today=TODAY)
