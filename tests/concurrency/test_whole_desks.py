"""Acts over many dossiers at once, beside officers at work: nobody waits in a ring, nothing is left behind."""

import time
from datetime import date, datetime
from functools import partial
from threading import Event

import pytest

from gandan.dossiers import actions
from gandan.dossiers.actions import supplements
from gandan.dossiers.actions.reassign import reassign
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.workload import Work
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Refused
from gandan.organisation.actions import merge_units
from gandan.organisation.powers import PostKind
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests.concurrency.conftest import MANY, of_kind, together
from tests.dossiers.conftest import MONDAY
from tests.factories import officer

pytestmark = pytest.mark.both
DAY = date(2026, 11, 23)
MERGED = datetime(2026, 11, 23, 7, 0, tzinfo=HANOI)


def test_the_same_work_handed_over_twice_goes_once_while_some_of_it_is_settled(scene):
    """In opposite orders, and beside acts that lock one dossier and then its promise."""
    to = [officer(scene.place.committee, PostKind.SPECIALIST) for _ in range(2)]
    dossiers = [scene.examined() for _ in range(MANY)]
    works = [Work(dossier.reference, Kind.RESULT) for dossier in dossiers]
    said = {"person": scene.specialist, "by": scene.chair, "at": MONDAY}
    settled = {"outcome": "approved", "result_number": "1", "reason": "", "by": scene.specialist, "at": MONDAY}
    results = together(
        partial(reassign, **said, given=dict.fromkeys(works, to[0])),
        partial(reassign, **said, given=dict.fromkeys(reversed(works), to[1])),
        *(partial(actions.settle, **scene.now(dossier), **settled) for dossier in dossiers[2:4]),
    )
    of_kind(results, Refused)  # nothing but refusals: nobody was cut off in a ring of waiting
    owners = set(Promise.objects.open().values_list("person", flat=True))
    assert len(owners) <= 1  # everything or nothing, to one of them
    for dossier in Dossier.objects.exclude(state="settled"):
        assert {dossier.handler_id} == owners


def test_units_merge_while_an_officer_is_in_the_middle_of_an_act(scene, monkeypatch):
    """The officer's act is finished, and what it promised goes on with the new unit too."""
    dossier, holding, check = scene.examined(), Event(), supplements.rules.check_first_request

    def slowly(**said):
        holding.set()  # the dossier is locked, its promises are not touched yet
        time.sleep(1)
        return check(**said)

    monkeypatch.setattr(supplements.rules, "check_first_request", slowly)
    asked = {"missing": ["Bản án"], "reason": "Chưa rõ", "by": scene.specialist, "at": MONDAY}
    old = scene.place.committee
    rows = "old_code,old_name,new_code,new_name,valid_from,source\n"
    rows += f"{old.code},{old.name},{old.code},Xã Bình Mới,{DAY},NQ 9\n"

    def merge():
        assert holding.wait(10)
        return merge_units(rows_typed=rows, by=CLOCK, at=MERGED)

    results = together(partial(actions.request_supplement, **scene.now(dossier), **asked), merge)
    assert [one for one in results if isinstance(one, Exception)] == []
    [promise] = Promise.objects.open()
    dossier.refresh_from_db()
    assert (promise.kind, promise.unit_id) == (Kind.SUPPLEMENT_BY_APPLICANT, dossier.receiving_unit_id)
    assert promise.unit.valid_from == DAY
