"""Two sign for the same papers, two finish the same leg: one does, the other is told."""

from functools import partial

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import HandOver, Leg
from gandan.journal.models import Entry
from gandan.lib.refusal import Overtaken
from gandan.organisation.powers import PostKind
from tests.concurrency.conftest import of_kind, together
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import road_of
from tests.factories import officer

pytestmark = pytest.mark.both


@pytest.fixture
def road(scene):
    return road_of(scene)


def planned(road, way):
    dossier = road.scene.examined()
    said = {"legs": [road.to_registry(), road.to_tax(stage=2)], "way": way, "by": road.scene.specialist, "at": MONDAY}
    return actions.plan_route(**road.scene.now(dossier), **said)


def test_papers_are_signed_for_once(road):
    dossier = planned(road, "both")
    people = [road.registrar, officer(road.registry, PostKind.SPECIALIST)]
    sign = partial(actions.receive_hand_over, dossier_id=dossier.pk, ordinal=1, at=MONDAY)
    results = together(*(partial(sign, by=person) for person in people))
    assert len(of_kind(results, Overtaken)) == HandOver.objects.filter(received_at=MONDAY).count() == 1
    assert Entry.objects.filter(act="dossiers.receive_hand_over").count() == 1


def test_a_leg_is_finished_once_and_the_next_one_begins_once(road):
    dossier = planned(road, "electronic")
    finish = partial(actions.finish_leg, dossier_id=dossier.pk, leg=1, finding="Khớp", by=road.registrar, at=MONDAY)
    results = together(finish, finish)
    assert len(of_kind(results, Overtaken)) == Leg.objects.filter(state=Leg.State.DONE).count() == 1
    assert Entry.objects.filter(act="dossiers.begin_leg").count() == 2
