"""Leaders who fill, change and publish one roster at once: everybody is told once, of the days they really serve."""

from collections import Counter
from functools import partial

import pytest

from gandan.counter.sessions import actions
from gandan.counter.sessions.models import Adoption, RosterPlace
from gandan.counter.sessions.queries import coverage, serving_at
from gandan.journal.models import Entry, Notice
from gandan.lib.refusal import Overtaken, Refused
from tests.concurrency.conftest import of_kind, together
from tests.counter.sessions.conftest import AT, Place, noon, place_of
from tests.counter.sessions.test_spreading import THEIRS

pytestmark = pytest.mark.both


@pytest.fixture
def place(own_database) -> Place:
    return place_of()


def entries(act: str) -> int:
    return Entry.objects.filter(act=act).count()


def told(title: str) -> int:
    return Notice.objects.filter(title__startswith=title).count()


def doubled() -> list[tuple[int, int]]:
    places = Counter(RosterPlace.objects.values_list("session", "person"))
    return [place for place, times in places.items() if times > 1]


def test_two_leaders_who_fill_at_once_leave_the_roster_that_one_of_them_would(place):
    plan = place.with_days()
    keepers = (place.head, place.chair)
    results = together(*[partial(actions.fill_roster, plan_id=plan.pk, by=by, at=AT) for by in keepers])
    assert results == [{}, {}]
    assert entries("sessions.fill_roster") == 2
    assert doubled() == []
    filled = serving_at(list(plan.sessions.all()))
    assert all(len(codes) == plan.people for codes in filled.values())
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    assert serving_at(list(plan.sessions.all())) == filled


def test_of_two_leaders_who_publish_at_once_one_does_and_nobody_is_told_twice(place):
    plan = place.with_days()
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    keepers = (place.head, place.chair, place.vice)
    results = together(*[partial(actions.publish_roster, plan_id=plan.pk, by=by, at=AT) for by in keepers])
    late = of_kind(results, Refused)
    assert [refused.code for refused in late] == ["sessions.no_roster_to_publish"] * 2
    assert entries("sessions.publish_roster") == 1
    asked = RosterPlace.objects.serving().filter(person__email__gt="").values("person").distinct().count()
    assert told("Lịch phục vụ:") == asked > 0


def test_a_roster_published_while_another_fills_it_anew_is_told_as_it_stands(place):
    plan = place.with_days()
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    fill = partial(actions.fill_roster, plan_id=plan.pk, by=place.chair, at=AT)
    publish = partial(actions.publish_roster, plan_id=plan.pk, by=place.head, at=AT)
    of_kind(together(fill, publish), Refused)  # filled after it was published: nothing waits to be filled
    assert doubled() == []
    assert not RosterPlace.objects.serving().filter(published_at__isnull=True).exists()
    assert all(len(codes) == plan.people for codes in serving_at(list(plan.sessions.all())).values())


def test_who_is_taken_out_while_the_roster_is_published_knows_whether_they_serve(place):
    plan = place.with_days()
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    session = plan.sessions.first()
    in_it = RosterPlace.objects.serving().filter(session=session, person__in=place.clerks)
    taken_out = in_it.select_related("person").first().person
    publish = partial(actions.publish_roster, plan_id=plan.pk, by=place.chair, at=AT)
    out = {"session_id": session.pk, "person": taken_out, "serves": False, "by": place.head, "at": AT}
    refused = of_kind(together(publish, partial(actions.change_by_hand, **out)), Refused)
    mine = RosterPlace.objects.get(session=session, person=taken_out)
    assert not mine.serves
    if refused:  # out first: what then lacks is said, and nobody is told anything
        assert told("Lịch phục vụ:") == 0
        assert {one.code for one in refused} <= {"sessions.power_missing", "sessions.people_missing"}
    else:  # published first: told that they serve, then that they do not
        assert (told("Lịch phục vụ:") > 0, told("Lịch phục vụ ngày")) == (True, 1)


def test_a_session_summed_up_by_two_at_once_owes_everybody_one_rest(place):
    session = place.held()
    keepers = (place.head, place.chair)
    at = noon(session)
    results = together(*[partial(actions.sum_up, session_id=session.pk, by=by, at=at) for by in keepers])
    assert len(of_kind(results, Overtaken)) == 1
    assert entries("sessions.sum_up") == 1
    assert entries("centre.credit_rest") == RosterPlace.objects.serving().filter(session=session).count()


def test_a_template_that_two_leaders_of_one_unit_take_over_at_once_is_taken_once(place):
    template = actions.share(plan_id=place.planned().pk, by=place.head, at=AT)
    other = place_of("Thanh Liêm", version=place.version)
    said = {"unit": other.centre, "decision": THEIRS, "place": "Thôn Tây", "at": AT}
    adopt = partial(actions.adopt, template_id=template.pk, **said)
    results = together(*[partial(adopt, by=by) for by in (other.head, other.chair)])
    assert [late.code for late in of_kind(results, Overtaken)] == ["sessions.adopted"]
    assert Adoption.objects.count() == 1
    reached = coverage(template, AT.date())
    assert (reached.reached, reached.all) == (2, 2)
