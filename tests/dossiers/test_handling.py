from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gandan.attachments.models import StoredFile
from gandan.dossiers import actions
from gandan.dossiers.actions.reassign import reassign
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.workload import Work, bundles
from gandan.dossiers.states import State
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.lib.refusal import Overtaken, Refused
from gandan.organisation.powers import PostKind
from gandan.promises import states as promise_states
from tests.attachments.samples import pdf
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LATER = MONDAY + timedelta(hours=1)
APPROVED = {"outcome": "approved", "result_number": "12/2026", "reason": ""}


def test_whoever_takes_a_dossier_up_looks_after_its_promise(scene):
    colleague = officer(scene.place.committee, PostKind.SPECIALIST)
    dossier = actions.examine(**scene.now(scene.accepted()), by=colleague, at=LATER)
    assert (dossier.state, dossier.handler) == (State.EXAMINING, colleague)
    dossier.result_promise.refresh_from_db()
    assert dossier.result_promise.person == colleague


def test_the_head_names_who_looks_after_it_and_the_officer_is_told(scene):
    colleague = officer(scene.place.committee, PostKind.SPECIALIST)
    colleague.email = "huy@example.com"
    colleague.save()
    dossier = actions.assign(**scene.now(scene.accepted()), handler=colleague, by=scene.chair, at=LATER)
    assert (dossier.state, dossier.handler) == (State.ACCEPTED, colleague)
    assert Notice.objects.filter(address="huy@example.com", title__contains=dossier.code).exists()


def test_who_was_overtaken_by_work_handed_over_is_told_of_just_that(scene):
    colleague = officer(scene.place.committee, PostKind.SPECIALIST)
    stale = scene.now(dossier := scene.accepted())
    given = {Work(dossier.reference, "result"): colleague}
    reassign(person=scene.specialist, given=given, by=scene.chair, at=LATER)
    with pytest.raises(Overtaken) as told:
        actions.examine(**stale, by=scene.specialist, at=LATER)
    said = told.value.params
    assert (said["who"], said["act"], said["when"]) == (scene.chair.name, "Chuyển giao việc", "10:00 16/11/2026")


def test_only_somebody_who_may_examine_can_be_named(scene):
    with refused("organisation.no_power"):
        actions.assign(**scene.now(scene.accepted()), handler=scene.clerk, by=scene.chair, at=LATER)


def test_settling_keeps_the_promise_and_says_so_to_the_applicant(scene):
    dossier = scene.settled()
    promise = dossier.result_promise
    promise.refresh_from_db()
    assert (promise.state, promise.settled_at) == (promise_states.State.KEPT, MONDAY)
    assert Notice.objects.filter(title__contains="đã có kết quả").exists()
    entry = timeline(dossier)[0]
    assert (entry.data, entry.told["number"]) == ({"outcome": "approved"}, "12/2026")


def test_a_no_as_a_result_has_a_reason(scene, counted):
    dossier = scene.examined()
    before = counted.now()
    said = {"outcome": "refused", "result_number": "", "reason": ""}
    with refused("dossiers.no_reason"):
        actions.settle(**scene.now(dossier), **said, by=scene.specialist, at=LATER)
    assert counted.now() == before
    assert Dossier.objects.get().state == State.EXAMINING


def test_the_result_is_handed_to_somebody_with_a_name(scene):
    dossier = scene.settled()
    with refused("dossiers.no_collector"):
        actions.return_result(**scene.now(dossier), collected_by="  ", by=scene.clerk, at=LATER)
    dossier = actions.return_result(**scene.now(dossier), collected_by="Trần Thị Hoa", by=scene.clerk, at=LATER)
    assert (dossier.state, dossier.ended_at) == (State.RETURNED, LATER)
    assert timeline(dossier)[0].told == {"collected_by": "Trần Thị Hoa"}


@pytest.mark.parametrize("who", ["clerk", "stranger"])
def test_settling_needs_the_power_in_the_deciding_unit(scene, who):
    stranger = officer(commune("Khác").committee, PostKind.SPECIALIST)
    by = {"clerk": scene.clerk, "stranger": stranger}[who]
    with refused("organisation.no_power"):
        actions.settle(**scene.now(scene.examined()), **APPROVED, by=by, at=LATER)


def test_a_move_out_of_order_is_refused_in_words(scene):
    with pytest.raises(Refused, match=r"Không thể “Trả kết quả”.*“Đã tiếp nhận”"):
        actions.return_result(**scene.now(scene.accepted()), collected_by="Trần Thị Hoa", by=scene.clerk, at=LATER)


def test_the_second_of_two_officers_is_told_who_did_what(scene, counted):
    dossier = scene.accepted()
    shown = scene.now(dossier)
    actions.examine(**shown, by=scene.specialist, at=LATER)
    before = counted.now()
    with pytest.raises(Overtaken, match=r"Đỗ Quang Huy.*Nhận giải quyết.*10:00 16/11/2026"):
        actions.examine(**shown, by=officer(scene.place.committee, PostKind.SPECIALIST), at=LATER)
    assert counted.now() == before


@pytest.mark.parametrize("quiet", ["read_numbers", "attach"])
def test_whoever_only_read_or_added_a_file_is_not_the_one_who_was_quicker(scene, files, quiet):
    dossier = scene.accepted()
    shown = scene.now(dossier)
    actions.examine(**shown, by=scene.specialist, at=LATER)
    if quiet == "attach":
        attach(dossier, by=scene.clerk)
    else:
        actions.read_numbers(dossier_id=dossier.pk, by=scene.clerk, at=LATER)
    with pytest.raises(Overtaken, match=r"Đỗ Quang Huy.*Nhận giải quyết"):
        actions.examine(**shown, by=officer(scene.place.committee, PostKind.SPECIALIST), at=LATER)


def test_the_reason_of_a_no_is_told_and_can_be_forgotten(scene):
    said = {"outcome": "refused", "result_number": "", "reason": "Bà Hoa đang có chồng"}
    dossier = actions.settle(**scene.now(scene.examined()), **said, by=scene.specialist, at=LATER)
    [settled, *_] = timeline(dossier)
    assert settled.told == {"reason": "Bà Hoa đang có chồng"}
    assert "Hoa" not in str(settled.data)


def test_numbers_are_read_in_full_only_by_who_may_read_the_dossier(scene, counted):
    dossier = scene.accepted()
    before = counted.now()
    with refused("organisation.no_power"):
        stranger = officer(commune("Khác").committee, PostKind.CHAIR)
        actions.read_numbers(dossier_id=dossier.pk, by=stranger, at=LATER)
    assert counted.now() == before
    actions.read_numbers(dossier_id=dossier.pk, by=scene.chair, at=LATER)
    assert timeline(dossier)[0].act == "dossiers.read_numbers"


# --- files -------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def attach(dossier, *, by):
    upload = SimpleUploadedFile("ban-an.pdf", pdf())
    return actions.attach(dossier_id=dossier.pk, label="Bản án", upload=upload, by=by, at=LATER)


def kept(files):
    return [path for path in files.rglob("*") if path.is_file()]


def test_who_works_on_a_dossier_adds_files_to_it(scene, files):
    dossier = scene.accepted()
    for person in (scene.clerk, scene.specialist):
        assert attach(dossier, by=person).subject == dossier.ref
    assert [entry.act for entry in timeline(dossier)[:2]] == ["attachments.keep"] * 2


def test_who_may_only_read_a_dossier_adds_nothing_to_it(scene, files):
    overseer = officer(scene.place.committee, PostKind.STAFF)
    for person in (overseer, officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)):
        with refused("organisation.no_power"):
            attach(scene.accepted(), by=person)
    assert not StoredFile.objects.exists()
    assert kept(files) == []


def test_nothing_is_added_to_what_is_over(scene, files):
    dossier = actions.return_result(**scene.now(scene.settled()), collected_by="Trần Thị Hoa", by=scene.clerk, at=LATER)
    with refused("dossiers.ended"):
        attach(dossier, by=scene.clerk)
    assert not StoredFile.objects.exists()
    assert kept(files) == []


def test_work_is_counted_of_those_who_could_take_more_and_of_nobody_else(scene):
    """The least loaded comes first; promises of all others, of the whole installation, are not read for it."""
    busy, free = (officer(scene.place.committee, PostKind.SPECIALIST, name=name) for name in ("An", "Bình"))
    for handler in (busy, scene.specialist):
        scene.accepted(handler_id=handler.pk)
    with CaptureQueriesContext(connection) as asked:
        [bundle] = bundles(scene.specialist, [scene.place.committee.pk], MONDAY.date())
    assert [(one.person, one.load) for one in bundle.candidates] == [(free, 0), (busy, 1)]
    counted = [one["sql"] for one in asked if "COUNT(" in one["sql"] and "promises_promise" in one["sql"]]
    assert ['"person_id" IN' in sql for sql in counted] == [True]
