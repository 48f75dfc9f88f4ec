"""A result while an agency's step is not done: only with its reason, and the agency is told."""

from datetime import timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Leg
from gandan.dossiers.queries import visible_to
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.organisation.models import Person
from gandan.promises.states import State as PromiseState
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import leg_of, road_of
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def road(scene):
    return road_of(scene)


def plan(road, dossier, *legs):
    said = {"legs": list(legs), "way": "electronic", "by": road.scene.specialist, "at": MONDAY}
    return actions.plan_route(**road.scene.now(dossier), **said)


def settle(road, dossier, **more):
    said = {"outcome": "approved", "result_number": "1", "reason": ""} | more
    return actions.settle(**road.scene.now(dossier), **said, by=road.scene.specialist, at=TUESDAY)


def test_a_result_does_not_pass_over_an_unfinished_step_in_silence(road, written):
    dossier = plan(road, road.scene.examined(), road.to_registry())
    before = written()
    with refused("dossiers.road_unfinished") as no:
        settle(road, dossier)
    assert road.registry.name in str(no.value)
    assert written() == before


def test_with_its_reason_it_does_and_the_agency_is_told_and_may_still_read(road):
    dossier = plan(road, road.scene.examined(), road.to_registry())
    Person.objects.filter(pk=road.registrar.pk).update(email="so@example.com")
    settle(road, dossier, unfinished_because="Đã có bản trích lục trong hồ sơ.")
    leg = leg_of(dossier)
    assert (leg.state, leg.finding) == (Leg.State.WITHDRAWN, "Đã có bản trích lục trong hồ sơ.")
    assert leg.promise.state == PromiseState.VOID
    assert timeline(dossier)[0].told["unfinished"] == "Đã có bản trích lục trong hồ sơ."
    assert Notice.objects.get(address="so@example.com", title__startswith="Không cần làm tiếp")
    assert dossier in visible_to(road.registrar, TUESDAY.date())
