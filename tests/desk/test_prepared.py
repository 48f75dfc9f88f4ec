"""One scan at the counter opens what was prepared at home."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Draft, Prepared
from gandan.journal.models import Entry
from gandan.journal.queries import last_entry
from gandan.lib.refs import Ref
from gandan.organisation.powers import PostKind
from tests.attachments import samples
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SCAN = "/desk/counter/prepared/"
HOME = {"by": Ref("system", "citizen"), "at": MONDAY}


@pytest.fixture(autouse=True)
def on_disk(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def prepared(scene) -> Prepared:
    begun = actions.prepare(version=scene.version, **HOME)
    for part, said in {"who": {"who": ["self"]}, "name": {"name": ["Trần Thị Hoa"]}}.items():
        actions.save_prepared(prepared_id=begun.pk, part=part, said=said, **HOME)
    upload = SimpleUploadedFile("anh.jpg", samples.photo())
    actions.keep_photo(prepared_id=begun.pk, label="Ảnh tờ khai", upload=upload, **HOME)
    return begun


def scan(client, scanned, **more):
    return client.post(SCAN, {"scanned": scanned, **more})


def test_the_field_stands_on_the_counters_first_page(scene, desk):
    assert 'name="scanned"' in desk(scene.clerk).get("/desk/counter/").text


def test_a_scan_fills_the_counters_page_and_shows_the_photographs(scene, desk, prepared):
    client = desk(scene.clerk)
    answer = scan(client, f"https://x.vn/chuan-bi/{prepared.code}/{prepared.secret}/")
    reference = Draft.objects.get().reference
    assert answer["Location"] == f"/desk/counter/{reference}/"
    page = client.get(answer["Location"]).text
    assert 'value="Trần Thị Hoa"' in page
    assert "Người dân đã chuẩn bị ở nhà" in page
    assert "Ảnh tờ khai" in page
    assert scene.version.plain_name in page


def test_a_photograph_is_read_by_who_has_the_draft_and_the_journal_says_so(scene, desk, prepared):
    scan(desk(scene.clerk), prepared.code)
    file = f"{SCAN}{prepared.code}/files/{actions_file(prepared)}/"
    answer = desk(scene.clerk).get(file)
    assert (answer.status_code, answer["Content-Disposition"].startswith("attachment")) == (200, True)
    assert Entry.objects.filter(act="attachments.read").count() == 1
    other = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    assert desk(other).get(file).status_code == 404


def actions_file(prepared) -> str:
    from gandan.attachments.queries import of

    return of(prepared).get().code


def test_a_second_scan_leads_to_the_same_draft_and_says_so(scene, desk, prepared):
    client = desk(scene.clerk)
    first = scan(client, prepared.code)["Location"]
    again = client.post(SCAN, {"scanned": prepared.code}, follow=True)
    assert again.redirect_chain[-1][0] == first
    assert "Bản này đã mở từ trước" in again.text
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("scanned", ["", "Nguyễn Văn A", "000000000000", "x" * 5000, "\x00"])
def test_what_is_no_code_is_told_with_what_was_scanned(scene, desk, scanned):
    answer = scan(desk(scene.clerk), scanned)
    assert answer.status_code == 422
    assert "Chưa thực hiện được" in answer.text
    assert 'name="scanned" value=""' in answer.text  # the next scan is typed into an empty field
    assert scanned.strip("\0")[:100] in answer.text
    assert not Draft.objects.exists()


def test_another_officer_is_told_who_has_it_open(scene, desk, prepared):
    scan(desk(scene.clerk), prepared.code)
    other = officer(scene.place.centre, PostKind.COUNTER_OFFICER)
    answer = scan(desk(other), prepared.code)
    assert answer.status_code == 409
    assert scene.clerk.name in answer.text


def test_what_was_erased_is_refused_with_the_day(scene, desk, prepared):
    actions.erase_prepared(prepared_id=prepared.pk, **HOME)
    answer = scan(desk(scene.clerk), prepared.code)
    assert answer.status_code == 422
    assert "16/11/2026" in answer.text


def test_who_does_not_receive_opens_nothing(scene, desk, prepared):
    assert desk(scene.specialist).get(SCAN).status_code == 422
    assert scan(desk(scene.specialist), prepared.code).status_code == 422
    assert not Draft.objects.exists()


def test_accepted_on_the_page_it_becomes_a_dossier_with_the_photographs(scene, desk, prepared):
    client = desk(scene.clerk)
    page = scan(client, prepared.code)["Location"]
    typed = Draft.objects.get().typed
    sent = {**typed, "given": ["1", "2"], "deciding": "", "do": "accept"}
    answer = client.post(page, sent)
    dossier = Dossier.objects.get()
    assert answer["Location"] == f"/desk/dossiers/{dossier.reference}/"
    assert "Ảnh tờ khai" in client.get(answer["Location"]).text
    assert scan(client, prepared.code)["Location"] == answer["Location"]


def test_a_code_fills_the_field_and_says_what_it_is_but_not_whose(scene, desk, prepared):
    browser = desk(scene.clerk)
    page = browser.get(SCAN, {"code": prepared.code}).text
    assert (f'value="{prepared.code}"' in page, prepared.version.plain_name in page) == (True, True)
    assert "Trần Thị Hoa" not in page
    assert "Trần Thị Hoa" in browser.post(SCAN, {"scanned": prepared.code}, follow=True).text
    assert last_entry(prepared, acts=["dossiers.open_prepared"]).actor == scene.clerk.ref
