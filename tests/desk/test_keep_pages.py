"""Who may enter the administration screens, and that every page opens."""

import pytest
from django.urls import reverse

from gandan.desk.keep_surface import SCREENS
from gandan.organisation.models import User
from gandan.organisation.powers import POWERS, PostKind
from tests.desk.keeping import sign_in_as
from tests.factories import PostFactory, TenureFactory, UnitFactory, account, commune, officer

pytestmark = pytest.mark.django_db

ORGANISATION = ["keep_units", "keep_unit_new", "keep_people", "keep_person_new", "keep_posts"]
CALENDAR = ["keep_calendar", "keep_day_new", "keep_hours", "keep_hours_new", "keep_choices", "keep_choice_new"]


@pytest.fixture
def here():
    return commune("Bình Lục")


@pytest.mark.parametrize("name", [*ORGANISATION, *CALENDAR, "outbox"])
def test_an_administrator_opens_every_screen(client, here, name):
    sign_in_as(client, officer(here.committee, PostKind.INSTALLATION_ADMINISTRATOR))
    response = client.get(reverse(f"desk:{name}"))
    assert response.status_code == 200
    assert 'aria-current="page"' in response.text


@pytest.mark.parametrize("name", ["keep", *ORGANISATION, *CALENDAR, "outbox"])
def test_a_counter_officer_finds_no_such_page(client, here, name):
    sign_in_as(client, officer(here.centre, PostKind.COUNTER_OFFICER))
    assert client.get(reverse(f"desk:{name}")).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client):
    response = client.get(reverse("desk:keep_units"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_head_of_a_centre_keeps_the_calendar_and_not_the_units(client, here):
    sign_in_as(client, officer(here.centre, PostKind.CENTRE_HEAD))
    assert client.get(reverse("desk:keep")).url == reverse("desk:keep_calendar")
    assert client.get(reverse("desk:keep_hours")).status_code == 200
    page = client.get(reverse("desk:keep_calendar")).text
    assert reverse("desk:keep_units") not in page


def test_the_section_opens_at_the_first_screen_one_may_see(client, here):
    sign_in_as(client, officer(here.committee, PostKind.ADMINISTRATOR))
    assert client.get(reverse("desk:keep")).url == reverse("desk:keep_units")


def test_forms_about_one_thing_open_too(client, here):
    sign_in_as(client, officer(here.committee, PostKind.ADMINISTRATOR))
    clerk = officer(here.centre, PostKind.COUNTER_OFFICER)
    account(clerk)
    tenure = clerk.tenures.get()
    ref, code = [here.centre.ref.code], [clerk.code]
    pages = [
        *((name, ref) for name in ("keep_unit", "keep_unit_change", "keep_unit_end", "keep_unit_predecessors")),
        ("keep_post_new", ref),
        *(
            (name, code)
            for name in ("keep_person", "keep_person_change", "keep_account_password", "keep_account_close")
        ),
        ("keep_account_open", code),
        ("keep_post_appoint", [tenure.post.code]),
        ("keep_post_change", [tenure.post.code]),
        ("keep_post_close", [tenure.post.code]),
        ("keep_tenure_end", [tenure.code]),
        ("keep_calendar_year", [2027]),
    ]
    for name, arguments in pages:
        assert client.get(reverse(f"desk:{name}", args=arguments)).status_code == 200, name
    assert User.objects.filter(person=clerk, is_active=True).exists()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("keep_unit", ["99999@2025-07-01"]),
        ("keep_unit", ["13504"]),
        ("keep_person", ["KHÔNG"]),
        ("keep_post_appoint", ["KHONGCO1"]),
        ("keep_post_change", ["KHONGCO1"]),
        ("keep_post_close", ["KHONGCO1"]),
        ("keep_tenure_end", ["KHONGCO1"]),
        ("keep_calendar_year", [1066]),
    ],
)
def test_what_is_not_there_is_not_found(client, here, name, arguments):
    sign_in_as(client, officer(here.committee, PostKind.ADMINISTRATOR))
    assert client.get(reverse(f"desk:{name}", args=arguments)).status_code == 404


@pytest.mark.parametrize("name", ["keep_day_remove", "notice_sent", "notice_again"])
def test_a_link_cannot_change_anything(client, here, name):
    sign_in_as(client, officer(here.committee, PostKind.ADMINISTRATOR))
    assert client.get(reverse(f"desk:{name}", args=["KHONGCO1"])).status_code == 405


def test_lists_cost_the_same_for_few_and_for_many(client, here, django_assert_max_num_queries):
    sign_in_as(client, officer(here.committee, PostKind.ADMINISTRATOR))
    for _ in range(5):
        TenureFactory(post=PostFactory(unit=UnitFactory(parent=here.committee)))
    for name in ("keep_units", "keep_people", "keep_posts"):
        client.get(reverse(f"desk:{name}"))  # after a change of the organisation somebody reads it anew
        with django_assert_max_num_queries(8):
            client.get(reverse(f"desk:{name}"))


def test_every_tab_of_the_section_leads_to_its_screen(client):
    sign_in_as(client, officer(commune().committee, PostKind.INSTALLATION_ADMINISTRATOR))
    groups = client.get(reverse("desk:keep_units")).context["tabs"]
    assert [group["label"] for group in groups] == ["Tổ chức", "Lịch và quy định", "Thủ tục", "Vận hành"]
    met = set()
    for group in groups:
        page = client.get(group["url"])
        assert page.status_code == 200
        assert [one["label"] for one in page.context["tabs"] if one["current"]] == [group["label"]]
        met |= {group["url"], *(one["url"] for one in page.context["inside"])}
    mine = [name for name, _label, power in SCREENS if power in POWERS[PostKind.INSTALLATION_ADMINISTRATOR]]
    assert met == {reverse(f"desk:{name}") for name in mine}
    assert {client.get(url).status_code for url in met} == {200}


def test_on_a_phone_the_cells_of_a_unit_say_what_they_are(client, here):
    sign_in_as(client, officer(here.committee, PostKind.ADMINISTRATOR))
    page = client.get(reverse("desk:keep_units")).text
    assert all(f'data-label="{label}"' in page for label in ("Loại", "Mã", "Từ ngày"))
