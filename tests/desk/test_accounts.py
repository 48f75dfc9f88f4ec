"""Signing in and out, and being locked out."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gandan.desk.accounts import DEMO_PASSWORD
from gandan.desk.sessions import SEEN
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import close_account
from gandan.organisation.powers import PostKind
from tests.factories import PASSWORD, PersonFactory, account, commune, officer

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"


@pytest.fixture
def user():
    return account(officer(commune().centre, PostKind.COUNTER_OFFICER))


def sign_in(client, user, *, password=PASSWORD, url=SIGN_IN, **more):
    return client.post(url, {"login": user.username, "password": password} | more)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_leads_to_the_desk(client, user):
    response = sign_in(client, user)
    assert (response.status_code, response.url) == (302, reverse("desk:day"))
    assert signed_in(client)


def test_the_username_may_be_typed_in_capitals(client, user):
    user.username = user.username.upper()
    sign_in(client, user)
    assert signed_in(client)


def test_a_wrong_password_is_said_in_vietnamese_and_keeps_what_was_typed(client, user):
    response = sign_in(client, user, password="sai")
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in response.text
    assert f'value="{user.username}"' in response.text
    assert "sai" not in response.text.split("Mật khẩu")[-1]


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(client, user):
    for _ in range(4):
        assert sign_in(client, user, password="sai").status_code == 200
    locked = sign_in(client, user, password="sai")
    assert locked.status_code == 429
    assert "Hãy chờ 15 phút" in locked.text
    assert sign_in(client, user).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, user).status_code == 302


def test_writing_the_name_in_other_ways_is_still_the_same_account(client, user):
    for name in ("a", "b", "c", "d", "e"):
        typed = user.username.replace("u", "U", 1) if name in "ace" else user.username
        client.post(SIGN_IN, {"login": typed, "password": "sai"})
    assert sign_in(client, user).status_code == 429
    other = user.username.replace("u", "ư", 1)
    response = client.post(SIGN_IN, {"login": other, "password": PASSWORD})
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in response.text


def test_the_lockout_of_one_account_leaves_others_alone(client, user):
    for _ in range(5):
        sign_in(client, user, password="sai")
    other = account(PersonFactory())
    assert sign_in(client, other).status_code == 302


def test_a_whole_office_may_sign_in_from_one_address_in_a_minute(client, user):
    for _ in range(40):
        client.logout()
        sign_in(client, user)
    assert signed_in(client)


@pytest.mark.parametrize("target", ["https://lua-dao.vn/", "//lua-dao.vn", "javascript:alert(1)", "https:lua-dao.vn"])
def test_nobody_is_led_to_another_site_after_signing_in(client, user, target):
    assert sign_in(client, user, next=target).url == reverse("desk:day")


def test_a_page_of_this_site_is_where_one_comes_back_to(client, user):
    assert sign_in(client, user, next="/desk/keep/").url == "/desk/keep/"


def test_another_allowed_host_is_another_site_too(client, user, settings):
    settings.ALLOWED_HOSTS = ["testserver", "khac.vn"]
    assert sign_in(client, user, next="http://khac.vn/").url == reverse("desk:day")


def test_a_link_cannot_sign_somebody_out(client, user):
    sign_in(client, user)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_signing_in_needs_the_token_of_the_form(user):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, user).status_code == 403


def test_there_is_no_sign_up_and_no_reset_by_mail(client):
    for page in ("signup/", "password/reset/", "email/", "login/code/"):
        assert client.get(f"/accounts/{page}").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_closed_account_ends_the_session_and_cannot_sign_in(client, user):
    sign_in(client, user)
    close_account(user=user, by=CLOCK, at=timezone.now())
    client.get(SIGN_IN)
    assert not client.get(SIGN_IN).wsgi_request.user.is_authenticated
    fresh = Client()
    sign_in(fresh, user)
    assert not signed_in(fresh)


def test_sample_accounts_are_listed_in_the_demo_and_never_in_production(client, user, settings):
    user.is_demo = True
    user.save()
    settings.MODE = "demo"
    page = client.get(SIGN_IN).text
    assert user.username in page
    assert DEMO_PASSWORD in page
    assert page.count('<details class="more" open>') == 1  # nothing to unfold before one sees them
    settings.MODE = "production"
    page = client.get(SIGN_IN).text
    assert user.username not in page
    assert DEMO_PASSWORD not in page


def test_a_real_account_is_never_listed(client, user):
    assert user.username not in client.get(SIGN_IN).text


def test_a_person_changes_their_own_password(client, user):
    sign_in(client, user)
    new = "mot-mat-khau-khac"
    client.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def test_a_session_lasts_an_hour_from_the_last_page(client, user):
    sign_in(client, user)
    store = client.session
    store[SEEN] = 0
    store.save()
    soon = timezone.now() + timedelta(minutes=10)
    Session.objects.update(expire_date=soon)
    client.get("/accounts/password/")
    assert Session.objects.get().expire_date > soon + timedelta(minutes=40)


def test_not_every_page_writes_the_session(client, user, django_assert_max_num_queries):
    sign_in(client, user)
    client.get("/accounts/password/")
    before = Session.objects.get().session_data
    client.get("/accounts/password/")
    assert Session.objects.get().session_data == before


def test_a_session_past_its_end_is_nobodys(client, user):
    sign_in(client, user)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("desk:day")).status_code == 302
