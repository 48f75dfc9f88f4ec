"""While the applicant is waited for, no agency's time runs: its step stops and goes on as the result does."""

from datetime import datetime, timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Leg
from gandan.journal.models import Entry, Notice
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import leg_of, road_of
from tests.dossiers.test_routing import ask, finish, plan

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
AT_AGENCIES = (Kind.LEG, Kind.OPINION)
EXCLUDED = {"reason": "Nộp thuế", "ground": "Nghị định 101/2024/NĐ-CP, Điều 33", "term": "15 days"}


@pytest.fixture
def road(scene):
    Person.objects.filter(pk=scene.specialist.pk).update(email="huy@example.com")
    road = road_of(scene)
    Person.objects.filter(pk=road.registrar.pk).update(email="lam@example.com")
    return road


def on_the_way(road):
    """A step under way at the registry, one planned at the tax office, an opinion asked there."""
    dossier = plan(road, road.scene.examined(), road.to_registry(), road.to_tax(stage=2))
    return ask(road, dossier)


def wait(road, dossier, *, at=TUESDAY):
    said = {"missing": ["Bản án"], "reason": "Chưa rõ"}
    return actions.request_supplement(**road.scene.now(dossier), **said, by=road.scene.specialist, at=at)


def brought(road, dossier, *, at=WEDNESDAY):
    return actions.receive_supplement(**road.scene.now(dossier), given={2}, by=road.scene.clerk, at=at)


def exclude(road, dossier, *, for_applicant=True, at=TUESDAY):
    said = EXCLUDED | {"waits_for_applicant": for_applicant}
    return actions.begin_excluded_time(**road.scene.now(dossier), **said, by=road.scene.specialist, at=at)


def over(road, dossier, *, at=WEDNESDAY):
    return actions.end_excluded_time(**road.scene.now(dossier), by=road.scene.specialist, at=at)


def open_at_agencies():
    return Promise.objects.open().filter(kind__in=AT_AGENCIES)


def test_a_supplement_asked_for_stops_every_step_and_its_agency_is_told(road):
    dossier = wait(road, on_the_way(road))
    assert not open_at_agencies().exists()
    leg = leg_of(dossier)
    assert (leg.state, leg.stands_still, leg.promise.void_reason) == (Leg.State.RUNNING, True, "supplement_requested")
    assert Notice.objects.get(address="lam@example.com", title__startswith="Tạm dừng chờ người dân")
    assert actions.tell_overdue_opinions(at=MONDAY + timedelta(days=60)) == 0


def test_when_it_is_brought_every_step_begins_anew_in_full(road):
    dossier = brought(road, wait(road, on_the_way(road)))
    leg = leg_of(dossier)
    assert (leg.stands_still, leg.promise.started_at, leg.promise.person) == (False, WEDNESDAY, road.registrar)
    assert leg.promise.due_at == datetime(2026, 11, 26, 17, 0, tzinfo=HANOI)  # five days after the 18th, not the 24th
    assert open_at_agencies().count() == 2
    assert leg_of(dossier, 2).state == Leg.State.PLANNED
    assert Entry.objects.filter(act="dossiers.restart_leg").count() == 2
    assert Notice.objects.get(address="lam@example.com", title__startswith="Chạy tiếp")


def test_time_left_out_for_the_applicant_is_left_out_of_every_step(road):
    dossier = over(road, exclude(road, on_the_way(road)))
    leg = leg_of(dossier)
    assert leg.promise.started_at == MONDAY
    # five working days from Monday 16/11 without the 17th, the 18th and the holiday of the 24th
    assert leg.promise.due_at == datetime(2026, 11, 26, 17, 0, tzinfo=HANOI)
    assert [one["reason"] for one in leg.promise.derivation["exclusions"]] == ["Nộp thuế"]
    assert open_at_agencies().count() == 2


def test_time_left_out_for_another_office_leaves_steps_running(road):
    dossier = on_the_way(road)
    before = set(open_at_agencies())
    dossier = exclude(road, dossier, for_applicant=False)
    assert set(open_at_agencies()) == before
    dossier = over(road, dossier)
    assert set(open_at_agencies()) == before
    # nor is it left out when the time stops for the applicant afterwards
    dossier = over(road, exclude(road, dossier, at=WEDNESDAY), at=WEDNESDAY + timedelta(days=1))
    assert len(leg_of(dossier).promise.derivation["exclusions"]) == 1


@pytest.mark.parametrize("waits", [wait, exclude])
def test_a_step_done_meanwhile_is_done_and_the_next_waits_for_the_applicant_too(road, waits):
    dossier = waits(road, on_the_way(road))
    done = finish(road, dossier)
    assert (done.state, Promise.objects.get(pk=done.promise_id).state) == (Leg.State.DONE, PromiseState.VOID)
    assert leg_of(dossier, 2).state == Leg.State.PLANNED
    dossier.refresh_from_db()
    dossier = (brought if waits is wait else over)(road, dossier)
    assert leg_of(dossier, 2).state == Leg.State.RUNNING
    assert leg_of(dossier, 2).promise.started_at == WEDNESDAY


def test_a_step_that_nobody_needs_stays_voided_for_the_reason_it_had(road):
    dossier = wait(road, on_the_way(road))
    actions.withdraw_leg(dossier_id=dossier.pk, leg=1, reason="Nhầm", by=road.scene.specialist, at=WEDNESDAY)
    assert leg_of(dossier).promise.void_reason == "supplement_requested"
    assert leg_of(dossier, 2).state == Leg.State.PLANNED


def test_a_dossier_closed_while_it_waits_leaves_no_step_behind(road):
    dossier = wait(road, on_the_way(road))
    assert actions.close_overdue_supplements(at=MONDAY + timedelta(days=60)) == 1
    assert set(dossier.legs.values_list("state", flat=True)) == {Leg.State.WITHDRAWN}


def test_who_left_meanwhile_is_not_given_the_step_again(road):
    dossier = wait(road, on_the_way(road))
    road.registrar.tenures.update(valid_to=TUESDAY.date())
    leg = leg_of(brought(road, dossier))
    assert (leg.person, leg.promise.person) == (None, None)
