"""What belongs to a post goes on with whoever holds it."""

from datetime import date, datetime

import pytest

from gandan.law.calendar import HANOI
from gandan.law.rulebook import rule
from gandan.law.terms import Term, TermUnit
from gandan.organisation.powers import PostKind
from gandan.organisation.queries import calendar_of
from gandan.promises.actions import follow_posts, make
from gandan.promises.states import GOES_WITH_POST, Kind
from tests.factories import commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AT = datetime(2026, 11, 23, 8, 0, tzinfo=HANOI)
HOLDERS = {
    Kind.FEE_SETTLEMENT: PostKind.CENTRE_HEAD,
    Kind.DATA_REPLY: PostKind.DATA_PROTECTION_OFFICER,
    Kind.DATA_REQUEST: PostKind.DATA_PROTECTION_OFFICER,
    Kind.BREACH_NOTICE: PostKind.DATA_PROTECTION_OFFICER,
    Kind.STAFF_NOTICE: PostKind.CENTRE_HEAD,
    Kind.AGENCY_MEETING: PostKind.CENTRE_HEAD,
    Kind.STAFF_PUBLICATION: PostKind.CENTRE_HEAD,
    Kind.POSTING_END: PostKind.CENTRE_HEAD,
    Kind.COMPENSATORY_REST: PostKind.CENTRE_HEAD,
    Kind.TEXT_DECISION: PostKind.CENTRE_HEAD,
}


def _owed(kind, unit, person):
    return make(
        kind,
        subject=unit,
        title="Việc",
        unit=unit,
        person=person,
        rule=rule("118/2025:9.2:meeting", on=AT.date()),
        term=Term(3, TermUnit.DAYS),
        start=AT,
        calendar=calendar_of(unit, AT.date()),
    )


def test_every_kind_that_goes_with_a_post_is_tried():
    assert HOLDERS.keys() == GOES_WITH_POST.keys()


@pytest.mark.parametrize(("kind", "post"), HOLDERS.items())
def test_the_next_holder_of_the_post_finds_it_in_their_day(kind, post):
    unit = commune().centre
    old, new = officer(unit, post), officer(unit, post, since=date(2026, 11, 24))
    old.tenures.update(valid_to=date(2026, 11, 24))
    promise = _owed(kind, unit, old)
    follow_posts(at=AT)
    promise.refresh_from_db()
    assert promise.person == old
    follow_posts(at=AT.replace(day=24))
    promise.refresh_from_db()
    assert promise.person == new


def test_what_a_person_was_given_themselves_stays_with_them():
    unit = commune().centre
    promise = _owed(Kind.RESULT, unit, officer(unit, PostKind.CENTRE_HEAD))
    promise.person.tenures.update(valid_to=date(2026, 11, 1))
    assert follow_posts(at=AT) == 0
