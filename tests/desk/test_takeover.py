"""The screen for files of the province, and the counter of a companion."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Takeover
from gandan.journal.models import Entry
from gandan.organisation.powers import PostKind
from tests.desk.conftest import MONDAY
from tests.dossiers.province import Export
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:takeovers")
ACCEPTED = {"Trạng thái hồ sơ": "Được tiếp nhận"}


@pytest.fixture
def export(scene) -> Export:
    return Export(scene)


def _send(client, content: bytes, **other: object):
    return client.post(PAGE, {"file": SimpleUploadedFile("xuat.csv", content), **other}, follow=True)


def test_an_uploaded_file_is_taken_over_and_the_refused_rows_come_first(desk, scene, export):
    client = desk(scene.clerk)
    page = _send(client, export.csv(export.row(1), export.row(2, **{"Trạng thái hồ sơ": "lạ"})))
    assert page.status_code == 200
    assert "Không biết từ ở cột “Trạng thái”" in page.text
    assert export.row(1)["Mã hồ sơ"] not in page.text  # only the refused are shown first
    batch = Takeover.objects.get()
    every = client.get(reverse("desk:takeover_report", args=[batch.code]) + "?word=all").text
    opens = reverse("desk:dossier", args=[Dossier.objects.get().reference])
    assert f'<a href="{opens}">{export.row(1)["Mã hồ sơ"]}</a>' in every
    report = b"".join(client.get(reverse("desk:takeover_csv", args=[batch.code])))
    assert report.decode("utf-8-sig").splitlines()[2].startswith("3,")
    assert batch.file_name in client.get(PAGE).text


def test_a_dry_run_shows_the_rows_and_writes_nothing(desk, scene, export):
    page = _send(desk(scene.clerk), export.csv(export.row()), dry_run="on")
    assert "Chỉ xét thử: chưa ghi gì" in page.text
    assert not Dossier.objects.exists()


def test_a_file_that_is_none_is_refused_with_the_form(desk, scene):
    page = _send(desk(scene.clerk), b"PK\x03\x04 x")
    assert page.status_code == 422
    assert "tệp hỏng" in page.text
    assert desk(scene.clerk).post(PAGE).status_code == 422


def test_without_the_power_there_is_no_such_page(desk, scene):
    assert desk(scene.specialist).get(PAGE).status_code == 404


def _back(client, since: str):
    return client.post(reverse("desk:takeover_export"), {"since": since})


def test_what_goes_back_is_what_was_done_here_and_leaves_an_entry(desk, scene, export):
    client = desk(scene.clerk)
    _send(client, export.csv(export.row(1, **ACCEPTED), export.row(2)))
    assert len(b"".join(_back(client, "16/11/2026")).splitlines()) == 1  # the province told it all itself
    first, second = Dossier.objects.order_by("code")
    actions.assign(**scene.now(second), handler=scene.specialist, by=scene.chair, at=MONDAY)
    actions.examine(**scene.now(first), by=scene.specialist, at=MONDAY)
    lines = b"".join(_back(client, "16/11/2026")).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Đang xử lý" in lines[1]
    entry = Entry.objects.filter(act="dossiers.give_back").latest("id")
    assert (entry.actor_code, entry.subject_code) == (scene.clerk.code, scene.place.centre.ref.code)
    assert entry.data == {"since": "2026-11-16", "dossiers": 1}
    assert "Lần xuất trước: 16/11/2026" in client.get(PAGE).text


def test_without_a_day_everything_of_ones_own_units_goes_back(desk, scene, export):
    client = desk(scene.clerk)
    _send(client, export.csv(export.row()))
    assert len(b"".join(_back(client, "")).splitlines()) == 2
    other = commune("Nơi Khác")
    stranger = officer(other.centre, PostKind.COUNTER_OFFICER)
    assert len(b"".join(_back(desk(stranger), "")).splitlines()) == 1


@pytest.mark.parametrize("wrong", ["31/02/2026", "17/11/2026"])
def test_a_day_that_is_none_or_ahead_is_told_and_nothing_leaves(desk, scene, wrong):
    page = _back(desk(scene.clerk), wrong)
    assert page.status_code == 422
    assert wrong in page.text
    assert not Entry.objects.filter(act="dossiers.give_back").exists()


def test_looking_at_an_address_takes_nothing_out(desk, scene):
    assert desk(scene.clerk).get(reverse("desk:takeover_export")).status_code == 405


def test_the_report_of_another_place_is_a_404(desk, scene, export):
    _send(desk(scene.clerk), export.csv(export.row()))
    batch = Takeover.objects.get()
    report, file = (reverse(f"desk:{name}", args=[batch.code]) for name in ("takeover_report", "takeover_csv"))
    colleague = desk(officer(scene.place.centre, PostKind.COUNTER_OFFICER))
    assert colleague.get(report).status_code == 200
    stranger = desk(officer(commune("Nơi Khác").centre, PostKind.COUNTER_OFFICER))
    assert [stranger.get(address).status_code for address in (report, file)] == [404, 404]
    assert batch.file_name not in stranger.get(PAGE).text


def test_a_day_is_typed_day_first_on_every_browser(desk, scene):
    page = desk(scene.clerk).get(PAGE).text
    assert 'type="date"' not in page
    assert 'value="16/11/2026"' in page


def test_the_counter_of_a_companion_begins_with_the_provinces_file(desk, scene, settings):
    client = desk(scene.clerk)
    assert "Hồ sơ mới" in client.get(reverse("desk:counter_home")).text
    settings.ROLE = "companion"
    page = client.get(reverse("desk:counter_home")).text
    assert "Nhập tệp của tỉnh" in page
    assert "Hồ sơ mới" not in page
    assert "Làm và trả ngay" not in page


def test_the_dossiers_page_shows_both_days(desk, scene, export):
    client = desk(scene.clerk)
    _send(client, export.csv(export.row()))
    page = client.get(reverse("desk:dossier", args=[Dossier.objects.get().reference])).text
    assert "Theo giấy hẹn của tỉnh" in page
    assert "Theo cách tính ở đây" in page


def test_the_counter_of_a_companion_takes_what_the_province_accepted(desk, scene, settings):
    settings.ROLE = "companion"
    client = desk(scene.clerk)
    draft = client.post(reverse("desk:counter_open")).url
    page = client.get(draft).text
    assert "Nhận từ hệ thống của tỉnh" in page
    assert "Tiếp nhận và in giấy hẹn" not in page
    typed = {
        "name": "Trần Thị Hoa",
        "kind": "person",
        "version": scene.version.ref.code,
        "given": ["1", "2"],
        "channel": "desk",
        "sets": "1",
        "province_code": "H42.216-261116-0009",
        "province_due_on": "2026-11-20",
        "province_due_time": "16:30",
        "do": "take_from_province",
    }
    wrong = client.post(draft, typed | {"province_due_on": ""})
    assert wrong.status_code == 422
    assert "H42.216-261116-0009" in wrong.text
    done = client.post(draft, typed)
    assert done.status_code == 302, done.text
    dossier = Dossier.objects.get()
    assert (dossier.code, dossier.accepted_at) == ("H42.216-261116-0009", MONDAY)


def test_every_message_opens_to_its_words_and_trouble_is_flagged(desk, scene):
    from gandan.journal.models import Notice

    dossier = scene.accepted()
    Notice.objects.update(state="doubtful", trouble="Cổng gửi tin nhận rồi không trả lời")
    page = desk(scene.clerk).get(reverse("desk:dossier", args=[dossier.reference])).text
    assert "Khi đến nhận, xin mang theo" in page
    assert "Cổng gửi tin nhận rồi không trả lời" in page


def test_the_day_of_a_companion_begins_with_the_provinces_file_too(desk, scene, settings):
    day = reverse("desk:day")
    assert "Tiếp nhận hồ sơ" in desk(scene.clerk).get(day).text
    settings.ROLE = "companion"
    page = desk(scene.clerk).get(day).text
    assert "Nhập tệp của tỉnh" in page
    assert reverse("desk:counter_open") not in page
