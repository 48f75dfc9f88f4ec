"""The citizens' pages for who chose English."""

import pytest

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
