from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, SupplementRequest
from gandan.dossiers.states import State
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.organisation.models import RuleChoice
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TUESDAY = MONDAY + timedelta(days=1)
ASKED = {"missing": ["Bản án ly hôn"], "reason": "Bản sao mờ"}
GROUND = {**ASKED, "ground": "Luật Hộ tịch, Điều 18"}


def ask(scene, dossier, *, at=TUESDAY):
    return actions.request_supplement(**scene.now(dossier), **ASKED, by=scene.specialist, at=at)


def bring(scene, dossier, *, given=(1, 2), at=TUESDAY):
    return actions.receive_supplement(**scene.now(dossier), given=set(given), by=scene.clerk, at=at)


def with_second_proposal(scene):
    dossier = bring(scene, ask(scene, scene.accepted()))
    return actions.propose_second_request(**scene.now(dossier), **GROUND, by=scene.specialist, at=TUESDAY)


def test_asking_ends_the_running_term_and_gives_the_applicant_fifteen_days(scene):
    before = scene.accepted()
    dossier = ask(scene, before)
    assert dossier.state == State.AWAITING_SUPPLEMENT
    assert Promise.objects.get(pk=before.result_promise_id).void_reason == "supplement_requested"
    # fifteen calendar days after 17/11 end on 2/12
    assert dossier.supplement_promise.due_at == datetime(2026, 12, 2, 17, 0, tzinfo=HANOI)
    assert dossier.supplement_promise.person == scene.clerk  # what is missing comes to the desk
    assert Notice.objects.filter(body__contains="Bản án ly hôn").exists()
    assert timeline(dossier)[0].told == {"missing": "Bản án ly hôn", "reason": "Bản sao mờ"}


def test_a_supplement_is_not_asked_for_after_three_working_days(scene, counted):
    dossier = scene.accepted()
    before = counted.now()
    with refused("dossiers.notice_too_late"):
        ask(scene, dossier, at=datetime(2026, 11, 19, 17, 0, 1, tzinfo=HANOI))
    assert counted.now() == before


def test_the_term_starts_anew_in_full_when_the_dossier_is_complete(scene):
    friday = MONDAY + timedelta(days=4)
    dossier = bring(scene, ask(scene, scene.accepted()), at=friday)
    # 24/11 is a holiday: 23, 25, 26
    assert dossier.result_promise.due_at == datetime(2026, 11, 26, 17, 0, tzinfo=HANOI)
    assert dossier.state == State.ACCEPTED
    assert Promise.objects.filter(kind=Kind.SUPPLEMENT_BY_APPLICANT, state=PromiseState.KEPT).exists()


def test_a_restarted_dossier_keeps_its_code_and_its_day_of_acceptance(scene):
    first = scene.accepted()
    dossier = bring(scene, ask(scene, first))
    assert (dossier.code, dossier.accepted_at) == (first.code, first.accepted_at)


def test_an_incomplete_supplement_is_not_received(scene):
    dossier = scene.asked()
    with refused("dossiers.papers_missing"):
        bring(scene, dossier, given=(1,))
    assert not dossier.papers.get(ordinal=2).given


def test_a_dossier_completed_after_the_counter_asked_gets_its_code_then(scene):
    dossier = scene.asked()
    assert dossier.code is None
    dossier = bring(scene, dossier)
    assert dossier.code.endswith("-261117-0001")
    assert dossier.accepted_at == TUESDAY
    assert dossier.result_promise.due_at == datetime(2026, 11, 20, 17, 0, tzinfo=HANOI)


def test_a_first_request_is_the_only_one_without_a_leader(scene):
    dossier = bring(scene, ask(scene, scene.accepted()))
    with refused("dossiers.already_asked"):
        ask(scene, dossier)


def test_a_second_request_waits_for_the_leader_while_the_term_runs_on(scene):
    dossier = with_second_proposal(scene)
    assert dossier.state == State.ACCEPTED
    assert Promise.objects.get(kind=Kind.SECOND_REQUEST_DECISION).person == scene.chair
    assert Promise.objects.filter(kind=Kind.RESULT, state=PromiseState.OPEN).count() == 1


def test_an_approved_second_request_goes_out_like_a_first(scene):
    dossier = with_second_proposal(scene)
    dossier = actions.decide_second_request(**scene.now(dossier), approve=True, by=scene.chair, at=TUESDAY)
    assert dossier.state == State.AWAITING_SUPPLEMENT
    request = dossier.supplement_requests.get(ordinal=2)
    assert (request.state, request.decided_by) == (SupplementRequest.State.SENT, scene.chair)
    assert not Promise.objects.filter(kind=Kind.RESULT, state=PromiseState.OPEN).exists()


def test_a_declined_second_request_changes_nothing_else(scene):
    dossier = with_second_proposal(scene)
    dossier = actions.decide_second_request(**scene.now(dossier), approve=False, by=scene.chair, at=TUESDAY)
    assert dossier.state == State.ACCEPTED
    assert dossier.supplement_requests.get(ordinal=2).state == SupplementRequest.State.DECLINED
    assert Promise.objects.filter(kind=Kind.RESULT, state=PromiseState.OPEN).exists()


def test_a_third_request_is_neither_made_nor_proposed(scene, counted):
    dossier = with_second_proposal(scene)
    dossier = actions.decide_second_request(**scene.now(dossier), approve=True, by=scene.chair, at=TUESDAY)
    dossier = bring(scene, dossier)
    before = counted.now()
    with refused("dossiers.asked_too_often"):
        actions.propose_second_request(**scene.now(dossier), **GROUND, by=scene.specialist, at=TUESDAY)
    with refused("dossiers.asked_too_often"):
        ask(scene, dossier)
    assert counted.now() == before


def test_a_declined_proposal_may_be_made_again(scene):
    dossier = with_second_proposal(scene)
    dossier = actions.decide_second_request(**scene.now(dossier), approve=False, by=scene.chair, at=TUESDAY)
    actions.propose_second_request(**scene.now(dossier), **GROUND, by=scene.specialist, at=TUESDAY)
    assert dossier.supplement_requests.filter(state=SupplementRequest.State.PROPOSED).count() == 1


def test_with_the_result_there_nobody_waits_for_the_leader_any_more(scene):
    dossier = with_second_proposal(scene)
    dossier = actions.examine(**scene.now(dossier), by=scene.specialist, at=TUESDAY)
    said = {"outcome": "approved", "result_number": "12/2026", "reason": ""}
    dossier = actions.settle(**scene.now(dossier), **said, by=scene.specialist, at=TUESDAY)
    waited = Promise.objects.get(kind=Kind.SECOND_REQUEST_DECISION)
    assert (waited.state, waited.void_reason, waited.settled_at) == (PromiseState.VOID, "settled", TUESDAY)
    assert dossier.supplement_requests.get(ordinal=2).state == SupplementRequest.State.WITHDRAWN


def test_the_leader_has_the_time_that_the_place_decided(scene):
    RuleChoice.objects.create(
        rule="gandan:second-request",
        unit=scene.place.committee,
        value="2 working days",
        valid_from=TUESDAY.date(),
        source="Quyết định 9/QĐ-UBND",
    )
    with_second_proposal(scene)
    waits = Promise.objects.get(kind=Kind.SECOND_REQUEST_DECISION)
    assert (waits.term, waits.due_at) == ("2 working days", datetime(2026, 11, 19, 17, 0, tzinfo=HANOI))
    assert waits.rule_version == "2026-11-17"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_request_without_a_reason_is_not_sent(scene, counted, reason):
    dossier, intake = scene.accepted(), scene.intake(given=(True, False))
    before = counted.now()
    with refused("dossiers.no_reason"):
        said = {"missing": ["Bản án"], "reason": reason}
        actions.request_supplement(**scene.now(dossier), **said, by=scene.specialist, at=TUESDAY)
    with refused("dossiers.no_reason"):
        actions.request_supplement_at_reception(intake=intake, **said, by=scene.clerk, at=TUESDAY)
    assert counted.now() == before


def test_the_database_itself_refuses_a_request_without_a_reason(scene):
    dossier = scene.accepted()
    with pytest.raises(IntegrityError), transaction.atomic():
        dossier.supplement_requests.create(
            ordinal=1, missing=["x"], reason="", state="sent", asked_by=scene.specialist, asked_at=TUESDAY
        )


def test_what_a_proposal_says_is_told_and_can_be_forgotten(scene):
    [proposed, *_] = timeline(with_second_proposal(scene))
    assert proposed.told == {
        "missing": "Bản án ly hôn",
        "reason": "Bản sao mờ",
        "ground": "Luật Hộ tịch, Điều 18",
    }
    assert proposed.data == {}


def test_only_a_leader_decides(scene):
    with refused("organisation.no_power"):
        actions.decide_second_request(
            **scene.now(with_second_proposal(scene)), approve=True, by=scene.specialist, at=TUESDAY
        )


def test_the_database_itself_refuses_a_second_request_without_a_leader(scene):
    dossier = ask(scene, scene.accepted())
    with pytest.raises(IntegrityError), transaction.atomic():
        dossier.supplement_requests.create(
            ordinal=2, missing=["x"], reason="y", state="sent", asked_by=scene.specialist, asked_at=TUESDAY
        )


def test_a_dossier_is_not_closed_before_its_time(scene):
    dossier = scene.asked()
    with refused("dossiers.still_time"):
        actions.close(**scene.now(dossier), by=scene.clerk, at=TUESDAY)


def test_the_clock_closes_what_was_not_completed_and_only_that(scene):
    overdue, waiting = scene.asked(), scene.asked(at=TUESDAY)
    # 16/11 and fifteen days is 1/12, 17/11 and fifteen days is 2/12
    assert actions.close_overdue_supplements(at=datetime(2026, 12, 1, 18, 0, tzinfo=HANOI)) == 1
    states = dict(Dossier.objects.values_list("pk", "state"))
    assert states == {overdue.pk: State.CLOSED, waiting.pk: State.AWAITING_SUPPLEMENT}
    assert timeline(overdue)[0].actor.kind == "system"
    assert not Promise.objects.open().filter(subject_code=overdue.reference).exists()
    told = Notice.objects.get(about_code=overdue.reference, title__contains="đã đóng")
    assert "quá 15 ngày kể từ thông báo" in told.body
    assert "(Nghị định 118/2025/NĐ-CP, Đ.19 k.5)" in told.body
