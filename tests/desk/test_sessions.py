"""The screens of service sessions: planned, filled, changed by the keyboard, announced, held, summed up, adopted."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gandan.centre.actions import give_rest
from gandan.counter.ratings.models import Tally
from gandan.counter.ratings.rules import questions
from gandan.counter.sessions import actions
from gandan.counter.sessions.models import Plan, RosterPlace, Session, Template, Wish
from gandan.counter.sessions.queries import people_at, rest_of
from gandan.lib.refusal import Refused
from tests import pdf
from tests.counter.sessions.conftest import AT, noon, place, place_of
from tests.desk.keeping import sign_in_as

__all__ = ["place"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client, clock, place):
    clock.at = AT
    return sign_in_as(client, place.head)


def later(client, clock, person, at) -> None:
    """Signed in anew: after days the first sign-in is over."""
    clock.at = at
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")


def typed(place, **other: str) -> dict[str, object]:
    plain = {
        "name": "Ngày thứ bảy với dân",
        "decision_number": "12/QĐ-UBND",
        "decision_on": "20/10/2026",
        "decision_signer": "Vũ Đức Thắng",
        "pattern": "every_saturday",
        "weekday": "",
        "hours": "07:30-11:30",
        "place": "Nhà văn hóa thôn Đông",
        "procedures": [place.version.procedure.code],
        "more_procedures": "",
        "people": "3",
        "invitation": "",
    }
    needs = ("receive", "settle", "return")
    more = ("fees_collect", "dossiers_reappoint", "chair", "vice_chair", "centre_head")
    plain |= {f"need_dossiers_{name}": "1" for name in needs} | {f"need_{name}": "0" for name in more}
    return plain | other


def test_a_plan_is_typed_and_shown_and_what_is_wrong_is_said_beside_what_was_typed(client, head, place):
    page = reverse("desk:sessions_plan_new")
    wrong = client.post(page, typed(place, hours="11:30-07:30"))
    assert (wrong.status_code, "Nhà văn hóa thôn Đông" in wrong.text) == (422, True)
    assert "Giờ làm việc phải là các khoảng giờ nối tiếp nhau" in wrong.text
    shown = client.post(page, typed(place), follow=True)
    plan = Plan.objects.get()
    assert (plan.needs, plan.place) == (
        [["dossiers.receive", 1], ["dossiers.settle", 1], ["dossiers.return", 1]], "Nhà văn hóa thôn Đông"
    )  # fmt: skip
    assert "Quyết định 12/QĐ-UBND ngày 20/10/2026" in shown.text
    changed = client.get(reverse("desk:sessions_plan_change", args=[plan.code]))
    assert "07:30-11:30" in changed.text
    client.post(reverse("desk:sessions_plan_change", args=[plan.code]), typed(place, name="Thứ bảy vì dân"))
    assert Plan.objects.get().name == "Thứ bảy vì dân"


def test_days_are_added_and_a_day_that_cannot_be_is_told(client, head, place):
    plan = place.planned()
    page = reverse("desk:sessions_plan", args=[plan.code])
    assert client.post(page, {"first": "32/1/2026", "last": ""}).status_code == 422
    added = client.post(page, {"first": "14/11/2026", "last": "28/11/2026"}, follow=True)
    assert "Đã lập 3 phiên." in added.text
    again = client.post(page, {"first": "14/11/2026", "last": "28/11/2026"})
    assert (again.status_code, "đã có phiên" in again.text) == (422, True)


def test_chosen_days_are_typed_one_a_line(client, head, place):
    plan = place.planned(pattern="chosen")
    page = reverse("desk:sessions_plan", args=[plan.code])
    assert client.post(page, {"chosen": "18/11/2026\nhôm nào đó"}).status_code == 422
    client.post(page, {"chosen": "18/11/2026\n25/11/2026"})
    assert [session.day.day for session in plan.sessions.all()] == [18, 25]


def test_the_roster_is_filled_changed_by_hand_and_published(client, head, place):
    plan = place.with_days()
    page = reverse("desk:sessions_roster", args=[plan.code])
    assert "thiếu thẩm quyền “Giải quyết hồ sơ (Hộ tịch)”" in client.get(page).text
    assert "Đã xếp đủ người và thẩm quyền" in client.post(page, {"fill": "1"}, follow=True).text
    session = plan.sessions.first()
    shown = [f"{one.session.code}-{one.person.code}" for one in RosterPlace.objects.serving().select_related()]
    put_in = next(one for one in place.clerks if f"{session.code}-{one.code}" not in shown)
    ticked = [*shown, f"{session.code}-{put_in.code}"]
    changed = client.post(page, {"change": "1", "shown": shown, "place": ticked}, follow=True)
    assert "Đã ghi 1 thay đổi." in changed.text
    assert RosterPlace.objects.get(session=session, person=put_in).by_hand
    assert "từng người được báo" in client.post(page, {"publish": "1"}, follow=True).text
    sign_in_as(client, put_in)
    assert "Ngày tôi phục vụ" in client.get(reverse("desk:sessions")).text


def test_a_change_that_is_refused_keeps_every_tick(client, head, place):
    plan = place.with_days()
    session, clerk = plan.sessions.first(), place.clerks[0]
    actions.say_wish(person=clerk, kind="leave", first=session.day, last=session.day, by=clerk, at=AT)
    ticks = [f"{session.code}-{clerk.code}", f"{session.code}-{place.clerks[1].code}"]
    page = client.post(reverse("desk:sessions_roster", args=[plan.code]), {"change": "1", "place": ticks})
    assert (page.status_code, "đã báo không đi được" in page.text) == (422, True)
    assert f'value="{ticks[1]}" checked' in page.text
    assert RosterPlace.objects.count() == 0


def test_a_change_somebody_else_made_meanwhile_is_not_undone(client, head, place):
    plan = place.with_days()
    session = plan.sessions.first()
    theirs = {"session_id": session.pk, "person": place.clerks[1], "serves": True, "by": place.chair, "at": AT}
    actions.change_by_hand(**theirs)
    mine = {"change": "1", "shown": [], "place": [f"{session.code}-{place.clerks[0].code}"]}
    client.post(reverse("desk:sessions_roster", args=[plan.code]), mine)
    assert RosterPlace.objects.serving().filter(session=session).count() == 2


def test_a_session_goes_its_way_from_announced_to_summed_up(client, clock, head, place):
    session = place.rostered().sessions.first()
    page, act = reverse("desk:session", args=[session.code]), lambda name: [session.code, name]
    assert "Công bố chậm nhất Chủ nhật, 08/11/2026." in client.get(page).text  # five working days before the 14th
    client.post(reverse("desk:session_act", args=act("announce")), {"late_reason": ""})
    printed = client.get(reverse("desk:session_announcement", args=[session.code]))
    assert printed["Content-Type"] == "application/pdf"
    later(client, clock, head, noon(session))
    client.post(reverse("desk:session_act", args=act("hold")))
    assert "Đếm đến lúc này" in client.get(page).text
    done = client.post(reverse("desk:session_act", args=act("sum_up")), follow=True)
    assert "giờ nghỉ bù phải trả" in done.text
    assert "Cho nghỉ bù" in done.text
    again = client.post(reverse("desk:session_act", args=act("sum_up")))
    assert (again.status_code, "Đã có người làm xong việc này" in again.text) == (409, True)
    assert place.centre.name in client.get(reverse("desk:sessions_results")).text


def test_a_late_announcement_without_a_reason_keeps_what_was_said(client, clock, head, place):
    session = place.rostered().sessions.first()
    later(client, clock, head, noon(session, days=-1))
    acting = reverse("desk:session_act", args=[session.code, "announce"])
    refused = client.post(acting, {"late_reason": ""})
    assert (refused.status_code, "hạn chót là ngày" in refused.text) == (422, True)
    client.post(acting, {"late_reason": "Đổi hội trường"})
    assert Session.objects.get(pk=session.pk).state == "announced"


def test_the_announcement_on_paper_says_when_where_what_for_and_by_which_decision(client, head, place):
    session = place.announced(place="Nhà văn hóa thôn Đông", invitation="Mời bà con mang theo căn cước.")
    paper = client.get(reverse("desk:session_announcement", args=[session.code])).content
    said = " ".join(pdf.text(paper).split())
    for words in (
        "hứ Bảy, ngày 14/11/2026",
        "từ 7 giờ 30 phút đến 11 giờ 30 phút",
        "Nhà văn hóa thôn Đông",
        "Xác nhận tình trạng hôn nhân",
        "Quyết định số 12/QĐ-UBND ngày 20/10/2026",
        "không thay cho ngày tiếp công dân",
        "Mời bà con mang theo căn cước.",
    ):
        assert words in said


def test_before_it_is_announced_there_is_nothing_to_hang_up(client, head, place):
    session = place.with_days().sessions.first()
    assert client.get(reverse("desk:session_announcement", args=[session.code])).status_code == 404


def test_a_cancelled_session_says_why(client, head, place):
    session = place.announced()
    acting = reverse("desk:session_act", args=[session.code, "cancel"])
    assert client.post(acting, {"reason": ""}).status_code == 422
    assert "Bão số 5" in client.post(acting, {"reason": "Bão số 5"}, follow=True).text


def test_a_plan_is_shared_and_another_unit_takes_it_over(client, clock, head, place):
    plan = place.rostered()
    shared = client.post(reverse("desk:sessions_share", args=[plan.code]), follow=True)
    assert "1 trên 1 Trung tâm" in shared.text
    other = place_of("Thanh Liêm", version=place.version)
    sign_in_as(client, other.head)
    template = Template.objects.get()
    page = reverse("desk:sessions_template", args=[template.code])
    assert "1 trên 2 Trung tâm" in client.get(page).text
    adopting = reverse("desk:sessions_adopt", args=[template.code])
    said = {"decision_number": "7/QĐ-UBND", "decision_on": "", "decision_signer": "Lê Ký", "place": "Thôn Tây"}
    refused = client.post(adopting, said)
    assert (refused.status_code, "Thôn Tây" in refused.text) == (422, True)
    taken = client.post(adopting, said | {"decision_on": "30/10/2026"}, follow=True)
    assert "Đã áp dụng mẫu" in taken.text
    assert "2 trên 2 Trung tâm" in client.get(page).text
    assert client.get(adopting).status_code == 404


def test_everybody_says_their_own_wishes_and_the_head_anybodys(client, clock, place):
    clock.at = AT
    clerk = sign_in_as(client, place.clerks[0])
    page, days = reverse("desk:sessions_wish_new"), {"first": "14/11/2026", "last": "14/11/2026"}
    assert "Người" not in [line.strip() for line in client.get(page).text.splitlines()]
    assert client.post(page, {"kind": "cannot", "first": "14/11/2026", "last": "13/11/2026"}).status_code == 422
    client.post(page, {"kind": "cannot"} | days)
    assert Wish.objects.get().person == clerk
    wish = Wish.objects.get()
    client.post(reverse("desk:sessions_wish_withdraw", args=[wish.code]))
    sign_in_as(client, place.head)
    client.post(page, {"kind": "leave", "person": place.specialist.code} | days)
    assert Wish.objects.get().person == place.specialist


def test_who_serves_reads_but_changes_nothing_and_strangers_find_nothing(client, clock, place):
    clock.at = AT
    plan = place.with_days()
    sign_in_as(client, place.specialist)
    page = reverse("desk:sessions_plan", args=[plan.code])
    assert "Lập thêm ngày" not in client.get(page).text
    assert client.post(page, {"first": "14/11/2026", "last": "28/12/2026"}).status_code == 422
    assert client.post(reverse("desk:sessions_roster", args=[plan.code]), {"fill": "1"}).status_code == 422
    assert client.get(reverse("desk:sessions_plan_new")).status_code == 404
    sign_in_as(client, place_of("Khác").head)
    for name in ("sessions_plan", "sessions_roster", "sessions_plan_change"):
        assert client.get(reverse(f"desk:{name}", args=[plan.code])).status_code == 404
    session = plan.sessions.first()
    assert client.get(reverse("desk:session", args=[session.code])).status_code == 404


def test_the_calendar_shows_what_comes_by_month(client, head, place):
    place.with_days()
    page = client.get(reverse("desk:sessions_calendar")).text
    assert page.index("Tháng 11/2026") < page.index("thứ Bảy, 14/11/2026") < page.index("Tháng 12/2026")


def test_the_lists_ask_no_more_for_more_sessions(client, head, place, django_assert_max_num_queries):
    place.with_days(last=date(2027, 1, 31))
    client.get(reverse("desk:sessions_calendar"))
    for name in ("sessions", "sessions_calendar", "sessions_results"):
        with django_assert_max_num_queries(25):
            client.get(reverse(f"desk:{name}"))


def answered(place, day: date, question: str, answer: str, count: int, *, at_session: bool = True) -> None:
    told = {"question": question, "answer": answer, "session_day": day if at_session else None}
    Tally.objects.create(unit=place.centre, month=day.replace(day=1), count=count, **told)


def test_what_people_said_of_the_day_stands_with_it_once_enough_did_and_nobody_can_any_more(client, clock, head, place):
    session = place.held()
    page = reverse("desk:session", args=[session.code])
    asked = next(one for one in questions() if one.of_session)
    answered(place, session.day, asked.id, asked.good[0], 6)
    later(client, clock, head, noon(session, days=20))
    assert asked.short not in client.get(page).text
    later(client, clock, head, noon(session, days=62))
    assert "6 / 6" in client.get(page).text
    Tally.objects.update(count=4)
    assert asked.short not in client.get(page).text


def test_how_people_were_served_at_a_session_is_for_who_reads_ratings(client, clock, head, place):
    session = place.held()
    actions.sum_up(session_id=session.pk, by=place.head, at=noon(session))
    answered(place, session.day, "attitude", "very", 7)
    answered(place, session.day, "attitude", "yes", 5, at_session=False)
    later(client, clock, head, noon(session, days=62))
    pages = [reverse("desk:session", args=[session.code]), reverse("desk:sessions_results")]
    assert ["7 / 7" in client.get(page).text for page in pages] == [True, True]
    sign_in_as(client, place.clerks[0])
    assert ["7 / 7" in client.get(page).text for page in pages] == [False, False]
    assert "7 trên 7" not in client.get(reverse("portal:service_session", args=[session.code])).text
    serving = session.places.order_by("id")
    serving.filter(pk__in=[one.pk for one in serving[2:]]).delete()  # two served: it would be theirs
    later(client, clock, head, clock.at)
    assert ["7 / 7" in client.get(page).text for page in pages] == [False, False]


def test_results_tell_each_sessions_answers_and_rest_and_every_centre_beside_the_others(client, clock, head, place):
    session = place.held()
    actions.sum_up(session_id=session.pk, by=place.head, at=noon(session))
    later(client, clock, head, noon(session, days=62))
    give_rest(credit_id=rest_of(session).first().pk, taken_on=session.day + timedelta(days=3), by=head, at=clock.at)
    month, asked = session.day.replace(day=1), next(one for one in questions() if one.of_session)
    said = {"unit": place.centre, "month": month, "session_day": session.day, "question": asked.id}
    Tally.objects.create(**said, answer="yes", count=4)
    later(client, clock, head, noon(session, days=60))  # its links are too old, the months over
    few = client.get(reverse("desk:sessions_results")).text
    assert "4 / 4<" not in few
    assert f"4 / {session.places.count() * 4}</td>" in few  # one of them has had their four hours
    Tally.objects.create(**said, answer="no", count=2)
    told = client.get(reverse("desk:sessions_results")).text
    assert told.count("4 / 6") == 3  # of the session, of all together, of the unit beside the others
    sign_in_as(client, rest_of(session).first().person)
    mine = client.get(reverse("desk:sessions")).text
    assert "Nghỉ bù của tôi" in mine
    assert "thứ Bảy, 14/11/2026" in mine


def test_a_session_names_who_signs_on_the_spot_and_for_what(client, head, place):
    session = place.announced()
    page = client.get(reverse("desk:session", args=[session.code])).text
    signers = [one for one in people_at(session) if one.signs]
    assert [one.signs for one in signers] == [["Hộ tịch"]] * len(signers) != []
    assert page.count('<td data-label="Ký kết quả tại chỗ">Hộ tịch</td>') == len(signers)


def test_what_goes_on_is_not_summed_up_yet(client, clock, head, place):
    session = place.held()
    morning = noon(session) - timedelta(hours=2)
    with pytest.raises(Refused, match="còn tiếp dân đến 11:30 14/11/2026") as refused:
        actions.sum_up(session_id=session.pk, by=place.head, at=morning)
    assert refused.value.code == "sessions.not_over"
    later(client, clock, head, morning)
    page = reverse("desk:session", args=[session.code])
    assert "Tổng kết</button>" not in client.get(page).text
    later(client, clock, head, noon(session))
    assert "Tổng kết</button>" in client.get(page).text


def test_nobody_is_offered_to_record_as_held_what_is_still_to_come(client, clock, head, place):
    session = place.announced()
    page = reverse("desk:session", args=[session.code])
    assert "Ghi đã diễn ra" not in client.get(page).text
    later(client, clock, head, noon(session))
    assert "Ghi đã diễn ra" in client.get(page).text
