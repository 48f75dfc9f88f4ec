"""Days, hours and choices kept by an installation."""

from datetime import date, datetime, time

import pytest

from gandan.journal.models import Entry
from gandan.law.calendar import HANOI, Season
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import choose_rule, remove_special_day, set_office_hours, set_special_day
from gandan.organisation.models import OfficeHours, RuleChoice, SpecialDay
from gandan.organisation.powers import PostKind
from gandan.organisation.queries import calendar_of, choice
from tests.factories import commune, officer
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
TODAY = NOW.date()
ACT = {"by": CLOCK, "at": NOW}
FLOOD = {"day": date(2026, 11, 25), "kind": "off", "name": "Nghỉ do bão lụt", "source": "Công điện 12"}
MORNINGS = Season(((time(8), time(12)),))


def test_a_special_day_moves_the_calendar_and_its_removal_moves_it_back():
    here = commune()
    special, _lines = set_special_day(**FLOOD, **ACT)
    assert calendar_of(here.centre, TODAY).why_off(FLOOD["day"]).source == "Công điện 12"
    remove_special_day(special=special, **ACT)
    assert calendar_of(here.centre, TODAY).is_working(FLOOD["day"])
    assert [entry.act for entry in Entry.objects.order_by("id")] == [
        "organisation.special_day_set",
        "organisation.special_day_removed",
    ]


def test_a_day_set_twice_is_one_day():
    set_special_day(**FLOOD, **ACT)
    set_special_day(**FLOOD | {"name": "Nghỉ bão"}, **ACT)
    assert SpecialDay.objects.get().name == "Nghỉ bão"


def test_a_special_day_needs_a_source_and_a_name_and_a_year_that_is_kept():
    assert refused_code(set_special_day, **FLOOD | {"source": ""}, **ACT) == "organisation.no_decision"
    assert refused_code(set_special_day, **FLOOD | {"name": "x" * 1000}, **ACT) == "organisation.day_name"
    assert refused_code(set_special_day, **FLOOD | {"day": date(1066, 1, 2)}, **ACT) == "law.outside_calendar"


def test_days_of_everybody_are_not_for_the_keeper_of_a_part():
    here = commune()
    keeper = officer(here.centre, PostKind.CENTRE_HEAD)
    assert refused_code(set_special_day, **FLOOD, by=keeper, at=NOW) == "organisation.no_power"
    assert set_special_day(**FLOOD, unit=here.centre, by=keeper, at=NOW)


def test_new_hours_end_the_old_ones_on_their_first_day():
    unit = commune().committee
    hours = {"unit": unit, "source": "QĐ 3", **ACT}
    set_office_hours(seasons=[MORNINGS], valid_from=date(2026, 1, 1), **hours)
    set_office_hours(seasons=[Season(((time(7), time(11)),))], valid_from=date(2026, 6, 1), **hours)
    assert calendar_of(unit, date(2026, 5, 31)).spans(TODAY)[0][0] == time(8)
    assert calendar_of(unit, TODAY).spans(TODAY)[0][0] == time(7)
    early = hours | {"seasons": [MORNINGS], "valid_from": date(2026, 5, 1)}
    assert refused_code(set_office_hours, **early) == "organisation.begins_too_early"


def test_hours_of_the_same_first_day_are_a_correction():
    unit = commune().committee
    for hour in (7, 8):
        set_office_hours(unit=unit, seasons=[Season(((time(hour), time(12)),))], valid_from=TODAY, source="QĐ 3", **ACT)
    assert OfficeHours.objects.get().spans == [["08:00", "12:00"]]


def test_a_season_stands_above_the_year_it_is_part_of():
    unit = commune().committee
    summer = Season(((time(7), time(11)),), "04-16", "10-15")
    set_office_hours(unit=unit, seasons=[summer, MORNINGS], valid_from=date(2026, 1, 1), source="QĐ 3", **ACT)
    calendar = calendar_of(unit, TODAY)
    assert [calendar.spans(day)[0][0] for day in (date(2026, 8, 3), TODAY)] == [time(7), time(8)]


def test_seasons_must_fill_the_year():
    half = Season(((time(7), time(12)),), "01-01", "06-30")
    arguments = {"unit": None, "seasons": [half], "valid_from": TODAY, "source": "QĐ 3", **ACT}
    assert refused_code(set_office_hours, **arguments) == "law.hours_gap"
    assert not OfficeHours.objects.exists()


def test_a_choice_is_stored_in_one_way_of_writing_and_the_next_ends_it():
    unit = commune().committee
    arguments = {"rule": "gandan:second-request", "unit": unit, "source": "QĐ 4", **ACT}
    choose_rule(value=" 2  Working days", valid_from=date(2026, 1, 1), **arguments)
    choose_rule(value="3", valid_from=date(2026, 6, 1), **arguments)
    assert choice("gandan:second-request", unit, date(2026, 5, 31)).value == "2 working days"
    assert choice("gandan:second-request", unit, TODAY).value == "3 working days"


def test_saturdays_are_counted_by_a_choice_and_stop_with_the_next():
    unit = commune().committee
    arguments = {"rule": "gandan:saturday-counts", "unit": unit, "source": "QĐ 5", **ACT}
    choose_rule(value="7h30–11h30", valid_from=date(2026, 7, 1), **arguments)
    assert RuleChoice.objects.get().value == "07:30-11:30"
    choose_rule(value="không", valid_from=date(2026, 10, 1), **arguments)
    calendar = calendar_of(unit, TODAY)
    assert calendar.is_working(date(2026, 9, 26))
    assert not calendar.is_working(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rule": "118/2025:19.5:close"}, "organisation.rule_not_open"),
        ({"value": "mấy hôm"}, "law.term_unreadable"),
        ({"value": "0 working days"}, "law.term_amount"),
        ({"source": ""}, "organisation.no_decision"),
        ({"valid_from": date(2020, 1, 1)}, "organisation.rule_not_yet"),
        ({"rule": "gandan:saturday-counts", "value": "có"}, "law.wrong_hours"),
    ],
)
def test_a_choice_the_law_does_not_leave_open_is_refused(changes, code):
    arguments = {
        "rule": "gandan:second-request",
        "unit": None,
        "value": "2 working days",
        "source": "QĐ 4",
        "valid_from": TODAY,
    }
    assert refused_code(choose_rule, **arguments | changes, **ACT) == code
