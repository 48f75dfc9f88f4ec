"""Rules of units, posts, hours and choices, without a database."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.law.rulebook import open_rules
from gandan.lib.refusal import Refused
from gandan.organisation.rules.choices import read_choice
from gandan.organisation.rules.posts import Holding, check_appointment, check_username
from gandan.organisation.rules.unit_rows import COLUMNS, UnitRow, plan_import, read_day, read_rows
from gandan.organisation.rules.units import (
    TREES_OF_KIND,
    Period,
    UnitFacts,
    check_kind,
    check_not_own_ancestor,
)

FIRST = date(2025, 7, 1)


def unit(code, *, parent=None, first=FIRST, before=None, tree="state", kind="committee"):
    return UnitFacts(tree, kind, code, f"Đơn vị {code}", Period(first, before), parent)


def refused_code(act, *arguments, **named):
    with pytest.raises(Refused) as refusal:
        act(*arguments, **named)
    places = set(re.findall(r"%\((\w+)\)s", refusal.value.sentence))
    assert places == set(refusal.value.params), "a sentence and its values belong together"
    return refusal.value.code


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def periods(draw):
    first = draw(days)
    before = draw(st.none() | days)
    return Period(first, before if before is None or before > first else None)


@given(periods(), periods(), st.dates(date(2019, 1, 1), date(2031, 1, 1)))
def test_periods_that_share_a_day_overlap_and_a_period_within_holds_no_other_day(one, other, day):
    if one.holds(day) and other.holds(day):
        assert one.overlaps(other)
    if one.within(other) and one.holds(day):
        assert other.holds(day)
    assert one.overlaps(other) == other.overlaps(one)


def test_a_period_ends_the_day_before_the_next_begins():
    first, second = Period(date(2021, 1, 1), FIRST), Period(FIRST)
    assert not first.overlaps(second)
    assert second.holds(FIRST)
    assert not first.holds(FIRST)


def test_an_open_period_is_not_within_one_that_ends():
    assert not Period(FIRST).within(Period(FIRST, date(2027, 1, 1)))
    assert Period(FIRST, date(2026, 1, 1)).within(Period(FIRST))


def test_every_kind_has_a_tree_and_only_its_own():
    for kind, trees in TREES_OF_KIND.items():
        for tree in ("state", "party", "association"):
            if tree in trees:
                check_kind(tree, kind)
            else:
                assert refused_code(check_kind, tree, kind) == "organisation.wrong_tree"


def test_a_long_circle_is_found():
    parents = {"a": "b", "b": "c", "c": "a", "d": "c", "e": None}
    assert refused_code(check_not_own_ancestor, "a", parents) == "organisation.circle"
    assert refused_code(check_not_own_ancestor, "d", parents) == "organisation.circle"
    check_not_own_ancestor("e", parents)


def test_rows_may_come_in_any_order_and_find_their_parents():
    rows = [UnitRow(2, unit("11", parent="1")), UnitRow(3, unit("1"))]
    plan = plan_import(rows, {}, [])
    assert [outcome.word for outcome in plan.outcomes] == ["created", "created"]
    assert plan.units["11@2025-07-01"].parent == "1@2025-07-01"


def test_a_parents_code_means_the_unit_that_bore_it_on_that_day():
    known = {one.ref: one for one in (unit("1", first=date(2021, 1, 1), before=FIRST), unit("1"))}
    plan = plan_import([UnitRow(2, unit("11", parent="1"))], known, [])
    assert plan.units["11@2025-07-01"].parent == "1@2025-07-01"
    early = unit("12", parent="1", first=date(2024, 1, 1), before=date(2025, 1, 1))
    assert plan_import([UnitRow(2, early)], known, []).units["12@2024-01-01"].parent == "1@2021-01-01"


def test_one_refused_row_refuses_the_plan_and_the_others_are_still_judged():
    rows = [UnitRow(2, unit("1")), UnitRow(3, unit("11", parent="99")), UnitRow(4, unit("x" * 30))]
    plan = plan_import(rows, {}, [])
    assert plan.refused
    assert [outcome.word for outcome in plan.outcomes] == ["created", "refused", "refused"]


def test_a_kind_is_not_changed_by_an_import():
    plan = plan_import([UnitRow(2, unit("1", kind="province"))], {"1@2025-07-01": unit("1")}, [])
    assert plan.outcomes[0].refusal.code == "organisation.kind_changed"


@given(st.binary(max_size=200))
def test_whatever_the_file_holds_it_is_read_or_refused(content):
    try:
        rows, troubles = read_rows((",".join(COLUMNS) + "\n").encode() + content)
    except Refused as refused:
        rows, troubles, code = [], [], refused.code
    else:
        code = "organisation.file_read"
    assert code.startswith("organisation.file_")
    assert all(outcome.refusal for outcome in troubles)
    assert all(row.facts.name for row in rows)


@pytest.mark.parametrize("text", ["2025-07-01", "01/07/2025", "1/7/2025"])
def test_days_are_read_as_people_write_them(text):
    assert read_day(text) == FIRST


@pytest.mark.parametrize("text", ["2025-13-01", "31/02/2025", "07/2025", "hôm qua", "2025", "٠١/٠٧/٢٠٢٥x"])
def test_days_that_are_none_are_refused(text):
    assert refused_code(read_day, text) == "organisation.wrong_date"


def test_people_who_only_touch_do_not_meet_in_a_post():
    before = Holding("A", "An", "permanent", Period(date(2025, 8, 1), date(2026, 1, 1)))
    after = Holding("B", "Bình", "permanent", Period(date(2026, 1, 1)))
    check_appointment(after, unit=Period(FIRST), others=[before], decision="QĐ 1")
    longer = Holding("A", "An", "permanent", Period(date(2025, 8, 1)))
    code = refused_code(check_appointment, after, unit=Period(FIRST), others=[longer], decision="QĐ 1")
    assert code == "organisation.post_taken"


@pytest.mark.parametrize("username", ["hoa.tt", "can-bo_2", "a12"])
def test_plain_usernames_pass(username):
    check_username(username)


@pytest.mark.parametrize("username", ["", "ab", "hoà", "Hoa", "hoa tt", ".hoa", "x" * 61, "hoa\n"])
def test_other_usernames_are_refused(username):
    assert refused_code(check_username, username) == "organisation.wrong_username"


def test_only_rules_of_our_own_naming_are_open_to_choice():
    assert {rule.id for rule in open_rules()} >= {"gandan:second-request", "gandan:saturday-counts"}
    assert all(rule.certainty == "unsure" for rule in open_rules())
    assert read_choice("gandan:second-request", "2", valid_from=FIRST) == "2 working days"
    code = refused_code(read_choice, "118/2025:19.5:notice", "5 working days", valid_from=FIRST)
    assert code == "organisation.rule_not_open"
