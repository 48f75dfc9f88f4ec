from datetime import UTC, date, datetime, timedelta

import pytest

from gandan.dossiers import rules
from gandan.dossiers.rules import Limit, Standing
from gandan.dossiers.states import ENDED, State
from gandan.dossiers.values import PaperGiven
from gandan.law.rulebook import Rule
from gandan.lib.refusal import Refused
from tests.refusals import refused

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOTICE = Rule("x", "5", "working days", "Nghị định giả định, Điều 1", "", date(2025, 7, 1), None, "certain")


def until(instant):
    return Limit(instant, NOTICE)


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
        rules.check_first_request(missing=["Tờ khai"], reason="Mờ", standing=Standing(at=NOW, times_asked=1))


def test_a_supplement_may_be_asked_for_up_to_the_last_instant_of_the_notice_period():
    rules.check_first_request(missing=["Tờ khai"], reason="Mờ", standing=Standing(at=NOW, notice=until(NOW)))


def test_a_supplement_asked_for_after_the_notice_period_is_refused():
    late = Standing(at=NOW, notice=until(NOW - timedelta(seconds=1)))
    with pytest.raises(Refused, match=r"Đã quá 5 ngày làm việc.*\(Nghị định giả định, Điều 1\)") as refusal:
        rules.check_first_request(missing=["Tờ khai"], reason="Mờ", standing=late)
    assert refusal.value.code == "dossiers.notice_too_late"


@pytest.mark.parametrize("missing", [[], [""], ["  ", ""]])
def test_a_request_names_what_is_missing(missing):
    with refused("dossiers.nothing_missing"):
        rules.check_first_request(missing=missing, reason="Mờ", standing=Standing(at=NOW))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_request_says_why(reason):
    with refused("dossiers.no_reason"):
        rules.check_first_request(missing=["Tờ khai"], reason=reason, standing=Standing(at=NOW))


@pytest.mark.parametrize("times", [2, 3])
def test_after_a_second_request_there_is_no_other(times):
    asked = Standing(at=NOW, times_asked=times)
    for check in (rules.check_may_ask, rules.check_may_propose):
        with refused("dossiers.asked_too_often"):
            check(asked)


@pytest.mark.parametrize("state", State)
def test_a_file_is_added_to_what_is_not_over(state):
    if state in ENDED:
        with refused("dossiers.ended"):
            rules.check_may_attach(state)
    else:
        rules.check_may_attach(state)


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
