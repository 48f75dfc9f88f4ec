"""What the head of a centre reads of ratings; links that counter officers give; the QR on the receipt of today."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandan.counter.ratings import actions
from gandan.counter.ratings.models import LinkCount
from gandan.counter.ratings.values import Source
from gandan.desk.papers import paper_pdf
from gandan.organisation.powers import PostKind
from gandan.promises import actions as promises
from tests import pdf
from tests.dossiers.conftest import MONDAY
from tests.factories import officer

pytestmark = pytest.mark.django_db
OCTOBER = MONDAY - timedelta(days=35)
PLEASED = {"attitude": "very", "cost": "none"}


@pytest.fixture
def head(scene):
    return officer(scene.place.centre, PostKind.CENTRE_HEAD, name="Lê Thị Đầu")


def rated(scene, times: int, by=None) -> None:
    for _ in range(times):
        told = {"unit": scene.place.centre, "officer": by or scene.clerk, "source": Source.RECEIPT}
        link = actions.hand_out(**told, at=OCTOBER)
        actions.answer(link=link, answers=PLEASED, comment="", at=OCTOBER)


def codes_of(client, dossier) -> list[str]:
    page = client.get(reverse("desk:dossier_paper", args=[dossier.reference, "receipt-1"]))
    return pdf.codes(page.content)


# --- the receipt -------------------------------------------------------------------------------------------------


def test_the_receipt_printed_today_asks_what_its_holder_thinks_and_the_link_works(scene, desk, client):
    dossier = scene.accepted()
    (url,) = [one for one in codes_of(desk(scene.clerk), dossier) if "/danh-gia/" in one]
    assert client.get(url).status_code == 200
    assert LinkCount.objects.get().handed_out == 1
    claim = actions.read(url.rstrip("/").rpartition("/")[2])
    assert (claim.unit_id, claim.day, claim.officer) == (scene.place.centre.pk, MONDAY.date(), scene.clerk.code)


def test_however_often_and_by_whomever_it_is_printed_it_is_one_link_counted_once(scene, desk):
    dossier = scene.accepted()
    other = officer(scene.place.centre, PostKind.COUNTER_OFFICER, name="Người in lại")
    first, second, third = (codes_of(desk(by), dossier) for by in (scene.clerk, scene.clerk, other))
    assert first == second == third
    assert LinkCount.objects.get().handed_out == 1


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_a_page_that_the_browser_fetches_unasked_gives_no_link(scene, desk, header):
    paper = reverse("desk:dossier_paper", args=[scene.accepted().reference, "receipt-1"])
    page = desk(scene.clerk).get(paper, headers={header: "prefetch;prerender"})
    assert page.status_code == 503
    assert not LinkCount.objects.exists()


def test_the_receipt_still_fits_its_page(scene, desk):
    page = desk(scene.clerk).get(reverse("desk:dossier_paper", args=[scene.accepted().reference, "receipt-1"]))
    assert len(pdf.pages(page.content)) == 1
    assert "Mã không gắn với hồ sơ này" in pdf.text(page.content)


def test_what_is_signed_and_stored_with_the_dossier_carries_no_link(scene):
    dossier = scene.accepted()
    assert not any("/danh-gia/" in one for one in pdf.codes(paper_pdf(dossier, "receipt-1")))
    assert not LinkCount.objects.exists()


def test_a_receipt_of_another_day_or_no_longer_in_force_carries_no_link(scene, desk, clock):
    void = scene.accepted()
    promises.void(void.result_promise, reason="supplement_requested", at=MONDAY)
    assert not any("/danh-gia/" in one for one in codes_of(desk(scene.clerk), void))
    dossier = scene.accepted()
    clock.at = MONDAY + timedelta(days=1)
    assert not any("/danh-gia/" in one for one in codes_of(desk(scene.clerk), dossier))


def test_without_an_address_that_people_reach_no_link_is_made(scene, desk, settings):
    settings.PUBLIC_URL_IS_SET = False
    assert codes_of(desk(scene.clerk), scene.accepted()) == []
    assert not LinkCount.objects.exists()


# --- links and tablets -------------------------------------------------------------------------------------------


def test_a_counter_officer_gives_one_person_a_link_and_opens_a_tablet(scene, desk, client):
    given = desk(scene.clerk).post(reverse("desk:rating_links"), {"person": ""}).context["url"]
    assert client.get(given).status_code == 200
    tablet = desk(scene.clerk).post(reverse("desk:rating_links"), {"tablet": ""}).context["url"]
    assert "/danh-gia/may/" in tablet
    assert client.get(tablet).status_code == 422  # no machine of the hall
    assert LinkCount.objects.get().handed_out == 1


def test_a_link_given_while_a_session_is_held_counts_for_the_session(scene, desk, monkeypatch):
    given = reverse("desk:rating_links")
    read = [actions.read(desk(scene.clerk).post(given, {"person": ""}).context["url"].split("/")[-2])]
    monkeypatch.setattr("gandan.desk.ratings.open_sessions", lambda unit, day: [object()])
    read.append(actions.read(desk(scene.clerk).post(given, {"person": ""}).context["url"].split("/")[-2]))
    assert [claim.at_session for claim in read] == [False, True]


def test_who_receives_nobody_gives_no_link(scene, desk):
    assert desk(scene.specialist).get(reverse("desk:rating_links")).status_code == 404


# --- what is read ------------------------------------------------------------------------------------------------


def test_the_head_reads_counts_of_a_month_that_is_over(scene, desk, head):
    rated(scene, 6)
    page = desk(head).get(reverse("desk:ratings"))
    assert page.context["month"] == OCTOBER.date().replace(day=1)
    assert "6 / 6" in page.text
    assert "100 % (61–100 %)" in page.text
    assert "dưới 5 câu trả lời" in page.text


def test_how_many_answered_is_told_once_nobody_can_any_more(scene, desk, head, clock):
    rated(scene, 6)
    page = desk(head).get(reverse("desk:ratings")).text
    assert "Còn trả lời được đến thứ Hai, 30/11/2026" in page
    assert "6 trên 6" not in page
    clock.at = MONDAY.replace(month=12, day=1)
    assert "6 trên 6</b> người nhận đường dẫn đã trả lời: 100 %" in desk(head).get(reverse("desk:ratings")).text


def test_of_the_running_month_only_how_many_answered_is_read(scene, desk, head):
    rated(scene, 6)
    page = desk(head).get(reverse("desk:ratings"), {"month": f"{MONDAY:%Y-%m}"})
    assert "Tháng này chưa hết" in page.text
    assert page.context["rows"] == page.context["officers"] == []


def test_an_officer_with_few_answers_stands_there_without_a_figure(scene, desk, head):
    few = officer(scene.place.centre, PostKind.COUNTER_OFFICER, name="An Ít")
    rated(scene, 8)
    rated(scene, 3, by=few)

    def told() -> dict[str, list[bool]]:
        officers = desk(head).get(reverse("desk:ratings")).context["officers"]
        return {name: [bool(row["share"]) for row in rows] for name, rows in officers}

    nothing = [False, False]
    assert told() == {"An Ít": nothing, scene.clerk.name: nothing}  # three could be counted back from eleven
    rated(scene, 5, by=few)
    assert list(told().values()) == [[True, False]] * 2  # "explained" nobody answered


def test_results_are_not_for_who_is_rated(scene, desk):
    assert desk(scene.clerk).get(reverse("desk:ratings")).status_code == 404
    assert desk(scene.chair).get(reverse("desk:ratings")).status_code == 200


def test_an_officer_reads_what_was_said_of_their_own_links(scene, desk, head):
    other = officer(scene.place.centre, PostKind.COUNTER_OFFICER, name="Bình Nhiều")
    rated(scene, 4)
    rated(scene, 9, by=other)
    own = reverse("desk:own_ratings")
    page = desk(scene.clerk).get(own).text
    assert "quá ít để hiện" in page
    assert "4 / 4" not in page
    rated(scene, 2)
    page = desk(scene.clerk).get(own).text
    assert "6 / 6" in page
    assert "100 % (61–100 %)" in page
    assert other.name not in page
    assert "9 / 9" not in page


def test_who_gave_no_link_reads_that_there_is_nothing_to_show(scene, desk):
    rated(scene, 9)
    assert "Chưa có tháng nào để hiện" in desk(scene.specialist).get(reverse("desk:own_ratings")).text
    assert reverse("desk:own_ratings") in desk(scene.clerk).get(reverse("desk:counter_home")).text


def test_the_page_of_the_unit_leads_there_for_who_may_read(scene, desk):
    unit = reverse("desk:unit", args=[scene.place.centre.ref.code])
    assert reverse("desk:ratings") in desk(scene.chair).get(unit).text
    assert reverse("desk:ratings") not in desk(scene.clerk).get(unit).text
