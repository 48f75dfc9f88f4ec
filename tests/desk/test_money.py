"""Fees on the desk: stated, paid, waived, given back; the month settled; the payment QR."""

import io
from datetime import datetime

import openpyxl
import pytest
from django.urls import reverse

from gandan.dossiers.actions import money as actions
from gandan.dossiers.actions import report_error
from gandan.dossiers.actions.settlements import promise_settlements, settle_fees
from gandan.dossiers.models import Charge, FeeSettlement
from gandan.law.calendar import HANOI
from gandan.organisation.powers import PostKind
from tests import pdf
from tests.dossiers.conftest import MONDAY
from tests.factories import officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]
KNOWN = {"name": "Lệ phí", "amount": 15000, "text": "15.000 đồng/trường hợp", "exemption": "Miễn cho hộ nghèo."}
OPEN = {"name": "Bản sao trích lục", "amount": None, "text": "Hội đồng nhân dân tỉnh quy định"}
DECEMBER_1 = datetime(2026, 12, 1, 7, 30, tzinfo=HANOI)


@pytest.fixture
def dossier(scene):
    scene.version.fees = [KNOWN, OPEN]
    scene.version.save()
    return scene.accepted()


@pytest.fixture
def head(scene):
    return officer(scene.place.centre, PostKind.CENTRE_HEAD, name="Lê Thị Phương")


def url(dossier, act):
    return reverse("desk:dossier_fees", args=[dossier.reference, act])


def page(dossier):
    return reverse("desk:dossier", args=[dossier.reference])


def test_the_dossier_says_what_is_owed_and_what_the_register_leaves_open(scene, desk, dossier):
    text = desk(scene.clerk).get(page(dossier)).text
    assert "còn phải nộp 15.000 đ" in text
    assert "Bản sao trích lục: danh mục chưa cho biết số tiền." in text
    assert url(dossier, "pay") in text
    assert url(dossier, "pay") not in desk(scene.specialist).get(page(dossier)).text


def test_every_act_is_done_from_its_page(scene, desk, dossier):
    client = desk(scene.clerk)

    def press(act, **typed):
        assert client.get(url(dossier, act)).status_code == 200
        response = client.post(url(dossier, act), typed)
        assert (response.status_code, response.headers.get("Location")) == (302, page(dossier)), response.text

    press("state", name="Bản sao trích lục", amount="8.000", ground="Nghị quyết 05/2026/NQ-HĐND")
    press("exempt", ordinal="1", exemption="Miễn cho hộ nghèo.")
    press("pay", ordinals=["2"], method="transfer", reference="FT123")
    press("refund", ordinal="2", reason="Thu nhầm")
    press("state", name="Phí", amount="1000", ground="Nghị quyết")
    press("cancel", ordinal="3", reason="Ghi nhầm")
    assert list(dossier.charges.values_list("state", "amount")) == [
        ("exempt", 15000),
        ("refunded", 8000),
        ("cancelled", 1000),
    ]
    text = client.get(page(dossier)).text
    for said in ("Căn cứ miễn: “Miễn cho hộ nghèo.”", "Biên lai 000001/2026", "Lý do: Thu nhầm", "FT123"):
        assert said in text


def test_while_our_error_is_mended_the_page_asks_for_no_money_and_says_why(scene, desk):
    scene.version.fees = [KNOWN, OPEN]
    scene.version.save()
    dossier, client = scene.settled(), desk(scene.clerk)
    assert "còn phải nộp" in client.get(page(dossier)).text
    report_error(**scene.now(dossier), error="Sai năm sinh", by=scene.clerk, at=MONDAY)
    text = client.get(page(dossier)).text
    assert "còn phải nộp" not in text
    assert "danh mục chưa cho biết số tiền" not in text
    assert url(dossier, "state") not in text
    assert "không thu gì của người nộp" in client.get(url(dossier, "state")).text


def test_the_words_of_the_version_are_offered_as_ground(scene, desk, dossier):
    form = desk(scene.clerk).get(url(dossier, "exempt")).context["form"]
    assert form["exemption"].value() == "Miễn cho hộ nghèo."


def test_a_refusal_keeps_what_was_typed_beside_its_field(scene, desk, dossier):
    response = desk(scene.clerk).post(url(dossier, "pay"), {"ordinals": ["1"], "method": "transfer", "reference": ""})
    assert response.status_code == 422
    assert "reference" in response.context["form"].errors
    assert Charge.objects.get().state == "owed"


def test_paid_by_somebody_else_meanwhile_is_said(scene, desk, dossier):
    client = desk(scene.clerk)
    client.get(url(dossier, "pay"))
    actions.exempt(dossier_id=dossier.pk, ordinal=1, exemption="x", by=scene.clerk, at=MONDAY)
    response = client.post(url(dossier, "pay"), {"ordinals": ["1"], "method": "cash"})
    assert response.status_code == 422  # no longer among the choices
    assert Charge.objects.get().state == "exempt"


def test_who_may_not_collect_is_told_so(scene, desk, dossier):
    response = desk(scene.specialist).post(url(dossier, "pay"), {"ordinals": ["1"], "method": "cash"})
    assert response.status_code == 422
    assert "Thu, miễn, hoàn phí và lệ phí" in response.text


def test_the_receipt_says_the_sum_in_words_and_what_was_given_back(scene, desk, dossier):
    pay = {"ordinals": [1], "method": "cash", "reference": ""}
    actions.pay(dossier_id=dossier.pk, **pay, by=scene.clerk, at=MONDAY)
    address = reverse("desk:fee_receipt", args=[dossier.reference, 2026, 1])
    text = pdf.text(desk(scene.clerk).get(address).content)
    for said in ("000001/2026", "15.000 đồng", "Mười lăm nghìn đồng", "Trần Thị Hoa", "Nguyễn Thị Hạnh"):
        assert said in text
    actions.refund(dossier_id=dossier.pk, ordinal=1, reason="Thu nhầm", by=scene.clerk, at=MONDAY)
    assert "Đã hoàn 16/11/2026: Thu nhầm" in pdf.text(desk(scene.clerk).get(address).content)
    assert desk(scene.clerk).get(reverse("desk:fee_receipt", args=[dossier.reference, 2026, 2])).status_code == 404


def test_before_returning_what_is_owed_is_said_and_does_not_hinder(scene, desk):
    scene.version.fees = [KNOWN]
    scene.version.save()
    dossier = scene.settled()
    response = desk(scene.clerk).get(reverse("desk:dossier_move", args=[dossier.reference, "return_result"]))
    assert "Người nộp còn nợ 15.000 đ" in response.text
    assert response.context["open"]


class TestPaymentQr:
    @pytest.fixture(autouse=True)
    def account(self, settings):
        settings.BANK_BIN, settings.BANK_ACCOUNT, settings.BANK_NAME = "970436", "0011001234567", "Trung tâm"

    def test_it_stands_on_the_dossier_the_look_up_and_the_receipt_while_something_is_owed(
        self, scene, desk, dossier, client
    ):
        lookup = reverse("portal:lookup_with_secret", args=[dossier.reference, dossier.receipt_secret])
        receipt = reverse("desk:dossier_paper", args=[dossier.reference, "receipt-1"])
        assert "data:image/svg+xml" in desk(scene.clerk).get(page(dossier)).text
        assert "data:image/svg+xml" in client.get(lookup).text
        found = pdf.codes(desk(scene.clerk).get(receipt).content)
        [transfer] = [code for code in found if code.startswith("000201")]
        assert "540515000" in transfer
        assert f"0810{dossier.reference}" in transfer
        pay = {"ordinals": [1], "method": "cash", "reference": ""}
        actions.pay(dossier_id=dossier.pk, **pay, by=scene.clerk, at=MONDAY)
        assert "data:image/svg+xml" not in desk(scene.clerk).get(page(dossier)).text
        assert "data:image/svg+xml" not in client.get(lookup).text
        assert not any(code.startswith("000201") for code in pdf.codes(desk(scene.clerk).get(receipt).content))

    def test_without_the_setting_there_is_none(self, scene, desk, dossier, settings):
        settings.BANK_BIN = settings.BANK_ACCOUNT = ""
        assert "data:image/svg+xml" not in desk(scene.clerk).get(page(dossier)).text


def _named(drawn: FeeSettlement) -> list[str]:
    return [drawn.unit.ref.code, f"{drawn.month:%Y-%m}", drawn.beneficiary.ref.code]


class TestAMonth:
    def paid(self, scene, dossier):
        pay = {"ordinals": [1], "method": "cash", "reference": ""}
        actions.pay(dossier_id=dossier.pk, **pay, by=scene.clerk, at=MONDAY)

    def test_the_head_draws_the_lists_and_takes_them_out(self, scene, desk, dossier, head, clock):
        self.paid(scene, dossier)
        promise_settlements(at=DECEMBER_1)
        clock.at = DECEMBER_1
        client, month = desk(head), reverse("desk:keep_fees")
        assert "15.000 đ" in client.get(month).text
        assert f"{month}?unit=" in client.get(reverse("desk:day") + "?tab=all").text  # the promise leads here
        response = client.post(reverse("desk:keep_fees_draw"), {"month": "2026-11"})
        assert response.status_code == 302
        drawn = FeeSettlement.objects.get()
        text = pdf.text(client.get(reverse("desk:keep_fees_list", args=[*_named(drawn), "pdf"])).content)
        assert "Mười lăm nghìn đồng" in text
        assert dossier.code in text.replace(" ", "")
        content = client.get(reverse("desk:keep_fees_list", args=[*_named(drawn), "xlsx"])).content
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet.cell(2, 8).value == 15000

    def test_before_the_month_is_over_it_is_refused_in_a_sentence(self, scene, desk, dossier, head):
        self.paid(scene, dossier)
        response = desk(head).post(reverse("desk:keep_fees_draw"), {"month": "2026-11"})
        assert response.status_code == 422
        assert "Tháng 11/2026 chưa hết" in response.text

    def test_it_does_not_exist_for_who_does_not_settle(self, scene, desk, dossier, head):
        self.paid(scene, dossier)
        [drawn] = settle_fees(unit=scene.place.centre, month=MONDAY.date().replace(day=1), by=head, at=DECEMBER_1)
        client = desk(scene.clerk)
        assert client.get(reverse("desk:keep_fees")).status_code == 404
        assert client.get(reverse("desk:keep_fees_list", args=[*_named(drawn), "pdf"])).status_code == 404
