"""A result reaches whoever asked for it: told early, handed over, sent; to the right person, with their papers."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.attachments.models import StoredFile
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import next_moves
from gandan.dossiers.rules.returning import Handing, check_collector, is_early
from gandan.dossiers.states import State
from gandan.dossiers.values import ApplicantDetails
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.pdf_signatures import sign
from gandan.lib.refusal import Refused
from tests.attachments.samples import page as blank_page
from tests.attachments.samples import pdf, photo
from tests.dossiers.conftest import MONDAY
from tests.lib.certificates import PASSWORD, Authority
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
    return actions.return_result(
        **scene.now(dossier), **({"collected_by": "Trần Thị Hoa"} | said), by=scene.clerk, at=at
    )


def bring(scene, dossier, upload):
    """The file of the result, kept with the dossier."""
    said = {"label": "Kết quả", "upload": upload, "is_result": True}
    return actions.attach(dossier_id=dossier.pk, **said, by=scene.clerk, at=LATER)


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
    through = ApplicantDetails(
        "Trần Thị Hoa", agent_name="Lê Văn Thay", agent_paper="Giấy ủy quyền số 5", email="hoa@example.com"
    )
    assert give(scene, settled(scene, applicant=through), collected_by="Lê Văn Thay").state == State.RETURNED


def test_whoever_handed_it_in_without_a_paper_of_theirs_shows_one_now(scene):
    dossier = settled(
        scene, applicant=ApplicantDetails("Trần Thị Hoa", agent_name="Lê Văn Thay", email="a@example.com")
    )
    with refused("dossiers.no_collector_paper"):
        give(scene, dossier, collected_by="Lê Văn Thay")


def test_a_syllable_of_the_name_is_enough_only_with_the_receipt(scene, counted):
    dossier = settled(scene)
    before = counted.now()
    with refused("dossiers.collector_unsure"):
        give(scene, dossier, collected_by="Hoa")
    assert counted.now() == before
    give(scene, dossier, collected_by="Hoa", receipt_seen=True)
    assert timeline(dossier)[0].data["receipt_seen"] is True


def test_a_stranger_with_the_receipt_still_needs_a_paper(scene):
    with refused("dossiers.no_collector_paper"):
        give(scene, settled(scene), collected_by="Lê Văn Thay", receipt_seen=True)


def test_by_post_it_has_a_tracking_number_and_the_applicant_learns_it(scene):
    dossier = settled(scene)
    with refused("dossiers.no_tracking_number"):
        give(scene, dossier, manner="post", collected_by="")
    dossier = give(scene, dossier, manner="post", collected_by="", tracking_number="EI123456789VN")
    assert (dossier.return_manner, dossier.tracking_number) == ("post", "EI123456789VN")
    assert "EI123456789VN" in Notice.objects.get(title__contains="gửi đến").body


def test_online_only_with_its_file_and_the_applicant_learns_where(scene):
    dossier = settled(scene)
    with refused("dossiers.no_result_file"):
        give(scene, dossier, manner="online", collected_by="")
    upload = SimpleUploadedFile("ket-qua.pdf", pdf())
    kept = bring(scene, dossier, upload)
    dossier.refresh_from_db()
    dossier = give(scene, dossier, manner="online", collected_by="")
    assert dossier.result_file == kept.code
    assert dossier.receipt_secret in Notice.objects.get(title__contains="gửi đến").body


def test_a_picture_is_no_result_and_leaves_nothing_behind(scene, counted, settings):
    dossier = settled(scene)
    before = counted.now()
    with refused("dossiers.result_not_pdf"):
        bring(scene, dossier, SimpleUploadedFile("a.png", photo("PNG")))
    assert counted.now() == before
    assert Dossier.objects.get(pk=dossier.pk).result_file == ""
    assert not StoredFile.objects.exists()
    assert [path for path in settings.FILES_DIR.rglob("*") if path.is_file()] == []


def test_the_journal_says_whether_the_result_is_signed(scene, settings, tmp_path):
    authority = Authority()
    (tmp_path / "root.pem").write_bytes(authority.root.pem)
    signed = sign(blank_page(), authority.issue("Vũ Đức Thắng").p12(), PASSWORD)
    dossier = settled(scene)
    for roots, content, holds in (("", pdf(), False), ("", signed, False), (str(tmp_path), signed, True)):
        settings.TRUST_DIR = roots
        assert bring(scene, dossier, SimpleUploadedFile("kq.pdf", content)).is_signed is holds
        assert timeline(dossier)[0].data["signed"] is holds


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


@pytest.mark.parametrize("name", ["Trần Thị Hoa", "TRẦN THỊ HOA", "tran thi hoa", "bà Trần Thị Hoa"])
def test_the_whole_name_as_people_write_it_is_the_applicants(name):
    check_collector(Handing("desk", name), entitled=("Trần Thị Hoa",))


@pytest.mark.parametrize("name", ["Hoa", "Thị", "Trần Thị", "Trần Thị Hoa Lê", "bà"])
def test_less_or_more_than_the_name_is_nobody_in_particular(name):
    with pytest.raises(Refused):
        check_collector(Handing("desk", name), entitled=("Trần Thị Hoa",))


@pytest.mark.parametrize("name", ["  ", "\u0301"])
def test_no_name_is_nobody(name):
    with pytest.raises(Refused):
        check_collector(Handing("desk", name), entitled=("Hoa",))


def test_early_is_before_the_day_not_before_the_hour():
    due = datetime(2026, 11, 19, 17, tzinfo=HANOI)
    assert is_early(due.replace(day=18), due)
    assert not is_early(due.replace(hour=8), due)
    assert not is_early(due, None)
