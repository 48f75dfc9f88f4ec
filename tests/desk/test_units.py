"""The figures of a unit, each of which is the length of the list it opens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandan.dossiers import actions
from gandan.dossiers.queries import FIGURES
from gandan.organisation.models import Unit
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY
from tests.factories import UnitFactory, commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def address(unit):
    return reverse("desk:unit", args=[unit.ref.code])


@pytest.fixture
def busy(scene, clock):
    """Every figure of November is at least one."""
    scene.accepted(at=MONDAY - timedelta(days=40))  # late, received in October
    scene.accepted(handler_id=None)
    scene.accepted(handler_id=None, deciding_unit_id=commune("Khác").committee.pk)  # taken in for another commune
    scene.asked()
    scene.settled()
    late = scene.examined(at=MONDAY - timedelta(days=10))
    said = {"outcome": "approved", "result_number": "", "reason": ""}
    late = actions.settle(**scene.now(late), **said, by=scene.specialist, at=MONDAY)
    actions.return_result(**scene.now(late), collected_by="Trần Thị Hoa", by=scene.clerk, at=MONDAY)
    actions.refuse(intake=scene.intake(), reason="Không thuộc thẩm quyền", by=scene.clerk, at=MONDAY)
    clock.at = MONDAY + timedelta(hours=1)
    return scene


def figures(response):
    return [*response.context["of_month"], *response.context["of_now"]]


@pytest.mark.parametrize("month", ["2026-11", "2026-10"])
@pytest.mark.parametrize("whose", ["committee", "centre"])
def test_every_figure_is_the_length_of_the_list_it_opens(busy, desk, month, whose):
    client = desk(busy.chair)
    shown = figures(client.get(address(getattr(busy.place, whose)), {"month": month}))
    assert len(shown) == len(FIGURES)
    lists = {figure["label"]: len(client.get(figure["url"]).context["rows"]) for figure in shown}
    assert lists == {figure["label"]: figure["value"] for figure in shown}


def test_the_figures_are_those_of_the_month(busy, desk):
    shown = figures(desk(busy.chair).get(address(busy.place.committee), {"month": "2026-11"}))
    assert {figure["label"]: figure["value"] for figure in shown} == {
        "Tiếp nhận trong tháng": 4,
        "Có kết quả trong tháng": 2,
        "Có kết quả trễ hạn": 1,
        "Xin lỗi, hẹn lại trong tháng": 0,
        "Từ chối trong tháng": 1,
        "Đang giải quyết": 3,
        "Đến hạn trong ba ngày tới": 2,
        "Quá hạn": 1,
        "Chờ người dân bổ sung": 1,
        "Chờ người dân đến nhận": 1,
    }


def test_work_in_hands_is_told_by_who_has_it_and_opens_their_list(busy, desk):
    client = desk(busy.chair)
    rows = client.get(address(busy.place.committee)).context["handlers"]
    assert [(row["handler__name"], row["all"], row["late"]) for row in rows] == [("Đỗ Quang Huy", 1, 1), (None, 2, 0)]
    assert len(client.get(rows[0]["url"]).context["rows"]) == 1


def test_my_unit_is_where_my_post_is(scene, desk):
    response = desk(scene.clerk).get(reverse("desk:my_unit"))
    assert (response.status_code, response.url) == (302, address(scene.place.centre))


def test_a_unit_out_of_reach_or_unknown_does_not_exist(scene, desk):
    client = desk(scene.clerk)
    assert client.get(address(commune("Khác").centre)).status_code == 404
    above = UnitFactory(kind="province")
    Unit.objects.filter(pk=scene.place.committee.pk).update(parent=above)
    assert client.get(address(above)).status_code == 404
    assert client.get(reverse("desk:unit", args=["nonsense"])).status_code == 404


def test_who_may_not_read_dossiers_sees_no_unit(scene, desk):
    keeper = officer(scene.place.committee, PostKind.ADMINISTRATOR)
    assert desk(keeper).get(address(scene.place.committee)).status_code == 404


@pytest.mark.parametrize("month", ["", "2026-13", "x", "0000-00"])
def test_a_month_that_makes_no_sense_is_this_month(scene, desk, month):
    response = desk(scene.clerk).get(address(scene.place.centre), {"month": month})
    assert f"{response.context['month']:%Y-%m}" == "2026-11"
