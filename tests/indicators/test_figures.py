"""Figures counted on one's fingers: their cases, periods, units over time, and the same integers on every engine."""

import json
import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gandan.counter.ratings.models import LinkCount, Tally
from gandan.counter.tickets.actions import leave, mark_no_show, recall
from gandan.dossiers import actions
from gandan.indicators.queries import (
    all_definitions,
    all_facts,
    cases,
    definition,
    export_rows,
    measure,
    sealable,
    verdict_of,
)
from gandan.indicators.queries.sources import composed, rows_of
from gandan.indicators.rules import headers, periods, verdict
from gandan.indicators.values import Better, JudgedBy, Measure, Outcome, Reading
from gandan.law.calendar import HANOI
from gandan.organisation.queries import reading
from tests.dossiers.conftest import MONDAY
from tests.dossiers.test_after_a_merger import AFTER, MERGED, Case
from tests.factories import UnitFactory, commune
from tests.indicators.conftest import counts, measured
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DECEMBER = datetime(2026, 12, 7, 9, 0, tzinfo=HANOI)
LINKS_OVER = DECEMBER + timedelta(days=31)
ON_TIME = "dossiers_on_time"


def settle(scene, dossier, at):
    said = {"outcome": "approved", "result_number": "1", "reason": ""}
    taken = actions.examine(**scene.now(dossier), by=scene.specialist, at=at)
    return actions.settle(**scene.now(taken), **said, by=scene.specialist, at=at)


def answered(unit, month: date, good: int, bad: int = 0) -> None:
    for answer, count in (("very", good), ("no", bad)):
        if count:
            Tally.objects.create(unit=unit, month=month, question="attitude", answer=answer, count=count)


# --- on time -------------------------------------------------------------------------------------------------------


def test_a_period_in_which_nothing_fell_due_has_no_share(scene):
    found = measured(ON_TIME, scene.place.committee)
    assert (found.numerator, found.denominator, found.share, found.interval) == (0, 0, None, None)


def test_one_case_is_all_or_nothing_with_a_wide_interval(scene):
    settle(scene, scene.accepted(), MONDAY)
    found = measured(ON_TIME, scene.place.committee, at=DECEMBER)
    assert (found.numerator, found.denominator, found.share) == (1, 1, 1.0)
    low, high = found.interval
    assert low < 0.25
    assert high == 1.0


def test_each_dossier_counts_in_the_month_of_its_promised_day_open_ones_as_late(scene):
    settle(scene, scene.accepted(), MONDAY)
    late = scene.accepted()
    settle(scene, late, late.result_promise.due_at + timedelta(minutes=1))
    scene.accepted()  # still open
    scene.asked()  # waits for the applicant
    scene.accepted(at=datetime(2026, 11, 30, 9, tzinfo=HANOI))  # falls due in December
    assert counts(ON_TIME, scene.place.committee, at=DECEMBER) == (1, 3)
    assert counts(ON_TIME, scene.place.committee, periods.read("2026-12"), at=DECEMBER) == (0, 1)
    assert counts(ON_TIME, scene.place.committee, periods.read("2026Q4"), at=DECEMBER) == (1, 4)
    assert counts(ON_TIME, scene.place.committee, periods.read("2026"), at=DECEMBER) == (1, 4)


def test_what_is_not_due_yet_is_not_counted_even_when_it_is_done(scene):
    dossier = scene.settled()
    due = dossier.result_promise.due_at
    assert counts(ON_TIME, scene.place.committee, at=due - timedelta(seconds=1)) == (0, 0)
    assert counts(ON_TIME, scene.place.committee, at=due) == (1, 1)


def test_settled_at_the_very_instant_is_on_time(scene):
    dossier = scene.accepted()
    settle(scene, dossier, dossier.result_promise.due_at)
    assert counts(ON_TIME, scene.place.committee, at=DECEMBER) == (1, 1)


def test_the_centre_that_took_it_in_and_the_committee_that_decides_are_counted_apart(scene):
    scene.settled()
    scene.asked()
    assert counts(ON_TIME, scene.place.centre, at=DECEMBER) == (0, 0)
    assert counts("dossiers_supplement", scene.place.centre, at=DECEMBER) == (1, 2)
    assert counts("dossiers_supplement", scene.place.committee, at=DECEMBER) == (1, 2)  # with what is below it


def test_half_past_midnight_of_the_first_is_the_new_month(scene):
    scene.accepted(at=datetime(2026, 11, 1, 0, 30, tzinfo=HANOI))
    scene.accepted(at=datetime(2026, 10, 31, 23, 30, tzinfo=HANOI))
    unit = scene.place.committee
    assert counts("dossiers_supplement", unit, periods.read("2026-11")) == (0, 1)
    assert counts("dossiers_supplement", unit, periods.read("2026-10")) == (0, 1)


def test_several_units_and_periods_are_one_query(scene, django_assert_max_num_queries):
    other, province = commune("Khác").committee, UnitFactory(kind="province")
    settle(scene, scene.accepted(), MONDAY)
    asked = [periods.read(one) for one in ("2026-11", "2026-10")]
    with reading(), django_assert_max_num_queries(6):
        found = measure(definition(ON_TIME), [scene.place.committee, other, province], asked, DECEMBER)
    assert [(one.unit, one.period, one.denominator) for one in found] == [
        (unit.ref.code, period.code, int(unit == scene.place.committee and period.code == "2026-11"))
        for unit in (scene.place.committee, other, province)
        for period in asked
    ]


# --- cases ---------------------------------------------------------------------------------------------------------


def test_a_figure_opens_to_exactly_its_cases(scene):
    good = settle(scene, scene.accepted(), MONDAY)
    late = scene.accepted()
    november = periods.read("2026-11")

    def codes(**other) -> list[str]:
        return [one.code for one in cases(definition(ON_TIME), scene.place.committee, november, DECEMBER, **other)]

    assert codes(met=True) == [good.reference]
    assert codes(met=False) == [late.reference]
    assert codes(met=False, first=1, size=5) == []
    (one,) = cases(definition(ON_TIME), scene.place.committee, november, DECEMBER, met=True)
    assert (one.unit, one.day) == (scene.place.committee.ref.code, date(2026, 11, 19))


def test_what_is_counted_from_counts_opens_to_nothing(scene):
    with refused("indicators.no_cases"):
        cases(definition("ratings_attitude"), scene.place.centre, periods.read("2026-10"), MONDAY, met=True)


# --- units over time -----------------------------------------------------------------------------------------------


@pytest.fixture
def case(db) -> Case:
    return Case()


def test_of_a_unit_merged_in_the_middle_of_a_month_figures_are_read_either_way(case):
    done = settle(case.here, case.here.accepted(), MONDAY)  # due on the 19th, settled by the unit of then
    case.there.accepted()  # open when units merge, and late since
    case.merge()
    old, other, new = case.here.place.committee, case.there.place.committee, case.new.committee
    for unit in (old, other):
        unit.refresh_from_db()
    assert counts(ON_TIME, new, at=AFTER) == (1, 2)
    assert counts(ON_TIME, new, at=AFTER, reading=Reading.AS_IT_WAS) == (0, 1)
    assert counts(ON_TIME, old, at=AFTER) == (1, 1)
    assert counts(ON_TIME, other, at=AFTER) == (0, 0)  # its open dossier went on with the new unit
    assert done.reference in {
        one.code for one in cases(definition(ON_TIME), new, periods.read("2026-11"), AFTER, met=True)
    }


def test_who_had_a_result_that_waits_to_be_collected_when_units_merged_keeps_it_in_its_figures(case):
    settle(case.here, case.here.accepted(), MONDAY)
    before = counts(ON_TIME, case.here.place.committee, at=MERGED)
    case.merge()
    assert counts(ON_TIME, case.here.place.committee, at=AFTER) == before == (1, 1)
    assert counts("dossiers_supplement", case.here.place.centre, at=AFTER) == (0, 1)


# --- the hall ------------------------------------------------------------------------------------------------------


def test_the_hall_counts_who_was_called_in_time_who_was_not_there_and_who_left(hall):
    hall.opened()
    hall.taken()
    hall.taken()
    gone = hall.taken()
    hall.served(at=MONDAY + timedelta(minutes=30))
    second = hall.called(at=MONDAY + timedelta(minutes=31))
    for minutes in (32, 33):
        hall.do(recall, second, at=MONDAY + timedelta(minutes=minutes))
    hall.do(mark_no_show, second, at=MONDAY + timedelta(minutes=34))
    hall.do(leave, gone, at=MONDAY + timedelta(minutes=35))
    centre = hall.place.centre
    assert counts("hall_within_thirty", centre) == (1, 3)
    assert counts("hall_no_show", centre) == (1, 2)
    met, judged = counts("hall_promise_kept", centre)
    assert 0 <= met <= judged <= 3


# --- ratings -------------------------------------------------------------------------------------------------------


def test_months_of_fewer_than_five_answers_are_left_out_of_every_figure(scene):
    centre = scene.place.centre
    answered(centre, date(2026, 9, 1), good=6, bad=2)
    answered(centre, date(2026, 10, 1), good=4)  # too few
    asked = [periods.read(one) for one in ("2026-09", "2026-10", "2026Q4", "2026")]
    found = measure(definition("ratings_attitude"), [centre], asked, MONDAY)
    assert [(one.numerator, one.denominator, one.left_out) for one in found] == [
        (6, 8, 0),
        (0, 0, 1),
        (0, 0, 1),
        (6, 8, 1),
    ]


def test_of_two_units_the_small_one_cannot_be_counted_back_from_the_whole(scene):
    above = UnitFactory(kind="province")
    other = commune("Khác")
    for committee in (scene.place.committee, other.committee):
        committee.parent = above
        committee.save()
    answered(scene.place.centre, date(2026, 10, 1), good=9)
    answered(other.centre, date(2026, 10, 1), good=0, bad=2)
    october = periods.read("2026-10")
    assert counts("ratings_attitude", above, october) == (9, 9)
    assert counts("ratings_attitude", scene.place.centre, october) == (9, 9)


def test_of_the_running_month_no_answer_is_shown(scene):
    answered(scene.place.centre, date(2026, 11, 1), good=50)
    assert counts("ratings_attitude", scene.place.centre) == (0, 0)
    assert counts("ratings_attitude", scene.place.centre, periods.read("2026")) == (0, 0)
    assert counts("ratings_attitude", scene.place.centre, at=DECEMBER) == (50, 50)


def test_how_many_answered_is_a_share_of_the_links_given_once_none_can_be_answered_any_more(scene):
    LinkCount.objects.create(unit=scene.place.centre, month=date(2026, 11, 1), handed_out=7, answered=3)
    assert counts("ratings_response", scene.place.centre, at=DECEMBER) == (0, 0)
    assert counts("ratings_response", scene.place.centre, at=LINKS_OVER) == (3, 7)


# --- definitions and engines ---------------------------------------------------------------------------------------


def test_another_engine_counts_the_same_integers_from_the_rows_written_out(scene, hall):
    """Tables of the exported rows in a database that knows nothing of ours, read by the same files."""
    settle(scene, scene.accepted(), MONDAY)
    scene.accepted()
    scene.asked()
    hall.opened()
    hall.taken()
    hall.served(at=MONDAY + timedelta(minutes=7))
    answered(scene.place.centre, date(2026, 11, 1), good=6, bad=2)
    LinkCount.objects.create(unit=scene.place.centre, month=date(2026, 11, 1), handed_out=9, answered=8)
    elsewhere = sqlite3.connect(":memory:")
    for name, fact in all_facts().items():
        elsewhere.execute(f"CREATE TABLE fact_{name} ({', '.join(fact.columns)})")
        rows = [json.loads(json.dumps(row)) for row in export_rows(fact, LINKS_OVER)]
        places = ", ".join(f":{column}" for column in fact.columns)
        elsewhere.executemany(f"INSERT INTO fact_{name} VALUES ({places})", rows)
    asked = [scene.place, hall.place]
    counted = 0
    for one in all_definitions():
        sums = "SELECT COALESCE(SUM(numerator), 0), COALESCE(SUM(denominator), 0)"
        sql = f"{sums} FROM ({one.sql}) WHERE unit IN (?, ?) AND day BETWEEN '2026-11-01' AND '2026-11-30'"
        for place in asked:
            there = elsewhere.execute(sql, [unit.ref.code for unit in place]).fetchone()
            assert there == counts(one.code, place.committee, at=LINKS_OVER), one.code
            counted += there[1]
    assert counted >= 2 + 3 + 2 + 8 + 9


def test_every_definition_gives_the_columns_it_must(scene):
    for one in all_definitions():
        begin, params = composed(one, MONDAY)
        rows_of(f"{begin} SELECT {', '.join(headers.COLUMNS)} FROM cases", params)


@pytest.mark.parametrize("wrong", ["SELECT 1; DROP TABLE x", "SELECT '%s'", "DELETE FROM x"])
def test_a_definition_is_one_plain_select(wrong):
    whole = "\n".join(f"-- {key}: {value}" for key, value in _header().items())
    headers.read(f"{whole}\nSELECT 1")
    with pytest.raises(ValueError, match="one SELECT"):
        headers.read(f"{whole}\n{wrong}")


def test_a_definition_without_a_part_of_its_header_is_not_read():
    whole = "\n".join(f"-- {key}: {value}" for key, value in _header().items() if key != "source")
    with pytest.raises(ValueError, match="its header has"):
        headers.read(f"{whole}\nSELECT 1")


def _header() -> dict[str, str]:
    told = {"better": "up", "cases": "none", "small": "shown", "facts": "dossiers"}
    return {key: told.get(key, "x") for key in headers.KEYS}


# --- sealed measures -----------------------------------------------------------------------------------------------


def measure_of(unit, **other) -> Measure:
    """As somebody would type it: the definition's own part is filled in when it is sealed."""
    told = {"fingerprint": "", "better": Better.DOWN, "unit": unit.ref.code, "person_post": "", "baseline": (0, 0)}
    days = {"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 30)}
    return Measure(ON_TIME, **told | days | {"target": 200, "judged_by": JudgedBy.TARGET, "least": 2} | other)


def test_a_sealed_measure_is_judged_by_the_ledger_and_found_when_altered(scene):
    for _ in range(2):
        settle(scene, scene.accepted(), MONDAY)
    sealed, seal = sealable(measure_of(scene.place.committee), MONDAY)
    assert (sealed.better, sealed.fingerprint) == (Better.UP, definition(ON_TIME).fingerprint)
    assert verdict_of(sealed, MONDAY).outcome == Outcome.TOO_EARLY
    found = verdict_of(sealed, DECEMBER)
    assert (found.outcome, found.numerator, found.denominator, found.against) == (Outcome.KEPT, 2, 2, 0.2)
    assert not verdict.tampered(sealed, seal)
    assert verdict.tampered(replace(sealed, target=100), seal)


def test_facts_that_are_corrected_change_the_verdict_and_not_the_seal(scene):
    dossiers = [scene.accepted() for _ in range(2)]
    sealed, seal = sealable(measure_of(scene.place.committee), MONDAY)
    assert verdict_of(sealed, DECEMBER).numerator == 0
    for dossier in dossiers:
        settle(scene, dossier, MONDAY)
    assert verdict_of(sealed, DECEMBER).outcome == Outcome.KEPT
    assert not verdict.tampered(sealed, seal)


def test_a_measure_of_a_unit_merged_in_the_middle_is_judged_by_what_it_did_until_then(case):
    for _ in range(2):
        settle(case.here, case.here.accepted(), MONDAY)
    case.here.accepted()  # late, but by the unit that took over
    sealed, _seal = sealable(measure_of(case.here.place.committee), MONDAY)
    case.merge()
    found = verdict_of(sealed, DECEMBER)
    assert (found.numerator, found.denominator) == (2, 2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"unit": "1@2025-07-01"}, "no_unit"), ({"target": 1000}, "target_out_of_reach"), ({"least": 0}, "no_least")],
)
def test_what_nobody_could_judge_is_not_sealed(scene, changes, code):
    with refused(f"indicators.{code}"):
        sealable(replace(measure_of(scene.place.committee), **changes), MONDAY)
    with refused("indicators.unknown"):
        sealable(replace(measure_of(scene.place.committee), indicator="nothing"), MONDAY)


def test_once_the_indicator_is_counted_otherwise_a_measure_is_no_longer_judged(scene):
    sealed, _seal = sealable(measure_of(scene.place.committee), MONDAY)
    with refused("indicators.other_definition"):
        verdict_of(replace(sealed, fingerprint="0" * 64), DECEMBER)
