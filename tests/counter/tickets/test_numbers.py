"""A number is taken: the next of its letter, in office hours, not by a flood, going first by a rule."""

from datetime import timedelta

import pytest

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Board, Ticket
from gandan.counter.tickets.values import HALL
from gandan.counter.waiting.models import Estimate
from gandan.counter.waiting.queries import hit_rate, recorded
from gandan.journal.models import Entry
from gandan.lib.refs import Ref
from gandan.organisation.models import RuleChoice
from gandan.organisation.powers import PostKind
from tests.counter.tickets.conftest import MONDAY, later
from tests.factories import officer
from tests.refusals import refused, refused_code

pytestmark = pytest.mark.both


def test_numbers_of_a_letter_follow_without_a_gap_and_begin_anew_each_day(hall):
    numbers = [hall.taken(kind).number for kind in (hall.births, hall.births, hall.land, hall.births)]
    assert numbers == ["A 001", "A 002", "B 001", "A 003"]
    assert hall.taken(at=later(24 * 60)).number == "A 001"


def test_a_refused_number_leaves_no_gap(hall):
    hall.taken()
    with refused("tickets.unknown_priority"):
        hall.taken(priority="rich")
    assert hall.taken().number == "A 002"


def test_a_code_is_not_the_number_and_finds_the_ticket(hall):
    ticket = hall.pressed(about=Ref("draft", "7K3M92QXAB"))
    assert len(ticket.code) == 12
    assert queries.ticket_by_code(ticket.code) == ticket
    assert ticket.about == Ref("draft", "7K3M92QXAB")
    assert queries.ticket_by_code("A 001") is None


def test_a_number_is_written_down_without_anybodys_name(hall, settings):
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    entry = Entry.objects.get(subject_code=hall.pressed(phone="0912 345 678").code)
    assert (entry.act, entry.actor_code, entry.data["number"]) == ("tickets.take_number", "hall", "A 001")
    assert "0912" not in str(entry.data)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-121, "07:00 hôm nay"), (-120, ""), (149, ""), (150, "12:30 hôm nay"), (480, "07:30 ngày 17/11/2026")],
)
def test_numbers_are_given_from_half_an_hour_before_opening_until_closing(hall, minutes, said):
    if not said:
        assert hall.pressed(at=later(minutes))
        return
    with refused("tickets.closed_now" if "nay" in said else "tickets.closed_today") as refusal:
        hall.pressed(at=later(minutes))
    assert said in str(refusal.value)


def test_on_a_day_of_rest_the_next_open_day_is_said(hall):
    saturday = MONDAY + timedelta(days=5)
    with refused("tickets.closed_today") as refusal:
        hall.pressed(at=saturday)
    assert "07:30 ngày 23/11/2026" in str(refusal.value)


def test_hours_that_another_domain_opens_count_too(hall, monkeypatch):
    monkeypatch.setattr(queries, "responses", lambda name: [lambda unit, day: list(queries_spans(day))])
    assert hall.pressed(at=MONDAY + timedelta(days=5))


def queries_spans(day):
    from datetime import time

    return [(time(8), time(11))] if day.isoweekday() == 6 else []


def test_a_flooded_kiosk_stops_for_a_minute_and_the_desk_goes_on(hall):
    actions.set_house_rules(unit=hall.place.centre, said={"most_a_minute": 3}, by=hall.head, at=MONDAY)
    for second in range(3):
        hall.pressed(at=MONDAY + timedelta(seconds=second))
    with refused("tickets.flood"):
        hall.pressed(kind=hall.land, channel="phone", at=MONDAY + timedelta(seconds=30))
    assert hall.taken(at=MONDAY + timedelta(seconds=30)).number == "A 004"
    assert hall.pressed(at=MONDAY + timedelta(seconds=61))


def test_a_kind_that_is_closed_or_of_another_hall_gets_no_number(hall):
    said = {"name": "Đất đai", "fields": [], "order": 1, "is_open": False}
    actions.change_kind(kind_id=hall.land.pk, **said, by=hall.head, at=MONDAY)
    hall.land.refresh_from_db()
    assert refused_code(hall.taken, kind=hall.land) == "tickets.kind_closed"
    other = {"unit": hall.place.committee, "kind": hall.births, "channel": "kiosk", "by": HALL, "at": MONDAY}
    assert refused_code(actions.take_number, **other) == "tickets.kind_closed"


def test_an_officer_of_elsewhere_gives_no_number(hall):
    stranger = officer(hall.place.committee, PostKind.SPECIALIST)
    assert refused_code(hall.taken, by=stranger) == "organisation.no_power"


def test_a_telephone_must_be_one_that_a_message_reaches(hall, settings):
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    assert refused_code(hall.pressed, phone="12345") == "tickets.wrong_phone"
    assert hall.pressed(phone="+84 912 345 678").phone == "0912345678"


def test_who_goes_first_rests_on_a_rule_and_the_age_is_the_places_choice(hall):
    day = MONDAY.date()
    ages = {ground.code: ground.params.get("age") for ground in queries.grounds_of(hall.place.centre, day)}
    assert ages == {"elderly": "60", "pregnant": None, "disabled": None, "children": "3"}
    choice = {"rule": "gandan:priority-age", "value": "75", "source": "QĐ 1", "valid_from": day}
    RuleChoice.objects.create(unit=hall.place.committee, **choice)
    assert queries.grounds_of(hall.place.centre, day)[0].params["age"] == "75"


def test_every_act_raises_the_version_and_a_refused_one_does_not(hall):
    before = queries.version_of(hall.place.centre)
    hall.taken()
    assert queries.version_of(hall.place.centre) == before + 1
    refused_code(hall.taken, priority="x")
    assert Board.objects.get(unit=hall.place.centre).version == before + 1


def test_a_clock_that_is_behind_gives_no_better_place(hall):
    first = hall.taken(at=later(5))
    second = hall.taken(at=later(0))
    assert second.since > first.since
    hall.opened()
    assert hall.called(at=later(1)).code == first.code


def test_a_booked_time_gives_the_place_and_goes_first_only_from_then_on(hall):
    hall.opened()
    booked = hall.taken(channel="appointment", booked_for=later(30))
    walk_in = hall.taken(at=later(10))
    assert booked.since == later(30)
    assert hall.served(at=later(11)).code == walk_in.code
    hall.taken(at=later(12))
    assert hall.called(at=later(30)).code == booked.code


def test_who_leaves_is_not_called(hall):
    hall.opened()
    first, second = hall.taken(), hall.taken(at=later(1))
    actions.leave(ticket_id=first.pk, by=HALL, at=later(2))
    assert hall.called(at=later(3)).code == second.code
    assert Ticket.objects.get(pk=first.pk).state == "left"


def test_where_no_open_counter_serves_it_nothing_is_promised_and_nothing_counts_as_promised(hall):
    hall.opened(kinds=(hall.land,))
    early = hall.taken(at=later(0))
    told = queries.promised(early, later(1))
    assert (told["ahead"], told["told"], told["counters"]) == (0, None, [])
    hall.opened(kinds=(hall.births,), at=later(2))
    mine = hall.taken(at=later(3))
    told = queries.promised(mine, later(3))
    assert (told["ahead"], told["told"].is_told, told["counters"]) == (1, True, [1])
    day = MONDAY.date()
    hall.served(at=later(4))
    hall.served(at=later(5))
    rate = hit_rate(hall.place.centre, day, day)
    assert rate.told + rate.at_once == 1
    assert set(Estimate.objects.filter(is_told=False).values_list("score", flat=True)) == {None}
    assert len(recorded(hall.place.centre, day, day)[0].visits) == 2
