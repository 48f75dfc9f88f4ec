"""Finding a dossier, or somebody served before, by a number or a name; quick among millions (docs/performance.md).

A name is looked for inside the units of whoever asks, from its beginning ("nguyen thi"); when nothing begins so, from
its end ("thi hoa", as people are called).
"""

from datetime import date

from django.db.models import F, Q, QuerySet

from gandan.dossiers.models import Applicant, Dossier
from gandan.dossiers.queries.reading import visible_to
from gandan.dossiers.queries.routing import with_a_leg_of
from gandan.lib.codes import read_code
from gandan.lib.fold import fold, tidy_phone
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

FOUND = 100  # by a name, the newest, two pages: each is a row somewhere else on the disk; who has more types more
LOOKED_AT = 2_000  # of a name on each road; where there are more, the newest of so many of them


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
    return seen.filter(by_code | Q(applicant__in=_named(person, fold(text), on)))


def _named(person: Person, name: str, on: date) -> list[int]:
    """The newest applicants of that name, at most `FOUND`, of every road on which their dossiers come here."""
    if not name:
        return []
    units = standing(person, on).units_for(Power.DOSSIER_READ)
    worked_on = Dossier.objects.filter(with_a_leg_of(units)).values("applicant")
    # asked one by one: what is joined by OR no index answers
    roads = (Q(unit__in=units), Q(deciding_unit__in=units), Q(pk__in=worked_on))
    for wanted in (Q(folded_name__startswith=name), Q(turned_name__startswith=name[::-1])):
        found = {pk for road in roads for pk in _newest(Applicant.objects.filter(road, wanted))}
        if found:
            return sorted(found, reverse=True)[:FOUND]
    return []


def _newest(people: QuerySet[Applicant]) -> list[int]:
    """Bounded before it is sorted, so that a name that everybody has costs no more than any other."""
    return sorted(people.values_list("pk", flat=True)[:LOOKED_AT], reverse=True)


def known_applicants(person: Person, text: str, on: date, limit: int = 5) -> list[Applicant]:
    """People served before in one's units, by number, telephone or name, so that nothing is typed twice.

    One row a person (the latest statement, with the `reference` of its dossier), told apart by number, else by name
    and year of birth.
    """
    compact = "".join(text.split())
    if len(compact) < 3:
        return []
    units = standing(person, on).units_for(Power.DOSSIER_RECEIVE)
    number = "" if any(map(str.isalpha, compact)) else tidy_phone(compact)
    wanted = Q(id_number=number) | Q(phone=number) if number else Q(folded_name__startswith=fold(text))
    newest = _newest(Applicant.objects.filter(wanted, unit__in=units))[: limit * 8]
    stated = Applicant.objects.filter(pk__in=newest).annotate(reference=F("dossier__reference"))
    latest: dict[object, Applicant] = {}
    for applicant in stated.order_by("-pk"):
        latest.setdefault(applicant.id_number or (applicant.folded_name, applicant.birth_year), applicant)
    return list(latest.values())[:limit]
