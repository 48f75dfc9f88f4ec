"""The counter through its page: nothing typed is lost, one form makes one dossier, numbers are doubted, not refused."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gandan.desk.counter_page import pass_of
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Draft
from gandan.dossiers.states import State
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.procedures.models import Procedure, Version
from tests.factories import TWO_TIERS, Commune, account, commune, officer

pytestmark = pytest.mark.django_db

ASKED = {"name": "Tờ khai", "originals": 1, "check": "Có chữ ký", "tip": "Ghi rõ mục đích"}
ASKED_SOMETIMES = {"name": "Bản án ly hôn", "copies": 1, "only_when": "đã ly hôn"}
USUAL = {"case": "Thông thường", "channel": "", "term": "3 working days", "text": "03 ngày làm việc"}
FEE = {"name": "Lệ phí", "amount": 15000, "text": "15.000 đồng/bản", "exemption": "Miễn cho hộ nghèo"}


def publish(
    code: str = "1.004873", shortcut: str = "xnh", terms: tuple[dict, ...] = (USUAL,), **other: object
) -> Version:
    content = {
        "procedure": Procedure.objects.create(code=code),
        "valid_from": TWO_TIERS,
        "name": f"Cấp Giấy xác nhận {shortcut}",
        "plain_name": f"Xin giấy xác nhận {shortcut}",
        "field": "Hộ tịch",
        "initials": f" {shortcut} ",
        "search_text": f"| xin giay xac nhan {shortcut} |",
        "terms": list(terms),
        "documents": [ASKED, ASKED_SOMETIMES],
        "fees": [FEE],
        "code_certainty": "certain",
        "content_certainty": "certain",
    }
    return Version.objects.create(**content | other)


@dataclass
class Desk:
    client: Client
    clerk: Person
    specialist: Person
    place: Commune
    version: Version
    draft: Draft

    @property
    def url(self) -> str:
        return reverse("desk:counter", args=[self.draft.reference])

    def whole(self, **other: object) -> dict[str, object]:
        """A plain dossier as the page sends it."""
        plain = {
            "kind": "person",
            "name": "Trần Thị Hoa",
            "id_number": "035191004417",
            "birth_year": "1991",
            "phone": "0912345338",
            "version": self.version.ref.code,
            "channel": "desk",
            "given": ["1"],
            "sets": "1",
            "handler": self.specialist.code,
        }
        return plain | other

    def send(self, do: str, **other: object) -> HttpResponse:
        return self.client.post(self.url, self.whole(**other) | {"do": do})

    def typed(self) -> dict[str, list[str]]:
        return Draft.objects.get(pk=self.draft.pk).typed


@pytest.fixture
def desk(client: Client) -> Desk:
    place = commune("Bình Lục")
    clerk = officer(place.centre, PostKind.COUNTER_OFFICER, name="Nguyễn Thị Hạnh")
    specialist = officer(place.committee, PostKind.SPECIALIST, name="Đỗ Quang Huy")
    client.force_login(account(clerk), backend="allauth.account.auth_backends.AuthenticationBackend")
    draft = actions.open_draft(unit=place.centre, by=clerk, at=timezone.now())
    return Desk(client, clerk, specialist, place, publish(), draft)


# --- accepting ---------------------------------------------------------------------------------------------------


def test_a_plain_dossier_is_accepted_and_its_receipt_offered_at_once(desk):
    answer = desk.send("accept")
    dossier = Dossier.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("desk:dossier", args=[dossier.reference]))
    [told] = answer.wsgi_request._messages
    assert reverse("desk:dossier_paper", args=[dossier.reference, "receipt"]) in str(told)
    assert (dossier.state, dossier.handler, dossier.deciding_unit) == (
        "accepted",
        desk.specialist,
        desk.place.committee,
    )
    assert [(paper.name, paper.given) for paper in dossier.papers.all()] == [
        ("Tờ khai", True),
        ("Bản án ly hôn", False),
    ]
    assert not Draft.objects.exists()


def test_the_draft_becomes_the_dossier_of_the_same_reference(desk):
    desk.send("accept")
    assert Dossier.objects.get().reference == desk.draft.reference


def test_a_form_sent_twice_makes_one_dossier_and_leads_to_it(desk):
    first, second = desk.send("accept"), desk.send("accept")
    assert Dossier.objects.count() == 1
    assert second.status_code == 302
    assert second.url == first.url


def test_a_draft_gone_between_the_look_and_the_save_leads_to_its_dossier(desk, monkeypatch):
    save = actions.save_draft

    def overtaken_save(**said):
        monkeypatch.setattr(actions, "save_draft", save)
        desk.send("accept")
        return save(**said)

    monkeypatch.setattr(actions, "save_draft", overtaken_save)
    assert desk.send("accept").url == reverse("desk:dossier", args=[desk.draft.reference])
    assert Dossier.objects.count() == 1


def test_a_draft_thrown_away_in_another_window_is_a_conflict(desk, monkeypatch):
    save = actions.save_draft

    def discarded_save(**said):
        actions.discard_draft(reference=desk.draft.reference, by=desk.clerk, at=timezone.now())
        return save(**said)

    monkeypatch.setattr(actions, "save_draft", discarded_save)
    assert desk.send("save").status_code == 409


def test_the_promised_day_is_shown_before_accepting(desk):
    desk.send("save")
    page = desk.client.get(desk.url).content.decode()
    assert "Nếu tiếp nhận bây giờ: hẹn trả" in page
    assert "3 ngày làm việc" in page
    assert "Vì sao là ngày này?" in page


def test_nobody_chosen_leaves_the_dossier_on_the_list_of_the_unit(desk):
    desk.send("accept", handler="")
    assert Dossier.objects.get().handler is None


def test_the_home_commune_is_found_by_its_name_without_accents(desk):
    desk.send("accept", commune="xa binh luc")
    assert Dossier.objects.get().home_unit == desk.place.committee


def test_any_commune_of_the_province_may_decide(desk):
    other = commune("Liêm Hà")
    desk.send("accept", deciding=other.committee.name, handler="")
    assert Dossier.objects.get().deciding_unit == other.committee


def test_an_unknown_deciding_unit_is_told(desk):
    assert "Không có đơn vị giải quyết nào tên như vậy" in desk.send("accept", deciding="Xã Không Có").content.decode()


# --- refusing lawfully, and asking -----------------------------------------------------------------------------------


def test_a_missing_paper_stops_the_acceptance_and_keeps_what_was_typed(desk):
    answer = desk.send("accept", given=[])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "còn thiếu: Tờ khai" in page
    assert "Trần Thị Hoa" in page
    assert not Dossier.objects.exists()


def test_a_paper_asked_for_only_sometimes_is_needed_when_the_officer_says_so(desk):
    assert desk.send("accept", needed=["2"]).status_code == 422
    assert desk.send("accept", needed=["2"], given=["1", "2"]).status_code == 302


def test_a_supplement_request_names_unticked_papers_and_what_was_added(desk):
    desk.send("supplement", given=[], missing="Chữ ký của vợ\n\nẢnh 3x4", supplement_reason="Chưa đủ")
    asked = Dossier.objects.get().supplement_requests.get()
    assert asked.missing == ["Tờ khai", "Chữ ký của vợ", "Ảnh 3x4"]
    assert asked.reason == "Chưa đủ"


@pytest.mark.parametrize(("reason", "sentence"), [("", "Hãy ghi lý do."), ("x" * 1001, "Dài 1001 chữ")])
def test_a_supplement_request_needs_a_reason_that_fits_the_form(desk, reason, sentence):
    answer = desk.send("supplement", given=[], supplement_reason=reason)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Dossier.objects.exists()


def test_nothing_is_asked_for_when_nothing_is_missing(desk):
    answer = desk.send("supplement", supplement_reason="Chưa đủ")
    assert answer.status_code == 422
    assert "Hãy ghi rõ cần bổ sung" in answer.content.decode()


def test_a_refusal_needs_its_reason(desk):
    answer = desk.send("refuse")
    assert answer.status_code == 422
    assert "Hãy ghi lý do từ chối" in answer.content.decode()
    assert desk.send("refuse", refusal_reason="Không thuộc thẩm quyền").status_code == 302
    assert Dossier.objects.get().state == State.REFUSED


# --- terms -------------------------------------------------------------------------------------------------------


def test_one_case_is_no_choice_and_two_are(desk):
    desk.send("save")
    assert "id_term_case" not in desk.client.get(desk.url).content.decode()
    two = publish("1.000001", "haa", (USUAL, USUAL | {"case": "Phải xác minh", "term": "10 working days"}))
    desk.send("save", version=two.ref.code, term_case="Phải xác minh")
    page = desk.client.get(desk.url).content.decode()
    assert "id_term_case" in page
    assert "10 ngày làm việc" in page


def test_where_the_register_has_no_term_the_officer_states_one_with_its_ground(desk):
    version = publish("1.000002", "khn", (USUAL | {"term": ""},))
    answer = desk.send("accept", version=version.ref.code)
    assert answer.status_code == 422
    assert "hãy ghi thời hạn được giao" in answer.content.decode()
    stated = {"term_amount": "5", "term_unit": "working days", "term_ground": "Quyết định 12/QĐ-UBND"}
    desk.send("accept", version=version.ref.code, **stated)
    dossier = Dossier.objects.get()
    assert (dossier.term, dossier.term_ground) == ("5 working days", "Quyết định 12/QĐ-UBND")


def test_an_impossible_term_is_told_beside_its_box(desk):
    version = publish("1.000002", "khn", (USUAL | {"term": ""},))
    answer = desk.send("accept", version=version.ref.code, term_amount="0", term_unit="days", term_ground="QĐ")
    assert answer.status_code == 422
    assert 'href="#id_term_amount"' in answer.content.decode()


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
    proof = pass_of(desk.draft)
    desk.client.logout()
    answer = desk.client.post(desk.url, desk.whole() | {"pass": proof, "do": "accept"})
    assert answer.url == f"{reverse('account_login')}?next={desk.url}"
    assert desk.typed()["name"] == ["Trần Thị Hoa"]
    assert not Dossier.objects.exists()


def test_typing_goes_on_being_saved_after_the_session_ended(desk):
    sent = desk.whole() | {"pass": pass_of(desk.draft)}
    desk.client.logout()
    assert desk.client.post(desk.url, sent, headers={"X-Autosave": "1"}).status_code == 204
    assert desk.typed()["name"] == ["Trần Thị Hoa"]


@pytest.mark.parametrize("proof", ["", "made-up", "other"])
def test_a_stranger_without_the_pass_of_the_page_saves_nothing(desk, proof):
    if proof == "other":
        proof = pass_of(actions.open_draft(unit=desk.place.centre, by=desk.clerk, at=timezone.now()))
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


def test_a_known_number_fills_in_what_was_stated_before(desk):
    served(desk)
    desk.client.post(desk.url, {"find": "035191004417", "do": "look"})
    typed = desk.typed()
    assert (typed["name"], typed["address_on_paper"], typed["find"]) == (["Trần Thị Hoa"], ["Thôn An Bài"], [""])


def test_a_name_offers_earlier_statements_to_choose_from(desk):
    applicant = served(desk).applicant
    desk.client.post(desk.url, {"find": "tran thi", "do": "look"})
    page = desk.client.get(desk.url).content.decode()
    assert f'name="pick_applicant" value="{applicant.pk}"' in page
    assert "Trần Thị Hoa</b>, 1991" in page
    assert "035191004417" not in page
    desk.client.post(desk.url, {"find": "tran thi", "pick_applicant": str(applicant.pk)})
    assert desk.typed()["id_number"] == ["035191004417"]


def test_people_served_elsewhere_are_not_offered_and_cannot_be_picked(desk):
    applicant = served(desk).applicant
    applicant.unit = commune("Liêm Hà").centre
    applicant.save()
    assert desk.client.post(desk.url, {"pick_applicant": str(applicant.pk)}).status_code == 404
    assert b"pick_applicant" not in desk.client.get(reverse("desk:counter_applicants"), {"find": "tran thi"}).content


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


# --- home, and how much it costs --------------------------------------------------------------------------------------


def test_the_counter_begins_with_my_drafts_and_one_button(desk):
    desk.send("save")
    page = desk.client.get(reverse("desk:counter_home")).content.decode()
    assert "Trần Thị Hoa" in page
    assert 'data-key="n"' in page
    answer = desk.client.post(reverse("desk:counter_open"))
    newest = Draft.objects.latest("pk")
    assert answer.url == reverse("desk:counter", args=[newest.reference])
    assert newest.unit == desk.place.centre


def test_somebody_without_a_counter_opens_nothing(desk):
    desk.client.force_login(account(desk.specialist), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert desk.client.get(reverse("desk:counter_home")).status_code == 422
    assert desk.client.post(reverse("desk:counter_open")).status_code == 422


def test_a_discarded_draft_is_gone(desk):
    assert desk.send("discard").url == reverse("desk:counter_home")
    assert desk.client.get(desk.url).status_code == 404


def test_the_names_of_units_come_when_they_are_asked_for(desk):
    page = desk.client.get(reverse("desk:counter_units")).content.decode()
    assert '<option value="Xã Bình Lục">' in page
    assert f'<option value="{desk.place.committee.name}">' in page


def test_the_page_asks_the_database_a_bounded_number_of_questions(desk, django_assert_max_num_queries):
    desk.send("save")
    with django_assert_max_num_queries(14):
        desk.client.get(desk.url)
    for number in range(5):
        commune(f"Khác {number}")
        officer(desk.place.committee, PostKind.SPECIALIST)
    with django_assert_max_num_queries(14):
        desk.client.get(desk.url)


def test_an_intake_asks_the_database_a_bounded_number_of_questions(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(50):
        desk.send("accept", commune="Xã Bình Lục")
    assert Dossier.objects.exists()
