"""What people said, as far as it may be shown: by whole months that are over, never from a handful of answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet, Sum

from gandan.counter.ratings import rules
from gandan.counter.ratings.models import LinkCount, OfficerTally, Tally
from gandan.counter.ratings.values import OWNER, Claim, Question, Result, Share
from gandan.lib.statistics import wilson
from gandan.moderation.queries import shown
from gandan.moderation.values import PublicText
from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_map

MONTHS = 12


@dataclass(frozen=True)
class Response:
    """How many links were given out, how many of them answered (None: not told), how many answered on a tablet.

    `open_until`: the last day on which one of them can still be answered; None once it is past.
    """

    handed_out: int
    answered: int | None
    on_tablet: int
    open_until: date | None = None

    @property
    def share(self) -> Share | None:
        """None where it is not told."""
        if self.answered is None:
            return None
        return Share(self.answered, self.handed_out, *wilson(self.answered, self.handed_out))


@dataclass(frozen=True)
class OfOfficer:
    """What was said of whoever gave out the links; a share of None: too few to be shown."""

    officer: Person
    results: list[Result]


@dataclass(frozen=True)
class OfUnit:
    """The same for the officer themselves, with how many answered there at all."""

    unit: Unit
    response: Response
    results: list[Result]


def least() -> int:
    """Under so many answers nothing is shown."""
    return settings.RATINGS_LEAST


def asked_of(claim: Claim) -> list[Question]:
    return rules.asked_of(claim)


def rated_units(on: date) -> QuerySet[Unit]:
    """The places of which people are asked."""
    centres = Unit.objects.in_force(on).filter(kind=UnitKind.SERVICE_CENTRE)
    return centres.select_related("parent").order_by("folded_name")


def readable_units(person: Person, on: date) -> list[Unit]:
    """Those whose results the person may read at the desk."""
    return list(rated_units(on).filter(pk__in=standing(person, on).units_for(Power.RATINGS_READ)))


def months_told(unit: Unit, on: date) -> list[date]:
    """The months that are over in which somebody answered, newest first."""
    over = Tally.objects.filter(unit__in=_with_before(unit, on), month__lt=on.replace(day=1), count__gt=0)
    return list(over.dates("month", "month", "DESC")[:MONTHS])


def results(unit: Unit, month: date, on: date) -> list[Result]:
    """Each question over one month that is over; of a running month, nothing."""
    if not rules.is_month_told(month, on):
        return []
    tallies = Tally.objects.filter(unit__in=_with_before(unit, on), month=month)
    rows = tallies.values_list("question", "answer").annotate(times=Sum("count"))
    return _results(rows, [one for one in rules.questions() if not one.of_session])


def session_results(served: Mapping[tuple[int, date], int], on: date) -> dict[tuple[int, date], list[Result]]:
    """Each question of each session, by its unit (of today) and day, where anybody answered; `served`: by how many.

    Only of sessions whose links are too old and whose months are over. Two queries.
    """
    told = {(unit, day) for unit, day in served if rules.is_session_told(day, on, settings.RATING_LINK_DAYS)}
    now = {old: unit for unit in {unit for unit, _day in told} for old in unit_map(on).before([unit])}
    beside = _beside_sessions(now)
    answered = Tally.objects.filter(unit__in=now, session_day__in={day for _unit, day in told}, count__gt=0)
    rows: dict[tuple[int, date], list[tuple[date, str, str, int]]] = {}
    for unit, day, *row in answered.values_list("unit", "session_day", "month", "question", "answer", "count"):
        if (now[unit], day) in told:
            rows.setdefault((now[unit], day), []).append(tuple(row))
    return {one: _of_session(said, beside.get(one[0], {}), served[one]) for one, said in rows.items()}


def _beside_sessions(now: Mapping[int, int]) -> dict[int, dict[tuple[date, str], int]]:
    """Unit -> (month, question) -> how often it was answered by who came to no session."""
    found: dict[int, dict[tuple[date, str], int]] = {}
    elsewhere = Tally.objects.filter(unit__in=now, session_day__isnull=True)
    for unit, month, question, times in (
        elsewhere.order_by()
        .values("unit", "month", "question")
        .annotate(times=Sum("count"))
        .values_list("unit", "month", "question", "times")
    ):
        counts = found.setdefault(now[unit], {})
        counts[month, question] = counts.get((month, question), 0) + times
    return found


def _of_session(
    said: Collection[tuple[date, str, str, int]], beside: Mapping[tuple[date, str], int], served: int
) -> list[Result]:
    counted = [(month, question, times) for month, question, _answer, times in said]
    least, officers = settings.RATINGS_LEAST, settings.RATINGS_LEAST_OFFICERS
    only = rules.told_of_session(counted, beside, served=served, least=least, officers=officers)
    return _results([row[1:] for row in said], rules.questions(), only=only)


def pooled(shares: Collection[Share]) -> Share | None:
    """Several shares as one. Of shares that are shown nothing is told besides; None of none."""
    good, counted = sum(one.good for one in shares), sum(one.counted for one in shares)
    return Share(good, counted, *wilson(good, counted)) if counted else None


def by_officer(unit: Unit, month: date, on: date) -> list[OfOfficer]:
    """What was said of each, where it cannot be told who said it."""
    if not rules.is_month_told(month, on):
        return []
    tallies = OfficerTally.objects.filter(unit__in=_with_before(unit, on), month=month, count__gt=0)
    asked = [one for one in rules.questions() if one.officer]
    rows: dict[int, list[tuple[str, str, int]]] = {}
    for officer, question, chosen, times in tallies.values_list("officer", "question", "answer", "count"):
        rows.setdefault(officer, []).append((question, chosen, times))
    people = Person.objects.in_bulk(rows)
    told = [OfOfficer(people[one], _results(rows[one], asked, only=_apart(rows, one, asked))) for one in rows]
    return sorted(told, key=lambda one: one.officer.folded_name)


def of_officer(officer: Person, month: date, on: date) -> list[OfUnit]:
    """What was said of the links this officer gave, at each unit: the same figures as its head reads, and no more."""
    if not rules.is_month_told(month, on):
        return []
    given = OfficerTally.objects.filter(officer=officer, month=month, count__gt=0)
    units = {unit_id for old in given.values_list("unit", flat=True) for unit_id in unit_map(on).became(old)}
    return [
        OfUnit(unit, response(unit, month, on), one.results)
        for unit in rated_units(on).filter(pk__in=units)
        for one in by_officer(unit, month, on)
        if one.officer == officer
    ]


def months_of(officer: Person, on: date) -> list[date]:
    """The months that are over in which somebody answered through this officer's links, newest first."""
    over = OfficerTally.objects.filter(officer=officer, month__lt=on.replace(day=1), count__gt=0)
    return list(over.dates("month", "month", "DESC")[:MONTHS])


def _apart(rows: dict[int, list[tuple[str, str, int]]], officer: int, asked: Collection[Question]) -> set[str]:
    """The questions in which this officer's results may be told apart from the whole."""
    found = set()
    for question in asked:
        answered = {
            str(other): sum(times for name, _answer, times in said if name == question.id)
            for other, said in rows.items()
        }
        if str(officer) in rules.may_be_told_apart(answered, least=settings.RATINGS_LEAST):
            found.add(question.id)
    return found


def _results(rows, asked: Collection[Question], *, only: Collection[str] | None = None) -> list[Result]:
    """The result of each question; of those not in `only`, none."""
    counts = rules.totals(rows)
    found = []
    for question in asked:
        counted = counts.get(question.id, {}) if only is None or question.id in only else {}
        share = rules.share_of(question, counted, least=settings.RATINGS_LEAST)
        said = [(answer, counted.get(answer, 0)) for answer in question.answers] if share else []
        found.append(Result(question, share, said))
    return found


def response(unit: Unit, month: date, on: date) -> Response:
    """Links of a month, and how many of them were answered once none can be any more; of a few links not even then:
    who gave one to somebody could watch whether it was answered.
    """
    counts = LinkCount.objects.filter(unit__in=_with_before(unit, on), month=month)
    sums = counts.aggregate(handed=Sum("handed_out"), answered=Sum("answered"), tablet=Sum("on_tablet"))
    handed, tablet = sums["handed"] or 0, sums["tablet"] or 0
    on_tablets = tablet if rules.is_month_told(month, on) else 0
    if month >= rules.closed_before(on, settings.RATING_LINK_DAYS):
        return Response(handed, None, on_tablets, rules.forgotten_on(month, settings.RATING_LINK_DAYS))
    answered = (sums["answered"] or 0) if handed >= settings.RATINGS_LEAST else None
    return Response(handed, answered, on_tablets)


def comments(unit: Unit, on: date) -> list[PublicText]:
    """What people wrote and somebody decided to show."""
    return shown(OWNER, _with_before(unit, on))


def _with_before(unit: Unit, on: date) -> frozenset[int]:
    return unit_map(on).before([unit.pk])
