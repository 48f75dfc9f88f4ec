"""Vietnamese first; English for who chose it, whatever the browser would like."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_browser_that_wants_english_still_gets_vietnamese(client):
    assert 'lang="vi"' in client.get("/", headers={"Accept-Language": "en-US,en"}).text


def test_who_chose_english_gets_it_until_they_choose_again(client):
    assert client.get("/ngon-ngu/en/", headers={"Referer": "http://testserver/tra-cuu/"}).url.endswith("/tra-cuu/")
    page = client.get("/tra-cuu/").text
    assert '<html lang="en">' in page
    assert "Tiếng Việt" in page
    client.get("/ngon-ngu/vi/")
    assert '<html lang="vi">' in client.get("/tra-cuu/").text


def test_the_way_back_leads_nowhere_else(client):
    assert client.get("/ngon-ngu/en/", headers={"Referer": "https://example.com/"}).url == "/"


def test_an_unknown_language_is_no_page(client):
    assert client.get("/ngon-ngu/fr/").status_code == 404
