"""The paper book on the desk: opened, printed, entered at the counter, spoilt, closed; the register."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from gandan.dossiers.actions.books import open_book
from gandan.dossiers.models import BookEntry, Dossier, PaperBook
from gandan.journal.models import Entry
from gandan.procedures.models import Overlay
from tests import pdf
from tests.desk.counter_scene import Desk, sit_down
from tests.dossiers.conftest import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TUESDAY = MONDAY + timedelta(days=1)
ON_PAPER = {"book_number": "2", "book_day": "16/11/2026", "book_hour": "15:00"}


@pytest.fixture
def counter(client, clock) -> Desk:
    clock.at = TUESDAY
    counter = sit_down(client)
    open_book(unit=counter.place.centre, numbers=10, by=counter.clerk, at=MONDAY)
    return counter


def test_a_volume_is_opened_and_printed(counter):
    response = counter.client.post(reverse("desk:book_open"), {"numbers": "4"})
    assert response.status_code == 302
    book = PaperBook.objects.get(volume=2)
    assert (book.first_number, book.last_number) == (11, 14)
    page = counter.client.get(reverse("desk:books")).text
    assert "Quyển 2/2026, số 11 đến 14" in page
    printed = counter.client.get(reverse("desk:book_blanks", args=[book.unit.ref.code, book.year, book.volume])).content
    assert "số 0011" in pdf.text(printed)


@pytest.mark.parametrize("numbers", ["", "0", "301", "nhiều"])
def test_a_size_that_cannot_be_is_said_beside_what_was_typed(counter, numbers):
    response = counter.client.post(reverse("desk:book_open"), {"numbers": numbers})
    assert response.status_code == 422
    assert PaperBook.objects.count() == 1


def test_a_number_is_entered_at_the_counter_with_the_hour_on_the_paper(counter):
    response = counter.send("accept", **ON_PAPER)
    assert response.status_code == 302, response.text
    dossier = Dossier.objects.get()
    assert dossier.accepted_at == MONDAY + timedelta(hours=6)
    assert dossier.entered_at == TUESDAY
    assert BookEntry.objects.get().number == 2
    page = counter.client.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert "nhập từ sổ giấy" in page
    assert "tính từ 16/11, 15:00" in page


def test_the_promise_shown_counts_from_the_hour_on_the_paper(counter):
    counter.send("save", **ON_PAPER)
    page = counter.client.get(counter.url)
    assert "Theo giờ nhận trên giấy: hẹn trả" in page.text
    assert page.context["promise"]["received_at"] == MONDAY + timedelta(hours=6)


def test_the_promise_shown_is_the_one_that_is_made_also_where_the_place_has_decided_since(counter):
    """What the paper of Monday promised is not what the commune decided on Tuesday."""
    Overlay.objects.create(
        procedure=counter.version.procedure,
        unit=counter.place.committee,
        term="1 working day",
        decision="12/QĐ-UBND",
        decided_on=TUESDAY.date(),
        valid_from=TUESDAY.date(),
        stated_by=counter.clerk,
        stated_at=MONDAY,
    )
    counter.send("save", **ON_PAPER)
    shown = counter.client.get(counter.url).context["promise"]["due_at"]
    counter.send("accept", **ON_PAPER)
    dossier = Dossier.objects.get()
    assert (dossier.term, dossier.result_promise.due_at) == ("3 working days", shown)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"book_day": ""}, "book_day"),
        ({"book_hour": ""}, "book_hour"),
        ({"book_number": ""}, "book_number"),
        ({"book_day": "31/02/2026"}, "book_day"),
        ({"book_hour": "chiều"}, "book_hour"),
    ],
)
def test_half_of_what_stands_on_the_paper_is_asked_for(counter, typed, field):
    response = counter.send("accept", **(ON_PAPER | typed))
    assert response.status_code == 422
    assert field in {name for name, _label, _sentence in response.context["errors_told"]}
    assert not Dossier.objects.exists()


def test_a_number_used_already_leaves_the_page_as_it_was_typed(counter):
    counter.send("accept", **ON_PAPER)
    counter.draft = open_another(counter)
    response = counter.send("accept", **ON_PAPER)
    assert response.status_code == 422
    assert "Số 2 của sổ đã được dùng rồi" in response.text
    assert 'value="Trần Thị Hoa"' in response.text
    assert Dossier.objects.count() == 1


def open_another(counter):
    from gandan.dossiers import actions

    return actions.open_draft(unit=counter.place.centre, by=counter.clerk, at=TUESDAY)


@pytest.mark.parametrize("do", ["refuse", "supplement"])
def test_a_number_is_not_lost_on_what_is_not_accepted(counter, do):
    response = counter.send(do, **ON_PAPER, refusal_reason="Sai nơi", reason="Thiếu", others="Tờ khai")
    assert response.status_code == 422
    assert "Số giấy chỉ nhập khi tiếp nhận" in response.text
    assert not Dossier.objects.exists()


def test_a_number_is_spoilt_and_the_year_closed(counter):
    said = {"year": "2026", "number": "3", "reason": "Rách"}
    assert counter.client.post(reverse("desk:book_spoil"), said).status_code == 302
    assert "Hỏng: Rách" in counter.client.get(reverse("desk:books")).text
    again = counter.client.post(reverse("desk:book_spoil"), said)
    assert again.status_code == 422
    assert "Số 3 của sổ đã được dùng rồi" in again.text
    assert counter.client.post(reverse("desk:books_close"), {"year": "2026"}).status_code == 302
    assert PaperBook.objects.get().closed_at == TUESDAY
    assert counter.client.post(reverse("desk:books_close"), {"year": "hai nghìn"}).status_code == 422


class TestRegister:
    def test_it_shows_both_instants_and_goes_out_as_two_files(self, counter):
        counter.send("accept", **ON_PAPER)
        dossier = Dossier.objects.get()
        page = counter.client.get(reverse("desk:register")).text
        for said in (dossier.code, "16/11, 15:00", "nhập 17/11, 09:00", "Quyển 1/2026, số 2"):
            assert said in page
        printed = counter.client.get(reverse("desk:register_file", args=["pdf"])).content
        assert dossier.code in pdf.text(printed).replace(" ", "")
        book = counter.client.get(reverse("desk:register_file", args=["xlsx"])).content
        assert openpyxl.load_workbook(io.BytesIO(book)).active.cell(2, 2).value == dossier.code
        taken = Entry.objects.filter(act="dossiers.take_out_register")
        assert [one.data["form"] for one in taken] == ["pdf", "xlsx"]

    @pytest.mark.parametrize(
        "asked",
        ["?first=x", "?first=01/11/2026&last=01/10/2026", "?first=01/01/2024&last=01/11/2026", "?first=31/02/2026"],
    )
    def test_a_period_that_makes_no_sense_is_said(self, counter, asked):
        assert counter.client.get(reverse("desk:register") + asked).status_code == 422
        assert counter.client.get(reverse("desk:register_file", args=["pdf"]) + asked).status_code == 404

    @pytest.mark.parametrize("page", ["0", "-1", "9999", "x", "٣"])
    def test_any_page_number_leads_somewhere(self, counter, page):
        assert counter.client.get(reverse("desk:register") + f"?page={page}").status_code == 200

    def test_a_unit_out_of_sight_is_not_there(self, counter):
        from tests.factories import commune

        other = commune("Khác").centre
        assert counter.client.get(reverse("desk:register") + f"?unit={other.ref.code}").status_code == 404
