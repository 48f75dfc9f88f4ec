"""Officers who act at the same moment: codes without gaps, one dossier a draft, one winner a move."""

from collections import Counter
from functools import partial

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Applicant, DailyOrdinal, Dossier, Draft
from gandan.dossiers.states import State
from gandan.journal.models import Entry, Notice
from gandan.journal.queries import is_intact
from gandan.lib.refusal import Overtaken
from gandan.promises.models import Promise
from tests.concurrency.conftest import MANY, of_kind, together
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.both


def test_codes_of_one_agency_are_unique_and_without_a_gap_when_many_accept_at_once(scene):
    intakes = [scene.intake() for _ in range(MANY)]
    results = together(*(partial(actions.accept, intake=one, by=scene.clerk, at=MONDAY) for one in intakes))
    assert len(of_kind(results, Dossier)) == MANY
    ordinals = sorted(int(code[-4:]) for code in Dossier.objects.values_list("code", flat=True))
    assert ordinals == list(range(1, MANY + 1))
    assert DailyOrdinal.objects.get().last == MANY
    assert Promise.objects.count() == Notice.objects.count() == MANY
    assert all(is_intact(entry) for entry in Entry.objects.all())


def test_an_acceptance_that_fails_among_others_leaves_no_gap(scene, monkeypatch):
    """What goes wrong after the number was drawn gives it back."""
    intakes = [scene.intake() for _ in range(MANY)]
    unlucky = {one.reference for one in intakes[::3]}
    record = actions.intake.record_with_due_date

    def fails_for_some(dossier, *args, **kwargs):
        if dossier.reference in unlucky:
            raise ConnectionError("cut")
        return record(dossier, *args, **kwargs)

    monkeypatch.setattr(actions.intake, "record_with_due_date", fails_for_some)
    results = together(*(partial(actions.accept, intake=one, by=scene.clerk, at=MONDAY) for one in intakes))
    assert sum(isinstance(one, ConnectionError) for one in results) == len(unlucky)
    ordinals = sorted(int(code[-4:]) for code in Dossier.objects.values_list("code", flat=True))
    assert ordinals == list(range(1, MANY - len(unlucky) + 1))
    assert set(Draft.objects.values_list("reference", flat=True)) == unlucky
    assert Applicant.objects.count() == MANY - len(unlucky)


def test_one_draft_sent_by_two_windows_at_once_is_one_dossier(scene):
    intake = scene.intake()
    send = partial(actions.accept, intake=intake, by=scene.clerk, at=MONDAY)
    results = together(*[send] * MANY)
    assert len(of_kind(results, Overtaken)) == MANY - 1
    assert Dossier.objects.get().reference == intake.reference
    assert Applicant.objects.count() == Promise.objects.count() == Notice.objects.count() == 1


def test_of_two_who_make_the_same_move_one_is_overtaken_and_told_by_whom(scene):
    dossier = scene.accepted()
    take_up = partial(actions.examine, **scene.now(dossier), by=scene.specialist, at=MONDAY)
    results = together(*[take_up] * MANY)
    overtaken = of_kind(results, Overtaken)
    assert len(overtaken) == MANY - 1
    assert {one.params["who"] for one in overtaken} == {"Đỗ Quang Huy"}
    dossier.refresh_from_db()
    assert (dossier.state, dossier.revision) == (State.EXAMINING, 1)
    assert Counter(Entry.objects.values_list("act", flat=True))["dossiers.examine"] == 1


def test_of_different_moves_at_once_one_wins_and_the_other_writes_nothing(scene):
    dossier = scene.examined()
    now = scene.now(dossier)
    said = {"outcome": "approved", "result_number": "1", "reason": ""}
    settle = partial(actions.settle, **now, **said, by=scene.specialist, at=MONDAY)
    ask = partial(actions.request_supplement, **now, missing=["Bản án"], reason="Thiếu", by=scene.clerk, at=MONDAY)
    results = together(settle, ask)
    assert len(of_kind(results, Overtaken)) == 1
    dossier.refresh_from_db()
    settled = dossier.state == State.SETTLED
    assert dossier.revision == now["revision"] + 1
    assert dossier.supplement_requests.count() == (0 if settled else 1)
    assert bool(dossier.settled_at) == settled
