"""Will it be late? Asked, answered, apologised for and appointed anew at most once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Reappointment
from gandan.dossiers.printouts import receipts
from gandan.dossiers.queries import FIGURES, Period, unit_figures
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.organisation.queries import calendar_of
from gandan.promises.models import Promise
from gandan.promises.queries import horizon, open_about
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# accepted on Monday 16/11 for three working days: due on Thursday 19/11, asked about on Tuesday 17/11
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3))
LATE = {"in_time": False, "reason": "Chờ xác minh nơi cư trú", "further": "2 working days"}
SIGNED = {"sign": True, "reason": "Chờ xác minh nơi cư trú", "further": "2 working days"}


def foresee(scene, dossier, *, at=TUESDAY, **said):
    said = {"in_time": True, "reason": "", "further": ""} | said
    return actions.foresee(**scene.now(dossier), **said, by=scene.specialist, at=at)


def reappoint(scene, dossier, *, at=TUESDAY, **said):
    return actions.reappoint(**scene.now(dossier), **SIGNED | said, by=scene.chair, at=at)


def test_two_working_days_before_the_appointed_one_the_officer_is_asked_once(scene):
    dossier = scene.examined()
    assert actions.ask_whether_in_time(at=MONDAY + timedelta(hours=10)) == 0
    assert actions.ask_whether_in_time(at=TUESDAY) == 1
    (asked,) = open_about(dossier, Kind.FORESIGHT)
    assert asked.person == scene.specialist
    assert asked.due_at == datetime(2026, 11, 17, 17, 0, tzinfo=HANOI)
    assert timeline(dossier)[0].act == "dossiers.ask_whether_in_time"
    assert actions.ask_whether_in_time(at=WEDNESDAY) == 0


def test_a_weekend_and_a_holiday_are_no_working_days_before(scene):
    dossier = scene.examined(at=datetime(2026, 11, 20, 9, tzinfo=HANOI))  # 23, 25, 26 count: due on Thursday 26/11
    assert actions.ask_whether_in_time(at=datetime(2026, 11, 22, 23, 59, tzinfo=HANOI)) == 0
    assert actions.ask_whether_in_time(at=datetime(2026, 11, 23, 0, 1, tzinfo=HANOI)) == 1
    assert open_about(dossier, Kind.FORESIGHT)


def test_nobody_is_asked_when_the_answer_would_come_after_the_laws_last_moment(scene):
    scene.examined()
    assert actions.ask_whether_in_time(at=datetime(2026, 11, 18, 15, 1, tzinfo=HANOI)) == 0
    assert actions.ask_whether_in_time(at=THURSDAY) == 0


def test_in_time_keeps_the_answer_and_changes_no_day(scene):
    dossier = scene.examined()
    actions.ask_whether_in_time(at=TUESDAY)
    answered = foresee(scene, dossier)
    assert not open_about(dossier, Kind.FORESIGHT)
    assert Promise.objects.filter(kind=Kind.FORESIGHT, state=PromiseState.KEPT).count() == 1
    assert answered.result_promise_id == dossier.result_promise_id
    assert timeline(dossier)[0].data["in_time"] is True


def test_not_in_time_asks_a_leader_who_is_told(scene):
    dossier = foresee(scene, scene.examined(), **LATE)
    (waits,) = open_about(dossier, Kind.REAPPOINTMENT_DECISION)
    assert waits.person == scene.chair
    assert dossier.reappointments.get().state == Reappointment.State.PROPOSED
    assert timeline(dossier)[0].told == {"reason": LATE["reason"]}
    assert "reason" not in timeline(dossier)[0].data
    with refused("dossiers.reappointment_pending"):
        foresee(scene, dossier)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (LATE | {"reason": " "}, "dossiers.no_reason"),
        (LATE | {"further": ""}, "dossiers.no_further_term"),
        (LATE | {"further": "mai"}, "law.term_unreadable"),
        (LATE | {"further": "9999 days"}, "law.term_amount"),
        (LATE | {"at": THURSDAY}, "dossiers.reappoint_too_late"),
    ],
)
def test_a_refused_answer_writes_nothing(scene, counted, said, code):
    dossier, before = scene.examined(), None
    before = counted.now()
    with refused(code):
        foresee(scene, dossier, **said)
    assert counted.now() == before
    assert not Reappointment.objects.exists()


def test_signed_the_new_day_counts_from_the_old_one_and_the_applicant_reads_an_apology(scene):
    old = scene.examined()
    dossier = reappoint(scene, foresee(scene, old, **LATE))
    promise = dossier.result_promise
    assert Promise.objects.get(pk=old.result_promise_id).void_reason == "reappointed"
    assert promise.started_at == old.result_promise.due_at
    assert promise.due_at == datetime(2026, 11, 23, 17, 0, tzinfo=HANOI)  # 20 and 23/11
    assert (promise.rule, promise.person) == ("118/2025:19.6:reappoint", scene.specialist)
    assert not open_about(dossier, Kind.REAPPOINTMENT_DECISION)
    signed = dossier.reappointments.get()
    assert (signed.state, signed.decided_by, signed.new_promise) == ("signed", scene.chair, promise)
    letter = Notice.objects.get(body__contains="xin lỗi", body__startswith="Kính gửi").body
    assert "23/11/2026" in letter
    assert LATE["reason"] in letter
    assert timeline(dossier)[0].data["signed"] is True


def test_a_new_day_is_no_new_receipt(scene):
    dossier = reappoint(scene, scene.examined())
    assert [promise.void_reason for promise in receipts(dossier)] == ["reappointed"]


def test_a_leader_signs_unasked_but_never_twice(scene, counted):
    dossier = reappoint(scene, scene.examined())
    before = counted.now()
    with refused("dossiers.reappointed_already"):
        reappoint(scene, dossier)
    assert counted.now() == before
    signed = dossier.reappointments.get()
    signed.pk, signed.ordinal = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        signed.save(force_insert=True)


def test_declined_the_old_day_stands_and_the_proposer_hears_of_it(scene):
    old = foresee(scene, scene.examined(), **LATE)
    dossier = reappoint(scene, old, sign=False, reason="", further="")
    assert dossier.result_promise_id == old.result_promise_id
    assert dossier.reappointments.get().state == Reappointment.State.DECLINED
    assert not open_about(dossier, Kind.REAPPOINTMENT_DECISION)
    assert timeline(dossier)[0].data["signed"] is False


def test_nobody_but_a_leader_signs(scene, counted):
    dossier = scene.examined()
    before = counted.now()
    with refused("organisation.no_power"):
        actions.reappoint(**scene.now(dossier), **SIGNED, by=scene.specialist, at=TUESDAY)
    assert counted.now() == before


@pytest.mark.parametrize("ends", ["settle", "request_supplement", "stop"])
def test_with_the_appointed_day_gone_nobody_waits_for_an_answer_or_a_signature(scene, ends):
    dossier = scene.examined()
    actions.ask_whether_in_time(at=TUESDAY)
    proposed = scene.examined()
    proposed = foresee(scene, proposed, **LATE)
    said = {
        "settle": {"outcome": "approved", "result_number": "1", "reason": "", "by": scene.specialist},
        "request_supplement": {"missing": ["Bản án"], "reason": "Mờ", "by": scene.specialist},
        "stop": {"reason": "Tôi chưa cần nữa", "given_back": (), "by": scene.clerk},
    }[ends]
    for one in (dossier, proposed):
        getattr(actions, ends)(**scene.now(one), **said, at=TUESDAY + timedelta(hours=1))
    kinds = (Kind.FORESIGHT, Kind.REAPPOINTMENT_DECISION)
    assert not Promise.objects.open().filter(kind__in=kinds).exists()
    assert proposed.reappointments.get().state == Reappointment.State.WITHDRAWN


def test_whoever_takes_the_dossier_over_is_asked_from_then_on(scene):
    dossier = scene.accepted(handler_id=None)
    actions.ask_whether_in_time(at=TUESDAY)
    actions.examine(**scene.now(dossier), by=scene.specialist, at=TUESDAY)
    assert open_about(dossier, Kind.FORESIGHT)[0].person == scene.specialist


def test_after_a_supplement_the_question_is_asked_of_the_new_term_and_of_a_new_day_never(scene):
    dossier = reappoint(scene, scene.examined())
    assert actions.ask_whether_in_time(at=datetime(2026, 11, 19, 8, tzinfo=HANOI)) == 0
    assert not open_about(dossier, Kind.FORESIGHT)


def test_the_figures_tell_dossiers_with_a_new_day(scene):
    reappoint(scene, scene.examined())
    scene.examined()
    period = Period(MONDAY - timedelta(days=5), MONDAY + timedelta(days=5))
    unit = scene.place.committee
    shown = unit_figures([unit.pk], period, horizon(TUESDAY, calendar_of(unit, TUESDAY.date())))
    assert "reappointed" in FIGURES
    assert (shown["reappointed"], shown["received"], shown["in_hands"]) == (1, 2, 2)


def test_two_officers_who_answer_at_once_are_told_of_each_other(scene):
    dossier = scene.examined()
    foresee(scene, dossier)
    with refused("dossiers.overtaken"):
        foresee(scene, dossier)
    assert Dossier.objects.get(pk=dossier.pk).revision == dossier.revision + 1
