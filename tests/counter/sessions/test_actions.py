"""From a plan to what a session brought: each act changes, tells, owes, is written down; a refusal writes nothing."""

from datetime import date, timedelta

import pytest

from gandan.centre.actions import credit_rest
from gandan.centre.models import RestCredit
from gandan.counter.sessions import actions, queries, responses
from gandan.counter.sessions.models import RosterPlace, Session, Wish
from gandan.counter.sessions.values import Need
from gandan.counter.tickets.queries import hours_of
from gandan.dossiers import actions as dossiers
from gandan.journal.models import Entry, Notice
from gandan.journal.queries import timeline
from gandan.lib.refusal import Overtaken
from gandan.organisation.actions import choose_rule, end_tenure
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.organisation.values import Line
from gandan.promises.models import Promise
from tests.counter.sessions.conftest import AT, FIRST, LAST, Place, noon, place_of
from tests.dossiers.conftest import scene_of
from tests.factories import officer
from tests.refusals import refused, refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def serving(session: Session) -> set[Person]:
    return {place.person for place in RosterPlace.objects.serving().filter(session=session).select_related("person")}


# --- plans and days ----------------------------------------------------------------------------------------------


def test_the_leaders_of_the_centre_and_its_committee_plan_and_nobody_else(place):
    for person in (place.head, place.chair, place.vice):
        place.planned(by=person)
    for person in (place.clerks[0], place.specialist, place_of("Khác").head):
        planning = {"unit": place.centre, "details": place.details(), "at": AT}
        assert refused_code(actions.make_plan, **planning, by=person) == "organisation.no_power"


def test_a_plan_keeps_what_was_typed_and_the_journal_no_word_of_it(place):
    plan = place.planned(name=" Thứ bảy vì dân ", decision_signer="Nguyễn Thị Ký")
    assert (plan.name, plan.decision.signer, plan.spans) == ("Thứ bảy vì dân", "Nguyễn Thị Ký", [["07:30", "11:30"]])
    entry = timeline(plan)[0]
    assert entry.told["signer"] == "Nguyễn Thị Ký"
    assert not {"Thứ bảy", "Ký", "Trung tâm"} & set(str(entry.data).split())


def test_a_procedure_that_is_not_in_force_cannot_be_offered(place):
    planning = {"unit": place.centre, "details": place.details(procedures=["9.999999"]), "by": place.head, "at": AT}
    assert refused_code(actions.make_plan, **planning) == "sessions.unknown_procedure"


def test_the_days_of_a_pattern_become_sessions_once(place):
    plan = place.planned()
    told = {"plan_id": plan.pk, "first": FIRST, "by": place.head, "at": AT}
    made, left_out = actions.plan_sessions(**told, last=date(2026, 11, 21))
    assert ([one.day.day for one in made], left_out) == ([14, 21], [])
    made, left_out = actions.plan_sessions(**told, last=LAST)
    assert ([one.day.day for one in made], [one.why for one in left_out]) == ([28, 5], ["đã có phiên"] * 2)
    assert refused_code(actions.plan_sessions, **told, last=LAST) == "sessions.no_days"
    assert refused_code(actions.plan_sessions, **told, last=date(2026, 11, 1)) == "sessions.days_turned_round"


def test_a_plan_that_changes_moves_no_day_that_is_planned(place):
    plan = place.with_days()
    changed = place.details(hours="13:30-17:00", place="Nhà văn hóa thôn Đông")
    actions.change_plan(plan_id=plan.pk, details=changed, by=place.head, at=AT)
    actions.plan_sessions(plan_id=plan.pk, first=FIRST, last=date(2026, 12, 12), by=place.head, at=AT)
    spans = [session.spans[0][0] for session in plan.sessions.all()]
    assert spans == ["07:30"] * 4 + ["13:30"]


# --- the roster --------------------------------------------------------------------------------------------------


def test_a_filled_roster_covers_every_power_of_every_day(place):
    plan = place.with_days()
    assert actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT) == {}
    for session in plan.sessions.all():
        people = serving(session)
        assert len(people) == 3
        assert people & {place.specialist, place.chair, place.vice, place.head}
    assert Notice.objects.count() == 0


def test_what_is_missing_is_said_to_the_power_the_field_and_the_day(place):
    plan = place.with_days(last=date(2026, 11, 21))
    for person in (place.specialist, place.chair, place.vice, place.head):
        away = {"first": date(2026, 11, 21), "last": date(2026, 11, 21)}
        actions.say_wish(person=person, kind="leave", **away, by=person, at=AT)
    found = actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    ((session, (one,)),) = found.items()
    assert (one.on.day, one.need.code, one.need.field, one.there, one.away) == (21, "dossiers.settle", "Hộ tịch", 0, 4)
    with pytest.raises(Exception, match=r"21/11/2026 thiếu thẩm quyền “Giải quyết hồ sơ” \(Hộ tịch\)") as refusal:
        actions.publish_roster(plan_id=plan.pk, by=place.head, at=AT)
    assert refusal.value.code == "sessions.power_missing"
    assert Session.objects.get(code=session).roster_published_at is None


def test_who_has_left_the_post_does_not_cover_its_power_any_more(place):
    plan = place.with_days(needs=[Need("chair")], people=1)
    assert actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT) == {}
    keeper = officer(place.place.committee, PostKind.ADMINISTRATOR)
    ending = {"valid_to": date(2026, 11, 18), "decision": "QĐ 1", "by": keeper, "at": AT}
    end_tenure(tenure=place.chair.tenures.get(), **ending)
    with refused("sessions.power_missing"):
        actions.publish_roster(plan_id=plan.pk, by=place.head, at=AT)
    assert set(actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)) == {
        session.code for session in plan.sessions.filter(day__gte=date(2026, 11, 21))
    }


def test_who_serves_elsewhere_that_day_is_not_asked_again(place):
    first = place.rostered(needs=[Need("chair")], people=1, last=FIRST)
    assert serving(first.sessions.get()) == {place.chair}
    second = place.with_days(needs=[Need("chair")], people=1, last=FIRST)
    ((_session, lacking),) = actions.fill_roster(plan_id=second.pk, by=place.head, at=AT).items()
    assert [one.away for one in lacking] == [1]


def test_turns_go_on_fairly_from_plan_to_plan(place):
    place.rostered(needs=[Need("dossiers.receive", 2)], people=2, last=date(2026, 11, 21))
    tired = set(RosterPlace.objects.values_list("person", flat=True))
    plan = place.with_days(
        needs=[Need("dossiers.receive")], people=1, first=date(2026, 11, 28), last=date(2026, 11, 28)
    )
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    assert not {person.pk for person in serving(plan.sessions.get())} & tired


def test_a_change_by_hand_stays_when_the_roster_is_filled_again(place):
    plan = place.with_days()
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    session = plan.sessions.first()
    out = serving(session).pop()
    put_in = next(person for person in place.clerks if person not in serving(session))
    actions.change_by_hand(session_id=session.pk, person=out, serves=False, by=place.head, at=AT)
    actions.change_by_hand(session_id=session.pk, person=put_in, serves=True, by=place.head, at=AT)
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    assert put_in in serving(session)
    assert out not in serving(session)
    acts = [entry.act for entry in timeline(session)]
    assert sorted(acts) == ["sessions.put_in", "sessions.take_out"]


def test_nobody_is_put_in_who_is_away_or_not_of_the_place(place):
    session = place.with_days().sessions.first()
    clerk = place.clerks[0]
    actions.say_wish(person=clerk, kind="cannot", first=session.day, last=session.day, by=clerk, at=AT)
    putting = {"session_id": session.pk, "serves": True, "by": place.head, "at": AT}
    assert refused_code(actions.change_by_hand, **putting, person=clerk) == "sessions.is_away"
    stranger = place_of("Khác").clerks[0]
    assert refused_code(actions.change_by_hand, **putting, person=stranger) == "sessions.not_posted"


def test_everybody_is_told_once_of_all_their_days_and_of_a_later_change(place):
    plan = place.rostered()
    told = Notice.objects.count()
    clerks = RosterPlace.objects.serving().filter(person__in=place.clerks)
    assert told == len(set(clerks.values_list("person", flat=True)))
    session = plan.sessions.first()
    out = next(person for person in serving(session) if person in place.clerks)
    actions.change_by_hand(session_id=session.pk, person=out, serves=False, by=place.head, at=AT)
    assert Notice.objects.count() == told + 1
    assert (
        refused_code(actions.publish_roster, plan_id=plan.pk, by=place.head, at=AT) == "sessions.no_roster_to_publish"
    )
    assert refused_code(actions.fill_roster, plan_id=plan.pk, by=place.head, at=AT) == "sessions.no_roster_to_fill"


def test_a_wish_is_said_for_oneself_or_by_who_keeps_the_sessions(place):
    days = {"first": FIRST, "last": FIRST, "kind": "cannot", "at": AT}
    clerk = place.clerks[0]
    wish = actions.say_wish(person=clerk, **days, by=place.head)
    actions.say_wish(person=place.chair, **days, by=place.head)
    assert refused_code(actions.say_wish, person=clerk, **days, by=place.clerks[1]) == "organisation.no_power"
    assert refused_code(actions.say_wish, person=clerk, **days, by=place_of("Khác").head) == "organisation.no_power"
    assert refused_code(actions.say_wish, person=clerk, **days | {"kind": "x"}, by=clerk) == "sessions.wish_unclear"
    past = days | {"first": date(2026, 10, 1), "last": date(2026, 10, 2)}
    assert refused_code(actions.say_wish, person=clerk, **past, by=clerk) == "sessions.wish_past"
    actions.withdraw_wish(wish_id=wish.pk, by=clerk, at=AT)
    assert Wish.objects.filter(person=clerk).count() == 0


# --- the day ------------------------------------------------------------------------------------------------------


def test_an_announced_session_opens_its_hours_for_numbers(place):
    session = place.announced()
    assert [(str(begin), str(end)) for begin, end in hours_of(place.centre, session.day)] == [("07:30:00", "11:30:00")]
    assert hours_of(place.centre, session.day + timedelta(days=7)) == []  # the next is only planned
    (shown,) = queries.open_sessions(place.centre, session.day)
    assert (shown.code, shown.takes_bookings) == (session.code, True)
    assert session.is_reception_day is False


def test_a_day_kept_for_those_who_come_without_appointment_takes_no_bookings(place):
    session = place.announced(takes_bookings=False)
    assert not queries.open_sessions(place.centre, session.day)[0].takes_bookings


def test_a_late_announcement_needs_a_reason_until_the_place_decides_then_it_is_refused(place):
    first, second = place.rostered().sessions.all()[:2]
    late = noon(first, days=-2)
    announcing = {"session_id": first.pk, "by": place.head, "at": late}
    assert refused_code(actions.announce, **announcing) == "sessions.late_without_reason"
    session = actions.announce(**announcing, late_reason="Đổi hội trường")
    assert session.late_reason == "Đổi hội trường"
    assert timeline(session)[0].told == {"late_reason": "Đổi hội trường"}
    deciding = {"unit": place.centre, "value": "5 working days", "source": "QĐ 12", "valid_from": AT.date()}
    choose_rule(rule="gandan:session-announced", **deciding, by=place.head, at=AT)
    announcing = {"session_id": second.pk, "by": place.head, "at": noon(second, days=-2)}
    assert refused_code(actions.announce, **announcing, late_reason="Bận") == "sessions.announced_late"


def test_a_session_is_the_chairs_reception_day_only_when_said_and_while_the_chair_is_there(place):
    plan = place.rostered(needs=[Need("chair")], people=1)
    session = plan.sessions.first()
    actions.announce(session_id=session.pk, is_reception_day=True, by=place.head, at=AT)
    away = {"session_id": session.pk, "person": place.chair, "serves": False, "by": place.head, "at": AT}
    assert refused_code(actions.change_by_hand, **away) == "sessions.reception_without_leader"
    actions.change_by_hand(**away | {"person": place.vice, "serves": True})
    actions.change_by_hand(**away)


def test_a_roster_without_the_chair_is_not_published_for_an_announced_reception_day(place):
    plan = place.with_days(needs=[Need("chair")], people=1)
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    actions.announce(session_id=plan.sessions.first().pk, is_reception_day=True, by=place.head, at=AT)
    clerk_only = place.details(needs=[Need("dossiers.receive")], people=1)
    actions.change_plan(plan_id=plan.pk, details=clerk_only, by=place.head, at=AT)
    actions.fill_roster(plan_id=plan.pk, by=place.head, at=AT)
    published = {"plan_id": plan.pk, "by": place.head, "at": AT}
    assert refused_code(actions.publish_roster, **published) == "sessions.reception_without_leader"
    assert not plan.sessions.filter(roster_published_at__isnull=False).exists()


def test_what_took_place_is_not_called_off(place):
    session = place.announced()
    asked = {"session_id": session.pk, "reason": "Bão số 5", "by": place.head}
    assert refused_code(actions.cancel, **asked, at=session.ends_at) == "sessions.over"
    actions.cancel(**asked, at=session.ends_at - timedelta(minutes=1))


def test_an_hour_before_it_can_be_cancelled_and_all_are_told(place, monkeypatch):
    session = place.announced()
    asked = []

    def told(unit, day, *, by, at):
        asked.append((unit, day))
        return [Line("Lịch hẹn", 3)]

    monkeypatch.setattr(responses, "on_session_cancelled", told, raising=False)
    before = Notice.objects.count()
    an_hour_before = noon(session).replace(hour=6, minute=30)
    _session, lines = actions.cancel(session_id=session.pk, reason="Bão số 5", by=place.head, at=an_hour_before)
    assert Line("Lịch hẹn", 3) in lines
    assert asked == [(place.centre, session.day)]
    clerks = RosterPlace.objects.serving().filter(session=session, person__in=place.clerks).count()
    assert Notice.objects.count() - before == clerks
    entry = timeline(session)[0]
    assert (entry.told, entry.data["counted"]) == ({"reason": "Bão số 5"}, [["Lịch hẹn", 3]])
    assert hours_of(place.centre, session.day) == []


def test_a_session_that_nobody_was_told_of_is_cancelled_without_asking_who_booked(place, monkeypatch):
    monkeypatch.setattr(responses, "on_session_cancelled", lambda *a, **b: pytest.fail("asked"), raising=False)
    session = place.with_days().sessions.first()
    assert refused_code(actions.cancel, session_id=session.pk, reason=" ", by=place.head, at=AT) == "sessions.no_reason"
    actions.cancel(session_id=session.pk, reason="Trùng hội nghị", by=place.head, at=AT)


def test_who_presses_second_is_told_that_it_is_done(place):
    session = place.announced()
    with pytest.raises(Overtaken):
        actions.announce(session_id=session.pk, by=place.chair, at=AT)
    summing = {"session_id": session.pk, "by": place.head, "at": noon(session)}
    assert refused_code(actions.sum_up, **summing) == "machine.out_of_order"


def test_a_session_is_held_on_its_day_by_somebody(place):
    session = place.announced()
    early = {"session_id": session.pk, "by": place.head, "at": noon(session, days=-1)}
    assert refused_code(actions.hold, **early) == "sessions.to_come"
    for person in serving(session):
        actions.change_by_hand(session_id=session.pk, person=person, serves=False, by=place.head, at=AT)
    assert refused_code(actions.hold, **early | {"at": noon(session)}) == "sessions.nobody_served"


def test_everybody_who_served_is_owed_rest_also_who_signs_and_belongs_to_the_committee(place):
    session = place.held()
    people = serving(session)
    assert people & {place.specialist, place.chair, place.vice, place.head}
    actions.sum_up(session_id=session.pk, by=place.chair, at=noon(session))
    credits = RestCredit.objects.select_related("promise")
    assert {credit.person for credit in credits} == people
    assert {(credit.hours, credit.occasion, credit.earned_on) for credit in credits} == {(4, "weekend", session.day)}
    assert {credit.promise.person for credit in credits} == {place.head}
    assert Promise.objects.filter(kind="compensatory_rest", state="open").count() == len(people)
    session.refresh_from_db()
    assert (session.people_hours, session.rest_hours) == (12, 12)


def test_rest_that_was_credited_by_hand_is_not_owed_twice(place):
    session = place.held()
    clerk = next(person for person in serving(session) if person in place.clerks)
    worked = {"earned_on": session.day, "hours": 5, "occasion": "weekend"}
    credit_rest(centre=place.centre, person=clerk, **worked, by=place.head, at=noon(session))
    actions.sum_up(session_id=session.pk, by=place.head, at=noon(session))
    assert RestCredit.objects.get(person=clerk).hours == 5
    assert RestCredit.objects.count() == 3


def test_a_midweek_day_in_office_hours_owes_no_rest(place):
    session = place.held(pattern="weekday", weekday=3, first=date(2026, 11, 18))
    actions.sum_up(session_id=session.pk, by=place.head, at=noon(session))
    assert RestCredit.objects.count() == 0
    assert Session.objects.get(pk=session.pk).rest_hours == 0


def test_a_summary_counts_what_was_received_and_returned_on_the_spot():
    """Dossiers of another hall, or of another hour, are not the session's."""
    scene = scene_of()
    own = Place(
        scene.place,
        head=officer(scene.place.centre, PostKind.CENTRE_HEAD),
        chair=scene.chair,
        vice=officer(scene.place.committee, PostKind.VICE_CHAIR),
        specialist=scene.specialist,
        clerks=[scene.clerk, officer(scene.place.centre, PostKind.COUNTER_OFFICER)],
        version=scene.version,
    )
    session = own.held()
    nine = noon(session).replace(hour=9)
    scene.accepted(at=nine)
    dossier = scene.settled(at=nine)
    handed = {"collected_by": "Trần Thị Hoa", "collector_paper": "Căn cước"}
    dossiers.return_result(**scene.now(dossier), **handed, by=scene.clerk, at=nine)
    scene.accepted(at=noon(session).replace(hour=15))
    actions.sum_up(session_id=session.pk, by=own.head, at=noon(session))
    session.refresh_from_db()
    assert (session.received, session.returned, session.served) == (2, 1, 2)  # no numbers are given here
    assert queries.totals(queries.series([own.centre.pk]))["received"] == 2


def test_every_refusal_leaves_the_journal_as_it_was(place):
    session = place.held()
    entries = Entry.objects.count()
    with pytest.raises(Overtaken):
        actions.hold(session_id=session.pk, by=place.head, at=noon(session))
    assert Entry.objects.count() == entries
