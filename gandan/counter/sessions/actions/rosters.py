"""Who serves: filled by the solver, changed by hand, published; and what people say of days to come."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.counter.sessions.actions.plans import take_plan
from gandan.counter.sessions.models import Plan, RosterPlace, Session, Wish
from gandan.counter.sessions.queries import missing_of, posts_at, roster_of, roster_sessions, serving_at
from gandan.counter.sessions.rules import announcing, roster
from gandan.counter.sessions.rules.plans import NEED_NAMES
from gandan.counter.sessions.states import ROSTER_OPEN, STATE_NAMES
from gandan.counter.sessions.values import Missing, WishKind
from gandan.journal.actions import record, tell
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_map

LONGEST_WISH = 366  # days


@transaction.atomic
def fill_roster(*, plan_id: int, by: Person, at: datetime) -> dict[str, list[Missing]]:
    """Fill each coming session whose roster is not published; what was decided by hand stays. Tells what is missing."""
    plan = take_plan(plan_id, by=by, at=at)
    sessions = _unpublished(plan, at)
    if not sessions:
        raise Refused(mark("Không có phiên nào đang chờ phân công."), code="sessions.no_roster_to_fill")
    known = roster_of(plan, sessions, localdate(at))
    filled = roster.fill(known.days, known.officers)
    RosterPlace.objects.filter(session__in=sessions, by_hand=False).delete()
    decided = set(RosterPlace.objects.filter(session__in=sessions).values_list("session__code", "person__code"))
    RosterPlace.objects.bulk_create(
        RosterPlace(session=session, person=known.people[code])
        for session in sessions
        for code in filled[session.code]
        if (session.code, code) not in decided
    )
    record(plan, "sessions.fill_roster", by=by, at=at, sessions=len(sessions))
    return {session: found for session, found in missing_of(known, serving_at(sessions)).items() if found}


def _unpublished(plan: Plan, at: datetime) -> list[Session]:
    """The sessions whose roster is still in the making, locked: nobody changes one by hand meanwhile."""
    open_now = [one.pk for one in roster_sessions(plan, localdate(at))]
    locked = Session.objects.select_for_update().filter(pk__in=open_now, state__in=ROSTER_OPEN)
    return list(locked.filter(roster_published_at__isnull=True).order_by("day", "id"))


@transaction.atomic
def change_by_hand(*, session_id: int, person: Person, serves: bool, by: Person, at: datetime) -> RosterPlace:
    """Somebody serves, or does not, because a person says so; the solver leaves it as it is.

    Of a roster that is published, who is put in or taken out is told at once.
    """
    session = _take_open(session_id, by=by, at=at)
    if serves:
        _check_can_come(session, person, at)
    place = RosterPlace.objects.filter(session=session, person=person).first()
    if place is not None and place.serves == serves:
        return place
    place = place or RosterPlace(session=session, person=person)
    told_before = place.published_at is not None
    place.serves, place.by_hand = serves, True
    if session.roster_published_at and (serves or told_before):
        place.published_at = at
        tell(person.reach(), "roster_changed", about=session, at=at, session=session, serves=serves)
    place.save()
    _check_reception_still_holds(session)
    act = "sessions.put_in" if serves else "sessions.take_out"
    record(session, act, by=by, at=at, handler=person.code)
    return place


@transaction.atomic
def change_roster(*, plan_id: int, changes: Sequence[tuple[int, Person, bool]], by: Person, at: datetime) -> int:
    """Several changes by hand (session, person, serves) of one plan, all or none; returns how many there were.

    Who is put in comes first: a leader may take another's place.
    """
    plan = take_plan(plan_id, by=by, at=at)
    of_plan = set(plan.sessions.values_list("pk", flat=True))
    if not {session for session, _person, _serves in changes} <= of_plan:
        raise Refused(mark("Có phiên không thuộc kế hoạch này."), code="sessions.not_of_the_plan")
    for session, person, serves in sorted(changes, key=lambda change: not change[2]):
        change_by_hand(session_id=session, person=person, serves=serves, by=by, at=at)
    return len(changes)


def _take_open(session_id: int, *, by: Person, at: datetime) -> Session:
    session = Session.objects.select_for_update(of=("self",)).select_related("plan__unit__parent").get(pk=session_id)
    standing(by, localdate(at)).require(Power.SESSIONS_KEEP, session.plan.unit)
    if session.state not in ROSTER_OPEN:
        sentence = mark("Phiên ở trạng thái “%(state)s”, không sửa phân công được nữa.")
        raise Refused(sentence, code="sessions.roster_closed", state=STATE_NAMES[session.state])
    return session


def _check_can_come(session: Session, person: Person, at: datetime) -> None:
    known = roster_of(session.plan, [session], localdate(at))
    if person.code in known.away[session.code]:
        sentence = mark("%(name)s nghỉ, đã báo không đi được, hoặc đi phiên khác ngày %(day)s.")
        raise Refused(sentence, code="sessions.is_away", name=person.name, day=f"{session.day:%d/%m/%Y}")
    if person.code not in known.people:
        sentence = mark("%(name)s không giữ chức vụ nào phục vụ ở đây ngày %(day)s.")
        raise Refused(sentence, code="sessions.not_posted", name=person.name, day=f"{session.day:%d/%m/%Y}")


def _check_reception_still_holds(session: Session) -> None:
    announcing.check_reception_day(
        is_reception_day=session.is_reception_day and session.announced_at is not None,
        receives_petitions=session.plan.receives_petitions,
        posts=posts_at(session),
    )


@transaction.atomic
def publish_roster(*, plan_id: int, by: Person, at: datetime) -> list[Session]:
    """Tell everybody which sessions they serve at.

    Refused, and nothing told, while one of them lacks a power, or its leader though announced as the leader's reception
    day. A session with nobody in it yet stays unpublished.
    """
    plan = take_plan(plan_id, by=by, at=at)
    sessions = _unpublished(plan, at)
    serving = serving_at(sessions)
    sessions = [session for session in sessions if serving[session.code]]
    if not sessions:
        raise Refused(mark("Không có phân công nào chờ công bố."), code="sessions.no_roster_to_publish")
    _check_nothing_missing(plan, sessions, at)
    for session in sessions:
        _check_reception_still_holds(session)
    for session in sessions:
        session.roster_published_at = at
        session.save(update_fields=["roster_published_at"])
    _tell_each(plan, sessions, at)
    record(plan, "sessions.publish_roster", by=by, at=at, days=[session.day.isoformat() for session in sessions])
    return sessions


def _check_nothing_missing(plan: Plan, sessions: Sequence[Session], at: datetime) -> None:
    known = roster_of(plan, sessions, localdate(at))
    lacking = [one for found in missing_of(known, serving_at(sessions)).values() for one in found]
    if not lacking:
        return
    first = lacking[0]
    told = {"day": f"{first.on:%d/%m/%Y}", "there": first.there, "wanted": first.wanted, "more": len(lacking)}
    if first.need is None:
        sentence = mark("Ngày %(day)s mới có %(there)s người trên %(wanted)s. Tất cả có %(more)s chỗ thiếu.")
        raise Refused(sentence, code="sessions.people_missing", **told)
    sentence = mark(
        "Ngày %(day)s thiếu thẩm quyền “%(power)s”%(field)s: có %(there)s trên %(wanted)s người. "
        "Tất cả có %(more)s chỗ thiếu."
    )
    field = f" ({first.need.field})" if first.need.field else ""
    raise Refused(sentence, code="sessions.power_missing", power=NEED_NAMES[first.need.code], field=field, **told)


def _tell_each(plan: Plan, sessions: Sequence[Session], at: datetime) -> None:
    """One message to each, with all their days."""
    places = RosterPlace.objects.serving().filter(session__in=sessions).select_related("person", "session")
    mine: dict[Person, list[Session]] = {}
    for place in places.order_by("person__code", "session__day"):
        mine.setdefault(place.person, []).append(place.session)
    for person, days in mine.items():
        tell(person.reach(), "roster_published", about=plan, at=at, plan=plan, sessions=days)
    places.update(published_at=at)


@transaction.atomic
def say_wish(*, person: Person, kind: str, first: date, last: date, by: Person, at: datetime) -> Wish:
    """Somebody says when they cannot come or would like to; who keeps a unit's sessions may write it down for them."""
    _check_may_speak_for(person, by=by, at=at)
    if kind not in set(WishKind) or not first <= last or (last - first).days > LONGEST_WISH:
        raise Refused(mark("Hãy ghi từ ngày đến ngày, không quá một năm."), code="sessions.wish_unclear")
    if last < localdate(at):
        raise Refused(mark("Những ngày này đã qua."), code="sessions.wish_past")
    wish = Wish.objects.create(
        code=random_code(8), person=person, kind=kind, first=first, last=last, said_by=by, said_at=at
    )
    days = {"first": first.isoformat(), "last": last.isoformat()}
    record(wish, "sessions.say_wish", by=by, at=at, handler=person.code, kind=kind, **days)
    return wish


@transaction.atomic
def withdraw_wish(*, wish_id: int, by: Person, at: datetime) -> None:
    """It is no longer so; the entry stays."""
    wish = Wish.objects.select_for_update(of=("self",)).select_related("person").get(pk=wish_id)
    _check_may_speak_for(wish.person, by=by, at=at)
    record(wish, "sessions.withdraw_wish", by=by, at=at, handler=wish.person.code, kind=wish.kind)
    wish.delete()


def _check_may_speak_for(person: Person, *, by: Person, at: datetime) -> None:
    if person == by:
        return
    today = localdate(at)
    posts = standing(person, today).posts
    near = {unit for post in posts for unit in (post.unit_id, *unit_map(today).children.get(post.unit_id, ()))}
    standing(by, today).require(Power.SESSIONS_KEEP, *(near or {None}))
