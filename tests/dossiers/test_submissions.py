"""What came by post or online: entered as it arrived, checked in its own time, then taken or not."""

from datetime import timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.rules.submissions import check_submission
from gandan.dossiers.states import State
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SUNDAY_NIGHT = MONDAY - timedelta(hours=11)  # 22:00 the day before
LATER = MONDAY + timedelta(hours=1)


def triage(dossier):
    return Promise.objects.get(kind=Kind.TRIAGE, subject_code=dossier.reference)


def sent(scene, **other):
    return scene.intake(channel="online", **other)


def test_what_arrived_on_a_sunday_night_is_to_be_checked_in_eight_working_hours_from_then(scene):
    dossier = actions.submit(intake=sent(scene), arrived_at=SUNDAY_NIGHT, by=scene.clerk, at=MONDAY)
    assert (dossier.state, dossier.submitted_at, dossier.code) == (State.SUBMITTED, SUNDAY_NIGHT, None)
    promise = triage(dossier)
    assert (promise.rule, promise.started_at, promise.person) == ("118/2025:17.2:triage", SUNDAY_NIGHT, scene.clerk)
    assert promise.due_at > MONDAY
    assert timeline(dossier)[0].act == "dossiers.submit"
    assert "Hoa" not in str(timeline(dossier)[0].data)
    assert Notice.objects.filter(title__startswith="Đã nhận hồ sơ").exists()


@pytest.mark.parametrize(
    ("channel", "arrived_at", "code"),
    [("desk", MONDAY, "dossiers.not_sent"), ("post", LATER, "dossiers.arrives_later")],
)
def test_only_what_was_sent_and_has_arrived_is_entered(scene, counted, channel, arrived_at, code):
    intake = scene.intake(channel=channel)
    before = counted.now()
    with refused(code):
        actions.submit(intake=intake, arrived_at=arrived_at, by=scene.clerk, at=MONDAY)
    assert counted.now() == before


def test_a_page_sent_twice_makes_one_submission(scene):
    intake = sent(scene)
    actions.submit(intake=intake, arrived_at=MONDAY, by=scene.clerk, at=MONDAY)
    with refused("dossiers.already_begun"):
        actions.submit(intake=intake, arrived_at=MONDAY, by=scene.clerk, at=MONDAY)
    assert Dossier.objects.count() == 1


def test_once_complete_it_gets_its_code_and_its_term_from_acceptance(scene):
    dossier = actions.accept_submitted(**scene.now(scene.submitted()), given={1, 2}, by=scene.clerk, at=LATER)
    assert (dossier.state, dossier.accepted_at, dossier.submitted_at) == (State.ACCEPTED, LATER, MONDAY)
    assert dossier.code
    assert (triage(dossier).state, triage(dossier).settled_at) == ("kept", LATER)
    assert (dossier.result_promise.started_at, dossier.result_promise.state) == (LATER, "open")
    assert Notice.objects.filter(title__startswith="Đã tiếp nhận").exists()


def test_a_paper_that_is_not_there_stops_the_acceptance_and_writes_nothing(scene, counted):
    dossier = scene.submitted()
    before = counted.now()
    with refused("dossiers.papers_missing"):
        actions.accept_submitted(**scene.now(dossier), given={1}, by=scene.clerk, at=LATER)
    assert counted.now() == before
    assert triage(dossier).state == "open"


def test_asking_for_more_keeps_the_check_and_waits_for_the_applicant(scene):
    said = {"missing": ["Bản án"], "reason": "Ảnh mờ"}
    dossier = actions.request_supplement(**scene.now(scene.submitted()), **said, by=scene.clerk, at=LATER)
    assert (dossier.state, dossier.code) == (State.AWAITING_SUPPLEMENT, None)
    assert triage(dossier).state == "kept"
    dossier = actions.receive_supplement(**scene.now(dossier), given={1, 2}, by=scene.clerk, at=LATER)
    assert dossier.state == State.ACCEPTED
    assert dossier.code


def test_a_refusal_needs_a_reason_and_ends_it(scene):
    dossier = scene.submitted()
    with refused("dossiers.no_reason"):
        actions.refuse_submitted(**scene.now(dossier), reason=" ", by=scene.clerk, at=LATER)
    dossier = actions.refuse_submitted(**scene.now(dossier), reason="Nộp nhầm nơi", by=scene.clerk, at=LATER)
    assert (dossier.state, dossier.ended_at, dossier.reason) == (State.REFUSED, LATER, "Nộp nhầm nơi")
    assert triage(dossier).state == "kept"
    assert timeline(dossier)[0].told["reason"] == "Nộp nhầm nơi"


def test_only_the_counter_takes_what_was_sent(scene):
    dossier = scene.submitted()
    with refused("organisation.no_power"):
        actions.accept_submitted(**scene.now(dossier), given={1, 2}, by=scene.specialist, at=LATER)
    with refused("machine.out_of_order"):
        actions.accept_submitted(**scene.now(scene.accepted()), given={1, 2}, by=scene.clerk, at=LATER)


def test_the_rule_needs_no_database():
    check_submission(channel="post", arrived_at=MONDAY, at=MONDAY)
