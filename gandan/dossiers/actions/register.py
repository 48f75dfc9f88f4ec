"""The register of a desk taken out of the house: nothing changes, the journal says who took which period."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@transaction.atomic
def take_out_register(*, unit: Unit, first: date, last: date, form: str, by: Person, at: datetime) -> None:
    """Names and telephones of many people leave as one file: told by `form` (pdf, xlsx) and period."""
    standing(by, localdate(at)).require(Power.DOSSIER_READ, unit)
    period = {"first": first.isoformat(), "last": last.isoformat()}
    record(unit, "dossiers.take_out_register", by=by, at=at, form=form, **period)
