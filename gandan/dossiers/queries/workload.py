"""Who looks after how much, and who could look after it instead."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from gandan.dossiers.models import Dossier
from gandan.dossiers.states import State
from gandan.lib.refusal import mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import POWER_NAMES, Power
from gandan.organisation.queries import holders
from gandan.promises.models import Promise
from gandan.promises.states import Kind

AT_MOST = 500
_SHOWN = ("reference", "code", "version__field")
HANDLING = "handling"  # no promise: whose the result will be once the applicant brought what is missing

# what whoever takes it over must be able to do in the unit that owes it; a kind that is not here is not handed over
POWER_FOR = {
    Kind.RESULT: Power.DOSSIER_EXAMINE,
    Kind.FORESIGHT: Power.DOSSIER_EXAMINE,
    Kind.EXCLUDED_TIME: Power.DOSSIER_EXAMINE,
    Kind.OBLIGATION_BY_APPLICANT: Power.DOSSIER_EXAMINE,
    Kind.CORRECTION: Power.DOSSIER_EXAMINE,
    Kind.LEG: Power.DOSSIER_EXAMINE,
    Kind.OPINION: Power.DOSSIER_EXAMINE,
    Kind.TRIAGE: Power.DOSSIER_RECEIVE,
    Kind.SUPPLEMENT_BY_APPLICANT: Power.DOSSIER_RECEIVE,
    Kind.SECOND_REQUEST_DECISION: Power.DOSSIER_ASK_AGAIN,
    Kind.REAPPOINTMENT_DECISION: Power.DOSSIER_REAPPOINT,
    Kind.LOSS_REMEDY: Power.DOSSIER_ASK,
    Kind.PAPER_TRANSFER: Power.DOSSIER_READ,
    HANDLING: Power.DOSSIER_EXAMINE,
}


class Work(NamedTuple):
    """All that a person looks after of one kind about one dossier: a `Kind` or HANDLING. Written "reference:kind"."""

    reference: str
    kind: str

    def __str__(self) -> str:
        return f"{self.reference}:{self.kind}"

    @classmethod
    def read(cls, typed: str) -> "Work":
        reference, _, kind = typed.partition(":")
        return cls(reference, kind)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take work over, and how many open promises they look after now."""

    person: Person
    load: int


@dataclass(frozen=True)
class Item:
    """One work as a page shows it: what it is, and the promise it hangs on."""

    work: Work
    what: str
    code: str  # the dossier's, as it stands on paper
    promise: Promise


@dataclass
class Bundle:
    """Open work of one field in one unit that asks for one power, by due day, and who could take it: the least loaded
    first.
    """

    unit: Unit
    field: str  # "" where the work is of no field
    power: Power
    items: list[Item] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.unit.ref.code}|{self.field}|{self.power}"

    @property
    def power_name(self) -> str:
        return gettext(POWER_NAMES[self.power]).lower()


def open_work(person: Person, unit_ids: Collection[int]) -> QuerySet[Promise]:
    """The open promises about dossiers the person looks after in these units, by due day."""
    owed = Promise.objects.open().filter(person=person, unit__in=unit_ids, subject_kind="dossier")
    return owed.select_related("unit").defer("derivation").order_by("due_at", "id")


def other_work(person: Person, unit_ids: Collection[int]) -> list[Promise]:
    """What they look after there that is of no dossier: it belongs to their post, and goes on with who holds that."""
    owed = Promise.objects.open().filter(person=person, unit__in=unit_ids).exclude(subject_kind="dossier")
    return list(owed.defer("derivation").order_by("due_at", "id"))


def who_has_work(unit_ids: Collection[int]) -> list[Candidate]:
    """Everybody who looks after something open about a dossier in these units."""
    counted = _loads(Promise.objects.open().filter(unit__in=unit_ids, subject_kind="dossier"))
    for handler in _awaited(unit_ids).order_by().values_list("handler", flat=True).distinct():
        counted.setdefault(handler, 0)
    people = Person.objects.filter(pk__in=counted).order_by("folded_name")
    return [Candidate(person, counted[person.pk]) for person in people]


def bundles(person: Person, unit_ids: Collection[int], on: date) -> list[Bundle]:
    """The person's open work in these units, in bundles that one colleague could take."""
    found: dict[tuple[int, str, Power], Bundle] = {}
    for item, unit, name in _items(person, unit_ids):
        power = POWER_FOR[item.work.kind]
        bundle = found.setdefault((unit.pk, name, power), Bundle(unit, name, power))
        bundle.items.append(item)
    able = {key: holders(bundle.power, bundle.unit, on, field=bundle.field) for key, bundle in found.items()}
    load = _loads(Promise.objects.open().filter(person__in={one.pk for people in able.values() for one in people}))
    for key, bundle in found.items():
        others = [Candidate(one, load.get(one.pk, 0)) for one in able[key] if one != person]
        bundle.candidates = sorted(others, key=lambda one: (one.load, one.person.folded_name))
    return sorted(found.values(), key=lambda bundle: (bundle.field, bundle.unit.name, bundle.power))


def _items(person: Person, unit_ids: Collection[int]) -> list[tuple[Item, Unit, str]]:
    """Each work once, with its unit and its field of work."""
    owed = [one for one in open_work(person, unit_ids)[:AT_MOST] if one.kind in POWER_FOR]
    about = Dossier.objects.filter(reference__in=[promise.subject_code for promise in owed])
    known = {dossier.reference: dossier for dossier in about.select_related("version").only(*_SHOWN)}
    found: dict[tuple[Work, int], tuple[Item, Unit, str]] = {}
    for promise in owed:
        work = Work(promise.subject_code, promise.kind)
        dossier = known[work.reference]
        row = Item(work, promise.kind_name, str(dossier), promise), promise.unit, dossier.version.field
        found.setdefault((work, promise.unit_id), row)
    for dossier in _awaited(unit_ids).filter(handler=person)[:AT_MOST]:
        work, what = Work(dossier.reference, HANDLING), gettext(mark("Giải quyết, khi người dân bổ sung xong"))
        row = Item(work, what, str(dossier), dossier.supplement_promise), dossier.deciding_unit, dossier.version.field
        found[work, dossier.deciding_unit_id] = row
    return list(found.values())


def _awaited(unit_ids: Collection[int]) -> QuerySet[Dossier]:
    """Dossiers with a handler who has no promise of them now: the applicant is to bring something first."""
    waiting = Dossier.objects.filter(state=State.AWAITING_SUPPLEMENT, deciding_unit__in=unit_ids, handler__isnull=False)
    joined = waiting.exclude(supplement_promise=None).select_related("deciding_unit", "supplement_promise", "version")
    return joined.order_by("supplement_promise__due_at", "id")


def _loads(promises: QuerySet[Promise]) -> dict[int, int]:
    """How many each person looks after."""
    of_somebody = promises.filter(person__isnull=False).order_by()
    return dict(of_somebody.values_list("person").annotate(Count("id")))
