from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gandan.console import tick
from gandan.dossiers import actions
from gandan.dossiers.models import DailyOrdinal, Dossier, Draft
from gandan.dossiers.states import State
from gandan.dossiers.values import ApplicantDetails
from gandan.journal.models import Notice
from gandan.journal.queries import is_intact, timeline
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Overtaken
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY, version_of
from tests.factories import commune, officer
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_an_accepted_dossier_has_the_code_of_the_deciding_agency_day_and_ordinal(scene):
    agency = scene.place.committee.agency_code
    assert [scene.accepted().code for _ in range(2)] == [f"{agency}-261116-0001", f"{agency}-261116-0002"]


def test_accepting_promises_the_result_by_a_derived_date(scene):
    promise = scene.accepted().result_promise
    assert promise.due_at == datetime(2026, 11, 19, 17, 0, tzinfo=HANOI)
    assert (promise.unit, promise.person, promise.term) == (scene.place.committee, scene.specialist, "3 working days")
    assert promise.derivation["steps"]


def test_a_dossier_accepted_at_half_past_three_before_the_holiday_is_due_the_day_after_it(scene):
    scene.version = version_of({"case": "", "channel": "", "term": "within the day", "text": "Trong ngày"})
    dossier = scene.accepted(at=datetime(2026, 11, 23, 15, 30, tzinfo=HANOI))
    assert dossier.result_promise.due_at == datetime(2026, 11, 25, 17, 0, tzinfo=HANOI)


def test_three_working_days_from_the_twelfth_of_february_jump_over_tet(scene):
    dossier = scene.accepted(at=datetime(2026, 2, 12, 9, 0, tzinfo=HANOI))
    assert dossier.result_promise.due_at == datetime(2026, 2, 24, 17, 0, tzinfo=HANOI)


def test_accepting_writes_one_entry_that_names_the_applicant_only_in_hashes(scene):
    [entry] = timeline(scene.accepted())
    assert entry.act == "dossiers.accept"
    assert entry.actor == scene.clerk.ref
    assert entry.told == {"applicant": "Trần Thị Hoa"}
    assert "Hoa" not in str(entry.data)
    assert is_intact(entry)


def test_accepting_owes_the_applicant_a_message_with_the_promised_day(scene):
    dossier = scene.accepted()
    notice = Notice.objects.get()
    assert notice.address == "hoa@example.com"
    assert dossier.code in notice.title
    assert "19/11/2026" in notice.body


def test_the_draft_ends_when_the_dossier_begins_and_its_reference_lives_on(scene):
    intake = scene.intake()
    dossier = actions.accept(intake=intake, by=scene.clerk, at=MONDAY)
    assert dossier.reference == intake.reference
    assert not Draft.objects.exists()


def test_a_form_sent_twice_makes_one_dossier(scene, counted):
    intake = scene.intake()
    actions.accept(intake=intake, by=scene.clerk, at=MONDAY)
    before = counted.now()
    with pytest.raises(Overtaken, check=lambda refusal: refusal.code == "dossiers.already_begun"):
        actions.accept(intake=intake, by=scene.clerk, at=MONDAY)
    assert counted.now() == before


def test_an_incomplete_dossier_is_not_accepted_and_nothing_is_written(scene, counted):
    intake = scene.intake(given=(True, False))
    before = counted.now()
    with refused("dossiers.papers_missing"):
        actions.accept(intake=intake, by=scene.clerk, at=MONDAY)
    assert counted.now() == before
    assert Draft.objects.count() == 1


def test_a_refusal_after_the_counter_was_taken_leaves_no_gap(scene, monkeypatch):
    def fall_over(*args, **kwargs):
        raise OSError("điện tắt")

    with monkeypatch.context() as patch:
        patch.setattr("gandan.dossiers.actions.intake.tell", fall_over)
        with pytest.raises(OSError, match="điện tắt"):
            scene.accepted()
    assert not DailyOrdinal.objects.exists()
    assert scene.accepted().code.endswith("-0001")


def test_a_stranger_to_the_unit_may_not_accept(scene, counted):
    stranger = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    intake = scene.intake()
    before = counted.now()
    with refused("organisation.no_power"):
        actions.accept(intake=intake, by=stranger, at=MONDAY)
    assert counted.now() == before


def test_any_commune_receives_for_another_and_the_code_is_of_the_one_that_decides(scene):
    other = commune("Bình Mỹ")
    dossier = scene.accepted(deciding_unit_id=other.committee.pk, handler_id=None)
    assert dossier.receiving_unit == scene.place.centre
    assert dossier.code.startswith(other.committee.agency_code)


def test_a_unit_without_agency_code_cannot_decide(scene):
    other = commune("Bình Mỹ")
    other.committee.agency_code = ""
    other.committee.save()
    with refused("dossiers.no_agency_code"):
        scene.accepted(deciding_unit_id=other.committee.pk, handler_id=None)


def test_whoever_is_to_examine_it_may_do_so_in_the_deciding_unit(scene, counted):
    other = commune("Bình Mỹ")
    elsewhere = officer(other.committee, PostKind.SPECIALIST, name="Lê Văn Xa")
    for handler in (elsewhere, scene.clerk):
        intake = scene.intake(handler_id=handler.pk)
        before = counted.now()
        with refused("dossiers.handler_may_not"):
            actions.accept(intake=intake, by=scene.clerk, at=MONDAY)
        assert counted.now() == before
    assert scene.accepted(deciding_unit_id=other.committee.pk, handler_id=elsewhere.pk).handler == elsewhere


@pytest.mark.parametrize("period", [{"valid_to": MONDAY.date()}, {"valid_from": MONDAY.date() + timedelta(days=1)}])
@pytest.mark.parametrize("what", ["version", "unit"])
def test_a_dossier_is_taken_under_what_is_in_force_that_day(scene, what, period):
    old = {"version": scene.version, "unit": scene.place.committee}[what]
    type(old).objects.filter(pk=old.pk).update(**period)
    with refused(f"dossiers.{what}_not_in_force"):
        scene.accepted(handler_id=None)


def test_where_the_register_gives_no_term_the_officer_states_one_with_its_ground(scene):
    scene.version = version_of({"case": "", "channel": "", "term": "", "text": "Chưa rõ"})
    with refused("dossiers.no_term"):
        scene.accepted(term="5 working days")
    dossier = scene.accepted(term="5 working days", term_ground="Quyết định 12/QĐ-UBND")
    assert dossier.result_promise.term == "5 working days"
    assert dossier.term_ground == "Quyết định 12/QĐ-UBND"


def test_the_term_is_that_of_the_case_and_the_channel(scene):
    scene.version = version_of(
        {"case": "Nhà ở riêng lẻ", "channel": "desk", "term": "15 days", "text": "15 ngày"},
        {"case": "Nhà ở riêng lẻ", "channel": "", "term": "20 days", "text": "20 ngày"},
    )
    assert scene.accepted(term_case="Nhà ở riêng lẻ").term == "15 days"
    assert scene.accepted(term_case="Nhà ở riêng lẻ", channel="post").term == "20 days"


def test_a_refusal_at_the_desk_has_a_reason_no_code_and_no_promise(scene):
    intake = scene.intake()
    with refused("dossiers.no_reason"):
        actions.refuse(intake=intake, reason=" ", by=scene.clerk, at=MONDAY)
    dossier = actions.refuse(intake=intake, reason="Không thuộc thẩm quyền", by=scene.clerk, at=MONDAY)
    assert (dossier.state, dossier.code, dossier.result_promise) == (State.REFUSED, None, None)
    assert timeline(dossier)[0].told == {"applicant": "Trần Thị Hoa", "reason": "Không thuộc thẩm quyền"}


def test_what_is_typed_is_kept_as_it_is_typed(scene):
    draft = actions.open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    typed = {"name": ["Trần Thị Hoa " * 100], "phone": ["không phải số"], "paper": ["1", "2"]}
    actions.save_draft(reference=draft.reference, typed=typed, by=scene.clerk, at=MONDAY + timedelta(minutes=1))
    draft.refresh_from_db()
    assert draft.typed == typed
    assert draft.saved_at == MONDAY + timedelta(minutes=1)


def test_what_was_sent_earlier_and_comes_later_does_not_undo_newer_typing(scene):
    draft = actions.open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    for name, sent_at in (("Trần Thị Hoa", "1764000002000"), ("Trần", "1764000001000")):
        typed = {"name": [name], "sent_at": [sent_at]}
        kept = actions.save_draft(reference=draft.reference, typed=typed, by=scene.clerk, at=MONDAY)
    assert kept.typed["name"] == ["Trần Thị Hoa"]
    typed = {"name": ["Máy có đồng hồ chậm"], "sent_at": ["1763999000000"]}
    assert actions.save_draft(reference=draft.reference, typed=typed, by=scene.clerk, at=MONDAY).typed == typed


def test_nobody_types_into_another_officers_draft(scene):
    draft = actions.open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    with refused("dossiers.draft_gone"):
        actions.save_draft(reference=draft.reference, typed={}, by=scene.chair, at=MONDAY)


def test_a_discarded_draft_is_gone_and_said_so(scene):
    draft = actions.open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    actions.discard_draft(reference=draft.reference, by=scene.clerk, at=MONDAY)
    assert not Draft.objects.exists()
    assert timeline(draft)[0].act == "dossiers.discard_draft"


def test_each_dossier_keeps_the_applicant_as_stated_on_it(scene):
    first = scene.accepted()
    scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa", id_number="035191004417", hamlet="Đội 3"))
    assert Dossier.objects.get(pk=first.pk).applicant.hamlet == ""


def test_a_draft_of_yesterday_is_coded_by_the_day_it_is_accepted(scene):
    intake = scene.intake(at=MONDAY - timedelta(days=1))
    dossier = actions.accept(intake=replace(intake), by=scene.clerk, at=MONDAY)
    assert "-261116-" in dossier.code


def test_a_draft_nobody_typed_on_for_a_month_is_put_away_and_that_is_said(scene, settings):
    settings.DRAFT_DAYS = 30
    typed = {"id_number": ["035191004417"]}
    left, going_on = (actions.open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY) for _ in range(2))
    for draft, day in ((left, 0), (going_on, 10)):
        at = MONDAY + timedelta(days=day)
        actions.save_draft(reference=draft.reference, typed=typed, by=scene.clerk, at=at)
    assert actions.sweep_drafts(at=MONDAY + timedelta(days=30)) == 0
    assert actions.sweep_drafts(at=MONDAY + timedelta(days=30, seconds=1)) == 1
    assert list(Draft.objects.all()) == [going_on]
    [entry] = timeline(left)
    assert (entry.act, entry.actor.kind) == ("dossiers.discard_draft", "system")


def test_the_clock_sweeps_drafts():
    assert actions.sweep_drafts in tick.DAILY
