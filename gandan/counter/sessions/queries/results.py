"""What sessions brought: counted from tickets and dossiers, in series and side by side."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from gandan.centre.models import RestCredit
from gandan.counter.sessions.models import Adoption, Plan, RosterPlace, Session, Template
from gandan.counter.sessions.rules.outcomes import hours_of, median_and_nine, rest_of
from gandan.counter.sessions.states import State
from gandan.counter.sessions.values import Brought
from gandan.counter.tickets.queries import tickets_of
from gandan.dossiers.models import Dossier
from gandan.organisation.models import Unit, UnitKind
from gandan.organisation.queries import calendar_of, unit_map

AROUND = timedelta(hours=1)  # numbers are given and papers finished a little outside the hours


@dataclass(frozen=True)
class Covered:
    """One unit in the table of a template: `plan` None while it has not taken it over."""

    unit: Unit
    is_first: bool
    since: datetime | None
    plan: Plan | None
    held: int = 0
    first_day: date | None = None
    served: int = 0
    returned: int = 0


@dataclass(frozen=True)
class Coverage:
    """How far a template was carried: n of N."""

    template: Template
    rows: list[Covered]

    @property
    def reached(self) -> int:
        return sum(row.plan is not None for row in self.rows)

    @property
    def all(self) -> int:
        return len(self.rows)


def brought(session: Session) -> Brought:
    """What a session brought by now; a day of rest has nothing else, so all of the day is the session's."""
    unit = session.plan.unit
    first, last = _hours_around(session)
    tickets = [one for one in tickets_of([unit.pk], session.day, session.day) if first <= one.taken_at <= last]
    waits = sorted(
        max(0, int((one.called_at - max(one.taken_at, one.booked_for or one.taken_at)).total_seconds()))
        for one in tickets
        if one.called_at is not None
    )
    of_day = Dossier.objects.filter(receiving_unit=unit, submitted_at__gte=first, submitted_at__lte=last)
    there = RosterPlace.objects.serving().filter(session=session).count()
    rest, _occasion = rest_of(session.day, session.hours, calendar_of(unit, session.day))
    median, nine = median_and_nine(waits)
    received = of_day.count()
    came = sum(one.called_at is not None and one.state not in ("no_show", "left") for one in tickets)
    return Brought(
        served=came if tickets else received,  # where no numbers are given, who handed something in
        received=received,
        returned=of_day.filter(returned_at__gte=first, returned_at__lte=last).count(),
        wait_median=median,
        wait_nine=nine,
        people_hours=there * hours_of(session.hours),
        rest_hours=there * rest,
    )


def _hours_around(session: Session) -> tuple[datetime, datetime]:
    return session.begins_at - AROUND, session.ends_at + AROUND


def series(unit_ids: Collection[int]) -> QuerySet[Session]:
    """The sessions that were summed up, the newest first."""
    done = Session.objects.filter(plan__unit__in=unit_ids, state=State.SUMMED_UP).select_related("plan__unit")
    return done.order_by("-day", "-id")


def totals(sessions: QuerySet[Session]) -> dict[str, int]:
    """Sums over sessions that were summed up."""
    sums = {name: Sum(name, default=0) for name in ("served", "received", "returned", "people_hours", "rest_hours")}
    return sessions.order_by().aggregate(sessions=Count("id"), **sums)


def side_by_side(units: Iterable[Unit], first: date, last: date) -> list[tuple[Unit, dict[str, int | None]]]:
    """Each unit with the sums of its sessions of some days, whoever held none as well; one query.

    `wait_least` and `wait_most`: the shortest and the longest of the middle waits of its sessions, in seconds.
    """
    units = list(units)
    sums = {name: Sum(name, default=0) for name in ("served", "received", "returned", "people_hours", "rest_hours")}
    waits = {"wait_least": Min("wait_median"), "wait_most": Max("wait_median")}
    done = series([unit.pk for unit in units]).filter(day__gte=first, day__lte=last).order_by()
    told = done.values("plan__unit").annotate(sessions=Count("id"), **sums, **waits)
    found = {row.pop("plan__unit"): row for row in told}
    nothing = {"sessions": 0, **dict.fromkeys(sums, 0), **dict.fromkeys(waits)}
    return [(unit, found.get(unit.pk, nothing)) for unit in units]


def rest_taken(sessions: Collection[Session]) -> dict[int, int]:
    """Hours of rest that those who served at each session have had since; two queries."""
    places = RosterPlace.objects.serving().filter(session__in=[one.pk for one in sessions])
    owed_by = {one.pk: one.plan.unit_id for one in sessions}
    served = {
        (owed_by[session], day, person): session
        for session, day, person in places.values_list("session", "session__day", "person")
    }
    had = RestCredit.objects.filter(unit__in=set(owed_by.values()), taken_on__isnull=False)
    had = had.filter(earned_on__in={one.day for one in sessions})
    taken = dict.fromkeys(owed_by, 0)
    for unit, day, person, hours in had.values_list("unit", "earned_on", "person", "hours"):
        if (unit, day, person) in served:
            taken[served[unit, day, person]] += hours
    return taken


def templates() -> QuerySet[Template]:
    """Every template with its first unit."""
    return Template.objects.select_related("first_unit", "plan").annotate(adopted=Count("adoptions"))


def template_by_code(code: str) -> Template | None:
    return Template.objects.select_related("first_unit", "plan__unit").filter(code=code).first()


def coverage(template: Template, on: date) -> Coverage:
    """Every centre of today, whether it took the template over, and what came of it; what merged stands as it is now.

    Four queries, whatever the number of units.
    """
    units = unit_map(on)
    plans = dict.fromkeys(units.became(template.first_unit_id), (template.plan, template.shared_at))
    first = set(plans)
    for adoption in Adoption.objects.filter(template=template).select_related("plan").order_by("-adopted_at"):
        plans |= {
            now: (adoption.plan, adoption.adopted_at) for now in units.became(adoption.unit_id) if now not in first
        }
    counts = _counts([plan.pk for plan, _since in plans.values()])
    centres = Unit.objects.in_force(on).filter(kind=UnitKind.SERVICE_CENTRE).order_by("folded_name")
    rows = []
    for unit in centres:
        plan, since = plans.get(unit.pk, (None, None))
        told = counts.get(plan.pk, {}) if plan else {}
        rows.append(Covered(unit, unit.pk in first, since, plan, **told))
    return Coverage(template, sorted(rows, key=lambda row: (not row.is_first, row.plan is None)))


def _counts(plans: list[int]) -> dict[int, dict[str, object]]:
    done = Plan.objects.filter(pk__in=plans).order_by()
    took_place = Q(sessions__state__in=[State.HELD, State.SUMMED_UP])
    rows = done.annotate(
        held=Count("sessions", filter=took_place),
        first_day=Min("sessions__day", filter=took_place),
        served=Sum("sessions__served", default=0),
        returned=Sum("sessions__returned", default=0),
    )
    names = ("held", "first_day", "served", "returned")
    return {row["pk"]: {name: row[name] for name in names} for row in rows.values("pk", *names)}


def may_adopt(template: Template, unit: Unit, on: date) -> bool:
    """Neither the first unit, nor one that took it over already, nor what one of these became."""
    taken = {template.first_unit_id, *template.adoptions.values_list("unit_id", flat=True)}
    return not taken & unit_map(on).before([unit.pk])
