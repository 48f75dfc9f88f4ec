from datetime import UTC, datetime, timedelta

import pytest

from gandan.dossiers import rules
from gandan.dossiers.rules import PaperGiven, Standing
from gandan.lib.refusal import Refused

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def refused(code):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_a_dossier_with_a_needed_paper_missing_is_not_accepted_and_the_paper_is_named():
    papers = [PaperGiven("Tờ khai", given=True), PaperGiven("Giấy chứng sinh")]
    with pytest.raises(Refused, match="Giấy chứng sinh"):
        rules.check_papers(papers)


def test_a_paper_needed_only_in_another_case_may_be_absent():
    rules.check_papers([PaperGiven("Tờ khai", given=True), PaperGiven("Bản án ly hôn", needed=False)])


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_refusal_needs_a_reason(reason):
    with refused("dossiers.no_reason"):
        rules.check_reason(reason)


def test_a_supplement_is_asked_for_only_once():
    with refused("dossiers.already_asked"):
        rules.check_first_request(missing=["Tờ khai"], standing=Standing(at=NOW, times_asked=1))


def test_a_supplement_may_be_asked_for_up_to_the_last_instant_of_the_notice_period():
    rules.check_first_request(missing=["Tờ khai"], standing=Standing(at=NOW, notice_until=NOW))


def test_a_supplement_asked_for_after_the_notice_period_is_refused():
    with refused("dossiers.notice_too_late"):
        late = Standing(at=NOW, notice_until=NOW - timedelta(seconds=1))
        rules.check_first_request(missing=["Tờ khai"], standing=late)


@pytest.mark.parametrize("missing", [[], [""], ["  ", ""]])
def test_a_request_names_what_is_missing(missing):
    with refused("dossiers.nothing_missing"):
        rules.check_first_request(missing=missing, standing=Standing(at=NOW))


def test_a_second_request_needs_a_first_one():
    with refused("dossiers.not_asked_yet"):
        rules.check_proposal(missing=["x"], reason="y", ground="z", standing=Standing(at=NOW))


@pytest.mark.parametrize(
    ("reason", "ground", "code"), [("vì", "", "dossiers.no_ground"), ("", "Luật", "dossiers.no_reason")]
)
def test_a_second_request_needs_a_ground_and_a_reason(reason, ground, code):
    with refused(code):
        rules.check_proposal(missing=["x"], reason=reason, ground=ground, standing=Standing(at=NOW, times_asked=1))


def test_one_proposal_at_a_time():
    with refused("dossiers.proposal_pending"):
        rules.check_may_propose(Standing(at=NOW, times_asked=1, proposal_pending=True))


def test_a_dossier_is_not_closed_while_the_applicant_still_has_time():
    with refused("dossiers.still_time"):
        rules.check_may_close(Standing(at=NOW, supplement_until=NOW))


def test_a_dossier_may_be_closed_after_the_last_instant():
    rules.check_may_close(Standing(at=NOW, supplement_until=NOW - timedelta(seconds=1)))


def test_a_no_as_a_result_needs_a_reason_and_a_yes_does_not():
    rules.check_settlement(outcome="approved", reason="")
    with refused("dossiers.no_reason"):
        rules.check_settlement(outcome="refused", reason="")


def test_an_unknown_outcome_is_refused():
    with refused("dossiers.no_outcome"):
        rules.check_settlement(outcome="maybe", reason="")


def test_a_text_longer_than_the_form_holds_is_refused_with_its_length():
    with pytest.raises(Refused, match="1001 chữ"):
        rules.check_reason("a" * 1001)


def test_the_button_says_the_same_as_the_act():
    refusal = rules.refusal_of("request_supplement", Standing(at=NOW, times_asked=1))
    assert refusal.code == "dossiers.already_asked"
    assert rules.refusal_of("settle", Standing(at=NOW)) is None


@pytest.mark.parametrize("number", ["", "035191004417", "037301000123"])
def test_a_right_personal_number_or_none_raises_no_warning(number):
    assert rules.number_warnings(number) == []


@pytest.mark.parametrize("number", ["123", "03519100441x", "0351910044170"])
def test_a_number_of_another_shape_is_warned_about(number):
    assert rules.number_warnings(number)


def test_a_year_of_birth_that_contradicts_the_number_is_warned_about():
    assert rules.number_warnings("035191004417", 1992)
    assert not rules.number_warnings("035191004417", 1991)
    assert not rules.number_warnings("035301004417", 2001)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("+84 912 345 678", "0912345678"), ("0912.345.678", "0912345678"), ("0226 3860 100", "02263860100")],
)
def test_phones_are_tidied(typed, tidy):
    assert rules.tidy_phone(typed) == tidy
    assert rules.phone_warnings(tidy) == []


def test_a_strange_phone_is_warned_about():
    assert rules.phone_warnings("12345")


@pytest.mark.parametrize("code", ["0700123456", "0700123456-001", "0700123456001", "035191004417", ""])
def test_a_tax_code_of_a_company_its_branch_or_a_household_raises_no_doubt(code):
    assert rules.tax_code_warnings(code) == []


def test_doubts_are_told_by_field_and_depend_on_who_applies():
    odd = rules.ApplicantDetails.stated(name="Hoa", id_number="0700 123.456", phone="12345", agent_phone="1")
    assert odd.id_number == "0700123456"
    assert rules.doubts(odd).keys() == {"id_number", "phone", "agent_phone"}
    company = rules.ApplicantDetails.stated(name="Công ty Hoa", kind="organisation", id_number="0700 123.456")
    assert rules.doubts(company) == {}


def test_stated_phones_are_tidied_and_passports_keep_their_letters():
    details = rules.ApplicantDetails.stated(name="Anna", id_number="C 01x", phone="+84 912 345 678")
    assert (details.id_number, details.phone) == ("C01x", "0912345678")
