"""A holiday on a booked day, other hours, a session that falls out, a merger, somebody who asks."""

from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gandan.counter.appointments import actions, queries, responses
from gandan.counter.appointments.models import Appointment, Diary
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import CITIZEN
from gandan.counter.sessions.actions import cancel
from gandan.counter.sessions.models import Plan, RosterPlace
from gandan.counter.tickets.actions import add_kind
from gandan.journal.models import Entry, Notice
from gandan.law.calendar import Season
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import (
    merge_units,
    preview_calendar,
    remove_special_day,
    set_office_hours,
    set_special_day,
)
from gandan.organisation.values import Identity
from tests.counter.appointments.conftest import AT_EIGHT, EMAIL, NOW, PHONE, TOMORROW, days, scene_of
from tests.counter.sessions.conftest import AT, noon, place_of
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MINUTES_20 = timedelta(minutes=20)
STORM = {"day": TOMORROW, "kind": "off", "name": "Nghỉ bão", "source": "Công điện 12", "by": CLOCK, "at": NOW}


def states() -> list[str]:
    return list(Appointment.objects.order_by("id").values_list("state", flat=True))


def test_a_holiday_on_a_booked_day_tells_everybody_and_offers_the_nearest_times(scene):
    told, silent = scene.booked(email=EMAIL), scene.booked(AT_EIGHT + MINUTES_20)
    other = scene.booked(AT_EIGHT + days(1))
    set_special_day(**STORM)
    for one in (told, silent, other):
        one.refresh_from_db()
    assert (told.state, silent.state, other.state) == (State.CALLED_OFF, State.CALLED_OFF, State.BOOKED)
    notice = Notice.objects.order_by("-id")[0]
    assert notice.title.startswith("Phải hủy lịch hẹn")
    assert "thứ Hai, 16/11/2026, 16:40" in notice.body
    assert Entry.objects.filter(act="appointments.call_off").count() == 2


def test_a_preview_of_a_holiday_counts_who_is_told_and_who_is_not_and_writes_nothing(scene):
    scene.booked(email=EMAIL)
    scene.booked(AT_EIGHT + MINUTES_20)
    before = (Entry.objects.count(), Notice.objects.count())
    lines = preview_calendar(set_special_day, **STORM)
    assert {line.what: line.how_many for line in lines} == {responses.CALLED_OFF: 1, responses.CALLED_OFF_UNTOLD: 1}
    assert (states(), Entry.objects.count(), Notice.objects.count()) == ([State.BOOKED] * 2, *before)
    assert set_special_day(**STORM)[1] == lines


def test_what_was_called_off_is_booked_anew_with_the_same_code_in_hand(scene):
    mine = scene.booked(email=EMAIL)
    set_special_day(**STORM)
    new = actions.move_booking(appointment_id=mine.pk, starts_at=AT_EIGHT + days(1), **scene.act)
    assert (new.code, new.state, new.email) == (mine.code, State.BOOKED, EMAIL)


def test_a_holiday_of_another_place_calls_nothing_off(scene):
    scene.booked()
    set_special_day(**STORM, unit=scene_of("Khác").centre)
    assert states() == [State.BOOKED]


def test_a_day_taken_back_calls_off_what_was_booked_into_it(scene):
    saturday = AT_EIGHT + days(4)
    worked, _lines = set_special_day(**STORM | {"day": saturday.date(), "kind": "working"})
    scene.booked(saturday)
    remove_special_day(special=worked, by=CLOCK, at=NOW)
    assert states() == [State.CALLED_OFF]


def test_shorter_hours_call_off_what_lies_outside_and_what_was_only_held_goes_without_a_word(scene):
    scene.booked(AT_EIGHT, email=EMAIL)
    scene.held(AT_EIGHT + MINUTES_20)
    scene.booked(AT_EIGHT.replace(hour=10))
    season = Season(((time(9), time(11, 30)),))
    set_office_hours(unit=scene.centre, seasons=[season], valid_from=TOMORROW, source="QĐ 3", by=CLOCK, at=NOW)
    assert states() == [State.CALLED_OFF, State.EXPIRED, State.BOOKED]


# --- sessions --------------------------------------------------------------------------------------------------------

IN_THE_HAMLET = "Nhà văn hóa thôn Trung"


@pytest.fixture
def saturday(db) -> SimpleNamespace:
    """A place whose Saturday is announced, in a hamlet, and where times may be booked."""
    place = place_of()
    kind = add_kind(unit=place.centre, letter="B", name="Sao y", by=place.head, at=AT)
    actions.set_offer(kind=kind, minutes=20, at_once=2, is_open=True, by=place.head, at=AT)
    return SimpleNamespace(place=place, kind=kind)


def booked_into(saturday, session, *, kind=None, procedure="", **other):
    starts_at = noon(session).replace(hour=8, minute=10)
    said = {"kind": kind or saturday.kind, "procedure": procedure}
    hold = actions.hold_slot(**said, starts_at=starts_at, by=CITIZEN, at=AT)
    return actions.confirm_booking(appointment_id=hold.pk, by=CITIZEN, at=AT, **other)


def test_times_of_a_session_are_booked_and_the_place_is_told(saturday):
    session = saturday.place.announced(place=IN_THE_HAMLET)
    booked_into(saturday, session, email=EMAIL)
    assert IN_THE_HAMLET in Notice.objects.order_by("-id")[0].body


def test_an_announced_session_that_takes_no_bookings_is_for_whoever_comes(saturday):
    session = saturday.place.announced(takes_bookings=False)
    with refused("appointments.no_such_time"):
        booked_into(saturday, session)


def test_a_session_gives_times_for_the_work_and_the_procedure_that_it_receives(saturday):
    session = saturday.place.announced()
    head, field = saturday.place.head, saturday.place.version.field
    for letter, covered, asked, expected in (
        ("C", ["Đất đai"], "", "appointments.no_such_time"),
        ("D", [field], "9.999999", "appointments.no_such_time"),
        ("E", [field], saturday.place.version.procedure.code, None),
        ("F", [field], "", None),
    ):
        kind = add_kind(unit=saturday.place.centre, letter=letter, name=letter, fields=covered, by=head, at=AT)
        actions.set_offer(kind=kind, minutes=20, at_once=2, is_open=True, by=head, at=AT)
        if expected:
            with refused(expected):
                booked_into(saturday, session, kind=kind, procedure=asked)
        else:
            assert booked_into(saturday, session, kind=kind, procedure=asked).state == State.BOOKED


def test_no_more_people_are_booked_into_a_session_at_once_than_serve_there_by_its_roster(saturday):
    session = saturday.place.announced()
    head, sessions = saturday.place.head, type(session).objects.filter(pk=session.pk)
    actions.set_house_rules(unit=saturday.place.centre, needs_contact=False, walk_in_share=0, by=head, at=AT)
    offer = queries.offer_of(saturday.place.centre, saturday.kind.code)
    one = session.places.order_by("id")[0]
    RosterPlace.objects.filter(session=session).exclude(pk=one.pk).update(serves=False, by_hand=True)

    def free():
        return {slot.free for slot in queries.slots_of(offer, session.day, AT)}

    sessions.update(roster_published_at=None)
    assert free() == {2}
    sessions.update(roster_published_at=AT)
    assert free() == {1}
    booked_into(saturday, session)
    with refused("appointments.taken"):
        booked_into(saturday, session)


def test_a_session_without_bookings_takes_its_own_hours_out_of_the_day_and_no_others(saturday):
    session = saturday.place.announced(takes_bookings=False)
    friday = session.day - days(1)
    type(session).objects.filter(pk=session.pk).update(day=friday, spans=[["08:00", "09:00"]])
    offer = queries.offer_of(saturday.place.centre, saturday.kind.code)
    times = [f"{slot.starts_at:%H:%M}" for slot in queries.slots_of(offer, friday, AT)]
    assert times[:3] == ["07:30", "09:00", "09:20"]
    assert not queries.day_of(saturday.place.centre, friday).is_for_walk_ins


def test_the_days_name_the_session_and_its_place_and_the_day_kept_for_walk_ins(saturday):
    session = saturday.place.announced(place=IN_THE_HAMLET)
    offer = queries.offer_of(saturday.place.centre, saturday.kind.code)
    (day,) = [one for one in queries.days_of(offer, AT) if one.day == session.day]
    assert (day.session.place, day.is_for_walk_ins, day.free > 0) == (IN_THE_HAMLET, False, True)
    Plan.objects.filter(pk=session.plan_id).update(takes_bookings=False)
    (day,) = [one for one in queries.days_of(offer, AT) if one.day == session.day]
    assert (day.is_for_walk_ins, day.free) == (True, 0)


def test_a_session_cancelled_an_hour_before_calls_off_its_bookings_alone(saturday):
    session = saturday.place.announced(place=IN_THE_HAMLET)
    mine = booked_into(saturday, session, email=EMAIL)
    friday = mine.starts_at - days(1)
    actions.book_for(kind=saturday.kind, starts_at=friday, by=saturday.place.clerks[0], at=AT)
    early = noon(session).replace(hour=6, minute=30)
    _session, lines = cancel(session_id=session.pk, reason="Bão", by=saturday.place.head, at=early)
    assert [line.how_many for line in lines if line.what == responses.CALLED_OFF] == [1]
    assert states() == [State.CALLED_OFF, State.BOOKED]
    told = Notice.objects.filter(address=EMAIL).order_by("-id")[0]
    assert told.title.startswith("Phải hủy lịch hẹn thứ Bảy, 14/11/2026")
    assert "thứ Hai, 16/11/2026" in told.body


# --- mergers, and who asks -------------------------------------------------------------------------------------------


def test_a_merger_takes_what_is_to_come_to_the_new_unit_and_says_where(scene):
    mine, past = scene.booked(email=EMAIL), scene.booked(AT_EIGHT + days(1))
    actions.cancel(appointment_id=past.pk, **scene.act)
    scene.rules(days_ahead=20)
    old = scene.centre
    rows = "old_code,old_name,new_code,new_name,valid_from,source\n"
    rows += f"{old.code},{old.name},{old.code},Trung tâm Phục vụ hành chính công xã Mới,2026-11-16,NQ 1\n"
    merge_units(rows_typed=rows, by=CLOCK, at=NOW)
    mine.refresh_from_db()
    past.refresh_from_db()
    assert mine.unit.name.endswith("xã Mới")
    assert past.unit == old
    assert Diary.objects.get(unit=mine.unit).days_ahead == 20
    assert "nơi mới" in Notice.objects.order_by("-id")[0].title
    assert queries.offer_of(mine.unit, scene.kind.code) is not None


def test_who_asks_is_told_of_the_times_booked_with_their_telephone(scene, settings):
    settings.GATEWAYS = {"sms": {"url": "http://127.0.0.1:9/", "token": ""}}
    mine = scene.booked(phone=PHONE)
    units = [scene.centre.pk]
    (held,) = responses.on_person_asked(Identity("Hoa", phone=PHONE), units)
    told = held.tell()
    assert (held.subject, told["phone"], told["starts_at"]) == (mine.ref, PHONE, AT_EIGHT)
    assert mine.code in told["messages"][0]["body"]
    assert responses.on_person_asked(Identity("Hoa", phone="0912000000"), units) == []
    assert responses.on_person_asked(Identity("Hoa"), units) == []


def test_who_asks_and_left_only_an_address_is_told_also_after_a_move(scene):
    mine = scene.booked(email=EMAIL)
    scene.booked(AT_EIGHT + MINUTES_20)
    actions.move_booking(appointment_id=mine.pk, starts_at=AT_EIGHT + days(1), **scene.act)
    units = [scene.centre.pk]
    (held,) = responses.on_person_asked(Identity("Hoa", phone=PHONE, email=EMAIL.title()), units)
    assert held.subject == mine.ref
    assert len(held.tell()["messages"]) == 2
    assert responses.on_person_asked(Identity("Hoa", email="khac@example.com"), units) == []


def test_calling_off_six_looks_for_free_times_no_oftener_than_calling_off_one(scene):
    def statements(how_many, day):
        for n in range(how_many):
            scene.booked(AT_EIGHT + days(day) + n * MINUTES_20)
        with CaptureQueriesContext(connection) as seen:
            set_special_day(**STORM | {"day": TOMORROW + days(day)})
        return [one["sql"] for one in seen if one["sql"].startswith("SELECT") and "appointments_" in one["sql"]]

    assert len(statements(6, 1)) == len(statements(1, 0))
