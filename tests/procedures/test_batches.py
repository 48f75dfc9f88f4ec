"""Staged, published, put away; local rules where a unit reads a version."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from gandan.console.main import call
from gandan.journal.models import Entry
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Refused
from gandan.organisation.powers import PostKind
from gandan.procedures import queries
from gandan.procedures.actions import (
    add_overlay,
    discard_batch,
    end_overlay,
    leave_out,
    load_catalogue,
    publish_batch,
    publish_version,
    stage_rows,
)
from gandan.procedures.models import Batch, Overlay, Version
from gandan.procedures.rules import read_register
from tests.factories import commune, officer
from tests.procedures.test_register import ROW
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MONDAY = timezone.make_aware(datetime(2026, 11, 23, 8, 0))
CODE = "1.004873"


def _stage(*rows):
    return stage_rows(rows=read_register(json.dumps(rows).encode()), file_name="f.json", by=CLOCK, at=MONDAY)


def test_a_staged_file_publishes_nothing_until_it_is_published_once():
    batch = _stage(ROW, ROW | {"ma": "x"})
    assert not Version.objects.exists()
    assert len(publish_batch(code=batch.code, by=CLOCK, at=MONDAY)) == 1
    with pytest.raises(Refused) as refused:
        publish_batch(code=batch.code, by=CLOCK, at=MONDAY)
    assert refused.value.code == "procedures.batch_ended"
    assert queries.counts_of(_stage(ROW)) == {"taken": 0, "changed": 0, "skipped": 1, "refused": 0}
    assert "f.json" not in json.dumps(list(Entry.objects.values_list("data", flat=True)))


def test_what_was_published_meanwhile_makes_a_batch_stale():
    first, second = _stage(ROW), _stage(ROW | {"thoi_han": "05 ngày làm việc"})
    publish_batch(code=first.code, by=CLOCK, at=MONDAY)
    with pytest.raises(Refused) as refused:
        publish_batch(code=second.code, by=CLOCK, at=MONDAY)
    assert refused.value.code == "procedures.batch_stale"
    assert Version.objects.count() == 1


def test_the_console_imports_twice_as_once(tmp_path, capsys):
    rows = [ROW | {"ma": f"1.9{number:05d}"} for number in range(120)] + [ROW | {"ma": "1.9"}]
    file = tmp_path / "register.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    assert call(["import", "procedures", str(file), "--dry-run"]) == 1
    assert not Batch.objects.exists()
    assert call(["import", "procedures", str(file), "--publish"]) == 1
    capsys.readouterr()
    assert call(["import", "procedures", str(file), "--publish", "--json"]) == 1
    told = capsys.readouterr()
    words = [json.loads(line)["word"] for line in told.out.splitlines()]
    assert (words.count("skipped"), words.count("refused"), Version.objects.count()) == (120, 1, 120)
    assert "Dòng 121, 1.9" in told.err


@pytest.mark.parametrize("words", [[], ["nowhere.json"], ["--batch", "KHONGCO"], ["--batch", "KHONGCO", "--publish"]])
def test_the_console_says_what_it_cannot_do(words):
    assert call(["import", "procedures", *words]) == 2


@pytest.fixture
def here():
    load_catalogue(by=CLOCK, at=MONDAY - timedelta(days=300))
    return commune("Bình Lục")


def _overlay(here, **said):
    head = officer(here.centre, PostKind.CENTRE_HEAD)
    days = {"decided_on": date(2026, 11, 20), "valid_from": MONDAY.date()}
    return add_overlay(
        **{"procedure": CODE, "unit": here.committee, "decision": "12/QĐ-UBND"} | days | said, by=head, at=MONDAY
    )


def test_a_local_term_holds_in_its_unit_and_below_and_nowhere_else(here, django_assert_num_queries):
    _overlay(here, term="2 working days", fee_amount=0)
    version, other = queries.in_force(CODE, MONDAY.date()), commune("Khác")
    for unit, term, amount in ((here.centre, "2 working days", 0), (other.committee, "3 working days", None)):
        queries.localised(version, unit, MONDAY.date())
        assert (version.term_options[0].term, version.fee_list[0].amount) == (term, amount)
    with django_assert_num_queries(2):
        queries.localised(version, here.centre, MONDAY.date())
    earlier = queries.localised(version, here.centre, MONDAY.date(), as_of=MONDAY - timedelta(minutes=1))
    assert earlier.local == ()
    stored = Version.objects.get(pk=version.pk)
    assert stored.terms[0]["term"] == "3 working days"


@pytest.mark.parametrize(
    "said", [{"term": "9 working days"}, {"term": "1 working day", "valid_from": date(2026, 11, 22)}, {}]
)
def test_what_may_not_be_decided_writes_nothing(here, said):
    entries = Entry.objects.count()
    with pytest.raises(Refused):
        _overlay(here, **said)
    assert (Overlay.objects.count(), Entry.objects.count()) == (0, entries)


def test_a_head_decides_for_no_other_commune(here):
    with pytest.raises(Refused) as refused:
        _overlay(here, unit=commune("Khác").committee, term="1 working day")
    assert refused.value.code == "organisation.no_power"


def test_ending_a_local_rule_never_lengthens_it(here):
    overlay = _overlay(here, term="2 working days", valid_to=date(2026, 12, 31))
    said = {"overlay_id": overlay.pk, "by": overlay.stated_by, "at": MONDAY}
    assert refused_code(end_overlay, **said, valid_to=date(2027, 1, 1)) == "procedures.beyond_decision"
    overlay.refresh_from_db()
    assert overlay.valid_to == date(2026, 12, 31)
    assert end_overlay(**said, valid_to=date(2026, 12, 1)).valid_to == date(2026, 12, 1)


def test_a_head_publishes_nothing_for_the_whole_installation(here):
    head = officer(here.centre, PostKind.CENTRE_HEAD)
    batch, (row,) = _stage(ROW), read_register(json.dumps([ROW]).encode())
    version = queries.latest_versions([CODE])[CODE]
    content = replace(queries.content_of(version), plain_name="Tên của một xã")
    who = {"by": head, "at": MONDAY}
    for act, said in (
        (stage_rows, {"rows": [row], "file_name": "f.json"}),
        (publish_batch, {"code": batch.code}),
        (discard_batch, {"code": batch.code}),
        (leave_out, {"code": batch.code, "line": 1, "left_out": True}),
        (publish_version, {"content": content, "seen": version.ref.code}),
    ):
        assert refused_code(act, **said, **who) == "organisation.no_power"
    keeper = officer(here.committee, PostKind.INSTALLATION_ADMINISTRATOR)
    assert publish_version(content=content, seen=version.ref.code, by=keeper, at=MONDAY).plain_name == "Tên của một xã"


def test_when_the_law_ends_a_version_the_counter_is_told(here):
    after = date(2027, 3, 2)
    assert queries.in_force(CODE, after) is None
    assert queries.find("độc thân", after) == []
    (gone,) = queries.ended("giấy độc thân", after)
    assert "03/2026/QH16" in gone.ending
    assert queries.in_force(CODE, date(2027, 2, 28)).last_day == date(2027, 2, 28)
