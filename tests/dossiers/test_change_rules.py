"""A new appointment and time not counted, by the law alone: no database."""

from datetime import datetime

import pytest

from gandan.dossiers.rules import excluded_time, reappointments
from gandan.dossiers.rules.beforehand import refusal_of
from gandan.dossiers.rules.standing import Limit, Standing
from gandan.law.calendar import HANOI
from gandan.law.rulebook import rule
from tests.refusals import refused

DUE = datetime(2026, 11, 26, 17, 0, tzinfo=HANOI)
APOLOGY = rule("118/2025:19.6:apology", on=DUE.date())
TIMES = rule("118/2025:19.6:times", on=DUE.date())


def standing(at, **more):
    return Standing(at=at, apology=Limit(reappointments.apology_until(DUE, APOLOGY), APOLOGY), **more)


def on(day, hour, minute=0, second=0):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=HANOI)


def test_a_new_day_can_be_given_until_the_day_before_the_appointed_one_is_over():
    reappointments.check_may_reappoint(standing(on(25, 23, 59, 59)))
    with refused("dossiers.reappoint_too_late"):
        reappointments.check_may_reappoint(standing(on(26, 0)))


def test_there_is_no_second_new_day_however_early():
    with refused("dossiers.reappointed_already"):
        reappointments.check_may_reappoint(standing(on(23, 8), reappointed_under=TIMES))


def test_what_was_asked_may_be_answered_even_when_it_is_too_late_to_apologise():
    late = on(26, 8)
    assert refusal_of("foresee", standing(late)).code == "dossiers.reappoint_too_late"
    assert refusal_of("foresee", standing(late, asked_to_foresee=True)) is None


def test_a_pending_proposal_is_answered_once_and_may_still_be_declined_too_late_to_sign():
    late = standing(on(26, 8), reappointment_pending=True, asked_to_foresee=True)
    assert refusal_of("foresee", late).code == "dossiers.reappointment_pending"
    assert refusal_of("reappoint", late) is None
    with refused("dossiers.reappoint_too_late"):
        reappointments.check_reappointment(reason="Chờ xác minh", further="2 working days", standing=late)


@pytest.mark.parametrize("further", ["", " ", "4 working hours", "within the day"])
def test_a_new_day_is_some_days_away(further):
    with refused("dossiers.no_further_term"):
        reappointments.check_reappointment(reason="Chờ xác minh", further=further, standing=standing(on(23, 8)))


def test_an_apology_says_why():
    with refused("dossiers.no_reason"):
        reappointments.check_reappointment(reason=" ", further="2 days", standing=standing(on(23, 8)))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": ""}, "dossiers.no_reason"),
        ({"ground": "  "}, "dossiers.no_ground"),
        ({"ground": "Đ" * 1001}, "dossiers.too_long"),
        ({"term": ""}, "dossiers.no_wait_term"),
        ({"term": "within the day"}, "dossiers.no_wait_term"),
    ],
)
def test_time_is_left_out_only_with_reason_ground_and_a_term_of_its_own(given, code):
    whole = {"reason": "Niêm yết công khai", "ground": "Nghị định 101/2024, Điều 33", "term": "15 days"}
    excluded_time.check_excluded_time(**whole)
    with refused(code):
        excluded_time.check_excluded_time(**whole | given)
