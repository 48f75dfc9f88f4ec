"""Every page in real Chromium: nothing for axe to find, nothing too wide, focus to be seen, a title of its own.

The pages of those who keep the place are in test_pages_of_keepers.py.
"""

import re
from collections import defaultdict

import pytest

from tests.journeys import addresses
from tests.journeys.officers import sign_in
from tests.journeys.walk import every, faults_met_by, server

__all__ = ["every", "server"]
pytestmark = pytest.mark.browser
NOT_FOUND = 404


@pytest.mark.parametrize("who", sorted(set(addresses.EVERYBODY) - set(addresses.KEEPERS)))
def test_every_page_is_clean_on_a_telephone_and_on_a_desk(new_context, every, who):
    assert faults_met_by(who, new_context, every) == []


def test_no_page_is_forgotten(every):
    walked = {address.name for address in every}
    assert set(addresses.names()) - walked == set(addresses.NO_PAGE)
    assert {address.who for address in every} == set(addresses.EVERYBODY)


def test_every_page_has_a_title_of_its_own(new_context, every):
    titled = defaultdict(set)
    for who in sorted({address.who for address in every}):
        context = new_context()
        if who:
            sign_in(context.new_page(), who)
        for address in every:
            if address.who == who and address.status != NOT_FOUND:  # one page says of all that they are not there
                page = context.request.get(address.url).text()
                titled[re.search(r"<title>(.*?)</title>", page, re.S).group(1)].add(address.name)
    shared = {title: names for title, names in titled.items() if len(names) > 1}
    assert shared == {}
    assert all(title.endswith(" – Gần Dân") and not title.startswith(" –") for title in titled)
