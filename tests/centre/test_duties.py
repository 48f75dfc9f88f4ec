"""The duties of a centre's head: promised at their day, kept by doing the thing."""

from datetime import date, datetime

import pytest

from gandan.centre import actions, queries, rules
from gandan.centre.models import Duty
from gandan.journal.models import Entry, Notice
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import change_post, end_tenure, merge_units
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.promises.models import Promise
from tests.factories import UnitFactory, commune, officer
from tests.refusals import refused, refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AT = datetime(2026, 11, 23, 8, 0, tzinfo=HANOI)


class Place:
    """A centre with its head and two officers."""

    def __init__(self, name: str = "Bình Lục") -> None:
        self.committee, self.centre = commune(name)
        self.head = officer(self.centre, PostKind.CENTRE_HEAD, name="Ngô Thị Phương")
        self.chair = officer(self.committee, PostKind.CHAIR)
        Person.objects.filter(pk=self.chair.pk).update(email="chu-tich@example.com")
        self.clerk = officer(self.centre, PostKind.COUNTER_OFFICER, name="Nguyễn Thị Hạnh")

    def owed(self, kind: str) -> Duty:
        return Duty.objects.get(unit=self.centre, kind=kind, done_at=None)


@pytest.fixture
def place(db) -> Place:
    return Place()


def test_months_and_quarters():
    assert rules.month_before(date(2026, 1, 15)) == rules.Span("2025-12", date(2025, 12, 1), date(2026, 1, 1))
    assert rules.period_of(date(2026, 11, 23), 3) == rules.Span("2026-Q4", date(2026, 10, 1), date(2027, 1, 1))
    assert rules.later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert rules.months_between(date(2025, 7, 1), date(2026, 6, 30)) == 11
    assert rules.months_between(date(2025, 7, 1), date(2026, 7, 1)) == 12


def test_the_clock_promises_each_duty_once_to_the_head(place):
    assert actions.promise_duties(at=AT) == 3
    assert actions.promise_duties(at=AT) == 0
    owed = {duty.kind: duty.promise for duty in Duty.objects.select_related("promise")}
    assert {promise.person for promise in owed.values()} == {place.head}
    assert owed["meeting"].due_at.astimezone(HANOI).date() == date(2026, 12, 31)
    assert owed["staff_notice"].due_at.astimezone(HANOI).date() == date(2026, 11, 6)  # five working days after October
    assert (owed["staff_notice"].rule, owed["meeting"].rule) == ("118/2025:9.3:staff-notice", "118/2025:9.2:meeting")
    assert {promise.subject_code for promise in owed.values()} == set(Duty.objects.values_list("code", flat=True))


def test_a_centre_without_a_head_is_promised_nothing(db):
    commune()
    assert actions.promise_duties(at=AT) == 0


def test_the_notice_counts_and_reaches_the_agency(place):
    actions.promise_duties(at=AT)
    duty = place.owed("staff_notice")
    actions.send_staff_notice(duty_id=duty.pk, text="Hạnh tận tình", by=place.head, at=AT)
    duty.refresh_from_db()
    assert duty.said[0].keys() == {"person", "received", "settled", "late"}
    entry = timeline(duty)[0]
    assert (entry.act, entry.told) == ("centre.send_staff_notice", {"text": "Hạnh tận tình"})
    assert "Hạnh" not in str(entry.data)
    assert Notice.objects.filter(address="chu-tich@example.com").count() == 1
    assert Promise.objects.get(pk=duty.promise_id).state == "kept"


def test_each_agency_is_told_of_those_it_sent_and_of_no_others(place):
    police = UnitFactory(kind="police", name="Công an xã Bình Lục", parent=place.committee)
    constable = officer(place.centre, PostKind.COUNTER_OFFICER, name="Lê Văn Tú")
    post = constable.tenures.get().post
    keeper = officer(place.committee, PostKind.ADMINISTRATOR)
    change_post(post=post, title=post.title, fields=[], sent_by=police, by=keeper, at=AT)
    assert Entry.objects.get(act="organisation.post_changed").data["sent_by"] == police.ref.code
    actions.promise_duties(at=AT)
    told = {}
    for duty in Duty.objects.filter(kind="staff_notice"):
        actions.send_staff_notice(duty_id=duty.pk, text="", by=place.head, at=AT)
        duty.refresh_from_db()
        told[duty.agency] = {row["person"] for row in duty.said}
    assert told == {place.committee: {place.clerk.code}, police: {constable.code}}


def test_a_meeting_is_minuted_after_it_was_held(place):
    actions.promise_duties(at=AT)
    duty = place.owed("meeting")
    said = {"duty_id": duty.pk, "by": place.head, "at": AT}
    minutes = {"held_on": date(2026, 11, 20), "attended": "UBND xã", "text": "Thống nhất giờ giao nhận"}
    assert refused_code(actions.minute_meeting, **said, **(minutes | {"text": " "})) == "centre.minutes_incomplete"
    late = minutes | {"held_on": date(2026, 11, 24)}
    assert refused_code(actions.minute_meeting, **said, **late) == "centre.meeting_to_come"
    before = minutes | {"held_on": date(2026, 9, 30)}
    assert refused_code(actions.minute_meeting, **said, **before) == "centre.meeting_of_before"
    actions.minute_meeting(**said, **minutes)
    assert refused_code(actions.minute_meeting, **said, **minutes) == "centre.duty_done"


def test_one_meeting_held_late_keeps_one_quarter_and_not_the_next_too(place):
    actions.promise_duties(at=AT)
    january = datetime(2027, 1, 5, 8, 0, tzinfo=HANOI)
    fourth = place.owed("meeting")
    actions.promise_duties(at=january)
    first = Duty.objects.get(kind="meeting", key="2027-Q1")
    minutes = {"held_on": date(2027, 1, 4), "attended": "UBND xã", "text": "Thống nhất", "by": place.head}
    actions.minute_meeting(duty_id=fourth.pk, **minutes, at=january)
    assert refused_code(actions.minute_meeting, duty_id=first.pk, **minutes, at=january) == "centre.meeting_told"


def test_titles_say_month_and_quarter_as_people_do(place):
    actions.promise_duties(at=AT)
    assert place.owed("meeting").promise.title == "Họp quý IV năm 2026 với các cơ quan giải quyết"
    assert place.owed("staff_notice").promise.title.startswith("Thông báo tháng 10/2026 cho ")


def test_who_serves_is_published_again_when_somebody_comes(place):
    actions.promise_duties(at=AT)
    actions.publish_staff(duty_id=place.owed("publication").pk, by=place.head, at=AT)
    assert Entry.objects.get(act="centre.publish_staff").data == {"people": 2, "without_phone": 2}
    assert actions.promise_duties(at=AT) == 0
    officer(place.centre, PostKind.COUNTER_OFFICER, since=date(2026, 11, 24))
    assert actions.promise_duties(at=AT.replace(day=25)) == 1
    assert place.owed("publication").promise.due_at.astimezone(HANOI).date() == date(2026, 11, 26)


def test_a_posting_is_warned_of_and_ends_when_somebody_leaves(place):
    ahead = datetime(2028, 4, 10, 8, 0, tzinfo=HANOI)  # 36 months end on 2028-07-01, 90 days ahead is 2028-04-02
    actions.promise_duties(at=ahead)
    duty = place.owed("posting")
    assert (duty.person, duty.promise.rule) == (place.clerk, "118/2025:11.4:most")
    (clerk,) = [one for one in queries.staff(place.centre, ahead.date()) if not one.leads]
    assert queries.posting_state(clerk, ahead.date()) == "soon"
    assert queries.posting_state(clerk, date(2028, 7, 1)) == "late"
    end = {"valid_to": date(2028, 4, 12), "decision": "QĐ 5", "by": CLOCK, "at": ahead}
    end_tenure(tenure=place.clerk.tenures.get(), **end)
    actions.promise_duties(at=ahead.replace(day=13))
    assert Promise.objects.get(pk=duty.promise_id).state == "kept"


def test_work_on_a_saturday_is_owed_as_rest_until_it_is_given(place):
    said = {
        "centre": place.centre,
        "person": place.clerk,
        "hours": 4,
        "occasion": "weekend",
        "by": place.head,
        "at": AT,
    }
    with refused("centre.work_to_come"):
        actions.credit_rest(**said, earned_on=date(2026, 11, 28))
    credit = actions.credit_rest(**said, earned_on=date(2026, 11, 21))
    assert (credit.promise.rule, credit.promise.person) == ("118/2025:11.3c:rest", place.head)
    assert refused_code(actions.credit_rest, **said, earned_on=date(2026, 11, 21)) == "centre.rest_known"
    given = {"credit_id": credit.pk, "by": place.head, "at": AT}
    assert refused_code(actions.give_rest, **given, taken_on=date(2026, 11, 21)) == "centre.rest_before_work"
    assert refused_code(actions.give_rest, **given, taken_on=date(2026, 11, 24)) == "centre.rest_to_come"
    assert Promise.objects.get(pk=credit.promise_id).state == "open"
    actions.give_rest(**given, taken_on=date(2026, 11, 23))
    assert Promise.objects.get(pk=credit.promise_id).state == "kept"
    assert refused_code(actions.give_rest, **given, taken_on=date(2026, 11, 23)) == "centre.rest_given"


def test_only_the_head_does_them(place):
    actions.promise_duties(at=AT)
    arguments = {"duty_id": place.owed("publication").pk, "by": place.clerk, "at": AT}
    assert refused_code(actions.publish_staff, **arguments) == "organisation.no_power"


def test_when_centres_merge_the_new_head_owes_anew_and_rest_is_still_owed(place):
    there = Place("Đồng Du")
    actions.promise_duties(at=AT)
    said = {"earned_on": date(2026, 11, 21), "hours": 4, "occasion": "weekend", "by": place.head, "at": AT}
    credit = actions.credit_rest(centre=place.centre, person=place.clerk, **said)
    rows = "old_code,old_name,new_code,new_name,valid_from,source\n" + "".join(
        f"{one.committee.code},{one.committee.name},{place.committee.code},Xã Mới,2026-11-23,NQ 9\n"
        for one in (place, there)
    )
    merge_units(rows_typed=rows, by=CLOCK, at=AT)
    assert not Duty.objects.filter(done_at=None).exists()
    assert set(Promise.objects.open().values_list("kind", flat=True)) == {"compensatory_rest"}
    credit.refresh_from_db()
    assert credit.unit.name.endswith("xã Mới")
    (clerk, _) = [one for one in queries.staff(credit.unit, AT.date()) if not one.leads]
    assert clerk.since == date(2025, 7, 1)  # the merger begins no new posting
    assert actions.promise_duties(at=AT) > 0
