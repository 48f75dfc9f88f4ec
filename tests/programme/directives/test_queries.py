"""Who reads a directive, what was done under it, by task, unit and period."""

from datetime import date, timedelta

import pytest

from gandan.organisation.powers import PostKind
from gandan.programme.directives import actions, queries
from tests.factories import UnitFactory, commune, officer
from tests.programme.directives.conftest import AT, WORK

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = AT.date()
YEAR = {"since": date(2026, 1, 1), "until": TODAY}


def test_everybody_it_binds_reads_it_also_at_the_counter_and_nobody_else(scene):
    directive = scene.entered()
    clerk = officer(scene.first.centre, PostKind.COUNTER_OFFICER)
    school = officer(UnitFactory(parent=scene.second.committee), PostKind.STAFF)
    stranger = officer(commune("Nơi Khác").committee, PostKind.CHAIR)
    for reader in (scene.keeper, scene.chair, scene.head, clerk, school):
        assert queries.by_code(directive.code, reader, TODAY) == directive
    assert queries.by_code(directive.code, stranger, TODAY) is None


def test_the_list_counts_tasks_served_and_what_serves_them(scene):
    directive = scene.entered()
    first, _ = scene.task(directive), scene.task(directive, "Có bản cam kết")
    scene.cited(first)
    gone = scene.cited(first, subject=WORK._replace(code="8K3M92QX"))
    actions.withdraw(citation_id=gone.pk, by=scene.head, at=AT)
    row = queries.listed(scene.keeper, TODAY).get()
    assert (row.asked, row.served, row.cited) == (2, 1, 1)


def test_what_has_nothing_done_is_shown_by_task_and_by_unit(scene):
    directive = scene.entered()
    first, second = scene.task(directive), scene.task(directive, "Có bản cam kết")
    scene.cited(first)
    assert [(task, len(task.shown)) for task in queries.tasks_of(directive, **YEAR)] == [(first, 1), (second, 0)]
    rows = {row.name: (row.count, row.last_on) for row in queries.served_by_unit(directive, **YEAR, on=TODAY)}
    assert rows == {scene.first.committee.name: (1, TODAY), scene.second.committee.name: (0, None)}


def test_only_the_days_asked_for_are_counted_both_ends_included(scene):
    directive = scene.entered()
    scene.cited(scene.task(directive))
    for first, last, count in ((TODAY, TODAY, 1), (TODAY + timedelta(days=1), TODAY + timedelta(days=9), 0)):
        rows = queries.served_by_unit(directive, since=first, until=last, on=TODAY)
        assert sum(row.count for row in rows) == count
        assert sum(len(task.shown) for task in queries.tasks_of(directive, since=first, until=last)) == count


def test_work_may_be_cited_for_the_tasks_in_force_that_bind_the_unit(scene):
    task = scene.task()
    scene.task(scene.entered(number="9-KH/HU", valid_to=date(2026, 10, 31)), "Đã hết hạn")
    scene.task(scene.entered(number="8-KH/HU", addressed=[scene.second.committee.ref.code]), "Của xã khác")
    assert list(queries.tasks_for([scene.first.centre], TODAY)) == [task]
