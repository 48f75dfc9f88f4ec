"""Units merge in the very moment in which a dossier is accepted: none is left with a unit that has ended."""

import threading
import time
from datetime import date, datetime

import pytest
from django.db import transaction

from gandan.dossiers.actions import accept
from gandan.dossiers.models import Dossier
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Refused
from gandan.organisation.actions import merge_units
from gandan.organisation.models import Unit
from gandan.organisation.queries.editions import edition, reading
from tests.concurrency.conftest import of_kind, together

pytestmark = pytest.mark.both
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
A_WHILE = 0.7


def merge(scene) -> None:
    code, name = scene.place.committee.code, scene.place.committee.name
    rows = f"old_code,old_name,new_code,new_name,valid_from,source\n{code},{name},{code},Xã Mới,{DAY},NQ 9\n"
    merge_units(rows_typed=rows, by=CLOCK, at=AT)


def test_an_acceptance_not_yet_written_is_waited_for_and_passed_on(scene):
    intake = scene.intake(at=AT)
    written = threading.Event()

    def accept_slowly() -> None:
        with transaction.atomic():
            accept(intake=intake, by=scene.clerk, at=AT)
            written.set()
            time.sleep(A_WHILE)

    def merge_meanwhile() -> None:
        written.wait(20)
        merge(scene)

    assert of_kind(together(accept_slowly, merge_meanwhile), Refused) == []
    new = Unit.objects.get(code=scene.place.committee.code, valid_from=DAY)
    assert Dossier.objects.get().deciding_unit == new


def test_an_acceptance_that_waited_for_a_merger_sees_that_the_unit_has_ended(scene):
    intake = scene.intake(at=AT)
    merged = threading.Event()

    def merge_slowly() -> None:
        with transaction.atomic():
            merge(scene)
            merged.set()
            time.sleep(A_WHILE)

    def accept_meanwhile() -> None:
        with reading():
            edition()  # as a page has read it before the act
            merged.wait(20)
            accept(intake=intake, by=scene.clerk, at=AT)

    [refused] = of_kind(together(merge_slowly, accept_meanwhile), Refused)
    assert refused.code == "dossiers.unit_not_in_force"
    assert not Dossier.objects.exists()
