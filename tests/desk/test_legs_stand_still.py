"""A step whose time stands still, on the page of its dossier and on its own."""

import pytest
from django.urls import reverse

from tests.desk.keeping import sign_in_as
from tests.dossiers.route_scene import road_of
from tests.dossiers.test_legs_stand_still import finish, on_the_way, wait

pytestmark = pytest.mark.django_db


def test_a_step_that_stands_still_says_so_and_shows_no_day(client, clock, scene):
    road = road_of(scene)
    dossier = wait(road, on_the_way(road))
    sign_in_as(client, road.registrar)
    page = client.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert "tạm dừng" in page
    assert "Thôi tính" not in page.partition("Đường đi của hồ sơ")[2].partition("Bàn giao")[0]
    step = client.get(reverse("desk:leg_finish", args=[dossier.reference, 1])).text
    assert "Tạm dừng: hồ sơ đang chờ người dân" in step
    assert "Hẹn xong trước" not in step
    finish(road, dossier)
    assert "Đã xong" in client.get(reverse("desk:dossier", args=[dossier.reference])).text
