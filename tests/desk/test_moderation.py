"""Deciding what the public reads: the list, the reason, who may not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from gandan.lib.refs import Ref
from gandan.moderation import actions
from gandan.moderation.models import Decision, Text
from gandan.promises.models import Promise
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.django_db
REASON = "Ý kiến này xúc phạm một người dân."


@pytest.fixture
def text(scene):
    def written(words: str = "Chị hướng dẫn rất tận tình.") -> Text:
        filed = actions.submit(owner=Ref("ratings", "X"), unit=scene.place.centre, text=words, at=MONDAY)
        return Text.objects.get(code=filed.code)

    return written


def of(one: Text) -> str:
    return reverse("desk:comment", args=[one.code])


def test_the_list_shows_what_the_machine_points_at_first(scene, desk, text):
    text()
    accusing = text("Ông Nguyễn Văn An nhận tiền của tôi.")
    page = desk(scene.chair).get(reverse("desk:comments"))
    assert page.context["waiting"][0] == (accusing, None)
    assert "Có thể cáo buộc một người" in page.text


def test_a_text_nobody_decided_about_in_time_is_late_in_my_day_and_on_the_list(scene, desk, clock, text):
    one = text()
    actions.promise_decisions(at=MONDAY + timedelta(days=1))
    clock.at = MONDAY + timedelta(days=9)
    for page in (desk(scene.chair).get(reverse("desk:comments")), desk(scene.chair).get(of(one))):
        assert "Quá hạn" in page.text
    assert Promise.objects.get().person == scene.chair
    day = desk(scene.chair).get(reverse("desk:day"), {"tab": "late"}).text
    assert of(one) in day
    assert "Đọc ý kiến; đăng, hoặc không đăng kèm lý do" in day
    actions.show(text_id=one.pk, by=scene.chair, at=clock.at)
    assert of(one) not in desk(scene.chair).get(reverse("desk:day"), {"tab": "late"}).text


def test_the_words_pointed_at_are_marked(scene, desk, text):
    page = desk(scene.chair).get(of(text("Gọi tôi 0912 345 678 <b>ngay</b>")))
    assert "<mark>0912 345 678</mark>" in page.text
    assert "<b>ngay</b>" not in page.text


def test_one_press_shows_a_text(scene, desk, text):
    one = text()
    page = desk(scene.chair).post(of(one), {"show": ""}, follow=True)
    assert "Đã đăng ý kiến." in page.text
    assert Text.objects.get().state == "shown"


def test_the_page_of_the_unit_tells_who_decides_how_many_wait(scene, desk, text):
    page = reverse("desk:unit", args=[scene.place.committee.ref.code])
    assert "chờ duyệt" not in desk(scene.chair).get(page).text
    text()
    assert "Ý kiến của người dân (1 chờ duyệt)" in desk(scene.chair).get(page).text


def test_what_would_be_published_is_seen_before(scene, desk, text):
    page = desk(scene.chair).get(of(text("Gọi tôi 0912 345 678, chị Hạnh rất tốt"))).text
    assert "<p>Gọi tôi […], chị Hạnh rất tốt</p>" in page


def test_an_accusation_is_published_only_by_who_says_that_it_is_none(scene, desk, text):
    one, client = text("Ông Nguyễn Văn An nhận tiền của tôi."), desk(scene.chair)
    page = client.get(of(one)).text
    assert re.search(r'value="accuses"[^>]*checked', page)
    assert "phải được xem xét theo đơn" in page
    refused = client.post(of(one), {"show": ""})
    assert (refused.status_code, "Hãy đọc, rồi đánh dấu" in refused.text) == (422, True)
    assert (Text.objects.get().state, Decision.objects.count()) == ("hidden", 0)
    assert client.post(of(one), {"show": "", "accuses_nobody": "on"}).status_code == 302
    assert Text.objects.get().state == "shown"


def test_a_refusal_without_its_ground_is_shown_again_with_what_was_typed(scene, desk, text):
    page = desk(scene.chair).post(of(text()), {"refuse": "", "reason": REASON})
    assert (page.status_code, REASON in page.text) == (422, True)
    assert Text.objects.get().state == "hidden"


def test_a_reason_too_short_is_told_and_kept(scene, desk, text):
    page = desk(scene.chair).post(of(text()), {"refuse": "", "ground": "insults", "reason": "Hỗn"})
    assert (page.status_code, "Hỗn" in page.text) == (422, True)
    assert "người viết đọc được, ít nhất" in page.text


def test_a_refusal_is_kept_with_who_decided(scene, desk, text):
    one = text()
    client = desk(scene.chair)
    client.post(of(one), {"refuse": "", "ground": "insults", "reason": REASON})
    page = client.get(of(one))
    assert scene.chair.name in page.text
    assert REASON in page.text
    assert not page.context["may_show"]


def test_whom_a_text_names_is_told_that_somebody_else_decides(scene, desk, text):
    page = desk(scene.chair).post(of(text(f"Chủ tịch {scene.chair.name} rất tốt")), {"show": ""})
    assert (page.status_code, "người khác phải quyết định" in page.text) == (422, True)


def test_a_text_decided_meanwhile_is_not_decided_again(scene, desk, text):
    one = text()
    actions.show(text_id=one.pk, by=scene.chair, at=MONDAY)
    page = desk(scene.chair).post(of(one), {"refuse": "", "ground": "insults", "reason": REASON})
    assert page.status_code == 422
    assert Text.objects.get().state == "shown"


def test_what_is_shown_can_be_taken_down(scene, desk, text):
    one = text()
    actions.show(text_id=one.pk, by=scene.chair, at=MONDAY)
    desk(scene.chair).post(of(one), {"take_down": "", "ground": "personal", "reason": REASON})
    assert Text.objects.get().state == "refused"


def test_who_may_not_decide_does_not_find_the_list_nor_a_text(scene, desk, text):
    client = desk(scene.clerk)
    assert client.get(reverse("desk:comments")).status_code == 404
    assert client.get(of(text())).status_code == 404
