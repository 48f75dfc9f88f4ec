"""Who could serve at sessions, who does, what is missing: what the roster is filled from, and its grid."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet

from gandan.counter.sessions.models import Plan, RosterPlace, Session, Wish
from gandan.counter.sessions.rules import plans, roster
from gandan.counter.sessions.states import ROSTER_OPEN, State
from gandan.counter.sessions.values import Missing, Need, WishKind
from gandan.organisation.models import Person, Tenure, Unit
from gandan.organisation.powers import POWERS, PostKind, Power
from gandan.organisation.queries import holders, unit_map
from gandan.procedures.models import Version

COUNTED_DAYS = 182  # how far back what somebody did counts for a fair rotation
SERVING_POSTS = frozenset(
    {PostKind.COUNTER_OFFICER, PostKind.SPECIALIST, PostKind.CENTRE_HEAD, PostKind.CHAIR, PostKind.VICE_CHAIR}
)


@dataclass(frozen=True)
class Roster:
    """What is known of some sessions: the people, the days, what each could cover, whom a wish keeps away."""

    days: list[roster.Day]
    officers: list[roster.Officer]
    people: dict[str, Person]
    away: dict[str, dict[str, frozenset[str]]]  # session -> person -> what they would cover


@dataclass(frozen=True)
class Cell:
    """One person at one session in the grid."""

    session: str
    serves: bool
    by_hand: bool
    can: bool
    away: bool
    prefers: bool


@dataclass(frozen=True)
class Serving:
    """Somebody at a session: their title on its day, whether a person put them in, in which fields they may sign."""

    person: Person
    title: str
    by_hand: bool
    signs: list[str]


@dataclass(frozen=True)
class GridRow:
    person: Person
    title: str
    before: int
    now: int
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    """People down, sessions across, and what each session lacks."""

    sessions: list[Session]
    rows: list[GridRow]
    missing: dict[str, list[Missing]]


def fields_of(codes: Iterable[str], on: date) -> frozenset[str]:
    """The fields of work of procedures."""
    offered = Version.objects.in_force(on).filter(procedure__code__in=list(codes))
    return frozenset(offered.order_by().values_list("field", flat=True))


def needs_of(plan: Plan, on: date) -> tuple[Need, ...]:
    return plans.needs_by_field(plan.wanted, fields_of(plan.procedures, on))


def serving_units(unit: Unit, on: date) -> list[Unit]:
    """Whose people serve at a unit's sessions: its own, and those of what it belongs to, who decide and sign."""
    return [unit, unit.parent] if unit.parent else [unit]


def tenures_on(unit: Unit, on: date) -> QuerySet[Tenure]:
    """The posts from which somebody may be asked to serve on a day."""
    units = unit_map(on).before([one.pk for one in serving_units(unit, on)])
    held = Tenure.objects.on(on).filter(post__unit__in=units, post__kind__in=SERVING_POSTS)
    return held.select_related("person", "post").order_by("person__code", "id")


def covered_by(unit: Unit, needs: Sequence[Need], on: date) -> dict[str, frozenset[str]]:
    """Person code -> the needs they would cover on a day; everybody who may be asked to serve has a row."""
    tenures = list(tenures_on(unit, on))
    keys: dict[str, set[str]] = {tenure.person.code: set() for tenure in tenures}
    powers = {power.value for power in Power}
    for need in needs:
        if need.code in powers:
            units = serving_units(unit, on)
            able = {one.code for place in units for one in holders(Power(need.code), place, on, field=need.field)}
        else:
            able = {tenure.person.code for tenure in tenures if tenure.post.kind == need.code}
        for code in able & set(keys):
            keys[code].add(need.key)
    return {code: frozenset(found) for code, found in keys.items()}


def roster_of(plan: Plan, sessions: Sequence[Session], on: date) -> Roster:
    """All that filling and judging a roster needs; a few queries a session."""
    days, covers, people = [], {}, {}
    for session in sessions:
        needs = needs_of(plan, session.day)
        days.append(roster.Day(session.code, session.day, plan.people, needs))
        covers[session.code] = covered_by(plan.unit, needs, session.day)
        people |= {tenure.person.code: copy(tenure.person) for tenure in tenures_on(plan.unit, session.day)}
    kept_away, prefers = _wishes(people, sessions)
    elsewhere = _elsewhere(people, sessions)
    fixed, before, last = _decided(sessions), _before(people, sessions, on), _last_served(people, sessions)
    officers = [
        roster.Officer(
            code=code,
            covers={
                session.code: covers[session.code][code]
                for session in sessions
                if code in covers[session.code] and (code, session.code) not in kept_away | elsewhere
            },
            before=before[code],
            last_on=last.get(code),
            prefers=frozenset(session for person, session in prefers if person == code),
            fixed=fixed.get(code, {}),
        )
        for code in sorted(people)
    ]
    away = {
        session.code: {
            code: keys for code, keys in covers[session.code].items() if (code, session.code) in kept_away | elsewhere
        }
        for session in sessions
    }
    return Roster(days, officers, people, away)


def _wishes(
    people: dict[str, Person], sessions: Sequence[Session]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(person, session) of those who cannot come, and of those who would like to."""
    away: set[tuple[str, str]] = set()
    prefers: set[tuple[str, str]] = set()
    if not sessions:
        return away, prefers
    first, last = min(one.day for one in sessions), max(one.day for one in sessions)
    said = Wish.objects.filter(person__code__in=people, first__lte=last, last__gte=first).select_related("person")
    for wish in said:
        for session in sessions:
            if wish.first <= session.day <= wish.last:
                (prefers if wish.kind == WishKind.PREFERS else away).add((wish.person.code, session.code))
    return away, prefers


def _elsewhere(people: dict[str, Person], sessions: Sequence[Session]) -> set[tuple[str, str]]:
    """Those who serve at a session of another plan on the same day."""
    others = RosterPlace.objects.serving().filter(
        person__code__in=people,
        session__day__in=[session.day for session in sessions],
        session__state__in=[*ROSTER_OPEN, State.SUMMED_UP],
    )
    others = others.exclude(session__in=[session.pk for session in sessions])
    busy = set(others.values_list("person__code", "session__day"))
    return {(code, session.code) for session in sessions for code in people if (code, session.day) in busy}


def _decided(sessions: Sequence[Session]) -> dict[str, dict[str, bool]]:
    decided: dict[str, dict[str, bool]] = defaultdict(dict)
    rows = RosterPlace.objects.filter(session__in=[session.pk for session in sessions], by_hand=True)
    for code, session, serves in rows.values_list("person__code", "session__code", "serves"):
        decided[code][session] = serves
    return decided


def _earlier(people: Iterable[str], sessions: Sequence[Session]) -> QuerySet[RosterPlace]:
    served = RosterPlace.objects.serving().filter(person__code__in=list(people))
    first = min((session.day for session in sessions), default=date.min)
    return served.filter(session__day__lt=first).exclude(session__state=State.CANCELLED)


def _before(people: dict[str, Person], sessions: Sequence[Session], on: date) -> dict[str, int]:
    """How often each served lately, newcomers lifted to the middle of the others."""
    since = on - timedelta(days=COUNTED_DAYS)
    served = _earlier(people, sessions).filter(session__day__gte=since).order_by()
    counts = dict(served.values_list("person__code").annotate(times=Count("id")))
    held = Tenure.objects.filter(person__code__in=people, post__kind__in=SERVING_POSTS, valid_from__lte=since)
    here_then = set(held.order_by().values_list("person__code", flat=True))
    places = {code: counts.get(code, 0) for code in people}
    return roster.counted_before(places, [code for code in people if code not in here_then])


def _last_served(people: dict[str, Person], sessions: Sequence[Session]) -> dict[str, date]:
    served = _earlier(people, sessions).order_by()
    return dict(served.values_list("person__code").annotate(last=Max("session__day")))


def missing_of(known: Roster, serving: dict[str, list[str]]) -> dict[str, list[Missing]]:
    """Session -> what it lacks with these people; also of one whose power was lost after the roster was made."""
    officers = {officer.code: officer for officer in known.officers}
    return {
        day.session: roster.missing(
            day,
            [officers[code].covers.get(day.session, frozenset()) for code in serving.get(day.session, ())
             if code in officers and day.session in officers[code].covers],
            known.away[day.session].values(),
        )
        for day in known.days
    }  # fmt: skip


def serving_at(sessions: Sequence[Session]) -> dict[str, list[str]]:
    """Session -> codes of who serves."""
    rows = RosterPlace.objects.serving().filter(session__in=[session.pk for session in sessions])
    serving: dict[str, list[str]] = {session.code: [] for session in sessions}
    for session, code in rows.order_by("person__code").values_list("session__code", "person__code"):
        serving[session].append(code)
    return serving


def grid_of(plan: Plan, sessions: Sequence[Session], on: date) -> Grid:
    """The roster as a table. Somebody who serves but holds no post any more still has a row."""
    known, serving = roster_of(plan, sessions, on), serving_at(sessions)
    gone = {code for codes in serving.values() for code in codes} - set(known.people)
    people = known.people | {person.code: person for person in Person.objects.filter(code__in=gone)}
    titles = {tenure.person.code: tenure.post.title for tenure in tenures_on(plan.unit, on)}
    officers = {officer.code: officer for officer in known.officers}
    rows = [
        GridRow(
            person=person,
            title=titles.get(code, ""),
            before=officers[code].before if code in officers else 0,
            now=sum(code in codes for codes in serving.values()),
            cells=[_cell(officers.get(code), code, session, known, serving) for session in sessions],
        )
        for code, person in sorted(people.items(), key=lambda item: item[1].folded_name)
    ]
    return Grid(list(sessions), rows, missing_of(known, serving))


def _cell(
    officer: roster.Officer | None, code: str, session: Session, known: Roster, serving: dict[str, list[str]]
) -> Cell:
    return Cell(
        session=session.code,
        serves=code in serving[session.code],
        by_hand=officer is not None and session.code in officer.fixed,
        can=officer is not None and session.code in officer.covers,
        away=code in known.away[session.code],
        prefers=officer is not None and session.code in officer.prefers,
    )


def roster_sessions(plan: Plan, on: date) -> list[Session]:
    """The sessions whose roster is still made: to come, or held and not summed up."""
    return list(plan.sessions.filter(state__in=ROSTER_OPEN).filter(Q(day__gte=on) | Q(state=State.HELD)))


def wishes_of(unit: Unit, on: date) -> QuerySet[Wish]:
    """What those who may serve have said of days to come."""
    people = tenures_on(unit, on).order_by().values("person")
    return Wish.objects.filter(person__in=people, last__gte=on).select_related("person")


def posts_at(session: Session) -> set[str]:
    """The kinds of post held by those who serve there."""
    serving = RosterPlace.objects.serving().filter(session=session).values_list("person", flat=True)
    held = tenures_on(session.plan.unit, session.day).filter(person__in=list(serving))
    return {kind for kind in held.values_list("post__kind", flat=True) if kind in POWERS}


def people_at(session: Session) -> list[Serving]:
    """Who serves at a session, by name."""
    titles = {held.person_id: held.post.title for held in tenures_on(session.plan.unit, session.day)}
    places = RosterPlace.objects.serving().filter(session=session).select_related("person")
    signs = _signing(session.plan, session.day)
    return [
        Serving(place.person, titles.get(place.person_id, ""), place.by_hand, signs.get(place.person.code, []))
        for place in places.order_by("person__folded_name")
    ]


def _signing(plan: Plan, on: date) -> dict[str, list[str]]:
    """Person code -> the fields of work, of those a plan offers, in which they may sign results."""
    needs = plans.needs_by_field([Need(Power.DOSSIER_SETTLE.value)], fields_of(plan.procedures, on))
    covered = covered_by(plan.unit, needs, on)
    return {code: [need.field for need in needs if need.field and need.key in keys] for code, keys in covered.items()}


def lacking_at(session: Session, on: date) -> list[Missing]:
    """What one session lacks now."""
    known = roster_of(session.plan, [session], on)
    return missing_of(known, serving_at([session]))[session.code]
