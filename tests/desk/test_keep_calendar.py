"""The calendar, hours and local choices in the administration screens."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from gandan.counter.appointments.models import Appointment
from gandan.journal.models import Notice
from gandan.law.calendar import HANOI
from gandan.organisation.models import OfficeHours, RuleChoice, SpecialDay
from gandan.organisation.powers import PostKind
from gandan.organisation.queries import calendar_of
from tests.counter.appointments.conftest import AT_EIGHT, EMAIL, NOW, days, scene_of
from tests.desk.keeping import sign_in_as
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db
FLOOD = {"day": "2026-11-25", "kind": "off", "name": "Nghỉ bão", "source": "Công điện 12", "unit": ""}
HOURS = {"hours": "07:30-11:30, 13:00-17:00", "valid_from": "2026-01-01", "source": "QĐ 3", "unit": ""}


@pytest.fixture
def here(client):
    made = commune("Bình Lục")
    sign_in_as(client, officer(made.committee, PostKind.INSTALLATION_ADMINISTRATOR))
    return made


@pytest.mark.usefixtures("here")
def test_a_year_shows_each_day_with_its_source_and_how_sure_it_is(client):
    page = client.get(reverse("desk:keep_calendar_year", args=[2026])).text
    assert "thứ Ba, 24/11/2026" in page
    assert "28/2026/QH16" in page
    later = client.get(reverse("desk:keep_calendar_year", args=[2030])).text
    assert "Dự kiến" in later
    assert "chưa kiểm chứng" in later


def test_a_missing_year_is_warned_of(client, monkeypatch):
    october = datetime(2027, 10, 1, 9, tzinfo=HANOI)
    monkeypatch.setattr(timezone, "now", lambda: october)
    sign_in_as(client, officer(commune().committee, PostKind.ADMINISTRATOR))
    assert "Lịch nghỉ năm 2028 chưa có thông báo" in client.get(reverse("desk:keep_calendar")).text


def test_a_day_is_set_shown_and_taken_back(client, here):
    assert client.post(reverse("desk:keep_day_new"), FLOOD).url == reverse("desk:keep_calendar_year", args=[2026])
    page = client.get(reverse("desk:keep_calendar_year", args=[2026])).text
    assert "Nghỉ bão" in page
    assert "Ghi tại đây" in page
    assert not calendar_of(here.centre, date(2026, 11, 23)).is_working(date(2026, 11, 25))
    client.post(reverse("desk:keep_day_remove", args=[SpecialDay.objects.get().code]))
    assert not SpecialDay.objects.exists()


def test_a_day_that_hits_booked_times_says_how_many_before_it_is_set(client, clock):
    clock.at = NOW
    hall = scene_of()
    sign_in_as(client, officer(hall.centre.parent, PostKind.INSTALLATION_ADMINISTRATOR))
    told, untold = hall.booked(email=EMAIL), hall.booked(AT_EIGHT.replace(hour=10))
    storm = FLOOD | {"day": "17/11/2026"}
    shown = client.post(reverse("desk:keep_day_new"), storm)
    assert (shown.status_code, "Tiếp tục, hủy 2 lịch hẹn" in shown.text) == (200, True)
    assert "người không để lại liên lạc" in shown.text
    assert not SpecialDay.objects.exists()
    more = hall.booked(AT_EIGHT.replace(hour=14, minute=0))
    again = client.post(reverse("desk:keep_day_new"), storm | {"seen": "2"})
    assert (again.status_code, "Tiếp tục, hủy 3 lịch hẹn" in again.text) == (200, True)
    assert client.post(reverse("desk:keep_day_new"), storm | {"seen": "3"}).status_code == 302
    states = {one.code: one.state for one in Appointment.objects.all()}
    assert states == dict.fromkeys((told.code, untold.code, more.code), "called_off")
    assert Notice.objects.filter(address=EMAIL, title__startswith="Phải hủy").count() == 1


def test_taking_back_a_worked_day_says_first_what_it_calls_off(client, clock):
    clock.at = NOW
    hall = scene_of()
    sign_in_as(client, officer(hall.centre.parent, PostKind.INSTALLATION_ADMINISTRATOR))
    client.post(reverse("desk:keep_day_new"), FLOOD | {"day": "21/11/2026", "kind": "working"})
    hall.booked(AT_EIGHT + days(4))
    remove = reverse("desk:keep_day_remove", args=[SpecialDay.objects.get().code])
    assert "Bỏ ngày đã ghi?" in client.post(remove).text
    assert client.post(remove, {"seen": "1"}).status_code == 302
    assert (SpecialDay.objects.exists(), Appointment.objects.get().state) == (False, "called_off")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("typed", ["25/11/2026", "25-11-2026", "25.11.2026", "2026-11-25"])
def test_a_day_is_read_as_people_write_it(client, typed):
    assert client.post(reverse("desk:keep_day_new"), FLOOD | {"day": typed}).status_code == 302
    assert SpecialDay.objects.get().day == date(2026, 11, 25)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("typed", ["11/25/2026", "31/11/2026", "25/11/26", "mai", "2026", "25/11"])
def test_a_day_nobody_means_is_refused_with_an_example_and_shown_as_typed(client, typed):
    response = client.post(reverse("desk:keep_day_new"), FLOOD | {"day": typed})
    assert response.status_code == 422
    assert "Không có ngày này. Hãy ghi ngày/tháng/năm, ví dụ 25/11/2026." in response.text
    assert f'value="{typed}"' in response.text


@pytest.mark.usefixtures("here")
def test_a_day_is_shown_with_its_day_first(client):
    page = client.get(reverse("desk:keep_day_new"), {"day": "2026-11-25"}).text
    assert 'value="25/11/2026"' in page
    assert 'type="date"' not in page
    assert client.get(reverse("desk:keep_day_new"), {"day": "2026-02-30"}).status_code == 200


def test_a_day_of_one_unit_stands_apart(client, here):
    client.post(reverse("desk:keep_day_new"), FLOOD | {"unit": here.centre.ref.code})
    page = client.get(reverse("desk:keep_calendar_year", args=[2026])).text
    assert "Chỉ cho một đơn vị" in page
    assert here.centre.name in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2026-02-30"}, "Không có ngày này. Hãy ghi ngày/tháng/năm"),
        ({"day": "1066-01-02"}, "Lịch làm việc chỉ có"),
        ({"source": ""}, "Hãy ghi mục này."),
        ({"source": "x" * 1000}, "dài 1000 ký tự"),
        ({"kind": "maybe"}, "maybe"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_wrong_day_is_refused_and_kept(client, wrong, sentence):
    response = client.post(reverse("desk:keep_day_new"), FLOOD | wrong)
    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="Nghỉ bão"' in response.text
    assert not SpecialDay.objects.exists()


def test_who_keeps_one_centre_sets_no_day_for_everybody(client):
    here = commune()
    sign_in_as(client, officer(here.centre, PostKind.CENTRE_HEAD))
    response = client.post(reverse("desk:keep_day_new"), FLOOD)
    assert response.status_code == 422
    assert "thẩm quyền" in response.text
    assert client.post(reverse("desk:keep_day_new"), FLOOD | {"unit": here.centre.ref.code}).status_code == 302


def test_hours_of_a_season_stand_above_those_of_the_year(client, here):
    typed = HOURS | {"unit": here.committee.ref.code, "season_from": "16/4", "season_to": "15/10"}
    response = client.post(reverse("desk:keep_hours_new"), typed)
    assert response.status_code == 422
    assert "Mùa khác cần đủ ba ô" in response.text
    client.post(reverse("desk:keep_hours_new"), typed | {"season_hours": "7h-11h, 13h30-17h30"})
    calendar = calendar_of(here.centre, date(2026, 11, 23))
    assert f"{calendar.spans(date(2026, 8, 3))[0][0]:%H:%M}" == "07:00"
    assert f"{calendar.spans(date(2026, 11, 23))[0][0]:%H:%M}" == "07:30"
    page = client.get(reverse("desk:keep_hours")).text
    assert "16/04–15/10" in page
    assert "các ngày còn lại" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"hours": "sáng đến chiều"}, "Không đọc được giờ làm việc"),
        ({"hours": "11:30-07:30"}, "Giờ làm việc phải là"),
        ({"season_from": "31/2", "season_to": "1/3", "season_hours": "8h-12h"}, "không phải là ngày trong năm"),
    ],
)
@pytest.mark.usefixtures("here")
def test_hours_nobody_can_read_are_refused_and_kept(client, wrong, sentence):
    response = client.post(reverse("desk:keep_hours_new"), HOURS | wrong)
    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="QĐ 3"' in response.text
    assert not OfficeHours.objects.exists()


def test_a_local_choice_is_made_and_shown_with_its_decision(client, here):
    typed = {
        "rule": "gandan:second-request",
        "value": "2 working days",
        "unit": here.committee.ref.code,
        "valid_from": "2026-12-01",
        "source": "QĐ 44/QĐ-UBND",
    }
    assert client.post(reverse("desk:keep_choice_new"), typed | {"value": "lâu"}).status_code == 422
    assert not RuleChoice.objects.exists()
    assert client.post(reverse("desk:keep_choice_new"), typed).status_code == 302
    assert "QĐ 44/QĐ-UBND" in client.get(reverse("desk:keep_choices")).text
