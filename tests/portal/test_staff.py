"""Who serves here: the list of centres, sorted as people look for them and searched without a script."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from gandan.portal.staff import place_of

pytestmark = pytest.mark.django_db


def test_centres_are_sorted_by_the_name_of_their_place_wards_and_communes_alike():
    shared = "Trung tâm Phục vụ hành chính công "
    names = [shared + "xã Bình Lục", shared + "phường Phủ Lý", shared + "xã An Bình"]
    assert sorted(names, key=place_of) == [names[2], names[0], names[1]]


def test_a_centre_is_found_by_its_name_with_or_without_marks(scene, client):
    name = scene.place.centre.name
    assert name in client.get("/ai-phuc-vu/", {"q": place_of(name)}).text
    none = client.get("/ai-phuc-vu/", {"q": "không đâu cả"}).text
    assert name not in none
    assert "Không có Trung tâm nào tên “không đâu cả”" in none


def test_a_page_not_found_speaks_of_an_account_only_to_who_has_one(client):
    visitor = client.get("/khong-co/").text
    assert "ông/bà" in visitor
    assert "tài khoản đang dùng" not in visitor
    officer = SimpleNamespace(is_authenticated=True)
    assert "tài khoản đang dùng" in render_to_string("404.html", {"user": officer})


def test_the_other_language_is_offered_at_the_top_of_the_page(client):
    page = client.get("/").text
    assert "English" in page[: page.index("<main")]
