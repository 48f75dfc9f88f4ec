"""That the fixtures of journeys stand on real things."""

import pytest

pytestmark = pytest.mark.browser


def test_the_sign_in_page_opens_in_a_real_browser(page):
    page.goto("/accounts/login/")
    assert page.locator("form").count() >= 1


def test_a_server_killed_at_once_comes_back_with_what_it_held(start_server):
    server = start_server()
    before = server.run_manage("shell", "--verbosity", "0", "--command", COUNT)
    server.kill("serve")
    server.kill("worker")
    server.start()
    assert server.run_manage("shell", "--verbosity", "0", "--command", COUNT) == before
    assert int(before) > 0
    server.stop()


COUNT = "from gandan.organisation.models import User; print(User.objects.count())"
