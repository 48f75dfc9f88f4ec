"""The look is tested without the surfaces that use it: `tests/ui/site.py` has just enough addresses."""

import pytest


@pytest.fixture(autouse=True)
def _a_site_of_one_gallery(settings):
    settings.ROOT_URLCONF = "tests.ui.site"
