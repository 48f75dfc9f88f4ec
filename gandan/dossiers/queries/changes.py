"""What changes the appointed day: the one new appointment, time not counted; and who is to be asked beforehand."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime, make_aware

from gandan.dossiers.models import Dossier, ExcludedTime, Reappointment
from gandan.dossiers.rules.reappointments import apology_until
from gandan.dossiers.rules.standing import Limit
from gandan.dossiers.states import IN_HANDS, State
from gandan.law.calendar import WorkCalendar
from gandan.law.deadline import Exclusion, Step, derive
from gandan.law.explain import Line, Say, lines
from gandan.law.grounds import grounds_on
from gandan.law.rulebook import rule
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import mark
from gandan.organisation.models import Unit
from gandan.organisation.queries import calendar_of, rule_for
from gandan.promises.models import Promise
from gandan.promises.queries import open_about
from gandan.promises.states import Kind

REAPPOINTED = "118/2025:19.6:reappoint"
# by rule: what the first, uncounted day of a term is, where it is not the day of acceptance
FIRST_DAYS = {
    REAPPOINTED: mark("Ngày hẹn cũ, không tính"),
    "sector:excluded-time": mark("Ngày bắt đầu chờ, không tính"),
    "118/2025:19.5:close": mark("Ngày gửi phiếu, không tính"),
    "118/2025:23:correction": mark("Ngày nhận lại để sửa, không tính"),
}


def why_lines(promise: Promise, steps: Sequence[Step], say: Say = str) -> list[Line]:
    """The derivation in sentences, the first one in the words of this promise."""
    told = lines(steps, say)
    first = FIRST_DAYS.get(promise.rule)
    if first and Term.parse(promise.term).unit in (TermUnit.DAYS, TermUnit.WORKING_DAYS):
        told[0] = told[0]._replace(sentence=say(first))
    return told


def apology_limit(dossier: Dossier) -> Limit | None:
    """The last instant to apologise and give a new day, while a result is appointed at all."""
    promise = dossier.result_promise
    if dossier.state not in IN_HANDS or promise is None:
        return None
    due_at = localtime(promise.due_at)
    limit = rule("118/2025:19.6:apology", on=due_at.date())
    return Limit(apology_until(due_at, limit), limit)


def changes_standing(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """The part of a Standing that tells of a new appointment."""
    states = {reappointment.state for reappointment in dossier.reappointments.all()}
    signed = Reappointment.State.SIGNED in states
    return {
        "apology": apology_limit(dossier),
        "reappointed_under": rule("118/2025:19.6:times", on=localdate(at)) if signed else None,
        "reappointment_pending": Reappointment.State.PROPOSED in states,
        "asked_to_foresee": dossier.state in IN_HANDS and bool(open_about(dossier, Kind.FORESIGHT)),
    }


def reappointed(**when: datetime) -> Q:
    """The dossiers given a new day at such a time (`gte=`, `lt=`); a condition that counts no row twice."""
    signed = Reappointment.objects.filter(dossier=OuterRef("pk"), state=Reappointment.State.SIGNED)
    return Q(Exists(signed.filter(**{f"decided_at__{how}": at for how, at in when.items()})))


def open_excluded_time(dossier: Dossier) -> ExcludedTime | None:
    """The interval that the dossier is in now."""
    if dossier.state != State.EXCLUDED:
        return None
    return dossier.excluded_times.select_related("promise__calendar").get(ended_at=None)


def exclusions_since(dossier: Dossier, start: datetime, *, only_for_applicant: bool = False) -> list[Exclusion]:
    """The days left out of a term that began at `start`, each interval with its ground; both ends are left out.

    An interval that was over before belongs to an earlier term: a supplement begins the term anew.
    `only_for_applicant`: an agency's step stands still only while the applicant is waited for.
    """
    ended = dossier.excluded_times.filter(ended_at__gte=start).order_by("ordinal")
    if only_for_applicant:
        ended = ended.filter(waits_for_applicant=True)
    return [Exclusion(localdate(x.began_at), localdate(x.ended_at), x.reason, x.ground) for x in ended]


def resumed_start(dossier: Dossier, interrupted: Promise, calendar: WorkCalendar) -> datetime:
    """From when the interrupted term counts again: from where it did.

    Only a further term whose interval began before the day appointed first is moved: that day moves by the interval,
    and the further term is counted from there.
    """
    if interrupted.rule != REAPPOINTED:
        return interrupted.started_at
    first = dossier.reappointments.get(state=Reappointment.State.SIGNED).old_promise
    between = [x for x in exclusions_since(dossier, first.started_at) if x.first <= localdate(first.due_at)]
    if not between:
        return interrupted.started_at
    grounds = grounds_on(localdate(first.started_at))
    return derive(first.started_at, Term.parse(first.term), calendar, between, grounds=grounds).due_at


def units_in_hand() -> QuerySet[Unit]:
    """The units whose time runs for some dossier."""
    running = Dossier.objects.filter(deciding_unit=OuterRef("pk"), state__in=IN_HANDS)
    return Unit.objects.filter(Exists(running))


def to_be_asked(unit: Unit, at: datetime) -> QuerySet[Dossier]:
    """The unit's dossiers whose appointed day is so near that somebody must say whether it will be kept.

    Neither those begun today, nor those for which it is too late to apologise or which had their new day.
    """
    day = localdate(at)
    calendar = calendar_of(unit, day)
    ahead = rule_for("gandan:foresight", unit, day).term.amount
    until = _end_of(_working_days_ahead(day, ahead, calendar))
    spared = rule("118/2025:19.6:apology", on=day).term.amount
    from_on = _end_of(day + timedelta(days=spared - 1))
    asked = Promise.objects.filter(
        kind=Kind.FORESIGHT,
        subject_kind="dossier",
        subject_code=OuterRef("reference"),
        pk__gt=OuterRef("result_promise_id"),
    )
    taken_up = Reappointment.objects.filter(
        dossier=OuterRef("pk"), state__in=(Reappointment.State.PROPOSED, Reappointment.State.SIGNED)
    )
    near = Q(result_promise__due_at__gt=from_on, result_promise__due_at__lte=until)
    begun_before = Q(result_promise__started_at__lt=make_aware(datetime.combine(day, time.min)))
    in_hand = Dossier.objects.filter(near & begun_before, deciding_unit=unit, state__in=IN_HANDS)
    return in_hand.exclude(Exists(asked)).exclude(Exists(taken_up))


def _working_days_ahead(day: date, count: int, calendar: WorkCalendar) -> date:
    while count:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def _end_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.max))
