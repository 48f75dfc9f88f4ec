"""Sealed measures: the seal, tampering, and the four words."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gandan.indicators.queries import all_definitions, definition
from gandan.indicators.rules import verdict as rules
from gandan.indicators.values import Better, Figure, JudgedBy, Measure, Outcome
from tests.refusals import refused

ON_TIME = definition("dossiers_on_time")
SUPPLEMENT = definition("dossiers_supplement")
UNIT = "13504@2025-07-01"
OVER = date(2027, 1, 1)
MEASURE = Measure(
    indicator=ON_TIME.code,
    fingerprint=ON_TIME.fingerprint,
    better=Better.UP,
    unit=UNIT,
    person_post="",
    baseline=(80, 100),
    target=900,
    judged_by=JudgedBy.TARGET,
    first_on=date(2026, 1, 1),
    last_on=date(2026, 12, 31),
)
FEWER = replace(MEASURE, indicator=SUPPLEMENT.code, fingerprint=SUPPLEMENT.fingerprint, better=Better.DOWN, target=100)
BETTER = replace(MEASURE, judged_by=JudgedBy.BASELINE, target=0)


def said(measure: Measure, met: int, every: int, today: date = OVER) -> tuple[str, str]:
    found = rules.verdict(measure, Figure(measure.indicator, UNIT, "x", met, every), today)
    return found.outcome.value, found.why


# --- the four words ------------------------------------------------------------------------------------------------


def test_kept_when_the_near_end_of_the_interval_reaches_the_target():
    assert said(MEASURE, 980, 1000) == ("kept", "reached")
    assert said(FEWER, 50, 1000) == ("kept", "reached")


def test_not_kept_when_even_the_far_end_falls_short():
    assert said(MEASURE, 800, 1000) == ("not_kept", "missed")
    assert said(FEWER, 200, 1000) == ("not_kept", "missed")


def test_in_between_nothing_is_shown_not_even_when_the_point_reaches_the_target():
    assert said(MEASURE, 91, 100) == ("not_shown", "between")
    assert said(MEASURE, 89, 100) == ("not_shown", "between")
    assert said(FEWER, 9, 100) == ("not_shown", "between")


def test_with_few_cases_nothing_is_shown_however_good_or_bad_they_are():
    assert said(replace(MEASURE, target=500), 9, 9) == ("not_shown", "few")
    assert said(MEASURE, 0, 9) == ("not_shown", "few")
    assert said(MEASURE, 0, 10) == ("not_kept", "missed")


def test_too_early_until_the_last_day_is_over_and_before_any_case():
    assert said(MEASURE, 980, 1000, today=date(2026, 12, 31)) == ("too_early", "running")
    assert said(MEASURE, 0, 0) == ("too_early", "no_case")
    assert rules.verdict(MEASURE, Figure(ON_TIME.code, UNIT, "x", 0, 0), OVER).interval is None


def test_better_than_before_means_better_than_the_good_end_of_what_was():
    assert said(BETTER, 950, 1000) == ("kept", "reached")
    assert said(BETTER, 850, 1000) == ("not_shown", "between")
    assert said(BETTER, 780, 1000) == ("not_shown", "between")  # below the point of what was, inside its interval
    assert said(BETTER, 600, 1000) == ("not_kept", "missed")
    less = replace(FEWER, judged_by=JudgedBy.BASELINE, baseline=(50, 100))
    assert said(less, 200, 1000) == ("kept", "reached")
    assert said(less, 800, 1000) == ("not_kept", "missed")


def test_a_figure_of_another_unit_says_nothing_of_it():
    with pytest.raises(ValueError, match="says nothing"):
        rules.verdict(MEASURE, Figure(ON_TIME.code, "13507@2025-07-01", "x", 1, 1), OVER)


shares = some.integers(1, 500).flatmap(lambda every: some.tuples(some.integers(0, every), some.just(every)))


@given(shares, some.integers(1, 999))
def test_one_case_more_that_went_well_never_makes_the_word_worse(share, target):
    worth = {Outcome.NOT_KEPT: 0, Outcome.NOT_SHOWN: 1, Outcome.KEPT: 2}
    met, every = share
    measure = replace(MEASURE, target=target, least=1)
    first, second = (
        rules.verdict(measure, Figure(ON_TIME.code, UNIT, "x", good, every), OVER).outcome
        for good in (met, min(met + 1, every))
    )
    assert worth[first] <= worth[second]


@given(shares, some.integers(1, 999))
def test_counted_the_other_way_round_the_word_is_the_same(share, target):
    met, every = share
    up = replace(MEASURE, target=target, least=1)
    down = replace(FEWER, target=1000 - target, least=1)
    assert said(up, met, every) == said(down, every - met, every)


# --- the seal ------------------------------------------------------------------------------------------------------


def test_the_seal_is_of_one_text_that_any_program_can_write():
    assert rules.canonical(BETTER).startswith(b'{"baseline":[80,100],"better":"up","fingerprint":"')
    assert len(rules.seal(MEASURE)) == 64
    assert rules.seal(MEASURE) == rules.seal(replace(MEASURE))
    assert not rules.tampered(MEASURE, rules.seal(MEASURE))


@pytest.mark.parametrize("part", [one.name for one in fields(Measure)])
def test_whatever_is_altered_is_found(part):
    other = {
        "indicator": "dossiers_supplement",
        "fingerprint": "0" * 64,
        "better": Better.DOWN,
        "unit": "13507@2025-07-01",
        "person_post": "K7M2",
        "baseline": (79, 100),
        "target": 899,
        "judged_by": JudgedBy.BASELINE,
        "first_on": date(2026, 1, 2),
        "last_on": date(2026, 12, 30),
        "least": 9,
    }
    assert rules.tampered(replace(MEASURE, **{part: other[part]}), rules.seal(MEASURE))


# --- what may be sealed --------------------------------------------------------------------------------------------


def test_what_can_be_judged_may_be_sealed():
    rules.check(MEASURE, ON_TIME)
    rules.check(BETTER, ON_TIME)
    rules.check(replace(MEASURE, baseline=(0, 0)), ON_TIME)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"target": 1000}, "target_out_of_reach"),
        ({"target": 0}, "target_out_of_reach"),
        ({"baseline": (0, 0), "judged_by": JudgedBy.BASELINE}, "baseline_too_small"),
        ({"baseline": (9, 9), "judged_by": JudgedBy.BASELINE}, "baseline_too_small"),
        ({"baseline": (2, 1)}, "no_baseline_share"),
        ({"baseline": (-1, 1)}, "no_baseline_share"),
        ({"last_on": date(2025, 12, 31)}, "no_days"),
        ({"least": 0}, "no_least"),
        ({"better": Better.DOWN}, "other_direction"),
        ({"fingerprint": "0" * 64}, "other_definition"),
        ({"indicator": "dossiers_supplement"}, "other_definition"),
    ],
)
def test_what_cannot_be_judged_is_not_sealed(changes, code):
    with refused(f"indicators.{code}"):
        rules.check(replace(MEASURE, **changes), ON_TIME)


def test_no_target_of_nothing_or_all_is_ever_shown_by_any_number_of_cases():
    every = 10_000_000
    assert said(replace(MEASURE, target=1000), every, every)[0] != "kept"
    assert {one.better for one in all_definitions()} == {Better.UP, Better.DOWN}
