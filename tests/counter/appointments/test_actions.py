"""A time is held, confirmed, moved, given up; people come or do not; the clock sweeps."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gandan.counter.appointments import actions, queries
from gandan.counter.appointments.models import Appointment, Diary
from gandan.counter.appointments.states import State
from gandan.counter.appointments.values import CITIZEN
from gandan.counter.tickets.actions import add_counter, add_kind
from gandan.counter.tickets.models import Ticket
from gandan.journal.models import Entry, Notice, PersonalValue
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK, Ref
from gandan.organisation.powers import PostKind
from tests.counter.appointments.conftest import AT_EIGHT, EMAIL, NOW, PHONE, TOMORROW, Scene, days, scene_of
from tests.factories import commune, officer
from tests.refusals import refused, refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MINUTE = timedelta(minutes=1)
SMS = {"sms": {"url": "http://127.0.0.1:9/", "token": ""}}


def acts() -> list[str]:
    return [entry.act for entry in Entry.objects.filter(subject_kind="appointment").order_by("id")]


def free_at(scene: Scene, starts_at: datetime = AT_EIGHT, at: datetime = NOW) -> int:
    offer = queries.offer_of(scene.centre, scene.kind.code)
    found = [slot.free for slot in queries.slots_of(offer, starts_at.date(), at) if slot.starts_at == starts_at]
    return found[0] if found else 0


# --- holding and confirming ------------------------------------------------------------------------------------------


def test_a_held_time_is_nobody_elses_until_the_hold_is_over(scene):
    assert free_at(scene) == 1
    hold = scene.held()
    assert (free_at(scene), acts()) == (0, [])
    assert free_at(scene, at=NOW + 11 * MINUTE) == 1
    assert refused_code(scene.held) == "appointments.taken"
    again = scene.held(at=NOW + 11 * MINUTE)
    hold.refresh_from_db()
    assert (hold.state, again.state, again.seat) == (State.EXPIRED, State.HELD, 1)


def test_choosing_another_time_gives_the_first_one_back(scene):
    hold = scene.held()
    scene.held(AT_EIGHT + 20 * MINUTE, instead_of=hold.code)
    assert free_at(scene) == 1
    scene.held(instead_of="KHONGCO")
    assert free_at(scene) == 0


def test_a_booking_needs_no_name_no_account_and_no_telephone(scene):
    booked = scene.booked()
    assert (booked.state, booked.held_until, acts()) == (State.BOOKED, None, ["appointments.book"])
    assert not Notice.objects.exists()
    assert queries.by_code(booked.code.lower()) == booked
    assert len(booked.code) == 12


def test_whoever_leaves_an_address_is_told_the_time_and_the_code(scene):
    booked = scene.booked(email=EMAIL)
    told = Notice.objects.get()
    assert (told.channel, told.address) == ("email", EMAIL)
    assert booked.code in told.body
    assert "thứ Ba, 17/11/2026, 08:10" in told.title
    assert EMAIL not in str(Entry.objects.get(subject_kind="appointment").data)


def test_a_telephone_is_told_through_the_gateway_and_refused_where_there_is_none(scene, settings):
    hold = scene.held()
    confirm = {"appointment_id": hold.pk, "phone": "+84 912 345 678", **scene.act}
    assert refused_code(actions.confirm_booking, **confirm) == "appointments.no_gateway"
    settings.GATEWAYS = SMS
    actions.confirm_booking(**confirm)
    told = Notice.objects.get()
    assert (told.channel, told.address) == ("sms", PHONE)


def test_being_slow_costs_nothing_while_nobody_else_took_the_seat(scene):
    hold = scene.held()
    late = actions.confirm_booking(appointment_id=hold.pk, by=CITIZEN, at=NOW + 20 * MINUTE)
    assert late.state == State.BOOKED


def test_a_hold_that_was_swept_is_confirmed_no_more(scene):
    hold = scene.held()
    assert actions.expire_holds(at=NOW + 9 * MINUTE) == 0
    assert actions.expire_holds(at=NOW + 11 * MINUTE) == 1
    late = {"appointment_id": hold.pk, "by": CITIZEN, "at": NOW + 12 * MINUTE}
    assert refused_code(actions.confirm_booking, **late) == "appointments.hold_over"


def test_a_unit_may_ask_for_an_address_and_an_officer_on_the_telephone_may_do_without(scene):
    actions.set_house_rules(unit=scene.centre, needs_contact=True, by=scene.head, at=NOW)
    hold = scene.held()
    alone = {"appointment_id": hold.pk, **scene.act}
    assert refused_code(actions.confirm_booking, **alone) == "appointments.contact_needed"
    assert actions.book_for(kind=scene.kind, starts_at=AT_EIGHT + 20 * MINUTE, by=scene.clerk, at=NOW)


def test_one_address_books_only_so_many_times_a_day(scene):
    for n in range(2):
        scene.booked(AT_EIGHT + n * 20 * MINUTE, email=EMAIL)
    hold = scene.held(AT_EIGHT + 60 * MINUTE)
    third = {"appointment_id": hold.pk, "email": EMAIL.upper(), **scene.act}
    assert refused_code(actions.confirm_booking, **third) == "appointments.too_many"
    assert scene.booked(AT_EIGHT + days(1), email=EMAIL)


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        (NOW - days(1), "appointments.past"),
        (AT_EIGHT + days(20), "appointments.too_far"),
        (AT_EIGHT + 5 * MINUTE, "appointments.no_such_time"),
        (AT_EIGHT + days(4), "appointments.no_such_time"),  # a Saturday
        (datetime(2026, 11, 16, 9, 30, tzinfo=HANOI), "appointments.no_such_time"),  # in half an hour
        (datetime(2026, 11, 17, 11, 50, tzinfo=HANOI), "appointments.no_such_time"),  # while they eat
    ],
)
def test_no_time_is_given_outside_the_hours_and_days(scene, starts_at, code):
    assert refused_code(scene.held, starts_at=starts_at) == code


def test_a_kind_that_is_not_offered_is_not_booked(scene):
    scene.offer(is_open=False)
    assert refused_code(scene.held) == "appointments.not_offered"
    assert not queries.bookable_units(NOW.date()).exists()


def test_the_database_itself_seats_nobody_twice(scene):
    one = scene.booked()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            code="X", unit=one.unit, kind=one.kind, starts_at=one.starts_at, ends_at=one.ends_at,
            seat=1, seats=1, made_at=NOW, state=State.BOOKED,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=one.pk).update(seat=2)


# --- moving and giving up --------------------------------------------------------------------------------------------


def test_moving_frees_the_old_time_and_the_code_stays(scene):
    mine = scene.booked(email=EMAIL)
    moved = actions.move_booking(appointment_id=mine.pk, starts_at=AT_EIGHT + days(1), **scene.act)
    assert (moved.pk, moved.code, moved.state) == (mine.pk, mine.code, State.BOOKED)
    assert (moved.starts_at, moved.moved_from) == (AT_EIGHT + days(1), AT_EIGHT)
    assert (free_at(scene), free_at(scene, AT_EIGHT + days(1))) == (1, 0)
    assert acts() == ["appointments.book", "appointments.move"]
    told = Notice.objects.order_by("-id")[0]
    assert "từ thứ Ba, 17/11/2026, 08:10 sang thứ Tư, 18/11/2026, 08:10" in told.body.replace("\n", " ")


def test_who_moved_is_reminded_of_the_new_time(scene):
    mine = scene.booked(AT_EIGHT + days(2), email=EMAIL)
    assert actions.remind(at=AT_EIGHT + days(1)) == 1
    actions.move_booking(appointment_id=mine.pk, starts_at=AT_EIGHT + days(6), by=CITIZEN, at=AT_EIGHT + days(1))
    assert actions.remind(at=AT_EIGHT + days(5)) == 1


def test_what_was_told_of_a_moved_time_is_erased_with_the_rest_in_its_time(scene):
    mine = scene.booked(email=EMAIL)
    actions.move_booking(appointment_id=mine.pk, starts_at=AT_EIGHT + days(1), **scene.act)
    actions.mark_unseen(at=AT_EIGHT + days(2))
    assert actions.erase_contacts(at=AT_EIGHT + days(9)) == 1
    assert not any(EMAIL in str(vars(row)) for row in (*Notice.objects.all(), *PersonalValue.objects.all()))
    assert not Notice.objects.filter(body__contains=mine.code).exists()


def test_an_officer_holds_a_time_only_where_they_work_and_to_the_last_moment(scene):
    stranger = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    with refused("organisation.no_power"):
        scene.held(by=stranger)
    soon = scene.held(datetime(2026, 11, 16, 9, 10, tzinfo=HANOI), by=scene.clerk)
    assert soon.made_by == scene.clerk


def test_a_hold_at_another_place_is_given_back_in_its_own_turn(scene):
    other = scene_of("Khác")
    first = other.held()
    version = Diary.objects.get(pk=other.centre.pk).version
    scene.held(instead_of=first.code)
    first.refresh_from_db()
    assert first.state == State.EXPIRED
    assert Diary.objects.get(pk=other.centre.pk).version == version + 1


def test_what_is_booked_already_is_given_back_by_nobody_who_holds_another_time(scene):
    mine = scene.booked()
    scene.held(AT_EIGHT + 20 * MINUTE, instead_of=mine.code)
    mine.refresh_from_db()
    assert mine.state == State.BOOKED


def test_a_move_to_a_taken_time_or_the_same_time_changes_nothing(scene):
    mine, _other = scene.booked(), scene.booked(AT_EIGHT + days(1))
    to = {"appointment_id": mine.pk, **scene.act}
    assert refused_code(actions.move_booking, starts_at=AT_EIGHT + days(1), **to) == "appointments.taken"
    assert refused_code(actions.move_booking, starts_at=AT_EIGHT, **to) == "appointments.same_time"
    mine.refresh_from_db()
    assert mine.state == State.BOOKED


def test_who_cancels_frees_the_time_and_cannot_cancel_twice(scene):
    mine = scene.booked(email=EMAIL)
    actions.cancel(appointment_id=mine.pk, **scene.act)
    assert (free_at(scene), Notice.objects.count()) == (1, 2)
    assert refused_code(actions.cancel, appointment_id=mine.pk, **scene.act) == "machine.out_of_order"


def test_only_who_works_at_the_counter_books_for_somebody(scene):
    stranger = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    said = {"kind": scene.kind, "starts_at": AT_EIGHT, "at": NOW}
    assert refused_code(actions.book_for, **said, by=stranger) == "organisation.no_power"
    booked = actions.book_for(**said, by=scene.clerk)
    assert (booked.state, booked.made_by) == (State.BOOKED, scene.clerk)
    assert refused_code(actions.cancel, appointment_id=booked.pk, by=stranger, at=NOW) == "organisation.no_power"


def test_an_officer_books_to_the_last_moment(scene):
    soon = datetime(2026, 11, 16, 9, 10, tzinfo=HANOI)
    assert refused_code(scene.held, starts_at=soon) == "appointments.no_such_time"
    assert actions.book_for(kind=scene.kind, starts_at=soon, by=scene.clerk, at=NOW)


# --- coming ----------------------------------------------------------------------------------------------------------


def test_who_arrives_gets_a_number_that_goes_first_from_the_booked_time(scene):
    mine = scene.booked()
    ticket = actions.arrive(appointment_id=mine.pk, by=scene.clerk, at=AT_EIGHT - 10 * MINUTE)
    assert (ticket.channel, ticket.booked_for, ticket.since) == (Ticket.Channel.APPOINTMENT, AT_EIGHT, AT_EIGHT)
    assert not ticket.in_line(AT_EIGHT - MINUTE).first
    assert ticket.in_line(AT_EIGHT).first
    assert ticket.about == mine.ref
    mine.refresh_from_db()
    assert (mine.state, mine.ticket) == (State.ARRIVED, ticket.code)


def test_what_was_prepared_goes_along_when_another_time_is_chosen(scene):
    first = scene.held(about=Ref("prepared", "ABC"))
    second = scene.held(AT_EIGHT + days(1), instead_of=first.code)
    assert second.about == Ref("prepared", "ABC")
    assert scene.booked(AT_EIGHT + days(2)).about is None


def test_no_more_people_are_booked_at_once_than_counters_serve_that_work(scene):
    scene.rules(walk_in_share=0)
    other = add_kind(unit=scene.centre, letter="C", name="Đất đai", by=scene.head, at=NOW)
    for number, kinds in ((1, [scene.kind]), (2, [other]), (3, [other])):
        add_counter(unit=scene.centre, number=number, kinds=kinds, by=scene.head, at=NOW)
    scene.held()
    assert refused_code(scene.held) == "appointments.taken"


def test_what_was_prepared_at_home_is_what_the_number_opens(scene):
    mine = scene.booked(about=Ref("prepared", "ABC"))
    ticket = actions.arrive(appointment_id=mine.pk, by=scene.clerk, at=AT_EIGHT)
    assert ticket.about == Ref("prepared", "ABC")


def test_who_comes_later_than_the_grace_waits_like_everybody(scene):
    mine = scene.booked()
    ticket = actions.arrive(appointment_id=mine.pk, by=scene.clerk, at=AT_EIGHT + 16 * MINUTE)
    assert ticket.booked_for is None
    assert refused_code(actions.arrive, appointment_id=mine.pk, by=scene.clerk, at=AT_EIGHT) == "machine.out_of_order"


def test_nobody_arrives_on_another_day(scene):
    mine = scene.booked()
    assert refused_code(actions.arrive, appointment_id=mine.pk, by=scene.clerk, at=NOW) == "appointments.other_day"


def test_who_does_not_come_is_marked_after_the_grace_or_by_the_night(scene):
    one, other = scene.booked(), scene.booked(AT_EIGHT + 20 * MINUTE)
    early = {"appointment_id": one.pk, "by": scene.clerk, "at": AT_EIGHT + 15 * MINUTE}
    assert refused_code(actions.mark_missed, **early) == "appointments.not_yet_missed"
    actions.mark_missed(appointment_id=one.pk, by=scene.clerk, at=AT_EIGHT + 16 * MINUTE)
    assert actions.mark_unseen(at=AT_EIGHT + timedelta(hours=12)) == 0
    assert actions.mark_unseen(at=AT_EIGHT + days(1)) == 1
    other.refresh_from_db()
    assert other.state == State.MISSED


# --- the clock -------------------------------------------------------------------------------------------------------


def test_the_day_before_everybody_who_wants_it_is_reminded_once(scene):
    later = AT_EIGHT + days(2)
    scene.booked(later, email=EMAIL)
    scene.booked(later + 20 * MINUTE)
    assert actions.remind(at=later - days(2)) == 0
    assert actions.remind(at=(later - days(1)).replace(hour=7, minute=59)) == 0  # nobody is woken
    assert actions.remind(at=later - days(1)) == 1
    assert actions.remind(at=later - days(1) + MINUTE) == 0
    assert "Nhắc lịch hẹn" in Notice.objects.order_by("-id")[0].title


def test_who_books_for_tomorrow_is_not_reminded_the_same_day(scene):
    scene.booked(email=EMAIL)
    assert actions.remind(at=NOW + MINUTE) == 0


def test_telephones_and_addresses_go_some_days_after_the_booked_day(scene):
    mine = scene.booked(email=EMAIL)
    actions.mark_unseen(at=AT_EIGHT + days(1))
    assert actions.erase_contacts(at=AT_EIGHT + days(7)) == 0
    assert actions.erase_contacts(at=AT_EIGHT + days(8)) == 1
    mine.refresh_from_db()
    assert (mine.email, mine.phone) == ("", "")
    assert not any(EMAIL in str(vars(row)) for row in (*Notice.objects.all(), *PersonalValue.objects.all()))
    assert actions.erase_contacts(at=AT_EIGHT + days(9)) == 0
    assert Entry.objects.filter(act="appointments.erase_contact", actor_code=CLOCK.code).count() == 1


# --- how times are given ---------------------------------------------------------------------------------------------


def test_only_the_head_sets_how_times_are_given(scene):
    said = {"unit": scene.centre, "needs_contact": False, "at": NOW}
    assert refused_code(actions.set_house_rules, **said, by=scene.clerk) == "organisation.no_power"
    offer = {"kind": scene.kind, "minutes": 20, "at_once": 2, "is_open": True, "at": NOW}
    assert refused_code(actions.set_offer, **offer, by=scene.clerk) == "organisation.no_power"
    with refused("appointments.minutes"):
        scene.offer(minutes=1)


def test_what_is_booked_stands_when_the_times_get_longer_and_keeps_its_seat(scene):
    scene.rules(walk_in_share=0)
    scene.offer(at_once=1)
    scene.booked(AT_EIGHT)
    scene.offer(minutes=45, at_once=1)  # 07:30, 08:15: what is booked at 08:10 reaches into both
    offer = queries.offer_of(scene.centre, scene.kind.code)
    times = {f"{slot.starts_at:%H:%M}": slot.free for slot in queries.slots_of(offer, TOMORROW, NOW)}
    assert (times["07:30"], times["08:15"], times["09:00"]) == (0, 0, 1)


def test_the_days_say_how_many_times_are_free_and_why_a_day_has_none(scene):
    offer = queries.offer_of(scene.centre, scene.kind.code)
    found = {day.day: day for day in queries.days_of(offer, NOW)}
    assert len(found) == 15
    assert found[TOMORROW].free == 24  # 24 times of two, half of it kept for walk-ins
    assert found[TOMORROW + days(4)].why_off == "Nghỉ hằng tuần"
    assert 0 < found[NOW.date()].free < 24


def test_sixty_days_are_read_with_no_more_questions_than_a_fortnight(scene, django_assert_max_num_queries):
    offer = queries.offer_of(scene.centre, scene.kind.code)
    queries.days_of(offer, NOW)  # the calendar is kept after the first time
    with django_assert_max_num_queries(8):
        queries.days_of(offer, NOW)
    scene.rules(days_ahead=60)
    with django_assert_max_num_queries(8):
        assert len(queries.days_of(offer, NOW)) == 61
