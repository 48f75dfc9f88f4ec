"""The day after units merged: whatever the ended desk had begun is finished by the one that took over, once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from gandan.dossiers import actions
from gandan.dossiers.actions import money, settlements
from gandan.dossiers.actions.books import close_books, enter_from_book, open_book, spoil_number
from gandan.dossiers.models import BookEntry, FeeSettlement, HandOver, PaperBook, Passage
from gandan.dossiers.queries import version_here
from gandan.dossiers.queries.money import settled, share_of
from gandan.dossiers.queries.routing import places_of
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import merge_units
from gandan.organisation.models import Unit
from gandan.organisation.powers import PostKind
from gandan.procedures.models import Overlay
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests.desk.conftest import clock, desk
from tests.dossiers.conftest import MONDAY, Scene, scene_of
from tests.factories import Commune, officer
from tests.refusals import refused

__all__ = ["clock", "desk"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = date(2026, 11, 23)
MERGED = datetime(2026, 11, 23, 7, 0, tzinfo=HANOI)
AFTER = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
DECEMBER = datetime(2026, 12, 1, 8, 0, tzinfo=HANOI)
HEADER = "old_code,old_name,new_code,new_name,valid_from,source\n"


class Case:
    """Two communes at work, that become one under the code of the first."""

    def __init__(self) -> None:
        self.here, self.there = scene_of(), scene_of()

    def merge(self) -> None:
        code = self.here.place.committee.code
        olds = [scene.place.committee for scene in (self.here, self.there)]
        rows = "".join(f"{old.code},{old.name},{code},Xã Bình Mới,{DAY},NQ 9\n" for old in olds)
        merge_units(rows_typed=HEADER + rows, by=CLOCK, at=MERGED)
        for scene in (self.here, self.there):
            for person in (scene.clerk, scene.specialist, scene.chair):
                person.__dict__.pop("_standing", None)

    @property
    def new(self) -> Commune:
        committee = Unit.objects.get(code=self.here.place.committee.code, valid_from=DAY)
        return Commune(committee, committee.children.get(kind="service_centre"))


@pytest.fixture
def case(db) -> Case:
    return Case()


# --- paper books -------------------------------------------------------------------------------------------------


def enter(case: Case, scene: Scene, number: int, *, received_at: datetime = MONDAY):
    intake = scene.intake(
        at=AFTER, receiving_unit_id=case.new.centre.pk, deciding_unit_id=case.new.committee.pk, handler_id=None
    )
    return enter_from_book(intake=intake, number=number, received_at=received_at, by=scene.clerk, at=AFTER)


def test_what_the_ended_desk_wrote_on_paper_is_entered_by_the_new_one(case):
    book = open_book(unit=case.there.place.centre, numbers=3, by=case.there.clerk, at=MONDAY)
    case.merge()
    dossier = enter(case, case.here, 2)
    assert (dossier.receiving_unit, dossier.accepted_at) == (case.new.centre, MONDAY)
    assert BookEntry.objects.get().book == book
    spoil_number(unit=case.new.centre, year=2026, number=3, reason="Rách", by=case.here.clerk, at=AFTER)
    assert close_books(unit=case.new.centre, year=2026, by=case.here.clerk, at=AFTER) == [book]
    with refused("dossiers.book_closed"):
        enter(case, case.here, 1)


def test_numbers_go_on_after_those_of_the_ended_desks_and_none_is_lost_where_both_had_it(case):
    for scene in (case.here, case.there):
        open_book(unit=scene.place.centre, numbers=3, by=scene.clerk, at=MONDAY)
    case.merge()
    new = open_book(unit=case.new.centre, numbers=2, by=case.there.clerk, at=AFTER)
    assert (new.volume, new.first_number) == (2, 4)
    enter(case, case.here, 1)
    enter(case, case.there, 1)
    assert [entry.book.unit for entry in BookEntry.objects.order_by("id")] == [
        case.here.place.centre,
        case.there.place.centre,
    ]
    with refused("dossiers.number_used"):
        enter(case, case.here, 1)
    close_books(unit=case.new.centre, year=2026, by=case.here.clerk, at=AFTER)
    assert not PaperBook.objects.filter(closed_at=None).exists()


# --- money -------------------------------------------------------------------------------------------------------


def take_money(scene: Scene, *, at: datetime = MONDAY):
    scene.version.fees = [{"name": "Lệ phí", "amount": 15000, "text": "15.000 đồng"}]
    scene.version.save()
    dossier = scene.accepted(at=at)
    said = {"ordinals": (1,), "method": "cash", "reference": ""}
    money.pay(dossier_id=dossier.pk, **said, by=scene.clerk, at=at)
    return dossier


def test_the_settlement_of_a_month_is_owed_once_and_done_once_for_all_old_desks(case):
    october = datetime(2026, 10, 12, 9, 0, tzinfo=HANOI)
    for scene in (case.here, case.there):
        take_money(scene, at=october)
    head = officer(case.here.place.centre, PostKind.CENTRE_HEAD)
    assert settlements.promise_settlements(at=MONDAY) == 2
    case.merge()
    assert settlements.promise_settlements(at=AFTER) == 0
    owed = Promise.objects.open().filter(kind=Kind.FEE_SETTLEMENT)
    assert {promise.unit for promise in owed} == {case.new.centre}
    [drawn] = settlements.settle_fees(unit=case.new.centre, month=date(2026, 10, 1), by=head, at=AFTER)
    assert drawn.total == 30000
    assert not owed.all().exists()
    assert settlements.promise_settlements(at=DECEMBER) == 0


def test_lists_of_the_ended_desk_are_still_found(case):
    october = datetime(2026, 10, 12, 9, 0, tzinfo=HANOI)
    take_money(case.there, at=october)
    head = officer(case.there.place.centre, PostKind.CENTRE_HEAD)
    [drawn] = settlements.settle_fees(unit=case.there.place.centre, month=date(2026, 10, 1), by=head, at=MONDAY)
    case.merge()
    [share] = settled(case.new.centre, date(2026, 10, 1), on=DAY)
    assert share.settlement == drawn
    assert FeeSettlement.objects.count() == 1


def test_money_given_back_of_an_old_list_is_set_off_by_who_took_over_from_the_agency(case):
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    dossier = take_money(case.there, at=datetime(2026, 10, 12, 9, 0, tzinfo=HANOI))
    head = officer(case.there.place.centre, PostKind.CENTRE_HEAD)
    [old] = settlements.settle_fees(unit=case.there.place.centre, month=october, by=head, at=MONDAY)
    money.refund(dossier_id=dossier.pk, ordinal=1, reason="Thu nhầm", by=case.there.clerk, at=MONDAY)
    case.merge()
    head.__dict__.pop("_standing", None)
    [drawn] = settlements.settle_fees(unit=case.new.centre, month=november, by=head, at=DECEMBER)
    assert (drawn.beneficiary, drawn.total) == (case.new.committee, -15000)
    assert [share_of(one).total for one in (old, drawn)] == [15000, -15000]
    assert share_of(old).beneficiary == case.there.place.committee


# --- errors and losses -------------------------------------------------------------------------------------------


def test_an_error_of_an_ended_unit_is_mended_by_who_took_over(case):
    dossier = case.there.settled()
    dossier = actions.return_result(**Scene.now(dossier), collected_by="Trần Thị Hoa", by=case.there.clerk, at=MONDAY)
    case.merge()
    dossier.refresh_from_db()
    assert dossier.deciding_unit == case.there.place.committee  # what has ended stays with its time
    dossier = actions.report_error(**Scene.now(dossier), error="Sai năm sinh", by=case.here.clerk, at=AFTER)
    [promise] = Promise.objects.open().filter(kind=Kind.CORRECTION)
    assert promise.unit == dossier.deciding_unit == case.new.committee
    dossier = actions.correct(**Scene.now(dossier), result_number="13", by=case.here.specialist, at=AFTER)
    done = actions.return_result(**Scene.now(dossier), collected_by="Trần Thị Hoa", by=case.here.clerk, at=AFTER)
    assert done.receiving_unit == case.new.centre
    assert set(Passage.objects.filter(dossier=dossier).values_list("old", flat=True)) == {
        case.there.place.committee.pk,
        case.there.place.centre.pk,
    }


def test_a_loss_is_told_of_an_ended_desk_and_owed_by_who_took_over(case):
    dossier = case.there.examined()
    case.merge()
    dossier.refresh_from_db()
    ended = case.there.place.centre
    assert ended in places_of(dossier)
    dossier = actions.report_loss(**Scene.now(dossier), what="Bản án", unit=ended, by=case.here.clerk, at=AFTER)
    assert (dossier.losses.get().unit, dossier.losses.get().promise.unit) == (ended, case.new.centre)


# --- what is on its way ------------------------------------------------------------------------------------------


def test_papers_on_their_way_between_two_that_became_one_are_still_signed_for(case, desk, clock):
    there = {"deciding_unit_id": case.there.place.committee.pk, "handler_id": case.there.specialist.pk}
    dossier = case.here.accepted(**there)
    assert HandOver.objects.get().promise.state == "open"
    case.merge()
    clock.at = AFTER
    client = desk(case.there.specialist)
    page = client.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert reverse("desk:hand_over_receive", args=[dossier.reference, 1]) in page
    client.post(reverse("desk:hand_over_receive", args=[dossier.reference, 1]))
    coming = HandOver.objects.select_related("promise").get()
    assert (coming.received_by, coming.to_unit, coming.promise.state) == (
        case.there.specialist,
        case.new.committee,
        "kept",
    )


# --- local decisions ---------------------------------------------------------------------------------------------


def test_a_local_decision_from_a_later_day_holds_on_in_the_new_unit(case):
    head = officer(case.here.place.centre, PostKind.CENTRE_HEAD)
    version = case.here.version
    later = DAY + timedelta(days=30)
    for begins, ends, term in ((MONDAY.date(), later, "2 working days"), (later, None, "1 working day")):
        Overlay.objects.create(
            procedure=version.procedure,
            unit=case.here.place.committee,
            term=term,
            decision="12/QĐ-UBND",
            decided_on=date(2026, 11, 1),
            valid_from=begins,
            valid_to=ends,
            stated_by=head,
            stated_at=MONDAY,
        )
    case.merge()
    kept = Overlay.objects.filter(unit=case.new.committee).order_by("valid_from")
    assert [(row.valid_from, row.valid_to, row.term) for row in kept] == [
        (DAY, later, "2 working days"),
        (later, None, "1 working day"),
    ]


def decide(scene: Scene, term: str) -> None:
    head = officer(scene.place.centre, PostKind.CENTRE_HEAD)
    Overlay.objects.create(
        procedure=scene.version.procedure,
        unit=scene.place.committee,
        term=term,
        decision="12/QĐ-UBND",
        decided_on=date(2026, 11, 1),
        valid_from=date(2026, 11, 2),
        stated_by=head,
        stated_at=MONDAY - timedelta(days=7),
    )


def test_what_came_on_paper_before_has_the_term_that_its_place_had_decided_then(case):
    """Both old places have a decision of their own on one procedure; the desk that wrote the number tells which."""
    case.there.version = case.here.version
    decide(case.here, "2 working days")
    decide(case.there, "1 working day")
    for scene in (case.here, case.there):
        open_book(unit=scene.place.centre, numbers=3, by=scene.clerk, at=MONDAY - timedelta(hours=1))
    case.merge()
    first, second = enter(case, case.here, 1), enter(case, case.there, 1)
    olds = [set(one.passages.values_list("old", flat=True)) for one in (first, second)]
    assert olds == [{scene.place.centre.pk, scene.place.committee.pk} for scene in (case.here, case.there)]
    assert [one.term for one in (first, second)] == ["2 working days", "1 working day"]
    assert second.term_ground == "12/QĐ-UBND ngày 01/11/2026"
    assert version_here(second).term_options[0].term == "1 working day"


def test_what_was_open_when_units_merged_keeps_what_its_place_had_decided(case):
    case.there.version = case.here.version
    decide(case.here, "2 working days")
    decide(case.there, "1 working day")
    dossier = case.there.accepted()
    case.merge()
    dossier.refresh_from_db()
    assert version_here(dossier).term_options[0].term == "1 working day"


def test_nothing_begins_at_a_desk_that_has_ended(case):
    intake = case.here.intake()
    case.merge()
    with refused("dossiers.unit_not_in_force"):
        actions.accept(intake=replace(intake, deciding_unit_id=case.new.committee.pk), by=case.here.clerk, at=AFTER)
