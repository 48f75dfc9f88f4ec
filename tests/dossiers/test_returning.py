"""A result reaches whoever asked for it: told early, handed over, sent; to the right person, with their papers."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import next_moves
from gandan.dossiers.rules.returning import check_collector, is_early
from gandan.dossiers.states import State
from gandan.dossiers.values import ApplicantDetails
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from tests.attachments.samples import pdf
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LATER = MONDAY + timedelta(hours=1)
DUE_DAY = MONDAY + timedelta(days=3)  # three working days
NOBODY = ApplicantDetails("Trần Thị Hoa")  # no address: only paper and the telephone reach her


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


def settled(scene, **other):
    dossier = actions.examine(**scene.now(scene.accepted(**other)), by=scene.specialist, at=MONDAY)
    said = {"outcome": "approved", "result_number": "12/2026", "reason": ""}
    return actions.settle(**scene.now(dossier), **said, by=scene.specialist, at=MONDAY)


def give(scene, dossier, *, at=LATER, **said):
    return actions.return_result(**scene.now(dossier), **({"collected_by": "Hoa"} | said), by=scene.clerk, at=at)


# --- early -------------------------------------------------------------------------------------------------------


def test_who_has_an_address_is_told_that_it_is_early_when_it_is_settled(scene):
    dossier = settled(scene)
    assert dossier.early_told_at == MONDAY
    assert "trước ngày hẹn" in Notice.objects.get(title__contains="đã có kết quả").body


def test_who_has_none_is_to_be_told_by_a_person_before_it_is_returned_early(scene, counted):
    dossier = settled(scene, applicant=NOBODY)
    before = counted.now()
    with refused("dossiers.early_not_announced"):
        give(scene, dossier)
    assert counted.now() == before
    dossier = actions.announce_early(**scene.now(dossier), manner="phone", by=scene.clerk, at=LATER)
    assert dossier.early_told_at == LATER
    assert timeline(dossier)[0].data == {"manner": "phone"}
    assert give(scene, dossier).state == State.RETURNED


def test_who_stands_there_need_not_be_told(scene):
    assert give(scene, settled(scene, applicant=NOBODY), applicant_is_here=True).state == State.RETURNED


def test_on_the_appointed_day_nobody_has_to_be_told(scene):
    dossier = settled(scene, applicant=NOBODY)
    assert give(scene, dossier, at=DUE_DAY).state == State.RETURNED


def test_telling_is_offered_only_while_it_is_needed(scene):
    def offered(dossier, at):
        return "announce_early" in {move.name for move in next_moves(dossier, scene.clerk, at)}

    dossier = settled(scene, applicant=NOBODY)
    assert offered(dossier, LATER)
    assert not offered(dossier, DUE_DAY)
    assert not offered(settled(scene), LATER)
    with refused("dossiers.nothing_to_announce"):
        actions.announce_early(**scene.now(dossier), manner="phone", by=scene.clerk, at=DUE_DAY)
    with refused("dossiers.no_manner"):
        actions.announce_early(**scene.now(dossier), manner="pigeon", by=scene.clerk, at=LATER)


# --- to whom, how ------------------------------------------------------------------------------------------------


def test_somebody_else_gets_it_only_with_their_paper(scene, counted):
    dossier = settled(scene)
    before = counted.now()
    with refused("dossiers.no_collector_paper"):
        give(scene, dossier, collected_by="Lê Văn Thay")
    assert counted.now() == before
    dossier = give(scene, dossier, collected_by="Lê Văn Thay", collector_paper="Giấy ủy quyền số 5")
    assert (dossier.collected_by, dossier.collector_paper) == ("Lê Văn Thay", "Giấy ủy quyền số 5")
    told = timeline(dossier)[0]
    assert told.told == {"collected_by": "Lê Văn Thay", "paper": "Giấy ủy quyền số 5"}
    assert "Thay" not in str(told.data)


def test_whoever_handed_it_in_for_them_may_collect_it(scene):
    through = ApplicantDetails("Trần Thị Hoa", agent_name="Lê Văn Thay", email="hoa@example.com")
    assert give(scene, settled(scene, applicant=through), collected_by="Lê Văn Thay").state == State.RETURNED


def test_by_post_it_has_a_tracking_number_and_the_applicant_learns_it(scene):
    dossier = settled(scene)
    with refused("dossiers.no_tracking_number"):
        give(scene, dossier, manner="post", collected_by="")
    dossier = give(scene, dossier, manner="post", collected_by="", tracking_number="EI123456789VN")
    assert (dossier.return_manner, dossier.tracking_number) == ("post", "EI123456789VN")
    assert "EI123456789VN" in Notice.objects.get(title__contains="gửi đến").body


def test_online_only_with_the_signed_file_and_the_applicant_learns_where(scene):
    dossier = settled(scene)
    with refused("dossiers.no_result_file"):
        give(scene, dossier, manner="online", collected_by="")
    upload = SimpleUploadedFile("ket-qua.pdf", pdf())
    kept = actions.attach(dossier_id=dossier.pk, label="Kết quả", upload=upload, by=scene.clerk, at=LATER)
    actions.mark_result(dossier_id=dossier.pk, code=kept.code, by=scene.clerk, at=LATER)
    dossier = give(scene, dossier, manner="online", collected_by="")
    assert dossier.result_file == kept.code
    assert dossier.receipt_secret in Notice.objects.get(title__contains="gửi đến").body


def test_only_a_pdf_of_the_dossier_is_its_result(scene):
    dossier = settled(scene)
    with refused("dossiers.result_not_pdf"):
        actions.mark_result(dossier_id=dossier.pk, code="KHONGCO", by=scene.clerk, at=LATER)
    assert Dossier.objects.get(pk=dossier.pk).result_file == ""


def test_another_manner_there_is_not(scene):
    with refused("dossiers.no_manner"):
        give(scene, settled(scene), manner="pigeon")


# --- originals ---------------------------------------------------------------------------------------------------


def test_originals_are_given_back_or_it_is_said_why_not(scene, counted):
    dossier = settled(scene)
    before = counted.now()
    with refused("dossiers.originals_unaccounted"):
        give(scene, dossier, kept_because=" ")
    assert counted.now() == before
    dossier = give(scene, dossier, given_back={1}, kept_because="")
    assert dossier.papers.get(ordinal=1).given_back_at == LATER
    assert dossier.papers.get(ordinal=2).given_back_at is None  # a copy
    assert timeline(dossier)[0].data["originals_back"] == 1


def test_why_an_original_stays_is_kept_apart(scene):
    dossier = give(scene, settled(scene), kept_because="Bà Hoa xin gửi lại đến thứ Hai")
    entry = timeline(dossier)[0]
    assert entry.told["kept_because"] == "Bà Hoa xin gửi lại đến thứ Hai"
    assert "Hoa" not in str(entry.data)


# --- rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Trần Thị Hoa", "TRẦN THỊ HOA", "Hoa", "bà Trần Thị Hoa"])
def test_a_name_as_people_write_it_is_the_applicants(name):
    check_collector(name, paper="", entitled=("Trần Thị Hoa", ""))


def test_no_name_is_nobody():
    with refused("dossiers.no_collector"):
        check_collector("  ", paper="x", entitled=("Hoa",))


def test_early_is_before_the_day_not_before_the_hour():
    due = datetime(2026, 11, 19, 17, tzinfo=HANOI)
    assert is_early(due.replace(day=18), due)
    assert not is_early(due.replace(hour=8), due)
    assert not is_early(due, None)
