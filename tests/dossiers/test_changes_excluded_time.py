"""Time that a sector's law leaves out: the day falls, and is counted again, with each interval in the proof."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import ExcludedTime
from gandan.dossiers.printouts import receipts
from gandan.dossiers.states import State
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.promises.models import Promise
from gandan.promises.queries import export_lines, open_about
from gandan.promises.states import Kind
from tests.dossiers.conftest import MONDAY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TUESDAY = MONDAY + timedelta(days=1)
POSTED = {
    "reason": "Niêm yết công khai",
    "ground": "Nghị định 101/2024/NĐ-CP, Điều 33",
    "term": "15 days",
    "waits_for_applicant": False,
}
SIGNED = {"sign": True, "reason": "Chờ xác minh", "further": "2 working days"}


def begin(scene, dossier, *, at=TUESDAY, **said):
    return actions.begin_excluded_time(**scene.now(dossier), **POSTED | said, by=scene.specialist, at=at)


def end(scene, dossier, *, at):
    return actions.end_excluded_time(**scene.now(dossier), by=scene.specialist, at=at)


def on(day, hour=10, month=11):
    return datetime(2026, month, day, hour, tzinfo=HANOI)


def steps(promise, kind):
    return [(step["from"], step["to"]) for step in promise.derivation["steps"] if step["kind"] == kind]


def test_the_appointed_day_falls_and_the_wait_has_a_term_of_its_own(scene):
    before = scene.examined()
    dossier = begin(scene, before)
    assert dossier.state == State.EXCLUDED
    assert Promise.objects.get(pk=before.result_promise_id).void_reason == "excluded_time"
    (wait,) = open_about(dossier, Kind.EXCLUDED_TIME)
    assert wait.due_at == datetime(2026, 12, 2, 17, 0, tzinfo=HANOI)
    assert wait.debtor == "outside"
    assert timeline(dossier)[0].told == {"reason": POSTED["reason"], "ground": POSTED["ground"]}
    assert Notice.objects.filter(body__contains=POSTED["ground"]).exists()


def test_a_wait_for_the_applicant_is_theirs_and_they_read_until_when(scene):
    dossier = begin(scene, scene.examined(), waits_for_applicant=True)
    (wait,) = open_about(dossier, Kind.OBLIGATION_BY_APPLICANT)
    assert wait.debtor == "applicant"
    assert Notice.objects.filter(body__contains="Xin ông/bà hoàn thành trước").exists()


def test_when_it_is_over_the_term_goes_on_from_its_beginning_without_those_days(scene):
    old = scene.examined()
    dossier = end(scene, begin(scene, old), at=on(25))
    promise = dossier.result_promise
    assert dossier.state == State.EXAMINING
    assert promise.started_at == old.result_promise.started_at
    # Tuesday 17/11 to Wednesday 25/11 are left out; 26, 27 and 30 count
    assert promise.due_at == datetime(2026, 11, 30, 17, 0, tzinfo=HANOI)
    assert promise.derivation["exclusions"] == [
        {"first": "2026-11-17", "last": "2026-11-25", "reason": POSTED["reason"], "source": POSTED["ground"]}
    ]
    assert steps(promise, "excluded")[0][0] == "2026-11-17"
    assert not open_about(dossier, Kind.EXCLUDED_TIME)
    assert Notice.objects.filter(body__contains="30/11/2026").exists()


def test_every_interval_is_left_out_even_two_that_share_a_day(scene):
    dossier = end(scene, begin(scene, scene.examined()), at=on(18, 9))
    dossier = end(scene, begin(scene, dossier, at=on(18, 14), reason="Chờ nộp thuế đất"), at=on(20))
    promise = dossier.result_promise
    assert [(e["first"], e["last"]) for e in promise.derivation["exclusions"]] == [
        ("2026-11-17", "2026-11-18"),
        ("2026-11-18", "2026-11-20"),
    ]
    assert promise.due_at == datetime(2026, 11, 26, 17, 0, tzinfo=HANOI)  # 23, 25, 26


def test_a_supplement_begins_the_term_anew_and_earlier_intervals_are_forgotten(scene):
    dossier = end(scene, begin(scene, scene.examined()), at=on(18))
    dossier = actions.request_supplement(
        **scene.now(dossier), missing=["Bản án"], reason="Mờ", by=scene.specialist, at=on(18, 11)
    )
    dossier = actions.receive_supplement(**scene.now(dossier), given={1, 2}, by=scene.clerk, at=on(20))
    assert dossier.result_promise.derivation["exclusions"] == []
    dossier = end(scene, begin(scene, dossier, at=on(23)), at=on(25))
    assert [e["first"] for e in dossier.result_promise.derivation["exclusions"]] == ["2026-11-23"]


def test_a_new_day_counts_from_the_day_that_the_intervals_had_moved(scene):
    dossier = end(scene, begin(scene, scene.examined()), at=on(25))
    moved = dossier.result_promise.due_at
    dossier = actions.reappoint(**scene.now(dossier), **SIGNED, by=scene.chair, at=on(26))
    assert dossier.result_promise.started_at == moved
    assert dossier.result_promise.due_at == datetime(2026, 12, 2, 17, 0, tzinfo=HANOI)


def test_time_left_out_before_the_first_day_moves_that_day_and_the_new_one_with_it(scene):
    dossier = actions.reappoint(**scene.now(scene.examined()), **SIGNED, by=scene.chair, at=TUESDAY)
    # on Wednesday the old day (Thursday 19/11) is still ahead
    dossier = end(scene, begin(scene, dossier, at=on(18)), at=on(25))
    promise = dossier.result_promise
    assert promise.started_at == datetime(2026, 11, 27, 17, 0, tzinfo=HANOI)  # 17, 26 and 27 make three days
    assert promise.due_at == datetime(2026, 12, 1, 17, 0, tzinfo=HANOI)


def test_time_left_out_of_the_further_term_alone_leaves_its_beginning(scene):
    dossier = actions.reappoint(**scene.now(scene.examined()), **SIGNED, by=scene.chair, at=TUESDAY)
    dossier = end(scene, begin(scene, dossier, at=on(20)), at=on(25))
    assert dossier.result_promise.started_at == datetime(2026, 11, 19, 17, 0, tzinfo=HANOI)
    assert dossier.result_promise.due_at == datetime(2026, 11, 27, 17, 0, tzinfo=HANOI)  # 26, 27


def test_the_receipt_tells_the_day_as_it_stands_and_there_is_no_second_one(scene):
    dossier = end(scene, begin(scene, scene.examined()), at=on(25))
    assert receipts(dossier) == [dossier.result_promise]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"ground": ""}, "dossiers.no_ground"),
        ({"reason": ""}, "dossiers.no_reason"),
        ({"term": "x"}, "law.term_unreadable"),
    ],
)
def test_a_refused_interval_writes_nothing(scene, counted, said, code):
    dossier = scene.examined()
    before = counted.now()
    with refused(code):
        begin(scene, dossier, **said)
    assert counted.now() == before
    assert not ExcludedTime.objects.exists()


def test_nothing_is_asked_or_decided_while_the_time_does_not_count(scene):
    dossier = scene.examined()
    actions.ask_whether_in_time(at=TUESDAY)
    begin(scene, dossier, at=TUESDAY + timedelta(hours=1))
    assert not open_about(dossier, Kind.FORESIGHT)


def test_the_independent_checker_agrees_with_every_interval(scene, tmp_path):
    first = end(scene, begin(scene, scene.examined()), at=on(18, 9))
    end(scene, begin(scene, first, at=on(18, 14)), at=on(20))
    second = actions.reappoint(**scene.now(scene.examined()), **SIGNED, by=scene.chair, at=TUESDAY)
    end(scene, begin(scene, second, at=on(18)), at=on(25))
    file = tmp_path / "promises.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in export_lines()), encoding="utf-8")
    checker = Path(__file__).parents[2] / "tools" / "check_deadlines.py"
    found = subprocess.run([sys.executable, checker, file], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert date(2026, 11, 18).isoformat() in file.read_text(encoding="utf-8")
