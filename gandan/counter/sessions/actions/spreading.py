"""A plan becomes a template; another unit adopts it: plan, forms and settings are copied, its decision is its own."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.counter.sessions.actions.plans import make_plan, take_plan
from gandan.counter.sessions.models import Adoption, Plan, Template
from gandan.counter.sessions.queries import may_adopt
from gandan.counter.sessions.rules.announcing import RULE
from gandan.counter.sessions.rules.plans import check_decision
from gandan.counter.sessions.values import Decision, Need, PlanDetails
from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.actions import choose_rule
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import choice, standing
from gandan.procedures.models import Version

SETTINGS = (RULE,)  # choices of the first unit that go with its plan


@transaction.atomic
def share(*, plan_id: int, by: Person, at: datetime) -> Template:
    """Let other units take the plan over, as it is now."""
    plan = take_plan(plan_id, by=by, at=at)
    if Template.objects.filter(plan=plan).exists():
        raise Overtaken(mark("Kế hoạch này đã được chia sẻ."), code="sessions.shared")
    if hasattr(plan, "adoption"):
        sentence = mark("Kế hoạch này áp dụng từ mẫu của nơi khác; hãy để nơi làm đầu tiên chia sẻ.")
        raise Refused(sentence, code="sessions.not_the_first")
    template = Template.objects.create(
        code=random_code(8),
        plan=plan,
        first_unit=plan.unit,
        name=plan.name,
        content=_content(plan, at),
        shared_by=by,
        shared_at=at,
    )
    record(template, "sessions.share", by=by, at=at, personal={"name": plan.name})
    return template


def _content(plan: Plan, at: datetime) -> dict[str, object]:
    """What is copied: all of the plan but its place and its decision, and what the unit chose where a rule is open."""
    chosen = {name: choice(name, plan.unit, localdate(at)) for name in SETTINGS}
    return {
        "pattern": plan.pattern,
        "weekday": plan.weekday,
        "spans": plan.spans,
        "procedures": plan.procedures,
        "receives_petitions": plan.receives_petitions,
        "takes_bookings": plan.takes_bookings,
        "needs": plan.needs,
        "people": plan.people,
        "invitation": plan.invitation,
        "settings": {name: row.value for name, row in chosen.items() if row is not None},
    }


@transaction.atomic
def adopt(*, template_id: int, unit: Unit, decision: Decision, place: str, by: Person, at: datetime) -> Plan:
    """Take a template over under the unit's own decision; what the unit chose itself before stays its own."""
    template = Template.objects.select_for_update(of=("self",)).select_related("first_unit").get(pk=template_id)
    today = localdate(at)
    standing(by, today).require(Power.SESSIONS_KEEP, unit)
    if not may_adopt(template, unit, today):
        raise Overtaken(mark("Đơn vị này đã áp dụng mẫu này."), code="sessions.adopted")
    check_decision(decision, today=today)
    plan = make_plan(unit=unit, details=_details(template, decision, place, at), by=by, at=at)
    Adoption.objects.create(template=template, unit=unit, plan=plan, adopted_at=at)
    copied = _copy_settings(template, unit, decision, by=by, at=at)
    record(template, "sessions.adopt", by=by, at=at, unit=unit.ref.code, plan=plan.code, copied=copied)
    return plan


def _details(template: Template, decision: Decision, place: str, at: datetime) -> PlanDetails:
    content = template.content
    known = Version.objects.in_force(localdate(at)).filter(procedure__code__in=content["procedures"])
    return PlanDetails(
        name=template.name,
        decision_number=decision.number,
        decision_on=decision.on,
        decision_signer=decision.signer,
        pattern=content["pattern"],
        weekday=content["weekday"],
        hours=", ".join("-".join(span) for span in content["spans"]),
        place=place,
        procedures=sorted(known.values_list("procedure__code", flat=True)),  # what has ended since is not offered
        receives_petitions=content["receives_petitions"],
        takes_bookings=content["takes_bookings"],
        needs=[Need(code, people) for code, people in content["needs"]],
        people=content["people"],
        invitation=content["invitation"],
    )


def _copy_settings(template: Template, unit: Unit, decision: Decision, *, by: Person, at: datetime) -> list[str]:
    """Only where the unit has made no choice of its own, and who adopts may make one; names what was copied."""
    today = localdate(at)
    may = standing(by, today).may(Power.CALENDAR_KEEP, unit)
    copied = []
    for rule, value in template.content["settings"].items():
        own = choice(rule, unit, today)
        if may and (own is None or own.unit_id is None):
            source = f"{decision.number}, {decision.on:%d/%m/%Y}"
            choose_rule(rule=rule, unit=unit, value=value, source=source, valid_from=today, by=by, at=at)
            copied.append(rule)
    return copied
