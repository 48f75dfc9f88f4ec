"""The questions, and from how many answers on anything is shown."""

from collections import Counter
from datetime import date

import pytest

from gandan.counter.ratings import rules
from gandan.counter.ratings.values import Claim, Source
from tests.refusals import refused

MONDAY, SATURDAY = date(2026, 10, 12), date(2026, 10, 17)
QUESTIONS = {one.id: one for one in rules.questions()}


def test_there_are_few_questions_each_with_its_article_and_its_words():
    assert len(rules.asked_on(MONDAY)) == 5
    for one in rules.questions():
        assert one.article
        assert set(one.good) < set(one.answers)
        assert one.aside in ("", *one.answers)
        assert one.aside not in one.good


def test_who_came_on_a_saturday_is_asked_whether_another_day_would_have_done():
    assert [one.id for one in rules.asked_on(SATURDAY) if one not in rules.asked_on(MONDAY)] == ["saturday"]


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
        rules.check_answers(answers, day=MONDAY, comment=comment)


def test_one_answer_or_a_comment_alone_is_enough():
    rules.check_answers({"attitude": "fair"}, day=MONDAY, comment="")
    rules.check_answers({}, day=MONDAY, comment="Cảm ơn")
    rules.check_answers({"saturday": "yes"}, day=SATURDAY, comment="")


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


def test_the_month_that_is_over():
    assert rules.month_before(date(2026, 1, 31)) == date(2025, 12, 1)
    assert rules.month_after(date(2026, 1, 1)) == date(2026, 2, 1)
