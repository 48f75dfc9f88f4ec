"""My day: what is owed, in the right tab, in the right words, at a constant cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandan.desk.day_rows import WAYS
from gandan.dossiers import actions
from gandan.law.special_days import special_days
from gandan.organisation.models import SpecialDay
from gandan.organisation.powers import PostKind
from gandan.promises.states import Kind
from tests.dossiers.conftest import MONDAY
from tests.factories import TenureFactory, commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = "/desk/day/"
# session, account with its person, edition, counts, page, names
QUERIES = 6
# session, account, edition, my counts, the unit's, results counted, their keys, their rows
RESULT_QUERIES = 8


def codes(response):
    return [row.face.code for row in response.context["rows"]]


def counts(response):
    return {tab["label"]: tab["count"] for tab in response.context["tabs"]}


def test_a_promise_moves_through_the_tabs_as_its_day_comes_nearer(scene, desk, clock):
    dossier = scene.examined()  # three working days from Monday the 16th: Thursday the 19th at 17:00
    for day, tab in (
        (MONDAY, "soon"),
        (MONDAY.replace(day=19), "today"),
        (MONDAY.replace(day=20), "late"),
        (MONDAY - timedelta(days=4), "all"),
    ):
        clock.at = day
        assert codes(desk(scene.specialist).get(DAY, {"tab": tab})) == [dossier.code]


def test_the_page_opens_on_what_is_late_then_today_then_soon(scene, desk, clock):
    scene.examined()
    opened = {}
    for day in (16, 19, 20):
        clock.at = MONDAY.replace(day=day)
        opened[day] = desk(scene.specialist).get(DAY).context["tab"]
    assert opened == {16: "soon", 19: "today", 20: "late"}


def test_three_days_ahead_are_working_days(scene, desk, clock):
    clock.at = MONDAY.replace(day=20)  # a Friday: the third working day after it is the 25th, the 24th being off
    scene.examined(at=clock.at)  # due on the 26th
    assert counts(desk(scene.specialist).get(DAY))["Ba ngày tới"] == 1


def test_the_header_names_tomorrows_holiday(scene, desk, clock):
    clock.at = MONDAY.replace(day=23)
    page = desk(scene.clerk).get(DAY).text
    assert "Thứ Hai, 23/11/2026" in page
    assert "ngày mai 24/11 nghỉ (Ngày Văn hóa Việt Nam)" in page


def test_what_waits_for_the_applicant_is_apart_from_what_we_owe(scene, desk):
    dossier = scene.asked()
    page = desk(scene.clerk).get(DAY, {"tab": "waiting"})
    assert codes(page) == [dossier.reference]
    assert counts(page) == {
        "Phải xong hôm nay": 0,
        "Quá hạn": 0,
        "Ba ngày tới": 0,
        "Chờ người dân": 1,
        "Chờ trả": "0",
        "Tất cả": 1,
    }
    assert "Chờ bổ sung; không có thì đóng hồ sơ sau 01/12" in page.text


def test_a_row_says_what_whose_and_what_next(scene, desk):
    dossier = scene.examined()
    page = desk(scene.specialist).get(DAY).text
    for words in (
        dossier.code,
        "Trần Thị Hoa",
        "Giải quyết, trình ký kết quả",
        reverse("desk:dossier", args=[dossier.reference]),
    ):
        assert words in page
    assert dossier.applicant.id_number not in page


def test_my_work_is_mine_and_the_units_is_everybodys(scene, desk):
    scene.accepted(handler_id=None)
    client = desk(scene.specialist)
    assert counts(client.get(DAY, {"scope": "mine"}))["Tất cả"] == 0
    everybodys = client.get(DAY, {"scope": "unit"})
    assert counts(everybodys)["Tất cả"] == 1
    assert "chưa ai nhận" in everybodys.text
    assert "Phân công hoặc nhận giải quyết" in everybodys.text


def test_who_has_no_work_of_their_own_opens_on_the_units_with_a_sentence(scene, desk):
    scene.accepted()
    clerks = desk(scene.clerk).get(DAY)
    assert counts(clerks)["Tất cả"] == 1
    assert "Bạn không có việc riêng nào đang hẹn; đây là việc của cả đơn vị." in clerks.text
    assert "Bạn không có việc riêng" not in desk(scene.clerk).get(DAY, {"scope": "unit"}).text
    assert "Bạn không có việc riêng" not in desk(scene.specialist).get(DAY).text


def test_a_dossier_out_of_reach_shows_its_title_without_a_name_or_a_link(scene, desk, clock):
    dossier = scene.examined()
    scene.specialist.tenures.all().delete()
    TenureFactory(person=scene.specialist, post__unit=commune("Khác").committee)
    page = desk(scene.specialist).get(DAY).text
    assert "Hồ sơ nay thuộc đơn vị khác" in page
    assert "Trần Thị Hoa" not in page
    assert reverse("desk:dossier", args=[dossier.reference]) not in page


def test_every_kind_of_promise_has_its_way_of_being_shown():
    assert set(WAYS) == set(Kind)


def test_a_decision_of_the_leader_is_named_as_the_next_step(scene, desk, clock):
    asked = scene.asked()
    again = actions.receive_supplement(**scene.now(asked), given={1, 2}, by=scene.clerk, at=MONDAY)
    said = {"missing": ["Bản vẽ"], "reason": "Sai", "ground": "Luật Xây dựng, Điều 95"}
    actions.propose_second_request(**scene.now(again), **said, by=scene.specialist, at=MONDAY)
    page = desk(scene.chair).get(DAY, {"tab": "all"})
    assert codes(page) == [again.code]
    assert "Duyệt hay không duyệt yêu cầu bổ sung lần hai" in page.text


UNPUBLISHED = "Lịch nghỉ năm 2028 chưa có thông báo chính thức"


def test_from_october_on_who_keeps_the_calendar_is_warned_on_their_own_day(scene, desk, clock):
    keeper = officer(scene.place.committee, PostKind.ADMINISTRATOR)
    for month, warned in ((9, False), (10, True)):
        clock.at = MONDAY.replace(year=2027, month=month)
        assert (UNPUBLISHED in desk(keeper).get(DAY).text) is warned
    assert UNPUBLISHED not in desk(scene.chair).get(DAY).text


def test_the_warning_ends_with_the_days_being_recorded(scene, desk, clock):
    keeper = officer(scene.place.committee, PostKind.ADMINISTRATOR)
    clock.at = MONDAY.replace(year=2027)
    announced = [one for one in special_days(2028) if one.status == "projected"]
    for one in announced:
        assert UNPUBLISHED in desk(keeper).get(DAY).text
        SpecialDay.objects.create(day=one.day, kind=one.kind, name=one.name, source="Thông báo 1")
    assert UNPUBLISHED not in desk(keeper).get(DAY).text


def test_only_who_receives_dossiers_is_offered_the_counter(scene, desk):
    opens = f'action="{reverse("desk:counter_open")}"'
    assert opens in desk(scene.clerk).get(DAY).text
    assert opens not in desk(scene.specialist).get(DAY).text


def test_the_cost_does_not_grow_with_the_rows(scene, desk, django_assert_num_queries):
    client = desk(scene.specialist)
    for _ in range(2):
        scene.examined()
    client.get(DAY)  # the first page of a session also writes when it was seen
    with django_assert_num_queries(QUERIES):
        client.get(DAY)
    for _ in range(5):
        scene.examined()
    with django_assert_num_queries(QUERIES):
        assert len(client.get(DAY).context["rows"]) == 7


def test_results_to_give_back_have_a_tab_of_their_own(scene, desk):
    dossier = scene.settled()
    scene.examined()
    clerk = desk(scene.clerk)
    page = clerk.get(DAY, {"tab": "collect"})
    assert counts(page)["Chờ trả"] == "1"
    assert [row.pk for row in page.context["rows"]] == [dossier.pk]
    assert reverse("desk:dossier", args=[dossier.reference]) in page.text


def test_who_gives_nothing_back_has_no_such_tab_and_no_such_list(scene, desk):
    scene.settled()
    page = desk(scene.specialist).get(DAY, {"tab": "collect"})
    assert "Chờ trả" not in counts(page)
    assert page.context["tab"] != "collect"


def test_another_desks_results_are_not_in_the_tab(scene, desk):
    scene.settled()
    elsewhere = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    assert counts(desk(elsewhere).get(DAY))["Chờ trả"] == "0"


def test_a_tab_counts_only_as_far_as_somebody_reads(scene, desk, monkeypatch):
    monkeypatch.setattr("gandan.dossiers.queries.MOST_COUNTED", 1)
    monkeypatch.setattr("gandan.dossiers.queries.listing.MOST_COUNTED", 1)
    for _ in range(2):
        scene.settled()
    assert counts(desk(scene.clerk).get(DAY))["Chờ trả"] == "1+"


def test_the_results_to_give_back_cost_the_same_however_many(scene, desk, django_assert_num_queries):
    client = desk(scene.clerk)
    for more in (1, 4):
        for _ in range(more):
            scene.settled()
        client.get(DAY)
        with django_assert_num_queries(RESULT_QUERIES):
            client.get(DAY, {"tab": "collect"})


def test_pages_follow_one_another_and_lead_back(scene, desk, monkeypatch):
    monkeypatch.setattr("gandan.desk.day.PAGE", 2)
    expected = [scene.examined().code for _ in range(5)]
    client, url, seen = desk(scene.specialist), f"{DAY}?tab=all", []
    back = []
    while url:
        response = client.get(url)
        seen += codes(response)
        back.append(response.context["trail"].newer_url)
        older = response.context["trail"].older_url
        url = f"{DAY}{older}" if older else ""
    assert seen == expected
    assert codes(client.get(f"{DAY}{back[2]}")) == expected[2:4]
    assert back[:2] == ["", "?tab=all"]


@pytest.mark.parametrize(
    "query", ["?after=x", "?after=1-9", "?after=" + "9" * 30, "?tab=nothing", "?after=1-9999999999999999"]
)
def test_an_address_that_makes_no_sense_is_not_an_error(scene, desk, query):
    assert desk(scene.specialist).get(DAY + query).status_code == 200
