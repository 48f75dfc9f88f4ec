"""The next moves of a dossier as its page shows them: calm, however many the law knows."""

from collections.abc import Collection
from datetime import datetime

from gandan.desk.move_forms import AT_ONCE, FORMS
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import NextMove, Standing, next_moves
from gandan.organisation.models import Person

# asking the citizen for more, or closing, is never what the page urges an officer to do
LEADING_ON = (
    "reappoint",
    "accept",
    "examine",
    "settle",
    "correct",
    "return_result",
    "receive_supplement",
    "decide_second_request",
    "end_excluded_time",
)
# seldom needed: folded away, so that the usual next step stands out, unless somebody waits for just that
RARE = frozenset({"report_error", "report_loss", "remedy_loss", "stop", "begin_excluded_time", "plan_route", "consult"})
RARE_UNASKED = frozenset({"reappoint", "foresee"})
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


def next_steps(dossier: Dossier, person: Person, at: datetime, lawful: Standing) -> list[dict[str, object]]:
    """What to show, in order: the one primary button, at most `BESIDE` others, then what is folded away ("rare").

    The primary one is the first allowed move that leads on. What can be done stands before what is blocked.
    """
    moves = [move for move in next_moves(dossier, person, at, lawful=lawful) if move.name in FORMS]
    rare = RARE | (RARE_UNASKED - _asked_for(lawful))
    leading = [move.name for move in moves if move.allowed and move.name in LEADING_ON and move.name not in rare]
    primary = min(leading, key=LEADING_ON.index) if leading else ""
    ordered = sorted(moves, key=lambda move: _rank(move, primary, rare))
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


def _rank(move: NextMove, primary: str, rare: Collection[str]) -> tuple[bool, bool, bool]:
    return move.name != primary, move.name in rare, not move.allowed


def _asked_for(lawful: Standing) -> set[str]:
    """What somebody waits for: an answer, a signature."""
    asked = {"foresee"} if lawful.asked_to_foresee else set()
    return asked | ({"reappoint"} if lawful.reappointment_pending else set())
