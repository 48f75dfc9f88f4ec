"""“Ngày thứ bảy với dân”: begun at the tour's centre, carried to every other; held, rostered, owed; one to come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from gandan.centre.actions import give_rest
from gandan.counter.sessions import actions
from gandan.counter.sessions.models import Plan, Session, Template
from gandan.counter.sessions.queries import rest_of
from gandan.counter.sessions.values import Decision, Need, PlanDetails, WishKind
from gandan.demo.counter import open_hall
from gandan.demo.dossiers import Region
from gandan.demo.names import HAMLETS
from gandan.demo.organisation import BUILDER, DECISION
from gandan.demo.saturdays import Saturday
from gandan.demo.world import Desk, World
from gandan.law.calendar import HANOI
from gandan.organisation.actions import appoint, create_post
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import PostKind
from gandan.procedures.queries import guide

NAME = "Ngày thứ bảy với dân"
WEEKS = 9  # for how long the first centre has held them: of the first ones it may be told what people answered
HOURS = "07:30-11:30"
OFFERED = 8
COME = ((6, 9), (7, 10), (7, 10))  # to the first centres; to the others a few
A_FEW = (1, 3)
INVITATION = "Mời bà con bận làm ngày thường đến làm giấy tờ. Mang theo căn cước; việc đơn giản được trả kết quả ngay."


def build(world: World, rng: Random, as_of: datetime) -> None:
    """A region that has just begun has no Saturdays to tell of."""
    first = as_of - timedelta(weeks=WEEKS + 3)
    if first <= world.begins + timedelta(days=30):
        return
    desk = world.desks[0]
    head = desk.leaders[-1]
    begun = _morning(first.date())
    plan = actions.make_plan(unit=desk.centre, details=_details(desk, begun), by=head, at=begun)
    _wish(desk, begun)
    region = Region(world, rng, as_of, 0)
    coming = _next_saturday(as_of.date()) + timedelta(weeks=2)
    _run(Started(region, desk, plan, head, COME[0]), _next_saturday(begun.date() + timedelta(days=9)), coming, begun)
    shared = begun + timedelta(weeks=2)
    template = actions.share(plan_id=plan.pk, by=head, at=shared)
    for number, other in enumerate(world.desks[1:]):
        come = COME[number + 1] if number + 1 < len(COME) else A_FEW
        _adopt(template, region, other, shared + timedelta(days=1 + number % 5), come)


def _details(desk: Desk, at: datetime) -> PlanDetails:
    offered = [version.procedure.code for version in guide(at.date())[:OFFERED]]
    return PlanDetails(
        name=NAME,
        decision_number="112/QĐ-UBND",
        decision_on=at.date() - timedelta(days=2),
        decision_signer=desk.leaders[0].name,
        pattern="every_saturday",
        hours=HOURS,
        place=desk.centre.name,
        procedures=offered,
        receives_petitions=True,
        needs=[Need("dossiers.receive"), Need("dossiers.settle"), Need("dossiers.return")],
        people=2,
        invitation=INVITATION,
    )


def _wish(desk: Desk, begun: datetime) -> None:
    """One of the counter cannot come on a Saturday of the second month."""
    day = _next_saturday(begun.date()) + timedelta(weeks=4)
    person = desk.counter[0]
    actions.say_wish(person=person, kind=WishKind.CANNOT, first=day, last=day, by=person, at=begun)


def _adopt(template: Template, region: Region, desk: Desk, at: datetime, come: tuple[int, int]) -> None:
    """Each under its own decision, one or two Saturdays so far. The vice chair leads the centre too, as most do."""
    rng, leader = region.rng, desk.leaders[0]
    post = create_post(unit=desk.centre, kind=PostKind.CENTRE_HEAD, fields=(), by=BUILDER, at=at)
    appoint(person=leader, post=post, valid_from=at.date(), decision=DECISION, by=BUILDER, at=at)
    if come != A_FEW:
        open_hall(region.world, desk, counters=1, by=leader, rng=rng, at=at)
    decision = Decision(f"{rng.randrange(20, 300)}/QĐ-UBND", at.date() - timedelta(days=1), leader.name)
    told = {"unit": desk.centre, "decision": decision, "place": _place(desk.centre, rng)}
    plan = actions.adopt(template_id=template.pk, **told, by=leader, at=at)
    first = _next_saturday(at.date() + timedelta(days=9))
    _run(Started(region, desk, plan, leader, come), first, first + timedelta(weeks=rng.randrange(2)), at)


def _place(centre: Unit, rng: Random) -> str:
    return f"Nhà văn hóa thôn {rng.choice(HAMLETS)}" if rng.random() < 0.4 else centre.name


@dataclass(frozen=True)
class Started:
    """A plan with who leads it and how many come, from so many to fewer than so many."""

    region: Region
    desk: Desk
    plan: Plan
    leader: Person
    come: tuple[int, int]


def _run(started: Started, first: date, last: date, at: datetime) -> None:
    """The days planned and filled at once; what has passed was announced, held and summed up, the next is announced."""
    told = {"plan_id": started.plan.pk, "by": started.leader, "at": at}
    sessions, _left_out = actions.plan_sessions(**told, first=first, last=last)
    actions.fill_roster(**told)
    actions.publish_roster(**told)
    for session in sessions:
        _live(started, session, at)


def _live(started: Started, session: Session, at: datetime) -> None:
    as_of, by = started.region.as_of, started.leader
    announced = max(at, _morning(session.day - timedelta(days=11)))
    if announced > as_of:
        return
    actions.announce(session_id=session.pk, by=by, at=announced)
    after = datetime.combine(session.day, time(13, 0), HANOI)
    if after < as_of:
        Saturday(started.region, started.desk, session, started.come).live()
        actions.hold(session_id=session.pk, by=by, at=after)
        actions.sum_up(session_id=session.pk, by=by, at=after)
        _rest(session, by, as_of)


def _rest(session: Session, leader: Person, as_of: datetime) -> None:
    """A day of rest each, one after another, from the Monday nine days later on; what is to come is still owed."""
    for number, credit in enumerate(rest_of(session)):
        rested = session.day + timedelta(days=9 + number)
        if rested < as_of.date():
            at = datetime.combine(rested, time(17, 0), HANOI)
            give_rest(credit_id=credit.pk, taken_on=rested, by=leader, at=at)


def _next_saturday(day: date) -> date:
    """The first Saturday after a day."""
    return day + timedelta(days=(5 - day.weekday()) % 7 or 7)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 0), HANOI)
