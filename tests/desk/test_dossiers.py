"""The list with its search, and the page of one dossier."""

import pytest
from django.urls import reverse

from gandan.dossiers import actions
from gandan.dossiers.values import ApplicantDetails
from gandan.journal.models import Entry
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIST = "/desk/dossiers/"
NUMBER, PHONE = "035191004417", "0912345338"
# session, account with its person, edition for the posts, the dossiers, the units to choose from
LIST_QUERIES = 6
# session, account and edition 3, dossier, papers and requests 3, other promises 1,
# entries, their personal values and names 3, files 1, notices 1; side matters, route, charges and local rules 7
PAGE_QUERIES = 19


def page(dossier):
    return reverse("desk:dossier", args=[dossier.reference])


def listed(response):
    return [dossier.reference for dossier in response.context["rows"]]


def search(client, words, **more):
    """What the search box of the list leads to."""
    return client.post(LIST, {"q": words} | more, follow=True)


def hoa(**other):
    return ApplicantDetails("Trần Thị Hoa", **({"id_number": NUMBER, "phone": PHONE, "birth_year": 1991} | other))


# --- the list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["tran thi hoa", "Trần Thị Hoa", "thi hoa", NUMBER, PHONE, "+84 912 345 338"])
def test_a_dossier_is_found_by_name_number_or_phone(scene, desk, text):
    dossier = scene.accepted(applicant=hoa())
    scene.accepted(applicant=ApplicantDetails("Lê Văn Minh"))
    assert listed(search(desk(scene.clerk), text)) == [dossier.reference]


@pytest.mark.parametrize("text", ["tran thi hoa", NUMBER, PHONE])
def test_no_address_says_what_was_searched_for(scene, desk, text):
    scene.accepted(applicant=hoa())
    client = desk(scene.clerk)
    address = client.post(LIST, {"q": text, "state": "accepted"}).url
    assert address.startswith(f"{LIST}?state=accepted&search=")
    assert text.replace(" ", "+") not in address
    assert len(listed(client.get(address))) == 1
    assert client.post(LIST, {"q": text, "state": "accepted"}).url == address  # pages and filters keep their search
    assert f'value="{text}"' in client.get(address).text


def test_the_search_of_somebody_else_or_of_a_session_that_ended_is_asked_for_again(scene, desk):
    scene.accepted(applicant=hoa())
    address = desk(scene.clerk).post(LIST, {"q": NUMBER}).url
    forgotten = desk(scene.clerk).get(address, follow=True)
    assert forgotten.redirect_chain == [(LIST, 302)]
    assert "Lần tìm này không còn được giữ" in forgotten.text


def test_only_the_last_searches_are_kept(scene, desk):
    client = desk(scene.clerk)
    addresses = [client.post(LIST, {"q": f"ten {letter}"}).url for letter in "abcdefghijklmnopqrstuvwxyz"]
    assert client.get(addresses[0]).status_code == 302
    assert client.get(addresses[-1]).status_code == 200
    assert len(client.session["searches"]) == 20


def test_a_code_or_reference_opens_the_dossier_itself(scene, desk):
    dossier = scene.accepted()
    client = desk(scene.clerk)
    for text in (dossier.code, f" {dossier.code.lower()} ", dossier.reference.lower()):
        response = client.post(LIST, {"q": text})
        assert (response.status_code, response.url) == (302, page(dossier))


def test_a_strangers_code_opens_nothing(scene, desk):
    dossier = scene.accepted()
    response = search(desk(officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)), dossier.code)
    assert (response.status_code, listed(response)) == (200, [])


def test_numbers_are_masked_in_lists(scene, desk):
    scene.accepted(applicant=hoa())
    text = search(desk(scene.clerk), NUMBER).text
    assert "•••• •••• 4417" in text
    assert text.count(NUMBER) == 1  # what was typed into the box
    assert PHONE not in text


def test_filters_narrow_the_list(scene, desk):
    waiting, accepted = scene.asked(), scene.accepted(handler_id=None)
    client = desk(scene.clerk)
    assert listed(client.get(LIST)) == [accepted.reference, waiting.reference]
    assert listed(client.get(LIST, {"state": "accepted"})) == [accepted.reference]
    assert listed(client.get(LIST, {"handler": scene.specialist.code})) == [waiting.reference]
    assert len(listed(client.get(LIST, {"unit": scene.place.centre.ref.code}))) == 2
    assert client.get(LIST, {"unit": commune("Khác").centre.ref.code}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        *("?state=nothing", "?figure=x&month=2026-99", "?after=%00", "?handler=%00"),
        *("?figure=received&month=9999-12", "?figure=received&month=0001-01", "?month=-1"),
    ],
)
def test_an_address_that_makes_no_sense_narrows_nothing_or_all_but_is_no_error(scene, desk, query):
    assert desk(scene.clerk).get(LIST + query).status_code == 200


def test_a_search_for_nothing_is_the_whole_list(scene, desk):
    scene.accepted()
    for nothing in ("", "  ", "\0"):
        assert len(listed(search(desk(scene.clerk), nothing))) == 1


def test_a_name_of_a_thousand_letters_finds_nothing(scene, desk):
    scene.accepted()
    assert listed(search(desk(scene.clerk), "ạ" * 1000)) == []


def test_pages_follow_one_another_and_lead_back(scene, desk, monkeypatch):
    monkeypatch.setattr("gandan.desk.dossiers.queries.PAGE", 2)
    expected = [scene.accepted().reference for _ in range(5)][::-1]
    client, address, seen, back = desk(scene.clerk), f"{LIST}?state=accepted", [], []
    while address:
        response = client.get(address)
        seen += listed(response)
        trail = response.context["trail"]
        back.append(trail.newer_url)
        address = trail.older_url and LIST + trail.older_url
    assert seen == expected
    assert listed(client.get(LIST + back[2])) == expected[2:4]


def test_the_list_costs_the_same_for_many_as_for_few(scene, desk, django_assert_num_queries):
    client = desk(scene.clerk)
    for rows in (2, 6):
        for _ in range(rows):
            scene.examined()
        client.get(LIST)
        with django_assert_num_queries(LIST_QUERIES):
            client.get(LIST)


# --- one dossier -------------------------------------------------------------------------------------------------


def test_the_page_shows_the_promise_and_why_it_is_that_day(scene, desk, clock):
    clock.at = MONDAY.replace(day=23, hour=15, minute=30)
    text = desk(scene.specialist).get(page(scene.accepted(at=clock.at))).text
    for words in (
        "Lời hẹn: trả kết quả trước 17:00 thứ Sáu, 27/11/2026",
        "3 ngày làm việc",
        "Đ.17 k.3",
        "Ngày Văn hóa Việt Nam",
        "Ngày làm việc thứ 1, 2, 3",
        "Vì sao là ngày này?",
    ):
        assert words in text


def test_what_happened_is_told_in_sentences_with_names(scene, desk):
    dossier = actions.assign(**scene.now(scene.accepted()), handler=scene.specialist, by=scene.chair, at=MONDAY)
    text = desk(scene.clerk).get(page(dossier)).text
    assert "<b>Vũ Đức Thắng</b> phân công Đỗ Quang Huy giải quyết." in text
    assert "<b>Nguyễn Thị Hạnh</b> tiếp nhận hồ sơ hợp lệ của Trần Thị Hoa" in text


def test_what_people_typed_is_text_and_never_markup(scene, desk):
    dossier = actions.request_supplement(
        **scene.now(scene.accepted()),
        missing=["<script>alert(1)</script>"],
        reason="<i>x</i>",
        by=scene.specialist,
        at=MONDAY,
    )
    text = desk(scene.clerk).get(page(dossier)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_moves_are_offered_or_blocked_with_their_reason(scene, desk):
    dossier = scene.examined()
    text = desk(scene.clerk).get(page(dossier)).text
    assert f'href="{reverse("desk:dossier_move", args=[dossier.reference, "request_supplement"])}"' in text
    assert reverse("desk:dossier_move", args=[dossier.reference, "settle"]) not in text
    assert "Việc của người có thẩm quyền “Giải quyết hồ sơ”: " in text
    assert "Đỗ Quang Huy" in text


def test_a_reason_tells_the_time_of_this_country(scene, desk):
    text = desk(scene.clerk).get(page(scene.asked())).text
    assert "Người dân còn thời gian bổ sung đến 17:00 01/12/2026; chưa được đóng hồ sơ." in text


def test_the_applicants_numbers_are_hidden_until_somebody_asks_and_the_journal_says_who(scene, desk):
    dossier = scene.accepted(applicant=hoa())
    client = desk(scene.clerk)
    hidden = client.get(page(dossier)).text
    assert NUMBER not in hidden
    assert PHONE not in hidden
    shown = client.post(reverse("desk:dossier_numbers", args=[dossier.reference])).text
    assert NUMBER in shown
    assert PHONE in shown
    assert "<b>Nguyễn Thị Hạnh</b> xem đầy đủ số giấy tờ" in shown
    assert Entry.objects.filter(act="dossiers.read_numbers", actor_code=scene.clerk.code).count() == 1


def test_numbers_are_never_read_by_following_a_link(scene, desk):
    dossier = scene.accepted()
    assert desk(scene.clerk).get(reverse("desk:dossier_numbers", args=[dossier.reference])).status_code == 405


def test_a_promise_that_no_longer_stands_is_listed_below(scene, desk):
    dossier = actions.request_supplement(
        **scene.now(scene.accepted()), missing=["x"], reason="Mờ", by=scene.specialist, at=MONDAY
    )
    text = desk(scene.clerk).get(page(dossier)).text
    assert "Người dân bổ sung trước 17:00 thứ Ba, 01/12/2026" in text
    assert "thôi tính vì đã yêu cầu bổ sung" in text


def test_what_was_told_to_the_applicant_is_listed(scene, desk):
    dossier = scene.accepted()
    assert f"Đã tiếp nhận hồ sơ {dossier.code}" in desk(scene.clerk).get(page(dossier)).text


def test_the_secret_of_the_receipt_is_not_on_the_page(scene, desk):
    dossier = scene.accepted()
    assert dossier.receipt_secret not in desk(scene.clerk).get(page(dossier)).text


def test_a_strangers_dossier_does_not_exist_on_any_address(scene, desk):
    dossier = scene.accepted(applicant=hoa())
    client = desk(officer(commune("Khác").committee, PostKind.CHAIR))
    numbers = reverse("desk:dossier_numbers", args=[dossier.reference])
    receipt = reverse("desk:dossier_paper", args=[dossier.reference, "receipt-1"])
    assert [client.get(page(dossier)).status_code, client.get(receipt).status_code] == [404, 404]
    assert client.post(numbers).status_code == 404
    assert not Entry.objects.filter(act="dossiers.read_numbers").exists()


def test_reading_a_dossier_writes_nothing(scene, desk):
    dossier = scene.accepted()
    before = Entry.objects.count()
    desk(scene.clerk).get(page(dossier))
    assert Entry.objects.count() == before


def test_the_page_costs_the_same_however_long_the_story(scene, desk, django_assert_num_queries):
    client = desk(scene.specialist)
    dossier = scene.accepted()
    client.get(page(dossier))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(page(dossier))
    for _ in range(3):
        dossier = actions.assign(**scene.now(dossier), handler=scene.specialist, by=scene.chair, at=MONDAY)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(page(dossier))


@pytest.mark.parametrize("life", ["accepted", "asked", "examined", "settled"])
def test_every_state_has_a_page(scene, desk, life):
    assert desk(scene.clerk).get(page(getattr(scene, life)())).status_code == 200


def test_a_dossier_refused_at_the_counter_has_a_page_without_a_promise(scene, desk):
    dossier = actions.refuse(intake=scene.intake(), reason="Không thuộc thẩm quyền", by=scene.clerk, at=MONDAY)
    text = desk(scene.clerk).get(page(dossier)).text
    assert "Hồ sơ không được tiếp nhận. Lý do: Không thuộc thẩm quyền" in text


def test_the_page_never_urges_an_officer_to_ask_the_citizen_for_more(scene, desk):
    dossier = scene.examined()
    moves = desk(scene.clerk).get(reverse("desk:dossier", args=[dossier.reference])).context["moves"]
    allowed = {step["move"].name: step["primary"] for step in moves if step["move"].allowed}
    assert "request_supplement" in allowed
    assert not any(allowed.values())
