"""The independent checker: it agrees with what is right, names what is not, and refuses what it cannot read."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from gandan.law.calendar import HANOI, CountedSaturdays, standard_calendar
from gandan.law.deadline import Exclusion, derive
from gandan.law.grounds import grounds_on
from gandan.law.terms import Term

TOOLS = Path(__file__).parents[2] / "tools"
CHECKER = TOOLS / "check_deadlines.py"
WAITING = Exclusion(date(2026, 2, 24), date(2026, 2, 25), "Chờ nộp thuế", "Nghị định 101/2024/NĐ-CP")
Lines = list[dict[str, Any]]


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", CHECKER, *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def written(lines: Lines) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def an_export() -> Lines:
    """Two calendars, and promises of every unit of terms."""
    saturdays = CountedSaturdays(date(2026, 1, 1), None, ((time(7, 30), time(11, 30)),), "Quyết định 7/QĐ-UBND")
    calendars = [standard_calendar(), standard_calendar(counted_saturdays=[saturdays])]
    lines: Lines = [{"type": "calendar", "id": calendar.fingerprint, **calendar.to_json()} for calendar in calendars]
    for number, term in enumerate(
        ["3 working days", "1 working day", "15 days", "2 days", "8 working hours", "1 working hour", "within the day"]
    ):
        start = datetime(2026, 2, 12, 15, 30, tzinfo=HANOI)
        calendar = calendars[number % 2]
        deadline = derive(start, Term.parse(term), calendar, [WAITING], grounds=grounds_on(start.date()))
        lines.append(
            {
                "type": "promise",
                "id": f"P{number}",
                "kind": "result",
                "calendar": calendar.fingerprint,
                "start": start.isoformat(),
                "term": term,
                "due_at": deadline.due_at.isoformat(),
                **deadline.to_json(),
            }
        )
    return lines


def test_it_agrees_with_an_honest_export_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"
    file.write_text(written(an_export()), encoding="utf-8")
    for answer in (run(str(file)), run("-", given=written(an_export()))):
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "7 of 7 promises agree\n", "")


def change(promise: dict[str, Any], what: str) -> None:
    steps = promise["steps"]
    off = next(step for step in steps if step["kind"] == "off")
    counted = next(step for step in steps if step["kind"] == "counted")
    excluded = next(step for step in steps if step["kind"] == "excluded")
    changes: dict[str, Callable[[], Any]] = {
        "due a day later": lambda: promise.update(due_at="2026-02-27T17:00:00+07:00"),
        "due an hour earlier": lambda: promise.update(due_at=promise["due_at"].replace("T17", "T16")),
        "another start": lambda: promise.update(start="2026-02-11T15:30:00+07:00"),
        "another term": lambda: promise.update(term="4 working days"),
        "an exclusion forgotten": lambda: promise.update(exclusions=[]),
        "a day off without source": lambda: off.update(source=""),
        "a counted day without source": lambda: counted.update(source=""),
        "a day off with another source": lambda: off.update(source="Quyết định 1/QĐ-TTg"),
        "a day off left untold": lambda: steps.remove(off),
        "an exclusion left untold": lambda: steps.remove(excluded),
        "a day told twice": lambda: steps.insert(1, dict(off)),
        "a count that is wrong": lambda: counted.update(count=counted["count"] + 1),
        "a counted day that was off": lambda: off.update(kind="counted"),
        "no due step": steps.pop,
        "no steps": steps.clear,
    }
    changes[what]()


@pytest.mark.parametrize(
    "what",
    [
        "due a day later",
        "due an hour earlier",
        "another start",
        "another term",
        "an exclusion forgotten",
        "a day off without source",
        "a counted day without source",
        "a day off with another source",
        "a day off left untold",
        "an exclusion left untold",
        "a day told twice",
        "a count that is wrong",
        "a counted day that was off",
        "no due step",
        "no steps",
    ],
)
def test_a_promise_that_differs_is_named(what: str) -> None:
    lines = an_export()
    change(lines[2], what)
    answer = run("-", given=written(lines))
    assert answer.returncode == 1
    assert answer.stdout == "6 of 7 promises agree\n"
    assert answer.stderr.startswith("promise P0: ")
    assert len(answer.stderr.splitlines()) == 1


def test_a_holiday_hidden_from_the_calendar_breaks_its_fingerprint() -> None:
    lines = an_export()
    lines[0]["days"] = [day for day in lines[0]["days"] if day["day"] != "2026-02-18"]
    answer = run("-", given=written(lines))
    assert answer.returncode == 2
    assert "line 1" in answer.stderr


@pytest.mark.parametrize(
    "given",
    [
        "not json\n",
        "[]\n",
        "{}\n",
        '{"type": "promise", "id": "P0", "calendar": "none"}\n',
        written(an_export())[:-40],
        written(an_export()[1:]),  # the calendar of the first promise is missing
        written([*an_export()[:2], {**an_export()[2], "term": "0 working days"}]),
        written([*an_export()[:2], {**an_export()[2], "term": "99999999 days", "exclusions": []}]),
        written([*an_export()[:2], {**an_export()[2], "start": "2026-13-01"}]),
        written([*an_export()[:2], {**an_export()[2], "steps": None}]),
    ],
)
def test_what_it_cannot_read_is_bad_input_with_its_line(given: str) -> None:
    answer = run("-", given=given)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "line " in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("arguments", [[], ["/nowhere/export.jsonl"], ["a", "b"]])
def test_no_file_is_bad_input(arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.returncode == 2
    assert "usage" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_session_that_has_ended_does_not_settle_within_the_day() -> None:
    """The checker decides by itself that 13:00 on a Saturday counted until 11:30 is too late."""
    lines = an_export()
    saturdays = lines[1]["id"]
    honest = next(line for line in lines if line.get("term") == "within the day")
    start = "2026-03-07T13:00:00+07:00"
    wrong = {**honest, "calendar": saturdays, "start": start, "due_at": "2026-03-07T11:30:00+07:00", "exclusions": []}
    answer = run("-", given=written([*lines[:2], wrong]))
    assert answer.returncode == 1
    assert "found 2026-03-09T17:00:00+07:00" in answer.stderr


def test_an_empty_export_agrees() -> None:
    assert run("-").stdout == "0 of 0 promises agree\n"


def test_it_is_short_and_uses_the_standard_library_only() -> None:
    text = CHECKER.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_random_cases_agree_and_the_seed_repeats_them() -> None:
    command = [sys.executable, TOOLS / "compare_million.py", "1500", "--seed", "24"]
    answers = [subprocess.run(command, capture_output=True, text=True, timeout=120, check=False) for _ in range(2)]
    assert answers[0].stdout == "1500 of 1500 random cases agree (seed 24)\n"
    assert answers[0].returncode == 0
    assert answers[0].stdout == answers[1].stdout
