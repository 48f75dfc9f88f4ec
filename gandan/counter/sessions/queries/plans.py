"""Plans and sessions as they are read; `on` is the local day of the question."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from gandan.centre.models import RestCredit
from gandan.counter.sessions.models import Plan, RosterPlace, Session, Template, Wish
from gandan.counter.sessions.rules.announcing import RULE, last_day_to_announce
from gandan.counter.sessions.rules.plans import NEED_NAMES, NEEDED, USUAL_NEEDS
from gandan.counter.sessions.states import COMING, RECEIVES, State
from gandan.counter.sessions.values import OpenSession
from gandan.law.rulebook import Rule
from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, rule_for, standing, unit_map
from gandan.procedures.models import Version

__all__ = ["NEEDED", "NEED_NAMES", "USUAL_NEEDS"]


def kept_by(person: Person, on: date) -> list[Unit]:
    """The centres whose sessions the person plans."""
    reach = standing(person, on).units_for(Power.SESSIONS_KEEP)
    return list(centres(on).filter(pk__in=reach))


def read_by(person: Person, on: date) -> list[Unit]:
    """The centres whose sessions the person reads: where they plan them, and where they may be asked to serve."""
    stand = standing(person, on)
    own = {post.unit_id for post in stand.posts} | {
        unit for post in stand.posts for unit in unit_map(on).children.get(post.unit_id, ())
    }
    own |= {now for unit in own for now in unit_map(on).became(unit)}
    return list(centres(on).filter(pk__in=own | stand.units_for(Power.SESSIONS_KEEP)))


def centres(on: date) -> QuerySet[Unit]:
    found = Unit.objects.in_force(on).filter(kind=UnitKind.SERVICE_CENTRE)
    return found.select_related("parent").order_by("folded_name")


def plans_of(unit_ids: Collection[int], on: date) -> QuerySet[Plan]:
    """The plans of some units, newest first, each with counts of its sessions and its next day's."""
    counts = {
        "coming": Count("sessions", filter=Q(sessions__state__in=COMING, sessions__day__gte=on)),
        "summed_up": Count("sessions", filter=Q(sessions__state=State.SUMMED_UP)),
    }
    return Plan.objects.filter(unit__in=unit_ids).select_related("unit").annotate(**counts).order_by("-id")


def plan_by_code(code: str, unit_ids: Collection[int]) -> Plan | None:
    """A plan of one of these units, with its unit."""
    return Plan.objects.filter(code=code, unit__in=unit_ids).select_related("unit__parent").first()


def sessions_of(plan: Plan) -> QuerySet[Session]:
    return plan.sessions.annotate(serving=Count("places", filter=Q(places__serves=True))).order_by("day", "id")


def session_by_code(code: str, unit_ids: Collection[int] | None = None) -> Session | None:
    """A session, of one of these units when they are named, with its plan and unit."""
    found = Session.objects.filter(code=code).select_related("plan__unit__parent")
    return (found if unit_ids is None else found.filter(plan__unit__in=unit_ids)).first()


def sessions_between(unit_ids: Collection[int], first: date, last: date) -> QuerySet[Session]:
    """Every session of some days, both included, for a calendar."""
    between = Session.objects.filter(plan__unit__in=unit_ids, day__gte=first, day__lte=last)
    return between.select_related("plan__unit").order_by("day", "id")


def announced(on: date, unit_ids: Collection[int] | None = None) -> QuerySet[Session]:
    """What people may come to from a day on, and what they were told of and was cancelled: the nearest first."""
    told = Q(state=State.ANNOUNCED) | Q(state=State.CANCELLED, announced_at__isnull=False)
    coming = Session.objects.filter(told, day__gte=on).select_related("plan__unit")
    coming = coming if unit_ids is None else coming.filter(plan__unit__in=unit_ids)
    return coming.order_by("day", "plan__unit__folded_name", "id")


def open_sessions(unit: Unit, day: date) -> list[OpenSession]:
    """The sessions in which a unit receives people on a day: announced, not cancelled."""
    return open_sessions_between(unit, day, day)


def open_sessions_between(unit: Unit, first: date, last: date) -> list[OpenSession]:
    """Those of some days, both included, by day; one query."""
    held = Session.objects.filter(plan__unit=unit, day__gte=first, day__lte=last, state__in=RECEIVES)
    counted = held.annotate(serving=Count("places", filter=Q(places__serves=True))).select_related("plan")
    return [
        OpenSession(
            code=session.code,
            plan=session.plan.name,
            day=session.day,
            spans=session.hours,
            place=session.place,
            procedures=tuple(session.plan.procedures),
            takes_bookings=session.plan.takes_bookings,
            serving=session.serving if session.roster_published_at else None,
        )
        for session in counted.order_by("day", "id")
    ]


def rule_of_announcing(unit: Unit, on: date) -> Rule:
    return rule_for(RULE, unit, on)


def announce_by(session: Session, on: date) -> date:
    """The last day on which announcing it is in time."""
    unit = session.plan.unit
    return last_day_to_announce(session.day, rule_of_announcing(unit, on), calendar_of(unit, on))


def offered_by(plan: Plan, on: date) -> list[Version]:
    """The procedures of a plan as they are in force on a day, the commonest first."""
    versions = Version.objects.in_force(on).filter(procedure__code__in=plan.procedures)
    return list(versions.select_related("procedure").order_by("rank", "name"))


def served_by(person: Person, on: date) -> QuerySet[Session]:
    """The days on which somebody serves, from a day on, as they were told."""
    mine = RosterPlace.objects.serving().filter(person=person, published_at__isnull=False)
    coming = Session.objects.filter(places__in=mine, day__gte=on).exclude(state=State.CANCELLED)
    return coming.select_related("plan__unit").order_by("day")


def said_by(person: Person, on: date) -> QuerySet[Wish]:
    """What somebody wished for days to come."""
    return Wish.objects.filter(person=person, last__gte=on).select_related("person")


def template_of(plan: Plan) -> Template | None:
    """The template a plan was shared as, or the one it was adopted from."""
    return Template.objects.filter(Q(plan=plan) | Q(adoptions__plan=plan)).select_related("first_unit").first()


def rest_of(session: Session) -> QuerySet[RestCredit]:
    """Rest owed to those who served there, and whether it was had."""
    serving = RosterPlace.objects.serving().filter(session=session).values("person")
    owed = RestCredit.objects.filter(unit=session.plan.unit, earned_on=session.day, person__in=serving)
    return owed.select_related("person", "promise").order_by("person__folded_name")


def rest_owed_to(person: Person) -> QuerySet[RestCredit]:
    """What one earned oneself, what is still owed first; the promise of each says by when."""
    mine = RestCredit.objects.filter(person=person).select_related("unit", "promise")
    return mine.order_by(F("taken_on").asc(nulls_first=True), "promise__due_at", "id")
