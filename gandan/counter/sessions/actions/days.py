"""A session is announced, cancelled, held, summed up."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.centre.actions import owe_rest
from gandan.counter.sessions.models import RosterPlace, Session
from gandan.counter.sessions.queries import brought, posts_at, rule_of_announcing
from gandan.counter.sessions.rules import announcing, outcomes
from gandan.counter.sessions.rules.plans import check_fits
from gandan.counter.sessions.states import MACHINE, STATE_NAMES, State
from gandan.journal.actions import record, tell
from gandan.lib.machine import Move
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, responses, standing
from gandan.organisation.values import Line

LONGEST_REASON = 300


@transaction.atomic
def announce(
    *, session_id: int, by: Person, at: datetime, late_reason: str = "", is_reception_day: bool = False
) -> Session:
    """Tell the public, in time: from now on its hours are hours in which numbers are given and times booked."""
    session, move = _take(session_id, "announce", by=by, at=at)
    unit, today = session.plan.unit, localdate(at)
    announcing.check_not_begun(session.day, session.hours, at=at)
    check_fits(late_reason, LONGEST_REASON)
    rule = rule_of_announcing(unit, today)
    in_use = calendar_of(unit, today)
    late = announcing.check_announced_in_time(session.day, rule, in_use, today=today, late_reason=late_reason)
    announcing.check_reception_day(
        is_reception_day=is_reception_day,
        receives_petitions=session.plan.receives_petitions,
        posts=posts_at(session) if is_reception_day else (),
    )
    session.announced_at, session.is_reception_day = at, is_reception_day
    session.late_reason = late_reason.strip() if late else ""
    _move(session, move, "announced_at", "is_reception_day", "late_reason")
    told = {"late_reason": session.late_reason} if late else None
    data = {"on": session.day.isoformat(), "late": late, "rule": rule.id, "reception": is_reception_day}
    record(session, "sessions.announce", by=by, at=at, personal=told, **data)
    return session


@transaction.atomic
def cancel(*, session_id: int, reason: str, by: Person, at: datetime) -> tuple[Session, list[Line]]:
    """Call it off, up to its end: who serves is told, and every domain above tells whom it has booked into it."""
    session, move = _take(session_id, "cancel", by=by, at=at)
    outcomes.check_not_over(session.ends_at, at=at)
    outcomes.check_reason(reason)
    check_fits(reason, LONGEST_REASON)
    was_announced = session.announced_at is not None
    session.cancelled_at, session.cancel_reason = at, reason.strip()
    _move(session, move, "cancelled_at", "cancel_reason")
    places = RosterPlace.objects.serving().filter(session=session, published_at__isnull=False)
    for place in places.select_related("person").order_by("person__code"):
        tell(place.person.reach(), "session_cancelled", about=session, at=at, session=session)
    lines: list[Line] = []
    if was_announced:
        for answer in responses("on_session_cancelled"):
            lines += answer(session.plan.unit, session.day, by=by, at=at)
    told = {"reason": session.cancel_reason}
    counted = [[line.what, line.how_many] for line in lines if line.how_many]
    record(session, "sessions.cancel", by=by, at=at, personal=told, on=session.day.isoformat(), counted=counted)
    return session, lines


@transaction.atomic
def hold(*, session_id: int, by: Person, at: datetime) -> Session:
    """It took place, with those who are in its roster."""
    session, move = _take(session_id, "hold", by=by, at=at)
    outcomes.check_begun(session.begins_at, at=at)
    serving = RosterPlace.objects.serving().filter(session=session).count()
    if not serving:
        raise Refused(mark("Chưa ghi ai phục vụ ở phiên này."), code="sessions.nobody_served")
    session.held_at = at
    _move(session, move, "held_at")
    record(session, "sessions.hold", by=by, at=at, on=session.day.isoformat(), people=serving)
    return session


@transaction.atomic
def sum_up(*, session_id: int, by: Person, at: datetime) -> Session:
    """Count what it brought, for good, and owe rest to everybody who served on their day of rest."""
    session, move = _take(session_id, "sum_up", by=by, at=at)
    outcomes.check_over(session.ends_at, at=at)
    unit = session.plan.unit
    hours, occasion = outcomes.rest_of(session.day, session.hours, calendar_of(unit, session.day))
    if hours:
        places = RosterPlace.objects.serving().filter(session=session).select_related("person")
        for place in places.order_by("person__code"):
            owe_rest(
                centre=unit,
                person=place.person,
                earned_on=session.day,
                hours=hours,
                occasion=occasion,
                by=by,
                at=at,
            )
    counted = brought(session).columns()
    for name, value in counted.items():
        setattr(session, name, value)
    session.summed_up_at = at
    _move(session, move, "summed_up_at", *counted)
    record(session, "sessions.sum_up", by=by, at=at, on=session.day.isoformat(), **counted)
    return session


def _take(session_id: int, name: str, *, by: Person, at: datetime) -> tuple[Session, Move]:
    """The session, locked, and the move out of its state. Who presses what somebody else has just done is told so."""
    session = Session.objects.select_for_update(of=("self",)).select_related("plan__unit__parent").get(pk=session_id)
    standing(by, localdate(at)).require(Power.SESSIONS_KEEP, session.plan.unit)
    if session.state == MACHINE.moves[name].target:
        sentence = mark("Đã có người làm xong việc này: phiên đang ở trạng thái “%(state)s”.")
        raise Overtaken(sentence, code="sessions.done", state=STATE_NAMES[State(session.state)])
    return session, MACHINE.move(name, state=session.state)


def _move(session: Session, move: Move, *changed: str) -> None:
    session.state = move.target or session.state
    session.save(update_fields=["state", *changed])
