"""What is typed at the counter: nothing is lost, nothing is typed twice, numbers are doubted, not refused."""

import unicodedata
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gandan.desk.passes import pass_of
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Draft
from gandan.journal.queries import timeline
from gandan.lib.refusal import Refused
from gandan.organisation.powers import PostKind
from gandan.procedures.models import Version
from tests.desk.counter_scene import Desk, publish, sit_down
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Desk:
    return sit_down(client)


# --- what is typed -------------------------------------------------------------------------------------------------


def test_a_name_of_a_thousand_letters_is_told_and_stays(desk):
    name = "Ạ" * 1000
    answer = desk.send("accept", name=name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dài 1000 chữ; nhiều nhất 200 chữ." in page
    assert name in page
    assert desk.typed()["name"] == [name]


def test_text_that_is_not_nfc_is_stored_tidy(desk):
    desk.send("accept", name=unicodedata.normalize("NFD", "  Trần   Thị Hoa "))
    assert Dossier.objects.get().applicant.name == "Trần Thị Hoa"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("email", "hoa@", "Không giống địa chỉ thư điện tử"),
        ("birth_year", "1850", "Nhỏ nhất là 1900."),
        ("birth_year", "2999", "Năm sinh không thể sau năm nay."),
        ("birth_year", "hai nghìn", "Hãy ghi bằng chữ số."),
        ("sets", "0", "Nhỏ nhất là 1."),
        ("channel", "fax", "Hãy chọn trong các mục có sẵn."),
        ("version", "1.004873@2031-02-30", "Thủ tục này không còn trong danh mục hôm nay"),
        ("version", "", "Hãy chọn thủ tục."),
        ("handler", "P99999", "Người này không phụ trách lĩnh vực này"),
        ("agent_phone", "0912345678", "Hãy ghi họ tên người được ủy quyền."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_box_and_stays_typed(desk, name, typed, sentence):
    answer = desk.send("accept", **{name: typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert desk.typed()[name] == [typed]


def test_a_letter_that_no_database_stores_is_left_out(desk):
    desk.send("accept", name="Trần\x00 Hoa")
    assert Dossier.objects.get().applicant.name == "Trần Hoa"


def test_numbers_that_look_wrong_are_doubted_and_accepted(desk):
    odd = {"id_number": "035 191 00", "phone": "12345"}
    desk.send("save", **odd)
    page = desk.client.get(desk.url).content.decode()
    assert "thường có 12 chữ số" in page
    assert "Số điện thoại không giống" in page
    assert desk.send("accept", **odd).status_code == 302
    assert Dossier.objects.get().applicant.id_number == "03519100"


def test_an_organisation_has_a_tax_code_and_no_year_of_birth(desk):
    desk.send("save", kind="organisation", id_number="0700123456")
    page = desk.client.get(desk.url).content.decode()
    assert "Mã số thuế" in page
    assert "id_birth_year" not in page
    assert "◐" not in page
    assert "thường có" not in page
    desk.send("accept", kind="organisation", id_number="0700123456")
    applicant = Dossier.objects.get().applicant
    assert (applicant.kind, applicant.birth_year) == ("organisation", None)


def test_typing_is_saved_valid_or_not(desk):
    answer = desk.client.post(desk.url, {"name": "Trần", "email": "hoa@"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 204
    assert desk.typed() == {"name": ["Trần"], "email": ["hoa@"]}


def test_a_draft_keeps_only_what_the_page_asks_for(desk):
    desk.client.post(desk.url, {"name": "Trần", "do": "save", "csrfmiddlewaretoken": "x", "junk": "y"})
    assert desk.typed() == {"name": ["Trần"]}


def test_a_session_that_ended_loses_nothing(desk):
    proof = pass_of(desk.draft.reference, desk.clerk)
    desk.client.logout()
    answer = desk.client.post(desk.url, desk.whole() | {"pass": proof, "do": "accept"})
    assert answer.url == f"{reverse('account_login')}?next={desk.url}"
    assert desk.typed()["name"] == ["Trần Thị Hoa"]
    assert not Dossier.objects.exists()


def test_typing_goes_on_being_saved_after_the_session_ended(desk):
    sent = desk.whole() | {"pass": pass_of(desk.draft.reference, desk.clerk)}
    desk.client.logout()
    assert desk.client.post(desk.url, sent, headers={"X-Autosave": "1"}).status_code == 204
    assert desk.typed()["name"] == ["Trần Thị Hoa"]


@pytest.mark.parametrize("proof", ["", "made-up", "of another draft", "of another officer"])
def test_a_stranger_without_the_pass_of_the_page_saves_nothing(desk, proof):
    if proof == "of another officer":
        proof = pass_of(desk.draft.reference, desk.specialist)
    elif proof == "of another draft":
        theirs = actions.open_draft(unit=desk.place.centre, by=desk.clerk, at=timezone.now())
        proof = pass_of(theirs.reference, desk.clerk)
    desk.client.logout()
    desk.client.post(desk.url, desk.whole() | {"pass": proof})
    assert desk.typed() == {}


def test_the_drafts_of_others_are_not_there(desk):
    other = officer(desk.place.centre, PostKind.COUNTER_OFFICER)
    theirs = actions.open_draft(unit=desk.place.centre, by=other, at=timezone.now())
    url = reverse("desk:counter", args=[theirs.reference])
    assert desk.client.get(url).status_code == 404
    assert desk.client.post(url, desk.whole()).status_code == 404
    assert Draft.objects.get(pk=theirs.pk).typed == {}


# --- finding -----------------------------------------------------------------------------------------------------


def served(desk) -> Dossier:
    """Somebody who was at this counter before, with a new draft open now."""
    desk.send("accept", address_on_paper="Thôn An Bài")
    desk.draft = actions.open_draft(unit=desk.place.centre, by=desk.clerk, at=timezone.now())
    return Dossier.objects.get()


def readings(dossier):
    """Who read what was stated on the dossier, as its journal says."""
    return [entry.actor_code for entry in timeline(dossier) if entry.act == "dossiers.read_statement"]


def test_a_known_number_fills_in_what_was_stated_before_and_the_journal_says_who_read_it(desk):
    earlier = served(desk)
    desk.client.post(desk.url, {"find": "035191004417", "do": "look"})
    typed = desk.typed()
    assert (typed["name"], typed["address_on_paper"], typed["find"]) == (["Trần Thị Hoa"], ["Thôn An Bài"], [""])
    assert readings(earlier) == [desk.clerk.code]


def test_a_name_offers_earlier_statements_masked_and_choosing_one_is_written_down(desk):
    earlier = served(desk)
    desk.client.post(desk.url, {"find": "tran thi", "do": "look"})
    page = desk.client.get(desk.url).content.decode()
    assert f'name="pick_applicant" value="{earlier.reference}"' in page
    assert "Trần Thị Hoa</b>, 1991" in page
    for hidden in ("035191004417", "0912345338", "Thôn An Bài"):
        assert hidden not in page
    assert readings(earlier) == []
    desk.client.post(desk.url, {"find": "tran thi", "pick_applicant": earlier.reference})
    assert desk.typed()["id_number"] == ["035191004417"]
    assert readings(earlier) == [desk.clerk.code]
    shown = desk.client.get(reverse("desk:dossier", args=[earlier.reference])).content.decode()
    assert "<b>Nguyễn Thị Hạnh</b> đọc lại những gì người nộp đã khai" in shown


def test_people_served_elsewhere_are_not_offered_and_cannot_be_picked(desk):
    earlier = served(desk)
    earlier.applicant.unit = commune("Liêm Hà").centre
    earlier.applicant.save()
    assert desk.client.post(desk.url, {"pick_applicant": earlier.reference}).status_code == 404
    assert b"pick_applicant" not in desk.client.post(reverse("desk:counter_applicants"), {"find": "tran thi"}).content
    with pytest.raises(Refused) as refused:
        actions.read_statement(reference=earlier.reference, by=desk.clerk, at=timezone.now())
    assert refused.value.code == "organisation.no_power"
    assert readings(earlier) == []


@pytest.mark.parametrize("picked", ["", "1", "%00", "\0", "x" * 5000])
def test_a_pick_that_names_nobody_is_not_found(desk, picked):
    served(desk)
    assert desk.client.post(desk.url, {"pick_applicant": picked}).status_code == 404


def test_who_is_looked_for_never_stands_in_an_address(desk):
    served(desk)
    assert desk.client.get(reverse("desk:counter_applicants"), {"find": "tran thi"}).status_code == 405
    assert 'hx-get="/desk/counter/applicants' not in desk.client.get(desk.url).content.decode()


def test_somebody_unknown_is_typed_on_from_what_was_looked_for(desk):
    desk.client.post(desk.url, {"find": "Lê  Văn Mới", "do": "look"})
    assert desk.typed()["name"] == ["Lê Văn Mới"]


@pytest.mark.parametrize("q", ["xnh", "1.004873", "4873", "giấy xác nhận"])
def test_three_letters_or_a_code_pick_the_procedure(desk, q):
    desk.client.post(desk.url, {"q": q, "do": "look"})
    assert desk.typed()["version"] == [desk.version.ref.code]


def test_what_may_mean_two_procedures_is_offered(desk):
    other = publish("1.000003", "xnk")
    desk.client.post(desk.url, {"q": "giay xac nhan", "do": "look"})
    page = desk.client.get(desk.url).content.decode()
    assert page.count('name="pick_procedure"') == 2
    desk.client.post(desk.url, {"pick_procedure": other.ref.code})
    assert desk.typed()["version"] == [other.ref.code]


def test_another_procedure_begins_with_no_paper_ticked(desk):
    other = publish("1.000003", "xnk")
    desk.client.post(desk.url, desk.whole() | {"pick_procedure": other.ref.code})
    assert desk.typed()["given"] == []


def test_a_procedure_no_longer_in_force_is_not_taken(desk):
    Version.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert desk.send("accept").status_code == 422


def test_one_button_ticks_all_that_is_needed(desk):
    desk.send("tick", given=[])
    assert desk.typed()["given"] == ["1"]


def test_the_page_carries_hints_fees_and_their_exemption(desk):
    desk.send("save")
    page = desk.client.get(desk.url).content.decode()
    for words in ("Có chữ ký", "Ghi rõ mục đích", "15.000 đồng/bản", "Miễn cho hộ nghèo", "đã ly hôn", "1 bản chính"):
        assert words in page


def test_only_officers_of_the_field_are_offered(desk):
    post = desk.specialist.tenures.get().post
    post.fields = ["Đất đai"]
    post.save()
    land = officer(desk.place.committee, PostKind.SPECIALIST, name="Vũ Thị Hộ Tịch")
    desk.send("save", handler=land.code)
    page = desk.client.get(desk.url).content.decode()
    assert "Vũ Thị Hộ Tịch" in page
    assert "Đỗ Quang Huy" not in page


def test_a_name_typed_by_hand_is_never_replaced_by_a_number_left_in_the_search_box(desk):
    served(desk)
    desk.client.post(desk.url, {"find": "035191004417", "name": "Lê Văn Mới", "do": "look"})
    assert desk.typed()["name"] == ["Lê Văn Mới"]
