"""The page of a centre's head, and what citizens see of who serves them."""

import pytest
from django.urls import reverse

from gandan.centre.actions import promise_duties
from gandan.centre.models import Duty, RestCredit
from gandan.organisation.powers import PostKind
from tests.desk.keeping import sign_in_as
from tests.dossiers.conftest import MONDAY
from tests.factories import TenureFactory, commune, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client, clock, scene):
    head = sign_in_as(client, officer(scene.place.centre, PostKind.CENTRE_HEAD, name="Ngô Thị Phương"))
    promise_duties(at=MONDAY)
    return head


def test_the_head_sees_what_is_owed_and_finds_it_in_my_day(client, head, scene):
    page = client.get(reverse("desk:centre")).text
    for words in ("Họp quý IV năm 2026", "Thông báo tháng 10/2026", "Chưa có số điện thoại", scene.clerk.name):
        assert words in page
    duty = Duty.objects.get(kind="meeting")
    assert reverse("desk:centre_duty", args=[duty.code]) in client.get(reverse("desk:day"), {"tab": "all"}).text


@pytest.mark.usefixtures("head")
def test_minutes_are_kept_as_typed_until_they_are_whole(client):
    duty = Duty.objects.get(kind="meeting")
    page = reverse("desk:centre_duty", args=[duty.code])
    typed = {"held_on": "13/11/2026", "attended": "UBND xã Bình Lục", "text": ""}
    response = client.post(page, typed)
    assert (response.status_code, "UBND xã Bình Lục" in response.text) == (422, True)
    done = client.post(page, typed | {"text": "Giao nhận trước giờ trưa"}, follow=True)
    assert "Đã ghi biên bản họp." in done.text
    assert "Giao nhận trước giờ trưa" in client.get(page).text


@pytest.mark.parametrize(("kind", "said"), [("staff_notice", "Đã gửi thông báo."), ("publication", "Đã công khai.")])
@pytest.mark.usefixtures("head")
def test_the_other_duties_are_done_on_their_page(client, scene, kind, said):
    duty = Duty.objects.get(kind=kind)
    page = reverse("desk:centre_duty", args=[duty.code])
    assert scene.clerk.name in client.get(page).text
    assert said in client.post(page, {"text": ""}, follow=True).text
    assert scene.clerk.name in client.get(page).text


@pytest.mark.usefixtures("head")
def test_rest_is_recorded_and_given(client, scene):
    typed = {"person": scene.clerk.code, "earned_on": "14/11/2026", "hours": "4", "occasion": "weekend"}
    assert client.post(reverse("desk:centre_rest_new"), typed | {"hours": "99"}).status_code == 422
    client.post(reverse("desk:centre_rest_new"), typed)
    credit = RestCredit.objects.get()
    client.post(reverse("desk:centre_rest_given", args=[credit.code]), {"taken_on": "16/11/2026"})
    credit.refresh_from_db()
    assert f"{credit.taken_on}" == "2026-11-16"


@pytest.mark.usefixtures("clock")
def test_rest_is_credited_in_each_centre_that_one_leads_also_to_who_left(client, head, scene):
    there = commune("Đồng Du").centre
    TenureFactory(person=head, post__unit=there, post__kind=PostKind.CENTRE_HEAD)
    left = officer(there, PostKind.COUNTER_OFFICER, name="Lê Văn Tú")
    left.tenures.update(valid_to=MONDAY.date())
    page = client.get(reverse("desk:centre_rest_new")).text
    assert all(words in page for words in (there.name, scene.place.centre.name, left.name, scene.clerk.name))
    typed = {"person": left.code, "earned_on": "14/11/2026", "hours": "4", "occasion": "weekend"}
    wrong = client.post(reverse("desk:centre_rest_new"), typed | {"centre": scene.place.centre.pk})
    assert (wrong.status_code, "không làm việc ở Trung tâm" in wrong.text) == (422, True)
    client.post(reverse("desk:centre_rest_new"), typed | {"centre": there.pk})
    assert RestCredit.objects.get().unit == there


def test_others_find_no_such_page(client, clock, scene):
    sign_in_as(client, scene.clerk)
    for page in ("centre", "centre_rest_new"):
        assert client.get(reverse(f"desk:{page}")).status_code == 404


def test_citizens_see_who_serves_them(client, clock, scene):
    scene.clerk.phone = "0226 111 222"
    scene.clerk.save()
    assert scene.place.centre.name in client.get(reverse("portal:staff")).text
    page = client.get(reverse("portal:staff_of", args=[scene.place.centre.ref.code])).text
    assert scene.clerk.name in page
    assert "0226 111 222" in page
    assert client.get(reverse("portal:staff_of", args=["khong@co"])).status_code == 404
