"""Posts: made, described anew, closed."""

from datetime import UTC, date, datetime

import pytest

from gandan.journal.queries import timeline
from gandan.lib.refusal import Refused
from gandan.organisation.actions import appoint, change_post, close_post, create_post, end_tenure
from gandan.organisation.models import Tenure
from gandan.organisation.powers import PostKind
from gandan.organisation.queries import posts_of
from tests.factories import PersonFactory, PostFactory, TenureFactory, commune, officer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def here():
    return commune("Bình Lục")


@pytest.fixture
def keeper(here):
    return officer(here.committee, PostKind.ADMINISTRATOR)


def acts(unit):
    return [entry.act for entry in timeline(unit)]


def test_a_post_settles_the_fields_it_was_made_with(here, keeper):
    fields = [" Hộ tịch ", "Chứng thực", "Hộ tịch"]
    post = create_post(unit=here.committee, kind=PostKind.SPECIALIST, fields=fields, by=keeper, at=AT)
    assert post.fields == ["Hộ tịch", "Chứng thực"]
    assert timeline(here.committee)[-1].data["fields"] == post.fields


def test_title_and_fields_change_and_the_change_is_told(here, keeper):
    post = PostFactory(unit=here.committee, title="Công chức", fields=["Hộ tịch"])
    post = change_post(post=post, title="Công chức  Tư pháp", fields=["Chứng thực"], by=keeper, at=AT)
    post.refresh_from_db()
    assert (post.title, post.fields) == ("Công chức Tư pháp", ["Chứng thực"])
    told = timeline(here.committee)[-1].data
    assert (told["before"], told["title"], told["fields"]) == ("Công chức", "Công chức Tư pháp", ["Chứng thực"])


def test_who_sends_people_stays_while_nobody_says_otherwise(here, keeper):
    agency = commune("Đồng Du").committee
    post = PostFactory(unit=here.centre, title="Trực quầy", sent_by=agency)
    change_post(post=post, title="Trực", fields=[], by=keeper, at=AT)
    post.refresh_from_db()
    assert post.sent_by == agency
    change_post(post=post, title="Trực", fields=[], sent_by=None, by=keeper, at=AT)
    post.refresh_from_db()
    assert post.sent_by is None


def test_what_does_not_change_is_not_told(here, keeper):
    post = PostFactory(unit=here.committee, title="Công chức", fields=["Hộ tịch"])
    change_post(post=post, title=" Công chức ", fields=["Hộ tịch"], by=keeper, at=AT)
    assert acts(here.committee) == []


@pytest.mark.parametrize(("title", "code"), [(" ", "organisation.no_title"), ("x" * 151, "organisation.text_too_long")])
def test_a_post_needs_a_title_that_can_be_printed(here, keeper, title, code):
    with pytest.raises(Refused) as refused:
        change_post(post=PostFactory(unit=here.committee), title=title, fields=[], by=keeper, at=AT)
    assert refused.value.code == code


def test_an_empty_post_is_closed_and_offered_no_more(here, keeper):
    post = PostFactory(unit=here.committee)
    TenureFactory(post=post, valid_to=date(2026, 1, 1))
    close_post(post=post, by=keeper, at=AT)
    assert post not in posts_of(here.committee, TODAY)
    assert post in posts_of(here.committee, date(2026, 11, 22))
    assert Tenure.objects.filter(post=post).exists()
    assert acts(here.committee) == ["organisation.post_closed"]
    said = {"valid_from": TODAY, "decision": "QĐ 1", "by": keeper, "at": AT}
    for act in (
        lambda: appoint(person=PersonFactory(), post=post, **said),
        lambda: change_post(post=post, title="Khác", fields=[], by=keeper, at=AT),
        lambda: close_post(post=post, by=keeper, at=AT),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "organisation.post_closed"


@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2027, 1, 1)])
def test_a_post_that_somebody_holds_or_will_hold_stays(here, keeper, first):
    post = PostFactory(unit=here.committee)
    tenure = TenureFactory(post=post, valid_from=first)
    with pytest.raises(Refused) as refused:
        close_post(post=post, by=keeper, at=AT)
    assert refused.value.code == "organisation.post_held"
    assert refused.value.params["name"] == tenure.person.name


def test_a_post_left_today_can_be_closed_today(here, keeper):
    post = PostFactory(unit=here.committee)
    tenure = TenureFactory(post=post)
    end_tenure(tenure=tenure, valid_to=TODAY, decision="QĐ 2", by=keeper, at=AT)
    assert close_post(post=post, by=keeper, at=AT).closed_on == TODAY


def test_a_post_of_somebody_elses_unit_is_out_of_reach(here, keeper):
    there = PostFactory(unit=commune("Bình Giang").committee)
    for act in (
        lambda: change_post(post=there, title="Khác", fields=[], by=keeper, at=AT),
        lambda: close_post(post=there, by=keeper, at=AT),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "organisation.no_power"
