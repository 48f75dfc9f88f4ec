"""The screens of directives: entered, given tasks, read by those it binds, and work cited from its own page."""

import pytest
from django.urls import reverse

from gandan.organisation.powers import PostKind
from gandan.programme.directives.models import Citation, Directive, Task
from tests.counter.sessions.conftest import AT, place
from tests.desk.keeping import sign_in_as
from tests.factories import commune, officer

__all__ = ["place"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client, clock, place):
    clock.at = AT
    return sign_in_as(client, place.head)


def typed(place, **other: object) -> dict[str, object]:
    plain = {
        "number": "7-KH/UBND",
        "body": "Ủy ban nhân dân xã",
        "title": "Kế hoạch phục vụ ngày nghỉ",
        "signed_on": "20/10/2026",
        "valid_from": "21/10/2026",
        "valid_to": "",
        "summary": "Phục vụ cả thứ bảy.",
        "addressed": [place.place.committee.ref.code],
        "unit": place.centre.ref.code,
    }
    return plain | other


def entered(client, place) -> Directive:
    client.post(reverse("desk:directive_new"), typed(place))
    return Directive.objects.get()


def test_a_directive_is_typed_and_what_is_wrong_is_said_beside_what_was_typed(client, head, place):
    page = reverse("desk:directive_new")
    wrong = client.post(page, typed(place, signed_on="20/12/2026"))
    assert (wrong.status_code, "Ngày ký văn bản chưa đến." in wrong.text) == (422, True)
    assert "Phục vụ cả thứ bảy." in wrong.text
    shown = client.post(page, typed(place), follow=True)
    assert shown.redirect_chain == [(reverse("desk:directive", args=[Directive.objects.get().code]), 302)]
    assert "Kế hoạch phục vụ ngày nghỉ" in shown.text


def test_tasks_are_added_and_put_right_and_one_without_work_says_so(client, head, place):
    directive = entered(client, place)
    page = reverse("desk:directive", args=[directive.code])
    client.post(reverse("desk:task_new", args=[directive.code]), {"text": "Phục vụ thứ bảy", "due_on": ""})
    task = Task.objects.get()
    told = {"text": "Phục vụ mọi thứ bảy", "due_on": "31/12/2026"}
    client.post(reverse("desk:task_change", args=[directive.code, task.code]), told)
    shown = client.get(page).text
    assert all(words in shown for words in ("Phục vụ mọi thứ bảy", "Hạn 31/12/2026", "chưa có việc nào"))


def test_a_plan_of_sessions_is_cited_from_its_page_and_withdrawn_there(client, head, place):
    directive = entered(client, place)
    client.post(reverse("desk:task_new", args=[directive.code]), {"text": "Phục vụ thứ bảy", "due_on": ""})
    task, plan = Task.objects.get(), place.planned()
    road = reverse("desk:cite", args=["session_plan", plan.code])
    assert road in client.get(reverse("desk:sessions_plan", args=[plan.code])).text
    assert client.post(road, {"task": ""}).status_code == 422
    shown = client.post(road, {"task": task.code}, follow=True)
    assert "Đã ghi việc này vào nhiệm vụ." in shown.text
    assert client.post(road, {"task": task.code}).status_code == 409
    under = client.get(reverse("desk:directive", args=[directive.code])).text
    assert reverse("desk:sessions_plan", args=[plan.code]) in under
    client.post(reverse("desk:cite_withdraw", args=["session_plan", plan.code, task.code]))
    assert not Citation.objects.filter(withdrawn_at__isnull=True).exists()


def test_who_is_bound_reads_and_may_not_change_and_a_stranger_finds_nothing(client, head, place):
    directive = entered(client, place)
    plan = place.planned()
    page, change = (
        reverse("desk:directive", args=[directive.code]),
        reverse("desk:directive_change", args=[directive.code]),
    )
    sign_in_as(client, place.clerks[0])
    assert (client.get(page).status_code, client.get(change).status_code) == (200, 404)
    assert change not in client.get(page).text
    assert client.get(reverse("desk:cite", args=["session_plan", plan.code])).status_code == 404
    sign_in_as(client, officer(commune("Nơi Khác").committee, PostKind.CHAIR))
    assert client.get(page).status_code == 404
    assert client.get(reverse("desk:cite", args=["session_plan", plan.code])).status_code == 404
    assert client.get(reverse("desk:cite", args=["dossier", plan.code])).status_code == 404
