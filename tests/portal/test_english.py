"""The citizens' pages for who chose English."""

import pytest
from django.utils.translation import gettext, override

from gandan.portal.guide import CHANNEL_WORDS, SHORT_FORMS
from tests.ui.english import vietnamese_in

pytestmark = pytest.mark.django_db


def test_the_citizens_pages_say_nothing_in_vietnamese(scene, client, settings, tmp_path, clock):
    settings.DATA_DIR = tmp_path
    dossier = scene.accepted()
    client.cookies["language"] = "en"
    pages = ["/", "/thu-tuc/", f"/thu-tuc/{dossier.version.procedure.code}/", "/tra-cuu/", "/accounts/login/"]
    for address in (*pages, f"/tra-cuu/{dossier.reference}/{dossier.receipt_secret}/"):
        page = client.get(address, follow=True)
        assert (address, page.status_code, vietnamese_in(page.text)) == (address, 200, [])


@pytest.mark.parametrize("words", [*CHANNEL_WORDS.values(), *SHORT_FORMS.values()])
def test_what_the_guide_says_by_channel_and_by_letters_is_known_in_english(words):
    with override("en"):
        assert gettext(words) != words


def test_who_serves_is_told_in_english(scene, client):
    client.cookies["language"] = "en"
    for address in ("/ai-phuc-vu/", f"/ai-phuc-vu/{scene.place.centre.ref.code}/"):
        assert vietnamese_in(client.get(address).text) == []
