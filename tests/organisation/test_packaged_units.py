"""The units that come with the release."""

from datetime import date, datetime

import pytest

from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import import_units
from gandan.organisation.models import Unit
from gandan.organisation.queries import packaged_units, scope_of, unit_by_ref, unit_history

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def region():
    outcomes = import_units(rows=packaged_units(), by=CLOCK, at=datetime(2026, 11, 23, 9, tzinfo=HANOI))
    assert not [outcome for outcome in outcomes if outcome.refusal]


def communes(day):
    return Unit.objects.in_force(day).filter(kind="committee")


@pytest.mark.usefixtures("region")
def test_seventeen_communes_became_fifteen_and_then_five():
    assert communes(date(2024, 12, 31)).filter(parent__code="352").count() == 17
    assert communes(date(2025, 1, 1)).filter(parent__code="352").count() == 15
    assert communes(date(2025, 7, 1)).filter(predecessions__isnull=False).distinct().count() == 5
    assert communes(date(2026, 11, 23)).count() == 129


@pytest.mark.usefixtures("region")
def test_one_code_was_three_communes_one_after_the_other():
    names = Unit.objects.filter(code="13540").order_by("valid_from").values_list("name", flat=True)
    assert [name.rsplit("xã ")[1] for name in names] == ["An Nội", "Bình An", "Bình An"]


@pytest.mark.usefixtures("region")
def test_todays_binh_an_keeps_the_papers_of_two_generations():
    binh_an = unit_by_ref("13540@2025-07-01")
    scope = scope_of([binh_an.pk], date(2026, 11, 23))
    names = set(Unit.objects.filter(pk__in=scope).values_list("code", flat=True))
    assert names == {"13519", "13522", "13534", "13540", "13546"}
    assert len(unit_history(binh_an).before) == 6


@pytest.mark.usefixtures("region")
def test_every_unit_says_where_it_comes_from():
    assert not Unit.objects.filter(source="").exists()
