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
from gandan.promises.actions import follow_posts
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
    merge_units(rows_typed=_merging(place, there), by=CLOCK, at=AT)
    assert not Duty.objects.filter(done_at=None).exists()
    assert set(Promise.objects.open().values_list("kind", flat=True)) == {"compensatory_rest"}
    credit.refresh_from_db()
    assert credit.unit.name.endswith("xã Mới")
    (clerk, _) = [one for one in queries.staff(credit.unit, AT.date()) if not one.leads]
    assert clerk.since == date(2025, 7, 1)  # the merger begins no new posting
    assert actions.promise_duties(at=AT) > 0


def test_a_centre_without_a_head_owes_all_the_same_and_the_next_head_finds_it(db):
    centre = commune().centre
    officer(centre, PostKind.COUNTER_OFFICER)
    assert actions.promise_duties(at=AT) == 3
    assert not Promise.objects.filter(person__isnull=False).exists()
    head = officer(centre, PostKind.CENTRE_HEAD, since=date(2026, 11, 24))
    follow_posts(at=AT.replace(day=24))
    assert {promise.person for promise in Promise.objects.open()} == {head}


def test_what_a_head_leaves_undone_goes_on_with_the_next(place):
    actions.promise_duties(at=AT)
    end = {"valid_to": date(2026, 11, 24), "decision": "QĐ 5", "by": CLOCK, "at": AT}
    end_tenure(tenure=place.head.tenures.get(), **end)
    assert follow_posts(at=AT) == 0  # the head still serves today
    new = officer(place.centre, PostKind.CENTRE_HEAD, since=date(2026, 11, 25))
    assert follow_posts(at=AT.replace(day=24)) == 3  # a day without a head: the unit owes it
    assert not Promise.objects.filter(person__isnull=False).exists()
    follow_posts(at=AT.replace(day=25))
    assert {promise.person for promise in Promise.objects.open()} == {new}


def test_months_and_quarters_that_the_clock_slept_through_are_promised_when_it_wakes(place):
    actions.promise_duties(at=AT)
    actions.promise_duties(at=datetime(2027, 4, 2, 8, 0, tzinfo=HANOI))
    keys = sorted(Duty.objects.filter(kind="meeting").values_list("key", flat=True))
    assert keys == ["2026-Q4", "2027-Q1", "2027-Q2"]
    months = sorted(key[:7] for key in Duty.objects.filter(kind="staff_notice").values_list("key", flat=True))
    assert months == ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]


def test_a_centre_owes_nothing_for_before_it_began():
    last = rules.period_of(date(2026, 11, 23), 3)
    assert [one.name for one in rules.not_yet(last, 3, last="", since=date(2025, 7, 1))] == ["2026-Q4"]
    assert [one.name for one in rules.not_yet(last, 3, last="2026-Q1", since=date(2026, 7, 1))] == [
        "2026-Q3",
        "2026-Q4",
    ]


def test_who_served_in_the_month_is_told_of_also_when_they_left_since(place):
    police = UnitFactory(kind="police", name="Công an xã Bình Lục", parent=place.committee)
    constable = officer(place.centre, PostKind.COUNTER_OFFICER, name="Lê Văn Tú")
    tenure = constable.tenures.get()
    keeper = officer(place.committee, PostKind.ADMINISTRATOR)
    change_post(post=tenure.post, title=tenure.post.title, fields=[], sent_by=police, by=keeper, at=AT)
    end_tenure(tenure=tenure, valid_to=date(2026, 11, 1), decision="QĐ 5", by=CLOCK, at=AT)
    officer(place.centre, PostKind.COUNTER_OFFICER, since=date(2026, 11, 1))  # came after the month
    actions.promise_duties(at=AT)
    told = {duty.agency: duty for duty in Duty.objects.filter(kind="staff_notice")}
    assert told.keys() == {place.committee, police}
    rows = {agency: [row["person"] for row in queries.done_in_month_of(told[agency], AT.date())] for agency in told}
    assert rows == {place.committee: [place.clerk.code], police: [constable.code]}
    actions.promise_duties(at=datetime(2026, 12, 2, 8, 0, tzinfo=HANOI))
    assert not Duty.objects.filter(key__startswith="2026-11", agency=police).exists()


def test_one_centre_that_fails_does_not_stop_the_others(place, monkeypatch):
    there, meetings = Place("Đồng Du"), actions._meetings

    def fails_here(centre, head, at):
        return 1 / 0 if centre == place.centre else meetings(centre, head, at)

    monkeypatch.setattr(actions, "_meetings", fails_here)
    with pytest.raises(ExceptionGroup) as told:
        actions.promise_duties(at=AT)
    assert told.value.exceptions[0].__notes__ == [place.centre.name]
    assert set(Duty.objects.values_list("unit", flat=True)) == {there.centre.pk}


def test_rest_is_credited_also_to_who_left_since(place):
    end_tenure(tenure=place.clerk.tenures.get(), valid_to=date(2026, 11, 22), decision="QĐ 5", by=CLOCK, at=AT)
    said = {"centre": place.centre, "person": place.clerk, "hours": 4, "occasion": "weekend"}
    said |= {"by": place.head, "at": AT}
    actions.credit_rest(**said, earned_on=date(2026, 11, 21))
    assert refused_code(actions.credit_rest, **said, earned_on=date(2026, 11, 22)) == "centre.not_posted_then"


def test_a_merger_makes_no_overdue_meeting_or_notice_vanish(place):
    there = Place("Đồng Du")
    actions.promise_duties(at=datetime(2026, 9, 10, 8, 0, tzinfo=HANOI))
    actions.promise_duties(at=AT)
    due = Promise.objects.get(pk=Duty.objects.get(unit=place.centre, key="2026-Q3").promise_id).due_at
    merge_units(rows_typed=_merging(place, there), by=CLOCK, at=AT)
    owed = Duty.objects.filter(done_at=None).select_related("promise", "unit")
    assert sorted((duty.kind, duty.key.split(" ")[0]) for duty in owed) == sorted(
        [("meeting", "2026-Q3"), ("staff_notice", "2026-08"), ("staff_notice", "2026-09")] * 2
    )
    assert {duty.promise.unit for duty in owed} == {duty.unit for duty in owed} != {place.centre}
    assert {duty.promise.due_at for duty in owed if duty.kind == "meeting"} == {due}
    assert timeline(owed[0])[0].act == "centre.pass_on_duty"
    actions.promise_duties(at=AT)
    (new,) = {duty.unit for duty in owed}
    made = Duty.objects.filter(unit=new, done_at=None).exclude(pk__in=[duty.pk for duty in owed])
    assert {duty.key[:7] for duty in made if duty.kind in ("meeting", "staff_notice")} == {"2026-Q4", "2026-10"}


def _merging(*places: Place) -> str:
    new = places[0].committee.code
    return "old_code,old_name,new_code,new_name,valid_from,source\n" + "".join(
        f"{one.committee.code},{one.committee.name},{new},Xã Mới,2026-11-23,NQ 9\n" for one in places
    )
