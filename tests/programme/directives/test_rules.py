"""What a directive must say before others may cite it."""

from dataclasses import replace
from datetime import date

import pytest

from gandan.programme.directives import rules
from gandan.programme.directives.values import DirectiveDetails, TaskDetails
from tests.refusals import refused

TODAY = date(2026, 11, 2)
WHOLE = DirectiveDetails(
    number="12-KH/HU",
    body="Huyện ủy",
    title="Kế hoạch",
    signed_on=date(2026, 1, 5),
    valid_from=date(2026, 1, 10),
    summary="Đúng hẹn.",
    addressed=["13504@2025-07-01"],
)


def test_a_whole_directive_is_taken():
    rules.check_details(WHOLE, today=TODAY)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"number": "  "}, "directives.incomplete"),
        ({"summary": ""}, "directives.incomplete"),
        ({"title": "d" * 301}, "directives.text_too_long"),
        ({"signed_on": None}, "directives.no_day"),
        ({"valid_from": None}, "directives.no_day"),
        ({"signed_on": date(2026, 11, 3)}, "directives.signed_to_come"),
        ({"valid_to": date(2026, 1, 9)}, "directives.turned_round"),
        ({"addressed": []}, "directives.to_nobody"),
    ],
)
def test_what_is_missing_or_wrong_is_refused(wrong, code):
    with refused(code):
        rules.check_details(replace(WHOLE, **wrong), today=TODAY)


@pytest.mark.parametrize(
    ("details", "tasks", "code"),
    [
        (TaskDetails(" "), 0, "directives.no_task"),
        (TaskDetails("d" * 501), 0, "directives.text_too_long"),
        (TaskDetails("Đúng hẹn"), rules.MOST_TASKS, "directives.too_many_tasks"),
        (TaskDetails("Đúng hẹn", date(2026, 1, 9)), 0, "directives.due_before"),
    ],
)
def test_a_task_is_something_to_do_within_the_time_of_its_directive(details, tasks, code):
    with refused(code):
        rules.check_task(details, tasks=tasks, begins=date(2026, 1, 10))
    rules.check_task(TaskDetails("Đúng hẹn", date(2026, 1, 10)), tasks=rules.MOST_TASKS - 1, begins=date(2026, 1, 10))


def test_only_what_is_in_force_is_served_its_last_day_included():
    first, last = date(2026, 1, 10), date(2026, 11, 2)
    rules.check_in_force(first, last, today=first)
    rules.check_in_force(first, last, today=last)
    rules.check_in_force(first, None, today=date(2040, 1, 1))
    with refused("directives.to_come"):
        rules.check_in_force(first, last, today=date(2026, 1, 9))
    with refused("directives.ended"):
        rules.check_in_force(first, last, today=date(2026, 11, 3))
