"""After the day: nobody waits on, counters close, and of telephones nothing is left anywhere."""

from datetime import timedelta

import pytest

from gandan.counter.tickets import actions, responses
from gandan.counter.tickets.models import Counter, Ticket
from gandan.counter.tickets.responses import on_person_asked
from gandan.journal.models import Entry, Notice
from gandan.lib.refs import Ref
from gandan.organisation.values import Held, Identity
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


def test_where_no_message_can_be_sent_no_telephone_is_kept_and_nobody_counts_as_told(hall, settings):
    settings.GATEWAYS = {}
    hall.opened()
    assert hall.pressed(phone="0912345678").phone == ""
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    mine = hall.pressed(phone="0912345678", at=later(1))
    settings.GATEWAYS = {}  # taken away between the number and the call
    hall.called(at=later(2))
    mine.refresh_from_db()
    assert (mine.warned_at, Notice.objects.exists()) == (None, False)


def test_why_somebody_went_first_is_gone_once_their_number_is_over_or_at_night(hall):
    hall.opened()
    served, absent, left = (hall.taken(at=later(n), priority="disabled") for n in range(3))
    hall.served(at=later(3))
    hall.do(actions.finish, served, at=later(4))
    hall.called(at=later(5))
    hall.do(actions.recall, absent, at=later(6))
    hall.do(actions.mark_no_show, absent, at=later(7))
    actions.leave(ticket_id=left.pk, by=hall.clerks[0], at=later(8))
    kept = dict(Ticket.objects.values_list("code", "priority"))
    assert kept == {served.code: "first", absent.code: "disabled", left.code: "first"}
    assert Ticket.objects.get(pk=served.pk).in_line(MONDAY).first
    actions.end_days(at=NIGHT)
    assert set(Ticket.objects.values_list("priority", flat=True)) == {"first"}
    assert "disabled" not in str(list(Entry.objects.values_list()))


def test_what_is_left_of_a_ground_is_no_ground_to_choose(hall):
    assert refused_code(hall.taken, priority="first") == "tickets.unknown_priority"


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


def test_a_ground_beside_a_dossier_of_theirs_is_told_who_asks_while_it_stands(hall, monkeypatch):
    mine = hall.taken(priority="pregnant", about=Ref("dossier", "7K3M92QXAB"))
    hall.taken(priority="pregnant", about=Ref("dossier", "ANOTHER"))
    theirs = [Held("Hồ sơ", Ref("dossier", "7K3M92QXAB"), "x", dict)]
    monkeypatch.setattr(responses, "dossiers_of", lambda identity, units: theirs)
    (held,) = responses.on_person_asked(Identity("Ai đó"), [hall.place.centre.pk])
    assert (held.subject, held.tell()["priority"]) == (mine.ref, "pregnant")
    actions.end_days(at=NIGHT)
    assert responses.on_person_asked(Identity("Ai đó"), [hall.place.centre.pk]) == []


def test_who_left_no_telephone_is_found_by_none(hall):
    hall.pressed()
    assert on_person_asked(Identity("Ai đó"), [hall.place.centre.pk]) == []
