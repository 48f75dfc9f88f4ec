"""What somebody stated on an earlier dossier, read again at the counter so that nothing is typed twice."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.dossiers.models import Applicant, Dossier
from gandan.journal.actions import record
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@transaction.atomic
def read_statement(*, reference: str, by: Person, at: datetime) -> Applicant:
    """The applicant of an earlier dossier as stated there, numbers in full; its journal says who read them and when.

    For who receives dossiers in the unit where it was stated; Refused organisation.no_power for others.
    """
    earlier = Dossier.objects.select_related("applicant").get(reference=reference)
    standing(by, localdate(at)).require(Power.DOSSIER_RECEIVE, earlier.applicant.unit_id)
    record(earlier, "dossiers.read_statement", by=by, at=at)
    return earlier.applicant
