import json
import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest

from gandan.law.calendar import HANOI, SpecialDay, standard_calendar
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.refs import Ref
from gandan.organisation.powers import PostKind
from gandan.promises import actions, queries
from gandan.promises.models import CalendarSnapshot, Promise
from gandan.promises.states import Kind
from tests.factories import UnitFactory, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
HORIZON = queries.Horizon(
    now=NOW,
    today_ends=datetime(2026, 11, 23, 23, 59, tzinfo=HANOI),
    soon_ends=datetime(2026, 11, 27, 23, 59, tzinfo=HANOI),
)


def test_soon_is_the_end_of_the_third_working_day_over_a_holiday():
    horizon = queries.horizon(NOW, standard_calendar())
    assert (horizon.today_ends.day, horizon.soon_ends.day) == (23, 27)  # 24/11 is off


class Thing:
    ref = Ref("dossier", "7K3M92QXAB")


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def owe(unit):
    """Promise something from a start, for a person or for nobody yet."""
    result = rule("118/2025:17.3:result", on=date(2026, 11, 1))

    def make(term="3 working days", *, start=NOW, person=None, kind=Kind.RESULT, calendar=None):
        return actions.make(
            kind, subject=Thing, title="Khai sinh", unit=unit, person=person, rule=result, term=Term.parse(term),
            start=start, calendar=calendar or standard_calendar(),
        )  # fmt: skip

    return make


def test_each_open_promise_stands_under_one_tab_of_time(unit, owe):
    owe(start=NOW - timedelta(days=14))  # late
    owe("within the day")
    owe("2 working days")
    owe("20 working days")
    owe("15 days", kind=Kind.SUPPLEMENT_BY_APPLICANT)
    counts = queries.counts(queries.owed_by_units([unit.pk]), HORIZON)
    assert (counts.late, counts.today, counts.soon, counts.waiting, counts.all) == (1, 1, 1, 1, 5)
    assert len(queries.part(queries.owed_by_units([unit.pk]), "late", HORIZON)) == 1


def test_my_day_holds_mine_and_not_my_colleagues(unit, owe):
    me, colleague = (officer(unit, PostKind.SPECIALIST) for _ in range(2))
    mine = owe(person=me)
    owe(person=colleague)
    assert list(queries.owed_by_person(me)) == [mine]


def test_kept_and_void_promises_leave_the_worklist(unit, owe):
    actions.keep(owe(), at=NOW)
    actions.void(owe(), reason="supplement_requested", at=NOW)
    assert not queries.owed_by_units([unit.pk]).exists()


def test_late_is_open_past_due_or_kept_after_due(owe):
    late_open = owe(start=NOW - timedelta(days=14))
    late_kept, in_time, void = (owe(start=NOW - timedelta(days=14)) for _ in range(3))
    owe()
    actions.void(void, reason="supplement_requested", at=NOW)
    actions.keep(late_kept, at=NOW)
    actions.keep(in_time, at=in_time.due_at)
    assert set(Promise.objects.filter(queries.overdue(NOW))) == {late_open}
    assert set(Promise.objects.filter(queries.kept_late())) == {late_kept}


def test_pages_go_on_by_due_date_and_split_no_tie(unit, owe):
    promises = [owe() for _ in range(3)]
    mine = queries.owed_by_units([unit.pk])
    first = queries.page(mine, size=2)
    rest = queries.page(mine, after=(first[-1].due_at, first[-1].pk), size=2)
    assert [row.pk for row in first + rest] == [promise.pk for promise in promises]


def test_a_promise_keeps_the_calendar_it_was_made_under(owe):
    before = owe()
    storm = SpecialDay(date(2026, 11, 25), "off", "Nghỉ tránh bão", "Công điện mẫu", "announced", verified=True)
    after = owe(calendar=standard_calendar(extra=[storm]))
    assert CalendarSnapshot.objects.count() == 2
    assert (before.due_at.day, after.due_at.day) == (27, 30)


def test_the_export_names_every_calendar_before_the_promises_that_rest_on_it(owe):
    owe()
    owe("8 working hours")
    calendar, *promises = queries.export_lines()
    assert calendar["type"] == "calendar"
    assert [line["calendar"] for line in promises] == [calendar["id"]] * 2
    assert promises[0]["start"] == "2026-11-23T09:00:00+07:00"
    assert promises[0]["due_at"] == "2026-11-27T17:00:00+07:00"


def check(file):
    """Exit code of the checker, which shares no code with us."""
    return subprocess.run(
        [sys.executable, "tools/check_deadlines.py", file], capture_output=True, check=False
    ).returncode


def test_the_independent_checker_agrees_with_the_export(owe, tmp_path):
    for term in ("3 working days", "within the day", "15 days", "8 working hours"):
        owe(term)
    file = tmp_path / "promises.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in queries.export_lines()))
    assert check(file) == 0
    broken = file.read_text().replace("2026-11-27T17:00:00+07:00", "2026-11-26T17:00:00+07:00", 1)
    file.write_text(broken)
    assert check(file) == 1
