"""What people answered at sessions, of each and over several; who answered is nowhere, and of few nothing is shown."""

from collections.abc import Collection, Iterable
from datetime import date

from gandan.counter.ratings.queries import pooled, session_results
from gandan.counter.ratings.values import Question, Share
from gandan.counter.sessions.models import Session

Answers = list[tuple[Question, Share]]


def said_at(sessions: Collection[Session], on: date) -> dict[int, Answers]:
    """Session -> each question of which enough answered there; of a session of today nothing yet. One query."""
    found = session_results({(one.plan.unit_id, one.day) for one in sessions}, on)
    told = {session: [(one.question, one.share) for one in results if one.share] for session, results in found.items()}
    return {one.pk: told.get((one.plan.unit_id, one.day), []) for one in sessions}


def over_all(told: Iterable[Answers]) -> Answers:
    """Those of several sessions as one, in the order in which they are asked."""
    shares: dict[str, list[Share]] = {}
    asked: dict[str, Question] = {}
    for question, share in (pair for answers in told for pair in answers):
        asked[question.id] = question
        shares.setdefault(question.id, []).append(share)
    return [(asked[name], share) for name, found in shares.items() if (share := pooled(found))]


def only_for_the_day(answers: Answers) -> Share | None:
    """Who came only because it was that day of the week."""
    return next((share for question, share in answers if question.saturdays), None)
