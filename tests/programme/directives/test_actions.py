"""A directive is entered, put right, given tasks; work is cited as serving one: change, entry, notice, refusals."""

from datetime import date, timedelta

import pytest

from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Overtaken
from gandan.organisation.actions import merge_units
from gandan.organisation.models import Unit
from gandan.organisation.values import Merger
from gandan.programme.directives import actions, queries
from gandan.programme.directives.models import Citation, Directive, Task
from gandan.programme.directives.responses import on_units_merged
from gandan.programme.directives.values import TaskDetails
from tests.factories import UnitFactory
from tests.programme.directives.conftest import AT, WORK
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_entering_keeps_the_directive_and_tells_who_keeps_the_programme_where_it_goes(scene):
    directive = scene.entered()
    assert set(directive.addressed.all()) == {scene.first.committee, scene.second.committee}
    entry = timeline(directive)[0]
    assert (entry.act, entry.told["number"]) == ("directives.enter", "12-KH/HU")
    told = Notice.objects.get(about_kind="directive")
    assert (told.address, told.title) == ("chu-tich@example.com", "Văn bản mới giao cho đơn vị: 12-KH/HU")


def test_a_number_is_entered_once_and_only_by_who_keeps_the_programme_there(scene):
    scene.entered()
    again = {"unit": scene.party, "details": scene.details(title="Lần nữa"), "at": AT}
    assert refused_code(actions.enter, **again, by=scene.keeper) == "directives.known"
    assert refused_code(actions.enter, **again, by=scene.head) == "organisation.no_power"
    nowhere = scene.details(number="13-KH/HU", addressed=["99999@2025-07-01"])
    asked = {"unit": scene.party, "details": nowhere, "by": scene.keeper, "at": AT}
    assert refused_code(actions.enter, **asked) == "directives.unknown_unit"
    assert Directive.objects.count() == 1


def test_putting_right_keeps_what_was_done_and_tells_only_who_is_new(scene):
    directive = scene.entered(addressed=[scene.first.committee.ref.code])
    cited = scene.cited(scene.task(directive))
    assert not Notice.objects.filter(about_kind="directive").exists()
    told = {"details": scene.details(title="Tên đúng"), "by": scene.keeper, "at": AT}
    changed = actions.change(directive_id=directive.pk, **told)
    assert (changed.title, changed.tasks.get().citations.get()) == ("Tên đúng", cited)
    assert Notice.objects.filter(about_kind="directive").count() == 1
    assert timeline(directive)[0].act == "directives.change"


def test_tasks_stand_in_their_order_and_keep_what_serves_them_when_put_right(scene):
    directive = scene.entered()
    first, second = scene.task(directive), scene.task(directive, "Có bản cam kết")
    assert [first.place, second.place] == [1, 2]
    scene.cited(first)
    details = TaskDetails("Phục vụ cả thứ bảy", date(2026, 12, 31))
    actions.change_task(task_id=first.pk, details=details, by=scene.keeper, at=AT)
    first.refresh_from_db()
    assert (first.text, first.due_on, first.citations.count()) == ("Phục vụ cả thứ bảy", date(2026, 12, 31), 1)
    assert [entry.told.get("text") for entry in timeline(directive)][:1] == ["Phục vụ cả thứ bảy"]
    stranger = {"details": TaskDetails("Việc khác"), "by": scene.head, "at": AT}
    assert refused_code(actions.add_task, directive_id=directive.pk, **stranger) == "organisation.no_power"
    assert refused_code(actions.change_task, task_id=first.pk, **stranger) == "organisation.no_power"
    assert Task.objects.count() == 2


def test_a_centre_bound_through_its_committee_cites_its_work_once(scene):
    task = scene.task()
    cited = scene.cited(task)
    assert (cited.unit, cited.cited_on) == (scene.first.centre, AT.date())
    entry = timeline(WORK)[0]
    assert (entry.act, entry.data["task"], entry.told["text"]) == ("directives.cite", task.code, task.text)
    with pytest.raises(Overtaken):
        scene.cited(task)


def test_work_is_cited_only_where_it_is_done_where_it_was_asked_and_while_it_is_in_force(scene):
    task = scene.task(scene.entered(valid_to=AT.date(), addressed=[scene.first.committee.ref.code]))
    assert refused_code(scene.cited, task=task, by=scene.chair) == "organisation.no_power"
    elsewhere = {"unit": scene.second.committee, "by": scene.chair}
    assert refused_code(scene.cited, task=task, **elsewhere) == "directives.not_addressed"
    assert refused_code(scene.cited, task=task, at=AT + timedelta(days=1)) == "directives.ended"
    assert not Citation.objects.exists()


def test_what_was_withdrawn_serves_no_longer_stays_in_the_journal_and_may_be_cited_anew(scene):
    task = scene.task()
    cited = scene.cited(task)
    assert refused_code(actions.withdraw, citation_id=cited.pk, by=scene.chair, at=AT) == "organisation.no_power"
    actions.withdraw(citation_id=cited.pk, by=scene.head, at=AT)
    assert not queries.citations_of(cited.subject).exists()
    assert timeline(WORK)[0].act == "directives.withdraw"
    with pytest.raises(Overtaken):
        actions.withdraw(citation_id=cited.pk, by=scene.head, at=AT)
    assert scene.cited(task).pk != cited.pk


def test_a_merger_hands_the_directive_on_and_loses_nothing_that_was_done(scene):
    task = scene.task()
    scene.cited(task)
    olds = (scene.first.committee, scene.second.committee)
    rows = [f"{old.code},{old.name},60001,Ủy ban nhân dân xã Mới,2026-11-23,NQ 1" for old in olds]
    header = "old_code,old_name,new_code,new_name,valid_from,source"
    merge_units(rows_typed="\n".join([header, *rows]), by=CLOCK, at=AT + timedelta(days=21))
    new, directive, on = Unit.objects.get(code="60001"), Directive.objects.get(), date(2026, 11, 24)
    assert list(directive.addressed.all()) == [new]
    assert timeline(directive)[0].act == "directives.pass_on"
    counted = queries.served_by_unit(directive, since=date(2026, 1, 1), until=on, on=on)
    assert [(row.name, row.count) for row in counted] == [(new.name, 1)]
    assert Citation.objects.get().unit == scene.first.centre
    assert queries.by_code(directive.code, scene.chair, on) == directive


def test_who_passes_a_directive_on_is_followed_by_what_its_unit_became(scene):
    directive = scene.entered()
    new = UnitFactory(tree=scene.party.tree, kind=scene.party.kind)
    merger = Merger(AT.date(), "NQ 9", {scene.party.pk: new.pk}, CLOCK, AT)
    assert [line.how_many for line in on_units_merged(merger)] == [1]
    directive.refresh_from_db()
    assert directive.unit == new
