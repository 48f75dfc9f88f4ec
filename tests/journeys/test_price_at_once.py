"""What a service on the spot costs, while its numbers are typed, in real Chromium."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_counter_keys import sign_in

pytestmark = pytest.mark.browser


def test_the_price_follows_the_pages_while_they_are_typed_and_the_procedure_when_it_is_chosen(page: Page):
    sign_in(page)
    page.goto("/desk/at-once/")
    page.locator("#id_version").select_option(label="Chứng thực bản sao (sao y bản chính)")
    price = page.locator("#price b")
    expect(price).to_have_text("2.000 đ")
    page.locator("#id_pages").press("Control+A")
    page.locator("#id_pages").press("3")  # and stays in the box: the sum is read out before it is left
    expect(price).to_have_text("5.000 đ")
    page.locator("#id_copies").press("Control+A")
    page.locator("#id_copies").press("2")
    expect(price).to_have_text("10.000 đ")
