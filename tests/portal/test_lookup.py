"""Looking a dossier up: progress to anybody with its code, the rest to the holder of the receipt."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from gandan.dossiers import actions
from gandan.lib.redaction import WithoutSecrets
from gandan.promises.models import Promise
from gandan.ui import limits
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import road_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FORM = "/tra-cuu/"
WRONG = "0123456789ABCDEF"


@pytest.fixture(autouse=True)
def _own_counters(settings, tmp_path, clock):
    settings.DATA_DIR = tmp_path


def private(dossier, secret=None):
    return f"/tra-cuu/{dossier.reference}/{secret or dossier.receipt_secret}/"


def by_code(client, code):
    return client.get(FORM, {"ma": code})


# --- with a code alone -------------------------------------------------------------------------------------------


def test_a_code_alone_shows_progress_and_rough_dates(scene, client):
    text = by_code(client, scene.examined().code).text
    assert "Đang giải quyết" in text
    assert "Nộp trong tháng 11/2026." in text
    assert "Hẹn trả khoảng giữa tháng 11/2026." in text


@pytest.mark.parametrize("life", ["accepted", "examined", "settled"])
def test_a_code_alone_reveals_nobody_and_no_matter(scene, client, life):
    dossier = getattr(scene, life)()
    text = by_code(client, dossier.code).text
    for hidden in (
        "Trần Thị Hoa",
        dossier.applicant.id_number,
        "Đỗ Quang Huy",
        "Nguyễn Thị Hạnh",
        "Bình Lục",
        dossier.version.plain_name,
        dossier.reference,
        dossier.receipt_secret,
        "19/11",
    ):
        assert hidden not in text


def test_a_reference_alone_shows_progress_and_not_the_code(scene, client):
    dossier = scene.asked()
    response = by_code(client, f" {dossier.reference.lower()} ")
    assert "Đang chờ bổ sung giấy tờ" in response.text
    accepted = scene.accepted()
    assert accepted.code not in by_code(client, accepted.reference).text


@pytest.mark.parametrize("typed", ["h42.{n}-261116-0001", " H42.{n}-261116-0001 "])
def test_a_code_may_be_typed_in_any_case_and_with_spaces(scene, client, typed):
    scene.accepted()
    number = scene.place.committee.agency_code.removeprefix("H42.")
    assert by_code(client, typed.format(n=number)).status_code == 200


@pytest.mark.parametrize("typed", ["H42.999-261116-0001", "x" * 1000, "\0", "<script>", "'; --"])
def test_an_unknown_code_is_said_to_be_unknown_and_kept_in_the_box(client, typed):
    response = by_code(client, typed)
    assert response.status_code in (200, 404)  # nothing at all typed is no question
    assert "<script>" not in response.text
    if response.status_code == 404:
        assert "Không tìm thấy hồ sơ nào có mã này" in response.text


def test_an_empty_box_is_asked_to_be_filled(client):
    assert "Hãy gõ mã hồ sơ" in client.get(FORM, {"ma": " "}).text


# --- with the secret of the receipt ------------------------------------------------------------------------------


def test_the_receipt_opens_unit_handler_due_date_and_why(scene, client, clock):
    clock.at = MONDAY.replace(day=23, hour=15, minute=30)
    text = client.get(private(scene.accepted(at=clock.at))).text
    for words in (
        "Chúng tôi hẹn trả kết quả",
        "Thứ Sáu, 27/11/2026",
        "trước 17:00, tại Trung tâm Phục vụ hành chính công xã Bình Lục",
        "Đỗ Quang Huy",
        "Vì sao là ngày này?",
        "Ngày Văn hóa Việt Nam",
        "Giấy tờ tùy thân",
    ):
        assert words in text


def test_even_the_receipt_does_not_tell_who_applied(scene, client):
    dossier = scene.accepted()
    text = client.get(private(dossier)).text
    for hidden in ("Trần Thị Hoa", dossier.applicant.id_number, dossier.applicant.email):
        assert hidden not in text


def test_what_is_missing_is_told_with_the_day_to_bring_it(scene, client):
    text = client.get(private(scene.asked())).text
    assert "Xin bổ sung giấy tờ trước" in text
    assert "<li>Bản án</li>" in text
    assert "Thứ Ba, 01/12/2026" in text


def test_a_broken_promise_is_admitted_and_who_has_the_dossier_is_told_all_the_same(scene, client, clock):
    dossier = scene.examined()
    who = f"Đỗ Quang Huy, {scene.place.committee.name}, đang giải quyết."
    assert who in client.get(private(dossier)).text
    clock.at = MONDAY + timedelta(days=7)
    late = client.get(private(dossier)).text
    assert "Chúng tôi đã trễ hẹn, xin lỗi ông/bà." in late
    assert who in late


@pytest.mark.parametrize("life", ["accepted", "asked", "examined", "settled"])
def test_every_state_has_a_page(scene, client, life):
    assert client.get(private(getattr(scene, life)())).status_code == 200


def test_what_ended_has_a_page_too(scene, client, clock):
    returned = actions.return_result(
        **scene.now(scene.settled()), collected_by="Trần Thị Hoa", by=scene.clerk, at=MONDAY
    )
    assert "Kết quả: Đồng ý giải quyết, đã trao" in client.get(private(returned)).text
    refused = actions.refuse(intake=scene.intake(), reason="Không thuộc thẩm quyền", by=scene.clerk, at=MONDAY)
    assert "Không thuộc thẩm quyền" in client.get(private(refused)).text
    asked = scene.asked()
    closed = actions.close(**scene.now(asked), by=scene.clerk, at=MONDAY + timedelta(days=20))
    Promise.objects.filter(kind="supplement").update(term="20 days")  # what this dossier was told, not today's law
    assert "Quá 20 ngày kể từ thông báo mà chưa có bổ sung. Ông/bà có thể nộp lại" in client.get(private(closed)).text


def test_a_wrong_secret_looks_the_same_as_an_unknown_dossier(scene, client):
    dossier = scene.accepted()
    wrong = client.get(private(dossier, WRONG))
    unknown = client.get(f"/tra-cuu/ZZZZZZZZZZ/{WRONG}/")
    assert (wrong.status_code, wrong.text) == (unknown.status_code, unknown.text)
    assert wrong.status_code == 404
    assert dossier.version.plain_name not in wrong.text


def test_the_secret_of_another_receipt_does_not_open_it(scene, client):
    assert client.get(private(scene.accepted(), scene.accepted().receipt_secret)).status_code == 404


def test_a_secret_typed_by_hand_may_be_in_small_letters(scene, client):
    dossier = scene.accepted()
    assert client.get(private(dossier, dossier.receipt_secret.lower())).status_code == 200


def test_the_secret_leaves_no_trace(scene, client, caplog):
    dossier = scene.accepted()
    response = client.get(private(dossier))
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert dossier.receipt_secret not in response.text
    assert not response.cookies
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.DEBUG):
        client.get(private(dossier, WRONG))
    assert "/tra-cuu/" in caplog.text
    assert WRONG not in caplog.text


def test_a_lookup_writes_nothing_to_the_database(scene, client, django_assert_num_queries):
    dossier = scene.examined()
    with django_assert_num_queries(4):  # the dossier, the agencies it is at, fees, the edition once
        client.get(private(dossier))
    with django_assert_num_queries(2):
        by_code(client, dossier.code)
    with django_assert_num_queries(1):
        client.get(private(dossier, WRONG))


def test_a_page_is_light(scene, client):
    assert len(client.get(private(scene.accepted())).content) < 10_000


# --- not too often -----------------------------------------------------------------------------------------------


def test_an_address_that_asks_too_often_waits_until_the_next_minute(scene, client, clock, settings):
    settings.LOOKUP_LIMIT_PER_MINUTE = 3
    dossier = scene.accepted()
    clock.at = MONDAY + timedelta(seconds=18)
    answers = [by_code(client, dossier.code).status_code, client.get(private(dossier)).status_code]
    answers += [by_code(client, "khong-co").status_code, by_code(client, dossier.code).status_code]
    assert answers == [200, 200, 404, 429]
    refused = client.get(private(dossier))
    assert (refused.status_code, refused["Retry-After"]) == (429, "42")
    assert "xin thử lại sau 42 giây" in refused.text
    assert client.get(private(dossier), REMOTE_ADDR="10.0.0.9").status_code == 200
    assert client.get(FORM).status_code == 200  # looking at the form asks nothing
    clock.at += timedelta(seconds=42)
    assert client.get(private(dossier)).status_code == 200


def test_guessing_at_one_dossier_from_many_addresses_is_stopped_for_that_dossier(scene, client, settings):
    settings.LOOKUP_LIMIT_PER_MINUTE = 3
    dossier, other = scene.accepted(), scene.accepted()
    for number in range(3):
        assert client.get(private(dossier, WRONG), REMOTE_ADDR=f"10.0.0.{number}").status_code == 404
    assert client.get(private(dossier), REMOTE_ADDR="10.0.1.1").status_code == 429
    assert client.get(private(other), REMOTE_ADDR="10.0.1.2").status_code == 200


def test_counters_keep_no_address_and_old_minutes_go(clock, settings):
    for minute in range(4):
        limits.count("from:203.0.113.7", MONDAY + timedelta(minutes=minute))
    kept = [path for path in (settings.DATA_DIR / "limits").rglob("*") if path.is_file()]
    assert len(kept) == 2
    assert not any("203.0.113.7" in str(path) or "203" in path.read_text() for path in kept)


def test_every_process_counts_on_the_same_counter(settings):
    assert [limits.count("x", MONDAY) for _ in range(3)] == [1, 2, 3]
    assert limits.counted("x", MONDAY) == 3
    assert limits.counted("x", MONDAY + timedelta(minutes=1)) == 0
    assert limits.counted("y", MONDAY) == 0


def test_the_address_is_where_the_receipt_points(scene):
    dossier = scene.accepted()
    assert reverse("portal:lookup_with_secret", args=[dossier.reference, dossier.receipt_secret]) == private(dossier)


def test_the_empty_form_is_drawn_once_for_everybody_and_no_look_up_is(scene, client):
    cache.clear()
    dossier = scene.accepted()
    assert client.get(reverse("portal:lookup")).templates
    assert not client.get(reverse("portal:lookup")).templates
    for _ in range(2):
        assert client.get(reverse("portal:lookup"), {"ma": dossier.code}).templates


# --- on its road -------------------------------------------------------------------------------------------------


def test_who_holds_the_receipt_reads_where_the_dossier_is_and_no_officers_name(scene, client):
    road = road_of(scene)
    dossier = scene.examined()
    said = {"legs": [road.to_registry()], "way": "electronic", "by": scene.specialist, "at": MONDAY}
    dossier = actions.plan_route(**scene.now(dossier), **said)
    text = client.get(private(dossier)).text
    assert f"Hồ sơ đang ở {road.registry.name}, hẹn xong trước 17:00 thứ Hai, 23/11/2026." in text
    assert road.registrar.name not in text
    assert road.registry.name not in by_code(client, dossier.code).text


def test_a_result_from_elsewhere_is_not_to_be_collected_before_it_is_back(scene, client):
    road = road_of(scene)
    dossier = scene.accepted(deciding_unit_id=road.other.committee.pk, handler_id=road.other_specialist.pk)
    dossier = actions.examine(**scene.now(dossier), by=road.other_specialist, at=MONDAY)
    done = {"outcome": "approved", "result_number": "1", "reason": "", "by": road.other_specialist, "at": MONDAY}
    dossier = actions.settle(**scene.now(dossier), **done)
    assert "đang chuyển về nơi nhận hồ sơ" in by_code(client, dossier.code).text
    dossier = actions.take_result_to_desk(**scene.now(dossier), by=scene.clerk, at=MONDAY)
    assert "mời đến nhận" in by_code(client, dossier.code).text
