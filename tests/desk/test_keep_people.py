"""People, accounts and posts in the administration screens."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from gandan.lib.refs import CLOCK
from gandan.organisation.models import Person, Post, Tenure, User
from gandan.organisation.powers import PostKind
from gandan.procedures.actions import load_catalogue
from tests.desk.keeping import sign_in_as
from tests.factories import PASSWORD, PersonFactory, PostFactory, UnitFactory, account, commune, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    made = commune("Bình Lục")
    sign_in_as(client, officer(made.committee, PostKind.ADMINISTRATOR))
    return made


@pytest.fixture
def post(here):
    return PostFactory(unit=here.centre)


def appoint(client, post, **typed):
    typed = {"manner": "permanent", "valid_from": "2026-01-01", "valid_to": "", "decision": "QĐ 12"} | typed
    return client.post(reverse("desk:keep_post_appoint", args=[post.code]), typed)


def test_people_are_found_without_accents(client, here):
    officer(here.centre, PostKind.COUNTER_OFFICER, name="Đặng Thị Hường")
    assert "Đặng Thị Hường" in client.get(reverse("desk:keep_people"), {"q": "dang huong"}).text
    assert "Không có ai khớp" in client.get(reverse("desk:keep_people"), {"q": "x" * 500}).text


def test_everybody_is_listed_before_a_name_is_typed(client, here):
    officer(here.centre, PostKind.COUNTER_OFFICER, name="Đặng Thị Hường")
    page = client.get(reverse("desk:keep_people")).text
    assert "Đặng Thị Hường" in page
    assert "Không có ai khớp" not in page


@pytest.mark.usefixtures("here")
def test_a_person_is_added_and_given_an_account(client):
    response = client.post(reverse("desk:keep_person_new"), {"name": "Lê Thị Mai", "phone": "0912 345 678"})
    person = Person.objects.get(name="Lê Thị Mai")
    assert response.url == reverse("desk:keep_person", args=[person.code])
    client.post(reverse("desk:keep_account_open", args=[person.code]), {"username": "mai.lt", "password": PASSWORD})
    user = User.objects.get(username="mai.lt")
    assert user.person == person
    assert user.check_password(PASSWORD)


@pytest.mark.usefixtures("here")
def test_a_refused_person_keeps_what_was_typed(client):
    response = client.post(reverse("desk:keep_person_new"), {"name": "Lê Thị Mai", "phone": "không", "email": "a@b.vn"})
    assert response.status_code == 422
    assert 'value="Lê Thị Mai"' in response.text
    assert 'value="a@b.vn"' in response.text


@pytest.mark.usefixtures("here")
def test_a_weak_password_is_refused_with_the_reason(client):
    person = PersonFactory()
    page = reverse("desk:keep_account_open", args=[person.code])
    response = client.post(page, {"username": "mai.lt", "password": "123"})
    assert response.status_code == 422
    assert "Mật khẩu chưa đủ mạnh" in response.text
    assert 'value="mai.lt"' in response.text
    assert not User.objects.filter(person=person).exists()


def test_an_account_is_closed_and_its_own_never(client, here):
    clerk = account(officer(here.centre, PostKind.COUNTER_OFFICER))
    client.post(reverse("desk:keep_account_close", args=[clerk.person.code]))
    clerk.refresh_from_db()
    assert not clerk.is_active
    mine = User.objects.get(pk=client.session["_auth_user_id"])
    response = client.post(reverse("desk:keep_account_close", args=[mine.person.code]))
    assert response.status_code == 422
    mine.refresh_from_db()
    assert mine.is_active


def test_the_password_of_a_higher_administrator_cannot_be_set(client, here):
    above = account(officer(UnitFactory(kind="province"), PostKind.ADMINISTRATOR))
    page = reverse("desk:keep_account_password", args=[above.person.code])
    assert client.post(page, {"password": "mot-mat-khau-khac"}).status_code == 422
    above.refresh_from_db()
    assert above.check_password(PASSWORD)


def test_a_post_is_made_on_the_page_of_its_unit(client, here):
    page = reverse("desk:keep_post_new", args=[here.centre.ref.code])
    assert client.post(page, {"kind": "specialist", "title": "Công chức Tư pháp - Hộ tịch"}).status_code == 302
    assert Post.objects.get(title="Công chức Tư pháp - Hộ tịch").unit == here.centre


@pytest.fixture
def catalogue():
    load_catalogue(by=CLOCK, at=timezone.now())


@pytest.mark.usefixtures("catalogue")
def test_the_fields_of_a_post_are_chosen_from_the_catalogue(client, here):
    page = reverse("desk:keep_post_new", args=[here.centre.ref.code])
    assert 'value="Hộ tịch"' in client.get(page).text
    typed = {"kind": "specialist", "title": "", "fields_settled": ["Hộ tịch", "Chứng thực"]}
    assert client.post(page, typed | {"fields_settled": ["Bịa"]}).status_code == 422
    assert client.post(page, typed).status_code == 302
    post = Post.objects.get(unit=here.centre)
    assert sorted(post.fields) == ["Chứng thực", "Hộ tịch"]
    shown = client.get(reverse("desk:keep_unit", args=[here.centre.ref.code])).text
    assert "Hộ tịch, Chứng thực" in shown


@pytest.mark.usefixtures("catalogue")
def test_a_post_is_changed_and_keeps_a_field_the_catalogue_no_longer_has(client, post):
    post.fields = ["Lĩnh vực cũ"]
    post.save()
    page = reverse("desk:keep_post_change", args=[post.code])
    shown = client.get(page).text
    assert f'value="{post.title}"' in shown
    assert re.search(r'value="Lĩnh vực cũ"[^>]* checked', shown)
    assert client.post(page, {"title": "", "fields_settled": []}).status_code == 422
    typed = {"title": "Công chức Tư pháp - Hộ tịch", "fields_settled": ["Lĩnh vực cũ", "Hộ tịch"]}
    assert client.post(page, typed).url == reverse("desk:keep_unit", args=[post.unit.ref.code])
    post.refresh_from_db()
    assert (post.title, sorted(post.fields)) == (typed["title"], ["Hộ tịch", "Lĩnh vực cũ"])
    assert "đổi chức vụ “Công chức chuyên môn” thành “Công chức Tư pháp - Hộ tịch”" in unescape(
        client.get(reverse("desk:keep_unit", args=[post.unit.ref.code])).text
    )


def test_a_post_nobody_holds_is_closed(client, here, post):
    page = reverse("desk:keep_post_close", args=[post.code])
    unit = reverse("desk:keep_unit", args=[here.centre.ref.code])
    assert page in client.get(unit).text
    appoint(client, post, person=PersonFactory(name="Lê Thị Mai").code)
    assert page not in client.get(unit).text
    refused = client.post(page)
    assert refused.status_code == 422
    assert "Lê Thị Mai giữ chức vụ này" in refused.text
    Tenure.objects.all().filter(post=post).delete()
    assert client.post(page).url == unit
    for shown in (unit, reverse("desk:keep_posts")):
        assert reverse("desk:keep_post_appoint", args=[post.code]) not in client.get(shown).text
    assert "bỏ chức vụ" in client.get(unit).text


def test_somebody_is_appointed_by_name_or_code(client, post):
    mai, an = PersonFactory(name="Lê Thị Mai"), PersonFactory(name="Lê Văn An")
    assert appoint(client, post, person="le thi mai").status_code == 302
    assert appoint(client, post, person=an.code.lower(), manner="acting").status_code == 302
    assert {tenure.person for tenure in Tenure.objects.filter(post=post)} == {mai, an}


def test_a_name_that_two_bear_asks_for_the_code(client, post):
    first, second = PersonFactory(name="Lê Thị Mai"), PersonFactory(name="Lê Thị Mai")
    response = appoint(client, post, person="Lê Thị Mai")
    assert response.status_code == 422
    assert first.code in response.text
    assert second.code in response.text
    assert "Chưa có ai tên" in appoint(client, post, person="Không Có Ai").text


def test_a_post_that_is_held_is_refused_and_nothing_typed_is_lost(client, post):
    PersonFactory(name="Lê Văn An")
    person = PersonFactory(name="Lê Thị Mai")
    appoint(client, post, person="Lê Văn An")
    response = appoint(client, post, person=person.code, decision="QĐ 99")
    assert response.status_code == 422
    assert "Lê Văn An đang giữ chức vụ này" in response.text
    assert 'value="QĐ 99"' in response.text
    assert f'value="{person.code}"' in response.text
    assert Tenure.objects.filter(post=post).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"valid_from": "31/02/2026"}, "Không có ngày này. Hãy ghi ngày/tháng/năm"),
        ({"valid_to": "2025-01-01"}, "phải sau ngày bắt đầu"),
        ({"decision": " "}, "Hãy ghi mục này."),
        ({"valid_from": "2020-01-01"}, "Đơn vị không tồn tại"),
    ],
)
def test_a_wrong_appointment_is_refused_in_a_sentence(client, post, typed, sentence):
    response = appoint(client, post, person=PersonFactory().code, **typed)
    assert response.status_code == 422
    assert sentence in response.text
    assert not Tenure.objects.filter(post=post).exists()


def test_a_tenure_is_ended_by_a_decision(client, post):
    appoint(client, post, person=PersonFactory().code)
    tenure = Tenure.objects.get(post=post)
    page = reverse("desk:keep_tenure_end", args=[tenure.code])
    assert client.post(page, {"valid_to": "2025-01-01", "decision": "QĐ 5"}).status_code == 422
    assert client.post(page, {"valid_to": "01/06/2026", "decision": "QĐ 5"}).status_code == 302
    tenure.refresh_from_db()
    assert tenure.valid_to == date(2026, 6, 1)


def test_a_post_of_another_commune_is_out_of_reach(client, here):
    there = PostFactory(unit=commune("Bình Giang").centre)
    assert there.unit.name not in client.get(reverse("desk:keep_posts")).text
    response = appoint(client, there, person=PersonFactory().code)
    assert response.status_code == 422
    assert "thẩm quyền" in response.text


def test_vacant_posts_are_found(client, here, post):
    post.title = "Ghế trống"
    post.save()
    officer(here.centre, PostKind.CENTRE_HEAD, name="Lê Thị Mai")
    page = client.get(reverse("desk:keep_posts"), {"vacant": "1"}).text
    assert "Ghế trống" in page
    assert "Lê Thị Mai" not in page
