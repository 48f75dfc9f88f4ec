"""What people answered at sessions, of each and over several; who answered is nowhere, and of few nothing is shown."""

from collections.abc import Collection, Iterable
from datetime import date

from gandan.counter.ratings.queries import pooled, session_results
from gandan.counter.ratings.rules import questions
from gandan.counter.ratings.values import Question, Share
from gandan.counter.sessions.models import RosterPlace, Session

Answers = list[tuple[Question, Share]]


def said_at(sessions: Collection[Session], on: date) -> dict[int, Answers]:
    """Session -> each question that may be shown of it, which nothing is before its links are too old."""
    found = session_results(_served(sessions), on)
    told = {session: [(one.question, one.share) for one in results if one.share] for session, results in found.items()}
    return {one.pk: told.get((one.plan.unit_id, one.day), []) for one in sessions}


def _served(sessions: Collection[Session]) -> dict[tuple[int, date], int]:
    """(unit, day) -> how many served there."""
    people: dict[tuple[int, date], set[int]] = {(one.plan.unit_id, one.day): set() for one in sessions}
    days = {one.pk: (one.plan.unit_id, one.day) for one in sessions}
    for session, person in RosterPlace.objects.serving().filter(session__in=days).values_list("session", "person"):
        people[days[session]].add(person)
    return {one: len(found) for one, found in people.items()}


def for_everybody(answers: Answers) -> Answers:
    """Of those only what judges nobody: who came only because there was a session."""
    return [(question, share) for question, share in answers if question.of_session]


def over_all(told: Iterable[Answers]) -> Answers:
    """Those of several sessions as one, in the order in which they are asked."""
    shares: dict[str, list[Share]] = {}
    for question, share in (pair for answers in told for pair in answers):
        shares.setdefault(question.id, []).append(share)
    return [(one, share) for one in questions() if (share := pooled(shares.get(one.id, ())))]


def only_for_the_day(answers: Answers) -> Share | None:
    """Who came only because there was a session."""
    return next((share for question, share in answers if question.of_session), None)
