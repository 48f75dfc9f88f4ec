"""After the day: nobody waits on, counters close, and of telephones nothing is left anywhere."""

from datetime import timedelta

import pytest

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Counter, Ticket
from gandan.counter.tickets.responses import on_person_asked
from gandan.journal.models import Entry, Notice
from gandan.organisation.values import Identity
from tests.counter.tickets.conftest import MONDAY, later
from tests.refusals import refused_code

pytestmark = pytest.mark.both
NIGHT = MONDAY + timedelta(days=1)


@pytest.fixture
def gateway(settings):
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}


def test_what_was_not_finished_is_told_as_such_and_counters_close(hall):
    hall.opened(0)
    hall.opened(1)
    hall.taken()
    hall.taken(at=later(1))
    hall.served(0, at=later(2))
    hall.called(1, at=later(2))
    hall.taken(at=later(3))
    assert actions.end_days(at=later(60)) == 0
    assert actions.end_days(at=NIGHT) == 3
    assert set(Ticket.objects.values_list("state", "ended_at")) == {("day_over", None)}
    assert not Counter.objects.filter(sitter__isnull=False).exists()
    assert actions.end_days(at=NIGHT) == 0
    assert hall.opened(at=NIGHT)
    assert queries.day_of(hall.place.centre, MONDAY.date()).day_over == 3


def test_yesterdays_number_comes_back_into_no_line(hall):
    hall.opened()
    ticket = hall.taken()
    hall.called()
    hall.do(actions.recall, ticket)
    hall.do(actions.mark_no_show, ticket)
    assert refused_code(hall.do, step=actions.resume, ticket=ticket, at=NIGHT) == "tickets.of_another_day"


def test_who_left_a_telephone_is_told_once_when_their_turn_is_near(hall, gateway):
    hall.opened()
    for minute in range(5):
        hall.taken(at=later(minute))
    mine = hall.pressed(at=later(5), phone="0912345678")
    hall.served(at=later(6))
    assert not Notice.objects.exists()
    hall.served(at=later(7))
    hall.served(at=later(8))
    (notice,) = Notice.objects.all()
    assert (notice.channel, notice.address, notice.about_code) == ("sms", "0912345678", mine.code)
    assert mine.number in notice.title


def test_no_telephone_outlives_its_day(hall, gateway):
    hall.opened()
    hall.pressed(phone="0987654321")
    mine = hall.pressed(phone="0912345678", at=later(1))
    hall.served(at=later(2))
    identity, units = Identity("Ai đó", phone="0912345678"), [hall.place.centre.pk]
    (held,) = on_person_asked(identity, units)
    assert (held.subject, held.tell()["phone"]) == (mine.ref, "0912345678")
    actions.end_days(at=NIGHT)
    assert on_person_asked(identity, units) == []
    everywhere = [*Ticket.objects.values_list(), *Notice.objects.values_list(), *Entry.objects.values_list()]
    assert not [row for row in everywhere if "0912345678" in str(row) or "0987654321" in str(row)]
    assert Entry.objects.filter(act="tickets.erase_phone").count() == 2


def test_who_left_no_telephone_is_found_by_none(hall):
    hall.pressed()
    assert on_person_asked(Identity("Ai đó"), [hall.place.centre.pk]) == []
