"""Units in the administration screens."""

from datetime import date

import pytest
from django.urls import reverse

from gandan.organisation.models import Unit, UnitSuccession
from gandan.organisation.powers import PostKind
from tests.desk.keeping import sign_in_as
from tests.factories import TWO_TIERS, UnitFactory, commune, officer

pytestmark = pytest.mark.django_db
NEW = {
    "tree": "state",
    "kind": "service_centre",
    "code": "13504-TT",
    "name": "Trung tâm Phục vụ hành chính công xã Bình Lục",
    "valid_from": "2025-07-01",
    "source": "QĐ 01/QĐ-UBND",
    "agency_code": "",
    "address": "Thôn Đồng",
    "phone": "",
}


@pytest.fixture
def here(client):
    made = commune("Bình Lục")
    sign_in_as(client, officer(made.committee, PostKind.ADMINISTRATOR))
    return made


def test_the_tree_is_searched_without_accents_and_by_day(client, here):
    before = UnitFactory(name="Ủy ban nhân dân xã Bình Nghĩa", valid_from=date(2021, 1, 1), valid_to=TWO_TIERS)
    page = reverse("desk:keep_units")
    assert here.centre.name in client.get(page, {"q": "trung tam binh luc"}).text
    assert before.name not in client.get(page, {"q": "nghia"}).text
    assert before.name in client.get(page, {"q": "nghia", "on": "2025-06-30"}).text
    assert client.get(page, {"on": "hôm qua", "q": "%" * 300}).status_code == 200


@pytest.mark.usefixtures("here")
def test_the_day_of_the_tree_is_typed_with_its_day_first(client):
    before = UnitFactory(name="Ủy ban nhân dân xã Bình Nghĩa", valid_from=date(2021, 1, 1), valid_to=TWO_TIERS)
    page = reverse("desk:keep_units")
    shown = client.get(page, {"on": "30/06/2025"}).text
    assert before.name in shown
    assert 'value="30/06/2025"' in shown
    wrong = client.get(page, {"on": "06/30/2025"}).text
    assert "Không có ngày này." in wrong
    assert 'value="06/30/2025"' in wrong
    assert before.name not in wrong
    assert "Không có ngày này." not in client.get(page).text


def test_a_unit_page_tells_history_posts_and_holders(client, here):
    old = UnitFactory(name="Ủy ban nhân dân xã Bình Nghĩa", valid_from=date(2021, 1, 1), valid_to=TWO_TIERS)
    UnitSuccession.objects.create(old=old, new=here.committee, on=TWO_TIERS, source="Nghị quyết 1674")
    chair = officer(here.committee, PostKind.CHAIR, name="Trần Thị Hoa")
    page = client.get(reverse("desk:keep_unit", args=[here.committee.ref.code])).text
    for words in (old.name, "Nghị quyết 1674", chair.name, here.centre.name, "Chủ tịch Ủy ban nhân dân"):
        assert words in page


def test_a_new_unit_is_made_and_shown(client, here):
    response = client.post(reverse("desk:keep_unit_new"), NEW | {"parent": here.committee.ref.code})
    unit = Unit.objects.get(code="13504-TT")
    assert (response.status_code, response.url) == (302, reverse("desk:keep_unit", args=[unit.ref.code]))
    assert unit.parent == here.committee


def test_a_list_of_units_names_each_by_its_code_and_first_day_never_by_a_key(client, here):
    page, committee = reverse("desk:keep_unit_new"), here.committee
    assert f'value="{committee.ref.code}"' in client.get(page).text
    assert client.post(page, NEW | {"parent": committee.pk}).status_code == 422
    assert not Unit.objects.filter(code="13504-TT").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "x" * 1000}, "dài 1000 ký tự"),
        ({"valid_from": "2025-02-30"}, "Không có ngày này. Hãy ghi ngày/tháng/năm"),
        ({"valid_from": "2020-01-01"}, "không tồn tại suốt thời gian"),
        ({"tree": "party"}, "không thuộc hệ thống"),
        ({"name": ""}, "Hãy ghi mục này."),
    ],
)
def test_a_refused_unit_keeps_what_was_typed(client, here, wrong, sentence):
    response = client.post(reverse("desk:keep_unit_new"), NEW | {"parent": here.committee.ref.code} | wrong)
    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="Thôn Đồng"' in response.text
    assert not Unit.objects.filter(code="13504-TT").exists()


def test_a_code_borne_by_another_is_refused(client, here):
    response = client.post(
        reverse("desk:keep_unit_new"), NEW | {"parent": here.committee.ref.code, "code": here.centre.code}
    )
    assert response.status_code == 422
    assert f"đang là mã của “{here.centre.name}”" in response.text


def test_a_unit_is_changed(client, here):
    page = reverse("desk:keep_unit_change", args=[here.centre.ref.code])
    assert f'value="{here.centre.name}"' in client.get(page).text
    client.post(page, {"name": here.centre.name, "phone": "0226 111 222", "address": "", "agency_code": ""})
    here.centre.refresh_from_db()
    assert here.centre.phone == "0226 111 222"


def test_a_unit_of_somebody_else_is_shown_and_not_changed(client, here):
    there = commune("Bình Giang").centre
    page = client.get(reverse("desk:keep_unit", args=[there.ref.code])).text
    assert "chỉ xem" in page
    assert reverse("desk:keep_unit_change", args=[there.ref.code]) not in page
    response = client.post(reverse("desk:keep_unit_change", args=[there.ref.code]), {"name": "Khác"})
    assert response.status_code == 422
    assert "thẩm quyền" in response.text


def test_a_unit_ends_after_those_below_it(client, here):
    end = {"valid_to": "2027-01-01", "source": "Nghị quyết"}
    response = client.post(reverse("desk:keep_unit_end", args=[here.committee.ref.code]), end)
    assert response.status_code == 422
    assert here.centre.name in response.text
    assert client.post(reverse("desk:keep_unit_end", args=[here.centre.ref.code]), end).status_code == 302


def test_predecessors_are_written_by_code_and_first_day(client, here):
    old = UnitFactory(code="13504", valid_from=date(2021, 1, 1), valid_to=TWO_TIERS)
    page = reverse("desk:keep_unit_predecessors", args=[here.committee.ref.code])
    typed = {"on": "2025-07-01", "source": "Nghị quyết 1674"}
    response = client.post(page, typed | {"predecessors": "13504@2021-01-01\r\n99999@2021-01-01"})
    assert response.status_code == 422
    assert "Không có đơn vị 99999@2021-01-01" in response.text
    assert client.post(page, typed | {"predecessors": "13504@2021-01-01"}).status_code == 302
    assert UnitSuccession.objects.get().old == old
