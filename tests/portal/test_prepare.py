"""Citizens prepare at home, one thing a page, without an account or a script; nothing typed is lost."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.counter.sessions.values import OpenSession
from gandan.dossiers import actions
from gandan.dossiers.models import Draft, Prepared
from gandan.lib.refs import Ref
from gandan.procedures.models import Version
from tests.attachments import samples
from tests.dossiers.conftest import MONDAY
from tests.ui.english import vietnamese_in

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOT_FILED = "Đây chưa phải là nộp hồ sơ, và chưa tính thời hạn nào."
NAME = "Trần Thị Hoa"
CITIZEN = Ref("system", "citizen")
EVENING = (time(17, 30), time(19))


@pytest.fixture(autouse=True)
def here(scene, clock, settings, tmp_path):
    settings.DATA_DIR = settings.FILES_DIR = tmp_path
    clock.at = MONDAY
    papers = [{"name": "Tờ khai", "originals": 1}, {"name": "Bản án ly hôn", "copies": 1, "only_when": "Đã ly hôn"}]
    Version.objects.filter(pk=scene.version.pk).update(documents=papers)


@pytest.fixture
def begun(scene, client) -> str:
    """The address that it was given."""
    answer = client.post(f"/chuan-bi/{scene.version.procedure.code}/")
    assert answer.status_code == 302
    return answer["Location"]


def one() -> Prepared:
    return Prepared.objects.get()


def say(client, begun, slug, **said):
    return client.post(f"{begun}{slug}/", said)


def filled(client, begun):
    say(client, begun, "ai-nop", who="self")
    say(client, begun, "ho-ten", name="Trần Thị Hoa", birth_year="1991")


def test_from_the_guide_to_the_qr_one_thing_a_page(scene, client, settings):
    settings.PUBLIC_URL_IS_SET = True
    code = scene.version.procedure.code
    assert f"/chuan-bi/{code}/" in client.get(f"/thu-tuc/{code}/").text
    assert NOT_FILED in client.get(f"/chuan-bi/{code}/").text
    page = client.post(f"/chuan-bi/{code}/")["Location"]
    assert one().secret in client.get(page).text
    steps = ["ai-nop", "ho-ten", "so-dinh-danh", "noi-o", "lien-lac", "truong-hop-rieng", "giay-to", "anh"]
    answers = [{"who": "self"}, {"name": "Trần Thị Hoa"}, {}, {"commune": "Bình Lục"}, {}, {}, {"have": ["Tờ khai"]}]
    for slug, said, following in zip(steps, answers, steps[1:], strict=False):
        assert client.get(f"{page}{slug}/").text.count("<h1>") == 1
        assert say(client, page, slug, **said)["Location"] == f"{page}{following}/"
    assert client.post(f"{page}noi-nop/", {"unit": scene.place.centre.ref.code})["Location"] == f"{page}xem-lai/"
    assert "Trần Thị Hoa" in client.get(f"{page}xem-lai/").text
    done = client.post(f"{page}xem-lai/", follow=True)
    assert done.redirect_chain[-1][0] == f"{page}mang-theo/"
    told = done.text
    assert f"{one().code[:4]} {one().code[4:8]} {one().code[8:]}" in told
    assert "data:image/svg+xml" in told
    assert "07:30–11:30" in told  # opening hours
    assert f"/dat-lich/?thu-tuc={code}" in told
    assert "Bản án ly hôn" not in told  # only in a case that was not named


def test_every_page_says_that_nothing_is_filed_and_is_kept_by_nobody(client, begun):
    filled(client, begun)
    client.post(f"{begun}xem-lai/")
    pages = ["", "ai-nop/", "ho-ten/", "anh/", "noi-nop/", "xem-lai/", "mang-theo/", "xoa/"]
    for address in [*(begun + page for page in pages), "/chuan-bi/lam-tiep/"]:
        answer = client.get(address)
        assert NOT_FILED in answer.text, address
        is_big = address in (begun, f"{begun}mang-theo/")  # where it begins and ends, with where one does file
        assert ("dichvucong.gov.vn" in answer.text) == is_big, address
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_only_what_this_person_needs_is_asked(client, begun):
    assert "uy-quyen" not in client.get(begun).text
    say(client, begun, "ai-nop", who="agent")
    assert f"{begun}uy-quyen/" in client.get(begun).text
    assert "Họ và tên người có hồ sơ" in client.get(f"{begun}ho-ten/").text
    say(client, begun, "ai-nop", who="organisation")
    page = client.get(f"{begun}ho-ten/").text
    assert "Tên tổ chức" in page
    assert "birth_year" not in page


def test_what_is_answered_within_the_day_asks_for_no_address(scene, client, begun):
    assert "noi-o" in client.get(begun).text
    term = {"case": "", "channel": "desk", "term": "within the day", "text": "Trong ngày"}
    Version.objects.filter(pk=scene.version.pk).update(terms=[term])
    page = client.get(begun).text
    assert ("noi-o" in page, "lien-lac" in page) == (False, True)


def test_the_paper_of_an_agent_follows_from_who_comes_and_is_not_asked_about(scene, client, begun):
    papers = [{"name": "Tờ khai"}, {"name": "Văn bản ủy quyền", "originals": 1, "only_when": "làm thay người khác"}]
    Version.objects.filter(pk=scene.version.pk).update(documents=papers)
    filled(client, begun)
    asked = client.get(f"{begun}giay-to/").text
    assert ("Văn bản ủy quyền" in asked, "làm thay người khác" in asked) == (False, False)
    say(client, begun, "ai-nop", who="agent")
    say(client, begun, "uy-quyen", agent_name="Trần Văn Ba")
    asked = client.get(f"{begun}giay-to/").text
    assert ("Văn bản ủy quyền" in asked, "làm thay người khác" in asked) == (True, False)
    assert client.post(f"{begun}xem-lai/").status_code == 302
    ready = client.get(f"{begun}mang-theo/").text
    assert ("Văn bản ủy quyền, 1 bản chính" in ready, "Giấy ủy quyền" in ready) == (True, False)
    draft = actions.open_prepared(scanned=one().code, unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    assert Draft.objects.get(reference=draft.taken_as).typed["needed"] == ["2"]


def test_the_hours_of_a_session_stand_among_those_of_the_place(scene, client, begun, monkeypatch):
    filled(client, begun)
    say(client, begun, "noi-nop", unit=scene.place.centre.ref.code)
    assert client.post(f"{begun}xem-lai/").status_code == 302
    code = scene.version.procedure.code
    session = OpenSession(
        "S1", "Buổi tối với dân", MONDAY.date(), (EVENING,), "Nhà văn hóa", (code,), takes_bookings=True
    )
    other = replace(session, place="Chợ huyện", procedures=("9.9",))
    monkeypatch.setattr("gandan.portal.prepare.open_sessions_between", lambda *_asked: [session, other])
    told = " ".join(client.get(f"{begun}mang-theo/").text.split())
    assert "17:30–19:00, Buổi tối với dân: Nhà văn hóa<br>" in told
    assert 'Chợ huyện <span class="sub">(không nhận việc này)</span>' in told


def test_only_the_papers_of_cases_that_were_named_are_asked_for(client, begun):
    filled(client, begun)
    assert "Bản án ly hôn" not in client.get(f"{begun}giay-to/").text
    assert "Bản án ly hôn" not in client.get(f"{begun}anh/").text
    say(client, begun, "truong-hop-rieng", applies=["Bản án ly hôn"])
    assert "Bản án ly hôn" in client.get(f"{begun}giay-to/").text
    assert "Bản án ly hôn" in client.get(f"{begun}anh/").text
    say(client, begun, "giay-to", have=["Tờ khai", "Bản án ly hôn"])
    say(client, begun, "truong-hop-rieng")
    assert client.post(f"{begun}xem-lai/").status_code == 302


def test_the_address_typed_from_a_poster_leads_to_the_procedures_and_to_what_was_begun(scene, client):
    page = client.get("/chuan-bi/")
    assert page.status_code == 200
    assert f"/chuan-bi/{scene.version.procedure.code}/" in page.text
    assert "/chuan-bi/lam-tiep/" in page.text


def test_a_file_that_was_chosen_is_sent_by_going_on_and_the_next_paper_is_offered(client, begun):
    say(client, begun, "truong-hop-rieng", applies=["Bản án ly hôn"])
    assert client.post(f"{begun}anh/", {"label": "Tờ khai", "next": "1"})["Location"] == f"{begun}noi-nop/"
    assert not StoredFile.objects.exists()
    file = SimpleUploadedFile("to-khai.pdf", samples.pdf())
    gone_on = client.post(f"{begun}anh/", {"label": "Tờ khai", "file": file, "next": "1"})
    assert gone_on["Location"] == f"{begun}noi-nop/"
    assert StoredFile.objects.count() == 1
    assert '<option value="Bản án ly hôn" selected>' in client.get(f"{begun}anh/").text


def test_what_is_typed_survives_the_browser_by_its_link_or_by_code_and_key(client, begun):
    filled(client, begun)
    other = type(client)()
    assert 'value="Trần Thị Hoa"' in other.get(f"{begun}ho-ten/").text
    spaced = {"code": f"{one().code[:4]} {one().code[4:]}", "secret": one().secret.lower()}
    assert other.post("/chuan-bi/lam-tiep/", spaced)["Location"] == begun
    missed = other.post("/chuan-bi/lam-tiep/", {"code": one().code, "secret": "sai"})
    assert missed.status_code == 404
    assert f'value="{one().code}"' in missed.text


def test_autosave_keeps_what_is_not_right_yet_and_answers_with_nothing(client, begun):
    sent = {"name": "", "birth_year": "abc", "page": "p", "seen": ""}
    answer = client.post(f"{begun}ho-ten/", sent, headers={"X-Autosave": "1"})
    assert (answer.status_code, one().typed["birth_year"]) == (204, ["abc"])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "ạ" * 1000}, "Dài 1000 chữ; nhiều nhất 200 chữ."),
        ({"name": ""}, "Hãy ghi mục này."),
        ({"name": "Hoa", "birth_year": "2099"}, "Năm sinh gồm bốn chữ số"),
        ({"name": "Hoa", "birth_year": "¹²³"}, "Năm sinh gồm bốn chữ số"),
    ],
)
def test_an_error_is_told_and_what_was_typed_stands_there_and_is_kept(client, begun, said, sentence):
    say(client, begun, "ai-nop", who="self")
    answer = say(client, begun, "ho-ten", **said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert one().typed["name"] == [said["name"]]
    assert f'value="{said["name"]}"' in answer.text or not said["name"]


def test_two_browsers_see_what_the_other_wrote_before_either_is_lost(client, begun):
    marks = {"seen": ""}
    say(client, begun, "lien-lac", phone="0912345338", page="a", **marks)
    late = say(client, begun, "lien-lac", phone="0900000000", page="b", **marks)
    assert late.status_code == 409
    assert "0912345338" in late.text  # the other's
    assert 'value="0900000000"' in late.text  # one's own
    assert 'name="seen" value="a"' in late.text
    assert one().typed["phone"] == ["0912345338"]
    assert say(client, begun, "lien-lac", phone="0900000000", page="c", seen="a").status_code == 302


def send(client, begun, content, name="anh.jpg", label="Tờ khai"):
    return client.post(f"{begun}anh/", {"label": label, "file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_photograph_is_called_received_once_it_is_kept(client, begun):
    done = send(client, begun, samples.photo())
    assert "Đã nhận: tệp đọc được trọn vẹn và đã cất kín." in done.text
    (stored,) = files_of(one())
    assert stored.label == "Tờ khai"
    removed = client.post(f"{begun}anh/", {"remove": stored.code}, follow=True)
    assert "Đã nhận" not in removed.text
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "Ảnh HEIC của điện thoại chưa nhận được"),
        ("anh.jpg", b"MZ" + b"\x00" * 60, "Đây là tệp chương trình"),
        ("anh.jpg", samples.photo()[:200], "Tệp bị hỏng hoặc tải lên chưa đủ"),
        ("anh.jpg", b"", "Tệp rỗng"),
    ],
)
def test_a_file_that_cannot_be_is_told_why_and_never_called_received(client, begun, name, content, sentence):
    answer = send(client, begun, content, name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Đã nhận" not in answer.text
    assert not StoredFile.objects.exists()


def test_nothing_is_ready_while_a_name_is_missing_or_wrong(client, begun):
    missing = client.post(f"{begun}xem-lai/")
    assert missing.status_code == 422
    assert "Hồ sơ của ai: chưa làm" in missing.text
    filled(client, begun)
    say(client, begun, "ho-ten", name="Hoa", birth_year="x")
    assert "Tên trên hồ sơ: cần sửa" in client.post(f"{begun}xem-lai/").text
    assert client.get(f"{begun}mang-theo/")["Location"] == f"{begun}xem-lai/"
    back = client.post(f"{begun}ho-ten/?xem-lai=1", {"name": "Hoa", "birth_year": ""})
    assert back["Location"] == f"{begun}xem-lai/"


def test_a_number_that_looks_wrong_is_doubted_and_never_refused(client, begun):
    filled(client, begun)
    say(client, begun, "so-dinh-danh", id_number="123")
    assert "Số định danh cá nhân thường có 12 chữ số" in client.get(f"{begun}xem-lai/").text
    assert client.post(f"{begun}xem-lai/").status_code == 302


def test_a_newer_version_of_the_procedure_says_what_changed_and_keeps_the_rest(scene, client, begun):
    filled(client, begun)
    say(client, begun, "truong-hop-rieng", applies=["Bản án ly hôn"])
    say(client, begun, "giay-to", have=["Tờ khai"])
    Version.objects.filter(pk=scene.version.pk).update(valid_to=date(2026, 11, 16))
    names = ("procedure", "name", "plain_name", "field", "code_certainty", "content_certainty")
    same = {name: getattr(scene.version, name) for name in names}
    Version.objects.create(**same, valid_from=date(2026, 11, 16), documents=[{"name": "Tờ khai mẫu mới"}])
    page = client.get(f"{begun}xem-lai/").text
    assert "Cần thêm: Tờ khai mẫu mới" in page
    assert "Không cần nữa: Bản án ly hôn" in page
    assert client.post(f"{begun}xem-lai/").status_code == 302
    assert "Tờ khai mẫu mới" in client.get(f"{begun}mang-theo/").text


def test_of_a_procedure_that_is_no_more_one_is_told_and_keeps_what_was_typed(scene, client, begun):
    filled(client, begun)
    Version.objects.filter(pk=scene.version.pk).update(valid_to=date(2026, 11, 16))
    assert "Thủ tục này không còn trong danh mục hôm nay." in client.get(begun).text
    assert client.get(f"/chuan-bi/{scene.version.procedure.code}/").status_code == 404


def test_what_was_erased_says_so_and_shows_nothing(client, clock, begun):
    filled(client, begun)
    clock.at = MONDAY + timedelta(days=40)
    actions.sweep_prepared(at=clock.at)
    for slug in ("", "ho-ten/", "anh/", "mang-theo/"):
        answer = client.get(begun + slug)
        assert (answer.status_code, "Trần Thị Hoa" in answer.text) == (410, False)
        assert "Bản chuẩn bị này đã được xóa" in answer.text


def test_one_may_erase_it_oneself(client, begun):
    filled(client, begun)
    assert client.get(f"{begun}xoa/").status_code == 200
    assert client.post(f"{begun}xoa/", follow=True).status_code == 410
    assert one().typed == {}


def test_once_opened_at_a_counter_the_page_says_so_and_takes_nothing(scene, client, begun):
    filled(client, begun)
    actions.open_prepared(scanned=one().code, unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    assert "Cán bộ đã mở bản này tại quầy" in say(client, begun, "ho-ten", name="Khác").text
    assert one().typed["name"] == ["Trần Thị Hoa"]


def test_a_wrong_key_shows_nothing_and_whoever_tries_many_waits(client, settings, begun):
    settings.LOOKUP_LIMIT_PER_MINUTE = 3
    wrong = f"/chuan-bi/{one().code}/{'0' * 16}/"
    assert [client.get(wrong).status_code for _ in range(4)] == [404, 404, 404, 429]
    assert client.get(wrong)["Retry-After"]


def test_a_flood_begins_sends_and_saves_no_more_than_the_settings_say(scene, client, settings, begun):
    settings.PREPARE_LIMIT_PER_MINUTE = settings.PREPARE_SAVES_PER_MINUTE = 2
    address = f"/chuan-bi/{scene.version.procedure.code}/"
    assert [client.post(address).status_code for _ in range(2)] == [302, 429]
    assert [send(client, begun, samples.photo()).status_code for _ in range(3)] == [200, 200, 429]
    for _ in range(2):
        say(client, begun, "noi-o", commune="Bình Lục")
    flooded = say(client, begun, "noi-o", commune="Gõ thêm")
    assert flooded.status_code == 429
    assert 'value="Gõ thêm"' in flooded.text


def test_an_address_of_no_part_is_not_found(client, begun):
    assert client.get(f"{begun}khong-co/").status_code == 404
    assert client.get("/chuan-bi/khong-co/").status_code == 404


def test_the_pages_are_in_english_for_who_chose_it(client, begun):
    filled(client, begun)
    client.cookies["language"] = "en"
    for slug in ("", "ai-nop/", "ho-ten/", "so-dinh-danh/", "giay-to/", "anh/", "noi-nop/", "xem-lai/", "xoa/"):
        assert vietnamese_in(client.get(begun + slug).text.replace(NAME, "")) == []
