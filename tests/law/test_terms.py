"""Terms: what may be written, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.law.terms import LONGEST, Term, TermUnit
from gandan.lib.refusal import Refused


@pytest.mark.parametrize(
    ("text", "term", "words"),
    [
        ("3 working days", Term(3, TermUnit.WORKING_DAYS), "3 ngày làm việc"),
        ("1 working day", Term(1, TermUnit.WORKING_DAYS), "1 ngày làm việc"),
        ("8 working hours", Term(8, TermUnit.WORKING_HOURS), "8 giờ làm việc"),
        ("15 days", Term(15, TermUnit.DAYS), "15 ngày"),
        ("within the day", Term(1, TermUnit.WITHIN_DAY), "trong ngày"),
        ("  03  Working   DAYS ", Term(3, TermUnit.WORKING_DAYS), "3 ngày làm việc"),
        ("+5 days", Term(5, TermUnit.DAYS), "5 ngày"),
    ],
)
def test_a_term_is_read_as_it_is_written(text: str, term: Term, words: str) -> None:
    assert Term.parse(text) == term
    assert term.words() == words


@pytest.mark.parametrize("text", ["0 working days", "-1 days", "9999999 days", "2501 working days", "0 working hours"])
def test_an_impossible_amount_is_refused_with_its_bounds(text: str) -> None:
    with pytest.raises(Refused) as refused:
        Term.parse(text)
    assert refused.value.code == "law.term_amount"
    assert "từ 1 đến" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "three days",
        "3 weeks",
        "1.5 days",
        "3 working",
        "days",
        "3 days or so",
        "३ days",
        "1e9 days",
        "9" * 5000,
    ],
)
def test_what_is_not_a_term_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(Refused) as refused:
        Term.parse(text)
    assert refused.value.code == "law.term_unreadable"
    assert text[:80] in str(refused.value)


@given(st.sampled_from(list(LONGEST)), st.data())
def test_the_canonical_form_reads_back(unit: TermUnit, data: st.DataObject) -> None:
    term = Term(data.draw(st.integers(1, LONGEST[unit])), unit)
    assert Term.parse(str(term)) == term


def test_one_is_written_in_the_singular() -> None:
    assert str(Term(1, TermUnit.WORKING_DAYS)) == "1 working day"
    assert str(Term(1, TermUnit.WITHIN_DAY)) == "within the day"
