"""Fees: owed, paid with a receipt, exempt, given back, settled with the agencies each month."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gandan.dossiers.actions import money as actions
from gandan.dossiers.actions import report_error, stop
from gandan.dossiers.actions.settlements import promise_settlements, settle_fees
from gandan.dossiers.models import Charge, Dossier, FeeSettlement, ReceiptNumber
from gandan.dossiers.queries.money import asked_now, charges_of, owed_by, reaches_account_by, settled, unsettled
from gandan.dossiers.rules import money as rules
from gandan.journal.models import Entry
from gandan.journal.queries import last_entry, timeline
from gandan.law.calendar import HANOI
from gandan.organisation.powers import PostKind
from gandan.procedures.rules import Fee
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests.dossiers.conftest import MONDAY
from tests.factories import officer
from tests.refusals import refused

database = [pytest.mark.django_db, pytest.mark.both]
KNOWN = {"name": "Lệ phí", "amount": 15000, "text": "15.000 đồng/trường hợp", "exemption": "Miễn cho hộ nghèo."}
OPEN = {"name": "Bản sao trích lục", "amount": None, "text": "Hội đồng nhân dân tỉnh quy định"}
NOVEMBER = date(2026, 11, 1)
DECEMBER_1 = datetime(2026, 12, 1, 7, 30, tzinfo=HANOI)


def fee(name="Phí", amount=1000, text="1.000 đồng"):
    return Fee(name=name, amount=amount, text=text)


@pytest.mark.parametrize(
    ("asked", "channel", "owed"),
    [
        ([fee()], "desk", ["Phí"]),
        ([fee(amount=0)], "desk", []),
        ([fee(amount=None)], "desk", []),
        ([fee(text="2.000 đồng/trang; từ trang thứ 3")], "desk", []),
        ([fee(text="8.000 đ/bản (TT 281/2016/TT-BTC)")], "desk", []),
        ([fee("Nộp trực tiếp"), fee("Nộp trực tuyến")], "desk", ["Nộp trực tiếp"]),
        ([fee("Nộp trực tiếp"), fee("Nộp trực tuyến")], "post", ["Nộp trực tiếp"]),
        ([fee("Nộp trực tiếp"), fee("Nộp trực tuyến")], "online", ["Nộp trực tuyến"]),
    ],
)
def test_only_a_sum_that_the_register_gives_is_owed_by_itself(asked, channel, owed):
    assert [one.name for one in rules.owed_at_acceptance(asked, channel)] == owed


def test_what_the_register_leaves_open_is_for_an_officer():
    asked = [fee(), fee("A", None), fee("B", 0), fee("C", 2000, "2.000 đồng/trang")]
    assert [one.name for one in rules.left_open(asked, "desk")] == ["A", "C"]


@pytest.fixture
def dossier(scene):
    scene.version.fees = [KNOWN, OPEN]
    scene.version.save()
    return scene.accepted()


@pytest.fixture
def head(scene):
    return officer(scene.place.centre, PostKind.CENTRE_HEAD, name="Lê Thị Phương")


def pay(scene, dossier, *, ordinals=(1,), method="cash", reference="", at=MONDAY):
    said = {"ordinals": ordinals, "method": method, "reference": reference}
    return actions.pay(dossier_id=dossier.pk, **said, by=scene.clerk, at=at)


def state(scene, dossier):
    said = {"name": "Bản sao", "amount": 5_000, "ground": "Nghị quyết 12"}
    return actions.state_charge(dossier_id=dossier.pk, **said, by=scene.clerk, at=MONDAY)


class TestOneDossier:
    pytestmark = database

    def test_what_is_known_is_owed_at_acceptance_and_what_is_not_is_never_guessed(self, scene, dossier):
        [one] = dossier.charges.all()
        assert (one.name, one.amount, one.ground, one.state) == ("Lệ phí", 15000, KNOWN["text"], "owed")
        assert one.beneficiary == scene.place.committee
        assert owed_by(dossier) == 15000
        assert timeline(dossier)[0].act == "dossiers.charge"

    def test_a_dossier_completed_later_owes_from_then_on_and_once(self, scene):
        from gandan.dossiers import actions as all_actions

        scene.version.fees = [KNOWN]
        scene.version.save()
        dossier = scene.asked()
        assert not dossier.charges.exists()
        dossier = all_actions.receive_supplement(**scene.now(dossier), given={1, 2}, by=scene.clerk, at=MONDAY)
        assert dossier.charges.count() == 1

    def test_an_officer_states_a_sum_with_its_ground(self, scene, dossier):
        said = {"name": "Bản sao trích lục", "amount": 8000, "ground": "Nghị quyết 05/2026/NQ-HĐND"}
        one = actions.state_charge(dossier_id=dossier.pk, **said, by=scene.clerk, at=MONDAY)
        assert (one.ordinal, one.amount) == (2, 8000)
        entry = timeline(dossier)[0]
        assert entry.told == {"name": said["name"], "ground": said["ground"]}
        assert entry.data == {"ordinal": 2, "amount": 8000}

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"name": " "}, "dossiers.no_charge_name"),
            ({"amount": 0}, "dossiers.wrong_amount"),
            ({"amount": 10**13}, "dossiers.wrong_amount"),
            ({"ground": ""}, "dossiers.no_ground_of_charge"),
        ],
    )
    def test_a_sum_without_what_it_needs_is_not_charged(self, scene, dossier, said, code):
        before = Entry.objects.count()
        plain = {"name": "Phí", "amount": 1000, "ground": "Nghị quyết"} | said
        with refused(code):
            actions.state_charge(dossier_id=dossier.pk, **plain, by=scene.clerk, at=MONDAY)
        assert (dossier.charges.count(), Entry.objects.count()) == (1, before)

    def test_paid_together_is_one_receipt_and_receipts_have_no_gap(self, scene, dossier):
        said = {"name": "Bản sao", "amount": 8000, "ground": "Nghị quyết"}
        actions.state_charge(dossier_id=dossier.pk, **said, by=scene.clerk, at=MONDAY)
        first = pay(scene, dossier, ordinals=(1, 2))
        assert {one.receipt_number for one in first} == {"000001/2026"}
        assert [one.state for one in first] == ["paid", "paid"]
        [second] = pay(scene, scene.accepted())
        assert second.receipt_number == "000002/2026"
        entry = timeline(dossier)[0]
        assert (entry.act, entry.data["amount"], entry.data["receipt"]) == ("dossiers.pay", 23000, "000001/2026")

    def test_a_refused_payment_takes_no_receipt_number(self, scene, dossier):
        with refused("dossiers.no_bank_reference"):
            pay(scene, dossier, method="transfer")
        with refused("dossiers.nothing_paid"):
            pay(scene, dossier, ordinals=())
        with refused("dossiers.no_such_charge"):
            pay(scene, dossier, ordinals=(1, 9))
        assert not ReceiptNumber.objects.exists()
        assert dossier.charges.get().state == "owed"

    def test_numbers_begin_anew_each_year(self, scene, dossier):
        pay(scene, dossier)
        [one] = pay(scene, scene.accepted(), at=datetime(2027, 1, 4, 8, 0, tzinfo=HANOI))
        assert one.receipt_number == "000001/2027"

    def test_nobody_pays_twice(self, scene, dossier):
        pay(scene, dossier)
        with refused("dossiers.charge_changed"):
            pay(scene, dossier)
        assert ReceiptNumber.objects.get().last == 1

    def test_money_paid_online_must_be_on_the_account_within_the_hours_of_the_law(self, scene, dossier):
        [one] = pay(scene, dossier, method="online", reference="VNP123")
        due_at, rule = reaches_account_by(one)
        assert rule.article.endswith("Đ.24")
        assert due_at == datetime(2026, 11, 17, 9, 0, tzinfo=HANOI)  # eight working hours after Monday 09:00
        [cash] = pay(scene, scene.accepted())
        assert reaches_account_by(cash) is None

    def test_exempt_keeps_the_words_as_they_are(self, scene, dossier):
        words = "Miễn lệ phí cho người thuộc hộ nghèo;  người khuyết tật."
        one = actions.exempt(dossier_id=dossier.pk, ordinal=1, exemption=words, by=scene.clerk, at=MONDAY)
        assert (one.state, one.exemption, owed_by(dossier)) == ("exempt", words, 0)
        with refused("dossiers.charge_changed"):
            pay(scene, dossier)

    def test_nothing_is_waived_without_a_ground(self, scene, dossier):
        with refused("dossiers.no_exemption"):
            actions.exempt(dossier_id=dossier.pk, ordinal=1, exemption="  ", by=scene.clerk, at=MONDAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            dossier.charges.update(state="exempt")

    def test_money_is_given_back_with_a_reason_and_the_receipt_stays(self, scene, dossier):
        pay(scene, dossier)
        with refused("dossiers.no_reason"):
            actions.refund(dossier_id=dossier.pk, ordinal=1, reason="", by=scene.clerk, at=MONDAY)
        one = actions.refund(dossier_id=dossier.pk, ordinal=1, reason="Thu nhầm", by=scene.clerk, at=MONDAY)
        assert (one.state, one.receipt_number, one.refunded_by) == ("refunded", "000001/2026", scene.clerk)
        assert timeline(dossier)[0].told == {"name": "Lệ phí", "reason": "Thu nhầm"}

    def test_what_was_never_paid_is_not_given_back_but_cancelled(self, scene, dossier):
        with refused("dossiers.charge_changed"):
            actions.refund(dossier_id=dossier.pk, ordinal=1, reason="x", by=scene.clerk, at=MONDAY)
        one = actions.cancel_charge(dossier_id=dossier.pk, ordinal=1, reason="Ghi nhầm", by=scene.clerk, at=MONDAY)
        assert (one.state, owed_by(dossier)) == ("cancelled", 0)

    def test_what_is_stopped_owes_nothing_any_more(self, scene, dossier):
        now = scene.now(Dossier.objects.get(pk=dossier.pk))
        said = {"reason": "Bà Hoa không cần nữa.", "given_back": set()}
        stop(**now, **said, by=scene.clerk, at=MONDAY)
        assert (dossier.charges.get().state, owed_by(dossier)) == ("cancelled", 0)
        assert last_entry(dossier, acts=["dossiers.cancel_charge"]).actor_code == scene.clerk.code

    def test_what_ended_without_a_result_is_asked_nothing_more(self, scene, dossier, counted):
        now = scene.now(Dossier.objects.get(pk=dossier.pk))
        stop(**now, reason="Bà Hoa không cần nữa.", given_back=set(), by=scene.clerk, at=MONDAY)
        before = counted.now()
        with refused("dossiers.no_charge_after_end"):
            state(scene, dossier)
        assert counted.now() == before

    def test_mending_an_error_of_ours_costs_the_applicant_nothing(self, scene, counted):
        dossier = scene.settled()
        state(scene, dossier)
        report_error(**scene.now(dossier), error="Sai năm sinh", by=scene.clerk, at=MONDAY)
        dossier = Dossier.objects.get(pk=dossier.pk)
        before = counted.now()
        with refused("dossiers.no_charge_for_errors"):
            state(scene, dossier)
        assert counted.now() == before
        assert asked_now(dossier, charges_of(dossier)) == 0
        assert owed_by(dossier) == 5_000  # of before the error: asked again once it is mended

    def test_only_the_desk_that_received_it_collects(self, scene, dossier):
        with refused("organisation.no_power"):
            actions.pay(
                dossier_id=dossier.pk, ordinals=[1], method="cash", reference="", by=scene.specialist, at=MONDAY
            )

    def test_a_payment_overtakes_nobody(self, scene, dossier):
        revision = dossier.revision
        pay(scene, dossier)
        dossier.refresh_from_db()
        assert dossier.revision == revision


class TestAMonth:
    pytestmark = database

    def test_each_agency_gets_its_list_and_the_promise_is_kept(self, scene, dossier, head):
        pay(scene, dossier)
        assert promise_settlements(at=MONDAY) == 0  # the month is not over
        assert promise_settlements(at=DECEMBER_1) == 1
        assert promise_settlements(at=DECEMBER_1 + timedelta(hours=5)) == 0
        promise = Promise.objects.get(kind=Kind.FEE_SETTLEMENT)
        assert (promise.unit, promise.person, promise.rule) == (scene.place.centre, head, "gandan:fee-settlement")
        [drawn] = settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=DECEMBER_1)
        assert (drawn.beneficiary, drawn.total) == (scene.place.committee, 15000)
        assert Charge.objects.get().settlement == drawn
        promise.refresh_from_db()
        assert (promise.state, promise.settled_at) == ("kept", DECEMBER_1)
        assert timeline(drawn)[0].data["amount"] == 15000

    @pytest.mark.parametrize("first", [NOVEMBER, date(2026, 12, 1)])
    def test_every_promise_is_kept_for_which_no_list_is_left_to_draw(self, scene, dossier, head, first):
        """November forgotten until January: whichever month is drawn first, the other could never be drawn after."""
        pay(scene, dossier)
        january = datetime(2027, 1, 4, 8, 0, tzinfo=HANOI)
        assert [promise_settlements(at=at) for at in (DECEMBER_1, january)] == [1, 1]
        settle_fees(unit=scene.place.centre, month=first, by=head, at=january)
        with refused("dossiers.nothing_to_settle"):
            settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=january)
        assert set(Promise.objects.filter(kind=Kind.FEE_SETTLEMENT).values_list("state", flat=True)) == {"kept"}

    def test_a_month_with_a_list_still_to_draw_goes_on_being_owed(self, scene, dossier, head):
        pay(scene, dossier)
        pay(scene, scene.accepted(), at=DECEMBER_1)
        january = datetime(2027, 1, 4, 8, 0, tzinfo=HANOI)
        assert [promise_settlements(at=at) for at in (DECEMBER_1, january)] == [1, 1]
        settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=january)
        owed = Promise.objects.filter(kind=Kind.FEE_SETTLEMENT).order_by("started_at")
        assert list(owed.values_list("state", flat=True)) == ["kept", "open"]

    def test_a_month_is_drawn_once_and_not_before_it_is_over(self, scene, dossier, head):
        pay(scene, dossier)
        with refused("dossiers.month_not_over"):
            settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=MONDAY)
        settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=DECEMBER_1)
        with refused("dossiers.nothing_to_settle"):
            settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=DECEMBER_1)
        assert FeeSettlement.objects.count() == 1

    def test_what_is_given_back_afterwards_is_taken_off_the_next_list(self, scene, dossier, head):
        pay(scene, dossier)
        settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=DECEMBER_1)
        actions.refund(dossier_id=dossier.pk, ordinal=1, reason="Thu nhầm", by=scene.clerk, at=DECEMBER_1)
        december, january = date(2026, 12, 1), datetime(2027, 1, 4, 8, 0, tzinfo=HANOI)
        [waiting] = unsettled(scene.place.centre, december, on=january.date())
        assert [line.amount for line in waiting.lines] == [-15000]
        [drawn] = settle_fees(unit=scene.place.centre, month=december, by=head, at=january)
        assert drawn.total == -15000
        [november] = settled(scene.place.centre, NOVEMBER, on=DECEMBER_1.date())
        assert november.total == 15000  # what was told stays as it was told

    def test_given_back_in_the_same_month_stands_twice_and_sums_to_nothing(self, scene, dossier, head):
        pay(scene, dossier)
        actions.refund(dossier_id=dossier.pk, ordinal=1, reason="Thu nhầm", by=scene.clerk, at=MONDAY)
        [drawn] = settle_fees(unit=scene.place.centre, month=NOVEMBER, by=head, at=DECEMBER_1)
        assert drawn.total == 0
        [share] = settled(scene.place.centre, NOVEMBER, on=DECEMBER_1.date())
        assert sorted(line.amount for line in share.lines) == [-15000, 15000]

    def test_a_counter_officer_does_not_settle(self, scene, dossier):
        pay(scene, dossier)
        with refused("organisation.no_power"):
            settle_fees(unit=scene.place.centre, month=NOVEMBER, by=scene.clerk, at=DECEMBER_1)
