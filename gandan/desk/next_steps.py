"""The next moves of a dossier as its page shows them: calm, however many the law knows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as say

from gandan.desk.move_forms import AT_ONCE, FORMS
from gandan.dossiers.models import Dossier, Leg
from gandan.dossiers.queries import Standing, next_moves
from gandan.dossiers.states import State
from gandan.lib.refusal import mark
from gandan.organisation.models import Person

# asking the citizen for more, or closing, is never what the page urges an officer to do
LEADING_ON = (
    "reappoint",
    "decide_second_request",
    "accept",
    "receive_supplement",
    "assign",
    "examine",
    "plan_route",
    "settle",
    "correct",
    "take_result_to_desk",
    "announce_early",
    "return_result",
    "end_excluded_time",
)
# for whoever has the dossier in hands; others may, but it is not theirs to do next
OF_THE_HANDLER = frozenset({"examine", "plan_route", "settle", "correct", "end_excluded_time"})
# seldom needed: folded away, so that the usual next step stands out, unless somebody waits for just that
RARE = frozenset({"report_error", "report_loss", "remedy_loss", "stop", "begin_excluded_time", "plan_route", "consult"})
RARE_UNASKED = frozenset({"reappoint", "foresee"})
# with a handler, whom the dossier waits for; the words of the other states are in its promise
WAITS: Mapping[State, str] = {
    State.ACCEPTED: mark("Đang chờ %(who)s nhận giải quyết."),
    State.EXAMINING: mark("Đang chờ %(who)s giải quyết."),
    State.EXCLUDED: mark("Đang chờ %(who)s kết thúc thời gian không tính."),
    State.CORRECTING: mark("Đang chờ %(who)s sửa kết quả."),
}
BESIDE = 3  # moves shown beside the primary one
# the key of each frequent move, shown on its button
KEYS = {
    "accept": "t",
    "examine": "n",
    "settle": "g",
    "return_result": "t",
    "request_supplement": "b",
    "receive_supplement": "n",
}


@dataclass(frozen=True)
class Road:
    """What the road through agencies means for the next step of the person signed in."""

    asked: bool = False  # something on it is theirs to do: no move leads then
    running: Sequence[Leg] = ()  # steps of agencies under way
    is_laid: bool = False  # it has legs


def next_steps(dossier: Dossier, person: Person, at: datetime, lawful: Standing, road: Road) -> list[dict[str, object]]:
    """What to show, in order: the one primary button, at most `BESIDE` others, then what is folded away ("rare").

    The primary one is the first allowed move that leads on and is this person's to make. What can be done stands
    before what is blocked; what only others may do is folded away for whom the road asks something, and for who has
    nothing usual to do here.
    """
    moves = [move for move in next_moves(dossier, person, at, lawful=lawful) if move.name in FORMS]
    asked = _asked_for(dossier, lawful, road)
    rare = (RARE | RARE_UNASKED) - asked - _owed_when_late(dossier, at)
    if road.asked or not any(move.allowed for move in moves if move.name not in rare):
        rare |= {move.name for move in moves if not move.allowed}
    leading = [move.name for move in moves if move.allowed and _leads(move.name, dossier, person, asked, road)]
    primary = min(leading, key=LEADING_ON.index) if leading else ""
    ordered = sorted(moves, key=lambda move: (move.name != primary, move.name in rare, not move.allowed))
    usual = BESIDE + bool(primary)
    return [
        {
            "move": move,
            "primary": move.name == primary,
            "at_once": move.name in AT_ONCE,
            "key": KEYS.get(move.name),
            "rare": move.name in rare or place >= usual,
        }
        for place, move in enumerate(ordered)
    ]


def _leads(move: str, dossier: Dossier, person: Person, asked: Collection[str], road: Road) -> bool:
    """Whether a move is what this person is to do next."""
    if road.asked or move not in LEADING_ON or (move in RARE | RARE_UNASKED and move not in asked):
        return False
    if move == "assign" and dossier.handler_id:
        return False  # somebody has it: to assign it anew is a choice
    if move == "settle" and road.running:
        return False  # an agency is still at work
    return move not in OF_THE_HANDLER or dossier.handler_id in (None, person.pk)


def _asked_for(dossier: Dossier, lawful: Standing, road: Road) -> set[str]:
    """What somebody waits for: an answer, a signature, to be sent on its way."""
    asked = {"foresee"} if lawful.asked_to_foresee else set()
    if dossier.state == State.EXAMINING and dossier.version.route_steps and not road.is_laid:
        asked |= {"plan_route"}  # it is decreed to go through agencies, and nobody has sent it on its way
    return asked | ({"reappoint"} if lawful.reappointment_pending else set())


def _owed_when_late(dossier: Dossier, at: datetime) -> set[str]:
    """Once the day has passed the apology stands in view, or why there can be none."""
    promise = dossier.result_promise
    return {"reappoint"} if promise and promise.state == "open" and promise.due_at < at else set()


def waited_for(dossier: Dossier, lawful: Standing, road: Road) -> str:
    """Whom the dossier waits for, for somebody who has nothing to do next; empty when it has ended."""
    if road.running:
        steps = "; ".join(f"{leg.unit.name}: {leg.task}" for leg in road.running)
        return say("Đang chờ %(steps)s.") % {"steps": steps}
    if dossier.state == State.SETTLED and lawful.elsewhere and not lawful.result_at_desk:
        return say("Kết quả đang trên đường về %(unit)s.") % {"unit": dossier.receiving_unit.name}
    if dossier.state == State.SETTLED:
        return say("Kết quả đã có; %(unit)s trả cho người nộp.") % {"unit": dossier.receiving_unit.name}
    if dossier.state in WAITS and dossier.handler is None:
        return say("Chưa ai nhận giải quyết.")
    words = WAITS.get(State(dossier.state))
    return say(words) % {"who": dossier.handler.name} if words else ""
