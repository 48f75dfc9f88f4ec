"""Whatever officers do, in whatever order: what is owed about a dossier always fits the state it is in."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, SupplementRequest
from gandan.dossiers.states import ENDED, IN_HANDS, MACHINE, State
from gandan.lib.refusal import Refused
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests.dossiers.conftest import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WALKS, STEPS = 25, 14
ASKED = {"missing": ["Bản án ly hôn"], "reason": "Bản sao mờ"}


class Walk:
    """One dossier among officers who press any button of its state, now and then too early or too late."""

    def __init__(self, scene, seed):
        self.scene, self.rng, self.at = scene, Random(seed), MONDAY
        self.taken = Counter()
        begins = self.rng.choice((scene.accepted, scene.accepted, scene.asked))
        self.dossier = begins(at=self.at)

    def step(self):
        self.at += timedelta(hours=self.rng.choice((1, 1, 3, 24, 24 * 20)))
        move = self.rng.choice(MACHINE.out_of(self.dossier.state)).name
        said = {"by": self.officer(move), "at": self.at} | self.said(move)
        try:
            self.dossier = getattr(actions, move)(**self.scene.now(self.dossier), **said)
            self.taken[move] += 1
        except Refused:  # not lawful now; then nothing has changed, and the next check proves it
            pass

    def officer(self, move):
        at_the_desk = {"receive_supplement", "return_result", "close"}
        leading = {"assign", "decide_second_request"}
        if move in at_the_desk:
            return self.scene.clerk
        return self.scene.chair if move in leading else self.scene.specialist

    def said(self, move):
        outcome = self.rng.choice(("approved", "refused"))
        return {
            "request_supplement": ASKED,
            "propose_second_request": ASKED | {"ground": "Luật Hộ tịch, Điều 18"},
            "decide_second_request": {"approve": self.rng.random() < 0.5},
            "receive_supplement": {"given": {1, 2}},
            "assign": {"handler": self.scene.specialist},
            "settle": {"outcome": outcome, "result_number": "1/2026", "reason": "Không đủ điều kiện"},
            "return_result": {"collected_by": "Trần Thị Hoa"},
        }.get(move, {})


def owed(dossier):
    """How many promises of each kind are open about the dossier."""
    return Counter(Promise.objects.open().filter(subject_code=dossier.reference).values_list("kind", flat=True))


def expected(dossier):
    """What must be open, by the state alone and by whether a leader is being asked."""
    if dossier.state in IN_HANDS:
        proposed = dossier.supplement_requests.filter(state=SupplementRequest.State.PROPOSED).count()
        return Counter({Kind.RESULT: 1}) + Counter({Kind.SECOND_REQUEST_DECISION: proposed})
    return Counter({Kind.SUPPLEMENT_BY_APPLICANT: 1} if dossier.state == State.AWAITING_SUPPLEMENT else {})


def check(dossier):
    assert owed(dossier) == expected(dossier), dossier.state
    asked = Counter(dossier.supplement_requests.values_list("state", flat=True))
    assert asked[SupplementRequest.State.SENT] <= 2
    assert asked[SupplementRequest.State.PROPOSED] <= (dossier.state in IN_HANDS)
    assert (dossier.ended_at is not None) == (dossier.state in ENDED)
    assert (dossier.settled_at is not None) == (dossier.state in (State.SETTLED, State.RETURNED))


@pytest.mark.parametrize("seed", range(WALKS))
def test_what_is_owed_fits_the_state_after_every_step(scene, seed):
    walk = Walk(scene, seed)
    for _ in range(STEPS):
        check(Dossier.objects.get(pk=walk.dossier.pk))
        if not MACHINE.out_of(walk.dossier.state):
            break
        walk.step()
    check(Dossier.objects.get(pk=walk.dossier.pk))


def test_the_walks_take_every_move_of_a_dossier_and_reach_every_end(scene):
    """Else the property above would hold of nothing."""
    taken, ends = Counter(), set()
    for seed in range(WALKS):
        walk = Walk(scene, seed)
        for _ in range(STEPS):
            if MACHINE.out_of(walk.dossier.state):
                walk.step()
        taken += walk.taken
        ends.add(walk.dossier.state)
    at_the_counter = {"accept", "refuse"}
    assert set(MACHINE.moves) - set(taken) == at_the_counter
    assert {State.RETURNED, State.CLOSED} <= ends
