"""Flat facts: what they hold, that every engine would count the same from them, and what they never hold."""

from datetime import date, timedelta

import pytest

from gandan.counter.tickets.actions import finish, leave
from gandan.counter.tickets.models import Ticket
from gandan.counter.waiting.models import Estimate
from gandan.dossiers import actions
from gandan.indicators.queries import all_facts, export_rows
from gandan.lib.facts import Kind
from tests.dossiers.conftest import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TYPES = {Kind.TEXT: str, Kind.INTEGER: int, Kind.DATE: str}
LATER = MONDAY + timedelta(days=20)


def rows_of(name: str, at=MONDAY) -> list[dict]:
    return list(export_rows(all_facts()[name], at))


def test_facts_are_found_in_every_domain_that_has_some():
    assert {"units", "successions", "dossiers", "waits", "tickets", "ratings", "rating_links"} <= set(all_facts())


def test_every_row_holds_text_whole_numbers_and_days_and_nothing_else(scene, hall):
    scene.settled()
    scene.asked()
    hall.opened()
    hall.taken()
    hall.served()
    for name, fact in all_facts().items():
        for row in export_rows(fact, LATER):
            assert list(row) == list(fact.columns)
            for column, value in row.items():
                told = fact.columns[column]
                assert isinstance(value, TYPES[told.kind]) or (value is None and told.empty), (
                    f"{name}.{column}: {value!r}"
                )
                if told.kind == Kind.DATE and value is not None:
                    assert date.fromisoformat(value).isoformat() == value


def test_no_row_says_anything_of_the_applicant_or_of_an_officer(scene, hall):
    dossier = scene.settled()
    hall.opened()
    hall.taken(phone="0912345678")
    said = " ".join(
        str(value) for fact in all_facts().values() for row in export_rows(fact, LATER) for value in row.values()
    )
    applicant = dossier.applicant
    for private in (
        applicant.name,
        applicant.id_number,
        applicant.email,
        scene.clerk.name,
        scene.clerk.code,
        "0912345678",
    ):
        assert private not in said
    assert dossier.reference in said


def test_a_dossier_is_told_by_local_days(scene):
    """Half past midnight in Việt Nam is the evening before in UTC."""
    midnight = MONDAY.replace(hour=0, minute=30)
    scene.accepted(at=midnight)
    (row,) = rows_of("dossiers")
    assert (row["submitted_on"], row["accepted_on"]) == ("2026-11-16", "2026-11-16")
    assert row["unit"] == scene.place.committee.ref.code
    assert row["receiving_unit"] == scene.place.centre.ref.code
    assert row["procedure"] == scene.version.procedure.code


def test_an_open_dossier_is_late_on_the_day_asked_and_not_before(scene):
    dossier = scene.accepted()
    due = dossier.result_promise.due_at
    before, after = (rows_of("dossiers", due + timedelta(seconds=one))[0] for one in (-1, 1))
    assert (before["fell_due"], before["late"], before["days_late"]) == (0, 0, 0)
    assert (after["fell_due"], after["late"], after["days_late"]) == (1, 1, 0)
    assert rows_of("dossiers", due + timedelta(days=3))[0]["days_late"] == 3


def test_settled_before_its_day_it_falls_due_only_on_that_day(scene):
    dossier = scene.settled()
    assert rows_of("dossiers")[0]["fell_due"] == 0
    assert rows_of("dossiers", dossier.result_promise.due_at)[0]["fell_due"] == 1


def test_while_the_applicant_must_act_nothing_falls_due(scene):
    scene.asked()
    (row,) = rows_of("dossiers", LATER)
    assert (row["due_on"], row["fell_due"], row["late"], row["supplements"]) == (None, 0, 0, 1)


def test_a_stopped_dossier_was_neither_late_nor_in_time(scene):
    dossier = scene.accepted()
    actions.stop(**scene.now(dossier), reason="Không cần nữa", given_back=[], by=scene.clerk, at=MONDAY)
    (row,) = rows_of("dossiers", LATER)
    assert (row["state"], row["due_on"], row["fell_due"]) == ("stopped", None, 0)


def test_a_wait_is_whole_seconds_and_begins_at_a_booked_time(hall):
    hall.opened()
    hall.taken(at=MONDAY.replace(microsecond=999_999))
    hall.served(at=MONDAY + timedelta(minutes=5, microseconds=400))
    (row,) = rows_of("tickets")
    assert (row["waited_seconds"], row["hour"], row["day"], row["called"]) == (300, 9, "2026-11-16", 1)


def test_who_booked_a_time_waits_from_then_on(hall):
    hall.opened()
    told = {"channel": "appointment", "booked_for": MONDAY + timedelta(minutes=30)}
    hall.taken(**told)
    hall.served(at=MONDAY + timedelta(minutes=42))
    (row,) = rows_of("tickets")
    assert (row["booked"], row["waited_seconds"]) == (1, 12 * 60)


def test_called_before_the_booked_time_nobody_waited(hall):
    hall.opened()
    hall.taken(channel="appointment", booked_for=MONDAY + timedelta(minutes=30))
    hall.served(at=MONDAY + timedelta(minutes=2))
    assert rows_of("tickets")[0]["waited_seconds"] == 0


def test_a_promise_is_kept_broken_or_cannot_be_known(hall):
    """Who left before the promised time might have been called in time; who left after it had waited too long."""
    hall.opened()
    hall.taken()
    hall.served()
    waiting = [hall.taken() for _ in range(4)]
    by = {one.ticket: one.by_at for one in Estimate.objects.all()}
    hall.do(leave, waiting[3], at=MONDAY + timedelta(seconds=10))
    hall.do(leave, waiting[2], at=by[waiting[2].code] + timedelta(seconds=1))
    hall.do(finish, Ticket.objects.get(state="serving"), at=by[waiting[0].code])
    called = hall.called(at=by[waiting[0].code])
    told = {one["ticket"]: one["kept"] for one in rows_of("waits")}
    assert called == waiting[0]
    assert [told[one.code] for one in waiting] == [1, None, 0, None]
