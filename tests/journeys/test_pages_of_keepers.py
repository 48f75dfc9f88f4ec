"""As test_pages.py, for those with the most pages: the head of a centre and the administrator."""

import pytest

from tests.journeys import addresses
from tests.journeys.walk import every, faults_met_by, server

__all__ = ["every", "server"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("who", addresses.KEEPERS)
def test_every_page_is_clean_on_a_telephone_and_on_a_desk(new_context, every, who):
    assert faults_met_by(who, new_context, every) == []
