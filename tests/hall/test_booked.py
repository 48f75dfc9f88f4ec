"""Who has booked gives their code at the kiosk, and gets the number that goes first at the booked time."""

import pytest
from django.test import Client

from gandan.counter.appointments.models import Appointment
from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.queries import board_row
from gandan.hall import keys
from tests.counter.appointments.conftest import AT_EIGHT, Scene, days, scene
from tests.hall.conftest import newest, text

__all__ = ["scene"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def booked(scene: Scene, clock) -> Appointment:
    """For 08:10 of the next day, which has come."""
    mine = scene.booked()
    clock.at = AT_EIGHT
    return mine


@pytest.fixture
def start(scene: Scene) -> str:
    return f"/sanh/{scene.centre.ref.code}"


@pytest.fixture
def kiosk(scene: Scene, start: str, client: Client) -> Client:
    client.get(f"{start}/may/{keys.machine_key(board_row(scene.centre))}/so/")
    return client


def test_the_code_gives_the_number_that_goes_first(kiosk, start, booked):
    page = kiosk.get(f"{start}/lay-so/")
    assert "Tôi đã đặt lịch" in text(page)
    answer = kiosk.post(f"{start}/da-dat-lich/", {"ma": booked.code})
    ticket = newest()
    assert answer.url == f"{start}/so/{ticket.code}/"
    assert (ticket.channel, ticket.booked_for) == ("appointment", booked.starts_at)
    assert "đã đặt lịch 08:10" in text(kiosk.get(answer.url))
    booked.refresh_from_db()
    assert (booked.state, booked.ticket) == ("arrived", ticket.code)


def test_pressed_again_it_is_the_same_number(kiosk, start, booked):
    first, second = (kiosk.post(f"{start}/da-dat-lich/", {"ma": booked.code}).url for _ in range(2))
    assert first == second
    assert Ticket.objects.count() == 1


def test_a_scanned_address_is_as_good_as_its_code(kiosk, start, booked):
    kiosk.post(f"{start}/da-dat-lich/", {"ma": f"https://x.gov.vn/dat-lich/ma/{booked.code}/"})
    assert newest().channel == "appointment"


def test_each_key_is_a_button_that_needs_no_script(kiosk, start, booked):
    typed = ""
    for key in booked.code:
        page = kiosk.post(f"{start}/da-dat-lich/", {"ma": typed, "phim": key})
        typed += key
        assert f'name="ma" value="{typed}"' in page.content.decode()
    page = kiosk.post(f"{start}/da-dat-lich/", {"ma": typed, "phim": "x"})
    assert f'name="ma" value="{typed[:-1]}"' in page.content.decode()
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("typed", ["", "0000", "000000000000"])
def test_a_wrong_code_stays_in_the_field_and_gives_no_number(kiosk, start, booked, typed):
    page = kiosk.post(f"{start}/da-dat-lich/", {"ma": typed})
    assert (page.status_code, "Không thấy lịch hẹn ở đây mang mã này" in text(page)) == (422, True)
    assert f'name="ma" value="{typed}"' in page.content.decode()
    assert not Ticket.objects.exists()


def test_on_another_day_it_is_said_when(kiosk, start, booked, clock):
    clock.at = AT_EIGHT - days(1)
    page = kiosk.post(f"{start}/da-dat-lich/", {"ma": booked.code})
    assert page.status_code == 422
    booked.refresh_from_db()
    assert (booked.state, Ticket.objects.count()) == ("booked", 0)


def test_a_booking_of_elsewhere_gives_no_number_here(kiosk, start, scene, booked):
    from tests.counter.appointments.conftest import scene_of

    theirs = scene_of("Bình Mỹ").booked()
    assert kiosk.post(f"{start}/da-dat-lich/", {"ma": theirs.code}).status_code == 422


def test_a_hall_that_gives_no_times_offers_no_such_button(kiosk, start, scene, clock):
    clock.at = AT_EIGHT
    scene.offer(is_open=False)
    assert "Tôi đã đặt lịch" not in text(kiosk.get(f"{start}/lay-so/"))
