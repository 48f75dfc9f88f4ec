"""The road's rules, without a database."""

import pytest

from gandan.dossiers.rules import routing as rules
from gandan.dossiers.values import LegStated
from tests.refusals import refused

LEG = LegStated(1, "Trích lục", "5 working days", "Quyết định 12")


@pytest.mark.parametrize(
    ("legs", "stage"),
    [
        ([], None),
        ([(1, "planned"), (2, "planned")], 1),
        ([(1, "running"), (2, "planned")], None),
        ([(1, "done"), (1, "running"), (2, "planned")], None),
        ([(1, "done"), (1, "withdrawn"), (2, "planned"), (3, "planned")], 2),
        ([(1, "done")], None),
    ],
)
def test_a_stage_begins_when_all_before_it_have_ended(legs, stage):
    assert rules.stage_to_begin(legs) == stage


@pytest.mark.parametrize(
    ("stated", "last", "running", "stages"),
    [([1, 2], 0, 0, [1, 2]), ([0], 2, 1, [1]), ([0], 2, 0, [3]), ([1, 1, 2], 2, 1, [3, 3, 4])],
)
def test_stages_follow_what_is_planned_or_join_what_runs(stated, last, running, stages):
    legs = [LegStated(1, "x", "1 day", "y", stage) for stage in stated]
    assert rules.stages_of(legs, last=last, running=running) == stages


def test_a_road_of_too_many_legs_is_a_slip_of_the_hand():
    rules.check_legs([LEG] * rules.MAX_LEGS)
    with refused("dossiers.too_many_legs"):
        rules.check_legs([LEG], there_are=rules.MAX_LEGS)
    with refused("dossiers.no_leg"):
        rules.check_legs([])


@pytest.mark.parametrize(
    ("leg", "code"),
    [
        (LegStated(1, "x" * 301, "1 day", "y"), "dossiers.task_too_long"),
        (LegStated(1, "x", "1 day", "y" * 301), "dossiers.ground_too_long"),
        (LegStated(1, "x", "1 day", "  "), "dossiers.term_without_ground"),
    ],
)
def test_what_does_not_fit_the_slip_is_refused(leg, code):
    with refused(code):
        rules.check_legs([leg])


@pytest.mark.parametrize("way", ["", "fax"])
def test_there_are_three_ways_to_hand_over(way):
    with refused("dossiers.no_way"):
        rules.check_way(way)
