"""The questions, and from how many answers on anything is shown."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gandan.counter.ratings import rules
from gandan.counter.ratings.values import Claim, Source
from tests.refusals import refused

MONDAY, SATURDAY = date(2026, 10, 12), date(2026, 10, 17)
AT_COUNTER = Claim(Source.RECEIPT, 1, MONDAY, "", "X")
QUESTIONS = {one.id: one for one in rules.questions()}


def test_there_are_few_questions_each_with_its_article_and_its_words():
    assert len(rules.asked_of(AT_COUNTER)) == 5
    for one in rules.questions():
        assert one.article
        assert set(one.good) < set(one.answers)
        assert one.aside in ("", *one.answers)
        assert one.aside not in one.good


def test_who_came_to_a_session_on_whatever_day_is_asked_whether_another_would_have_done():
    at_session = rules.asked_of(replace(AT_COUNTER, at_session=True))
    assert [one.id for one in at_session if one not in rules.asked_of(AT_COUNTER)] == ["saturday"]
    assert rules.asked_of(replace(AT_COUNTER, day=SATURDAY)) == rules.asked_of(AT_COUNTER)


def test_a_claim_is_read_back_as_it_was_packed():
    claim = Claim(Source.TABLET, 4711, SATURDAY, "P00001", "ABCDEF123456")
    assert rules.unpacked(rules.packed(claim)) == claim


def test_a_link_holds_for_its_days_and_no_longer():
    claim = Claim(Source.RECEIPT, 1, MONDAY, "", "X")
    rules.check_link(claim, today=date(2026, 10, 22), days=10)
    with refused("ratings.link_old"):
        rules.check_link(claim, today=date(2026, 10, 23), days=10)


def test_a_tablets_own_key_answers_nothing():
    with refused("ratings.link_of_tablet"):
        rules.check_link(Claim(Source.STAND, 1, MONDAY, "", "X"), today=MONDAY, days=10)


@pytest.mark.parametrize(
    ("answers", "comment", "code"),
    [
        ({}, " ", "ratings.nothing_said"),
        ({"attitude": "five stars"}, "", "ratings.wrong_answer"),
        ({"name": "very"}, "", "ratings.wrong_answer"),
        ({"saturday": "yes"}, "", "ratings.wrong_answer"),
    ],
)
def test_answers_that_are_none_are_refused(answers, comment, code):
    with refused(code):
        rules.check_answers(answers, claim=AT_COUNTER, comment=comment)


def test_one_answer_or_a_comment_alone_is_enough():
    rules.check_answers({"attitude": "fair"}, claim=AT_COUNTER, comment="")
    rules.check_answers({}, claim=AT_COUNTER, comment="Cảm ơn")
    rules.check_answers({"saturday": "yes"}, claim=replace(AT_COUNTER, at_session=True), comment="")


def test_of_four_answers_nothing_is_said_and_of_five_the_share_with_its_interval():
    attitude = QUESTIONS["attitude"]
    assert rules.share_of(attitude, {"very": 4}, least=5) is None
    share = rules.share_of(attitude, {"very": 3, "yes": 1, "no": 1}, least=5)
    assert (share.good, share.counted, share.percent) == (4, 5, 80)
    assert (share.low_percent, share.high_percent) == (38, 96)


def test_an_answer_that_says_nothing_does_not_count():
    time = QUESTIONS["time"]
    assert rules.share_of(time, {"on_time": 4, "not_yet": 9}, least=5) is None
    assert rules.share_of(time, {"on_time": 5, "not_yet": 9}, least=5).counted == 5


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ({"a": 20, "b": 9, "c": 5}, {"a", "b", "c"}),
        ({"a": 20, "b": 9, "c": 3}, {"a"}),  # c alone could be counted back from the whole: b goes too
        ({"a": 20, "b": 3, "c": 4}, {"a"}),  # together they are seven: nobody counts them apart
        ({"a": 20, "c": 3}, set()),
        ({"a": 4}, set()),
        ({}, set()),
    ],
)
def test_who_has_too_few_answers_cannot_be_counted_back_from_the_whole(answered, told):
    assert rules.may_be_told_apart(answered, least=5) == told


def test_counts_of_one_answer_add_up():
    rows = [("time", "late", 2), ("cost", "none", 1), ("time", "late", 3)]
    assert rules.totals(rows) == {"time": Counter(late=5), "cost": Counter(none=1)}


def test_a_month_is_told_from_its_end_and_how_many_answered_once_none_can_any_more():
    november, december = date(2026, 11, 1), date(2026, 12, 1)
    assert rules.month_after(november) == december
    assert [rules.is_month_told(november, on) for on in (date(2026, 11, 30), december)] == [False, True]
    last = rules.forgotten_on(november, 30)
    assert [november < rules.closed_before(on, 30) for on in (last, last + timedelta(days=1))] == [False, True]


def test_a_session_is_told_once_its_links_are_old_and_the_month_of_the_last_answer_is_over():
    for on, is_told in ((date(2026, 11, 17), False), (date(2026, 11, 30), False), (date(2026, 12, 1), True)):
        assert rules.is_session_told(SATURDAY, on, 30) == is_told
    assert not rules.is_session_told(date(2026, 11, 1), date(2026, 12, 1), 30)  # answered until today


OCTOBER = MONDAY.replace(day=1)
SAID = [(OCTOBER, "attitude", 5), (OCTOBER, "saturday", 5)]


@pytest.mark.parametrize(
    ("served", "elsewhere", "told"),
    [
        (3, 5, {"attitude", "saturday"}),
        (2, 5, {"saturday"}),  # it would be the result of one or two
        (3, 4, {"saturday"}),  # the month less the session would leave four
    ],
)
def test_of_a_session_nothing_is_told_that_is_one_officers_or_leaves_a_handful(served, elsewhere, told):
    beside = {(OCTOBER, "attitude"): elsewhere}
    assert rules.told_of_session(SAID, beside, served=served, least=5, officers=3) == told


def test_a_session_answered_in_two_months_needs_enough_elsewhere_in_both():
    beside = {(OCTOBER, "attitude"): 9}
    said = [*SAID, (date(2026, 11, 1), "attitude", 1)]
    assert rules.told_of_session(said, beside, served=9, least=5, officers=3) == {"saturday"}


def test_by_hand_a_few_more_links_are_given_than_people_were_called():
    rules.check_number_sent(sent=11, served=7, beside=5)
    with refused("ratings.enough_sent"):
        rules.check_number_sent(sent=12, served=7, beside=5)


def test_a_link_printed_by_another_officer_is_still_the_same():
    assert rules.mark_of(AT_COUNTER) == rules.mark_of(replace(AT_COUNTER, officer="P2", at_session=True))
    assert rules.mark_of(AT_COUNTER) != rules.mark_of(replace(AT_COUNTER, chance="Y"))
