"""The applicant wishes to stop: until there is a result, in their own words, with what they get back."""

from datetime import timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.states import State
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.promises.models import Promise
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TUESDAY = MONDAY + timedelta(days=1)
WORDS = "Gia đình tôi chuyển vào Nam, chưa cần nữa"


def stop(scene, dossier, *, at=TUESDAY, reason=WORDS, given_back=(1,), by=None):
    said = {"reason": reason, "given_back": given_back}
    return actions.stop(**scene.now(dossier), **said, by=by or scene.clerk, at=at)


def excluded(scene):
    said = {"reason": "Niêm yết", "ground": "Điều 33", "term": "15 days", "waits_for_applicant": True}
    return actions.begin_excluded_time(**scene.now(scene.examined()), **said, by=scene.specialist, at=MONDAY)


BEFORE_RESULT = {
    "accepted": lambda scene: scene.accepted(),
    "examined": lambda scene: scene.examined(),
    "asked": lambda scene: scene.asked(),
    "excluded": excluded,
}


@pytest.mark.parametrize("begun", BEFORE_RESULT)
def test_stopped_before_the_result_nothing_is_owed_any_more(scene, begun):
    dossier = stop(scene, BEFORE_RESULT[begun](scene))
    assert (dossier.state, dossier.ended_at, dossier.reason) == (State.STOPPED, TUESDAY, WORDS)
    owed = Promise.objects.filter(subject_code=dossier.reference)
    assert not owed.open().exists()
    assert {promise.void_reason for promise in owed} <= {"stopped", "excluded_time"}
    assert not dossier.excluded_times.filter(ended_at=None).exists()
    entry = timeline(dossier)[0]
    assert (entry.told["reason"], entry.data["given_back"]) == (WORDS, 1)
    assert Notice.objects.filter(body__contains="Theo yêu cầu của ông/bà").exists()


def test_only_papers_that_were_in_hand_are_given_back(scene):
    dossier = stop(scene, scene.asked(), given_back=(1, 2))
    assert [paper.given_back_at for paper in dossier.papers.order_by("ordinal")] == [TUESDAY, None]


def test_the_applicants_reason_is_written_down(scene, counted):
    dossier = scene.accepted()
    before = counted.now()
    with refused("dossiers.no_reason"):
        stop(scene, dossier, reason="  ")
    assert counted.now() == before
    assert Dossier.objects.get(pk=dossier.pk).state == State.ACCEPTED


def test_with_the_result_there_nothing_is_stopped(scene, counted):
    dossier = scene.settled()
    before = counted.now()
    with refused("machine.out_of_order"):
        stop(scene, dossier)
    assert counted.now() == before


def test_stopping_is_written_down_at_the_desk(scene, counted):
    dossier = scene.examined()
    before = counted.now()
    with refused("organisation.no_power"):
        stop(scene, dossier, by=scene.specialist)
    assert counted.now() == before
