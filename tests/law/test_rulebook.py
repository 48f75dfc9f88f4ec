"""The dated rules: which version speaks on a day, and what it says."""

from datetime import date, timedelta

import pytest

from gandan.law.rulebook import CERTAINTIES, all_rules, rule
from gandan.law.terms import Term
from gandan.lib.refusal import Refused

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("id", "term"),
    [
        ("118/2025:19.5:notice", "3 working days"),
        ("118/2025:19.5:close", "15 days"),
        ("118/2025:19.6:apology", "1 day"),
        ("118/2025:17.2:triage", "8 working hours"),
        ("118/2025:20.1:paper", "1 working day"),
        ("118/2025:23:correction", "3 working days"),
        ("gandan:second-request", "1 working day"),
        ("60/2014:5.3:within-day", "within the day"),
    ],
)
def test_the_figures_of_the_law(id: str, term: str) -> None:
    assert rule(id, TODAY).term == Term.parse(term)


def test_a_rule_speaks_from_its_first_day_until_the_day_before_it_ends() -> None:
    assert rule("118/2025:19.5:notice", date(2025, 7, 1)).article == "Nghị định 118/2025/NĐ-CP, Đ.19 k.5"
    assert rule("61/2018:6.2:receipt", date(2025, 6, 30)).valid_to == date(2025, 7, 1)
    for id, day in (("118/2025:19.5:notice", date(2025, 6, 30)), ("61/2018:6.2:receipt", date(2025, 7, 1))):
        with pytest.raises(Refused) as refused:
            rule(id, day)
        assert refused.value.code == "law.no_rule"


def test_civil_status_law_ends_when_the_new_one_begins() -> None:
    assert rule("60/2014:5.3:within-day", date(2027, 2, 28))
    with pytest.raises(Refused):
        rule("60/2014:5.3:within-day", date(2027, 3, 1))


@pytest.mark.parametrize("id", ["118/2025:17.3:result", "118/2025:18.2:forward", "118/2025:19.6:times"])
def test_a_rule_that_is_no_fixed_term_says_so(id: str) -> None:
    with pytest.raises(Refused) as refused:
        _ = rule(id, TODAY).term
    assert refused.value.code == "law.rule_without_term"


def test_other_figures_are_values() -> None:
    assert rule("118/2025:18.2:forward", TODAY).value == "15:00"
    assert rule("118/2025:19.6:times", TODAY).value == "1"


def test_what_the_law_leaves_open_is_marked_unsure() -> None:
    assert rule("gandan:second-request", TODAY).certainty == "unsure"
    assert rule("gandan:saturday-counts", TODAY).value == "no"


def test_every_version_is_cited_and_no_two_of_one_rule_speak_on_one_day() -> None:
    by_id: dict[str, list[date]] = {}
    for version in all_rules():
        assert version.article.strip()
        assert version.sentence.strip()
        assert version.certainty in CERTAINTIES
        assert version.valid_to is None or version.valid_from < version.valid_to
        by_id.setdefault(version.id, []).append(version.valid_from)
        speaking = [other for other in all_rules() if other.id == version.id and other.is_in_force(version.valid_from)]
        assert speaking == [version]
        last = (version.valid_to or date(2100, 1, 1)) - timedelta(days=1)
        assert rule(version.id, last) == version
