"""A plan is made, changed, and gets its days."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.counter.sessions.models import Plan, Session
from gandan.counter.sessions.rules import plans as rules
from gandan.counter.sessions.values import Need, PlanDetails
from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, standing
from gandan.procedures.models import Version


@transaction.atomic
def make_plan(*, unit: Unit, details: PlanDetails, by: Person, at: datetime) -> Plan:
    """A unit plans sessions; nothing is announced by it, and no day is set yet."""
    standing(by, localdate(at)).require(Power.SESSIONS_KEEP, unit)
    if unit.kind != UnitKind.SERVICE_CENTRE:
        sentence = mark("Kế hoạch phiên phục vụ lập ở Trung tâm Phục vụ hành chính công.")
        raise Refused(sentence, code="sessions.not_a_centre")
    plan = Plan(code=random_code(8), unit=unit, made_by=by, made_at=at)
    write_details(plan, details, localdate(at))
    plan.save()
    record(plan, "sessions.make_plan", by=by, at=at, personal=_told(plan), **_data(plan))
    return plan


@transaction.atomic
def change_plan(*, plan_id: int, details: PlanDetails, by: Person, at: datetime) -> Plan:
    """What is planned from now on; days that are planned already keep their hours and their place."""
    plan = take_plan(plan_id, by=by, at=at)
    write_details(plan, details, localdate(at))
    plan.save()
    record(plan, "sessions.change_plan", by=by, at=at, personal=_told(plan), **_data(plan))
    return plan


@transaction.atomic
def plan_sessions(
    *, plan_id: int, first: date, last: date, by: Person, at: datetime, chosen: Sequence[date] = ()
) -> tuple[list[Session], list[rules.LeftOut]]:
    """The days of the plan's pattern, or the chosen ones, become sessions; holidays and past days are left out."""
    plan = take_plan(plan_id, by=by, at=at)
    if last < first:
        raise Refused(mark("Ngày cuối phải sau ngày đầu."), code="sessions.days_turned_round")
    wanted = rules.days_of(plan.pattern, plan.weekday, first, last, chosen)
    today = localdate(at)
    days, left_out = rules.sort_out(wanted, calendar_of(plan.unit, today), today=today)
    known = set(plan.sessions.filter(day__in=days).values_list("day", flat=True))
    left_out += [rules.LeftOut(day, mark("đã có phiên")) for day in days if day in known]
    days = [day for day in days if day not in known]
    rules.check_days(days, left_out)
    made = [Session(code=random_code(8), plan=plan, day=day, spans=plan.spans, place=plan.place) for day in days]
    Session.objects.bulk_create(made)
    record(plan, "sessions.plan_sessions", by=by, at=at, days=[day.isoformat() for day in days])
    return made, left_out


def take_plan(plan_id: int, *, by: Person, at: datetime) -> Plan:
    """The plan, locked, for who keeps its unit's sessions."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=plan_id)
    standing(by, localdate(at)).require(Power.SESSIONS_KEEP, plan.unit)
    return plan


def write_details(plan: Plan, details: PlanDetails, today: date) -> None:
    rules.check_details(details, today=today)
    _check_procedures(details.procedures, today)
    plan.name, plan.place, plan.invitation = (
        text.strip() for text in (details.name, details.place, details.invitation)
    )
    plan.decision_number, plan.decision_on = details.decision_number.strip(), details.decision_on
    plan.decision_signer = details.decision_signer.strip()
    plan.pattern, plan.weekday = details.pattern, details.weekday
    plan.spans = rules.read_hours(details.hours)
    plan.procedures = sorted(set(details.procedures))
    plan.receives_petitions, plan.takes_bookings = details.receives_petitions, details.takes_bookings
    plan.needs = [[need.code, need.people] for need in _each_once(details.needs)]
    plan.people = details.people


def _each_once(needs: Sequence[Need]) -> list[Need]:
    return list({need.code: need for need in needs}.values())


def _check_procedures(codes: Sequence[str], on: date) -> None:
    known = Version.objects.in_force(on).filter(procedure__code__in=codes)
    unknown = sorted(set(codes) - set(known.values_list("procedure__code", flat=True)))
    if unknown:
        sentence = mark("Không có thủ tục nào mang mã %(codes)s đang có hiệu lực.")
        raise Refused(sentence, code="sessions.unknown_procedure", codes=", ".join(unknown)[:200])


def _told(plan: Plan) -> dict[str, str]:
    return {"name": plan.name, "place": plan.place, "signer": plan.decision_signer, "number": plan.decision_number}


def _data(plan: Plan) -> dict[str, object]:
    return {"pattern": plan.pattern, "hours": plan.spans, "people": plan.people, "needs": plan.needs}
