"""Requests with their clocks, what is held of somebody, who read what, and what may be destroyed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from gandan.dossiers.models import Dossier, Draft, Prepared
from gandan.journal.models import Entry
from gandan.journal.queries import entries_of_acts
from gandan.law.rulebook import Rule
from gandan.lib.fold import tidy_phone
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import responses, rule_for, standing, unit_map
from gandan.organisation.values import Expired, Held, Identity
from gandan.privacy.models import Breach, DataRequest, Destruction
from gandan.privacy.rules import DOSSIER_YEARS, REGISTER_YEARS, digest_of
from gandan.privacy.states import MACHINE, READ_NAMES


def requests_of(person: Person, on: date) -> QuerySet[DataRequest]:
    """Those of the units whose data the person protects."""
    return DataRequest.objects.filter(unit__in=_units(person, on)).select_related("promise", "reply_promise", "unit")


def breaches_of(person: Person, on: date) -> QuerySet[Breach]:
    return Breach.objects.filter(unit__in=_units(person, on)).select_related("promise", "unit")


def destructions_of(person: Person, on: date) -> QuerySet[Destruction]:
    return Destruction.objects.filter(unit__in=_units(person, on)).select_related("done_by", "unit")


def moves_of(request: DataRequest) -> list[str]:
    """The names of the moves that its state allows now."""
    names = [move.name for move in MACHINE.out_of(request.state)]
    return [name for name in names if name != "extend" or request.extended_at is None]


def identity_of(request: DataRequest) -> Identity:
    return Identity(request.name, request.number, request.birth_year, tidy_phone(request.phone), request.email)


def held_of(request: DataRequest, on: date) -> list[Held]:
    """Everything any domain holds of who asked, in the unit asked and those it took over from; not in other units.

    But for this very request: whoever is held nowhere else is told so.
    """
    units = unit_map(on).before([request.unit_id])
    found = [held for ask in responses("on_person_asked") for held in ask(identity_of(request), units)]
    return [held for held in found if held.subject != request.ref]


def reads_between(person: Person, first: datetime, after_last: datetime, *, on: date) -> QuerySet[Entry]:
    """Who saw personal data in full or took it out, newest first: of the units whose data the person protects `on`.

    A register or an export taken out for a unit above holds what is theirs as well.
    """
    units = _units(person, on)
    above = {one for unit in units for one in unit_map(on).above(unit)}
    dossiers = Dossier.objects.filter(Q(receiving_unit__in=units) | Q(deciding_unit__in=units)).values("reference")
    drafts = Draft.objects.filter(unit__in=units).values("reference")
    prepared = Prepared.objects.filter(Q(taken_as__in=dossiers) | Q(taken_as__in=drafts)).values("code")
    requests = DataRequest.objects.filter(unit__in=units).values("code")
    ours = Q(subject_kind="dossier", subject_code__in=dossiers)
    ours |= Q(subject_kind="prepared", subject_code__in=prepared)
    ours |= Q(subject_kind="data_request", subject_code__in=requests)
    ours |= Q(subject_kind="unit", subject_code__in=[unit.ref.code for unit in Unit.objects.filter(pk__in=above)])
    return entries_of_acts(READ_NAMES, first, after_last).filter(ours)


@dataclass(frozen=True)
class Over:
    """What a unit has kept long enough, its own and what it took over; `digest` tells this list from any other."""

    unit: Unit
    expired: list[Expired]
    dossiers: Rule  # how many years, and on what ground
    registers: Rule

    @property
    def digest(self) -> str:
        return digest_of(f"{one.subject.kind} {one.subject.code}" for one in self.expired)


def over_in(unit: Unit, day: date) -> Over:
    """Personal data whose retention is over on a day, in the unit and those whose data fell to it: what merged into
    it, and what ended below it with nobody to follow.
    """
    units = unit_map(day).left_to(unit.pk)
    expired = [one for ask in responses("on_retention_ended") for one in ask(day, units)]
    return Over(unit, expired, rule_for(DOSSIER_YEARS, unit, day), rule_for(REGISTER_YEARS, unit, day))


def _units(person: Person, on: date) -> frozenset[int]:
    return standing(person, on).units_for(Power.PRIVACY_KEEP)
