"""Whatever officers do, in whatever order: what is owed about a dossier always fits the state it is in."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Reappointment, SupplementRequest
from gandan.dossiers.states import ENDED, IN_HANDS, MACHINE, State
from gandan.lib.refusal import Refused
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests.dossiers.conftest import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WALKS, STEPS = 25, 14
AT_MOST = 150  # walks until every move was taken
# what begins a life, and what needs more than one dossier and these three people: each is proved in its own tests
NOT_WALKED = {"submit", "serve_at_once"}
ELSEWHERE = {
    *("plan_route", "consult", "take_result_to_desk"),
}
EXCLUDED = {"reason": "Niêm yết", "ground": "Nghị định 101/2024/NĐ-CP, Điều 33", "term": "15 days"}
ASKED = {"missing": ["Bản án ly hôn"], "reason": "Bản sao mờ"}


class Walk:
    """One dossier among officers who press any button of its state, now and then too early or too late."""

    def __init__(self, scene, seed):
        self.scene, self.rng, self.at = scene, Random(seed), MONDAY
        self.taken = Counter()
        begins = self.rng.choice((scene.accepted, scene.accepted, scene.asked, scene.submitted))
        self.dossier = begins(at=self.at)

    def step(self):
        self.at += timedelta(hours=self.rng.choice((1, 1, 1, 3, 24, 24 * 20)))
        move = self.rng.choice(walked(self.dossier.state))
        said = {"by": self.officer(move), "at": self.at} | self.said(move)
        try:
            self.dossier = self.act(move)(**self.scene.now(self.dossier), **said)
            self.taken[move] += 1
        except Refused:  # not lawful now; then nothing has changed, and the next check proves it
            pass

    def act(self, move):
        """At the counter a dossier is begun; from a submitted one the same moves have their own actions."""
        return getattr(actions, {"accept": "accept_submitted", "refuse": "refuse_submitted"}.get(move, move))

    def officer(self, move):
        at_the_desk = {"receive_supplement", "return_result", "close", "accept", "refuse", "announce_early"}
        at_the_desk |= {"report_error", "report_loss", "remedy_loss", "stop"}
        leading = {"assign", "decide_second_request", "reappoint"}
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
            "foresee": {"in_time": self.rng.random() < 0.3, "reason": "Chờ xác minh", "further": "2 days"},
            "reappoint": {"sign": self.rng.random() < 0.7, "reason": "Chờ xác minh", "further": "2 days"},
            "begin_excluded_time": EXCLUDED | {"waits_for_applicant": self.rng.random() < 0.5},
            "stop": {"reason": "Chưa cần nữa", "given_back": {1}},
            "accept": {"given": {1, 2}},
            "refuse": {"reason": "Không thuộc thẩm quyền"},
            "announce_early": {"manner": "phone"},
            "report_error": {"error": "Sai năm sinh"},
            "correct": {"result_number": "2/2026"},
            "report_loss": {"what": "Mất bản án", "unit": self.scene.place.centre},
            "remedy_loss": {"ordinal": self.rng.randrange(1, 3), "remedy": "Xin bản sao mới", "cost": 20_000},
        }.get(move, {})


def walked(state):
    """The moves out of a state that a walk may take."""
    return [move.name for move in MACHINE.out_of(state) if move.name not in ELSEWHERE]


def owed(dossier):
    """How many promises of each kind are open about the dossier."""
    return Counter(Promise.objects.open().filter(subject_code=dossier.reference).values_list("kind", flat=True))


def expected(dossier):
    """What must be open, by the state alone, by whether a leader is being asked, and what was lost."""
    lost = Counter({Kind.LOSS_REMEDY: dossier.losses.filter(remedied_at=None).count()})
    first = {
        State.SUBMITTED: Kind.TRIAGE,
        State.AWAITING_SUPPLEMENT: Kind.SUPPLEMENT_BY_APPLICANT,
        State.CORRECTING: Kind.CORRECTION,
    }
    if dossier.state in IN_HANDS:
        proposed = dossier.supplement_requests.filter(state=SupplementRequest.State.PROPOSED).count()
        new_day = dossier.reappointments.filter(state=Reappointment.State.PROPOSED).count()
        waiting = Counter({Kind.SECOND_REQUEST_DECISION: proposed}) + Counter({Kind.REAPPOINTMENT_DECISION: new_day})
        return lost + Counter({Kind.RESULT: 1}) + waiting
    if dossier.state == State.EXCLUDED:
        interval = dossier.excluded_times.get(ended_at=None)
        first[State.EXCLUDED] = Kind.OBLIGATION_BY_APPLICANT if interval.waits_for_applicant else Kind.EXCLUDED_TIME
    return lost + Counter({first[dossier.state]: 1} if dossier.state in first else {})


def check(dossier):
    assert owed(dossier) == expected(dossier), dossier.state
    asked = Counter(dossier.supplement_requests.values_list("state", flat=True))
    assert asked[SupplementRequest.State.SENT] <= 2
    assert asked[SupplementRequest.State.PROPOSED] <= (dossier.state in IN_HANDS)
    assert dossier.reappointments.filter(state=Reappointment.State.SIGNED).count() <= 1
    assert dossier.excluded_times.filter(ended_at=None).count() == (dossier.state == State.EXCLUDED)
    assert (dossier.ended_at is not None) == (dossier.state in ENDED)
    assert (dossier.settled_at is not None) == (dossier.state in (State.SETTLED, State.CORRECTING, State.RETURNED))


@pytest.mark.parametrize("seed", range(WALKS))
def test_what_is_owed_fits_the_state_after_every_step(scene, seed):
    walk = Walk(scene, seed)
    for _ in range(STEPS):
        check(Dossier.objects.get(pk=walk.dossier.pk))
        if not walked(walk.dossier.state):
            break
        walk.step()
    check(Dossier.objects.get(pk=walk.dossier.pk))


def test_the_walks_take_every_move_of_a_dossier_and_reach_every_end(scene):
    """Else the property above would hold of nothing."""
    taken, ends = Counter(), set()
    wanted = set(MACHINE.moves) - NOT_WALKED - ELSEWHERE - {"announce_early"}  # Hoa has an address
    for seed in range(AT_MOST):
        walk = Walk(scene, seed)
        for _ in range(STEPS):
            if walked(walk.dossier.state):
                walk.step()
            ends.add(walk.dossier.state)
        taken += walk.taken
        if set(taken) >= wanted and {State.RETURNED, State.CLOSED, State.STOPPED} <= ends:
            break
    assert set(taken) == wanted
    assert {State.RETURNED, State.CLOSED, State.STOPPED} <= ends
