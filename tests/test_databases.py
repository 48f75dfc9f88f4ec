"""The fixture for tests of real concurrency, shown by what it promises."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction

from gandan.journal.actions import record
from gandan.journal.models import Entry
from gandan.lib.refs import CLOCK, Ref
from tests.factories import UnitFactory

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
SUBJECT = Ref("dossier", "THU")


def _record_one(number):
    try:
        with transaction.atomic():
            record(SUBJECT, "dossiers.accept", by=CLOCK, at=AT, number=number)
        return Entry.objects.count()
    finally:
        connections.close_all()


@pytest.mark.both
def test_what_threads_commit_every_thread_sees(own_database):
    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(_record_one, range(12)))
    assert max(seen) == 12
    assert Entry.objects.count() == 12


@pytest.mark.both
@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_begins_with_an_empty_copy(own_database, time):
    assert Entry.objects.count() == 0
    record(SUBJECT, "dossiers.accept", by=CLOCK, at=AT)


@pytest.mark.both
@pytest.mark.django_db
def test_the_usual_test_database_is_there_again_afterwards():
    assert Entry.objects.count() == 0
    UnitFactory()
