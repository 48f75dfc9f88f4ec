"""The page of a unit's figures: who reads it, what it says, and that every figure opens to its cases."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from gandan.counter.ratings.models import Tally
from gandan.dossiers import actions
from gandan.law.calendar import HANOI
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer
from tests.ui.english import vietnamese_in

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 7, 9, 0, tzinfo=HANOI)
PAGE = "/desk/indicators/"
ON_TIME = f"{PAGE}dossiers_on_time/"


@pytest.fixture
def busy(scene, clock):
    """Of November: one dossier on time, one late, one that waits for the applicant."""
    dossier = scene.examined()
    said = {"outcome": "approved", "result_number": "1", "reason": ""}
    scene.good = actions.settle(**scene.now(dossier), **said, by=scene.specialist, at=MONDAY)
    scene.late = scene.accepted()
    scene.asked()
    clock.at = DECEMBER
    return scene


def row_of(page, name: str) -> dict:
    (row,) = [one for one in page.context["rows"] if one["name"] == name]
    return row


# --- who reads it --------------------------------------------------------------------------------------------------


def test_who_oversees_a_unit_reads_its_figures_and_those_below(busy, desk):
    for unit in busy.place:
        assert desk(busy.chair).get(PAGE, {"unit": unit.ref.code}).status_code == 200


@pytest.mark.parametrize("who", ["clerk", "specialist"])
def test_who_oversees_nothing_finds_nothing(busy, desk, who):
    client = desk(getattr(busy, who))
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE, {"unit": busy.place.centre.ref.code}).status_code == 404
    assert client.get(ON_TIME, {"unit": busy.place.committee.ref.code}).status_code == 404


def test_a_unit_out_of_reach_does_not_exist(busy, desk):
    other = commune("Khác")
    stranger = officer(other.committee, PostKind.CHAIR)
    for client, unit in ((desk(busy.chair), other.committee), (desk(stranger), busy.place.committee)):
        for address in (PAGE, ON_TIME):
            assert client.get(address, {"unit": unit.ref.code}).status_code == 404


@pytest.mark.parametrize("unit", ["x", "13504@2026-13-01", "\0"])
def test_a_unit_that_makes_no_sense_does_not_exist(busy, desk, unit):
    assert desk(busy.chair).get(PAGE, {"unit": unit}).status_code in (200, 404)
    assert "rows" not in (desk(busy.chair).get(PAGE, {"unit": "x"}).context or {})


def test_a_head_of_a_centre_reads_of_the_centre_and_not_of_the_committee(busy, desk):
    head = officer(busy.place.centre, PostKind.CENTRE_HEAD)
    assert desk(head).get(PAGE).context["unit"] == busy.place.centre
    assert desk(head).get(PAGE, {"unit": busy.place.committee.ref.code}).status_code == 404


# --- what it says --------------------------------------------------------------------------------------------------


def test_a_figure_says_how_many_of_how_many_its_share_and_its_interval(busy, desk):
    page = desk(busy.chair).get(PAGE, {"period": "2026-11"})
    row = row_of(page, "Trả kết quả đúng hẹn")
    assert (row["now"]["met"], row["now"]["every"], row["now"]["percent"]) == (1, 2, 50)
    assert "1 / 2" in page.text
    assert "<b>50 %</b> (9–91 %)" in page.text
    assert "Càng cao càng tốt" in page.text
    assert "còn ít số liệu" in page.text


def test_nothing_counted_is_said_and_not_divided(busy, desk):
    page = desk(busy.chair).get(PAGE, {"period": "2026-09"})
    assert "không có gì để đếm" in page.text
    assert {row["change"] for row in page.context["rows"]} == {"nothing_to_compare"}
    assert not any(row["url"] for row in page.context["rows"])


def test_two_months_whose_intervals_overlap_are_not_called_different(busy, desk, clock):
    busy.accepted()
    clock.at = DECEMBER + timedelta(days=40)
    busy.accepted(at=DECEMBER)
    page = desk(busy.chair).get(PAGE, {"period": "2026-12"})
    row = row_of(page, "Trả kết quả đúng hẹn")
    assert (row["now"]["every"], row["then"]["every"]) == (1, 3)
    assert row["said"] == "Không thấy khác biệt"


def test_two_months_whose_intervals_lie_apart_are(busy, desk):
    for month, good, bad in ((9, 40, 60), (10, 90, 10)):
        for answer, count in (("very", good), ("no", bad)):
            told = {"unit": busy.place.centre, "month": date(2026, month, 1), "question": "attitude"}
            Tally.objects.create(**told, answer=answer, count=count)
    better = desk(busy.chair).get(PAGE, {"period": "2026-10"})
    assert row_of(better, "Hài lòng với thái độ phục vụ")["said"] == "Tốt hơn kỳ trước"
    nothing = desk(busy.chair).get(PAGE, {"period": "2026-11"})
    assert row_of(nothing, "Hài lòng với thái độ phục vụ")["said"] == "Chưa có gì để so"


def test_few_answers_are_not_shown(busy, desk):
    told = {"unit": busy.place.centre, "month": date(2026, 10, 1), "question": "attitude"}
    Tally.objects.create(**told, answer="no", count=4)
    page = desk(busy.chair).get(PAGE, {"period": "2026-10"})
    assert row_of(page, "Hài lòng với thái độ phục vụ")["now"]["percent"] is None
    assert "quá ít để hiện" in page.text


def test_a_running_period_says_that_it_runs(busy, desk):
    assert "Kỳ này chưa hết" in desk(busy.chair).get(PAGE, {"period": "2026Q4"}).text
    assert "Kỳ này chưa hết" not in desk(busy.chair).get(PAGE, {"period": "2026-11"}).text


@pytest.mark.parametrize("period", ["", "x", "2026-13", "2027", "2026Q9"])
def test_a_period_that_makes_no_sense_is_the_month_that_ended_last(busy, desk, period):
    assert desk(busy.chair).get(PAGE, {"period": period}).context["period"].code == "2026-11"


def test_the_page_of_the_unit_leads_here_in_its_month(busy, desk):
    page = desk(busy.chair).get(reverse("desk:unit", args=[busy.place.committee.ref.code]), {"month": "2026-11"})
    assert f"{PAGE}?unit={busy.place.committee.ref.code}&amp;period=2026-11" in page.text


def test_it_costs_a_query_a_figure(busy, desk, django_assert_max_num_queries):
    client = desk(busy.chair)
    client.get(PAGE)
    with django_assert_max_num_queries(22):
        client.get(PAGE)


# --- its cases -----------------------------------------------------------------------------------------------------


def test_every_figure_opens_to_as_many_cases_as_it_counts(busy, desk):
    client = desk(busy.chair)
    page = client.get(PAGE, {"period": "2026-11"})
    opened = [row for row in page.context["rows"] if row["url"]]
    assert len(opened) == 3
    for row in opened:
        lists = {of: client.get(f"{row['url']}&of={of}").context["rows"] for of in ("met", "unmet")}
        assert len(lists["met"]) == row["now"]["met"]
        assert len(lists["unmet"]) == row["now"]["every"] - row["now"]["met"]


def test_the_late_ones_come_first_and_lead_to_the_dossier(busy, desk):
    page = desk(busy.chair).get(ON_TIME, {"period": "2026-11"})
    assert [row["dossier"] for row in page.context["rows"]] == [busy.late]
    assert reverse("desk:dossier", args=[busy.late.reference]) in page.text
    assert re.search(r"Trễ hẹn\s*<b>1</b>", page.text)


def test_dossiers_that_one_may_not_read_are_counted_and_not_told(busy, desk, monkeypatch):
    from gandan.desk import indicators

    monkeypatch.setattr(indicators, "visible_to", lambda person, on: type(busy.late).objects.none())
    page = desk(busy.chair).get(ON_TIME, {"period": "2026-11"})
    assert page.context["rows"] == []
    assert "Ở trang này còn 1 hồ sơ" in page.text
    assert busy.late.reference not in page.text


def test_what_is_counted_from_answers_opens_to_nothing(busy, desk):
    asked = {"unit": busy.place.centre.ref.code}
    assert desk(busy.chair).get(f"{PAGE}ratings_attitude/", asked).status_code == 404
    assert desk(busy.chair).get(f"{PAGE}nothing/", asked).status_code == 404


def test_long_lists_are_turned_page_by_page(busy, desk, monkeypatch):
    from gandan.desk import indicators

    monkeypatch.setattr(indicators, "PAGE", 1)
    busy.accepted()
    client, seen, url = desk(busy.chair), [], f"{ON_TIME}?period=2026-11"
    while url:
        page = client.get(url)
        seen += [row["dossier"].reference for row in page.context["rows"]]
        url = page.context["older_url"]
    assert len(seen) == len(set(seen)) == 2
    assert page.context["newer_url"]
    assert client.get(ON_TIME, {"page": "99999999999999"}).status_code == 200


@pytest.mark.parametrize("address", [f"{PAGE}?period=2026Q4", f"{PAGE}?period=2026-11", f"{ON_TIME}?period=2026-11"])
def test_in_english_nothing_is_said_in_vietnamese(busy, desk, address):
    client = desk(busy.chair)
    client.cookies["language"] = "en"
    assert vietnamese_in(client.get(address).text) == []
