"""What is remembered of the organisation, and that no change is missed."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connections, transaction

from gandan.organisation.models import (
    OfficeHours,
    Person,
    RuleChoice,
    SpecialDay,
    Tenure,
    Unit,
    UnitSuccession,
)
from gandan.organisation.powers import PostKind, Power
from gandan.organisation.queries import calendar_of, reading, standing, unit_map
from gandan.organisation.queries.editions import edition
from gandan.procedures.models import Procedure
from tests.factories import PersonFactory, PostFactory, TenureFactory, UnitFactory, commune, officer

pytestmark = [pytest.mark.both]
TODAY = date(2026, 11, 23)


def _succession() -> None:
    UnitSuccession.objects.create(old=UnitFactory(), new=UnitFactory(), on=TODAY, source="Nghị quyết")


CHANGES: dict[str, Callable[[], object]] = {
    "unit": UnitFactory,
    "succession": _succession,
    "person": PersonFactory,
    "post": PostFactory,
    "tenure": TenureFactory,
    "day": lambda: SpecialDay.objects.create(day=TODAY, kind="off", name="Lũ", source="QĐ 1"),
    "hours": lambda: OfficeHours.objects.create(spans=[["08:00", "12:00"]], valid_from=TODAY, source="QĐ 2"),
    "choice": lambda: RuleChoice.objects.create(rule="x", value="y", source="QĐ 3", valid_from=TODAY),
    "many at once": lambda: Unit.objects.bulk_create(UnitFactory.build_batch(3)),
    "procedure": lambda: Procedure.objects.create(code="1.999999"),
    "an update past the models": lambda: Unit.objects.update(phone="0226 000"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", CHANGES)
def test_every_change_makes_another_edition(what):
    UnitFactory()
    before = edition()
    CHANGES[what]()
    assert before
    assert edition() != before


@pytest.mark.django_db
def test_taking_away_makes_another_edition():
    tenure = TenureFactory()
    before = edition()
    tenure.delete()
    assert edition() != before


@pytest.mark.django_db
def test_while_nothing_changes_the_same_map_and_calendar_are_handed_out():
    here = commune()
    assert unit_map(TODAY) is unit_map(TODAY)
    assert calendar_of(here.centre, TODAY) is calendar_of(here.centre, TODAY)


@pytest.mark.django_db
def test_days_are_kept_apart():
    tenure = TenureFactory(valid_from=TODAY)
    assert standing(Person(pk=tenure.person_id), TODAY).posts
    assert not standing(Person(pk=tenure.person_id), TODAY - timedelta(days=1)).posts


@pytest.mark.django_db
def test_what_is_rolled_back_is_forgotten():
    here = commune()
    person = officer(here.committee, PostKind.SPECIALIST)
    assert standing(Person(pk=person.pk), TODAY).may(Power.DOSSIER_EXAMINE)
    with transaction.atomic():
        Tenure.objects.all().delete()
        assert not standing(Person(pk=person.pk), TODAY).may(Power.DOSSIER_EXAMINE)
        transaction.set_rollback(True)
    assert standing(Person(pk=person.pk), TODAY).may(Power.DOSSIER_EXAMINE)


@pytest.mark.usefixtures("own_database")
def test_a_power_taken_by_another_process_is_gone_at_once():
    """The other one is a thread with a connection of its own, which leaves only what reaches the database."""
    person = officer(commune().committee, PostKind.SPECIALIST)
    assert standing(Person(pk=person.pk), TODAY).may(Power.DOSSIER_EXAMINE)

    def take() -> None:
        Tenure.objects.filter(person=person).update(valid_to=TODAY)
        connections.close_all()

    other = Thread(target=take)
    other.start()
    other.join()
    assert not standing(Person(pk=person.pk), TODAY).may(Power.DOSSIER_EXAMINE)


@pytest.mark.django_db
def test_while_a_page_reads_the_token_is_asked_for_once(django_assert_num_queries):
    here = commune()
    calendar_of(here.centre, TODAY), unit_map(TODAY)  # known from here on
    with django_assert_num_queries(1), reading():
        calendar_of(here.centre, TODAY), unit_map(TODAY), unit_map(TODAY)


@pytest.mark.django_db
def test_after_the_page_a_change_is_seen_again():
    with reading():
        before = edition()
        UnitFactory()
        assert edition() == before
    assert edition() != before
