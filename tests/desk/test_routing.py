"""The road of a dossier on the desk: its page, the forms, signing, the control slips."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, HandOver, Leg
from tests import pdf
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import GROUND, leg_of, road_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def road(scene):
    return road_of(scene)


def page(dossier):
    return reverse("desk:dossier", args=[dossier.reference])


def move(dossier, name):
    return reverse("desk:dossier_move", args=[dossier.reference, name])


def on_leg(dossier, verb, ordinal=1):
    return reverse(f"desk:leg_{verb}", args=[dossier.reference, ordinal])


def planned(road, *, way="both"):
    dossier = road.scene.examined()
    said = {"legs": [road.to_registry(), road.to_tax(stage=2)], "way": way, "by": road.scene.specialist}
    return actions.plan_route(**road.scene.now(dossier), **said, at=MONDAY)


def typed(road, dossier, **other):
    plain = {
        "revision": dossier.revision,
        "agency": road.registry.ref.code,
        "task": "Trích lục bản đồ",
        "term_amount": "5",
        "term_unit": "working days",
        "term_ground": GROUND,
        "way": "both",
        "when": "1",
    }
    return plain | other


def test_an_officer_states_a_leg_and_its_agency_sees_the_dossier(road, desk):
    dossier = road.scene.examined()
    registrar = desk(road.registrar)
    assert registrar.get(page(dossier)).status_code == 404
    assert desk(road.scene.specialist).post(move(dossier, "plan_route"), typed(road, dossier)).status_code == 302
    text = registrar.get(page(dossier)).text
    for words in ("Đường đi của hồ sơ", road.registry.name, "Trích lục bản đồ", "Nhận bàn giao", "Xong bước này"):
        assert words in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"term_ground": ""}, "Hãy ghi căn cứ của thời hạn này"),
        ({"agency": ""}, "Hãy chọn cơ quan."),
        ({"term_amount": ""}, "Hãy ghi thời hạn."),
        ({"task": ""}, "Hãy ghi việc cơ quan đó cần làm."),
        ({"term_amount": "9000"}, "Thời hạn phải từ 1 đến"),
        ({"agency": "khong-co"}, "Hãy chọn trong các mục có sẵn."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(road, desk, wrong, words):
    dossier = road.scene.examined()
    response = desk(road.scene.specialist).post(move(dossier, "plan_route"), typed(road, dossier, **wrong))
    assert response.status_code == 422
    assert words in response.text
    if "task" not in wrong:
        assert 'value="Trích lục bản đồ"' in response.text
    assert not Leg.objects.exists()


def test_the_decreed_road_is_planned_in_one_press(road, desk):
    version = road.scene.version
    version.steps = [
        {"stage": 1, "agency": "land_registry", "task": "Trích lục", "term": "5 working days", "basis": GROUND},
        {"stage": 2, "agency": "tax_office", "task": "Nghĩa vụ tài chính", "term": "3 working days", "basis": GROUND},
    ]
    version.save()
    dossier = road.scene.examined()
    client = desk(road.scene.specialist)
    assert (
        "1. Chi nhánh Văn phòng đăng ký đất đai khu vực Bình Lục: Trích lục"
        in client.get(move(dossier, "plan_route")).text
    )
    said = {"revision": dossier.revision, "how": "decreed", "way": "electronic"}
    assert client.post(move(dossier, "plan_route"), said).status_code == 302
    assert list(dossier.legs.values_list("unit__kind", "state")) == [
        ("land_registry", "running"),
        ("tax_office", "planned"),
    ]


def test_an_agency_signs_finishes_and_the_next_one_is_shown(road, desk, clock):
    dossier = planned(road)
    client = desk(road.registrar)
    before = client.get(on_leg(dossier, "finish")).text  # told before anything is typed, with the button in place
    assert "Hồ sơ giấy chưa có người ký nhận" in before
    assert "<button>Nhận bàn giao</button>" in before
    assert 'name="finding"' not in before
    refused = client.post(on_leg(dossier, "finish"), {"finding": "Khớp", "way": "both"})
    assert refused.status_code == 422
    assert "Hồ sơ giấy chưa có người ký nhận" in refused.text
    assert "Khớp" in refused.text
    sign = reverse("desk:hand_over_receive", args=[dossier.reference, 1])
    assert client.post(sign).status_code == 302
    again = client.post(sign)
    assert again.status_code == 409
    assert "đã được Trịnh Văn Lâm nhận trước" in again.text
    assert client.post(on_leg(dossier, "finish"), {"finding": "Khớp", "way": "both"}).status_code == 302
    assert leg_of(dossier, 2).state == Leg.State.RUNNING
    assert client.post(on_leg(dossier, "finish"), {"finding": "Khớp", "way": "both"}).status_code == 409
    assert "Kết quả: Khớp" in client.get(page(dossier)).text


def test_the_leg_of_another_unit_is_refused_to_who_sees_it_and_unknown_to_strangers(road, desk):
    dossier = planned(road, way="electronic")
    said = {"finding": "Khớp", "way": "electronic"}
    assert desk(road.tax_officer).post(on_leg(dossier, "finish"), said).status_code == 422
    assert "<button>Ghi kết quả" not in desk(road.tax_officer).get(on_leg(dossier, "finish")).text
    assert desk(road.other_specialist).post(on_leg(dossier, "finish"), said).status_code == 404
    assert desk(road.other_specialist).get(on_leg(dossier, "withdraw")).status_code == 404
    assert desk(road.registrar).get(on_leg(dossier, "finish", 9)).status_code == 404
    assert leg_of(dossier).state == Leg.State.RUNNING


def test_a_step_without_a_finding_says_what_to_write_and_help_stands_beside_it(road, desk):
    dossier = planned(road, way="electronic")
    empty = desk(road.registrar).post(on_leg(dossier, "finish"), {"finding": "", "way": "electronic"})
    assert empty.status_code == 422
    assert "Hãy ghi kết quả hoặc ý kiến để nơi sau làm tiếp." in empty.text
    assert "Lỗi hay gặp" in empty.text


def test_a_leg_is_withdrawn_on_its_page(road, desk):
    dossier = planned(road)
    client = desk(road.scene.specialist)
    assert client.post(on_leg(dossier, "withdraw", 2), {"reason": ""}).status_code == 422
    assert client.post(on_leg(dossier, "withdraw", 2), {"reason": "Không phát sinh"}).status_code == 302
    assert "Lý do thôi: Không phát sinh" in client.get(page(dossier)).text


def test_an_opinion_is_asked_for_and_answered(road, desk):
    dossier = road.scene.examined()
    said = typed(road, dossier, agency=road.tax.ref.code, task="Còn nợ thuế không?")
    assert desk(road.scene.specialist).post(move(dossier, "consult"), said | {"way": "electronic"}).status_code == 302
    text = desk(road.tax_officer).get(page(dossier)).text
    assert "Hỏi ý kiến: Còn nợ thuế không?" in text
    assert "Trả lời ý kiến" in text


def test_the_clerk_takes_a_result_from_elsewhere_with_one_press(road, desk, clock):
    there = {"deciding_unit_id": road.other.committee.pk, "handler_id": road.other_specialist.pk}
    dossier = road.scene.accepted(**there)
    dossier = actions.examine(**road.scene.now(dossier), by=road.other_specialist, at=MONDAY)
    done = {"outcome": "approved", "result_number": "1", "reason": "", "by": road.other_specialist, "at": MONDAY}
    dossier = actions.settle(**road.scene.now(dossier), **done)
    client = desk(road.scene.clerk)
    text = client.get(page(dossier)).text
    assert "Kết quả do nơi khác giải quyết chưa về quầy" in text
    assert client.post(move(dossier, "take_result_to_desk"), {"revision": dossier.revision}).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).result_at_desk_at == MONDAY
    assert "Kết quả về quầy" in client.get(page(dossier)).text


def test_a_plain_dossier_shows_no_road(road, desk):
    text = desk(road.scene.clerk).get(page(road.scene.settled())).text
    assert "Đường đi của hồ sơ" not in text
    assert "Nhận kết quả về quầy" not in text


# --- control slips -----------------------------------------------------------------------------------------------


def slip(dossier, kind):
    return reverse("desk:control_slip", args=[dossier.reference, kind])


def test_the_control_slip_tells_every_hand_over_and_who_signed(road, desk, clock):
    dossier = planned(road)
    actions.receive_hand_over(dossier_id=dossier.pk, ordinal=1, by=road.registrar, at=MONDAY)
    late = MONDAY.replace(day=24)
    actions.finish_leg(dossier_id=dossier.pk, leg=1, finding="Khớp", by=road.registrar, at=late)
    response = desk(road.scene.clerk).get(slip(dossier, "pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert pdf.sizes(response.content) == {(210, 297)}
    words = pdf.text(response.content)
    for expected in (dossier.code, "Trần Thị Hoa", "Quá hạn", "Trịnh Văn Lâm", road.tax.name, "Mẫu 06"):
        assert expected in words
    assert words.count("Giao: ") == 2 * 3  # into the house, to the registry, on to the tax office


def test_the_table_of_a_period_keeps_text_as_text(road, desk, clock):
    dossier = planned(road)
    dossier.applicant.name = "=HYPERLINK(1)"
    dossier.applicant.save()
    road.scene.accepted()
    unit = road.scene.place.committee
    address = reverse("desk:control_slips", args=[unit.ref.code])
    said = {"first": "01/11/2026", "last": "30/11/2026"}
    client = desk(road.scene.clerk)
    sheet = load_workbook(BytesIO(client.get(address, said | {"kind": "xlsx"}).content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [1, 2, 3]
    assert rows[0][2] == "=HYPERLINK(1)"
    assert sheet.cell(2, 3).data_type == "s"
    assert rows[1][9] == road.registry.name
    printed = client.get(address, said | {"kind": "pdf"})
    assert "Từ ngày 01/11/2026 đến ngày 30/11/2026" in pdf.text(printed.content)


@pytest.mark.parametrize("said", [{"first": "mai", "last": "1/11/2026"}, {"first": "2/11/2026", "last": "1/11/2026"}])
def test_a_period_that_cannot_be_is_said_so(road, desk, said):
    address = reverse("desk:control_slips", args=[road.scene.place.committee.ref.code])
    client = desk(road.scene.clerk)
    assert client.get(address).status_code == 200
    assert client.get(address, said | {"kind": "pdf"}).status_code == 422


def test_slips_of_a_unit_out_of_reach_do_not_exist(road, desk):
    dossier = planned(road)
    client = desk(road.other_specialist)
    assert client.get(slip(dossier, "pdf")).status_code == 404
    assert client.get(slip(dossier, "docx")).status_code == 404
    address = reverse("desk:control_slips", args=[road.scene.place.committee.ref.code])
    assert client.get(address).status_code == 404


def test_printing_a_slip_changes_nothing_and_a_signature_stays(road, desk):
    dossier = planned(road)
    before = list(HandOver.objects.values())
    desk(road.scene.clerk).get(slip(dossier, "pdf"))
    assert list(HandOver.objects.values()) == before
