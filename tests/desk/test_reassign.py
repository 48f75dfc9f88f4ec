"""An officer leaves: what they looked after goes to others."""

import pytest
from django.urls import reverse

from gandan.dossiers.actions.reassign import reassign
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.lib.refusal import Overtaken
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.promises.models import Promise
from tests.desk.keeping import sign_in_as
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer
from tests.refusals import refused_code

pytestmark = pytest.mark.django_db
PAGE = "desk:reassign"


@pytest.fixture
def colleague(scene) -> Person:
    made = officer(scene.place.committee, PostKind.SPECIALIST, name="Bùi Thị Nga")
    made.email = "nga@example.com"
    made.save()
    return made


def test_ticked_work_goes_to_the_chosen_one_and_the_rest_stays(client, clock, scene, colleague):
    first, second = scene.examined(), scene.examined()
    sign_in_as(client, scene.chair)
    page = client.get(reverse(PAGE))
    assert scene.specialist.name in page.text
    shown = client.get(reverse(PAGE), {"person": scene.specialist.code}).text
    assert "Gợi ý: Bùi Thị Nga" in shown
    typed = {"person": scene.specialist.code, "work": [first.result_promise_id], "to-0": colleague.code}
    done = client.post(reverse(PAGE), typed, follow=True)
    assert "Bùi Thị Nga: 1" in done.text
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.handler, second.handler) == (colleague, scene.specialist)
    assert Promise.objects.get(pk=first.result_promise_id).person == colleague
    assert timeline(first)[0].act == "dossiers.reassign"


@pytest.mark.both
def test_each_receiver_is_told_once_and_no_deadline_moves(scene, colleague):
    promises = [scene.examined().result_promise for _ in range(3)]
    given = {promise.pk: colleague for promise in promises}
    assert reassign(person=scene.specialist, given=given, by=scene.chair, at=MONDAY) == {colleague: 3}
    assert Notice.objects.filter(address="nga@example.com", title="Bạn được giao 3 việc đang làm dở").count() == 1
    assert {one.due_at for one in Promise.objects.all()} == {one.due_at for one in promises}


@pytest.mark.both
def test_what_cannot_be_given_leaves_everything_as_it_was(scene, colleague):
    one, other = scene.examined().result_promise, scene.examined().result_promise
    elsewhere = officer(commune("Khác").committee, PostKind.SPECIALIST)

    def attempt(given, by=scene.chair):
        return refused_code(reassign, person=scene.specialist, given=given, by=by, at=MONDAY)

    assert attempt({}) == "dossiers.nothing_reassigned"
    assert attempt({one.pk: colleague, other.pk: elsewhere}) == "organisation.no_power"
    assert attempt({one.pk: scene.specialist}) == "dossiers.reassigned_to_self"
    assert attempt({one.pk: colleague}, by=colleague) == "organisation.no_power"
    assert set(Promise.objects.values_list("person", flat=True)) == {scene.specialist.pk}


@pytest.mark.both
def test_what_was_settled_meanwhile_is_not_given(scene, colleague):
    done = scene.settled()
    with pytest.raises(Overtaken):
        reassign(person=scene.specialist, given={done.result_promise_id: colleague}, by=scene.chair, at=MONDAY)


def test_nothing_chosen_is_refused_with_the_ticks_kept(client, clock, scene, colleague):
    dossier = scene.examined()
    sign_in_as(client, scene.chair)
    response = client.post(reverse(PAGE), {"person": scene.specialist.code, "work": [dossier.result_promise_id]})
    assert response.status_code == 422
    assert "Chưa chọn việc nào" in response.text
    assert " checked>" in response.text


def test_only_who_assigns_finds_the_page(client, clock, scene):
    sign_in_as(client, scene.specialist)
    assert client.get(reverse(PAGE)).status_code == 404


def test_ending_a_tenure_warns_of_open_work(client, clock, scene):
    scene.examined()
    sign_in_as(client, officer(scene.place.committee, PostKind.ADMINISTRATOR))
    tenure = scene.specialist.tenures.get()
    page = client.get(reverse("desk:keep_tenure_end", args=[tenure.pk])).text
    assert "còn phụ trách 1 việc đang mở" in page
