"""Who may open officers' pages, and how a no is answered."""

import pytest
from django.urls import reverse

from gandan.organisation.powers import PostKind
from tests.factories import PersonFactory, UserFactory, officer

pytestmark = pytest.mark.django_db

PAGES = ("desk:day", "desk:dossiers", "desk:my_unit")


@pytest.mark.parametrize("page", PAGES)
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(client, page):
    response = client.get(reverse(page))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("page", PAGES)
def test_a_person_without_a_post_is_told_so(desk, page):
    response = desk(PersonFactory()).get(reverse(page))
    assert response.status_code == 403
    assert "chưa giữ chức vụ nào" in response.text


def test_an_account_of_nobody_is_told_so(client, clock):
    client.force_login(UserFactory(person=None), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("desk:day")).status_code == 403


def test_a_refusal_that_no_page_expects_is_a_page_of_its_own(desk, scene):
    keeper = officer(scene.place.committee, PostKind.ADMINISTRATOR)
    response = desk(keeper).get(reverse("desk:my_unit"))
    assert response.status_code == 422
    assert "Xem hồ sơ của đơn vị" in response.text


def test_no_browser_keeps_an_officers_page(desk, scene):
    assert desk(scene.clerk).get(reverse("desk:day"))["Cache-Control"] == "private, no-store"


def test_the_frame_says_who_and_where_and_offers_administration_only_to_keepers(desk, scene):
    page = desk(scene.clerk).get(reverse("desk:day")).text
    assert "Nguyễn Thị Hạnh" in page
    assert "Trung tâm Phục vụ hành chính công xã Bình Lục" in page
    assert "Quản trị" not in page
    keeper = officer(scene.place.committee, PostKind.ADMINISTRATOR)
    assert "Quản trị" in desk(keeper).get(reverse("desk:day")).text
