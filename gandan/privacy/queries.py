"""Requests with their clocks, what is held of somebody, who read what, and what may be destroyed."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from gandan.dossiers.models import Dossier
from gandan.journal.models import Entry
from gandan.journal.queries import entries_of_acts
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import responses, standing, unit_map
from gandan.organisation.values import Expired, Held, Identity
from gandan.privacy.models import Breach, DataRequest, Destruction
from gandan.privacy.states import MACHINE

READS = (
    "dossiers.read_numbers",
    "dossiers.read_statement",
    "attachments.read",
    "privacy.export",
)  # acts of the journal that say who saw personal data in full


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
    return Identity(request.name, request.number, request.birth_year, request.phone)


def held_of(request: DataRequest) -> list[Held]:
    """Everything any domain holds of who asked, in the unit asked and those it took over from; not in other units."""
    units = unit_map(localdate(request.received_at)).before([request.unit_id])
    return [held for ask in responses("on_person_asked") for held in ask(identity_of(request), units)]


def reads_between(person: Person, first: datetime, after_last: datetime) -> QuerySet[Entry]:
    """Who saw personal data in full, newest first: of dossiers of the person's units, and of requests kept there."""
    units = _units(person, localdate(after_last))
    dossiers = Dossier.objects.filter(Q(receiving_unit__in=units) | Q(deciding_unit__in=units)).values("reference")
    requests = DataRequest.objects.filter(unit__in=units).values("code")
    ours = Q(subject_kind="dossier", subject_code__in=dossiers) | Q(
        subject_kind="data_request", subject_code__in=requests
    )
    return entries_of_acts(READS, first, after_last).filter(ours)


def expired_on(day: date, unit_ids: Collection[int]) -> list[Expired]:
    """Personal data of these units whose retention is over on a day."""
    return [one for ask in responses("on_retention_ended") for one in ask(day, unit_ids)]


def _units(person: Person, on: date) -> frozenset[int]:
    return standing(person, on).units_for(Power.PRIVACY_KEEP)
