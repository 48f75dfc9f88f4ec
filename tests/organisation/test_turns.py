"""Two administrators who give away one name at the same moment: one gets it, the other a sentence."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from gandan.law.calendar import Season
from gandan.law.hours import read_typed_spans
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Refused
from gandan.organisation.actions import choose_rule, create_unit, open_account, set_office_hours, set_special_day
from gandan.organisation.models import OfficeHours, Person, RuleChoice, SpecialDay, Unit, User
from tests.concurrency.conftest import MANY, of_kind, together

pytestmark = [pytest.mark.both, pytest.mark.usefixtures("own_database")]
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
DONE = {"by": CLOCK, "at": AT}
PASSWORD = "mat-khau-thu-nghiem"


def people(count):
    return [Person.objects.create(code=f"P{n}", name=f"Nguyễn Văn {n}") for n in range(count)]


def codes(results):
    return {refused.code for refused in of_kind(results, Refused)}


def test_one_username_wanted_by_many_goes_to_one():
    open_one = partial(open_account, username="hoa", password=PASSWORD, **DONE)
    results = together(*(partial(open_one, person=person) for person in people(4)))
    assert codes(results) == {"organisation.username_taken"}
    assert User.objects.get().username == "hoa"


def test_one_person_gets_one_account():
    (person,) = people(1)
    open_one = partial(open_account, person=person, password=PASSWORD, **DONE)
    results = together(*(partial(open_one, username=f"hoa{n}") for n in range(4)))
    assert codes(results) == {"organisation.account_exists"}
    assert User.objects.count() == 1


def test_one_code_for_overlapping_times_goes_to_one_unit():
    new = partial(create_unit, tree="state", kind="committee", code="13504", **DONE)
    firsts = [date(2025, 7, 1 + n // 2) for n in range(MANY)]  # some on the very same day
    results = together(*(partial(new, name=f"Xã {n}", valid_from=first) for n, first in enumerate(firsts)))
    assert codes(results) == {"organisation.code_taken"}
    assert Unit.objects.count() == 1


def test_one_choice_one_set_of_hours_and_one_day_are_left_of_many():
    choose = partial(choose_rule, rule="gandan:second-request", unit=None, value="2", source="QĐ 1", **DONE)
    year = [Season(read_typed_spans("07:30-11:30, 13:00-17:00"))]
    hours = partial(set_office_hours, unit=None, seasons=year, source="QĐ 2", **DONE)
    special = partial(set_special_day, day=date(2026, 11, 25), kind="off", name="Nghỉ bão", source="QĐ 3", **DONE)
    first = {"valid_from": date(2026, 12, 1)}
    acts = [partial(choose, **first), partial(hours, **first), special]
    assert of_kind(together(*acts * 3), Exception) == []
    assert [model.objects.count() for model in (RuleChoice, OfficeHours, SpecialDay)] == [1, 1, 1]
