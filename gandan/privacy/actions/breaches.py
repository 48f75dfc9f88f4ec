"""A breach is written down when found and reported within its hours."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.law.rulebook import rule
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, standing
from gandan.privacy import rules
from gandan.privacy.models import Breach
from gandan.promises import actions as promises
from gandan.promises.states import Kind

CODE_LENGTH = 8


@transaction.atomic
def record_breach(
    *, unit: Unit, found_at: datetime, happened: str, measures: str, people: int, by: Person, at: datetime
) -> Breach:
    """Its clock runs from when it was found, nights and days off included (law 91/2025 art. 23)."""
    standing(by, localdate(at)).require(Power.PRIVACY_KEEP, unit)
    rules.check_said(happened)
    rules.check_said(measures)
    if found_at > at:
        raise Refused(mark("Thời điểm phát hiện không thể ở tương lai."), code="privacy.found_in_future")
    limit = rule(rules.BREACH_RULE, on=localdate(found_at))
    breach = Breach(
        code=random_code(CODE_LENGTH),
        unit=unit,
        found_at=found_at,
        recorded_by=by,
        recorded_at=at,
        happened=happened.strip(),
        people=people,
        measures=measures.strip(),
    )
    breach.promise = promises.make(
        Kind.BREACH_NOTICE,
        subject=breach,
        title=mark("Báo vi phạm dữ liệu cá nhân cho cơ quan chuyên trách"),
        unit=unit,
        person=by,
        rule=limit,
        term=limit.term,
        start=found_at,
        calendar=calendar_of(unit, localdate(found_at)),
    )
    breach.save()
    told = {"happened": breach.happened, "measures": breach.measures}
    record(breach, "privacy.record_breach", by=by, at=at, personal=told, people=people)
    return breach


@transaction.atomic
def report_breach(*, breach_id: int, number: str, by: Person, at: datetime) -> Breach:
    """The specialised agency was told, by this document."""
    breach = Breach.objects.select_related("promise", "unit").select_for_update(of=("self",)).get(pk=breach_id)
    standing(by, localdate(at)).require(Power.PRIVACY_KEEP, breach.unit)
    rules.check_breach_open(reported=breach.reported_at is not None)
    number = number.strip()
    rules.check_said(number, most=rules.LONGEST_NUMBER)
    breach.reported_at, breach.reported_by, breach.report_number = at, by, number
    breach.save(update_fields=["reported_at", "reported_by", "report_number"])
    promises.keep(breach.promise, at=at)
    record(breach, "privacy.report_breach", by=by, at=at, personal={"number": breach.report_number})
    return breach
