"""Whoever holds a copy of the whole database looks for who rated: by times, order, numbers, or what was left in a row.

Two people were received on different days and given a receipt. Whatever each of them then answers, in whatever order,
the copy must be the same: then nothing in it can tell who said what.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from gandan.counter.ratings.models import Tally
from gandan.journal.models import Entry
from gandan.moderation.actions import promise_decisions
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests import pdf
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.django_db
MADE_BY_CHANCE = {"mark", "code", "secret_hash", "subject_code"}
GLAD = {"attitude": "very", "cost": "none"}
ANGRY = {"attitude": "not_at_all", "cost": "some"}
WORDS = "Chị hướng dẫn rất tận tình."
Answer = tuple[str, Mapping[str, str], datetime]


@pytest.fixture
def receipts(scene, desk, clock, settings, tmp_path) -> tuple[str, str]:
    """The links on the receipts of a Monday's and of a Tuesday's applicant."""
    settings.DATA_DIR = tmp_path
    return tuple(_receipt(scene, desk, clock, at) for at in (MONDAY, MONDAY + timedelta(days=1)))


def _receipt(scene, desk, clock, at: datetime) -> str:
    clock.at = at
    dossier = scene.accepted(at=at)
    page = desk(scene.clerk).get(reverse("desk:dossier_paper", args=[dossier.reference, "receipt-1"]))
    return next(one for one in pdf.codes(page.content) if "/danh-gia/" in one)


def copy_of_all() -> dict[str, list[str]]:
    """Every row of every table in the order in which it lies there, but for what is drawn by lot."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            found[table] = [
                str([value for name, value in zip(columns, row, strict=True) if not _by_chance(table, name)])
                for row in cursor.fetchall()
            ]
    return found


def _by_chance(table: str, column: str) -> bool:
    return table.startswith(("ratings_", "moderation_", "promises_promise")) and column in MADE_BY_CHANCE


def after(clock, answers: Iterable[Answer]) -> dict[str, list[str]]:
    """The copy of the world in which these answers were sent; that world is then undone."""
    with transaction.atomic():
        for link, said, at in answers:
            clock.at = at
            assert Client().post(link, said).status_code == 302
        promise_decisions(at=MONDAY + timedelta(days=3))
        found = copy_of_all()
        transaction.set_rollback(True)
    return found


WEDNESDAY = MONDAY + timedelta(days=2)
LATER = WEDNESDAY + timedelta(hours=3)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda a, b: [(a, ANGRY, WEDNESDAY), (b, GLAD, LATER)], id="each said what the other said"),
        pytest.param(lambda a, b: [(b, ANGRY, WEDNESDAY), (a, GLAD, LATER)], id="in the other order"),
        pytest.param(lambda a, b: [(b, GLAD, WEDNESDAY), (a, ANGRY, LATER)], id="both"),
        pytest.param(
            lambda a, b: [(a, GLAD | {"cost": "some"}, WEDNESDAY), (b, ANGRY | {"cost": "none"}, LATER)],
            id="other answers went together",
        ),
    ],
)
def test_the_database_is_the_same_whoever_said_what_and_in_whichever_order(receipts, clock, other):
    monday, tuesday = receipts
    assert after(clock, [(monday, GLAD, WEDNESDAY), (tuesday, ANGRY, LATER)]) == after(clock, other(monday, tuesday))


def test_the_database_is_the_same_whoever_of_the_two_wrote_a_comment(receipts, clock):
    monday, tuesday = receipts
    spoken, silent = GLAD | {"comment": WORDS}, GLAD
    one = after(clock, [(monday, spoken, WEDNESDAY), (tuesday, silent, LATER)])
    assert one == after(clock, [(tuesday, spoken, WEDNESDAY), (monday, silent, LATER)])
    assert one == after(clock, [(monday, silent, WEDNESDAY), (tuesday, spoken, LATER)])
    assert WORDS in str(one)


@pytest.mark.parametrize("first", ["the comment", "the dossier"])
def test_whether_a_comment_came_before_somebody_was_received_is_nowhere(scene, clock, receipts, first):
    """A promise, a notice, an entry made at that moment would stand between those of two dossiers."""
    clock.at = WEDNESDAY if first == "the comment" else LATER
    send = partial(Client().post, receipts[0], {"comment": WORDS})
    receive = partial(scene.accepted, at=WEDNESDAY + timedelta(hours=1))
    for act in (send, receive) if first == "the comment" else (receive, send):
        act()
    promise_decisions(at=MONDAY + timedelta(days=3))
    assert [one.kind for one in Promise.objects.order_by("id")] == [Kind.RESULT] * 3 + [Kind.TEXT_DECISION]
    owed = Promise.objects.get(kind=Kind.TEXT_DECISION)
    assert localtime(owed.started_at).time() == time.min
    assert not Entry.objects.filter(subject_kind="text").exists()
    assert not Entry.objects.filter(subject_kind="promise").exists()


def test_what_is_counted_by_officer_and_by_all_lies_in_rows_that_were_all_made_at_once(receipts, clock):
    """The first to answer would otherwise be known by the first numbers."""
    clock.at = WEDNESDAY
    Client().post(receipts[0], {"cost": "some"})
    assert Tally.objects.count() > 20
    assert Tally.objects.filter(count__gt=0).count() == 1
