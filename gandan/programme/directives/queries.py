"""Directives as they are read; `on` is the local day of the question."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from gandan.lib.refs import HasRef, ref_of
from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_map
from gandan.programme.directives.models import Citation, Directive, DirectiveQuerySet, Task
from gandan.programme.directives.values import Served

HEADS = (UnitKind.COMMITTEE, UnitKind.PROVINCIAL_AGENCY, UnitKind.PARTY_COMMITTEE, UnitKind.FATHERLAND_FRONT)


def kept_by(person: Person, on: date) -> list[Unit]:
    """The units for which the person keeps the programme, those of their own posts first."""
    stand = standing(person, on)
    own = {post.unit_id for post in stand.posts}
    units = Unit.objects.in_force(on).filter(pk__in=stand.units_for(Power.PROGRAMME_KEEP)).order_by("folded_name")
    return sorted(units, key=lambda unit: unit.pk not in own)


def read_by(person: Person, on: date) -> DirectiveQuerySet:
    """The directives a person reads: those that bind a unit of theirs, and those kept in a unit they answer for."""
    stand = standing(person, on)
    bound = {above for post in stand.posts for above in unit_map(on).above(post.unit_id)}
    kept = stand.units_for(Power.PROGRAMME_KEEP)
    reached = Q(addressed__in=bound) | Q(unit__in=bound | kept)
    return Directive.objects.filter(pk__in=Directive.objects.filter(reached).values("pk"))


def listed(person: Person, on: date) -> QuerySet[Directive]:
    """Those a person reads, newest first, each with how many tasks it has, how many are served, and by how much."""
    stands = Q(tasks__citations__isnull=False, tasks__citations__withdrawn_at__isnull=True)
    counts = {
        "asked": Count("tasks", distinct=True),
        "served": Count("tasks", filter=stands, distinct=True),
        "cited": Count("tasks__citations", filter=stands, distinct=True),
    }
    return read_by(person, on).select_related("unit").annotate(**counts).order_by("-signed_on", "-id")


def by_code(code: str, person: Person, on: date) -> Directive | None:
    """A directive the person reads, with its unit."""
    return read_by(person, on).filter(code=code).select_related("unit").first()


def tasks_of(directive: Directive, *, since: date, until: date) -> QuerySet[Task]:
    """Its tasks, each with what was cited under it in some days, both included, as `shown`."""
    within = Citation.objects.filter(withdrawn_at__isnull=True, cited_on__gte=since, cited_on__lte=until)
    return directive.tasks.prefetch_related(Prefetch("citations", within.select_related("unit"), to_attr="shown"))


def served_by_unit(directive: Directive, *, since: date, until: date, on: date) -> list[Served]:
    """Every unit the directive is addressed to, with how much of it and of those below it serves the directive.

    What a unit did that has ended counts for what it became.
    """
    cited = Citation.objects.filter(task__directive=directive, withdrawn_at__isnull=True)
    within = cited.filter(cited_on__gte=since, cited_on__lte=until)
    counted = list(within.values_list("unit_id").annotate(Count("id"), Max("cited_on")).order_by())
    rows = []
    for unit in directive.addressed.order_by("folded_name"):
        scope = unit_map(on).scope([unit.pk])
        mine = [(count, last) for unit_id, count, last in counted if unit_id in scope]
        last_on = max((last for _, last in mine), default=None)
        rows.append(Served(unit.ref.code, unit.name, sum(count for count, _ in mine), last_on))
    return rows


def may_be_addressed(on: date) -> QuerySet[Unit]:
    """The units a directive may go to, of every tree; what is below them, a cell or a school, is bound with them."""
    heads = Q(parent__isnull=True) | Q(kind__in=HEADS)
    return Unit.objects.in_force(on).filter(heads).order_by("tree", "folded_name")


def binds(directive: Directive, unit: Unit, on: date) -> bool:
    """Whether it is kept by, or addressed to, the unit or one above it."""
    above = set(unit_map(on).above(unit.pk))
    return directive.unit_id in above or directive.addressed.filter(pk__in=above).exists()


def tasks_for(units: Sequence[Unit], on: date) -> QuerySet[Task]:
    """The tasks in force that work of any of these units may be cited for, newest directive first."""
    above = {one for unit in units for one in unit_map(on).above(unit.pk)}
    bound = Directive.objects.in_force(on).filter(Q(addressed__in=above) | Q(unit__in=above))
    tasks = Task.objects.filter(directive__in=bound.values("pk")).select_related("directive")
    return tasks.order_by("-directive__signed_on", "directive", "place")


def citations_of(subject: HasRef) -> QuerySet[Citation]:
    """The tasks that a thing serves."""
    about = ref_of(subject)
    cited = Citation.objects.filter(subject_kind=about.kind, subject_code=about.code, withdrawn_at__isnull=True)
    return cited.select_related("task__directive", "unit")
