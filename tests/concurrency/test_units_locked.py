"""A row of a unit is held only against others who hold it: what points at the unit is written meanwhile.

On SQLite, which has one writer at a time, it is written afterwards.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from gandan.dossiers.actions import money, open_draft
from gandan.dossiers.actions.books import open_book
from gandan.dossiers.actions.settlements import promise_settlements, settle_fees
from gandan.dossiers.models import Draft
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import change_unit, end_unit
from gandan.organisation.powers import PostKind
from tests.concurrency.conftest import of_kind, together
from tests.dossiers.conftest import MONDAY, Scene
from tests.factories import officer

pytestmark = pytest.mark.both
DECEMBER = MONDAY + timedelta(days=20)


def took_money(scene: Scene) -> Scene:
    scene.version.fees = [{"name": "Lệ phí", "amount": 15000, "text": "15.000 đồng"}]
    scene.version.save()
    said = {"ordinals": (1,), "method": "cash", "reference": ""}
    money.pay(dossier_id=scene.accepted().pk, **said, by=scene.clerk, at=MONDAY)
    return scene


def settle(scene: Scene) -> None:
    head = officer(took_money(scene).place.centre, PostKind.CENTRE_HEAD)
    settle_fees(unit=scene.place.centre, month=date(2026, 11, 1), by=head, at=DECEMBER)


ACTS: dict[str, Callable[[Scene], object]] = {
    "open_book": lambda scene: open_book(unit=scene.place.centre, numbers=3, by=scene.clerk, at=MONDAY),
    "settle_fees": settle,
    "promise_settlements": lambda scene: promise_settlements(at=DECEMBER) if took_money(scene) else None,
    "change_unit": lambda scene: change_unit(unit=scene.place.centre, phone="0226", by=CLOCK, at=MONDAY),
    "end_unit": lambda scene: end_unit(
        unit=scene.place.centre, valid_to=date(2027, 1, 1), source="QĐ 1", by=CLOCK, at=MONDAY
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_points_at_the_unit_does_not_wait(scene, name):
    def write() -> None:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '1s'")
            open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY)

    with transaction.atomic():
        ACTS[name](scene)
        if connection.vendor == "postgresql":
            assert of_kind(together(write), ValueError) == []
    if connection.vendor == "sqlite":
        write()
    assert Draft.objects.filter(unit=scene.place.centre).exists()
