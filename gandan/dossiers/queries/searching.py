"""Finding a dossier, or somebody served before, by a number or a name; quick among millions (docs/performance.md).

A name is looked for inside the units of whoever asks, from its beginning; only when nothing begins so, anywhere in it.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from gandan.dossiers.models import Applicant, Dossier
from gandan.dossiers.queries.reading import visible_to
from gandan.dossiers.queries.routing import with_a_leg_of
from gandan.dossiers.values import tidy_phone
from gandan.lib.codes import read_code
from gandan.lib.fold import fold
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

FOUND = 500  # by a name, the newest; who has more must type more
# Newest first, said so that the database sorts what it found instead of walking through everything from the newest on.
NEWEST = -F("pk")


def search(person: Person, text: str, on: date) -> QuerySet[Dossier]:
    """By code, reference, personal number, telephone or (without accents) name, among what the person may see."""
    seen = visible_to(person, on)
    compact = "".join(text.split())
    by_code = Q(code=compact.upper()) | Q(reference=read_code(text))
    if len(compact) >= 6 and not compact.isdigit():
        by_code |= Q(code__startswith=compact.upper())
    if compact.isdigit() or compact.startswith("+"):
        stated = Applicant.objects.filter(Q(id_number=compact) | Q(phone=tidy_phone(compact)))
        return seen.filter(by_code | Q(applicant__in=stated.values("pk")))
    return seen.filter(by_code | Q(pk__in=_named(person, fold(text), on)))


def _named(person: Person, name: str, on: date) -> Collection[int]:
    """The newest dossiers of people of that name, at most `FOUND` of each road on which they come here."""
    if not name:
        return ()
    units = standing(person, on).units_for(Power.DOSSIER_READ)
    here = Dossier.objects.filter(applicant__unit__in=units)
    elsewhere = Dossier.objects.exclude(receiving_unit__in=units)
    # asked one by one: what is joined by OR no index answers
    settled = elsewhere.filter(deciding_unit__in=units)
    worked_on = elsewhere.filter(with_a_leg_of(units))
    for wanted in (Q(applicant__folded_name__startswith=name), Q(applicant__folded_name__contains=name)):
        found = {pk for dossiers in (here, settled, worked_on) for pk in _newest(dossiers.filter(wanted))}
        if found:
            return found
    return ()


def _newest(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier, int]:
    return dossiers.order_by(NEWEST).values_list("pk", flat=True)[:FOUND]


def known_applicants(person: Person, text: str, on: date, limit: int = 5) -> list[Applicant]:
    """People served before in one's units, by number, telephone or name, so that nothing is typed twice.

    One row a person (the latest statement, with the `reference` of its dossier), told apart by number, else by name
    and year of birth.
    """
    compact = "".join(text.split())
    if len(compact) < 3:
        return []
    units = standing(person, on).units_for(Power.DOSSIER_RECEIVE)
    by_number = Q(id_number=compact) | Q(phone=compact)
    wanted = by_number if compact.isdigit() else Q(folded_name__startswith=fold(text))
    latest: dict[object, Applicant] = {}
    stated = Applicant.objects.filter(wanted, unit__in=units).annotate(reference=F("dossier__reference"))
    for applicant in stated.order_by(NEWEST)[: limit * 8]:
        latest.setdefault(applicant.id_number or (applicant.folded_name, applicant.birth_year), applicant)
    return list(latest.values())[:limit]
