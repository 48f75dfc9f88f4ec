"""The roster as a question of numbers: covered, rotating, the same each time, fast; and it says what is missing."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from time import perf_counter

import pytest

from gandan.counter.sessions.rules import roster
from gandan.counter.sessions.rules.roster import Day, Officer
from gandan.counter.sessions.values import Need

SATURDAY = date(2026, 11, 14)
RECEIVE, SIGN = Need("dossiers.receive", 2), Need("dossiers.settle", 1, "Hộ tịch")
EVERYTHING = frozenset({RECEIVE.key, SIGN.key})


def days(count: int, *, people: int = 2, needs: tuple[Need, ...] = (), every: int = 7) -> list[Day]:
    return [Day(f"S{n:02d}", SATURDAY + timedelta(days=every * n), people, needs) for n in range(count)]


def officer(code: str, asked: list[Day], *, keys: frozenset[str] = EVERYTHING, **other: object) -> Officer:
    return Officer(code, {day.session: keys for day in asked}, **other)


def random_question(seed: int, *, people: int = 15, sessions: int = 12) -> tuple[list[Day], list[Officer]]:
    chance = Random(seed)
    asked = days(sessions, people=4, needs=(RECEIVE, SIGN, Need("dossiers.return"), Need("fees.collect")))
    keys = [RECEIVE.key, SIGN.key, "dossiers.return", "fees.collect"]
    officers = [
        Officer(
            f"P{n:02d}",
            {
                day.session: frozenset(chance.sample(keys, chance.randrange(1, 4)))
                for day in asked
                if chance.random() < 0.85
            },
            before=chance.randrange(5),
            last_on=SATURDAY - timedelta(days=7) if chance.random() < 0.3 else None,
            prefers=frozenset(chance.sample([day.session for day in asked], chance.randrange(3))),
        )
        for n in range(people)
    ]
    return asked, officers


def lacking(asked: list[Day], officers: list[Officer], filled: dict[str, list[str]]) -> list[tuple[str, str, int]]:
    by_code = {one.code: one for one in officers}
    return [
        (one.session, one.need.key if one.need else "people", one.wanted - one.there)
        for day in asked
        for one in roster.missing(day, [by_code[code].covers[day.session] for code in filled[day.session]])
    ]


@pytest.mark.parametrize("seed", range(25))
def test_whatever_can_be_covered_is_covered_and_nobody_comes_who_cannot(seed):
    asked, officers = random_question(seed)
    filled = roster.fill(asked, officers)
    by_code = {one.code: one for one in officers}
    assert all(day in by_code[code].covers for day, codes in filled.items() for code in codes)
    expected = []
    for day in asked:
        able = [one.covers[day.session] for one in officers if day.session in one.covers]
        for need in day.needs:
            if (there := sum(need.key in keys for keys in able)) < need.people:
                expected.append((day.session, need.key, need.people - there))
        if len(able) < day.people:
            expected.append((day.session, "people", day.people - len(able)))
    assert lacking(asked, officers, filled) == expected


def test_twelve_sessions_of_fifteen_officers_are_filled_within_a_second():
    asked, officers = random_question(7)
    roster.fill(asked, officers)  # the solver is loaded
    began = perf_counter()
    roster.fill(asked, officers)
    assert perf_counter() - began < 1


def test_the_same_question_has_the_same_answer_in_whatever_order_it_is_asked():
    asked, officers = random_question(3)
    first = roster.fill(asked, officers)
    assert roster.fill(asked[::-1], officers[::-1]) == first
    assert roster.fill(asked, officers) == first


def test_turns_even_out_counting_what_people_did_before():
    asked = days(6, people=1, every=14)
    before = {"A": 4, "B": 0, "C": 1}
    filled = roster.fill(asked, [officer(code, asked, before=count) for code, count in before.items()])
    done = {code: before[code] + sum(code in codes for codes in filled.values()) for code in before}
    assert sorted(done.values()) == [3, 4, 4]


def test_nobody_serves_two_saturdays_running_where_it_can_be_avoided():
    asked = days(6, people=2)
    filled = roster.fill(asked, [officer(code, asked, before=9 * (code == "D")) for code in "ABCD"])
    running = [set(filled[a.session]) & set(filled[b.session]) for a, b in pairwise(asked)]
    assert running == [set()] * 5  # though D did far more before: rest comes before even counts


def test_who_served_the_saturday_before_rests_on_the_first_day_too():
    asked = days(1, people=1)
    tired = officer("A", asked, last_on=SATURDAY - timedelta(days=7))
    assert roster.fill(asked, [tired, officer("B", asked, before=5)]) == {"S00": ["B"]}
    rested = officer("A", asked, last_on=SATURDAY - timedelta(days=14))
    assert roster.fill(asked, [rested, officer("B", asked, before=5)]) == {"S00": ["A"]}


def test_two_running_are_served_where_nobody_else_can():
    asked = days(2, people=1)
    assert roster.fill(asked, [officer("A", asked)]) == {"S00": ["A"], "S01": ["A"]}


def test_no_more_people_are_sent_than_are_needed():
    asked = days(3, people=2, needs=(SIGN,))
    clerks = [officer(code, asked, keys=frozenset({RECEIVE.key})) for code in "ABC"]
    filled = roster.fill(asked, [*clerks, officer("S", asked, keys=frozenset({SIGN.key}))])
    assert [len(codes) for codes in filled.values()] == [2, 2, 2]
    assert all("S" in codes for codes in filled.values())


def test_who_would_like_to_come_is_taken_before_who_only_could():
    asked = days(2, people=1, every=14)
    wants = officer("B", asked, prefers=frozenset({"S01"}))
    assert roster.fill(asked, [officer("A", asked), wants]) == {"S00": ["A"], "S01": ["B"]}
    wants = officer("B", asked, prefers=frozenset({"S00"}))
    assert roster.fill(asked, [officer("A", asked), wants]) == {"S00": ["B"], "S01": ["A"]}


def test_what_was_decided_by_hand_stays():
    asked = days(2, people=1, every=14)
    sent = officer("A", asked, before=9, fixed={"S00": True})
    kept_home = officer("B", asked, fixed={"S01": False})
    assert roster.fill(asked, [sent, kept_home, officer("C", asked, before=5)]) == {"S00": ["A"], "S01": ["C"]}


def test_exactly_the_power_that_is_missing_is_named_with_who_could_have_come():
    day = days(1, people=2, needs=(RECEIVE, SIGN))[0]
    receives = frozenset({RECEIVE.key})
    (one,) = roster.missing(day, [receives, receives], away=[frozenset({SIGN.key})])
    assert (one.session, one.on, one.need, one.wanted, one.there, one.away) == ("S00", SATURDAY, SIGN, 1, 0, 1)


def test_nobody_at_all_lacks_everything():
    asked = days(1, needs=(SIGN,))
    filled = roster.fill(asked, [])
    assert lacking(asked, [], filled) == [("S00", SIGN.key, 1), ("S00", "people", 2)]


def test_a_newcomer_begins_where_the_middle_of_the_others_is():
    assert roster.counted_before({"A": 6, "B": 2, "C": 4, "D": 0}, ["D"]) == {"A": 6, "B": 2, "C": 4, "D": 4}
    assert roster.counted_before({"A": 0}, ["A"]) == {"A": 0}


def test_the_solver_says_nothing_where_data_is_read():
    """It greets once a process, in C: only another process tells."""
    words = "from gandan.counter.sessions.rules import roster; roster.fill([], []); print('data')"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("data\n", "")
