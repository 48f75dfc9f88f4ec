"""Served while the applicant waits: one act, one dossier, its promise made and kept in the same instant."""

from datetime import timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Charge, Dossier, Draft
from gandan.dossiers.queries import fees_at_desk, price_at_once, served_lately, signers, versions_at_once
from gandan.dossiers.rules.at_once import at_once_case, fee_for
from gandan.dossiers.states import State
from gandan.dossiers.values import ApplicantDetails, PaperGiven
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.organisation.powers import PostKind
from gandan.procedures.rules import Fee
from tests.dossiers.conftest import MONDAY, version_of
from tests.factories import commune, officer
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WITHIN_DAY = {"case": "Thông thường", "channel": "", "term": "within the day", "text": "Trong ngày"}
COPY_WORDS = "2.000 đồng/trang; từ trang thứ 3 trở lên thu 1.000 đồng/trang, tối đa thu không quá 200.000 đồng/bản"
COPY = Fee("Phí chứng thực", 2000, COPY_WORDS)
SIGNATURE = Fee("Phí chứng thực", 10_000, "10.000 đồng/trường hợp")
HOA = ApplicantDetails("Trần Thị Hoa")
SAID = {"pages": 3, "result_number": "101/2026", "paid": True}


@pytest.fixture
def copies(scene):
    version = version_of(WITHIN_DAY, name="Chứng thực bản sao")
    version.fees = [{"name": COPY.name, "amount": COPY.amount, "text": COPY.text}]
    version.save()
    return version


def asked(scene, version, *, reference="0123456789", sets=2, applicant=HOA, **other):
    plain = scene.intake(
        version_id=version.pk,
        term_case="Thông thường",
        applicant=applicant,
        papers=(PaperGiven("Bản chính", given=True),),
        handler_id=None,
        sets=sets,
        **other,
    )
    Draft.objects.all().delete()
    return type(plain)(**(vars(plain) | {"reference": reference}))


def serve(scene, version, *, at=MONDAY, said=None, **other):
    told = {"signer": scene.chair} | SAID | (said or {})
    return actions.serve_at_once(intake=asked(scene, version, **other), **told, by=scene.clerk, at=at)


def test_one_act_receives_promises_keeps_and_returns(scene, copies):
    dossier = serve(scene, copies)
    instants = {dossier.submitted_at, dossier.accepted_at, dossier.settled_at, dossier.returned_at, dossier.ended_at}
    assert (dossier.state, instants) == (State.RETURNED, {MONDAY})
    assert dossier.code.endswith("-0001")
    assert (dossier.outcome, dossier.result_number, dossier.sets) == ("approved", "101/2026", 2)
    dossier.result_promise.refresh_from_db()
    assert (dossier.result_promise.state, dossier.result_promise.settled_at) == ("kept", MONDAY)
    acts = [entry for entry in timeline(dossier) if entry.act == "dossiers.serve_at_once"]
    assert [(entry.data["copies"], entry.data["pages"]) for entry in acts] == [(2, 3)]
    assert not Notice.objects.exists()


def test_whoever_can_be_reached_is_told(scene, copies):
    serve(scene, copies, applicant=ApplicantDetails("Hoa", email="hoa@example.com"))
    assert Notice.objects.filter(title__startswith="Đã làm xong").exists()


def test_money_over_the_counter_has_its_receipt_in_the_same_act(scene, copies):
    dossier = serve(scene, copies)
    charge = dossier.charges.get()
    assert (charge.amount, charge.state, charge.method) == (10_000, Charge.State.PAID, Charge.Method.CASH)
    assert charge.receipt_number
    assert serve(scene, copies, reference="1123456789", said={"paid": False}).charges.get().state == Charge.State.OWED


def test_only_the_fee_of_a_desk_is_asked(scene, copies):
    copies.fees = [
        {"name": "Phí (nộp trực tiếp)", "amount": 8_000, "text": "8.000 đồng"},
        {"name": "Phí (nộp trực tuyến)", "amount": 4_000, "text": "4.000 đồng"},
    ]
    copies.save()
    assert price_at_once(copies, copies=1, pages=1) == 8_000
    assert [fee.amount for fee in fees_at_desk(copies)] == [8_000]
    assert [one.amount for one in serve(scene, copies, sets=1).charges.all()] == [8_000]


def test_who_signed_is_kept_with_the_dossier_and_in_its_journal(scene, copies):
    dossier = serve(scene, copies)
    assert dossier.handler == scene.chair
    served = next(entry for entry in timeline(dossier) if entry.act == "dossiers.serve_at_once")
    assert served.data["handler"] == scene.chair.code


def test_nobody_signs_who_may_not_in_the_deciding_unit(scene, copies, counted):
    stranger = officer(commune("Bình Mỹ").committee, PostKind.CHAIR)
    intake = asked(scene, copies)
    before = counted.now()
    for signer in (scene.clerk, stranger):
        with refused("dossiers.signer_may_not"):
            actions.serve_at_once(intake=intake, signer=signer, **SAID, by=scene.clerk, at=MONDAY)
    assert counted.now() == before


def test_a_desk_serves_for_its_own_agency_only(scene, copies, counted):
    other = commune("Bình Mỹ")
    chair = officer(other.committee, PostKind.CHAIR)
    intake = asked(scene, copies, deciding_unit_id=other.committee.pk)
    before = counted.now()
    with refused("dossiers.not_competent"):
        actions.serve_at_once(intake=intake, signer=chair, **SAID, by=scene.clerk, at=MONDAY)
    assert counted.now() == before


def test_leaders_stand_first_among_who_may_sign(scene):
    vice = officer(scene.place.committee, PostKind.VICE_CHAIR, name="An Văn Phó")
    assert signers(scene.place.committee, MONDAY.date()) == [vice, scene.chair, scene.specialist]


def test_a_page_sent_twice_makes_one_dossier(scene, copies, counted):
    serve(scene, copies)
    intake = asked(scene, copies)
    before = counted.now()
    with refused("dossiers.already_begun"):
        actions.serve_at_once(
            intake=intake, signer=scene.chair, **SAID, by=scene.clerk, at=MONDAY + timedelta(seconds=1)
        )
    assert counted.now() == before
    assert Dossier.objects.count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"result_number": " "}, "dossiers.no_number"),
        ({"pages": 0}, "dossiers.not_counted"),
        ({"pages": 1000}, "dossiers.not_counted"),
    ],
)
def test_what_is_not_counted_or_numbered_is_not_served(scene, copies, counted, said, code):
    intake = asked(scene, copies)
    before = counted.now()
    with refused(code):
        actions.serve_at_once(intake=intake, signer=scene.chair, **SAID | said, by=scene.clerk, at=MONDAY)
    assert counted.now() == before


def test_a_procedure_of_days_is_not_served_at_once(scene):
    intake = asked(scene, scene.version, reference="2123456789")
    with refused("dossiers.not_at_once"):
        actions.serve_at_once(
            intake=type(intake)(**vars(intake) | {"term_case": ""}),
            signer=scene.chair,
            **SAID,
            by=scene.clerk,
            at=MONDAY,
        )
    assert not Dossier.objects.exists()


def test_only_the_counter_serves(scene, copies):
    with refused("organisation.no_power"):
        actions.serve_at_once(intake=asked(scene, copies), signer=scene.chair, **SAID, by=scene.specialist, at=MONDAY)
    assert not Draft.objects.exists()


def test_what_can_be_served_and_what_was(scene, copies):
    assert versions_at_once(MONDAY.date(), scene.place.committee) == [copies]
    for n in range(4):
        serve(scene, copies, reference=f"312345678{n}", at=MONDAY + timedelta(minutes=n))
    scene.accepted()
    assert [one.reference[-1] for one in served_lately(scene.clerk, MONDAY)] == ["3", "2", "1"]
    assert served_lately(scene.clerk, MONDAY + timedelta(days=8)) == []


# --- rules and prices, from the register's own words ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("fee", "copies", "pages", "sum_"),
    [
        (COPY, 1, 1, 2_000),
        (COPY, 1, 2, 4_000),
        (COPY, 1, 3, 5_000),
        (COPY, 3, 5, 21_000),
        (COPY, 1, 500, 200_000),
        (COPY, 2, 500, 400_000),
        (SIGNATURE, 2, 7, 20_000),
        (Fee("x", 3_000, "3.000 đồng/trang"), 1, 4, 12_000),
        (Fee("x", None, "Theo nghị quyết của HĐND"), 1, 1, None),
        (Fee("x", 0, "Miễn phí"), 5, 1, 0),
    ],
)
def test_a_fee_is_counted_as_its_words_say(fee, copies, pages, sum_):
    assert fee_for(fee, copies=copies, pages=pages) == sum_


def test_the_price_is_open_where_one_fee_is(scene, copies):
    assert price_at_once(copies, copies=1, pages=1) == 2_000
    copies.fees.append({"name": "x", "amount": None, "text": "HĐND"})
    assert price_at_once(copies, copies=1, pages=1) is None


def test_the_case_within_the_day_is_found_among_others(scene):
    assert at_once_case(version_of(WITHIN_DAY | {"channel": "online"})) is None
    several = version_of({"case": "Lâu", "channel": "", "term": "2 working days", "text": "x"}, WITHIN_DAY)
    assert at_once_case(several).case == "Thông thường"
