"""Who looks after how much, and who could look after it instead."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from gandan.dossiers.models import Dossier
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders
from gandan.promises.models import Promise

AT_MOST = 500


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take work over, and how many open promises they look after now."""

    person: Person
    load: int


@dataclass
class Bundle:
    """Open work of one field in one unit, by due day, and who could take it: the nearest and least loaded first."""

    unit: Unit
    field: str  # "" where the work is of no field
    promises: list[Promise] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)


def open_work(person: Person, unit_ids: Collection[int]) -> QuerySet[Promise]:
    """The open promises about dossiers the person looks after in these units, by due day."""
    owed = Promise.objects.open().filter(person=person, unit__in=unit_ids, subject_kind="dossier")
    return owed.select_related("unit").defer("derivation").order_by("due_at", "id")


def who_has_work(unit_ids: Collection[int]) -> list[Candidate]:
    """Everybody who looks after something open about a dossier in these units."""
    counted = dict(
        Promise.objects.open()
        .filter(unit__in=unit_ids, person__isnull=False, subject_kind="dossier")
        .order_by()
        .values_list("person")
        .annotate(Count("id"))
    )
    people = Person.objects.filter(pk__in=counted).order_by("folded_name")
    return [Candidate(person, counted[person.pk]) for person in people]


def bundles(person: Person, unit_ids: Collection[int], on: date) -> list[Bundle]:
    """The person's open work in these units, in bundles that one colleague could take."""
    promises = list(open_work(person, unit_ids)[:AT_MOST])
    codes = [promise.subject_code for promise in promises]
    fields = dict(Dossier.objects.filter(reference__in=codes).values_list("reference", "version__field"))
    found: dict[tuple[int, str], Bundle] = {}
    for promise in promises:
        name = fields.get(promise.subject_code, "")
        found.setdefault((promise.unit_id, name), Bundle(promise.unit, name)).promises.append(promise)
    load = _loads(Promise.objects.open())
    for bundle in found.values():
        able = holders(Power.DOSSIER_EXAMINE, bundle.unit, on, field=bundle.field)
        able = able or holders(Power.DOSSIER_READ, bundle.unit, on)
        others = [Candidate(one, load.get(one.pk, 0)) for one in able if one != person]
        bundle.candidates = sorted(others, key=lambda one: (one.load, one.person.folded_name))
    return sorted(found.values(), key=lambda bundle: (bundle.field, bundle.unit.name))


def _loads(promises: QuerySet[Promise]) -> dict[int, int]:
    """How many each person looks after."""
    of_somebody = promises.filter(person__isnull=False).order_by()
    return dict(of_somebody.values_list("person").annotate(Count("id")))
