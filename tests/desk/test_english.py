"""The officers' pages for who chose English: nothing Vietnamese but names and data; messages stay Vietnamese."""

import pytest
from django.utils.translation import override

from gandan.journal.models import Notice
from tests.ui.english import vietnamese_in

pytestmark = pytest.mark.django_db
PAGES = (
    "/desk/day/?scope=unit&tab=all",
    "/desk/dossiers/",
    "/desk/counter/",
    "/desk/at-once/",
    "/desk/units/",
    "/desk/books/",
)


@pytest.fixture
def english(desk):
    def signed_in(person):
        client = desk(person)
        client.cookies["language"] = "en"
        return client

    return signed_in


@pytest.mark.parametrize("address", PAGES)
def test_the_main_pages_say_nothing_in_vietnamese(scene, english, address):
    scene.accepted()
    page = english(scene.clerk).get(address, follow=True)
    assert '<html lang="en"' in page.text
    assert vietnamese_in(page.text) == []


def test_a_dossier_is_told_in_english_with_its_days_and_its_story(scene, english):
    page = english(scene.clerk).get(f"/desk/dossiers/{scene.examined().reference}/").text
    assert "took up the dossier." in page
    assert '<span class="wd" aria-hidden="true">Mon</span>' in page
    assert vietnamese_in(page) == []


def test_what_is_told_to_applicants_stays_vietnamese(scene):
    with override("en"):
        scene.settled()
    told = Notice.objects.order_by("id")
    assert told
    assert not any("day, " in notice.body or "dossier" in notice.title for notice in told)
