"""The paper book: numbers without a gap, entered once, with both instants in the ledger."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gandan.dossiers.actions.books import close_books, enter_from_book, open_book, spoil_number
from gandan.dossiers.models import BookEntry, Dossier, PaperBook
from gandan.dossiers.printouts.books import blank_receipts
from gandan.dossiers.queries.books import unused_numbers, unused_runs
from gandan.dossiers.rules.books import runs
from gandan.journal.models import Entry
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from tests import pdf
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

database = [pytest.mark.django_db, pytest.mark.both]
TUESDAY = MONDAY + timedelta(days=1)
ON_PAPER = MONDAY + timedelta(hours=6)  # 15:00, the power had gone


def test_numbers_are_told_as_runs():
    assert runs([3, 1, 2, 7, 9, 8]) == [(1, 3), (7, 9)]
    assert runs([]) == []


@pytest.fixture
def book(scene):
    return open_book(unit=scene.place.centre, numbers=6, by=scene.clerk, at=MONDAY)


def enter(scene, *, number=1, received_at=ON_PAPER, at=TUESDAY, **other):
    intake = scene.intake(at=at, **other)
    return enter_from_book(intake=intake, number=number, received_at=received_at, by=scene.clerk, at=at)


class TestVolumes:
    pytestmark = database

    def test_numbers_go_on_across_the_volumes_of_a_year_and_begin_anew_with_the_next(self, scene, book):
        second = open_book(unit=scene.place.centre, numbers=4, by=scene.clerk, at=TUESDAY)
        assert [(one.volume, one.first_number, one.last_number) for one in (book, second)] == [(1, 1, 6), (2, 7, 10)]
        later = datetime(2027, 1, 4, 8, 0, tzinfo=HANOI)
        third = open_book(unit=scene.place.centre, numbers=4, by=scene.clerk, at=later)
        assert (third.year, third.volume, third.first_number) == (2027, 1, 1)
        assert timeline(book)[0].data == {"volume": 1, "year": 2026, "first": 1, "last": 6}

    @pytest.mark.parametrize("numbers", [0, -1, 301])
    def test_a_volume_has_a_size_that_a_desk_can_keep(self, scene, numbers):
        with refused("dossiers.book_size"):
            open_book(unit=scene.place.centre, numbers=numbers, by=scene.clerk, at=MONDAY)
        assert not PaperBook.objects.exists()

    def test_only_who_receives_there_opens_one(self, scene):
        with refused("organisation.no_power"):
            open_book(unit=scene.place.centre, numbers=5, by=scene.specialist, at=MONDAY)

    def test_blanks_are_printed_two_to_a_sheet_and_only_what_is_unused(self, scene, book):
        enter(scene, number=2)
        printed = blank_receipts(book)
        assert pdf.sizes(printed) == {(297, 210)}
        sheets = pdf.pages(printed)
        assert len(sheets) == 3  # five numbers
        text = pdf.text(printed)
        assert "0001" in text
        assert "0002" not in text
        assert "Sổ quyển 1/2026, số 0003" in text
        assert "Nội dung yêu cầu (thủ tục)" in sheets[0]

    def test_a_closed_book_takes_nothing_more(self, scene, book):
        enter(scene, number=2)
        [closed] = close_books(unit=scene.place.centre, year=2026, by=scene.clerk, at=TUESDAY)
        assert (closed.closed_at, closed.closed_by) == (TUESDAY, scene.clerk)
        assert timeline(book)[0].data["blank"] == 5
        with refused("dossiers.book_closed"):
            enter(scene, number=3)
        with refused("dossiers.book_closed"):
            open_book(unit=scene.place.centre, numbers=5, by=scene.clerk, at=TUESDAY)
        with refused("dossiers.book_closed"):
            close_books(unit=scene.place.centre, year=2026, by=scene.clerk, at=TUESDAY)
        with refused("dossiers.no_blank_left"):
            blank_receipts(closed)


class TestEntering:
    pytestmark = database

    def test_the_term_runs_from_reception_and_both_instants_are_kept(self, scene, book):
        dossier = enter(scene, number=3)
        assert (dossier.submitted_at, dossier.accepted_at, dossier.entered_at) == (ON_PAPER, ON_PAPER, TUESDAY)
        promise = dossier.result_promise
        assert promise.started_at == ON_PAPER
        assert promise.due_at == datetime(2026, 11, 19, 17, 0, tzinfo=HANOI)  # three working days after the 16th
        entry = BookEntry.objects.get()
        assert (entry.number, entry.dossier, entry.received_at, entry.entered_at) == (3, dossier, ON_PAPER, TUESDAY)
        told = {one.act: one for one in timeline(dossier)}
        assert told["dossiers.accept"].at == TUESDAY
        assert told["dossiers.accept"].data["received_at"] == "2026-11-16T15:00:00+07:00"
        assert told["dossiers.enter_from_book"].data["number"] == 3
        assert unused_runs(book) == ([(1, 2), (4, 6)], 5)

    def test_codes_of_the_day_of_reception_have_no_gap(self, scene, book):
        first = scene.accepted(at=MONDAY)
        assert first.code.endswith("-261116-0001")
        assert enter(scene, number=1).code.endswith("-261116-0002")
        assert enter(scene, number=2).code.endswith("-261116-0003")
        assert scene.accepted(at=TUESDAY).code.endswith("-261117-0001")

    def test_what_was_received_at_the_counter_has_one_instant(self, scene, book):
        dossier = scene.accepted()
        assert dossier.entered_at is None
        assert "received_at" not in {one.act: one for one in timeline(dossier)}["dossiers.accept"].data

    def test_a_number_is_used_once(self, scene, book):
        enter(scene, number=1)
        with refused("dossiers.number_used"):
            enter(scene, number=1)
        with refused("dossiers.number_used"):
            spoil_number(unit=scene.place.centre, year=2026, number=1, reason="Rách", by=scene.clerk, at=TUESDAY)
        assert Dossier.objects.count() == 1

    def test_the_database_itself_refuses_a_number_twice(self, scene, book):
        enter(scene, number=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            book.entries.create(number=1, spoilt="x", entered_at=TUESDAY, entered_by=scene.clerk)

    @pytest.mark.parametrize(
        ("number", "received_at", "code"),
        [
            (7, ON_PAPER, "dossiers.no_such_number"),
            (1, TUESDAY + timedelta(minutes=1), "dossiers.received_in_future"),
            (1, MONDAY - timedelta(minutes=1), "dossiers.before_printing"),
            (1, datetime(2025, 12, 31, 9, 0, tzinfo=HANOI), "dossiers.no_such_number"),
        ],
    )
    def test_what_cannot_have_been_is_refused_and_writes_nothing(self, scene, book, number, received_at, code):
        intake = scene.intake(at=TUESDAY)
        before = Entry.objects.count()
        with refused(code):
            enter_from_book(intake=intake, number=number, received_at=received_at, by=scene.clerk, at=TUESDAY)
        assert (Dossier.objects.count(), BookEntry.objects.count(), Entry.objects.count()) == (0, 0, before)

    def test_the_very_minute_of_printing_is_taken(self, scene):
        open_book(unit=scene.place.centre, numbers=2, by=scene.clerk, at=MONDAY + timedelta(seconds=40))
        assert enter(scene, number=1, received_at=MONDAY).accepted_at == MONDAY

    def test_incomplete_papers_are_not_accepted_from_paper_either(self, scene, book):
        with refused("dossiers.papers_missing"):
            enter(scene, number=1, given=(True, False))
        assert unused_numbers(book) == [1, 2, 3, 4, 5, 6]

    def test_a_spoilt_number_is_accounted_for_with_its_reason(self, scene, book):
        said = {"unit": scene.place.centre, "year": 2026, "by": scene.clerk, "at": TUESDAY}
        with refused("dossiers.no_spoilt_reason"):
            spoil_number(number=4, reason=" ", **said)
        entry = spoil_number(number=4, reason="Viết nhầm", **said)
        assert (entry.spoilt, entry.dossier) == ("Viết nhầm", None)
        assert timeline(book)[0].told == {"reason": "Viết nhầm"}
        with refused("dossiers.number_used"):
            enter(scene, number=4)
