"""The counter through its page: one form makes one dossier, lawfully ended, with its paper at once."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Draft, HandOver
from gandan.dossiers.states import State
from gandan.organisation.powers import PostKind
from tests.desk.counter_scene import USUAL, Desk, publish, sit_down
from tests.factories import account, commune, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Desk:
    return sit_down(client)


# --- accepting ---------------------------------------------------------------------------------------------------


def test_a_plain_dossier_is_accepted_and_its_receipt_offered_at_once(desk):
    answer = desk.send("accept")
    dossier = Dossier.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("desk:dossier", args=[dossier.reference]))
    [told] = answer.wsgi_request._messages
    assert reverse("desk:dossier_paper", args=[dossier.reference, "receipt-1"]) in str(told)
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
    assert HandOver.objects.get().to_unit == other.committee  # it goes there at once


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
    desk.send("supplement", given=[], others="Chữ ký của vợ\n\nẢnh 3x4", reason="Chưa đủ")
    asked = Dossier.objects.get().supplement_requests.get()
    assert asked.missing == ["Tờ khai", "Chữ ký của vợ", "Ảnh 3x4"]
    assert asked.reason == "Chưa đủ"


@pytest.mark.parametrize(("reason", "sentence"), [("", "Hãy ghi lý do."), ("x" * 1001, "Dài 1001 chữ")])
def test_a_supplement_request_needs_a_reason_that_fits_the_form(desk, reason, sentence):
    answer = desk.send("supplement", given=[], reason=reason)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Dossier.objects.exists()


def test_nothing_is_asked_for_when_nothing_is_missing(desk):
    answer = desk.send("supplement", reason="Chưa đủ")
    assert answer.status_code == 422
    assert "Hãy ghi rõ cần bổ sung" in answer.content.decode()


def test_a_refusal_needs_its_reason(desk):
    answer = desk.send("refuse")
    assert answer.status_code == 422
    assert "Hãy ghi lý do để người dân biết." in answer.content.decode()
    said = {"refusal_reason": "Không thuộc thẩm quyền", "refusal_ground": "Điều 17", "right_place": "Xã Bình Mỹ"}
    assert desk.send("refuse", **said).status_code == 302
    dossier = Dossier.objects.get()
    assert dossier.state == State.REFUSED
    assert (dossier.refusal_ground, dossier.right_place) == ("Điều 17", "Xã Bình Mỹ")
    told = desk.client.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert f"Đã từ chối tiếp nhận {dossier}. <a" in told  # words first, then the button
    assert ">In phiếu<" in told


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


# --- home, and how much it costs --------------------------------------------------------------------------------------


def test_the_counter_begins_with_my_drafts_and_one_button(desk):
    desk.send("save")
    page = desk.client.get(reverse("desk:counter_home")).content.decode()
    assert "Trần Thị Hoa" in page
    assert ('data-key="t"' in page, 'data-key="n"' in page) == (True, False)  # N calls the next number, everywhere
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
    desk.client.get(desk.url)  # after a change of the organisation somebody reads it anew
    with django_assert_max_num_queries(9):
        desk.client.get(desk.url)
    for number in range(5):
        commune(f"Khác {number}")
        officer(desk.place.committee, PostKind.SPECIALIST)
    desk.client.get(desk.url)
    with django_assert_max_num_queries(9):
        desk.client.get(desk.url)


def test_an_intake_asks_the_database_a_bounded_number_of_questions(desk, django_assert_max_num_queries):
    desk.client.get(desk.url)
    with django_assert_max_num_queries(42):
        desk.send("accept", commune="Xã Bình Lục")
    assert Dossier.objects.exists()
