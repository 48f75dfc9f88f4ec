"""Publishing the catalogue: once, by date, whole or not at all."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from gandan.journal.models import Entry
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Refused
from gandan.procedures import queries, rules
from gandan.procedures.actions import load_catalogue
from gandan.procedures.models import Procedure, Version
from tests.factories import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FIRST = timezone.make_aware(datetime(2025, 7, 1, 7, 30))
LATER = timezone.make_aware(datetime(2026, 3, 2, 23, 59))
CONTENTS = rules.read_catalogue()[:3]
CODE = CONTENTS[0].code


def _changed(**changes: object) -> list[rules.Content]:
    return [replace(CONTENTS[0], **changes), *CONTENTS[1:]]


def test_the_catalogue_is_published_once_with_one_entry():
    by = PersonFactory()
    published = load_catalogue(by=by, at=FIRST)
    assert len(published) == Version.objects.count() == Procedure.objects.count() == 57
    entry = Entry.objects.get()
    assert (entry.act, entry.actor, entry.at) == ("procedures.publish", by.ref, FIRST)
    assert entry.data["versions"] == [version.ref.code for version in published]
    assert "1.004873@2025-07-01" in entry.data["versions"]
    said = render_to_string(f"entries/{entry.act}.html", {"actor": "Hệ thống", "data": entry.data})
    assert said.strip() == "<b>Hệ thống</b> công bố 57 phiên bản thủ tục."


def test_a_second_run_changes_nothing():
    load_catalogue(by=CLOCK, at=FIRST)
    before = list(Version.objects.values())
    assert load_catalogue(by=CLOCK, at=LATER) == []
    assert list(Version.objects.values()) == before
    assert Entry.objects.count() == 1


def test_what_is_read_back_is_what_was_published():
    load_catalogue(by=CLOCK, at=FIRST)
    content = next(content for content in rules.read_catalogue() if content.code == "1.013225")
    version = queries.in_force("1.013225", date(2025, 7, 1))
    assert version.term_options == content.terms
    assert version.requirements == content.documents
    assert version.fee_list == content.fees
    assert version.result_list == content.results


def test_a_change_is_a_new_version_from_that_day_and_the_old_one_keeps_its_words():
    load_catalogue(contents=CONTENTS, by=CLOCK, at=FIRST)
    old = queries.in_force(CODE, FIRST.date())
    (new,) = load_catalogue(contents=_changed(plain_name="Tên khác"), by=CLOCK, at=LATER)
    assert new.valid_from == date(2026, 3, 2)
    assert queries.in_force(CODE, date(2026, 3, 1)) == old
    assert queries.in_force(CODE, date(2026, 3, 2)) == new
    kept = Version.objects.get(pk=old.pk)
    assert (kept.plain_name, kept.valid_to) == (CONTENTS[0].plain_name, date(2026, 3, 2))
    assert Entry.objects.last().data["versions"] == [f"{CODE}@2026-03-02"]


def test_a_change_on_the_first_day_of_a_version_begins_the_day_after():
    load_catalogue(contents=CONTENTS, by=CLOCK, at=FIRST)
    (new,) = load_catalogue(contents=_changed(source="Nguồn khác"), by=CLOCK, at=FIRST)
    assert new.valid_from == date(2025, 7, 2)
    assert load_catalogue(contents=_changed(source="Nguồn khác"), by=CLOCK, at=FIRST) == []


def test_a_change_is_never_dated_back_but_may_be_announced():
    load_catalogue(contents=CONTENTS, by=CLOCK, at=FIRST)
    (back,) = load_catalogue(contents=_changed(source="Một", valid_from=date(2025, 9, 1)), by=CLOCK, at=LATER)
    assert back.valid_from == date(2026, 3, 2)
    (ahead,) = load_catalogue(contents=_changed(source="Hai", valid_from=date(2027, 3, 1)), by=CLOCK, at=LATER)
    assert ahead.valid_from == date(2027, 3, 1)
    assert queries.in_force(CODE, date(2027, 2, 28)) == back


def test_what_the_catalogue_no_longer_names_stays():
    load_catalogue(contents=CONTENTS, by=CLOCK, at=FIRST)
    assert load_catalogue(contents=CONTENTS[1:], by=CLOCK, at=LATER) == []
    assert queries.in_force(CODE, LATER.date()) is not None


def test_one_bad_entry_publishes_nothing():
    with pytest.raises(Refused) as refused:
        load_catalogue(contents=[*CONTENTS[1:], replace(CONTENTS[0], documents=())], by=CLOCK, at=FIRST)
    assert refused.value.code == "procedures.no_documents"
    assert not Procedure.objects.exists()
    assert not Entry.objects.exists()
